"""`tot doctor`: looks at the machine, the surroundings and the records, and says the remedy for what is missing."""

import json
from collections.abc import Iterator

import click
from flask.cli import ScriptInfo
from flask_babel import gettext as _

from tot import config
from tot.installation.findings import Check, Finding, State, fail

COLOURS = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


def findings(script: ScriptInfo) -> Iterator[Finding]:
    """Everything there is to say, in the order in which one would mend it."""
    try:
        settings = config.load()
    except (config.WrongSetting, OSError) as error:
        yield fail(_("settings"), str(error), _("Correct it there, or in the environment (TOT_…)."))
        return
    for check in without_database():
        yield from guarded(check, settings)
    try:
        app = script.load_app()
    except Exception as error:  # whatever keeps the platform from starting is the finding
        yield fail(
            _("start"), _("The platform does not start: %(error)s", error=_named(error)), _("Mend the lines above.")
        )
        return
    from tot.installation import records

    with app.app_context():
        yield from guarded(records.database, settings)


def without_database() -> tuple[Check, ...]:
    """The checks that work even when the platform does not start."""
    from tot.installation import machine, surroundings

    return (
        machine.folders,
        machine.secret,
        machine.font_files,
        machine.pango,
        machine.catalogues,
        surroundings.address,
        surroundings.mail,
        surroundings.contacts,
    )


def guarded(check: Check, settings: config.Settings) -> Iterator[Finding]:
    """The findings of one check; a check that breaks is a failure of its own and does not stop the others."""
    try:
        yield from check(settings)
    except Exception as error:  # see above
        yield fail(
            check.__name__.replace("_", " "), _named(error), _("Report this line to whoever maintains the platform.")
        )


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Look for what is missing and say the remedy. Exits with 1 when something fails."""
    found = []
    for finding in findings(context.ensure_object(ScriptInfo)):
        found.append(finding)
        if not as_json:
            _say(finding)
    if as_json:
        click.echo(json.dumps([finding.as_row() for finding in found], ensure_ascii=False, indent=1))
    context.exit(1 if any(finding.state is State.FAIL for finding in found) else 0)


def _say(finding: Finding) -> None:
    """One line for what is, and one for what to do about it."""
    state = click.style(f"{finding.state:<5}", fg=COLOURS[finding.state])
    click.echo(f"{state} {finding.subject:<16} {finding.sentence}")
    if finding.remedy:
        click.echo(f"{'':<23}→ {finding.remedy}")
