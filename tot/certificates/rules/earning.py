"""Who has earned which certificate: the conditions that progress explains, kind by kind."""

from collections.abc import Iterable, Sequence

from tot.courses.rules import Course
from tot.progress.rules import Condition, Fact, Meeting, attendance_conditions, completion_conditions


def conditions_of(
    kind: str, course: Course, meetings: Sequence[Meeting], evidence: Iterable[Fact]
) -> tuple[Condition, ...]:
    """What a certificate of this kind asks of somebody with this evidence."""
    if kind == "attendance":
        rule = course.attendance
        return attendance_conditions(meetings, evidence, rule.percent_total, rule.percent_each_day)
    if kind == "completion":
        return completion_conditions(course, meetings, evidence)
    raise ValueError(kind)


def is_earned(conditions: Sequence[Condition]) -> bool:
    """Whether every condition is met; where nothing is asked, nothing is certified."""
    return bool(conditions) and all(condition.is_met for condition in conditions)
