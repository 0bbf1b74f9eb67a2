"""Attempts and their answers, and what becomes of them: held, typed in from paper, marked, marked again."""

from tot.quizzes.models.attempts import Answer, Attempt
from tot.quizzes.models.holding import ExtraTime, FormGiven
from tot.quizzes.models.keying import Keying
from tot.quizzes.models.marking import Marker, Marking, Rating, Regrade

__all__ = [
    "Answer",
    "Attempt",
    "ExtraTime",
    "FormGiven",
    "Keying",
    "Marker",
    "Marking",
    "Rating",
    "Regrade",
]
