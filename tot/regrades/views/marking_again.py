"""What marking again by another key would do, and doing exactly that; undoing works the same way."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tot.courses.queries import current_course
from tot.db import transaction
from tot.policy import Can
from tot.quizzes.models import Regrade
from tot.quizzes.queries import regrades_of
from tot.regrades import actions, queries
from tot.regrades.forms import RegradeForm
from tot.regrades.queries import Asked, Wanted
from tot.regrades.rules import MODES, UNDO, Effect, Preview
from tot.regrades.views.blueprint import (
    KEPT_WORDS,
    MODE_NAMES,
    crumbs,
    language_of,
    name_of_test,
    tests_asking,
    views,
)
from tot.web.access import requires, who_asks
from tot.web.lists import leaf
from tot.web.pages import Crumb, page


@views.route("/questions/<question_key>", methods=["GET", "POST"])
@requires(Can.REGRADE, on=queries.asked)
def question(asked: Asked) -> ResponseReturnValue:
    """Who would get which points by the corrected key; whoever confirms it gives the reason."""
    places = queries.places_of(who_asks())
    place = request.args.get("place") or next(iter(places), "")
    target = asked.version(request.args.get("version", asked.newest.number, int)) or abort(404)
    mode = request.args.get("mode", MODES[0])
    if place not in places or mode not in MODES:
        abort(404)
    wanted = Wanted(asked.key, place, mode, target.id)
    return _preview_page(
        asked,
        wanted,
        _("Mark again: %(question)s", question=asked.key),
        here={"question_key": asked.key, "place": place, "version": target.number, "mode": mode},
        endpoint="regrades.question",
        target=target,
        places=places,
    )


@views.route("/<int:regrade_id>/undo", methods=["GET", "POST"])
@requires(Can.SEE_REGRADE, on=queries.regrade_by_id)
def undo(regrade: Regrade) -> ResponseReturnValue:
    """Who would get back which points."""
    asked = queries.asked(regrade.question_key) or abort(404)
    wanted = Wanted(regrade.question_key, regrade.place_path, UNDO, undoes_id=regrade.id)
    there = url_for("regrades.show", regrade_id=regrade.id)
    crumb: Crumb = (_("Regrade %(number)s", number=regrade.id), there)
    return _preview_page(
        asked,
        wanted,
        _("Undo regrade %(number)s", number=regrade.id),
        here={"regrade_id": regrade.id},
        endpoint="regrades.undo",
        way=[crumb],
        target=None,
        places=queries.places_of(who_asks()),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One test in which answers change."""

    quiz_key: str
    raised: int
    lowered: int
    passed: int
    failed: int


def _preview_page(
    asked: Asked, wanted: Wanted, title: str, *, here: dict[str, Any], way: list[Crumb] | None = None, **values: Any
) -> ResponseReturnValue:
    form = RegradeForm()
    if form.validate_on_submit():
        said = (form.reason.data, form.state.data, who_asks(), datetime.now(UTC))
        with form.refusals(), transaction():
            made = actions.regrade(wanted, *said, request_key=form.request_key.data).id
        if not form.errors:
            flash(_said(made), "success")
            return redirect(url_for("regrades.show", regrade_id=made), 303)
    stands = queries.preview(wanted)
    may_be_left = stands.may_be_left and not queries.is_decided(asked.key, wanted.to_version_id, wanted.place_path)
    _fill(form, wanted, stands.state, may_be_left=may_be_left)
    part = leaf(len(stands.effects))
    shown = part.of(stands.effects)
    at_stake = queries.certificates_at_stake(stands.failed)
    course = current_course(asked.course_key)
    return page(
        "regrades/preview.html",
        title=title,
        crumbs=crumbs(*(way or [])),
        form=form,
        asked=asked,
        wanted=wanted,
        preview=stands,
        parts=_parts(stands),
        effects=shown,
        at_stake=at_stake,
        names=queries.named({e.change.enrolment_id for e in shown} | {c.enrolment_id for c in at_stake}, who_asks()),
        leaf=part,
        here=here,
        past=regrades_of([asked.key]),
        staying=queries.staying_behind(asked, wanted.place_path, who_asks()) if wanted.mode != UNDO else [],
        may_be_left=may_be_left,
        tests=tests_asking(course, asked.newest.question),
        name_of_test=partial(name_of_test, course),
        course=course,
        language=language_of(course),
        modes=MODE_NAMES,
        kept_words=KEPT_WORDS,
        **values,
    )


def _fill(form: RegradeForm, wanted: Wanted, state: str, *, may_be_left: bool) -> None:
    form.state.data, form.state.raw_data = state, None  # what is confirmed is what is on this page
    if may_be_left:
        form.reason.description = _("It is shown with the records and with the results of the test. Name nobody.")
    elif wanted.mode == UNDO:
        form.reason.description = _(
            "Everybody whose points change reads it, in your words, so say why they go back. Name nobody."
        )


def _said(regrade_id: int) -> str:
    count = queries.count_of_changes(regrade_id)
    if not count:
        return _("It is on record: left as it is. Nobody's points change.")
    return ngettext(
        "%(num)s answer was marked again. Its participant and the trainer are told.",
        "%(num)s answers were marked again. Their participants and trainers are told.",
        count,
    )


def _parts(stands: Preview) -> list[Part]:
    of_each: dict[str, list[Effect]] = {}
    for effect in stands.effects:
        of_each.setdefault(effect.change.quiz_key, []).append(effect)
    return [
        Part(
            key,
            sum(e.change.is_raised for e in effects),
            sum(not e.change.is_raised for e in effects),
            sum(e.passing > 0 for e in effects),
            sum(e.passing < 0 for e in effects),
        )
        for key, effects in sorted(of_each.items())
    ]
