"""Writes the index: every version that can be searched gets its entries once, and they never change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, exists, insert, select, text

from tot.courses.finding.pieces import PIECES, Piece, pieces_of
from tot.courses.finding.spelling import keys_in
from tot.courses.models import IndexEntry, Thing, Version
from tot.db import db


def fill() -> int:
    """Adds the entries of every version that has none yet, also of versions from before; returns how many it added."""
    waiting = db.session.execute(
        select(Version.id, Thing.kind, Version.body)
        .join(Thing, Thing.key == Version.thing_key)
        .where(Thing.kind.in_(PIECES), ~exists().where(IndexEntry.version_id == Version.id))
        .order_by(Version.id)
    )
    versions, entries = [], []
    for version_id, kind, body in waiting:
        versions.append(version_id)
        entries += [_entry(version_id, piece) for piece in pieces_of(kind, body)]
    if entries:
        db.session.execute(insert(IndexEntry), entries)
        if db.session.get_bind().dialect.name == "sqlite":
            db.session.execute(_TO_FTS5, {"versions": versions})  # PostgreSQL indexes the column by itself
    return len(entries)


def _entry(version_id: int, piece: Piece) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "kind": piece.kind,
        "part": piece.part,
        "position": piece.position,
        "language": piece.language,
        "title": piece.title,
        "text": piece.text,
        "title_words": keys_in(piece.title),
        "words": keys_in(f"{piece.title}\n{piece.text}\n{piece.unseen}"),
    }


_TO_FTS5 = text(
    "INSERT INTO index_words(rowid, words) SELECT id, words FROM index_entries WHERE version_id IN :versions"
).bindparams(bindparam("versions", expanding=True))
