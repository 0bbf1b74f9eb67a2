"""What we know about attempts, about answers, and about those that wait for a marker."""

from tot.quizzes.queries.answers import Given, answer_by_id, answers_of, answers_so_far
from tot.quizzes.queries.attempts import (
    Outcome,
    Sitting,
    attempt_by_id,
    attempts_over,
    last_attempt,
    outcomes,
    pinned,
    quiz_of,
    sitting_by_id,
    tally_of,
)
from tot.quizzes.queries.counted import Counted, Marked, answers_to, points_in
from tot.quizzes.queries.holding import Participant, Sat, extra_minutes, first_form, forms_given, participants_at
from tot.quizzes.queries.regraded import Past, Regraded, points_before, regraded_in, regrades_in, regrades_of
from tot.quizzes.queries.seeing import Seen, seen_of
from tot.quizzes.queries.waiting import Waiting, count_waiting, question_of, waiting_in

__all__ = [
    "Counted",
    "Given",
    "Marked",
    "Outcome",
    "Participant",
    "Past",
    "Regraded",
    "Sat",
    "Seen",
    "Sitting",
    "Waiting",
    "answer_by_id",
    "answers_of",
    "answers_so_far",
    "answers_to",
    "attempt_by_id",
    "attempts_over",
    "count_waiting",
    "extra_minutes",
    "first_form",
    "forms_given",
    "last_attempt",
    "outcomes",
    "participants_at",
    "pinned",
    "points_before",
    "points_in",
    "question_of",
    "quiz_of",
    "regraded_in",
    "regrades_in",
    "regrades_of",
    "seen_of",
    "sitting_by_id",
    "tally_of",
    "waiting_in",
]
