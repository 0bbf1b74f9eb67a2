import re

import pytest

from scripts import port


def test_a_taken_port_is_one_sentence_with_a_port_that_is_free(taken_port):
    sentence = port.main(str(taken_port))
    assert sentence.startswith(f"Port {taken_port} is taken by another program. Choose another: make run PORT=")
    offered = re.search(r"PORT=(\d+)$", sentence).group(1)
    assert port.main(offered) == ""


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80.5"])
def test_a_port_is_a_number(text):
    assert port.main(text).startswith("PORT must be a number from 1 to 65535")
