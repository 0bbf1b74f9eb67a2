"""What every type of question says: how it is written, asked, answered, marked, printed, keyed in and exchanged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import compile as pattern
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l

from tot.courses.reader.types import Written
from tot.courses.rules import Question
from tot.quizzes.formats.item import Item, NotCarried
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.sentences import Said
from tot.refusals import Sentence

Response = Any
"""An answer as it is stored: an option, a claim, a list, pairs, a number, a text. The same answer is the same JSON."""


NOT_EXCHANGED = _l("Questions of this type are not exchanged with other systems.")
UNSEEN = pattern(r"[^\S\n]+|[\x00-\x08\x0e-\x1f\x7f]+")  # runs of spaces, and characters that nobody types


class Fields(Protocol):
    """What a form sent: one value or several of one name."""

    def get(self, name: str, default: str, /) -> Any: ...

    def getlist(self, name: str, /) -> list[Any]: ...


class Unreadable(Exception):
    """A submission that is no answer yet: field → the sentence that says what to do."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Keyed:
    """An answer that was typed in from a sheet of paper; of an open answer perhaps what it shows, read by a marker."""

    response: Response
    criteria: Mapping[str, int] | None = None  # criterion → points


class Exchanged(Protocol):
    """How a type comes out of our files and goes into them, and what it is in other formats.

    What it does not say is no mistake: such a question is named with the reason, and the others go on.
    """

    exports: Mapping[str, Callable[[Item], Any]] = {}
    """Format → what it writes for an item of this type: gift.Answers, moodle_xml.Asked, qti.Asked."""

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        """The fields of Item that belong to this type, from a question of ours in this language. Raises NotCarried."""
        raise NotCarried(NOT_EXCHANGED)

    def fitting(self, item: Item) -> Item:
        """The item as our courses can hold it. Raises NotCarried."""
        return item

    def laid(self, item: Item, said: Said) -> Laid:
        """The item in our quiz file; `said` holds what to say where nothing is. Raises NotCarried."""
        raise NotCarried(NOT_EXCHANGED)

    def right(self, item: Item, said: Said) -> str:
        """What is right, for a feedback where there is none; empty where that is hard to say in words."""
        return ""


class QuestionType(Exchanged, Protocol):
    """One type. Its template `quizzes/types/<name>.html` holds three macros: `form`, `review` and `key`."""

    name: str
    written: Written  # how it stands in course files
    called: Sentence
    script: str = ""  # of static/, which makes its form more comfortable
    has_scene: bool = False  # its stem is a text of several paragraphs, read before the question
    paper: str  # packs/paper/types/<paper>.html prints it: ask, reply, short and key

    def told(self, question: Question) -> Sentence:
        """How to answer and how it is marked, as the learner is told, in the language of whoever reads it."""
        ...

    def earned(self, question: Question) -> Sentence:
        """How its points come about, as whoever looks back at an answer is told."""
        ...

    def shape(self, question: Question, fields: Fields) -> Response:
        """The answer in the form that is stored. Raises Unreadable."""
        ...

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        """The fields with which a form gives this response: so a saved answer stands in the form again."""
        ...

    def mark(self, question: Question, response: Response) -> float | None:
        """Points from 0 to question.points; None where a person must read the answer. Pure: the same for ever."""
        ...

    def lettered(self, question: Question) -> Sequence[str]:
        """The entries that bear letters on paper, in the order in which they stand there; none for other types."""
        return ()

    def keys(self, question: Question) -> str:
        """How it is typed from paper, as the grid and its script know it, and what belongs to it.

        one, some, order: the letters · pairs: letters and how many places · claim · number · open: how many criteria ·
        rubric: the most points of each criterion.
        """
        ...

    def keyed(self, question: Question, text: str) -> Keyed:
        """What somebody typed from a sheet. Raises Unreadable; an answer that was left out is not asked here."""
        ...

    def as_keyed(self, question: Question, said: Keyed) -> str:
        """The shortest typing that keyed() reads as this."""
        ...


def one_of(choices: Sequence[str], chosen: str, error: Sentence) -> str:
    """The option that was chosen. Raises Unreadable with this sentence when it is none of the choices."""
    if chosen not in choices:
        raise Unreadable({"answer": error})
    return chosen


def own_words(fields: Fields, most: int) -> str:
    """The text that was written, of at most so many characters, without what nobody types. Raises Unreadable."""
    lines = fields.get("answer", "").strip().splitlines()
    text = "\n".join(UNSEEN.sub(" ", line).strip() for line in lines).strip()
    if not text:
        raise Unreadable({"answer": _l("Write your answer.")})
    if len(text) > most:
        raise Unreadable({"answer": _l("Shorten your answer to %(most)s characters.", most=most)})
    return text


def spoken(question: Question, names: Iterable[str], language: str) -> tuple[str, ...]:
    """The words of these entries in this language, as far as there are any."""
    return tuple(question.labels.get(name, {}).get(language, "") for name in names)


def share(question: Question, part: float, whole: float) -> float:
    """That part of the question's points, never below zero; the whole gives exactly all of them."""
    return round(question.points * max(0, part) / whole, 2)
