"""What our quiz file says where another system said nothing, in the language of the questions."""

from __future__ import annotations

from dataclasses import dataclass


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


def said_in(language: str) -> Said:
    """The sentences of this language; English where there are none."""
    return SAID.get(language, SAID["en"])
