"""A ZIP from anywhere: what is a course is unpacked, and nothing in any other does harm or goes unsaid."""

from __future__ import annotations

import stat
import struct
import time
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.courses.make import write_course
from tot.config import ROOT
from tot.courses.reader.archive import MOST_BYTES, MOST_FILES, files_in, is_course_file, packed, unpacked
from tot.courses.reader.tests import TESTS

TEST_FILES = ("test.yaml", "items.yaml", "items.en.yaml", "items.uz_Cyrl.yaml")

COURSE = {"course.yaml": b"id: TST\n", "modules/1-first/lesson.en.md": b"## Why\n"}
Entry = tuple[str | ZipInfo, bytes]


def zipped(*entries: Entry, top: str = "", compression: int = ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", compression) as archive:
        for name, content in (*((f"{top}{name}", content) for name, content in COURSE.items()), *entries):
            archive.writestr(name, content)
    return written.getvalue()


def messages(content: bytes) -> list[str]:
    return [f"{problem.file}: {problem.message}" for problem in unpacked(content).problems]


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> ZipInfo:
    info = ZipInfo("x")
    info.filename = info.orig_filename = name  # past what the module itself mends
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize("top", ["", "TST/", "Any folder (1)/"])
def test_a_course_lies_at_the_top_or_in_one_folder(top: str) -> None:
    found = unpacked(zipped(top=top))
    assert found.problems == ()
    assert found.files == COURSE


def test_what_systems_add_by_themselves_is_passed_over() -> None:
    bycatch = ("__MACOSX/TST/._course.yaml", "TST/.DS_Store", "TST/modules/Thumbs.db", "TST/._x", "TST/desktop.ini")
    found = unpacked(zipped(*((name, b"x") for name in bycatch), ("TST/modules/", b""), top="TST/"))
    assert found.problems == ()
    assert found.files == COURSE


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd", "C:/course.yaml", "c:course.yaml", "\\\\server\\x", "modules\\1-first\\lesson.en.md",
        "../course.yaml", "modules/../../x.yaml", "modules/./x", "modules//x", "..", "./course.yaml",
        "modules/1-first/\x01.md", "modules/1-first/a\u202emd.exe", "modules/1-first/\u200blesson.en.md",
        "CON", "modules/aux/module.yaml", "modules/1-first/nul.yaml", "com1.txt", "LPT9.md",
        "modules/1-first./module.yaml",        "modules/1-first /module.yaml", "a/b/c/d/e.yaml",
        "modules/" + "x" * 150 + "/module.yaml",
    ],
)  # fmt: skip
def test_a_dangerous_path_is_refused(name: str) -> None:
    found = unpacked(zipped((entry(name), b"x")))
    assert found.files == COURSE
    assert len(found.problems) == 1
    assert found.problems[0].is_error
    assert ";" in found.problems[0].message or "at most" in found.problems[0].message


def test_a_name_that_ends_early_is_refused() -> None:
    # The central directory says course.yaml\0.exe: some programs see one name, some the other.
    content = zipped(("figures/door.pngX.exe", b"x")).replace(b"figures/door.pngX.exe", b"figures/door.png\x00.exe")
    assert any("invisible character" in message for message in messages(content))
    assert "figures/door.png" not in unpacked(content).files


@pytest.mark.parametrize(
    "name",
    [
        "evil.exe", "index.html", "modules/1-first/lesson.html", "modules/1-first/lesson.en.md.exe", "figures/x.svg",
        "modules/1-first/x.py", ".git/config", "modules/lesson.en.md", "figures/deep/x.png", "handouts/x.docx",
        "tests/other/test.yaml", "modules/1-first/lesson.xx9.md", "README.html", "course.yml",
        "modules/лекция/module.yaml",
    ],
)  # fmt: skip
def test_only_files_that_a_course_has_are_taken(name: str) -> None:
    (message,) = messages(zipped((name, b"x")))
    assert message == f"{name}: is no file that a course has; correct its name or remove it"


def test_links_and_devices_are_refused() -> None:
    for mode in (stat.S_IFLNK | 0o777, stat.S_IFCHR | 0o666, stat.S_IFIFO | 0o666, stat.S_IFSOCK, stat.S_IFBLK):
        found = unpacked(zipped((entry("modules/1-first/lesson.ru.md", mode), b"/etc/passwd")))
        assert [problem.message.partition(";")[0] for problem in found.problems] == ["is a link or a device"]
        assert found.files == COURSE


@pytest.mark.parametrize("twin", ["COURSE.yaml", "course.yaml", "Course.YAML"])
def test_the_same_name_twice_is_refused(twin: str) -> None:
    with pytest.warns(UserWarning, match="Duplicate") if twin == "course.yaml" else pytest.MonkeyPatch.context():
        content = zipped((twin, b"id: EVIL\n"))
    found = unpacked(content)
    assert [problem.file for problem in found.problems] == [twin]
    assert found.files["course.yaml"] == b"id: TST\n"


def test_a_locked_or_unusual_zip_is_refused() -> None:
    content = bytearray(zipped())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert any("password" in message for message in messages(bytes(content)))
    assert any("unusual way" in message for message in messages(zipped(compression=ZIP_BZIP2)))


def test_a_zip_in_a_zip_is_refused() -> None:
    assert messages(zipped(("modules/1-first/inner.zip", zipped())))[0].endswith("correct its name or remove it")
    (message,) = messages(zipped(("modules/1-first/lesson.ru.md", zipped())))
    assert "is itself a ZIP" in message


def test_each_file_and_all_together_have_a_limit() -> None:
    (message,) = messages(zipped(("modules/1-first/lesson.ru.md", b"x" * 250_001)))
    assert "is larger than 250 kB" in message
    assert messages(zipped(("modules/1-first/items.en.yaml", b"x" * 250_001))) == []
    (message,) = messages(zipped(("modules/1-first/items.yaml", b"x" * 2_000_001)))
    assert "is larger than 2000 kB" in message
    (message,) = messages(zipped(("figures/x.png", b"x" * 8_000_001)))
    assert "is larger than 8000 kB" in message
    many = [(f"figures/{number}.png", bytes([number]) * 7_900_000) for number in range(8)]
    assert any("unfolds to more than 40 MB" in message for message in messages(zipped(*many)))
    crowd = [(f"modules/m{number}/module.yaml", b"") for number in range(MOST_FILES)]
    (message, *_more) = messages(zipped(*crowd))
    assert f"holds {MOST_FILES + 2} files" in message


def bomb(claims: int) -> bytes:
    """Half a GB of nothing in half a MB, which says of itself that it holds `claims` bytes."""
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
    piece = squeeze.compress(b"\0" * 1_000_000) + squeeze.flush(zlib.Z_FULL_FLUSH)  # the same each time
    body = piece * 500 + squeeze.flush()
    name = b"course.yaml"
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(body), claims, len(name), 0) + name + body
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(body), claims, len(name), 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), len(local), 0)
    return local + central + name + end


@pytest.mark.parametrize("claims", [10, 500_000_000])
def test_a_bomb_is_counted_while_it_unfolds(claims: int) -> None:
    content = bomb(claims)
    tracemalloc.start()
    began = time.monotonic()
    found = unpacked(content)
    took, (_now, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.files == {}
    assert found.problems
    assert peak < 20_000_000, "no more than what is allowed is ever unfolded"
    assert took < 5


def test_many_entries_over_the_same_bytes_are_counted_each() -> None:
    """Overlapping entries: each unfolds the same few bytes to as much as a picture may have."""
    many = [(f"figures/{number}.png", b"\0" * 8_100_000) for number in range(40)]
    content = zipped(*many)
    assert len(content) < 500_000
    tracemalloc.start()
    found = unpacked(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any(f"more than {MOST_BYTES // 1_000_000} MB" in problem.message for problem in found.problems)
    assert peak < 60_000_000


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x03\x04" + b"\0" * 500, b"\x1f\x8b", b"7z\xbc\xaf"])
def test_what_is_no_zip_says_so(content: bytes) -> None:
    assert messages(content) == [
        "ZIP: is no ZIP that can be read; pack the folder of the course again, as an ordinary ZIP"
    ]


def test_a_zip_without_a_course_or_with_two_says_so() -> None:
    assert "holds no course.yaml" in messages(packed({"modules/1/module.yaml": b""}))[0]
    assert "holds 2 courses" in messages(packed({"A/course.yaml": b"", "B/course.yaml": b""}))[0]


def test_a_damaged_file_is_named_and_hides_nothing() -> None:
    content = bytearray(zipped(("evil.exe", b"x")))
    at = content.index(b"id: TST") if b"id: TST" in content else content.index(b"course.yaml") + len("course.yaml")
    content[at] ^= 0xFF
    found = messages(bytes(content))
    assert any("is damaged" in message for message in found)
    assert any("evil.exe" in message for message in found)


def test_every_problem_is_told_at_once() -> None:
    found = messages(zipped(("evil.exe", b"x"), ("../x", b"x"), ("modules/1-first/lesson.ru.md", b"x" * 300_000)))
    assert len(found) == 3


@settings(max_examples=80)
@given(some.integers(0, 10_000), some.binary(min_size=1, max_size=8))
def test_no_damage_is_an_error(at: int, noise: bytes) -> None:
    content = bytearray(zipped())
    at %= len(content)
    content[at : at + len(noise)] = noise
    for name in unpacked(bytes(content)).files:
        assert is_course_file(name)


@settings(max_examples=60)
@given(some.text(min_size=1, max_size=40))
def test_no_name_is_an_error(name: str) -> None:
    try:
        content = zipped((entry(name), b"x"))
    except UnicodeEncodeError:
        return
    for found in unpacked(content).files:
        assert is_course_file(found)
        assert ".." not in Path(found).parts


def test_the_same_files_give_the_same_zip_and_come_back(tmp_path: Path) -> None:
    files = files_in(write_course(tmp_path / "TST"))
    again = dict(reversed(files.items()))
    assert packed(files, "TST") == packed(again, "TST")
    assert unpacked(packed(files, "TST")).files == files
    assert unpacked(packed(files)).files == files


@pytest.mark.parametrize("test", TESTS)
def test_every_test_that_is_read_is_packed_too(test: str) -> None:
    assert {name for name in TEST_FILES if not is_course_file(f"tests/{test}/{name}")} == set()
    assert messages(zipped(*((f"tests/{test}/{name}", b"x") for name in TEST_FILES))) == []


def test_every_file_of_the_courses_of_the_project_is_one_that_a_course_has() -> None:
    for course in (path.parent for path in (ROOT / "courses").glob("*/course.yaml")):
        present = {path.relative_to(course).as_posix() for path in course.rglob("*") if path.is_file()}
        assert {name for name in present if not is_course_file(name)} == set()
