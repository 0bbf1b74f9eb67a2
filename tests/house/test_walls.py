"""Every route, as everybody, over a mixed world: no failure, no name from beyond the wall, no link that refuses."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask, Response
from flask_login import current_user
from sqlalchemy import select

from tests.conftest import Browser, SignIn
from tests.house.mixed import Mixed, make_mixed
from tot import jobs, mail
from tot.accounts.models import Agency, Invitation, Person, Place, Role
from tot.cascade.models import Licence
from tot.certificates.models import Batch, Certificate
from tot.cohorts.models import Cohort, Enrolment, Import
from tot.cohorts.queries import cohorts_seen_by
from tot.courses.models import SignOff
from tot.db import db, transaction
from tot.policy import Can, may
from tot.questions.models import Conversion
from tot.quizzes.models import Answer, Attempt, Regrade
from tot.reviews.models import Remark
from tot.scenarios.models import Play
from tot.seminars.models import Session
from tot.uploads.models import Upload
from tot.web import errors
from tot.web.access import marks

# What a route's argument can be. A route with an argument that is missing here fails the test and asks to be added.
TABLES: dict[str, Any] = {
    "person_id": Person, "place_id": Place, "agency_id": Agency, "role_id": Role, "licence_id": Licence,
    "cohort_id": Cohort, "enrolment_id": Enrolment, "import_id": Import, "session_id": Session, "attempt_id": Attempt,
    "answer_id": Answer, "play_id": Play, "certificate_id": Certificate, "batch_id": Batch, "job_id": jobs.Job,
    "letter_id": mail.Letter, "invitation_id": Invitation, "upload_id": Upload, "conversion_id": Conversion,
    "sign_off_id": SignOff, "remark_id": Remark, "regrade_id": Regrade,
}  # fmt: skip
WORDS: dict[str, list[str]] = {
    "code": ["en", "ZZZZZ-ZZZZZ"],
    "key": ["BRD"], "course_key": ["BRD"], "module_key": ["BRD-2", "BRD-1"], "section_key": ["BRD-2-s1"],
    "question_key": ["BRD-2-q1"], "quiz_key": ["BRD-2-check", "BRD-pre"], "scenario_key": ["BRD-2-scenario"],
    "size": ["large"], "kind": ["attendance", "workbook", "guide"], "language": ["en"], "number": ["1"],
    "position": ["1"], "thing_key": ["BRD-2"],
    "part": ["second", "third"], "suffix": ["pdf", "xlsx"],
    "digest": ["0" * 64], "width": ["480"], "country": ["uz"], "handout_key": ["TOT-h-rubric"],
}  # fmt: skip
# Things of a kind, and who walks: the second walk shows that the first was no luck of SQLite, so one of each is enough.
MOST = {"sqlite": 3, "postgresql": 1}
WALKERS = {"postgresql": {"observer", "reviewer", "coordinator north", "trainer north", "pupil both"}}
# Files take long to make, so they are asked for only by those who must be given none.
FILES = (".pdf", ".xlsx")
OUTSIDERS = {"observer", "stranger"}


@pytest.fixture
def mixed(app: Flask, world: object) -> Mixed:
    with app.app_context(), transaction():
        return make_mixed()


def values_of(name: str) -> list[Any]:
    if name in WORDS:
        return WORDS[name]
    assert name in TABLES, f"say in TABLES or WORDS what <{name}> of a route can be"
    found = list(db.session.scalars(select(TABLES[name].id).order_by(TABLES[name].id)))
    most = MOST[db.engine.dialect.name]
    return found[:: max(1, -(-len(found) // most))]  # spread over the table, so that both regions are among them


def paths(app: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Every route of that method with every thing that could stand in it."""
    for rule, methods, endpoint, _mark in marks(app):
        if method not in methods:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
        with app.app_context():
            choices = [values_of(name) for name in names]
        for chosen in product(*choices):
            path = rule
            for name, value in zip(names, chosen, strict=True):
                path = re.sub(rf"<(?:\w+:)?{name}>", str(value), path, count=1)
            yield path, endpoint


@pytest.fixture
def refused_once(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Each person's page that refuses is drawn once, until she stands in this set: it is the same wherever she goes."""
    drawn: set[str] = set()

    def page(template: str, **values: Any) -> Response:
        if template != "errors/403.html":
            return errors_page(template, **values)
        if (who := current_user.get_id()) in drawn:
            return Response(status=403)
        drawn.add(who)
        return errors_page(template, **values)

    errors_page = errors.page
    monkeypatch.setattr(errors, "page", page)
    return drawn


def test_nobody_reads_a_name_beyond_the_wall(app: Flask, mixed: Mixed, sign_in: SignIn, refused_once: set[str]) -> None:
    walked = list(paths(app, "GET"))
    leaks, failures, dead_ends = [], [], []
    sees = mixed.sees()
    with app.app_context():
        walkers = WALKERS.get(db.engine.dialect.name, set(sees))
    for who in walkers:
        allowed = sees[who]
        client = sign_in(mixed.people[who]).client
        refused, links = set(), set()
        for path, endpoint in walked:
            if path.endswith(FILES) and who not in OUTSIDERS:
                continue
            response = client.get(path)
            if response.status_code == 403:
                refused.add(path)
            if response.status_code >= 500:
                failures.append(f"{who}: {path}: {response.status_code}")
            if path.endswith(FILES) and "template" not in path and response.status_code == 200:
                leaks.append(f"{who} is given {path} ({endpoint})")
            if response.status_code not in (200, 403) or not response.mimetype.startswith("text/"):
                continue
            seen = {other for other, mark in mixed.marks.items() if mark in response.text}
            if beyond := seen - allowed - {who}:
                leaks.append(f"{who} reads of {sorted(beyond)} at {path} ({endpoint})")
            links |= {(there, endpoint) for there in re.findall(r'<a [^>]*href="(/[^"?#]*)', response.text)}
        dead_ends += [f"{who}: {endpoint} leads to {there}" for there, endpoint in links if there in refused]
    assert len(refused_once) == len(walkers), "everybody is refused something"
    assert failures == []
    assert leaks == []
    assert sorted(dead_ends) == [], "a link that its reader may not follow"


def test_whoever_is_not_signed_in_reads_no_name(app: Flask, mixed: Mixed, browser: Browser) -> None:
    for path, endpoint in paths(app, "GET"):
        response = browser.client.get(path)
        assert response.status_code < 500, path
        assert not [who for who, mark in mixed.marks.items() if mark in response.text], f"{path} ({endpoint})"


def test_the_lists_and_the_table_agree(app: Flask, mixed: Mixed) -> None:
    with app.app_context():
        everybody, every_cohort = list(db.session.scalars(select(Person))), list(db.session.scalars(select(Cohort)))
        for person in everybody:
            seen = {cohort.id for cohort in cohorts_seen_by(person)}
            assert seen == {c.id for c in every_cohort if may(person, Can.SEE_COHORT, c)}, person.name


def test_no_post_without_permission_changes_anything(app: Flask, mixed: Mixed, sign_in: SignIn) -> None:
    stranger = sign_in(mixed.people["stranger"])
    open_to_all = {"home", "accounts"}
    for path, endpoint in paths(app, "POST"):
        mark = app.view_functions[endpoint].mark  # type: ignore[attr-defined]
        if mark.who != "requires":
            assert endpoint.split(".")[0] in open_to_all, f"{endpoint} lets everybody who is signed in write"
            continue
        if mark.permission is Can.SEE_OWN_PAGES:
            continue
        response = stranger.client.post(path, data={"csrf_token": stranger.token()})
        assert response.status_code in (403, 404), f"{path} ({endpoint}): {response.status_code}"
