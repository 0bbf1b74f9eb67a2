"""The operator's commands: create, serve, work, fill with a fictional world, and see who may open what."""

import json
import os
import signal
import socket
from dataclasses import asdict
from datetime import UTC, datetime
from errno import EACCES, EADDRINUSE

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from tot.config import Settings, load


@click.command()
@click.option("--name", default="", help="The first administrator's name, as in the identity document.")
@click.option("--email", default="", help="Where her letters go; may stay empty.")
@click.option("--no-administrator", is_flag=True, help="Only prepare the database and the places.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")
@with_appcontext
def init(name: str, email: str, no_administrator: bool, as_json: bool) -> None:
    """Create or migrate the database; make the first administrator and print her one-time link.

    May be run again at any time: what is there stays.
    """
    from tot.accounts import actions as accounts
    from tot.db import transaction
    from tot.installation import actions

    settings: Settings = current_app.config["TOT"]
    now = datetime.now(UTC)
    migrated = actions.migrate()
    with transaction():
        accounts.seed(now)
    told: dict[str, object] = {"migrated": migrated}
    if name and not no_administrator:
        with transaction():
            person, code = actions.first_administrator(name, email or None, now)
        told |= {"sign_in_name": person.sign_in_name, "link": f"{settings.public_url}/j/{code}"}
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"The database is ready ({len(migrated)} migrations run)." if migrated else "The database is ready.")
    if "link" in told:
        click.echo(f"First administrator: sign-in name {told['sign_in_name']}")
        click.echo(f"Open this link once, within 7 days, to choose a password:\n  {told['link']}")
    elif not no_administrator and not name:
        click.echo('No administrator was made. To make the first one: tot init --name "…" [--email …]')


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--jobs/--no-jobs", default=True, help="Work background jobs in this process, too.")
@click.pass_obj
def run(script: ScriptInfo, host: str, port: int, threads: int, jobs: bool) -> None:
    """Serve the platform. Embedded, it needs no second process: its jobs are worked here."""
    _refuse_taken_port(host, port)
    from tot import queue
    from tot.installation import actions
    from tot.installation.serving import server_of, settle

    if load().public_url == Settings.public_url:  # nothing was set: links lead to where we listen
        os.environ["TOT_PUBLIC_URL"] = f"http://{host}:{port}"
    app = script.load_app()
    with app.app_context():
        if pending := actions.pending_migrations():
            raise click.ClickException(f"The database waits for {len(pending)} migrations. Run `tot init` first.")
    settle(app)
    server = server_of(app, host, port, threads, proxies=app.config["TOT"].proxies)
    stop_jobs = queue.start_embedded(app) if jobs else None
    click.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager stops it as gently as Ctrl-C
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        if stop_jobs is not None:
            stop_jobs()
        server.close()
        _close_database(app)


def _close_database(app: Flask) -> None:
    """What stands in the log beside the SQLite file goes into it: whoever copies the file then has all of it."""
    from tot.db import db

    with app.app_context():
        db.engine.dispose()


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            another = f"--port {max(port + 1, 8000)}" if error.errno in (EADDRINUSE, EACCES) else "--host 127.0.0.1"
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another, e.g. {another}."
            ) from error


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Fill an installation with a clearly marked fictional world. Refuses where real people are."""
    from tot.installation.demo import make

    sign_ins = make(datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([asdict(sign_in) for sign_in in sign_ins], ensure_ascii=False))
        return
    click.echo("The demo world: every person in it is fictional.")
    rows = [(sign_in.role, sign_in.name, sign_in.sign_in_name, sign_in.password) for sign_in in sign_ins]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  " + "  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)).rstrip())


@click.group()
def jobs() -> None:
    """Work in the background."""


@jobs.command()
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32))
@click.option("--once", is_flag=True, help="Do what waits now, then stop.")
@with_appcontext
def work(workers: int, once: bool) -> None:
    """Work the jobs of the queue until stopped; for installations with several web nodes."""
    from tot import jobs as background
    from tot import queue

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    done = background.run_waiting()
    if once:
        click.echo(f"{done} jobs done")
        return
    queue.consume(app, workers=workers).run()


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
