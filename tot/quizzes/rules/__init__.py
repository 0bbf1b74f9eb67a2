"""What follows from answers: which quiz is meant, how it is taken, what it asks, and how an attempt stands."""

from tot.quizzes.rules.counting import Tally, as_marked, is_right, points_of_marking, tally
from tot.quizzes.rules.drawing import FORMS, drawn, in_order_of, next_form, other_form, seed_on_paper
from tot.quizzes.rules.finding import (
    CourseQuiz,
    half_of,
    pinned_quiz,
    question_in,
    quiz_in,
    quizzes_of,
    read_by_people,
    taken_by_cohort,
)
from tot.quizzes.rules.ways import GRACE, WAYS, Way, deadline, is_over, left_of, shows_key, way_of

__all__ = [
    "FORMS",
    "GRACE",
    "WAYS",
    "CourseQuiz",
    "Tally",
    "Way",
    "as_marked",
    "deadline",
    "drawn",
    "half_of",
    "in_order_of",
    "is_over",
    "is_right",
    "left_of",
    "next_form",
    "other_form",
    "pinned_quiz",
    "points_of_marking",
    "question_in",
    "quiz_in",
    "quizzes_of",
    "read_by_people",
    "seed_on_paper",
    "shows_key",
    "taken_by_cohort",
    "tally",
    "way_of",
]
