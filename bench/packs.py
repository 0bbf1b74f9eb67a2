"""How fast books are made: pages per second, and what a page of the platform costs meanwhile."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import world
from bench.learner import installation

LANGUAGES = ("en", "ru", "uz")
AIM_SECONDS = 30.0  # a whole course, the longest kind, the slowest language
AIM_PAGES = 3.0  # per second, cover and contents included


@dataclass(frozen=True)
class Row:
    kind: str
    language: str
    pages: int
    drawn: float
    set_in: float
    kilobytes: float


def report() -> bool:
    """Prints the table; says whether the aims are reached."""
    with tempfile.TemporaryDirectory(prefix="tot-bench-") as folder, installation(folder, ""):
        from tot.app import create_app

        app = create_app()
        world.make(app, 1)
        with app.app_context():
            key, rows = _rows(Path(folder))
            alone, meanwhile = _beside(app, Path(folder))
    print(f"\nBooks of {key}, in a process of their own (seconds)")
    print(f"  {'kind':<12}{'':<4}{'pages':>6}{'drawn':>8}{'set':>8}{'pages/s':>9}{'kB':>7}")
    for row in rows:
        print(
            f"  {row.kind:<12}{row.language:<4}{row.pages:>6}{row.drawn:>8.2f}{row.set_in:>8.2f}"
            f"{row.pages / (row.drawn + row.set_in):>9.1f}{row.kilobytes:>7.0f}"
        )
    longest = max(row.drawn + row.set_in for row in rows)
    slowest = min(row.pages / (row.drawn + row.set_in) for row in rows if row.pages > 20)
    print(
        f"  the longest took {longest:.1f} s (aim < {AIM_SECONDS:.0f}), the slowest set {slowest:.1f} pages/s", end=" "
    )
    print(f"(aim > {AIM_PAGES:.0f})")
    print(f"  a page of the platform: {1000 * alone:.1f} ms alone, {1000 * meanwhile:.1f} ms while a book is made")
    return longest < AIM_SECONDS and slowest > AIM_PAGES


def _rows(folder: Path) -> tuple[str, list[Row]]:
    import pikepdf

    from tot.courses.queries import published_courses
    from tot.packs import printing, rules
    from tot.packs.queries import current_edition
    from tot.web import press

    course = max(published_courses(), key=lambda course: len(course.ready_modules))
    edition = current_edition(course.id)
    assert edition
    rows = []
    for kind in rules.offered(course, to_trainers=True):
        for language in LANGUAGES:
            began = time.perf_counter()
            drawn = printing.draw(edition, kind, language)
            at = time.perf_counter()
            path = folder / "book.pdf"
            press.book_of(drawn.html, drawn.styles, path, one_page_each=drawn.sheets)
            done = time.perf_counter()
            with pikepdf.open(path) as document:
                pages = len(document.pages)
            rows.append(Row(kind.name, language, pages, at - began, done - at, path.stat().st_size / 1000))
    return course.id, rows


def _beside(app: object, folder: Path) -> tuple[float, float]:
    """The median time of a page, alone and while a workbook is made."""
    from flask import Flask

    assert isinstance(app, Flask)
    client = app.test_client()

    def one() -> float:
        began = time.perf_counter()
        client.get("/accounts/sign-in")
        return time.perf_counter() - began

    for _warm in range(20):
        one()
    alone = median(one() for _time in range(100))
    with _making(app, folder) as is_made:
        times = []
        while not is_made.is_set() and len(times) < 400:
            times.append(one())
            time.sleep(0.005)
    return alone, median(times)


@contextmanager
def _making(app: object, folder: Path) -> Iterator[threading.Event]:
    from flask import Flask

    from tot.courses.queries import published_courses
    from tot.packs import printing, rules
    from tot.packs.queries import current_edition
    from tot.web import press

    assert isinstance(app, Flask)
    course = max(published_courses(), key=lambda course: len(course.ready_modules))
    edition = current_edition(course.id)
    assert edition
    drawn = printing.draw(edition, rules.KINDS["workbook"], "en")
    is_made = threading.Event()

    def make() -> None:
        with app.app_context():
            press.book_of(drawn.html, drawn.styles, folder / "beside.pdf")
        is_made.set()

    thread = threading.Thread(target=make)
    thread.start()
    yield is_made
    thread.join()
