"""Hints on how hard a text is to read: long sentences, many long words, too much or too little of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from re import compile as pattern

from tot.courses.reader.passages import Passage, without_code
from tot.courses.rules import SOURCE_LANGUAGE

LESSON = (900, 1500)  # words of the source
SIDE_OF_JOB_AID = 130  # words
FEWEST_WORDS = 60  # below which averages say nothing

WORD = pattern(r"[^\W\d_]+(?:[-ʻʼ'’‘`][^\W\d_]+)*")
SENTENCE = pattern(r"[.!?…]+[”»\")*_]*(?:\s|$)|\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s|^\s*(?:[-*+]|\d+[.)])\s")
LINK_TARGET = pattern(r"\]\([^()\n]*\)")
TABLE_OR_BOX = pattern(r"(?m)^[ \t]*(?:\||:::)[^\n]*$")


@dataclass(frozen=True, slots=True)
class Limit:
    """What officers read with ease; Russian and Uzbek words are longer, Uzbek sentences have fewer of them."""

    mean_sentence: float  # words
    long_word: int  # letters
    share_long: float


LIMITS = {
    "en": Limit(18, 10, 0.11),
    "ru": Limit(16, 12, 0.11),
    "uz": Limit(15, 13, 0.10),
}


def words_in(text: str) -> list[str]:
    return WORD.findall(LINK_TARGET.sub("]", without_code(text)))


def hint_at_reading_level(passage: Passage, language: str) -> None:
    limit = LIMITS.get(language)
    text = TABLE_OR_BOX.sub("", LINK_TARGET.sub("]", without_code(passage.text)))
    words = WORD.findall(text)
    if limit is None or len(words) < FEWEST_WORDS:
        return
    sentences = [part for part in SENTENCE.split(text) if WORD.search(part)]
    mean = len(words) / max(1, len(sentences))
    if round(mean) > limit.mean_sentence:
        passage.hint(f"sentences have {mean:.0f} words on average; {limit.mean_sentence:g} read easily, divide some")
    share = sum(len(word) >= limit.long_word for word in words) / len(words)
    if share > limit.share_long:
        message = f"{share:.0%} of the words have {limit.long_word} letters or more; say some of it in shorter words"
        passage.hint(message)


def hint_at_lesson_length(bodies: Mapping[str, Iterable[Passage]]) -> None:
    """The whole lesson in the source language."""
    passages = list(bodies.get(SOURCE_LANGUAGE, ()))
    count = sum(len(words_in(passage.text)) for passage in passages)
    if passages and not LESSON[0] <= count <= LESSON[1]:
        passages[0].hint(f"the lesson has {count} words; {LESSON[0]} to {LESSON[1]} fit one sitting")


def hint_at_side_length(side: Passage) -> None:
    if (count := len(words_in(side.text))) > SIDE_OF_JOB_AID:
        side.hint(f"this side has {count} words; at most {SIDE_OF_JOB_AID} can be read at work")
