"""Each entry on the left belongs to one on the right, to which others may belong, too, or none."""

from itertools import pairwise
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.reader.fields import Fields as CourseFields
from tot.courses.reader.problems import did_you_mean
from tot.courses.reader.types import Entries, Written
from tot.courses.rules import Key, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.entries import check_entries
from tot.quizzes.formats.item import MOST_ENTRIES, Item, NotCarried
from tot.quizzes.formats.laid import Laid, named
from tot.quizzes.formats.laid import shuffled as laid_shuffled
from tot.quizzes.formats.sentences import Said
from tot.quizzes.formats.weights import ALL_TO_ONE
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, share, spoken
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of, plain, shuffled
from tot.refusals import Sentence

NUMBERED = pattern(r"(\d+)")


def _partners(fields: CourseFields, _: object, left: Entries, right: Entries) -> Key:
    """Every entry on the left has one partner; on the right one may have several, or none."""
    group = fields.group("key")
    pairs = {name: group.text(name) for name in left}
    group.done()
    strange = [name for name, partner in pairs.items() if partner and right and partner not in right]
    for name in strange:
        partner = pairs[name]
        group.error(f"there is no {partner[:60]!r} on the right; {did_you_mean(partner, right)}", name)
    if not strange and right and all(pairs.values()) and len(partners := set(pairs.values())) == 1:
        fields.error(f"every entry belongs to {partners.pop()!r}; at least two partners must be right", "key")
    return pairs


def _both_sides(item: Item) -> list[tuple[str, str]]:
    """The pairs, and what belongs to nothing."""
    return [*item.pairs, *(("", right) for right in item.spare)]


def _gift(item: Item) -> gift.Answers:
    return gift.Answers(
        gift.lines(f"={gift.escaped(left)} -> {gift.escaped(right)}" for left, right in _both_sides(item))
    )


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    pairs = [(moodle_xml.text(left), moodle_xml.text(right)) for left, right in _both_sides(item)]
    questions = [
        f'<subquestion format="markdown">{left}<answer format="markdown">{right}</answer></subquestion>'
        for left, right in pairs
    ]
    return moodle_xml.Asked("matching", [moodle_xml.SHUFFLED, *questions])


def _qti(item: Item) -> qti.Asked:
    lefts, partners = [left for left, _right in item.pairs], item.partners
    often = qti.ONCE if item.is_one_to_one else qti.AT_WILL
    sides = "".join(
        f"<qti-simple-match-set>{qti.choices(texts, letter, 'simple-associable-choice', most)}</qti-simple-match-set>"
        for letter, texts, most in (("l", lefts, qti.ONCE), ("r", partners, often))
    )
    pairs = [f"l{place} r{partners.index(right) + 1}" for place, (_left, right) in enumerate(item.pairs, 1)]
    worth = [(pair, item.points / len(pairs)) for pair in pairs]
    body = qti.interaction("match", sides, f' shuffle="true" max-associations="{len(pairs)}"')
    return qti.Asked(qti.declared("multiple", "directedPair", pairs, worth), body, qti.MAPPED)


class Match(QuestionType):
    """Each entry on the left earns an equal part of the points, whatever is chosen for the others."""

    name = "match"
    called = _l("matching")
    written = Written(("left", "right"), _partners)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti}
    paper = "pairs"

    def told(self, question: Question) -> Sentence:
        return _l("Choose a partner for each. Each right pair earns a part of the points; all together count as right.")

    def earned(self, question: Question) -> Sentence:
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
        pairs = question.pairs
        return share(question, sum(response.get(left) == right for left, right in pairs.items()), len(pairs))

    def lettered(self, question: Question) -> tuple[str, ...]:
        partners = dict.fromkeys(question.pairs[left] for left in question.left)
        return shuffled(question, question.right, list(partners))

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

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        key = question.pairs
        spare = [name for name in question.right if name not in key.values()]
        pairs = zip(spoken(question, key, language), spoken(question, key.values(), language), strict=True)
        return {"pairs": tuple(pairs), "spare": spoken(question, spare, language)}

    def fitting(self, item: Item) -> Item:
        check_entries([left for left, _right in item.pairs], MOST_ENTRIES)
        check_entries(item.partners)
        if len(item.pairs) < 2:
            raise NotCarried(_l("There are fewer than two pairs."))
        if len({right for _left, right in item.pairs}) < 2:
            raise NotCarried(ALL_TO_ONE)
        return item

    def laid(self, item: Item, said: Said) -> Laid:
        left = named([one for one, _partner in item.pairs])
        names, right = laid_shuffled(item.partners, "r")
        partner = dict(zip(item.partners, names, strict=True))
        key = {name: partner[pair[1]] for name, pair in zip(left, item.pairs, strict=True)}
        return Laid({"left": tuple(left), "right": tuple(right), "key": key}, {"left": left, "right": right})

    def right(self, item: Item, said: Said) -> str:
        return "; ".join(f"{left} → {right}" for left, right in item.pairs)


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
