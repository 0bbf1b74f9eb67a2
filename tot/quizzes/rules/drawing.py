"""What an attempt draws by its seed: its form, its questions, and the order in which entries are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from tot.courses.rules import Question, Quiz

FORMS = ("A", "B")


def in_order_of(seed: int, question: Question, entries: Sequence[str]) -> tuple[str, ...]:
    """The entries shuffled by the attempt's seed: the same for ever, on every machine and Python."""

    def place(entry: str) -> bytes:
        return sha256(f"{seed} {question.id} {entry}".encode()).digest()

    return tuple(sorted(entries, key=place))


def drawn(quiz: Quiz, seed: int | None) -> Quiz:
    """The quiz with the questions that are drawn by this seed, in the author's order; the same for ever."""
    if seed is None or not quiz.draw:
        return quiz
    chosen = {question.id for question in quiz.always}
    for draw in quiz.draw:
        tagged = [question for question in quiz.questions if draw.tag in question.tags]
        tagged.sort(key=lambda question: sha256(f"{seed} {draw.tag} {question.id}".encode()).digest())
        chosen |= {question.id for question in tagged[: draw.count]}
    return replace(quiz, questions=tuple(question for question in quiz.questions if question.id in chosen))


def seed_on_paper(quiz_key: str, form: str) -> int:
    """The seed of all attempts on paper with this form: what is printed once is drawn once."""
    return int.from_bytes(sha256(f"{quiz_key} on paper, form {form}".encode()).digest()[:4], "big") % 2**31


def other_form(form: str) -> str:
    """The form that whoever had this one before has after."""
    return FORMS[1 - FORMS.index(form)]


def next_form(given: Mapping[str, int], coin: int) -> str:
    """The form that the next person of a cohort begins with: the one that fewer have, else as the coin falls."""
    counts = [given.get(form, 0) for form in FORMS]
    return FORMS[coin % 2] if counts[0] == counts[1] else FORMS[counts.index(min(counts))]
