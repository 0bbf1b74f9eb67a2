"""People stand in one order on every list: the Uzbek Latin alphabet's, on both databases and after the migration."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from tests.accounts.make import make_official, make_person
from tests.conftest import SignIn, fresh_database
from tot import config
from tot.accounts import actions, rules
from tot.accounts.models import Person
from tot.accounts.rules.names import APOSTROPHES
from tot.app import create_app
from tot.db import db, transaction
from tot.installation.actions import MIGRATIONS

IN_ORDER = [
    ("Ergashev", "Yoʻldosheva"),
    ("Oripov", "Oʻktamov"),
    ("Zokirov", "Oʻktamov", "Gʻaniyev", "Shodiyev", "Choriyev"),
    ("Эргашев Анвар", "Ergashev Botir", "Эргашев Ғани", "Ergashev Shavkat"),
    ("Dadayev", "Эргашев", "Fozilov"),
    ("Зокиров", "Oʻktamov", "Ғаниев", "Shodiyev", "Чориев"),
    ("Gulomov", "Hasanov", "Gʻulomov"),
    ("Sobirov", "Suvonov", "Tohirov", "Sharipov"),
    ("Karimov Vali", "Karimova Ali"),
    ("Karimova", "Karimova-Aliyeva", "Karimovaliyev"),
    ("Isʼhoqov", "Islomov", "Ishonov"),
    ("Исҳоқов", "Исломов", "Ишонов"),
    ("Elmurodov", "Елена", "Йўлдошева", "Zokirov"),
    ("Fedorov", "Fyodorov", "Фёдоров А", "Fyodorov B"),
    ("Choriyev", "漢"),
]
EQUAL = [
    ("Oʻktamov Gʻani", "Oʼktamov Gʼani", "O'ktamov G'ani", "O`ktamov G`ani", "O’ktamov G‘ani", "ЎКТАМОВ  ҒАНИ"),
    ("Karimova", "Каримова", "KARIMOVA", " karimova "),
    ("Gʻaniyev", "Ғаниев"),
    ("Yoʻldosheva", "Йўлдошева"),
    ("Maʼmura Saʼdullayeva", "Mamura Sadullayeva", "Маъмура Саъдуллаева"),
    ("Isʼhoqov", "Исҳоқов"),
    ("Yelena", "Елена"),
    ("Choriyev Shuhrat", "Чориев Шуҳрат"),
]
LETTERS = st.text(
    alphabet=st.sampled_from("abcghosyzOGʻʼ'’` абвгеёзстўшчщъьэюяЎҚҒҲқғҳ-.0") | st.characters(), max_size=40
)
LISTED = ["Эргашев", "Fozilov", "Yoʻldosheva", "Zokirov", "O'ktamov", "Ғаниев", "Shodiyev", "Чориев"]


@pytest.mark.parametrize("names", IN_ORDER, ids=" ".join)
def test_names_stand_in_the_order_of_the_alphabet(names: tuple[str, ...]) -> None:
    keys = [rules.name_order(name) for name in names]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("spellings", EQUAL, ids=lambda row: row[0])
def test_one_name_has_one_place_in_either_alphabet(spellings: tuple[str, ...]) -> None:
    assert len({rules.name_order(spelling) for spelling in spellings}) == 1


@given(LETTERS, st.data())
def test_all_apostrophes_are_equal(name: str, data: st.DataObject) -> None:
    other = "".join(data.draw(st.sampled_from(APOSTROPHES)) if c in APOSTROPHES else c for c in name)
    assert rules.name_order(other) == rules.name_order(name)
    assert rules.name_order(rules.clean_name(name)) == rules.name_order(rules.clean_name(rules.clean_name(name)))


@given(LETTERS)
def test_an_order_is_digits_in_pairs_that_any_collation_leaves_alone(name: str) -> None:
    assert re.fullmatch(r"((0[1-9]|[1-3]\d|40|99\d{7})+(00(?!$))?)*", rules.name_order(name))


@pytest.fixture
def shuffled(app: Flask, world: Connection) -> Person:
    """A coordinator who sees all of LISTED, added in no order."""
    with app.app_context(), transaction():
        for name in Random(3).sample(LISTED, len(LISTED)):
            make_person(f"{name} Fictional")
        return make_official("administrator", name="Aaa Administrator")


def test_the_list_of_people_is_the_same_on_both_databases(shuffled: Person, sign_in: SignIn) -> None:
    html = sign_in(shuffled).get("/accounts/people").text
    places = [html.index(f"{name} Fictional".replace("'", "&#39;")) for name in LISTED]
    assert places == sorted(places)


def test_no_collation_of_the_database_changes_it(app: Flask, shuffled: Person) -> None:
    with app.app_context():
        postgresql = db.engine.dialect.name == "postgresql"
        for collation in ("C", "et-x-icu", "uz-x-icu", "lt-x-icu") if postgresql else ("BINARY", "NOCASE"):
            wanted = select(Person.name).where(Person.name.endswith(" Fictional"))
            found = db.session.scalars(wanted.order_by(Person.name_order.collate(collation))).all()
            assert [name.removesuffix(" Fictional") for name in found] == LISTED, collation


def test_a_changed_name_stands_where_it_belongs(inside: None, now: Any) -> None:
    person = make_person("Fedorov Ali")
    actions.change_person(person, None, now, name="Фёдоров Али")
    assert person.name_key == rules.name_key("Fedorov Ali"), "for matching it is the same name"
    assert person.name_order == rules.name_order("Fyodorov Ali")


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database as it was when lists were sorted by the key for matching."""
    url = "" if request.param == "sqlite" else fresh_database("order")
    app = create_app(config.load(tmp_path, database_url=url, mail_url="", queue_url=""), testing=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS), revision="0011")
        yield app
        db.session.remove()
        db.engine.dispose()


def test_those_who_were_there_before_are_put_in_order(before: Flask) -> None:
    known = [*LISTED, *(name for names in IN_ORDER + EQUAL for name in names), *APOSTROPHES.join("og")]
    row = {"sign_in_key": "k", "language": "uz", "sex": "female", "is_active": True, "is_demo": False, "failed": 0}
    with db.engine.begin() as connection:
        for number, name in enumerate(known, 1):
            connection.execute(
                text(
                    "INSERT INTO people (id, name, name_key, sign_in_name, sign_in_key, language, sex, is_active,"
                    " is_demo, made_at, failed_sign_ins) VALUES (:id, :name, :name, :s, :sign_in_key, :language, :sex,"
                    " :is_active, :is_demo, '2027-03-01 09:00:00', :failed)"
                ),
                {**row, "id": number, "name": name, "s": f"s{number}"},
            )
        people = "UPDATE people SET made_by_id = 1 WHERE id > 1"  # rows that point here must not be in the way
        connection.execute(text(people))
    upgrade(directory=str(MIGRATIONS), revision="0012")
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT name, name_order FROM people ORDER BY id")).all()
    assert [tuple(one) for one in found] == [(name, rules.name_order(name)) for name in known]
