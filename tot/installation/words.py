"""The words for what the record keeps by its kind: events, their facts, and work in the background."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.accounts.wording import CODE, LEVEL, OFFICE
from tot.audit import Did
from tot.courses.signing import ROLE_NAMES
from tot.web.languages import OWN_NAMES, format_day, format_moment

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")

EVENTS = {
    Did.ADDED_PERSON: _l("person added"),
    Did.INVITED: _l("person invited"),
    Did.MADE_SLIP: _l("slip made"),
    Did.MADE_LINK: _l("one-time link made"),
    Did.JOINED: _l("invitation used"),
    Did.SIGNED_IN: _l("signed in"),
    Did.LOCKED: _l("sign-in locked"),
    Did.CHANGED_PASSWORD: _l("password changed"),
    Did.CHANGED_PERSON: _l("person changed"),
    Did.GRANTED_ROLE: _l("role granted"),
    Did.ENDED_ROLE: _l("role ended"),
    Did.ADDED_PLACE: _l("place added"),
    Did.CHANGED_PLACE: _l("place changed"),
    Did.ADDED_AGENCY: _l("agency added"),
    Did.CHANGED_AGENCY: _l("agency changed"),
    Did.PUBLISHED: _l("course published"),
    Did.SIGNED_OFF: _l("text signed off"),
    Did.WITHDREW_SIGN_OFF: _l("sign-off withdrawn"),
    Did.REMARKED: _l("remark made"),
    Did.SETTLED_REMARK: _l("remark dealt with or opened again"),
    Did.GRANTED_LICENCE: _l("licence granted"),
    Did.ENDED_LICENCE: _l("licence ended"),
    Did.OPENED_COHORT: _l("cohort opened"),
    Did.CHANGED_COHORT: _l("cohort changed"),
    Did.MOVED_COHORT: _l("cohort moved to another version of its course"),
    Did.CLOSED_COHORT: _l("cohort closed"),
    Did.REOPENED_COHORT: _l("cohort reopened"),
    Did.IMPORTED: _l("participants imported"),
    Did.ENROLLED: _l("person enrolled"),
    Did.WITHDREW: _l("enrolment ended"),
    Did.PLANNED_SESSION: _l("session planned"),
    Did.CHANGED_SESSION: _l("session changed"),
    Did.CANCELLED_SESSION: _l("session cancelled"),
    Did.MARKED_ATTENDANCE: _l("attendance marked"),
    Did.STARTED_ATTEMPT: _l("attempt started"),
    Did.SUBMITTED_ATTEMPT: _l("attempt submitted"),
    Did.OPENED_TEST: _l("test opened"),
    Did.CLOSED_TEST: _l("test closed"),
    Did.GAVE_TIME: _l("extra time given"),
    Did.GAVE_FORMS: _l("forms of a test given"),
    Did.KEYED_TEST: _l("test typed in from paper"),
    Did.CORRECTED_KEYING: _l("typed test corrected"),
    Did.CORRECTED_DAY: _l("day of a typed test corrected"),
    Did.CHECKED_KEYING: _l("typed test checked by a second person"),
    Did.MARKED_ANSWER: _l("answer marked"),
    Did.CHOSE_MARKER: _l("marker chosen"),
    Did.DISMISSED_MARKER: _l("marker dismissed"),
    Did.RATED_ANSWER: _l("answer marked by one of two"),
    Did.SETTLED_ANSWER: _l("answer settled between markers"),
    Did.REGRADED: _l("answers marked again by a corrected key"),
    Did.ISSUED: _l("certificates issued"),
    Did.REISSUED: _l("certificate replaced"),
    Did.REVOKED: _l("certificate revoked"),
}

FACTS = {
    "agency": _l("agency"),
    "answer": _l("answer"),
    "batch": _l("batch"),
    "because_of_cohort": _l("earned in cohort"),
    "before": _l("earlier day"),
    "by": _l("kind of link"),
    "by_letter": _l("letter sent"),
    "certificate": _l("certificate"),
    "certificates": _l("certificates"),
    "changed": _l("changed"),
    "cohort": _l("cohort"),
    "course": _l("course"),
    "created": _l("created"),
    "enrolment": _l("enrolment"),
    "expires_at": _l("valid until"),
    "failed": _l("no longer passed"),
    "fields": _l("what was changed"),
    "from_version": _l("from version"),
    "how": lazy_pgettext("an event", "how"),
    "import": _l("import"),
    "language": _l("language"),
    "level": _l("level"),
    "lowered": _l("answers with fewer points"),
    "marks": _l("marks"),
    "matched": _l("matched"),
    "mode": _l("in whose favour"),
    "names": _l("names"),
    "number": _l("number"),
    "part": lazy_pgettext("of a marker", "part"),
    "passed": _l("passed now"),
    "people": _l("people"),
    "person": _l("person"),
    "piece": _l("piece"),
    "place": _l("place"),
    "points": _l("points"),
    "handed_in": _l("answers handed in"),
    "minutes": _l("minutes"),
    "quiz": _l("quiz"),
    "question": _l("question"),
    "raised": _l("answers with more points"),
    "reason": _l("reason"),
    "supersedes": _l("takes the place of"),
    "role": _l("role"),
    "session": _l("session"),
    "skipped": _l("skipped"),
    "state": _l("state"),
    "taken_on": _l("taken on"),
    "test": _l("test"),
    "text": _l("text"),
    "to_version": _l("to version"),
    "undoes": _l("takes back"),
    "until": _l("until"),
    "version": _l("version"),
}

# What of a person, a cohort or a session is changed.
FIELDS = {
    "age_band": _l("age band"),
    "agency": _l("agency"),
    "begins_at": _l("begins"),
    "cancelled_at": _l("cancelled"),
    "email": _l("e-mail address"),
    "ends_at": _l("ends"),
    "ends_on": _l("last day"),
    "is_active": _l("may sign in"),
    "language": _l("language"),
    "minutes": _l("minutes"),
    "mode": _l("in person or online"),
    "module_key": _l("module"),
    "name": _l("name"),
    "place": _l("place"),
    "position": _l("position"),
    "sex": _l("sex"),
    "starts_on": _l("first day"),
    "title": _l("title"),
    "venue": _l("venue"),
}

WORK = {
    "send letter": _l("send a letter"),
    "send reset": _l("Link for a new password"),
    "certificate book": _l("make the PDF of a batch of certificates"),
    "pack": _l("make a print pack of a course"),
    "tell of a regrade": _l("write to those whose answers were marked again"),
}

# Facts whose values are codes of ours.
VALUES: Mapping[str, Mapping[str, Any]] = {
    "by": CODE,
    "role": {**OFFICE, **ROLE_NAMES},
    "level": LEVEL,
    "language": OWN_NAMES,
    "part": {"first": _l("First marker"), "second": _l("Second marker"), "third": _l("Third marker")},
}


def fact(name: str, value: Any) -> Any:
    """A fact as people read it: words for codes, numbers in a row as one, days and moments not as JSON keeps them."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {fact(name, one)}" for key, one in value.items())
    if isinstance(value, list):
        whole = bool(value) and all(isinstance(one, int) for one in value)
        told = _runs(sorted(value)) if whole else (str(FIELDS.get(one, fact(name, one))) for one in value)
        return ", ".join(told) or _("nothing")
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return format_moment(datetime.fromisoformat(value))
    if isinstance(value, str) and DAY.fullmatch(value):
        return format_day(date.fromisoformat(value), "medium")
    return VALUES.get(name, {}).get(value, value) if isinstance(value, str) else value


def _runs(numbers: list[int]) -> Iterator[str]:
    """Numbers in a row as one: 1–27, 31."""
    breaks = [number for number, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    for start, end in pairwise([0, *breaks, len(numbers)]):
        first, last = numbers[start], numbers[end - 1]
        yield str(first) if first == last else f"{first}–{last}"
