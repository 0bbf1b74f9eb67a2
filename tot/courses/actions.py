"""Publishing: adds versions of what changed, retires what is gone, revives what is back. Nothing is ever edited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, text

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.courses.bodies import Sealed, seal
from tot.courses.finding import index
from tot.courses.models import Figure, Thing, Version
from tot.courses.pictures import NoPicture, shrink
from tot.courses.queries import forget_shelf
from tot.courses.rules import Course, Whole
from tot.db import after_commit, db
from tot.refusals import Refused


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did to one course: ids of things, in the order of the course."""

    course_key: str
    version_id: int
    number: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]
    revived: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.changed or self.retired or self.revived)


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did: to each course that was given, and the courses that were retired because they are gone."""

    courses: tuple[Published, ...]
    retired_courses: tuple[str, ...]


def publish(
    wholes: Sequence[Whole],
    now: datetime,
    *,
    actor: Person | None = None,
    is_everything: bool = False,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
    spared: Collection[str] = (),
) -> Publication:
    """Publishes these courses and parts of the library, all or none; `pictures` by digest are what their texts show.

    `is_everything`: any other course is gone from disk, and is retired, but for those that are `spared`. The same again
    adds nothing. Raises Refused when an id has changed its kind or its course, and when a picture is missing or cannot
    be used.
    """
    _one_at_a_time()
    _keep_figures([whole for whole in wholes if isinstance(whole, Course)], pictures)
    sealed = {whole.id: list(seal(whole)) for whole in wholes}
    known = _known_things(sealed)
    _refuse_changed_kinds(sealed, known)
    published = tuple(_publish_course(key, things, known, now) for key, things in sealed.items())
    index.fill()
    for course in published:
        if course.is_changed:
            remember(
                Did.PUBLISHED,
                actor=actor,
                now=now,
                about=None,
                course=course.course_key,
                version=course.number,
                changed=[*course.added, *course.changed, *course.retired, *course.revived],
            )
    after_commit(forget_shelf)
    return Publication(published, _retire_other_courses({*sealed, *spared}, now) if is_everything else ())


def _one_at_a_time() -> None:
    """Who publishes at the same moment waits, and then finds everything already there. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE things IN SHARE ROW EXCLUSIVE MODE"))


def _keep_figures(courses: Sequence[Course], pictures: Mapping[str, bytes]) -> None:
    """Encodes the pictures that are new and adds them."""
    wanted = {figure.digest: figure.name for course in courses for figure in course.figures}
    known = set(db.session.scalars(select(Figure.digest).where(Figure.digest.in_(wanted))))
    for digest in wanted.keys() - known:
        try:
            shrunk = shrink(pictures[digest])
        except (KeyError, NoPicture) as refusal:
            sentence = _(
                "The picture %(name)s cannot be used; save it again as PNG, JPEG or WebP.", name=wanted[digest]
            )
            raise Refused(sentence) from refusal
        db.session.add(
            Figure(digest=digest, width=shrunk.width, height=shrunk.height, small=shrunk.small, large=shrunk.large)
        )


def _known_things(sealed: dict[str, list[Sealed]]) -> dict[str, Thing]:
    """Everything the database knows of these courses, and of these ids in other courses."""
    keys = [thing.key for things in sealed.values() for thing in things]
    rows = db.session.scalars(select(Thing).where(or_(Thing.course_key.in_(sealed), Thing.key.in_(keys))))
    return {row.key: row for row in rows}


def _refuse_changed_kinds(sealed: dict[str, list[Sealed]], known: dict[str, Thing]) -> None:
    types = _question_types([thing.key for things in sealed.values() for thing in things if thing.kind == "question"])
    sentences = []
    for course_key, things in sealed.items():
        for thing in things:
            row = known.get(thing.key)
            if row is None:
                continue
            was = (row.kind, row.course_key, types.get(thing.key))
            if was != (thing.kind, course_key, thing.body.get("type")):
                sentences.append(_sentence(thing, course_key, was))
    if sentences:
        raise Refused(" ".join(sentences))


def _question_types(keys: list[str]) -> dict[str, str]:
    """The type of each of these questions as it is published now; it has never been another."""
    rows = db.session.execute(
        select(Version.thing_key, Version.body)
        .join(Thing, Thing.current_version_id == Version.id)
        .where(Thing.key.in_(keys), Thing.kind == "question")
    )
    return {key: body["type"] for key, body in rows}


def _sentence(thing: Sealed, course_key: str, was: tuple[str, str, str | None]) -> str:
    kind, course, question_type = was
    if course != course_key:
        return str(_("%(id)s belongs to course %(course)s; give this one another id.", id=thing.key, course=course))
    if kind != thing.kind:
        sentence = _("%(id)s was a %(old)s and is now a %(new)s; give the new one another id.")
        return str(sentence) % {"id": thing.key, "old": kind, "new": thing.kind}
    sentence = _("%(id)s was a %(old)s question and is now a %(new)s question; give the new one another id.")
    return str(sentence) % {"id": thing.key, "old": question_type, "new": thing.body["type"]}


def _publish_course(course_key: str, things: list[Sealed], known: dict[str, Thing], now: datetime) -> Published:
    added = _add_things(course_key, things, known)
    versions = _add_versions(things, now)
    changed, revived = [], []
    for thing in things:
        row, version = known[thing.key], versions[thing.key, thing.digest]
        if row.current_version_id != version.id and thing.key not in added:
            changed.append(thing.key)
        if row.retired_at is not None:
            revived.append(thing.key)
        row.current_version_id, row.retired_at = version.id, None
    db.session.flush()
    course = versions[course_key, things[-1].digest]
    return Published(
        course_key=course_key,
        version_id=course.id,
        number=course.number,
        added=tuple(added),
        changed=tuple(changed),
        retired=_retire_missing(course_key, things, known, now),
        revived=tuple(revived),
    )


def _add_things(course_key: str, things: list[Sealed], known: dict[str, Thing]) -> dict[str, None]:
    """Rows for the things that are new; their ids in order."""
    new = {
        thing.key: Thing(key=thing.key, kind=thing.kind, course_key=course_key)
        for thing in things
        if thing.key not in known
    }
    db.session.add_all(new.values())
    db.session.flush()  # versions point to things, so these come first
    known.update(new)
    return dict.fromkeys(new)


def _add_versions(things: list[Sealed], now: datetime) -> dict[tuple[str, str], Version]:
    """The version of each thing: the one that was published before with the same digest, or a new one."""
    keys = [thing.key for thing in things]
    found = {
        (version.thing_key, version.digest): version
        for version in db.session.scalars(select(Version).where(Version.digest.in_([thing.digest for thing in things])))
    }
    last = dict(
        db.session.execute(
            select(Version.thing_key, func.max(Version.number))
            .where(Version.thing_key.in_(keys))
            .group_by(Version.thing_key)
        ).all()
    )
    for thing in things:
        if (thing.key, thing.digest) not in found:
            found[thing.key, thing.digest] = version = Version(
                thing_key=thing.key,
                number=last.get(thing.key, 0) + 1,
                digest=thing.digest,
                body=dict(thing.body),
                published_at=now,
            )
            db.session.add(version)
    db.session.flush()
    return found


def _retire_missing(course_key: str, things: list[Sealed], known: dict[str, Thing], now: datetime) -> tuple[str, ...]:
    present = {thing.key for thing in things}
    gone = [
        row
        for row in known.values()
        if row.course_key == course_key and row.key not in present and row.retired_at is None
    ]
    for row in gone:
        row.retired_at = now
    return tuple(sorted(row.key for row in gone))


def _retire_other_courses(present: Collection[str], now: datetime) -> tuple[str, ...]:
    """Retires courses that are gone, with everything in them."""
    rows = list(db.session.scalars(select(Thing).where(Thing.course_key.not_in(present), Thing.retired_at.is_(None))))
    for row in rows:
        row.retired_at = now
    return tuple(sorted({row.course_key for row in rows}))
