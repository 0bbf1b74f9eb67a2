"""Signing off, withdrawing, remarking, and saying what became of a remark. Every step is a row that is added."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.courses import signing
from tot.courses.models import SignOff, Version, Withdrawal
from tot.db import after_commit, db
from tot.refusals import Refused
from tot.reviews import queries
from tot.reviews.models import Remark, RemarkStep
from tot.reviews.queries import Reading


def sign_off(
    read: Reading, version_id: int, role: str, note: str, actor: Person, now: datetime, *, request_key: str
) -> SignOff:
    """The actor vouches for this text in its language. `version_id` is the version that stood on her page.

    The same `request_key` twice signs once. Raises Refused where another version was published while she read, and
    where she has signed this already.
    """
    _lock_version(read.version_id)
    if known := queries.sign_off_of_request(request_key, actor.id):
        return known
    if version_id != read.version_id:
        raise Refused(_l("A newer version was published while you read. Read what it changes, then sign it off."))
    if role not in signing.ROLE_NAMES:
        raise Refused(_l("Choose the role in which you have read it."), "role")
    before = queries.last_by(actor.id, read.version_id, read.language, role)
    if before is not None and queries.withdrawal_of(before.id) is None:
        raise Refused(_l("You have signed this version off already in this role."), "role")
    signed = SignOff(
        version_id=read.version_id,
        thing_key=read.key,
        language=read.language,
        role=role,
        digest=signing.digest_in(read.thing, read.language),
        number=before.number + 1 if before else 1,
        note=note,
        person_id=actor.id,
        signed_at=now,
        request_key=request_key,
    )
    db.session.add(signed)
    db.session.flush()
    remember(
        Did.SIGNED_OFF,
        actor=actor,
        now=now,
        about=signed,
        text=read.key,
        version=read.number,
        language=read.language,
        role=role,
    )
    after_commit(signing.forget)
    return signed


def withdraw(signed: SignOff, reason: str, actor: Person, now: datetime) -> Withdrawal:
    """The sign-off no longer holds; it stays to be seen, with the reason. Withdrawn twice, the first reason stays."""
    version = _lock_version(signed.version_id)
    known = queries.withdrawal_of(signed.id)
    if known is not None:
        return known
    withdrawal = Withdrawal(sign_off_id=signed.id, reason=reason, person_id=actor.id, withdrawn_at=now)
    db.session.add(withdrawal)
    db.session.flush()
    remember(
        Did.WITHDREW_SIGN_OFF,
        actor=actor,
        now=now,
        about=signed,
        text=signed.thing_key,
        version=version.number,
        language=signed.language,
        role=signed.role,
        reason=reason,
    )
    after_commit(signing.forget)
    return withdrawal


def remark(
    read: Reading,
    piece: str,
    language: str,
    wrong: str,
    right: str,
    actor: Person,
    now: datetime,
    *,
    request_key: str,
) -> Remark:
    """Keeps what is wrong in a piece and what would be right, in one of the languages that stand side by side.

    The same `request_key` twice keeps it once.
    """
    _lock_version(read.version_id)
    if known := queries.remark_of_request(request_key, actor.id):
        return known
    if read.piece(piece) is None:
        raise Refused(_("This piece is no longer in the text. Look at the version of now."))
    made = Remark(
        version_id=read.version_id,
        thing_key=read.key,
        course_key=read.course_key,
        piece=piece,
        language=language,
        wrong=wrong,
        right=right,
        person_id=actor.id,
        made_at=now,
        request_key=request_key,
    )
    db.session.add(made)
    db.session.flush()
    remember(
        Did.REMARKED,
        actor=actor,
        now=now,
        about=made,
        text=read.key,
        version=read.number,
        language=language,
        piece=piece,
    )
    return made


def settle(about: Remark, *, is_open: bool, note: str, actor: Person, now: datetime) -> None:
    """The remark is dealt with, or open again. What it is already, it does not become once more."""
    db.session.execute(select(Remark.id).where(Remark.id == about.id).with_for_update())
    db.session.refresh(about, ["steps"])
    if about.is_open == is_open:
        return
    state = "open again" if is_open else "dealt with"
    about.steps.append(RemarkStep(number=len(about.steps) + 1, state=state, note=note, person_id=actor.id, made_at=now))
    db.session.flush()
    remember(
        Did.SETTLED_REMARK, actor=actor, now=now, about=about, text=about.thing_key, piece=about.piece, state=state
    )


def _lock_version(version_id: int) -> Version:
    """Whoever signs, withdraws or remarks on the same version at the same moment waits and sees the other's row."""
    return db.session.scalars(select(Version).where(Version.id == version_id).with_for_update()).one()
