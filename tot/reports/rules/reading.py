"""From the texts in which a database hands over whole attempts to what people made of each item."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tot.courses.rules import Question
from tot.reports.rules.taken import NOTHING, Outcome, Taken
from tot.reports.rules.tests import Test, chosen_in, share_of, times_taken

BETWEEN = "\x1e"  # no part holds it: JSON escapes control characters
WAITS = Outcome(0.0, None)
"""An open answer that no marker has read yet."""


class Lines(NamedTuple):
    """The answers of an attempt in any order, the same in all three, with BETWEEN between them."""

    keys: str  # question and revision
    points: str  # nothing while it waits for a marker
    responses: str  # as JSON
    moments: str  # seconds since 1970


class Known(dict[tuple[str, str], Outcome]):
    """What points and a response mean at one question: most people say the same, so each is understood once."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __missing__(self, line: tuple[str, str]) -> Outcome:
        points, response = line
        outcome = WAITS
        if response == "null":  # on paper: keyed in by mistake, and taken back
            outcome = NOTHING
        elif points:
            worth = share_of(self.question, float(points))
            outcome = Outcome(worth, chosen_in(self.question, response), response)
        self[line] = outcome
        return outcome


class Reader:
    """Makes takings of the answers to one test."""

    def __init__(self, test: Test) -> None:
        self.test = test
        self.places = {question.id: at for at, question in enumerate(test.questions)}
        self.firsts = {f"{question} 1": at for question, at in self.places.items()}
        self.known = [Known(question) for question in test.questions]

    def read(
        self, language: str, lines: Lines | None, marked: Mapping[str, str] | None, began: int | None, seed: int
    ) -> Taken | None:
        """One attempt; None while one of its answers waits for a marker. `marked`: question and revision → points.

        `began` is None where it was taken on paper: nobody knows how long each answer took.
        """
        outcomes = self.test.blank(seed)
        if lines is None:
            return Taken(language, tuple(outcomes), (None,) * len(outcomes))
        keys, points = lines.keys.split(BETWEEN), lines.points.split(BETWEEN)
        if marked:
            points = [marked.get(key, given) for key, given in zip(keys, points, strict=True)]
        begun = standing = list(map(self.firsts.get, keys))
        if None in begun:
            standing = self._standing(keys)
        said = zip(points, lines.responses.split(BETWEEN), strict=True)
        for place, line in zip(standing, said, strict=True):
            if place is not None:
                outcomes[place] = self.known[place][line]
        if WAITS in outcomes:
            return None
        if began is None:
            return Taken(language, tuple(outcomes), (None,) * len(outcomes))
        moments = zip(map(int, lines.moments.split(BETWEEN)), begun, strict=True)
        taken = times_taken(began, [(moment, place) for moment, place in moments if place is not None])
        return Taken(language, tuple(outcomes), tuple(map(taken.get, range(len(outcomes)))))

    def _standing(self, keys: Iterable[str]) -> list[int | None]:
        """The place in the test of each line that counts; None where a later revision took its place."""
        found: list[int | None] = []
        latest: dict[int, tuple[int, int]] = {}
        for at, key in enumerate(keys):
            question, _space, number = key.rpartition(" ")
            place, revision = self.places.get(question), int(number)
            if place is None:  # of another form, before somebody saw which one the sheet bears
                found.append(None)
                continue
            stands = latest.get(place)
            found.append(None if stands and stands[0] > revision else place)
            if stands and stands[0] < revision:
                found[stands[1]] = None
            if not stands or stands[0] < revision:
                latest[place] = (revision, at)
        return found
