"""Playing: a play begins, each choice is saved before its consequence is shown, an ending is told to progress."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from tot.cohorts.queries import OwnEnrolment, is_active
from tot.courses.rules import Scenario
from tot.db import db
from tot.progress.actions import tell
from tot.refusals import Refused
from tot.scenarios import queries, rules
from tot.scenarios.models import Play, Step
from tot.scenarios.queries import Playing

ENDED = _l("You no longer take part in this cohort. Ask your trainer if this is a mistake.")


def begin(enrolment: OwnEnrolment, scenario: Scenario, now: datetime) -> int:
    """The id of the play that has no ending yet, or of a new one."""
    # Two clicks at once wait here for each other; the second finds the play of the first.
    if not is_active(enrolment.id, until_commit=True):
        raise Refused(ENDED)
    last = queries.last_play(enrolment.id, scenario.id)
    if last is not None and last.ended_at is None:
        return last.id
    play = Play(
        enrolment_id=enrolment.id,
        scenario_key=scenario.id,
        version_id=scenario.version_id,
        course_version_id=enrolment.course_version_id,
        number=last.number + 1 if last else 1,
        began_at=now,
    )
    db.session.add(play)
    db.session.flush()
    return play.id


def choose(play: Playing, scenario: Scenario, position: int, choice: str, now: datetime) -> bool:
    """Makes the choice at this position (counted from 0); whether it stands.

    Where a choice was made already, that one stands: false unless it was the same. Raises Refused for a choice that is
    not offered there.
    """
    db.session.execute(select(Play.id).where(Play.id == play.id).with_for_update())
    if not is_active(play.enrolment_id):
        raise Refused(ENDED)
    path = queries.path_of(play, scenario)
    if position < len(path.taken):
        return path.taken[position].choice.id == choice
    if path.node is None or position > len(path.taken):
        return False
    if choice not in {offered.id for offered in path.node.choices}:
        raise Refused(_l("Choose one of the answers."), field="choice")
    db.session.add(Step(play_id=play.id, position=position, node=path.node.id, choice=choice, chosen_at=now))
    db.session.flush()
    after = rules.follow(scenario, [*(taken.choice.id for taken in path.taken), choice])
    if after.ending is not None:
        db.session.execute(update(Play).where(Play.id == play.id).values(ended_at=now, ending=after.ending.id))
        facts = {"ending": after.ending.id, "is_safe": after.ending.safe, "scores": dict(after.scores)}
        tell(play.enrolment_id, "scenario", scenario.id, f"play {play.id}", facts, now)
    return True
