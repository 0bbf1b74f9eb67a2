"""Pages of the slice: taking a quiz, and marking open answers."""

from tot.quizzes.views import marking, taking
from tot.quizzes.views.blueprint import views

__all__ = ["marking", "taking", "views"]
