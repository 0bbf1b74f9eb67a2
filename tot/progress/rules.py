"""What evidence adds up to: pure functions that say, condition by condition, what is there and what is needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tot.courses.rules import Course, Module

# What each kind of evidence carries, exactly. `thing_key` is the section, the scenario, the quiz or "session <id>".
FACTS: dict[str, frozenset[str]] = {
    "section read": frozenset(),
    "scenario": frozenset({"ending", "is_safe", "scores"}),
    "quiz": frozenset({"points", "of", "is_passed", "waits"}),
    "attendance": frozenset({"minutes", "status", "number"}),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to one enrolment; `source` names the row that proves it."""

    kind: str
    thing_key: str
    source: str
    facts: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session that counts: not cancelled, on this day in the programme's time zone, with this contact time."""

    key: str  # "session 12", as evidence of attendance names it
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is asked, with what is there and what is needed in the same unit.

    | code             | have and need                            | is about              |
    |------------------|------------------------------------------|-----------------------|
    | sessions planned | sessions                                 |                       |
    | attendance total | minutes, need is the rounded-up share    |                       |
    | attendance day   | minutes, need is the rounded-up share    | `day`                 |
    | sections read    | sections of the lesson                   | `thing_key`: a module |
    | scenario ended   | 1 when some ending was reached           | `thing_key`: a module |
    | check passed     | items right in the best attempt          | `thing_key`: a module |
    """

    code: str
    is_met: bool
    have: int | float
    need: int | float
    thing_key: str | None = None
    day: date | None = None


def attendance_conditions(
    meetings: Sequence[Meeting], evidence: Iterable[Fact], percent_total: int, percent_each_day: int
) -> tuple[Condition, ...]:
    """Enough of all planned minutes, and enough of the minutes of each day (F-TOT-19).

    Nobody attended what was never planned: without a session the one condition is that there be one.
    """
    if not meetings:
        return (Condition("sessions planned", is_met=False, have=0, need=1),)
    present = minutes_present(meetings, evidence)
    days: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        days[meeting.day].append(meeting)
    return (
        _attended("attendance total", meetings, present, percent_total),
        *(_attended("attendance day", days[day], present, percent_each_day, day) for day in sorted(days)),
    )


def minutes_present(meetings: Iterable[Meeting], evidence: Iterable[Fact]) -> dict[str, int]:
    """Meeting key → minutes that count: those of the mark with the highest number, never more than the meeting had."""
    last: dict[str, Fact] = {}
    for fact in evidence:
        if fact.kind == "attendance":
            known = last.get(fact.thing_key)
            if known is None or fact.facts["number"] > known.facts["number"]:
                last[fact.thing_key] = fact
    return {m.key: min(last[m.key].facts["minutes"], m.minutes) if m.key in last else 0 for m in meetings}


def _attended(
    code: str, meetings: Sequence[Meeting], present: Mapping[str, int], percent: int, day: date | None = None
) -> Condition:
    have = sum(present[meeting.key] for meeting in meetings)
    need = -(-percent * sum(meeting.minutes for meeting in meetings) // 100)  # whole minutes, rounded up
    return Condition(code, is_met=have >= need, have=have, need=need, day=day)


def completion_conditions(
    course: Course, meetings: Sequence[Meeting], evidence: Iterable[Fact]
) -> tuple[Condition, ...]:
    """Attendance, and of every ready module: all sections read, the scenario brought to an ending, the check passed."""
    facts = tuple(evidence)
    rule = course.attendance
    learning = (condition for module in course.ready_modules for condition in module_conditions(module, facts))
    return (*attendance_conditions(meetings, facts, rule.percent_total, rule.percent_each_day), *learning)


def module_conditions(module: Module, evidence: Iterable[Fact]) -> tuple[Condition, ...]:
    """What one module asks: as much of lesson, scenario and knowledge check as it has; nothing while in preparation."""
    if not module.is_ready:
        return ()
    facts = tuple(evidence)
    return tuple(
        condition
        for condition in (_read(module, facts), _played(module, facts), _passed(module, facts))
        if condition is not None
    )


def _read(module: Module, evidence: Sequence[Fact]) -> Condition | None:
    if module.lesson is None:
        return None
    sections = {section.id for section in module.lesson.sections}
    have = len(sections & {fact.thing_key for fact in evidence if fact.kind == "section read"})
    return Condition("sections read", have == len(sections), have, len(sections), module.id)


def _played(module: Module, evidence: Sequence[Fact]) -> Condition | None:
    if module.scenario is None:
        return None
    ended = any(fact.kind == "scenario" and fact.thing_key == module.scenario.id for fact in evidence)
    return Condition("scenario ended", ended, int(ended), 1, module.id)


def _passed(module: Module, evidence: Sequence[Fact]) -> Condition | None:
    """A check that was passed once stays passed, also when a later version asks for more."""
    if module.check is None:
        return None
    tries = [fact.facts for fact in evidence if fact.kind == "quiz" and fact.thing_key == module.check.id]
    best = max((facts["points"] for facts in tries), default=0)
    is_passed = any(facts["is_passed"] for facts in tries)
    return Condition("check passed", is_passed, best, module.check.pass_mark, module.id)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: read a section, play a scenario or take a check."""

    code: str  # read, play, check
    module: Module
    thing_key: str


@dataclass(frozen=True)
class ModuleProgress:
    """How far somebody has come in one module."""

    module: Module
    steps: tuple[Step, ...]  # everything there is to do, in the order that is advised; all may be done at any time
    read: frozenset[str]  # ids of sections
    is_played: bool
    tries: int  # finished attempts at the knowledge check
    best: int  # items right in the best of them
    is_passed: bool
    is_waiting: bool  # not passed, and a trainer still reads an answer

    def is_done(self, step: Step) -> bool:
        """Whether this step needs nothing more."""
        if step.code == "read":
            return step.thing_key in self.read
        return self.is_played if step.code == "play" else self.is_passed

    @cached_property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(self.is_done(step) for step in self.steps)

    @property
    def state(self) -> str:
        """In preparation, not started, in progress or done."""
        if not self.module.is_ready:
            return "in preparation"
        if self.done == len(self.steps):
            return "done"
        return "in progress" if self.done or self.tries else "not started"

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done; a check that only waits for the trainer asks nothing of the participant."""
        return next(
            (s for s in self.steps if not self.is_done(s) and not (s.code == "check" and self.is_waiting)), None
        )


def _steps(module: Module) -> tuple[Step, ...]:
    if not module.is_ready:
        return ()
    read = (Step("read", module, section.id) for section in (module.lesson.sections if module.lesson else ()))
    play = (Step("play", module, module.scenario.id),) if module.scenario else ()
    check = (Step("check", module, module.check.id),) if module.check else ()
    return (*read, *play, *check)


def progress_in(module: Module, evidence: Iterable[Fact]) -> ModuleProgress:
    """How far this evidence goes in this module."""
    facts = tuple(evidence)
    sections = {section.id for section in module.lesson.sections} if module.lesson else set()
    scenario, check = (module.scenario and module.scenario.id), (module.check and module.check.id)
    tries = [fact for fact in facts if fact.kind == "quiz" and fact.thing_key == check]
    is_passed = any(fact.facts["is_passed"] for fact in tries)
    return ModuleProgress(
        module=module,
        steps=_steps(module),
        read=frozenset(fact.thing_key for fact in facts if fact.kind == "section read") & sections,
        is_played=any(fact.kind == "scenario" and fact.thing_key == scenario for fact in facts),
        tries=len(tries),
        best=max((fact.facts["points"] for fact in tries), default=0),
        is_passed=is_passed,
        is_waiting=not is_passed and bool(tries) and bool(tries[-1].facts["waits"]),
    )


def sessions_attended(evidence: Iterable[Fact]) -> tuple[int, int]:
    """At how many sessions somebody was, and how many minutes in all, by the last mark of each session."""
    last: dict[str, Mapping[str, Any]] = {}
    for fact in evidence:
        if fact.kind == "attendance" and fact.facts["number"] >= last.get(fact.thing_key, fact.facts)["number"]:
            last[fact.thing_key] = fact.facts
    minutes = [facts["minutes"] for facts in last.values() if facts["minutes"]]
    return len(minutes), sum(minutes)
