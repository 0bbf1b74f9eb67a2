"""The cascade as a tree with its reach, and what of it somebody may read.

Small numbers about people identify people. Where somebody may see counts but no names, a count from 1 to 4 is hidden,
and every sum is made of the counts that are shown: what is hidden changes nothing else, so nobody can work it out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tot.policy import Asker

FEWEST = 5  # smaller counts of people are not shown beside those who are not named
NAMED, COUNTED, CONNECTING = "named", "counted", "connecting"
COUNTING_ROLES = ("m&e officer", "observer", "reviewer")


@dataclass(frozen=True, slots=True)
class Trainer:
    """One place in the tree: somebody with a licence, or with several that renewed each other in the same place."""

    licence_id: int
    path: str
    name: str
    level: str
    place_path: str
    is_valid: bool  # not ended

    @property
    def generation(self) -> int:
        """1 for those whom a coordinator licensed, 2 for those whom they raised."""
        return self.path.count("/") - 1

    @property
    def above(self) -> str:
        """The path of the trainer who raised this one; "/" for the first generation."""
        return self.path[: self.path.rstrip("/").rindex("/") + 1]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom trainers reached: the people themselves (as numbers), how often they took part, what was issued to them."""

    cohorts: int = 0
    people: frozenset[int] = frozenset()
    participations: int = 0
    certificates: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts as they are shown; None is a count from 1 to 4 that is hidden."""

    cohorts: int
    people: int | None
    participations: int | None
    certificates: int | None


@dataclass(frozen=True, slots=True)
class Node:
    """A trainer as somebody may see her. `figures` is None where not even counts are shown."""

    trainer: Trainer
    sight: str  # NAMED, COUNTED or CONNECTING
    figures: Figures | None
    line: Figures | None  # with everybody beneath, where there is somebody
    children: tuple["Node", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Generation:
    """The sums of one generation, or of all (number 0)."""

    number: int
    trainers: int
    figures: Figures


def sight_of(person: Asker, trainers: Sequence[Trainer], course_key: str) -> dict[str, str]:
    """Path → how somebody sees that trainer. Whoever is missing is not shown at all.

    Named: her own line, and her place as a coordinator. Counted: the rest of her tree, what grew out of her place, and
    an observer's place. Connecting: those above, so that the branches hang together.
    """
    own = [licence.path for licence in person.licences if licence.is_valid]
    in_course = [licence.path for licence in person.licences if licence.is_valid and licence.course_key == course_key]
    trees = {f"/{path.split('/')[1]}/" for path in in_course}
    places = [role.place_path for role in person.roles if role.kind == "coordinator"]
    observed = [role.place_path for role in person.roles if role.kind in COUNTING_ROLES]
    sight: dict[str, str] = {}
    for trainer in sorted(trainers, key=lambda trainer: trainer.generation):
        if _begins(trainer.path, own) or _begins(trainer.place_path, places):
            sight[trainer.path] = NAMED
        elif (
            _begins(trainer.path, trees)
            or _begins(trainer.place_path, observed)
            or NAMED in (sight.get(above) for above in _all_above(trainer.path))
        ):
            sight[trainer.path] = COUNTED
    for path in list(sight):
        for above in _all_above(path):
            sight.setdefault(above, CONNECTING)
    return sight


def _begins(path: str, beginnings: Iterable[str]) -> bool:
    return any(path.startswith(beginning) for beginning in beginnings)


def _all_above(path: str) -> list[str]:
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:end]) + "/" for end in range(1, len(steps))]


def readable(reach: Reach, sight: str) -> Reach:
    """What remains of a reach when what must not be shown is taken out of it: the only source of figures and sums."""
    if sight == CONNECTING:
        return Reach()
    if sight == NAMED:
        return reach
    if 0 < len(reach.people) < FEWEST:
        return Reach(cohorts=reach.cohorts)
    return replace(reach, certificates=0) if 0 < reach.certificates < FEWEST else reach


def _figures(reach: Reach, sight: str) -> Figures | None:
    if sight == CONNECTING:
        return None
    shown = readable(reach, sight)
    hides_people = len(shown.people) != len(reach.people)
    return Figures(
        cohorts=shown.cohorts,
        people=None if hides_people else len(shown.people),
        participations=None if hides_people else shown.participations,
        certificates=None if hides_people or shown.certificates != reach.certificates else shown.certificates,
    )


def together(reaches: Iterable[Reach]) -> Reach:
    """One reach made of several; people who were reached by several count once."""
    cohorts = participations = certificates = 0
    people: set[int] = set()
    for reach in reaches:
        cohorts += reach.cohorts
        participations += reach.participations
        certificates += reach.certificates
        people |= reach.people
    return Reach(cohorts, frozenset(people), participations, certificates)


def _all_of(reach: Reach) -> Figures:
    return Figures(reach.cohorts, len(reach.people), reach.participations, reach.certificates)


def forest(trainers: Sequence[Trainer], reaches: Mapping[str, Reach], sight: Mapping[str, str]) -> tuple[Node, ...]:
    """The trees as somebody may see them, the earliest first."""
    beneath: dict[str, list[Trainer]] = defaultdict(list)
    for trainer in sorted(trainers, key=lambda trainer: [int(step) for step in trainer.path.strip("/").split("/")]):
        if trainer.path in sight:
            beneath[trainer.above].append(trainer)

    def grow(trainer: Trainer) -> tuple[Node, Reach]:
        """A node, and what may be read of it and of everybody beneath."""
        grown = [grow(child) for child in beneath[trainer.path]]
        seen, reach = sight[trainer.path], reaches.get(trainer.path, Reach())
        line = together([readable(reach, seen), *(below for _node, below in grown)])
        node = Node(
            trainer=trainer,
            sight=seen,
            figures=_figures(reach, seen),
            line=_all_of(line) if grown and seen != CONNECTING else None,
            children=tuple(child for child, _below in grown),
        )
        return node, line

    return tuple(grow(trainer)[0] for trainer in beneath["/"])


def generations(
    trainers: Sequence[Trainer], reaches: Mapping[str, Reach], sight: Mapping[str, str]
) -> list[Generation]:
    """The sums of each generation and, as number 0, of all; those who only connect others are left out."""
    counted = [trainer for trainer in trainers if sight.get(trainer.path, CONNECTING) != CONNECTING]
    numbers = sorted({trainer.generation for trainer in counted})
    sums = [_generation(n, [t for t in counted if t.generation == n], reaches, sight) for n in numbers]
    return [*sums, _generation(0, counted, reaches, sight)]


def _generation(
    number: int, trainers: Sequence[Trainer], reaches: Mapping[str, Reach], sight: Mapping[str, str]
) -> Generation:
    return Generation(number, len(trainers), _sum(trainers, reaches, sight))


def _sum(trainers: Iterable[Trainer], reaches: Mapping[str, Reach], sight: Mapping[str, str]) -> Figures:
    return _all_of(together(readable(reaches.get(t.path, Reach()), sight[t.path]) for t in trainers))


def flat(nodes: Iterable[Node]) -> list[Node]:
    """The trees as one list, each trainer before those beneath her."""
    return [each for node in nodes for each in (node, *flat(node.children))]


def region_of(place_path: str) -> str:
    """The path of the region that a place lies in; of the country, where it is one."""
    return "/" + "/".join(place_path.strip("/").split("/")[:2]) + "/"


def hides_something(nodes: Iterable[Node]) -> bool:
    """Whether any count is hidden, so that the page says what “fewer than 5” does to the sums."""
    return any(
        (node.figures is not None and None in (node.figures.people, node.figures.certificates))
        or hides_something(node.children)
        for node in nodes
    )
