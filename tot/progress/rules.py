"""What evidence adds up to: pure functions that say, condition by condition, what is there and what is needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tot.courses.rules import Course, Cut, Module

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
    | test passed      | items right in the best attempt          | `thing_key`: a test   |

    A test's condition also carries `cut`: where its pass mark comes from, and `kind`: post-test or final test.
    """

    code: str
    is_met: bool
    have: int | float
    need: int | float
    thing_key: str | None = None
    day: date | None = None
    cut: Cut | None = None
    kind: str = ""


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
    """Attendance; of every ready module: all sections read, the scenario brought to an ending, the check passed; and
    the tests at the end of the course passed."""
    facts = tuple(evidence)
    rule = course.attendance
    learning = (condition for module in course.ready_modules for condition in module_conditions(module, facts))
    attended = attendance_conditions(meetings, facts, rule.percent_total, rule.percent_each_day)
    return (*attended, *learning, *conditions_of_tests(course, facts))


def conditions_of_tests(course: Course, evidence: Iterable[Fact]) -> tuple[Condition, ...]:
    """The post-test and the final test, as far as the course has them: passed in at least one attempt."""
    facts = tuple(evidence)
    return tuple(
        Condition("test passed", test.is_passed, test.best, test.pass_mark, test.key, cut=test.cut, kind=test.kind)
        for test in course_tests(course, facts, {})
        if test.kind in ("post-test", "final test")
    )


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

    code: str  # read, play, check, or the kind of a test of the course
    module: Module | None
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
        done_checks = self.is_passed and sum(step.code == "check" for step in self.steps)
        done_cases = self.is_played and sum(step.code == "play" for step in self.steps)
        return len(self.read) + done_checks + done_cases

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


_known: dict[int, tuple[Module, tuple[Step, ...], frozenset[str]]] = {}


def _plan(module: Module) -> tuple[Module, tuple[Step, ...], frozenset[str]]:
    """The module with its steps and the ids of its sections, put together once: published modules stay for ever."""
    found = _known.get(id(module))
    if found is None:
        if len(_known) > 1000:
            _known.clear()
        sections = frozenset(section.id for section in module.lesson.sections) if module.lesson else frozenset[str]()
        found = _known[id(module)] = module, _steps(module), sections  # while it is kept, no other can have its id
    return found


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
    _module, steps, sections = _plan(module)
    if not facts:
        return ModuleProgress(module, steps, frozenset(), False, 0, 0, False, False)
    scenario, check = (module.scenario and module.scenario.id), (module.check and module.check.id)
    tries = [fact for fact in facts if fact.kind == "quiz" and fact.thing_key == check]
    is_passed = any(fact.facts["is_passed"] for fact in tries)
    return ModuleProgress(
        module=module,
        steps=steps,
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


@dataclass(frozen=True, slots=True)
class CourseTest:
    """Where somebody stands at a test of the whole course.

    `state`: not open yet · open · closed (without her) · done · passed · waits · not passed. A pre-test and a post-test
    are open while the trainer holds them open; of a pre-test nothing is told but that it is done.
    """

    kind: str  # pre-test, post-test, final test, refresher quiz
    key: str
    state: str
    questions: int
    pass_mark: int
    minutes: int  # 0: no limit
    cut: Cut | None
    best: int
    is_passed: bool

    @property
    def is_asked(self) -> bool:
        """Whether the course counts it among its steps; a refresher comes later and is no part of completing it."""
        return self.kind != "refresher quiz"

    @property
    def is_done(self) -> bool:
        """Whether it needs nothing more."""
        return self.state in ("done", "passed") or (self.kind == "post-test" and self.state == "not passed")

    @property
    def next_step(self) -> Step | None:
        """What to do now, if anything."""
        is_wanted = self.is_asked and (self.state == "open" or (self.kind == "final test" and not self.is_done))
        return Step(self.kind, None, self.key) if is_wanted else None


def next_step(modules: Iterable[ModuleProgress], tests: Sequence[CourseTest]) -> Step | None:
    """What to do next in the whole course: the pre-test comes before everything, the other tests come last."""
    before = [test.next_step for test in tests if test.kind == "pre-test"]
    after = [test.next_step for test in tests if test.kind != "pre-test"]
    steps = (*before, *(module.next_step for module in modules), *after)
    return next((step for step in steps if step is not None), None)


def course_tests(course: Course, evidence: Iterable[Fact], openings: Mapping[str, bool]) -> tuple[CourseTest, ...]:
    """The tests of the course in their order: pre-test, post-test, final test, refresher.

    `openings`: test → whether its trainer holds it open now; one that was never opened is missing.
    """
    tries: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for fact in evidence:
        if fact.kind == "quiz":
            tries[fact.thing_key].append(fact.facts)
    found = []
    paired = course.prepost
    if paired is not None:
        count, cut = len(paired.forms["A"]), paired.cut
        for kind, key in (("pre-test", paired.pretest_id), ("post-test", paired.posttest_id)):
            opening = {None: "not open yet", True: "open", False: "closed"}[openings.get(key)]
            found.append(_test(kind, key, opening, count, paired.pass_mark, paired.minutes, cut, tries[key]))
    for quiz in (course.final, course.refresher):
        if quiz is not None:
            found.append(
                _test(quiz.kind, quiz.id, "open", quiz.asked, quiz.pass_mark, quiz.minutes, quiz.cut, tries[quiz.id])
            )
    return tuple(found)


def _test(
    kind: str,
    key: str,
    opening: str,
    questions: int,
    pass_mark: int,
    minutes: int,
    cut: Cut | None,
    tries: Sequence[Mapping[str, Any]],
) -> CourseTest:
    is_passed = any(facts["is_passed"] for facts in tries)
    if not tries:
        state = opening
    elif kind == "pre-test":
        state = "done"
    else:
        state = "passed" if is_passed else "waits" if tries[-1]["waits"] else "not passed"
    best = max((facts["points"] for facts in tries), default=0)
    return CourseTest(kind, key, state, questions, pass_mark, minutes, cut, best, is_passed)
