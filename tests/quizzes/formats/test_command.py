"""`tot questions convert` as people and scripts call it: endings, exit codes, JSON, ids inside a course."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from click.testing import CliRunner, Result

from tests.courses.make import MODULE, swap, write_course
from tests.quizzes.formats.make import FILES
from tot.app import main
from tot.courses.reader import read_courses
from tot.questions.cli import _patience

Run = Callable[..., Result]
GIFT = "::One:: Is it? {T}\n\n::Two:: Which? {=a ~b}\n\n::Three:: nothing right {~a ~b}\n"
EVIL = sorted(path for path in FILES.iterdir() if path.suffix in (".gift", ".xml", ".txt"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.gift").write_text(GIFT, encoding="utf-8")
    return lambda *words: CliRunner().invoke(main, ["questions", "convert", *words])


def test_json_says_exactly_what_became_of_the_file(run: Run, tmp_path: Path) -> None:
    result = run("in.gift", "out.yaml", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "imported": 2,
        "skipped": [{"line": 5, "name": "Three", "reason": "No answer is marked as right."}],
        "by_type": {"tf": 1, "single": 1},
    }
    assert read_courses(tmp_path / "out.yaml").errors == ()


@pytest.mark.parametrize("target", ["out.yaml", "folder", "out.gift", "out.xml", "out.zip", "out.txt"])
def test_every_format_that_is_written_is_read_again(run: Run, target: str) -> None:
    assert run("in.gift", target).exit_code == 0
    again = run(target, "again.yaml", "--json")
    assert json.loads(again.stdout)["by_type"] == {"tf": 1, "single": 1}


def test_what_people_read(run: Run) -> None:
    result = run("in.gift", "out.yaml")
    assert result.stdout.splitlines() == [
        "in.gift:5: Three: not carried: No answer is marked as right.",
        "2 questions carried (1 single, 1 tf), 1 not.",
        "Written: out.yaml",
    ]


UNREADABLE: list[tuple[bytes, str]] = [
    (b"", "empty"),
    (b" \n", "empty"),
    ("Вопрос? {T}".encode("cp1251"), "cp1251"),
    (b"<html><body>no</body></html>", "begins with <html>"),
    (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>", "document type"),
    (b"// only a remark\n", "no question"),
]


@pytest.mark.parametrize(("content", "said"), UNREADABLE)
def test_what_cannot_be_read_ends_with_2_and_touches_nothing(
    run: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "bad.gift").write_bytes(content)
    (tmp_path / "out.yaml").write_text("kept")
    result = run("bad.gift", "out.yaml", "--json")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert (told["imported"], told["by_type"]) == (0, {})
    assert said in told["skipped"][0]["reason"]
    assert (tmp_path / "out.yaml").read_text() == "kept"


def test_nothing_that_could_be_carried(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.gift").write_text("Only {~a ~b}")
    assert run("bad.gift", "out.yaml").exit_code == 2
    assert not (tmp_path / "out.yaml").exists()
    assert run("missing.gift", "out.yaml").exit_code == 2
    assert run("in.gift", "out.doc").exit_code == 2
    assert run("in.gift", "nowhere/out.yaml").exit_code == 2


def test_cp1251_when_it_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.gift").write_bytes("Граница здесь? {T}".encode("cp1251"))
    assert run("old.gift", "out.yaml", "--encoding", "cp1251", "--language", "ru").exit_code == 0
    (question,) = read_courses(tmp_path / "out.yaml").questions
    assert question.stem == {"ru": "Граница здесь?"}


def test_our_file_keeps_its_language_and_an_ending_can_be_overruled(run: Run, tmp_path: Path) -> None:
    assert run("in.gift", "first.yaml", "--language", "ru").exit_code == 0
    assert run("first.yaml", "second", "--to", "ours").exit_code == 0
    assert (tmp_path / "second" / "items.ru.yaml").exists()
    assert read_courses(tmp_path / "second").errors == ()
    assert run("in.gift", "odd.gift", "--to", "ours").exit_code == 0
    assert (tmp_path / "odd.gift").read_text(encoding="utf-8").startswith("kind: items")
    assert run("first.yaml", "x.gift", "--language", "uz").exit_code == 2


def test_inside_a_course_the_ids_are_those_of_its_module(run: Run, tmp_path: Path) -> None:
    course = tmp_path / "TST"
    write_course(course, {"course.yaml": swap("languages: [en, ru]", "languages: [en]")})
    module = course / MODULE
    refused = run("in.gift", str(module))
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert run("in.gift", str(module), "--replace").exit_code == 0
    written = (module / "items.yaml").read_text(encoding="utf-8")
    assert "id: TST-1-q1" in written
    assert [str(one) for one in read_courses(course).errors if "/items" in one.file] == []


def test_one_file_with_words_stands_in_a_course(run: Run, tmp_path: Path) -> None:
    course = tmp_path / "TST"
    write_course(course, {"course.yaml": swap("languages: [en, ru]", "languages: [en]")})
    target = course / MODULE / "items.yaml"
    assert run("in.gift", str(target)).exit_code == 0
    assert [str(one) for one in read_courses(course).errors if "/items" in one.file] == []


@pytest.mark.parametrize("path", EVIL, ids=lambda path: path.name)
def test_the_evil_files(run: Run, tmp_path: Path, path: Path) -> None:
    expected = json.loads(path.with_suffix(path.suffix + ".json").read_text(encoding="utf-8"))
    result = run(str(path), "out.yaml", "--json")
    found = json.loads(result.stdout)
    assert {"imported": found["imported"], "skipped": [one["line"] for one in found["skipped"]],
            "by_type": found["by_type"]} == expected  # fmt: skip
    assert [str(problem) for problem in read_courses(tmp_path / "out.yaml").errors] == []
    for ending in ("gift", "xml", "zip"):
        assert run("out.yaml", f"again.{ending}").exit_code == 0
        assert json.loads(run(f"again.{ending}", "third.yaml", "--json").stdout)["by_type"] == found["by_type"]


def test_a_long_file_gives_signs_of_life_where_no_script_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with _patience(Path("long.xml"), seconds=0.01):
        sleep(0.05)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("long.xml: still reading, 0 seconds so far …\n")


REFUSED = [
    (("in.gift", "in.gift"), "would replace the file that is read"),
    (("nothing.gift", "out.yaml"), "no such file"),
    (("in.gift", "no/such/out.yaml"), "no/such does not exist"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_what_to_do_is_said_and_nothing_is_written(
    run: Run, tmp_path: Path, words: tuple[str, str], sentence: str
) -> None:
    result = run(*words)
    assert (result.exit_code, sentence in result.stderr) == (2, True)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("in.gift", GIFT)]
