"""The words for what reviewers see: roles, kinds of pieces, labels of texts, and what is no wording."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.courses.reader import types
from tot.courses.wording import TOPIC_NAMES
from tot.web.languages import format_day

STANDING_NAMES = {
    "signed": _l("signed off"),
    "changed": _l("changed since it was signed off"),
    "in file": _l("reviewed, as its file says"),
    "waits": _l("waits for review"),
}
STANDING_TONES = {"signed": "good", "changed": "warn", "in file": "info", "waits": "plain"}

STATE_NAMES = {
    "same": _l("as it was signed off"),
    "changed": _l("changed"),
    "new": lazy_pgettext("a piece of a course", "new"),
    "gone": _l("no longer there"),
}
STATE_TONES = {"same": "good", "changed": "warn", "new": "info", "gone": "bad"}

KIND_NAMES = {
    "module": _l("Module"),
    "paired test": _l("Pre- and post-test"),
    "quiz": _l("Refresher quiz"),
    "handout": _l("Handout"),
    "annex": _l("Annex"),
    "glossary": _l("Glossary"),
}

PIECE_NAMES = {
    "module": _l("The module itself"),
    "section": _l("Section"),
    "case": _l("Case"),
    "step of the case": _l("Step of the case"),
    "ending of the case": _l("Ending of the case"),
    "question": _l("Question"),
    "facilitator note": _l("Facilitator note"),
    "job aid": _l("Job aid"),
    "test": _l("The test itself"),
    "handout": _l("Handout"),
    "term": _l("Term"),
    "annex": _l("The annex itself"),
    "entry of the annex": _l("Entry"),
    "open point": _l("Open point"),
}

LINE_NAMES = {
    "title": _l("Title"),
    "objective": _l("Objective"),
    "text": _l("Text"),
    "setting": _l("Setting"),
    "choice": _l("Choice"),
    "consequence": _l("What happens"),
    "feedback": _l("Feedback"),
    "question": _l("Question"),
    "option": _l("Option"),
    "left": _l("To be matched"),
    "right": _l("Matches"),
    "criterion": _l("What earns the point"),
    "patterns": _l("Word patterns"),
    "level": _l("Level, with its points"),
    "task": _l("Task"),
    "unit": _l("Unit"),
    "model answer": _l("Model answer"),
    "word": _l("Word"),
    "also": _l("Also"),
    "meaning": _l("Meaning"),
    "note": _l("Note"),
    "asks": _l("Question to be answered"),
}

MARK_NAMES = {
    "hours": _l("hours"),
    "minutes": _l("minutes"),
    "minutes self_study": _l("minutes of self-study"),
    "minutes session": _l("minutes of session"),
    "minutes test": _l("minutes of test"),
    "pass mark": _l("questions needed"),
    "pass percent": _l("percent needed"),
    "origin": _l("where the pass mark comes from"),
    "form": _l("form"),
    "locked core": _l("locked core"),
    "open shell": _l("open shell"),
    "begins at": _l("begins at step"),
    "scales": _l("scales"),
    "safe ending": _l("safe ending"),
    "unsafe ending": _l("unsafe ending"),
    "leads to": _l("leads to"),
    "trust": _l("Trust"),
    "evidence": _l("Evidence"),
    "safety": _l("Safety"),
    "fairness": _l("Fairness"),
    "learning": _l("Learning"),
    "type": _l("type"),
    "points": _l("points"),
    "about module": _l("about module"),
    "place": _l("place in the right order"),
    "belongs to": _l("belongs to"),
    "right answer": _l("right answer"),
    "true": _l("right answer: true"),
    "false": _l("right answer: false"),
    "for trainers": _l("for trainers only"),
    "number": _l("number"),
    "version": _l("version"),
    "as of": _l("as of"),
    "status": _l("status"),
    "topic": _l("topic"),
}
# Marks whose values are codes of the course files.
MARK_VALUES = {
    "topic": TOPIC_NAMES,
    "status": {"draft": _l("draft"), "signed off": _l("signed off")},
    "origin": {"panel": _l("a panel of judges"), "provisional": _l("provisional")},
}


def mark_value(name: str, value: str) -> Any:
    """What a mark says, in words where it is a code."""
    if name == "as of":
        return format_day(date.fromisoformat(value), "medium")
    if name == "type":
        return types.known()[value].called if value in types.known() else value
    return MARK_VALUES.get(name, {}).get(value, value)


CERTAINTY_NAMES = {
    "seen": _l("seen in a public document"),
    "usual": _l("the usual word"),
    "uncertain": _l("uncertain: please confirm the word"),
}
CERTAINTY_TONES = {"seen": "good", "usual": "plain", "uncertain": "warn"}

# How sure a fact is, by its tag.
TAG_NAMES = {
    "V": _l("read in a public copy"),
    "M": _l("compare once with the official text"),
    "U": _l("uncertain, must not be taught"),
    "DESIGN": _l("a decision of the programme"),
    "RULE": _l("a rule of the platform"),
    "SEED": _l("what the programme was asked for"),
}

REMARK_STATES = {"open": _l("open"), "dealt with": _l("dealt with"), "open again": _l("open again")}
