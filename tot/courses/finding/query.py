"""The one query: which pieces hold all the words, and how well. SQLite and PostgreSQL give the same numbers.

The database's full text index only decides which pieces match. How well is counted with whole numbers from the text
itself, because the ranks of FTS5 and of PostgreSQL are different formulas.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, TextClause, and_, func, or_, select, text

from tot.courses.finding.pieces import Hit, Scope
from tot.courses.finding.spelling import Term
from tot.courses.models import IndexEntry
from tot.db import db


def hits(terms: Sequence[Term], scope: Scope) -> list[Hit]:
    """Every piece in scope that holds all these words or words that begin like them, in no order. One query."""
    if not terms or not any(scope.values()):
        return []
    entry = IndexEntry
    found = db.session.execute(
        select(entry.id, entry.version_id, entry.kind, entry.part, entry.position, entry.language, _score(terms)).where(
            _holds(terms), or_(*_within(scope))
        )
    )
    return [Hit(*row) for row in found]


def entries(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Entry → its title and text as they were written."""
    if not ids:
        return {}
    rows = db.session.execute(select(IndexEntry.id, IndexEntry.title, IndexEntry.text).where(IndexEntry.id.in_(ids)))
    return {number: (title, body) for number, title, body in rows}


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    return [
        and_(IndexEntry.kind == kind, IndexEntry.version_id.in_(sorted(versions)))
        for kind, versions in sorted(scope.items())
        if versions
    ]


def _holds(terms: Sequence[Term]) -> TextClause:
    # Keys are letters and digits only, so quotes are all they need; see spelling.key_of.
    if db.session.get_bind().dialect.name == "sqlite":
        asked = " AND ".join(f'"{term.key}"' if term.is_whole else f'"{term.stem}" *' for term in terms)
        rowids = "index_entries.id IN (SELECT rowid FROM index_words WHERE index_words MATCH :asked)"
        return text(rowids).bindparams(asked=asked)
    asked = " & ".join(f"'{term.key}'" if term.is_whole else f"'{term.stem}':*" for term in terms)
    return text("index_words_set @@ CAST(:asked AS tsquery)").bindparams(asked=asked)


def _score(terms: Sequence[Term]) -> Any:
    """Exact words before inflected ones, words of the title before the rest, words in the order asked before others."""
    title, words = (" " + column + " " for column in (IndexEntry.title_words, IndexEntry.words))
    parts = []
    for term in terms:
        parts += [
            _saturating(200, _count(title, f" {term.key} "), 1),
            _saturating(100, _count(title, f" {term.stem}"), 1),
            _saturating(100, _count(words, f" {term.key} "), 1),
            _saturating(30, _count(words, f" {term.stem}"), 2),
        ]
    if len(terms) > 1:
        parts.append(_saturating(150, _count(words, " " + " ".join(term.key for term in terms)), 1))
    return sum(parts[1:], parts[0])


def _count(column: Any, piece: str) -> Any:
    without = func.replace(column, piece, "", type_=String)
    return (func.length(column, type_=Integer) - func.length(without, type_=Integer)) // len(piece)


def _saturating(most: int, count: Any, half: int) -> Any:
    """Nothing for none, half of `most` for `half` occurrences, and never as much as `most`."""
    return most * count // (count + half)
