"""What a course is made of: frozen values, the same whether they were read from disk or loaded from the database."""

from tot.courses.rules.courses import (
    Attendance,
    Course,
    Figure,
    Handout,
    Module,
    ModuleStatus,
    Thing,
    Whole,
    parts_of,
    sides_of_job_aid,
    things_in,
)
from tot.courses.rules.lessons import Lesson, Section
from tot.courses.rules.library import FACTS, GLOSSARY, Annex, Entry, Fact, Facts, Glossary, OpenPoint, Term, annex_key
from tot.courses.rules.questions import Criterion, Key, PairedTest, Question, QuestionType, Quiz
from tot.courses.rules.scenarios import SCALES, Choice, Ending, Node, Scenario
from tot.courses.rules.words import SOURCE_LANGUAGE, Words, in_language

__all__ = [
    "FACTS",
    "GLOSSARY",
    "SCALES",
    "SOURCE_LANGUAGE",
    "Annex",
    "Attendance",
    "Choice",
    "Course",
    "Criterion",
    "Ending",
    "Entry",
    "Fact",
    "Facts",
    "Figure",
    "Glossary",
    "Handout",
    "Key",
    "Lesson",
    "Module",
    "ModuleStatus",
    "Node",
    "OpenPoint",
    "PairedTest",
    "Question",
    "QuestionType",
    "Quiz",
    "Scenario",
    "Section",
    "Term",
    "Thing",
    "Whole",
    "Words",
    "annex_key",
    "in_language",
    "parts_of",
    "sides_of_job_aid",
    "things_in",
]
