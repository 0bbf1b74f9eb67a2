"""What somebody may be told of an attempt that she has finished: its result, what was right in it, and the next try."""

from dataclasses import dataclass

from tot.courses.rules import Course, Quiz
from tot.progress.queries import openings_of
from tot.quizzes import rules
from tot.quizzes.queries.attempts import outcomes


@dataclass(frozen=True, slots=True)
class Seen:
    """What her own pages and letters may say now."""

    shows_key: bool
    shows_result: bool
    may_try: bool


def seen_of(enrolment_id: int, cohort_id: int, course: Course, quiz: Quiz) -> Seen:
    """One query where it depends on what happened since; none for a knowledge check."""
    way = rules.way_of(quiz)
    if way.is_opened:
        paired = course.prepost
        is_over = paired is not None and openings_of([cohort_id])[cohort_id].get(paired.posttest_id) is False
        return Seen(shows_key=is_over, shows_result=way.says_result or is_over, may_try=False)
    tried = outcomes(enrolment_id, quiz.id) if quiz.attempts else []
    is_passed, finished = any(one.tally.is_passed for one in tried), len(tried)
    shows_key = rules.shows_key(quiz, is_passed=is_passed, finished=finished, is_posttest_closed=False)
    may_try = not quiz.attempts or (not is_passed and rules.left_of(quiz, finished) != 0)
    return Seen(shows_key=shows_key, shows_result=way.says_result or shows_key, may_try=may_try)
