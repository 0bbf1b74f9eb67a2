"""What a course is made of: frozen values, the same whether they were read from disk or loaded from the database."""

from tot.courses.rules.courses import (
    Attendance,
    Course,
    Figure,
    Handout,
    Module,
    ModuleStatus,
    Thing,
    parts_of,
    sides_of_job_aid,
    things_in,
)
from tot.courses.rules.lessons import Lesson, Section
from tot.courses.rules.questions import Criterion, Key, PairedTest, Question, QuestionType, Quiz
from tot.courses.rules.scenarios import SCALES, Choice, Ending, Node, Scenario
from tot.courses.rules.words import SOURCE_LANGUAGE, Words, in_language

__all__ = [
    "SCALES",
    "SOURCE_LANGUAGE",
    "Attendance",
    "Choice",
    "Course",
    "Criterion",
    "Ending",
    "Figure",
    "Handout",
    "Key",
    "Lesson",
    "Module",
    "ModuleStatus",
    "Node",
    "PairedTest",
    "Question",
    "QuestionType",
    "Quiz",
    "Scenario",
    "Section",
    "Thing",
    "Words",
    "in_language",
    "parts_of",
    "sides_of_job_aid",
    "things_in",
]
