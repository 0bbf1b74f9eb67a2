"""From a ready machine to a served page, in one process: the database, the courses, the demo world, the server.

Every step leaves alone what is there, so that the second start is quick and keeps all that people did.
"""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the rest is loaded where Ctrl-C is already answered with a sentence
    from flask.cli import ScriptInfo

# Real people may be here, or a course may have a mistake: both are told, and neither keeps the platform from starting.
STEPS = ((["init", "--no-administrator"], True), (["courses", "publish"], False), (["demo"], False))


def run(arguments: list[str], script: "ScriptInfo") -> int:
    """Runs a `tot` command on the application that is loaded once; returns its exit code."""
    import click

    from tot.app import main

    try:
        main.main(arguments, prog_name="tot", obj=script, standalone_mode=False)
    except click.ClickException as trouble:
        click.echo(f"tot {arguments[0]}: {trouble.format_message()}", err=True)
        return trouble.exit_code
    except SystemExit as left:
        return int(left.code or 0)
    except click.Abort:
        raise KeyboardInterrupt from None
    return 0


def start(port: str) -> int:
    """All steps, then the server until it is stopped."""
    import click
    from flask.cli import ScriptInfo

    from tot.app import create_app
    from tot.config import Settings, WrongSetting, load

    try:
        if load().public_url == Settings.public_url:  # nothing was set: links lead to where we listen
            os.environ["TOT_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    except WrongSetting as wrong:
        click.echo(f"tot: {wrong}", err=True)
        return 1
    script = ScriptInfo(create_app=create_app, set_debug_flag=False, load_dotenv_defaults=False)
    for arguments, must_succeed in STEPS:
        if (code := run(arguments, script)) and must_succeed:
            return code
    return run(["run", "--port", port], script)


if __name__ == "__main__":
    try:
        sys.exit(start(sys.argv[1]))
    except KeyboardInterrupt:  # each step is written whole or not at all
        print("\ntot: Stopped. To go on from here, type: make run", file=sys.stderr)
        sys.exit(130)
