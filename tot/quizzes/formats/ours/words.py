"""What our quiz file says where another system said nothing, in the language of the questions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tot.quizzes.formats.item import Item
from tot.quizzes.formats.texts import objection


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of one language."""

    right: str  # %s: the right answer
    true: str
    false: str
    model: str
    read: str
    key: str
    span: str  # the lowest and the highest right number


SAID = {
    "en": Said(
        "The right answer: %s.",
        "true",
        "false",
        "Your trainer reads your answer.",
        "It answers the question.",
        "The key says what is right.",
        "from %s to %s",
    ),
    "ru": Said(
        "Верный ответ: %s.",
        "верно",
        "неверно",
        "Ваш ответ прочитает тренер.",
        "Это ответ на вопрос.",
        "Верный ответ указан в ключе.",
        "от %s до %s",
    ),
    "uz": Said(
        "Toʻgʻri javob: %s.",
        "toʻgʻri",
        "notoʻgʻri",
        "Javobingizni trener oʻqiydi.",
        "Bu savolga javob boʻladi.",
        "Toʻgʻri javob kalitda koʻrsatilgan.",
        "%s dan %s gacha",
    ),
}


def right_answer(item: Item, language: str) -> str:
    """The sentence that says what is right."""
    said = SAID.get(language, SAID["en"])
    if item.type == "tf":
        answer = said.true if item.claim else said.false
    elif item.type == "num":
        answer = _number(item, said)
    elif item.type == "match":
        answer = "; ".join(f"{left} → {right}" for left, right in item.pairs)
    elif item.type == "order":
        answer = "; ".join(item.steps)
    elif item.type in ("short", "case"):
        answer = item.model or said.model
    else:
        answer = "; ".join(option.text for option in item.options if option.percent > 0)
    sentence = said.right.replace("%s", answer.rstrip(".")) if answer != said.model else answer
    return sentence if objection(sentence) is None else said.key  # long numbers look like telephone numbers


def _number(item: Item, said: Said) -> str:
    if not item.is_span:
        return f"{item.number:f} {item.unit}".strip()
    lowest, highest = (_plain(edge) for edge in (item.number - item.tolerance, item.number + item.tolerance))
    return said.span % (lowest, f"{highest} {item.unit}".strip())


def _plain(number: Decimal) -> str:
    """Without the zeros that halving and adding leave at the end."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
