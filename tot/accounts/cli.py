"""People from the terminal: `tot people add | invite | reset`."""

import json
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from tot.accounts import actions, queries, rules
from tot.accounts.models import ROLE_KINDS, SEXES, Agency, Person, Place
from tot.db import transaction

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")


@click.group()
def people() -> None:
    """Add people, invite them, let them choose a new password.

    A link that is printed lets its owner in once; hand it over as carefully as a key.
    """


@people.command()
@click.argument("name")
@click.option("--place", "place_code", help="Code of the place, such as UZ-TO.  [default: the country of the settings]")
@click.option("--agency", "agency_code", help='Code of the agency, such as "border service".')
@click.option("--email", help="Where letters go; may be left out.")
@click.option("--language", help="Language of pages and letters.  [default: the first of the settings]")
@click.option("--sex", type=click.Choice(SEXES), default="prefer not to say", show_default=True)
@click.option("--position", help='Such as "front line".')
@click.option("--office", type=click.Choice(ROLE_KINDS), help="An office for the place and everything beneath it.")
@click.option("--anyway", is_flag=True, help="Add the person although somebody alike is there.")
@AS_JSON
@with_appcontext
def add(
    name: str,
    place_code: str | None,
    agency_code: str | None,
    email: str | None,
    language: str | None,
    sex: str,
    position: str | None,
    office: str | None,
    anyway: bool,
    as_json: bool,
) -> None:
    """Add a person and print a one-time link. NAME is written as in the identity document.

    Exit status 3: somebody alike is there already, and nobody was added.
    """
    settings = current_app.config["TOT"]
    now = datetime.now(UTC)
    if language and language not in settings.languages:
        raise click.BadParameter(f"This installation offers {', '.join(settings.languages)}.", param_hint="--language")
    place, agency = _place(place_code or settings.country), _agency(agency_code)
    if not anyway:
        _refuse_alike(name, email, as_json)
    with transaction():
        person = actions.add_person(
            None,
            now,
            name=name,
            email=email,
            language=language or settings.languages[0],
            sex=sex,
            agency=agency,
            place=place,
            position=position,
        )
        if office:
            actions.grant_role(person, office, place, None, now)
        code = actions.make_code(person, "terminal", None, now)
    _tell(person, as_json, code=code)


@people.command()
@click.argument("who")
@AS_JSON
@with_appcontext
def invite(who: str, as_json: bool) -> None:
    """Send the invitation by e-mail. WHO is a sign-in name or an e-mail address."""
    person = _person(who)
    with transaction():
        actions.invite(person, None, datetime.now(UTC))
    _tell(person, as_json)


@people.command()
@click.argument("who")
@AS_JSON
@with_appcontext
def reset(who: str, as_json: bool) -> None:
    """Print a one-time link to choose a new password; it also lifts a lock. WHO as for `invite`.

    The password of now works until the link is used.
    """
    person = _person(who)
    with transaction():
        code = actions.make_code(person, "terminal", None, datetime.now(UTC))
    _tell(person, as_json, code=code)


def _place(code: str) -> Place:
    place = queries.place_by_code(code)
    if place is None:
        raise click.BadParameter(f"No place has the code {code}. Codes look like UZ or UZ-TO.", param_hint="--place")
    return place


def _agency(code: str | None) -> Agency | None:
    agency = queries.agency_by_code(code) if code else None
    if code and agency is None:
        known = ", ".join(agency.code for agency in queries.agencies())
        raise click.BadParameter(f"No agency has the code {code}. Known are: {known}.", param_hint="--agency")
    return agency


def _person(who: str) -> Person:
    person = queries.person_by_sign_in(who)
    if person is None:
        raise click.ClickException(f"Nobody has the sign-in name or e-mail address {who}.")
    return person


def _refuse_alike(name: str, email: str | None, as_json: bool) -> None:
    alike = queries.people_matching(rules.name_key(name), email)
    if not alike:
        return
    if as_json:
        click.echo(json.dumps({"alike": [{"name": p.name, "sign_in_name": p.sign_in_name} for p in alike]}))
    else:
        names = "\n".join(f"  {person.sign_in_name}  {person.name}" for person in alike)
        click.echo(f"Somebody alike is there already:\n{names}\nAdd --anyway if it is another person.", err=True)
    raise SystemExit(3)


def _tell(person: Person, as_json: bool, code: str | None = None) -> None:
    if as_json:
        told = {"name": person.name, "sign_in_name": person.sign_in_name, "email": person.email}
        click.echo(json.dumps(told | ({"link": actions.link_of(code)} if code else {}), ensure_ascii=False))
        return
    click.echo(f"{person.name}\n  signs in as {person.sign_in_name}")
    if code:
        hours = int(rules.CODE_LASTS["terminal"].total_seconds() // 3600)
        click.echo(f"  one-time link, for {hours} hours: {actions.link_of(code)}")
    else:
        click.echo(f"  a letter is on its way to {person.email}")
