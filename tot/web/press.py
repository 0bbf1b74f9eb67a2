"""Sets a long paper in a process of its own, at low priority: pages stay quick while a book is made.

The parent calls `book_of`; the child is this module run as a program. It knows no application and no database: HTML
goes in, pages are counted aloud, and a PDF lies where it was asked for.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from tot.config import ROOT
from tot.web import hyphens, line_ends, paper

OnPage = Callable[[int], None]  # how many pages are set
NICENESS = 10
LONGEST = 600  # seconds; whoever has not finished by then never will
SIZES = 6  # how many times a sheet that is too full may be set smaller


class NotSet(Exception):
    """The child could not make the paper; the message is the end of what it said."""


def book_of(
    html: str,
    styles: tuple[str, ...],
    target: Path,
    on_page: OnPage = lambda pages: None,
    *,
    one_page_each: Sequence[str] = (),
) -> None:
    """Writes a tagged PDF (PDF/UA-1) to `target`, whole or not at all.

    `one_page_each` are the ids of elements that fill one page each: an element that runs over is set smaller, by the
    classes fit-1, fit-2 … in place of its fit-0.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f"{target.name}.{os.getpid()}.part")
    wanted = {
        "html": html,
        "styles": styles,
        "faces": str(paper.fonts_folder()),
        "target": str(scratch),
        "one_page_each": list(one_page_each),
    }
    try:
        _run(json.dumps(wanted), on_page)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _run(wanted: str, on_page: OnPage) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tot.web.press"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as child:
        said: list[str] = []
        watch = threading.Timer(LONGEST, child.kill)
        watch.start()
        try:
            with suppress(BrokenPipeError), cast("IO[str]", child.stdin) as asked:
                asked.write(wanted)  # a child that fails at once reads nothing; what it says is heard below
            for line in cast("IO[str]", child.stdout):
                word, _space, number = line.strip().partition(" ")
                if word == "page" and number.isdigit():
                    on_page(int(number))
                else:
                    said.append(line)
        finally:
            watch.cancel()
    if child.returncode:
        raise NotSet("".join(said)[-2000:])


# What the child does.


def _main() -> None:
    os.nice(NICENESS)
    wanted = json.load(sys.stdin)
    teach()
    set_paper(wanted)


def teach() -> None:
    """Prepares WeasyPrint, once in a process."""
    hyphens.teach()
    line_ends.mend()
    _count_aloud()


def set_paper(wanted: Mapping[str, Any]) -> None:
    """Writes the paper that book_of describes."""
    document = _fitted(wanted["html"], tuple(wanted["styles"]), Path(wanted["faces"]), wanted["one_page_each"])
    document.write_pdf(wanted["target"], pdf_variant="pdf/ua-1")


def _fitted(html: str, styles: tuple[str, ...], faces: Path, one_page_each: Sequence[str]) -> Any:
    document = paper.laid_out(html, styles, faces)
    for size in range(1, SIZES):
        too_full = _too_full(document, one_page_each)
        if not too_full:
            break
        for name in too_full:
            html = html.replace(f'id="{name}" class="fit-{size - 1}', f'id="{name}" class="fit-{size}')
        document = paper.laid_out(html, styles, faces)
    return document


def _too_full(document: Any, names: Sequence[str]) -> list[str]:
    """Those that do not end on the page on which they begin."""
    starts = [next(number for number, page in enumerate(document.pages) if name in page.anchors) for name in names]
    ends = [*starts, len(document.pages)][1:]
    return [name for name, start, end in zip(names, starts, ends, strict=True) if end - start > 1]


class _Aloud(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.args and "Creating layout - Page" in record.msg:
            sys.stdout.write(f"page {record.args[0]}\n")  # type: ignore[index]
            sys.stdout.flush()


def _count_aloud() -> None:
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(_Aloud())


if __name__ == "__main__":
    _main()
