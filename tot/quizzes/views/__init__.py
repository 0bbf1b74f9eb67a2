"""Pages of the slice: taking a quiz, holding a test, on paper too, marking open answers, and marking them by two."""

from tot.quizzes.views import beside, holding, marking, paper, taking
from tot.quizzes.views.blueprint import views

__all__ = ["beside", "holding", "marking", "paper", "taking", "views"]
