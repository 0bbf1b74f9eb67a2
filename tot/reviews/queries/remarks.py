"""What reviewers remarked, and whether somebody has dealt with it."""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from tot.courses.models import Version
from tot.db import db
from tot.reviews.models import Remark, RemarkStep
from tot.reviews.queries.readings import LIBRARY, Reading


def remark_by_id(remark_id: int) -> Remark | None:
    """A remark with what became of it."""
    return db.session.scalar(_remarks().where(Remark.id == remark_id))


def remark_of_request(request_key: str, person_id: int) -> Remark | None:
    """The remark that this form of hers already made."""
    return db.session.scalar(select(Remark).where(Remark.request_key == request_key, Remark.person_id == person_id))


def remarks_on(read: Reading) -> dict[str, list[Remark]]:
    """Piece → the remarks on it that are open, in the languages of this reading."""
    found: dict[str, list[Remark]] = {}
    wanted = _remarks().where(Remark.thing_key == read.key, Remark.language.in_(read.languages), _is_open())
    for remark in db.session.scalars(wanted.order_by(Remark.id)):
        found.setdefault(remark.piece, []).append(remark)
    return found


def remarks_in(group_key: str, *, is_open: bool | None = None) -> list[Remark]:
    """The remarks on a course, or on what all courses share, the latest first; all, the open ones or the others."""
    shared = Remark.course_key == Remark.thing_key
    wanted = _remarks().where(shared if group_key == LIBRARY else Remark.course_key == group_key)
    if is_open is not None:
        wanted = wanted.where(_is_open() if is_open else ~_is_open())
    return list(db.session.scalars(wanted.order_by(Remark.id.desc())))


def count_open() -> dict[str, int]:
    """Text → how many remarks on it nobody has dealt with; a text without any is missing."""
    found = db.session.execute(select(Remark.thing_key, func.count()).where(_is_open()).group_by(Remark.thing_key))
    return dict(found.all())


def _remarks() -> Select[Remark]:
    return select(Remark).options(
        joinedload(Remark.person),
        joinedload(Remark.version).options(load_only(Version.number)),
        selectinload(Remark.steps).options(joinedload(RemarkStep.person)),
    )


def _is_open() -> ColumnElement[bool]:
    last = (
        select(RemarkStep.state)
        .where(RemarkStep.remark_id == Remark.id)
        .order_by(RemarkStep.number.desc())
        .limit(1)
        .correlate(Remark)
        .scalar_subquery()
    )
    return or_(last.is_(None), last == "open again")
