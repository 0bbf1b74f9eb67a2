"""Certificates from a terminal: whether one holds, and whether its file says what was certified."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click
from flask.cli import with_appcontext


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about one code, or one page of a file. `differs` names claims that the page does not show."""

    where: str
    code: str
    state: str  # valid, revoked, superseded, damaged, unknown
    since: str | None = None
    reason: str | None = None
    claims: dict[str, str] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether the certificate holds, and the file says what was certified."""
        return self.state == "valid" and not self.differs


@click.group()
def certificates() -> None:
    """Verify certificates."""


@certificates.command()
@click.argument("what", metavar="CODE|FILE.pdf")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")
@with_appcontext
def verify(what: str, as_json: bool) -> None:
    """Say whether a certificate holds, with every claim that its paper makes.

    For a PDF, the text of each page is compared with what was certified: a changed name or date is found. Exit code 0
    when everything is valid, 1 when anything is not.
    """
    answers = _answers_for_file(Path(what)) if what.lower().endswith(".pdf") else [_answer(what, what)]
    if as_json:
        click.echo(json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, indent=1))
    else:
        for answer in answers:
            _print(answer)
    sys.exit(0 if answers and all(answer.is_good for answer in answers) else 1)


def _answers_for_file(path: Path) -> list[Answer]:
    import pikepdf

    from tot.certificates.reading import codes_on, text_on

    try:
        with pikepdf.open(path) as document:
            pages = [(codes_on(page), text_on(page)) for page in document.pages]
    except FileNotFoundError:
        raise click.ClickException(f"{path}: there is no such file.") from None
    except pikepdf.PdfError as error:
        raise click.ClickException(f"{path}: this cannot be read as a PDF ({error}).") from error
    if not any(codes for codes, _text in pages):
        raise click.ClickException(f"{path}: no code can be read in it. Type the code from the paper instead.")
    return [
        _answer(codes[0] if codes else "", f"{path}, page {number}", text)
        for number, (codes, text) in enumerate(pages, 1)
    ]


def _answer(typed: str, where: str, text: str | None = None) -> Answer:
    from tot.certificates import queries, words
    from tot.certificates.reading import missing_on
    from tot.certificates.rules import shown_code, typed_code
    from tot.clock import time_zone
    from tot.web.languages import in_language

    read = typed_code(typed)
    verdict = None if read.trouble else queries.by_code(read.code)
    if verdict is None:
        return Answer(where, typed, "unknown")
    with in_language(verdict.claims.language):
        said = {**words.claims_on_paper(verdict.claims), "code": shown_code(verdict.code)}
    return Answer(
        where,
        shown_code(verdict.code),
        verdict.state,
        verdict.since.astimezone(time_zone()).isoformat() if verdict.since else None,
        verdict.category,
        said,
        [] if text is None else missing_on(text, said),
    )


def _print(answer: Answer) -> None:
    since = f" since {answer.since}" if answer.since else ""
    reason = f" ({answer.reason})" if answer.reason else ""
    click.echo(f"{answer.where}: {answer.code or 'no code'}: {answer.state}{since}{reason}")
    for name, words in answer.claims.items():
        mark = "DIFFERS" if name in answer.differs else "       "
        click.echo(f"  {mark} {name.replace('_', ' ')}: {words}")
    if answer.differs:
        click.echo("  The file does not show these claims as they were certified.")
