"""The application: what it is made of, and the `tot` command. Reads like a table of contents."""

import gc
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import lazy_gettext as _l

from tot import config
from tot.policy import Can
from tot.refusals import Refused

VERSION = "0.1.0"

# From the ground up; each slice has its place in the import contracts in pyproject.toml.
SLICES = (
    "accounts",
    "courses",
    "reviews",
    "cascade",
    "cohorts",
    "progress",
    "lessons",
    "scenarios",
    "quizzes",
    "seminars",
    "certificates",
    "packs",
    "regrades",
    "reports",
    "search",
    "uploads",
    "questions",
    "home",
    "installation",
)

# What the navigation offers, in this order, to those who have the permission.
NAVIGATION = (
    (_l("Home"), "home.start", Can.SEE_OWN_PAGES),
    (_l("Cohorts"), "cohorts.index", Can.SEE_COHORTS),
    (_l("People"), "accounts.index", Can.SEE_PEOPLE),
    (_l("Courses"), "courses.index", Can.SEE_COURSES),
    (_l("Reviews"), "reviews.index", Can.REVIEW),
    (_l("Cascade"), "reports.cascade", Can.SEE_CASCADE),
    (_l("Results"), "reports.tests", Can.SEE_TOTALS),
    (_l("Places"), "accounts.places", Can.SEE_PLACES),
    (_l("Installation"), "installation.state", Can.SEE_SYSTEM),
)

# The commands of `tot`: where each is found and what its line in the help says. Loaded only when called.
COMMANDS = {
    "init": ("tot.installation.cli:init", "Create the database and the first administrator."),
    "run": ("tot.installation.cli:run", "Serve the platform and work its jobs."),
    "demo": ("tot.installation.cli:demo", "Fill an empty installation with a fictional world."),
    "courses": ("tot.courses.cli:courses", "Check, publish and list courses, say how far they are."),
    "questions": (
        "tot.questions.cli:questions",
        "Convert questions between our quiz files and those of other systems.",
    ),
    "people": ("tot.accounts.cli:people", "Add people, invite them, let them choose a new password."),
    "jobs": ("tot.installation.cli:jobs", "Work in the background."),
    "access": ("tot.installation.cli:access", "Show who may open each route."),
    "doctor": ("tot.installation.doctor:doctor", "Look for what is missing and say the remedy."),
    "certificates": ("tot.certificates.cli:certificates", "Verify a certificate."),
}


def create_app(settings: config.Settings | None = None, *, testing: bool = False) -> Flask:
    """The WSGI application for these settings. Refuses to start with a route that nobody decided about."""
    from flask_compress import Compress
    from flask_migrate import Migrate

    from tot import queue
    from tot.db import db
    from tot.web import access, assets, course_text, errors, languages, pages, security

    settings = settings or config.load()
    app = _configured(settings)
    app.testing = testing
    db.init_app(app)
    Migrate(app, db, directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)
    languages.connect(app, settings.languages, settings.time_zone)
    course_text.connect(app)
    pages.connect(app, [pages.Entry(*entry) for entry in NAVIGATION])
    security.connect(app, settings)
    Compress(app)
    errors.connect(app)
    _connect_slices(app)
    queue.connect(app, settings.queue_url, settings.instance)
    assets.connect(app, settings.instance / "assets")
    access.refuse_unmarked(app)
    return app


def _configured(settings: config.Settings) -> Flask:
    """Flask, told what its extensions ask for."""
    from tot.db import engine_options
    from tot.web.pages import Templates

    app = Flask(
        "tot",
        static_folder=None,
        template_folder=str(config.ROOT / "templates"),
        instance_path=str(settings.instance),
    )
    app.jinja_environment = Templates
    app.secret_key = settings.secret_key
    app.config.update(
        TOT=settings,
        VERSION=VERSION,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),  # sign-in itself ends earlier, see accounts
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIMETYPES=["text/html", "text/csv", "application/json"],
        COMPRESS_STREAMS=False,
    )
    return app


def _connect_slices(app: Flask) -> None:
    """Their tables and pages, and what those above hand to those below, which know nothing of them."""
    for name in SLICES:
        if find_spec(f"tot.{name}.models"):  # every table is known before the first query
            import_module(f"tot.{name}.models")
    for name in SLICES:
        app.register_blueprint(import_module(f"tot.{name}.views").views)
    from tot.accounts import signing_in
    from tot.certificates.raising import standing_of
    from tot.cohorts.actions import CLOSING
    from tot.cohorts.queries import names_staying_behind
    from tot.cohorts.standing import STANDING
    from tot.courses.report import STAYING
    from tot.quizzes.actions import close_tests

    signing_in.connect(app)
    hand_over_types()
    app.extensions[STAYING] = names_staying_behind  # courses know no cohorts, and publishing tells which stay behind
    app.extensions[CLOSING] = close_tests  # cohorts know no tests, and one that is closed leaves none open
    app.extensions[STANDING] = standing_of  # nor certificates, and whoever raises a trainer reads where she stands


def hand_over_types() -> None:
    """The reader of courses knows no web, so it is told which types of question there are."""
    from tot.courses.reader import types
    from tot.quizzes.types import TYPES

    types.hand_over(TYPES)


class Lazily(click.Group):
    """Loads a command when it is called: `tot --help` stays quick."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command, loaded now."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, context: click.Context) -> Any:
        """Runs the command; trouble that the operator can mend is one sentence, not a traceback."""
        try:
            return super().invoke(context)
        except (config.WrongSetting, Refused) as trouble:
            raise click.ClickException(str(trouble)) from trouble
        except Exception as trouble:
            if sentence := _of_the_database(trouble):
                raise click.ClickException(sentence) from trouble
            raise

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, from the table, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_where, words) in COMMANDS.items()])


def _of_the_database(trouble: Exception) -> str:
    """What to do where the database is not there, is none or waits for `tot init`; empty for any other trouble."""
    from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

    if type(trouble) not in (DatabaseError, OperationalError, ProgrammingError):
        return ""
    reason = str(getattr(trouble, "orig", trouble)).strip().partition("\n")[0]
    if "no such table" in reason or ("does not exist" in reason and "relation" in reason):
        return "The database is not prepared for this version. Type: tot init"
    if isinstance(trouble, ProgrammingError):
        return ""
    return f"The database cannot be used: {reason}. What to do about it says: tot doctor"


@click.group(cls=Lazily)
@click.version_option(VERSION)
@click.pass_context
def main(context: click.Context) -> None:
    """Train, protect, hear: the platform that teaches those who meet trafficked children."""
    from flask.cli import ScriptInfo

    # What is loaded stays to the end; to look through it after every 700 objects takes a seventh of the start.
    gc.set_threshold(50_000, 20, 20)
    # A command wears flask.cli.with_appcontext and asks current_app; it never imports this module.
    hand_over_types()
    context.obj = context.obj or ScriptInfo(create_app=create_app, set_debug_flag=False, load_dotenv_defaults=False)
