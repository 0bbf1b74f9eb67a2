"""The example in the guide is a course that the checker accepts, and what the guide says to add can be added."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copy

import pytest

from tot.config import ROOT
from tot.courses.reader import Reading, read_courses
from tot.courses.reader.problems import Problems
from tot.courses.reader.quiz_files import read_quiz_file

GUIDE = (ROOT / "courses" / "README.md").read_text()
NAMED = dict(re.findall(r"(?ms)^```(?:yaml|markdown) (\S+)\n(.*?)^```$", GUIDE))
FILES = {name: text for name, text in NAMED.items() if name.startswith("GRT/")}
MODULE = "GRT/modules/1-good-morning"


def snippet(heading: str, number: int) -> str:
    """A piece of the guide below this heading, for the course of the example."""
    found = re.findall(r"(?ms)^```(?:yaml|markdown)\n(.*?)^```$", GUIDE.split(f"\n## {heading}\n")[1])
    return found[number].replace("BRD-2-s9", "GRT-1-s9").replace("BRD-2-q11", "GRT-1-q11")


def write(folder: Path, files: dict[str, str]) -> Reading:
    for name in ("facts.yaml", "glossary.yaml"):
        copy(ROOT / "courses" / name, folder / name)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return read_courses(folder)


def test_the_example_is_a_course(tmp_path: Path) -> None:
    assert len(FILES) == 9
    reading = write(tmp_path, FILES)
    assert [str(problem) for problem in reading.errors] == []
    assert [problem.message.split(";")[0] for problem in reading.warnings] == [
        "3 items of 3 types",
        "has 2 decisions",
    ]
    assert reading.courses[0].id == "GRT"


def test_a_section_is_added_as_the_guide_says(tmp_path: Path) -> None:
    module, lesson = f"{MODULE}/module.yaml", f"{MODULE}/lesson.en.md"
    files = dict(FILES)
    files[module] = files[module].replace("scenario: GRT", snippet("Add a section to a lesson", 0) + "scenario: GRT")
    files[lesson] += "\n" + snippet("Add a section to a lesson", 1)
    reading = write(tmp_path, files)
    assert [str(problem) for problem in reading.errors] == []
    found = reading.courses[0].module("GRT-1").lesson
    assert found is not None
    assert [section.id for section in found.sections] == ["GRT-1-s1", "GRT-1-s2", "GRT-1-s9"]


def test_a_question_is_added_as_the_guide_says(tmp_path: Path) -> None:
    files = dict(FILES)
    for name, number in (("items.yaml", 0), ("items.en.yaml", 1)):
        files[f"{MODULE}/{name}"] += snippet("Add a question", number)
    reading = write(tmp_path, files)
    assert [str(problem) for problem in reading.errors] == []
    check = reading.courses[0].module("GRT-1").check
    assert check is not None
    assert check.question("GRT-1-q11").key == "b"


def test_the_case_with_its_rubric_is_a_quiz_file(tmp_path: Path) -> None:
    files = {name: text for name, text in NAMED.items() if name.startswith("case/")}
    assert len(files) == 2
    write(tmp_path, files)
    problems = Problems()
    (asked,) = read_quiz_file(tmp_path / "case", problems).all
    assert [str(problem) for problem in problems.in_order()] == []
    assert (asked.question.points, [one.top for one in asked.question.criteria]) == (4, [2, 2])


@pytest.mark.parametrize("name", ["lesson.en.md", "items.yaml", "scenario.en.yaml", "module.yaml", "jobaid.en.md"])
def test_without_one_of_its_files_the_example_is_none(tmp_path: Path, name: str) -> None:
    reading = write(tmp_path, {path: text for path, text in FILES.items() if not path.endswith(f"/{name}")})
    assert [problem for problem in reading.problems if problem.file.endswith(name)]
