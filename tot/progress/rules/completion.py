"""What completing a course asks: condition by condition, what is there and what is needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tot.courses.rules import Course, Cut, Module
from tot.progress.rules.evidence import Fact, Meeting, minutes_present, tries_at
from tot.progress.rules.tests import course_tests


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


def _attended(
    code: str, meetings: Sequence[Meeting], present: Mapping[str, int], percent: int, day: date | None = None
) -> Condition:
    have = sum(present[meeting.key] for meeting in meetings)
    need = -(-percent * sum(meeting.minutes for meeting in meetings) // 100)  # whole minutes, rounded up
    return Condition(code, is_met=have >= need, have=have, need=need, day=day)


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
    tries = tries_at(module.check.id, evidence)
    best = max((facts["points"] for facts in tries), default=0)
    is_passed = any(facts["is_passed"] for facts in tries)
    return Condition("check passed", is_passed, best, module.check.pass_mark, module.id)


def conditions_of_tests(course: Course, evidence: Iterable[Fact]) -> tuple[Condition, ...]:
    """The post-test and the final test, as far as the course has them: passed in at least one attempt."""
    facts = tuple(evidence)
    return tuple(
        Condition("test passed", test.is_passed, test.best, test.pass_mark, test.key, cut=test.cut, kind=test.kind)
        for test in course_tests(course, facts, {})
        if test.kind in ("post-test", "final test")
    )
