"""Playing a branching scenario: its setting, each choice with what follows from it, and the ending."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Module, Scenario
from tot.courses.signing import is_draft
from tot.db import transaction
from tot.policy import Can
from tot.scenarios import actions, queries, rules
from tot.scenarios.forms import ChoiceForm
from tot.scenarios.queries import Playing, play_by_id
from tot.web.access import requires
from tot.web.course_text import content_language
from tot.web.languages import say
from tot.web.pages import page

views = Blueprint("scenarios", __name__, url_prefix="/scenarios")


@views.get("/<int:enrolment_id>/<scenario_key>")
@requires(Can.LEARN, on=own_enrolment)
def scenario(enrolment: OwnEnrolment, scenario_key: str) -> Response:
    """The setting, and how earlier plays ended."""
    course = book(enrolment.course_version_id)
    found = rules.scenario_in(course, scenario_key) or abort(404)
    plays = queries.plays_of(enrolment.id, scenario_key)
    return _page("scenarios/scenario.html", enrolment, course, *found, plays=plays)


@views.post("/<int:enrolment_id>/<scenario_key>")
@requires(Can.LEARN, on=own_enrolment)
def begin(enrolment: OwnEnrolment, scenario_key: str) -> ResponseReturnValue:
    """Begins a play, or goes on with the one that has no ending yet."""
    found = rules.scenario_in(book(enrolment.course_version_id), scenario_key) or abort(404)
    with transaction():
        begun = actions.begin(enrolment, found[1], datetime.now(UTC))
    return redirect(url_for("scenarios.play", play_id=begun), 303)


@views.get("/plays/<int:play_id>")
@requires(Can.PLAY_SCENARIO, on=play_by_id)
def play(play: Playing) -> Response:
    """Where one is: a node with its choices, or the ending with the path that led there."""
    return _play_page(play, queries.path_of(play, queries.pinned(play)[2]))


@views.post("/plays/<int:play_id>")
@requires(Can.PLAY_SCENARIO, on=play_by_id)
def choose(play: Playing) -> ResponseReturnValue:
    """Makes a choice and shows what follows from it."""
    played, form = queries.pinned(play)[2], ChoiceForm()
    form.choice.choices = []
    if form.validate_on_submit():
        position = form.position.data
        with form.refusals(), transaction():
            stands = actions.choose(play, played, position, form.choice.data, datetime.now(UTC))
        if not form.errors:
            if not stands:
                flash(_("You had already chosen here. This is where you are now."), "info")
                return redirect(url_for("scenarios.play", play_id=play.id), 303)
            return redirect(url_for("scenarios.step", play_id=play.id, position=position + 1), 303)
    return _play_page(play, queries.path_of(play, played), form)


@views.get("/plays/<int:play_id>/<int:position>")
@requires(Can.PLAY_SCENARIO, on=play_by_id)
def step(play: Playing, position: int) -> Response:
    """What followed from the choice at this position (counted from 1), and why."""
    course, module, played = queries.pinned(play)
    path = queries.path_of(play, played)
    if not 0 < position <= len(path.taken):
        abort(404)
    more = {"play": play, "path": path, "taken": path.taken[position - 1]}
    return _page("scenarios/step.html", play, course, module, played, **more)


def _play_page(play: Playing, path: rules.Path, form: ChoiceForm | None = None) -> Response:
    course, module, played = queries.pinned(play)
    template = "scenarios/ending.html" if path.ending else "scenarios/play.html"
    errors = (*form.choice.errors, *form.form_errors, *form.position.errors) if form else ()
    more = {"play": play, "path": path, "errors": errors}
    return _page(template, play, course, module, played, **more, status=422 if errors else 200)


def _page(
    template: str, about: OwnEnrolment | Playing, course: Course, module: Module, played: Scenario, **more: Any
) -> Response:
    language = content_language(course.languages, about.language)
    enrolment_id = about.enrolment_id if isinstance(about, Playing) else about.id
    return page(
        template,
        title=say(played.title, language),
        crumbs=[(say(course.title, language), url_for("progress.course", enrolment_id=enrolment_id))],
        enrolment_id=enrolment_id,
        scenario=played,
        language=language,
        is_draft=is_draft(module, language),
        **more,
    )
