"""What happens in quizzes: tests are held, attempts begin, are answered and end, open answers are marked."""

from tot.quizzes.actions.holding import close_test, close_tests, give_time, open_test
from tot.quizzes.actions.marking import mark
from tot.quizzes.actions.taking import Saved, answer, begin, finish, hand_in_if_over, hand_in_what_is_over

__all__ = [
    "Saved",
    "answer",
    "begin",
    "close_test",
    "close_tests",
    "finish",
    "give_time",
    "hand_in_if_over",
    "hand_in_what_is_over",
    "mark",
    "open_test",
]
