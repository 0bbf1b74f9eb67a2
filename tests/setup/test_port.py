import re
import socket

import pytest

from scripts import port


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_one_sentence_with_a_port_that_is_free(taken):
    sentence = port.main(str(taken))
    assert sentence.startswith(f"Port {taken} is taken by another program. Choose another: make run PORT=")
    offered = re.search(r"PORT=(\d+)$", sentence).group(1)
    assert port.main(offered) == ""


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80.5"])
def test_a_port_is_a_number(text):
    assert port.main(text).startswith("PORT must be a number from 1 to 65535")
