"""How certificates are spoken about: kinds, claims, conditions, reasons, in the language of the page or the paper."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.certificates import about
from tot.certificates.queries import Standing
from tot.certificates.rules import Claims
from tot.courses.rules import Course
from tot.courses.wording import TEST_NAMES, origin_words
from tot.progress.rules import Condition
from tot.seminars.words import MODE_WORDS
from tot.web.fonts import missing_glyphs
from tot.web.languages import OWN_NAMES, format_day, format_hours, say

KIND_WORDS = {"attendance": _l("Certificate of attendance"), "completion": _l("Certificate of completion")}
# What the paper says between the name and the title of the course.
CLAIM_WORDS = {
    "attendance": _l("has taken part in the course"),
    "completion": _l("has successfully completed the course"),
}
REVOKED_WORDS = {
    "issued in error": _l("It was issued in error."),
    "wrong facts": _l("Something it said was wrong."),
    "conditions not met": _l("The conditions had not been met."),
    "misuse": _l("It was misused."),
}
VERDICT_TITLES = {
    "valid": _l("This certificate is valid"),
    "revoked": _l("This certificate was revoked"),
    "superseded": _l("This certificate was replaced"),
    "damaged": _l("This certificate cannot be confirmed"),
}

LABELS = {
    "name": _l("Name"),
    "course": _l("Course"),
    "version": _l("Course version"),
    "modules": _l("Modules completed"),
    "hours": _l("Hours attended"),
    "dates": _l("Dates"),
    "mode": _l("Form of training"),
    "place": lazy_pgettext("on a certificate", "Place"),
    "language": _l("Language of training"),
    "trainer": _l("Trainer"),
    "issuer": _l("Issued by"),
    "issued_on": _l("Issued on"),
    "number": _l("Certificate number"),
    "replaces": _l("Replaces the certificate"),
}


def _hours(claims: Claims) -> str:
    attended, planned = format_hours(claims.minutes_attended), format_hours(claims.minutes_planned)
    return str(_("%(attended)s of %(planned)s hours", attended=attended, planned=planned))


def _version(claims: Claims) -> str:
    return str(_("%(key)s, version %(version)s", key=claims.course_key, version=claims.course_version))


def _place(claims: Claims) -> str:
    return ", ".join(part for part in (claims.venue, say(claims.place)) if part)


_VALUES: Mapping[str, Callable[[Claims], str]] = {
    "name": lambda claims: claims.name,
    "course": lambda claims: say(claims.course_title),
    "version": _version,
    "modules": lambda claims: "; ".join(say(module.title) for module in claims.modules),
    "hours": _hours,
    "dates": lambda claims: " – ".join(dict.fromkeys((format_day(claims.starts_on), format_day(claims.ends_on)))),
    "mode": lambda claims: str(MODE_WORDS[claims.mode]),
    "place": _place,
    "language": lambda claims: OWN_NAMES.get(claims.language, claims.language),
    "trainer": lambda claims: claims.trainer,
    "issuer": lambda claims: claims.issuer,
    "issued_on": lambda claims: format_day(claims.issued_on),
    "number": lambda claims: claims.number,
    "replaces": lambda claims: claims.replaces or "",
}


def in_words(claims: Claims) -> dict[str, str]:
    """Each claim that the certificate makes, by its name in LABELS, in the current language; empty ones left out."""
    return {name: words for name, value in _VALUES.items() if (words := value(claims))}


def claims_on_paper(claims: Claims) -> dict[str, str]:
    """Exactly what the paper of this kind shows, in its order."""
    said = in_words(claims)
    return {name: said[name] for name in about.of(claims.kind).claims if name in said}


def left_out(person: Standing, kind: str, course: Course) -> list[str]:
    """Why somebody cannot be issued a certificate of this kind; empty when she can."""
    if kind in person.held:
        return [_("holds number %(number)s already", number=person.held[kind].number)]
    reasons = [condition_words(condition, course) for condition in person.conditions[kind] if not condition.is_met]
    if letters := missing_glyphs(person.name):
        signs = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(letters))
        reasons.append(_("The name has letters that cannot be printed: %(letters)s", letters=signs))
    return reasons


def condition_words(condition: Condition, course: Course) -> str:
    """One condition with what is there and what is needed; a module is called by its title."""
    module = next((one for one in course.modules if one.id == condition.thing_key), None)
    known: dict[str, Any] = {"have": condition.have, "need": condition.need, "module": module and say(module.title)}
    if condition.cut is not None:
        known |= {"test": TEST_NAMES[condition.kind], "origin": origin_words(condition.cut)}
    if condition.day is not None:
        known["day"] = format_day(condition.day)
    return _CONDITIONS[condition.code](known, condition.is_met)


_CONDITIONS: Mapping[str, Callable[[dict[str, Any], bool], str]] = {
    "sessions planned": lambda known, is_met: _("No session has been planned yet."),
    "attendance total": lambda known, is_met: _("Attendance in all: %(have)s minutes, %(need)s are needed", **known),
    "attendance day": lambda known, is_met: _("Attendance on %(day)s: %(have)s minutes, %(need)s are needed", **known),
    "sections read": lambda known, is_met: _("%(module)s: %(have)s of %(need)s sections read", **known),
    "scenario ended": lambda known, is_met: (
        _("%(module)s: scenario played to an ending", module=known["module"])
        if is_met
        else _("%(module)s: scenario not played to an ending yet", module=known["module"])
    ),
    "check passed": lambda known, is_met: (
        _("%(module)s: knowledge check passed", module=known["module"])
        if is_met
        else _("%(module)s: knowledge check not passed yet, best result %(have)s, %(need)s are needed", **known)
    ),
    "test passed": lambda known, is_met: (
        _("%(test)s passed with %(have)s right; %(need)s were needed (%(origin)s)", **known)
        if is_met
        else _("%(test)s not passed yet, best result %(have)s, %(need)s are needed (%(origin)s)", **known)
    ),
}
