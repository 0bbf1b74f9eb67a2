"""Each entry on the left belongs to one on the right, to which others may belong, too, or none."""

from itertools import pairwise
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, share
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of, plain, shuffled

NUMBERED = pattern(r"(\d+)")


class Match(QuestionType):
    """Each entry on the left earns an equal part of the points, whatever is chosen for the others."""

    name = "match"
    called = _l("matching")
    paper = "pairs"

    def told(self, question: Question) -> Any:
        return _l("Choose a partner for each. Each right pair earns a part of the points; all together count as right.")

    def earned(self, question: Question) -> Any:
        return _l(
            "Each right pair earns an equal part of the points. The question counts as right with all of its points."
        )

    def shape(self, question: Question, fields: Fields) -> Response:
        pairs = {left: fields.get(f"answer-{left}", "") for left in question.left}
        missing = [left for left, right in pairs.items() if right not in question.right]
        if missing:
            raise Unreadable({f"answer-{left}": _l("Choose a partner.") for left in missing})
        return pairs

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [(f"answer-{left}", right) for left, right in response.items()]

    def mark(self, question: Question, response: Response) -> float:
        key = dict(question.key)  # type: ignore[arg-type]  # pairs, as the reader of courses made them
        return share(question, sum(response.get(left) == right for left, right in key.items()), len(key))

    def lettered(self, question: Question) -> tuple[str, ...]:
        key = dict(question.key)  # type: ignore[arg-type]  # as above
        return shuffled(question, question.right, list(dict.fromkeys(key[left] for left in question.left)))

    def keys(self, question: Question) -> str:
        return f"pairs {LETTERS[: len(question.right)].lower()} {len(question.left)}"

    def keyed(self, question: Question, text: str) -> Keyed:
        """One letter for each entry in its order (cadb), or in any order with its number (1c2a3d4b)."""
        letters = _by_number(question, text) if NUMBERED.search(text) else plain(text)
        said = entries_of(letters, self.lettered(question), with_blanks=True)
        if len(said) != len(question.left):
            count = len(question.left)
            sentence = _l("Type %(count)s letters, one for each number, and - where there is none.", count=count)
            raise Unreadable({"answer": sentence})
        # On paper a partner may be left out; online every entry has one.
        return Keyed({left: right for left, right in zip(question.left, said, strict=True) if right})

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return letters_of([said.response.get(left, "") for left in question.left], self.lettered(question))


def _by_number(question: Question, text: str) -> str:
    """1c3d of four entries → c-d-."""
    parts = NUMBERED.split(plain(text))
    said = {int(number): letter for number, letter in pairwise(parts[1:]) if number.isdigit()}
    is_clear = not parts[0] and len(said) == len(parts) // 2 and all(len(letter) == 1 for letter in said.values())
    if not is_clear or not set(said) <= set(range(1, len(question.left) + 1)):
        count = len(question.left)
        sentence = _l("Type each number from 1 to %(count)s once, with its letter behind it: 1c2a.", count=count)
        raise Unreadable({"answer": sentence})
    return "".join(said.get(number, "-") for number in range(1, len(question.left) + 1))
