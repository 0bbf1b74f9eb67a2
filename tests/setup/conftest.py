"""What the tests of the set-up share: fonts made once, and addresses that answer or do not."""

import signal
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tot.web import fonts


@pytest.fixture(autouse=True)
def obeys_ctrl_c() -> Iterator[None]:
    """What tests start obeys ctrl-C, also where a script started the tests behind it, which then ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Path]]:
    """A folder with every font, and name → path."""
    folder = tmp_path_factory.mktemp("fonts")
    return folder, fonts.ensure_fonts(folder)


@pytest.fixture
def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of this machine on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])
