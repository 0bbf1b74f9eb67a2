"""Answer sheets of a cohort: one for each person, with her number, name and form, so that keying is a straight line."""

from collections.abc import Mapping, Sequence
from functools import partial

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from tot.cohorts.models import Cohort
from tot.courses.queries import book
from tot.courses.wording import TEST_NAMES
from tot.quizzes import queries, rules
from tot.quizzes.queries import OnPaper, PaperLine
from tot.quizzes.types import TYPES, lettered
from tot.web import course_text, paper
from tot.web.languages import in_language, say


def answer_sheets(cohort: Cohort, test: OnPaper, lines: Sequence[PaperLine], language: str) -> bytes:
    """A PDF; each sheet begins on a leaf of its own, however it is printed."""
    course = book(cohort.course_version_id)
    with in_language(language):
        name = TEST_NAMES[test.kind]
        return paper.pdf(
            "quizzes/sheets_paper.html",
            styles=("packs/paper/book.css", "quizzes/sheets_paper.css"),
            title=_("Answer sheets: %(test)s, %(cohort)s", test=name, cohort=cohort.name),
            language=language,
            cohort=cohort,
            course=course,
            module=rules.pinned_quiz(course, test.quiz_key).module,
            name=name,
            test=test,
            lines=lines,
            forms=queries.forms_of(course, test),
            printed_by={kind.name: kind.paper for kind in TYPES.values()},
            lettered=lettered,
            line=partial(_line, language),
            version=cohort.course_version.number,
        )


def _line(language: str, words: Mapping[str, str]) -> Markup:
    return course_text.line(say(words, language), current_app.config["TOT"].contacts)
