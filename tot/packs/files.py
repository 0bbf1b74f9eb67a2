"""The files of packs in instance/packs: made in the background, kept until what they are made from has changed."""

import hashlib
import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from tot import jobs
from tot.config import ROOT
from tot.packs import printing, queries, rules
from tot.packs.queries import Edition
from tot.web import catalogues, press

JOB = "pack"
# Shares of the whole work, in percent: drawing the chapters, then setting pages; the rest is writing the file.
DRAWN, SET = 15, 95
HOUR = 3600  # seconds
PAGES_A_STEP = 4  # a step is told the database after so many pages
PICTURE = re.compile(r"data:[^\"]+")
LETTERS_A_PAGE = 3200  # of HTML, as measured on real courses: good enough to say how far the setting is


@dataclass(frozen=True, slots=True)
class File:
    """A pack as it is now. States: none, working, failed, ready."""

    path: Path
    state: str
    percent: int
    step: str  # waiting, drawing, setting, writing; empty when there is no work


def file_of(edition: Edition, kind: rules.Kind, language: str) -> File:
    """Where the file of this pack stands."""
    path = path_of(edition, kind, language)
    if path.is_file():
        return File(path, "ready", 100, "")
    job = jobs.by_key(key_of(path))
    if job is None or job.state == "done":
        return File(path, "none", 0, "")
    if job.state == "failed":
        return File(path, "failed", 0, "")
    return File(path, "working", job.steps_done, _step(job))


def ready(edition: Edition, kinds: list[rules.Kind]) -> set[tuple[str, str]]:
    """The (kind, language) of those packs whose files lie there."""
    return {
        (kind.name, language)
        for kind in kinds
        for language in edition.course.languages
        if path_of(edition, kind, language).is_file()
    }


def _step(job: jobs.Job) -> str:
    if job.state == "waiting":
        return "waiting"
    return "drawing" if job.steps_done < DRAWN else "setting" if job.steps_done < SET else "writing"


def path_of(edition: Edition, kind: rules.Kind, language: str) -> Path:
    """Another content, another look or other contacts are another file."""
    settings = current_app.config["TOT"]
    made_from = (
        edition.digest,
        edition.number,
        [shared and shared.version_id for shared in (edition.glossary, edition.facts, edition.annex)],
        (sorted(edition.drafts(language)), edition.law_signed_at(language)),
        settings.platform_name,
        sorted(settings.contacts.items()),
        current_app.config["VERSION"],
        _look(language),
    )
    digest = hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]
    return _folder() / f"{_stem(edition, kind, language)}-{digest}.pdf"


def _stem(edition: Edition, kind: rules.Kind, language: str) -> str:
    return f"{edition.key}-{edition.number}-{kind.name}-{language}"


def _folder() -> Path:
    folder: Path = current_app.config["TOT"].instance / "packs"
    return folder


@cache
def _look(language: str) -> str:
    """What templates, style sheets and the interface's words add up to, worked out once per process."""
    sources = [
        *sorted((ROOT / "templates" / printing.FOLDER).rglob("*.*")),
        *sorted((ROOT / "tot" / "packs").glob("*.py")),
        *sorted((catalogues.FOLDER / language).rglob("*.mo")),
    ]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def key_of(path: Path) -> str:
    """What the job of this file is known by: asked for twice, it is made once."""
    return f"{JOB} {path.stem}"


@jobs.works(JOB)
def make(arguments: dict[str, Any], report: jobs.Report) -> None:
    """Makes the file, whole or not at all, and clears away those that nobody will ask for again."""
    edition = queries.edition_of_version(arguments["version"])
    kind = rules.KINDS.get(arguments["pack"])
    if edition is None or kind is None:
        return
    language = arguments["language"]
    path = path_of(edition, kind, language)
    if not path.is_file():
        drawn = printing.draw(edition, kind, language, lambda done, of: report(DRAWN * done // of, 100))
        report(DRAWN, 100)
        press.book_of(drawn.html, drawn.styles, path, _on_page(drawn.html, report), one_page_each=drawn.sheets)
    clear_away(path, edition, kind, language)


def _on_page(html: str, report: jobs.Report) -> press.OnPage:
    guessed = max(1, len(PICTURE.sub("", html)) // LETTERS_A_PAGE)
    furthest = 0

    def on_page(page: int) -> None:
        nonlocal furthest
        # Pages are set several times, until the numbers in the contents are right: a step never goes back.
        if page >= furthest + PAGES_A_STEP:
            furthest = page
            report(min(SET - 1, DRAWN + (SET - DRAWN) * page // guessed), 100)

    return on_page


def clear_away(path: Path, edition: Edition, kind: rules.Kind, language: str) -> None:
    """Removes older files of the same pack, and packs of versions that no cohort has and no new one gets."""
    in_use = queries.versions_in_use(edition.key)
    for other in _folder().glob(f"{edition.key}-*.pdf"):
        number = re.match(rf"{re.escape(edition.key)}-(\d+)-", other.name)
        is_older = other.name.startswith(_stem(edition, kind, language) + "-") and other != path
        is_unused = number is not None and int(number[1]) not in in_use and other != path
        if is_older or is_unused:
            other.unlink(missing_ok=True)
    for half in _folder().glob("*.part"):  # left by somebody who was killed
        if time.time() - half.stat().st_mtime > HOUR:
            half.unlink(missing_ok=True)
