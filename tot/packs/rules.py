"""What is printed for a course: kinds of packs, the tests in them, the agenda of its days, steps of cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tot.courses.rules import Course, Module, Question, Quiz, Scenario
from tot.quizzes.rules import FORMS, drawn, seed_on_paper


@dataclass(frozen=True, slots=True)
class Kind:
    """A pack. Its name stands in addresses and file names; its template is templates/packs/<name>.html."""

    name: str
    for_trainers: bool
    paper: str = "book"  # book, booklet or sheets
    form: str = ""  # of the pre- and post-test

    def is_in(self, course: Course) -> bool:
        """Whether this course has what the pack prints."""
        if self.name == "job-aids":
            return any(module.jobaid for module in course.ready_modules)
        if self.paper == "booklet" or self.name == "key":
            return bool(tests_in(self, course))
        return bool(course.ready_modules)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("workbook", for_trainers=False),
        Kind("job-aids", for_trainers=False, paper="sheets"),
        Kind("guide", for_trainers=True),
        Kind("form-a", for_trainers=True, paper="booklet", form="A"),
        Kind("form-b", for_trainers=True, paper="booklet", form="B"),
        Kind("checks", for_trainers=True, paper="booklet"),
        Kind("key", for_trainers=True),
    )
}


def offered(course: Course, *, to_trainers: bool) -> list[Kind]:
    """The packs of a course that trainers, or participants, may have."""
    return [kind for kind in KINDS.values() if (to_trainers or not kind.for_trainers) and kind.is_in(course)]


# Questions on paper.


@dataclass(frozen=True, slots=True)
class Test:
    """Questions to be answered on paper together. `owner` is the module or course whose title it bears."""

    id: str
    kind: str  # knowledge check, refresher quiz, final test, pre- and post-test
    owner: Module | Course
    pass_percent: int
    questions: tuple[Question, ...]
    form: str = ""  # A or B, of the paired test and of a test that draws its questions

    @property
    def points(self) -> int:
        """What can be reached."""
        return sum(question.points for question in self.questions)


def tests_in(kind: Kind, course: Course) -> list[Test]:
    """What a pack of questions holds: one form, the checks, or (the key) everything."""
    if kind.form:
        return _forms(course, kind.form)
    checks = [test for module in course.ready_modules if module.check for test in _check(module, module.check)]
    checks += [test for quiz in (course.refresher, course.final) if quiz for test in _check(course, quiz)]
    return checks if kind.paper == "booklet" else [*_forms(course), *checks]


def _check(owner: Module | Course, quiz: Quiz) -> list[Test]:
    """The quiz; where questions are drawn, two forms of it, each drawn once for all paper."""
    percent = round(100 * quiz.pass_mark / quiz.asked) if quiz.asked else 0
    if not quiz.draw:
        return [Test(quiz.id, quiz.kind, owner, percent, quiz.questions)]
    forms = [(form, drawn(quiz, seed_on_paper(quiz.id, form)).questions) for form in FORMS]
    return [Test(f"{quiz.id}-{form}", quiz.kind, owner, percent, asked, form) for form, asked in forms]


def _forms(course: Course, letter: str = "") -> list[Test]:
    paired = course.prepost
    if paired is None:
        return []
    return [
        Test(f"{paired.id}-{one}", "pre- and post-test", course, paired.pass_percent, paired.form(one), one)
        for one in paired.forms
        if letter in ("", one)
    ]


# Cases on paper.


def steps(scenario: Scenario) -> dict[str, int]:
    """Node → its number, in the order in which a reader can first meet it."""
    found: dict[str, int] = {}
    waiting = [scenario.start]
    while waiting:
        node = waiting.pop(0)
        if node in scenario.nodes and node not in found:
            found[node] = len(found) + 1
            waiting += [choice.to for choice in scenario.nodes[node].choices]
    return found


# The agenda.

CONTACT_MINUTES_A_DAY = 360
BEGINS = 9 * 60  # minutes after midnight
STRETCHES = (90, 90, 90, 90)  # of work in a day
PAUSES = (("break", 15), ("lunch", 60), ("break", 15))  # after each stretch but the last
MOVES = 15  # minutes by which a pause may come earlier or later
SHORTEST = 30  # minutes of a module worth beginning before the day ends


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the agenda; begin and end in minutes after midnight. A pause has no module."""

    begins: int
    ends: int
    what: str  # session, break, lunch
    module: Module | None = None
    is_continued: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    entries: tuple[Entry, ...]

    @property
    def contact_minutes(self) -> int:
        """How long participants are with their trainer."""
        return sum(entry.ends - entry.begins for entry in self.entries if entry.module)


def contact_minutes(module: Module) -> int:
    """The time of a module that a group spends together: its session and the test."""
    return module.minutes.get("session", 0) + module.minutes.get("test", 0)


def agenda(modules: Sequence[Module]) -> tuple[Day, ...]:
    """The modules in their order over days of at most six contact hours.

    A module is kept within one day, unless dividing some of them saves a day.
    """
    wanted = [(module, contact_minutes(module)) for module in modules if contact_minutes(module)]
    whole = _days_of_whole_modules(wanted)
    divided = _days_of_divided_modules(wanted)
    return tuple(Day(tuple(_timed(day))) for day in (whole if len(whole) <= len(divided) else divided))


Portion = tuple[Module, int, bool]  # minutes of a module, and whether it is a continuation


def _days_of_whole_modules(wanted: Sequence[tuple[Module, int]]) -> list[list[Portion]]:
    days: list[list[Portion]] = []
    for module, minutes in wanted:
        if minutes > CONTACT_MINUTES_A_DAY:
            return _days_of_divided_modules(wanted)
        if not days or sum(portion[1] for portion in days[-1]) + minutes > CONTACT_MINUTES_A_DAY:
            days.append([])
        days[-1].append((module, minutes, False))
    return days


def _days_of_divided_modules(wanted: Sequence[tuple[Module, int]]) -> list[list[Portion]]:
    days: list[list[Portion]] = []
    room = 0
    for module, minutes in wanted:
        left, is_continued = minutes, False
        while left:
            if room < min(left, SHORTEST):
                days.append([])
                room = CONTACT_MINUTES_A_DAY
            portion = min(left, room)
            days[-1].append((module, portion, is_continued))
            left, room, is_continued = left - portion, room - portion, True
    return days


def _timed(day: Sequence[Portion]) -> Iterator[Entry]:
    clock, stretch, room = BEGINS, 0, STRETCHES[0]
    for module, minutes, is_continued in day:
        left = minutes
        while left:
            # A pause moves a little rather than cut a few minutes off a module.
            if stretch < len(PAUSES) and room <= MOVES and left > room:
                pause, length = PAUSES[stretch]
                yield Entry(clock, clock + length, pause)
                clock, stretch, room = clock + length, stretch + 1, STRETCHES[stretch + 1]
            is_last = stretch == len(PAUSES) or left <= room + MOVES
            part = left if is_last else room
            yield Entry(clock, clock + part, "session", module, is_continued or left < minutes)
            clock, left, room = clock + part, left - part, room - part
