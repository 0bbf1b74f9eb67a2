"""The press as the tests keep it: the same code, its libraries loaded once for all books, a line for each."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tot.config import ROOT
from tot.web import press

Run = Callable[[str, press.OnPage], None]


@contextmanager
def warm() -> Iterator[Run]:
    """Gives what press._run does, without a new process for each paper; pages are not counted."""
    command = [sys.executable, "-m", "tests.packs.warm_press"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:

        def run(wanted: str, _on_page: press.OnPage) -> None:
            child.stdin.write(wanted + "\n")
            child.stdin.flush()
            for line in child.stdout:
                if line == "set\n":
                    return
            raise press.NotSet("the warm press stopped: what it said stands above")

        yield run
        child.stdin.close()


if __name__ == "__main__":
    press.teach()
    for line in sys.stdin:
        press.set_paper(json.loads(line))
        sys.stdout.write("set\n")
        sys.stdout.flush()
