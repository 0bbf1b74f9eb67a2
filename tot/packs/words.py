"""What packs and their parts are called, in the language that is spoken when they are shown or printed."""

from flask_babel import lazy_gettext as _l

from tot.courses.wording import TEST_NAMES

KIND_WORDS = {
    "workbook": _l("Participant workbook"),
    "job-aids": _l("Job aids"),
    "guide": _l("Facilitator guide"),
    "form-a": _l("Pre- and post-test, form A"),
    "form-b": _l("Pre- and post-test, form B"),
    "checks": _l("Knowledge checks on paper"),
    "key": _l("Key with feedback"),
}

KIND_NOTES = {
    "workbook": _l("The lessons, the cases to decide, room for notes. One for each participant."),
    "job-aids": _l("One sheet for each module, to be printed on both sides and kept at the post."),
    "guide": _l(
        "Agenda, facilitator notes, the cases with all consequences, all questions with their keys. For trainers."
    ),
    "form-a": _l("Booklet and answer sheet without names. Whoever has form A before the course has form B after it."),
    "form-b": _l("The twin of form A, equally hard."),
    "checks": _l("Questions and answer sheets without names, for groups without devices."),
    "key": _l("The right answers with feedback. For trainers: keep it apart from the booklets."),
}

PAUSE_WORDS = {"break": _l("Break"), "lunch": _l("Lunch")}

SCALE_WORDS = {
    "trust": _l("trust"),
    "evidence": _l("evidence"),
    "safety": _l("safety"),
    "fairness": _l("fairness"),
    "learning": _l("learning"),
}

TEST_WORDS = {**TEST_NAMES, "pre- and post-test": _l("Pre- and post-test")}

STEP_WORDS = {
    "waiting": _l("It waits for its turn."),
    "drawing": _l("The chapters are put together."),
    "setting": _l("The pages are set."),
    "writing": _l("The file is written."),
}
