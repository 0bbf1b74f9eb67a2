"""What an import would do with each row, and why; and how modes, columns and reasons are worded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.accounts.rules import Likeness, likeness_of_keys
from tot.cohorts.sheet.entries import Entry

MODE_NAMES = {"in person": _l("in person"), "online": _l("online"), "hybrid": _l("hybrid: in person and online")}

# Why a row is not imported, or what became of it.
REASONS: dict[str, Any] = {
    "control characters": _l("The row holds characters that no keyboard writes. Type it again."),
    "too long": _l("A cell holds far more than a name or an address. Shorten it."),
    "no name": _l("There is no name in this row."),
    "name short": _l("This is not a whole name. Write it as in the identity document."),
    "name long": _l("The name has more than 120 characters. Leave titles and positions out."),
    "name digits": _l("A name has no figures."),
    "name signs": _l("A name has letters, spaces, hyphens and apostrophes only."),
    "no address": _l("The e-mail address is not one. Mend it or leave the cell empty."),
    "address used": _l("This e-mail address is already used. Leave it out, or ask your coordinator."),
    "twice": _l("The same person stands further up in this file."),
    "left": _l("This person took part and left. Take her or him back on the page of the cohort."),
    "left out": _l("You left this row out."),
}
# What was not understood in a row that is imported all the same.
NOTES: dict[str, Any] = {
    "sex": _l("The sex “%(words)s” is not understood and stays empty."),
    "language": _l("The language “%(words)s” is not offered; the cohort's language is taken."),
    "agency": _l("The agency “%(words)s” is not in our list and stays empty."),
    "place": _l("The place “%(words)s” is not in our list; the cohort's place is taken."),
}
LIKENESS_NAMES = {
    "same address": _l("the same e-mail address"),
    Likeness.SAME: _l("the same name"),
    Likeness.OTHER_ORDER: _l("the same words in another order"),
    Likeness.PATRONYMIC_MISSING: _l("the father's name is missing"),
    Likeness.OTHER_PATRONYMIC: _l("the father's name stands in another form"),
    Likeness.ONE_LETTER: _l("one letter differs"),
}
KINDS = ("choose", "refused", "left", "twice", "new", "here")
# What became of a row: words and tone.
RESULTS = {
    "created": (_l("added"), "good"),
    "matched": (_l("enrolled: was known"), "good"),
    "already there": (_l("takes part already"), "plain"),
    "skipped": (_l("not imported"), "warn"),
}
SAME_ADDRESS = "same address"
KIN = ("ogli", "qizi")  # as name keys spell them
MOST_MATCHES = 5

Hook = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the one who imports may see. `here`: None, "active" or "left", in this cohort."""

    id: int
    key: str
    email: str | None
    here: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be the person of a row, and why: a Likeness or SAME_ADDRESS."""

    person_id: int
    why: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would happen to a row: new, here, choose, twice, left, refused. `reason` is a code of REASONS."""

    entry: Entry
    kind: str
    person_id: int | None = None
    matches: tuple[Match, ...] = ()
    may_be_new: bool = True
    reason: str | None = None

    @property
    def line(self) -> int:
        """Where the row stands in the file."""
        return self.entry.line


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens to a row after the choice: create, match, here or skip."""

    verdict: Verdict
    what: str
    person_id: int | None = None
    reason: str | None = None


class People:
    """Those whom the one who imports may see; found by address, name and likeness without comparing everybody."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.by_id = {person.id: person for person in people}
        self.by_email = {person.email: person for person in self.by_id.values() if person.email}
        self.here = defaultdict(list)
        self.with_hook: dict[Hook, list[int]] = defaultdict(list)
        for person in self.by_id.values():
            if person.here:
                self.here[person.key].append(person)
            for hook in _hooks(person.key):
                self.with_hook[hook].append(person.id)

    def alike(self, entry: Entry) -> list[Match]:
        """Those whose names are alike, the surest first."""
        found = []
        for number in {number for hook in _hooks(entry.key) for number in self.with_hook.get(hook, ())}:
            person = self.by_id[number]
            why = likeness_of_keys(person.key, entry.key)
            different = bool(person.email and entry.email and person.email != entry.email)
            if why is not None and not (different and why is not Likeness.SAME):
                found.append(
                    (different, list(Likeness).index(why), number, Match(number, why, person.here == "active"))
                )
        return [match for *_order, match in sorted(found, key=lambda row: row[:3])][:MOST_MATCHES]


def _hooks(key: str) -> list[Hook]:
    """What two names must share one of to be alike: a word of short ones, else two words.

    The closing word for son or daughter stands in nearly every second name, so beside three others it tells nothing.
    """
    words = key.split()
    others = set(words[:-1])
    telling = sorted(others if words[-1:] and words[-1] in KIN and len(others) > 2 else set(words))
    if len(words) < 3:
        return [*((word, "") for word in telling), *combinations(telling, 2)]
    return list(combinations(telling, 2)) or [(key, "")]  # one word again and again is alike to itself


def judge(
    entries: Sequence[Entry], people: People, taken: set[str], answered: Mapping[tuple[str, str | None], int]
) -> list[Verdict]:
    """A verdict for each row, in the order of the file.

    `taken`: addresses that belong to people out of sight. `answered`: (key, address) → person, where an earlier import
    into this cohort already settled who such a row is.
    """
    verdicts: list[Verdict] = []
    found: set[int] = set()  # of two people of one name in the cohort each row finds another
    keys: dict[str, list[Entry]] = defaultdict(list)
    emails: set[str] = set()
    for entry in entries:
        verdict = _verdict(entry, people, taken, answered, found, keys[entry.key], emails)
        verdicts.append(verdict)
        if verdict.kind != "refused":
            keys[entry.key].append(entry)
            emails |= {entry.email} if entry.email else set()
        if verdict.person_id is not None:
            found.add(verdict.person_id)
    return verdicts


def _verdict(
    entry: Entry,
    people: People,
    taken: set[str],
    answered: Mapping[tuple[str, str | None], int],
    found: set[int],
    namesakes: Sequence[Entry],
    emails: set[str],
) -> Verdict:
    if entry.problem:
        return Verdict(entry, "refused", reason=entry.problem)
    if entry.email in taken:
        return Verdict(entry, "refused", reason="address used")
    if entry.email in emails:
        return Verdict(entry, "twice", may_be_new=False, reason="twice")
    here = _already_here(entry, people, answered, found)
    if here is not None:
        left = here.here == "left"
        return Verdict(entry, "left" if left else "here", here.id, reason="left" if left else None)
    if any(not (other.email and entry.email) for other in namesakes):
        return Verdict(entry, "twice", reason="twice")
    owner = people.by_email.get(entry.email) if entry.email else None
    if owner is not None:
        match = Match(owner.id, SAME_ADDRESS, owner.here == "active")
        return Verdict(entry, "choose", matches=(match,), may_be_new=False)
    matches = tuple(match for match in people.alike(entry) if match.person_id not in found)
    return Verdict(entry, "choose" if matches else "new", matches=matches)


def _already_here(
    entry: Entry, people: People, answered: Mapping[tuple[str, str | None], int], found: set[int]
) -> Known | None:
    """The person of this row where she takes part, or took part, in the cohort: by address, name or earlier answer."""
    owner = people.by_email.get(entry.email) if entry.email else None
    if owner is not None and owner.here and likeness_of_keys(owner.key, entry.key):
        return owner
    settled = people.by_id.get(answered.get((entry.key, entry.email), 0))
    if settled is not None and settled.here and settled.id not in found:
        return settled
    if owner is not None:
        return None
    free = [person for person in people.here[entry.key] if person.id not in found]
    free = [person for person in free if not (person.email and entry.email)]
    return min(free, key=lambda person: (person.here != "active", person.id), default=None)


def outcome(verdict: Verdict, choice: str | None) -> Outcome | None:
    """What happens to a row for a choice: "new", "skip" or the number of a match. None: a choice is still needed."""
    offered = {str(match.person_id): match for match in verdict.matches}
    if verdict.kind in ("refused", "left"):
        return Outcome(verdict, "skip", verdict.person_id, verdict.reason)
    if verdict.kind == "here":
        return Outcome(verdict, "here", verdict.person_id)
    if verdict.kind == "new" or (choice == "new" and verdict.may_be_new):
        return Outcome(verdict, "create")
    if choice in offered:
        match = offered[choice]
        return Outcome(verdict, "here" if match.is_here else "match", match.person_id)
    if choice == "skip" or verdict.kind == "twice":
        return Outcome(verdict, "skip", None, verdict.reason or "left out")
    return None
