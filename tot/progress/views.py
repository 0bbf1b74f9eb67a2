"""The course as a list of what is done and what remains."""

from flask import Blueprint, Response
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts.queries import country_of
from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.courses.queries import annex, book
from tot.courses.signing import legal_signature
from tot.policy import Can
from tot.progress import queries, rules
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import current_language, say
from tot.web.pages import address, page

views = Blueprint("progress", __name__, url_prefix="/progress")


@views.get("/<int:enrolment_id>")
@requires(Can.LEARN, on=own_enrolment)
def course(enrolment: OwnEnrolment) -> Response:
    """A participant's task list, with one next step."""
    taken = book(enrolment.course_version_id)
    facts, openings = queries.standings([enrolment.id], [enrolment.cohort_id])
    evidence = facts[enrolment.id]
    tests = rules.course_tests(taken, evidence, openings[enrolment.cohort_id])
    modules = [rules.progress_in(module, evidence) for module in taken.modules]
    language = content_language(taken.languages, enrolment.language)
    law = annex(country_of(current_user))
    return page(
        "progress/course.html",
        title=say(taken.title, language),
        crumbs=[(_("Home"), address("home.start"))],
        enrolment=enrolment,
        course=taken,
        modules=modules,
        tests=tests,
        done=sum(one.done for one in modules) + sum(test.is_asked and test.is_done for test in tests),
        steps=sum(len(one.steps) for one in modules) + sum(test.is_asked for test in tests),
        next_step=rules.next_step(modules, tests),
        attended=rules.sessions_attended(evidence),
        annex=law,
        legal_signature=legal_signature(law, current_language()),
        language=language,
    )
