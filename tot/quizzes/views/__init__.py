"""Pages of the slice: taking a quiz and looking back at it, holding a test, on paper too, marking, alone or by two."""

from tot.quizzes.views import answering, beside, days, holding, markers, marking, paper, reviewing, sheets, taking
from tot.quizzes.views.blueprint import views

__all__ = [
    "answering",
    "beside",
    "days",
    "holding",
    "markers",
    "marking",
    "paper",
    "reviewing",
    "sheets",
    "taking",
    "views",
]
