"""Lines of the grid become attempts, corrections and checks, all at once: few statements for many lines."""

from tot.quizzes.actions.typed.days import correct_day
from tot.quizzes.actions.typed.lines import Change, Desk, Sent
from tot.quizzes.actions.typed.pen import write

__all__ = ["Change", "Desk", "Sent", "correct_day", "write"]
