"""Looking back at an attempt: what was answered, what is right and why, and how the points came about."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.courses.rules import Words
from tot.policy import Can
from tot.quizzes import queries
from tot.quizzes.looking_back import looked_back
from tot.quizzes.models import Attempt
from tot.quizzes.queries import Seen, attempt_by_id
from tot.quizzes.sheet import sheet_of
from tot.quizzes.views.blueprint import views
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import Crumb, page

EVERYTHING = Seen(shows_key=True, shows_result=True, may_try=False)  # for the trainer


@views.get("/attempts/<int:attempt_id>/review")
@requires(Can.REVIEW_ATTEMPT, on=attempt_by_id)
def review(attempt: Attempt) -> ResponseReturnValue:
    """What was answered, what is right and why: for the participant and for the trainer who leads the cohort.

    The trainer marks as one of two without knowing whose an answer is, so until it is settled she finds it in her queue
    alone and not here, beside the name.
    """
    is_own = attempt.person_id == current_user.id
    if attempt.submitted_at is None and is_own:
        return redirect(url_for("quizzes.attempt", attempt_id=attempt.id), 303)
    sheet = sheet_of(attempt) if is_own else sheet_of(attempt).for_others()
    seen = queries.seen_of(attempt.enrolment_id, sheet.cohort_id, sheet.course, sheet.quiz) if is_own else EVERYTHING
    is_read_twice = bool(sheet.waiting) and queries.is_read_twice(attempt, sheet.quiz)
    language = content_language(sheet.course.languages, attempt.language)
    return page(
        "quizzes/review.html",
        title=_("Your result") if is_own else attempt.enrolment.person.name,
        crumbs=[_way_back(attempt, sheet.course.title, is_own=is_own)],
        sheet=sheet,
        seen=seen,
        looks=looked_back(sheet, language) if seen.shows_key else (),
        again_at=[] if seen.shows_key else queries.moments_of_regrades(attempt.id),
        is_own=is_own,
        keyed_by=queries.keyed_by(attempt.id) if attempt.paper_on is not None else "",
        is_read_twice=is_read_twice,
        withheld=frozenset[str]() if is_own or not is_read_twice else sheet.waiting,
        language=language,
    )


def _way_back(attempt: Attempt, title: Words, *, is_own: bool) -> Crumb:
    """One step: a phone has no room for the whole way."""
    if is_own:
        return say(title), url_for("progress.course", enrolment_id=attempt.enrolment_id)
    return attempt.cohort.name, url_for("cohorts.show", cohort_id=attempt.cohort.id)
