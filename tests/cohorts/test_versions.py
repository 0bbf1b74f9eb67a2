"""A cohort keeps the version of its course until somebody moves it, and the page says what that changes."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from tests.conftest import SignIn
from tests.progress import make
from tests.progress.make import border_module, border_value
from tot.accounts.models import Person, Role
from tot.audit import Event
from tot.cohorts.models import Cohort
from tot.cohorts.queries import names_staying_behind, versions_of_course
from tot.courses.actions import publish
from tot.db import db


@pytest.fixture
def w(app: Flask, world: Connection) -> SimpleNamespace:
    """A cohort on version 1 of the course; version 2 has a section less, a key and a Russian title changed."""
    with app.app_context():
        trainer = make.person("Malika Fictional")
        cohort = make.cohort(make.border_course(), led_by=trainer)
        make.enrolment(cohort)
        made = SimpleNamespace(
            trainer=trainer, coordinator=coordinator_of(cohort), stranger=make.person("Olim Fictional"),
            cohort_id=cohort.id, path=f"/cohorts/{cohort.id}/version", shown=f"/cohorts/{cohort.id}",
        )  # fmt: skip
        db.session.commit()
        for person in (made.trainer, made.coordinator, made.stranger):
            _ = person.roles, person.licences
    return made


def coordinator_of(cohort: Cohort) -> Person:
    person = make.person("Zuhra Fictional")
    place = {"place_id": cohort.place_id, "place_path": cohort.place_path}
    db.session.add(Role(person_id=person.id, kind="coordinator", granted_at=make.AT, **place))
    db.session.flush()
    return person


def publish_second(app: Flask, **course: Any) -> None:
    module = border_module()
    assert module.lesson
    assert module.check
    first, *others = module.check.questions
    changed = replace(
        module,
        title={**module.title, "ru": "Иначе"},
        lesson=replace(module.lesson, sections=module.lesson.sections[:-1]),
        check=replace(module.check, questions=(replace(first, key="a"), *others)),
    )
    value = border_value()
    modules = tuple(changed if one.id == module.id else one for one in value.modules)
    with app.app_context():
        publish([replace(value, modules=modules, **course)], make.AT)
        db.session.commit()


def number_of(app: Flask, w: SimpleNamespace) -> int:
    with app.app_context():
        cohort = db.session.get_one(Cohort, w.cohort_id)
        return next(v.number for v in versions_of_course("BRD") if v.id == cohort.course_version_id)


def events(app: Flask) -> list[dict[str, Any]]:
    with app.app_context():
        kind = "cohort moved to another version"
        return list(db.session.scalars(select(Event.facts).where(Event.kind == kind).order_by(Event.id)))


def test_cohorts_that_stay_behind_are_listed_by_the_alphabet_and_not_by_the_database(inside: None) -> None:
    names = ["Guliston", "Зангиота", "zarafshon", "Oʻrikzor", "O'zbekiston", "Gʻijduvon", "Шайхонтоҳур", "Chilonzor"]
    course = make.border_course()
    kept = [make.cohort(course, name=name).course_version_id for name in reversed(names)]
    assert names_staying_behind("BRD", kept[0] + 1) == names


def test_nothing_is_offered_while_there_is_one_version(w: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(w.trainer)
    assert "See what is new" not in browser.get(w.shown).text
    assert "This is the newest version" in browser.get(w.path).text


@pytest.mark.parametrize("who", ["trainer", "coordinator"])
def test_the_page_says_what_is_other_and_moves_the_cohort_once(
    app: Flask, w: SimpleNamespace, sign_in: SignIn, who: str
) -> None:
    publish_second(app)
    browser = sign_in(getattr(w, who))
    assert "See what is new in the course" in browser.get(w.shown).text
    text = " ".join(browser.get(w.path).text.split())
    for words in (
        "Changed: module",
        "Русский",
        "content or key",
        "No longer there: section",
        "Afterwards",
        "issued stay",
    ):
        assert words in text, words
    assert number_of(app, w) == 1
    for _twice in range(2):
        browser.post(f"{w.path}?to=2")
    assert number_of(app, w) == 2
    assert "See what is new" not in browser.get(w.shown).text
    browser.post(f"{w.path}?to=1")
    assert number_of(app, w) == 1
    assert [(e["from_version"], e["to_version"]) for e in events(app)] == [(1, 2), (2, 1)]


def test_a_version_without_the_cohorts_language_is_refused_with_what_to_do(
    app: Flask, w: SimpleNamespace, sign_in: SignIn
) -> None:
    with app.app_context():
        db.session.get_one(Cohort, w.cohort_id).language = "uz"
        db.session.commit()
    publish_second(app, languages=("en", "ru"))
    assert "Change the language first" in sign_in(w.trainer).post(f"{w.path}?to=2", status=422).text
    assert number_of(app, w) == 1


def test_a_closed_cohort_stays(app: Flask, w: SimpleNamespace, sign_in: SignIn) -> None:
    publish_second(app)
    browser = sign_in(w.trainer)
    browser.post(f"{w.shown}/close")
    assert "Move the cohort" not in browser.get(w.path).text
    browser.post(f"{w.path}?to=2", status=422)
    assert number_of(app, w) == 1


def test_nobody_else_moves_it(app: Flask, w: SimpleNamespace, sign_in: SignIn) -> None:
    publish_second(app)
    browser = sign_in(w.stranger)
    browser.get(w.path, 403)
    browser.post(f"{w.path}?to=2", status=403)
