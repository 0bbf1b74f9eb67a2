"""The operator's commands: create, serve, work, and see who may open what."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")
@with_appcontext
def access(as_json: bool) -> None:
    """Show who may open each route."""
    from tot.web.access import marks

    rows = [(path, methods, endpoint, str(mark)) for path, methods, endpoint, mark in marks(current_app)]
    if as_json:
        click.echo(json.dumps([dict(zip(("path", "methods", "endpoint", "who"), row, strict=True)) for row in rows]))
        return
    width = max(len(path) for path, *_ in rows)
    for path, methods, _endpoint, who in rows:
        click.echo(f"{path:<{width}}  {methods:<8}  {who}")
