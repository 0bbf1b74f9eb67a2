"""Every addressable thing of a course and the versions of it that were published; the pictures."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.db import Base


class Thing(Base):
    """A course or anything addressable in it, or a part of the library; known for ever by the key its author gave it.

    `course_key` is the key of the whole that it is published with: of the course, or its own.
    """

    __tablename__ = "things"

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    course_key: Mapped[str] = mapped_column(index=True)
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("versions.id", use_alter=True, name="fk_things_current_version_id")
    )
    retired_at: Mapped[datetime | None]


class Version(Base):
    """One published state of a thing: a canonical body and its digest. Added, never edited."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("thing_key", "number"), UniqueConstraint("thing_key", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    number: Mapped[int]
    digest: Mapped[str]
    body: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]

    thing: Mapped[Thing] = relationship(foreign_keys=[thing_key])


class SignOff(Base):
    """A reviewer vouches for a published version in one language, in a role. Added, never edited.

    `digest` covers what she had before her: the source and that language, and no other (see signing.py). `number`
    counts how often the same person signed the same in the same role: again only after she withdrew.
    """

    __tablename__ = "sign_offs"
    __table_args__ = (UniqueConstraint("person_id", "version_id", "language", "role", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    thing_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    language: Mapped[str]
    role: Mapped[str]  # a word of signing.ROLES
    digest: Mapped[str]
    number: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    signed_at: Mapped[datetime]
    request_key: Mapped[str] = mapped_column(unique=True)


class Withdrawal(Base):
    """A sign-off that no longer holds, and why. Added, never edited."""

    __tablename__ = "sign_off_withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("sign_offs.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    withdrawn_at: Mapped[datetime]


class Figure(Base):
    """A picture that texts show, by the digest of the author's file: encoded anew, in two widths. Never changed."""

    __tablename__ = "figures"

    digest: Mapped[str] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    small: Mapped[bytes]
    large: Mapped[bytes]  # empty where the author's picture is not wider than the small one


class Source(Base):
    """The files from which a version of a course was published, byte for byte as a ZIP. The newest of a course counts.

    Words of a file may be written in other ways and give the same version; so a version may have several.
    """

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    digest: Mapped[str]
    archive: Mapped[bytes]
    is_upload: Mapped[bool]  # handed in on the web: the files of the project no longer decide about this course
    kept_at: Mapped[datetime]


class IndexEntry(Base):
    """One text of a published version, in one language, as it is searched. Written once, see finding/index.py."""

    __tablename__ = "index_entries"
    __table_args__ = (UniqueConstraint("version_id", "kind", "part", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    kind: Mapped[str]  # see finding/pieces.py
    part: Mapped[str]
    position: Mapped[int]
    language: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    title_words: Mapped[str] = mapped_column(Text)  # keys with one space between, see finding/spelling.py
    words: Mapped[str] = mapped_column(Text)


# The full text index of each database, which no class can describe. The words are keys already, so FTS5 only has
# to split them at the spaces; it keeps no text of its own, and no places of words, because nobody asks for phrases.
# PostgreSQL takes the words as they are, past its own parser and dictionaries, and once: for so few rows it prefers
# to look at each, and would otherwise take every text apart at every question.
INDEX_WORDS = (
    (
        "sqlite",
        "CREATE VIRTUAL TABLE index_words USING fts5("
        "words, content='index_entries', content_rowid='id', tokenize='ascii', detail='none', columnsize=0)",
    ),
    (
        "postgresql",
        "ALTER TABLE index_entries ADD COLUMN index_words_set tsvector"
        " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    ),
    ("postgresql", "CREATE INDEX index_words ON index_entries USING gin (index_words_set)"),
)
for dialect, statement in INDEX_WORDS:
    event.listen(IndexEntry.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
