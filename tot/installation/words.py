"""The words for what the record keeps by its kind: events, their facts, and work in the background."""

import re
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.audit import Did
from tot.web.languages import format_day, format_moment

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")

EVENTS = {
    Did.ADDED_PERSON: _l("person added"),
    Did.INVITED: _l("person invited"),
    Did.MADE_SLIP: _l("slip made"),
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
    "certificate book": _l("make the PDF of a batch of certificates"),
    "pack": _l("make a print pack of a course"),
    "tell of a regrade": _l("write to those whose answers were marked again"),
}


def fact(value: Any) -> Any:
    """A fact as people read it: the record keeps days and moments as JSON can, in UTC, and several as a list."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {fact(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(FIELDS.get(one, fact(one))) for one in value) or _("nothing")
    if value is None or isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return format_moment(datetime.fromisoformat(value))
    if isinstance(value, str) and DAY.fullmatch(value):
        return format_day(date.fromisoformat(value), "medium")
    return value
