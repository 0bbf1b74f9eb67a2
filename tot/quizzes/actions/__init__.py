"""What happens in quizzes: tests are held, attempts begin, are answered and end, open answers are marked."""

from tot.quizzes.actions.answering import Saved, answer
from tot.quizzes.actions.beside import rate
from tot.quizzes.actions.holding import close_test, close_tests, give_time, open_test
from tot.quizzes.actions.markers import choose_marker, go_on_alone
from tot.quizzes.actions.marking import mark
from tot.quizzes.actions.paper import correct_day, give_forms, key_in
from tot.quizzes.actions.taking import begin, finish, hand_in_if_over, hand_in_what_is_over
from tot.quizzes.actions.typed import Sent

__all__ = [
    "Saved",
    "Sent",
    "answer",
    "begin",
    "choose_marker",
    "close_test",
    "close_tests",
    "correct_day",
    "finish",
    "give_forms",
    "give_time",
    "go_on_alone",
    "hand_in_if_over",
    "hand_in_what_is_over",
    "key_in",
    "mark",
    "open_test",
    "rate",
]
