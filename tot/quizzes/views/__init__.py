"""Pages of the slice: taking a quiz, holding a test, and marking open answers."""

from tot.quizzes.views import holding, marking, taking
from tot.quizzes.views.blueprint import views

__all__ = ["holding", "marking", "taking", "views"]
