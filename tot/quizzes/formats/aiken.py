"""Aiken: a question, its answers as A. and B) on lines of their own, then ANSWER: with the letter of the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Option, Reading, Skipped, check_count, skipped
from tot.quizzes.formats.texts import escaped, fitted, from_markup

OPTION = pattern(r"\s*\(?([A-Za-zА-Яа-яЁё])(?:[.)]\s+|\)(?=\S))(\S.*)")
ANSWER = pattern(r"(?im)^[^\S\n]*(?:correct answer|answer|ответ|javob)[^\S\n]*:[^\S\n]*(.*)$")
ANSWERS = pattern(r"[A-ZА-ЯЁ](?: ?[,;&]? ?[A-ZА-ЯЁ])*")
LETTERED = pattern(r"\(?([A-Za-zА-Яа-яЁё])[.)]\s*\S.*")
FEEDBACK = pattern(r"(?i)\s*(?:feedback|explanation)\s*:\s*(.*)")
# A Cyrillic letter that looks like a Latin one is meant where no answer has it, and both stand in the same place.
ALIKE = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
FIRST = "AaАа"  # other letters before these are part of the question
OTHERS = _l("Aiken knows only questions with one right answer.")


def read(text: str) -> Reading:
    """Every question ends with its line ANSWER."""
    desk = _Desk()
    for number, line in enumerate(text.split("\n"), 1):
        desk.take(number, line)
    desk.broken_off()
    return Reading(tuple(desk.items), tuple(desk.left))


@dataclass(frozen=True, slots=True)
class Question:
    """One that is written; nothing of it is lost."""

    text: str
    loss: str = ""


class _Desk:
    """What was read so far, and the question that is being read."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.left: list[Skipped] = []
        self._begin()

    def _begin(self) -> None:
        self.line, self.is_ending = 0, False
        self.stem: list[str] = []
        self.options: list[tuple[str, list[str]]] = []  # letter, and the lines of the answer

    def take(self, number: int, line: str) -> None:
        """The next line."""
        check_count(len(self.items) + len(self.left))
        if found := FEEDBACK.fullmatch(line):
            if self.items and not self.stem:
                self.items[-1] = replace(self.items[-1], feedback=fitted(escaped(found[1])))
        elif (found := ANSWER.fullmatch(line)) and (self.options or "ANSWER" in line):
            self._answer(number, found[1])
        elif not line.strip():
            self.is_ending = bool(self.options)  # a blank line among answers is nothing; after them ANSWER comes
        elif (found := OPTION.fullmatch(line)) and self.stem and (self.options or found[1] in FIRST):
            self.is_ending = False
            self.options.append((found[1].upper(), [found[2]]))
        elif self.options and not self.is_ending:
            self.options[-1][1].append(line.strip())
        else:
            if self.options:
                self.broken_off()
            self.line = self.line or number
            self.stem.append(line.strip())

    def _answer(self, number: int, said: str) -> None:
        try:
            self.items.append(self._finished(said))
        except NotCarried as refusal:
            self.left.append(skipped(self.line or number, " ".join(self.stem), refusal.reason))
        self._begin()

    def broken_off(self) -> None:
        """What has no answer is no question."""
        if self.stem:
            reason = _l("There is no line ANSWER: with the letter of the right answer.")
            self.left.append(skipped(self.line, " ".join(self.stem), reason))
        self._begin()

    def _finished(self, answer: str) -> Item:
        written = [(letter, " ".join(lines)) for letter, lines in self.options]
        letters = [letter for letter, _text in written]
        if len(set(letters)) < len(letters):
            raise NotCarried(_l("Two answers have the same letter."))
        right = _right(answer.strip(), written)
        if not right <= set(letters):
            raise NotCarried(_l("The line ANSWER names a letter that no answer has."))
        options = [
            Option(from_markup(text, "moodle"), RIGHT / len(right) if letter in right else 0.0)
            for letter, text in written
        ]
        found = weights.choice(options, is_single=len(right) == 1)
        return replace(found, stem=from_markup("\n".join(self.stem), "moodle"), line=self.line)


def _right(said: str, written: list[tuple[str, str]]) -> set[str]:
    """The letters of the right answers: alone, each with its answer, or an answer itself."""
    if whole := {letter for letter, text in written if text.casefold() == said.casefold()}:
        return whole
    if ANSWERS.fullmatch(short := " ".join(said.strip("().").upper().split())):
        named = {sign for sign in short if sign.isalpha()}
    elif found := LETTERED.fullmatch(said):
        named = {found[1].upper()}
    else:
        raise NotCarried(_l("The line ANSWER names no letter."))
    letters = [letter for letter, _text in written]
    alike = {
        latin: letter
        for place, letter in enumerate(letters)
        if (latin := letter.translate(ALIKE)) == chr(ord("A") + place)
    }
    return {one if one in letters else alike.get(one.translate(ALIKE), one) for one in named}


def write(asked: Sequence[tuple[Item, Question]], _title: str) -> bytes:
    """The text of a file."""
    return "\n".join(question.text for _item, question in asked).encode()


def question(item: Item) -> Question:
    """With one right answer; the format knows nothing else."""
    letters = [chr(ord("A") + place) for place in range(len(item.options))]
    if len(letters) > 26:
        raise NotCarried(_l("Aiken knows at most 26 answers."))
    right = next(letter for letter, option in zip(letters, item.options, strict=True) if option.percent > 0)
    lines = [f"{letter}. {option.text}" for letter, option in zip(letters, item.options, strict=True)]
    return Question("\n".join([" ".join(item.stem.split()), *lines, f"ANSWER: {right}", ""]))
