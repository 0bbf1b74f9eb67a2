"""What evidence adds up to: pure functions that say, condition by condition, what is there and what is needed."""

from tot.progress.rules.completion import (
    Condition,
    attendance_conditions,
    completion_conditions,
    conditions_of_tests,
    module_conditions,
)
from tot.progress.rules.evidence import (
    FACTS,
    Fact,
    MarkedAgain,
    Meeting,
    marked_again,
    minutes_present,
    sessions_attended,
    tries_at,
)
from tot.progress.rules.modules import ModuleProgress, Step, progress_in
from tot.progress.rules.tests import CourseTest, course_tests, next_step

__all__ = [
    "FACTS",
    "Condition",
    "CourseTest",
    "Fact",
    "MarkedAgain",
    "Meeting",
    "ModuleProgress",
    "Step",
    "attendance_conditions",
    "completion_conditions",
    "conditions_of_tests",
    "course_tests",
    "marked_again",
    "minutes_present",
    "module_conditions",
    "next_step",
    "progress_in",
    "sessions_attended",
    "tries_at",
]
