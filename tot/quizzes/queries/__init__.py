"""What we know about attempts, about answers, and about those that wait for a marker."""

from tot.quizzes.queries.answers import Given, answer_by_id, answers_of, answers_so_far
from tot.quizzes.queries.attempts import (
    Outcome,
    Sitting,
    attempt_by_id,
    last_attempt,
    outcomes,
    pinned,
    quiz_of,
    sitting_by_id,
    tally_of,
)
from tot.quizzes.queries.waiting import Waiting, count_waiting, question_of, waiting_in

__all__ = [
    "Given",
    "Outcome",
    "Sitting",
    "Waiting",
    "answer_by_id",
    "answers_of",
    "answers_so_far",
    "attempt_by_id",
    "count_waiting",
    "last_attempt",
    "outcomes",
    "pinned",
    "question_of",
    "quiz_of",
    "sitting_by_id",
    "tally_of",
    "waiting_in",
]
