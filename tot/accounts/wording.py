"""The words for kinds that the database keeps as codes."""

from flask_babel import lazy_gettext as _l

from tot.audit import Did

SEX = {"female": _l("Woman"), "male": _l("Man"), "prefer not to say": _l("Prefer not to say")}

OFFICE = {
    "coordinator": _l("Coordinator"),
    "administrator": _l("Administrator"),
    "m&e officer": _l("Monitoring and evaluation officer"),
    "observer": _l("Observer"),
    "reviewer": _l("Content reviewer"),
}

LEVEL = {"master trainer": _l("Master trainer"), "national trainer": _l("National trainer")}

POSITION = {
    "front line": _l("Front line"),
    "investigator": _l("Investigator"),
    "supervisor": _l("Supervisor"),
    "judge": _l("Judge"),
    "prosecutor": _l("Prosecutor"),
    "trainer": _l("Trainer"),
    "support staff": _l("Support staff"),
    "management": _l("Management"),
}

CODE = {
    "letter": _l("Invitation by e-mail"),
    "slip": _l("Printed slip"),
    "reset": _l("Link for a new password"),
    "terminal": _l("Link made by the administrator"),
}

EVENT = {
    Did.ADDED_PERSON: _l("Added"),
    Did.INVITED: _l("Invited by e-mail"),
    Did.MADE_SLIP: _l("Slip printed"),
    Did.MADE_LINK: _l("One-time link made"),
    Did.JOINED: _l("Used a code and chose a password"),
    Did.SIGNED_IN: _l("Signed in"),
    Did.LOCKED: _l("Sign-in locked after wrong passwords"),
    Did.CHANGED_PASSWORD: _l("Changed the password"),
    Did.CHANGED_PERSON: _l("Details changed"),
    Did.GRANTED_ROLE: _l("Office given"),
    Did.ENDED_ROLE: _l("Office ended"),
    Did.GRANTED_LICENCE: _l("Licence given"),
    Did.ENDED_LICENCE: _l("Licence ended"),
    Did.ENROLLED: _l("Enrolled"),
    Did.WITHDREW: _l("Enrolment ended"),
}
