"""What a look at the installation brings to light: ok, warn or fail, a sentence, and the remedy."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is: a warning lets people work, a failure keeps them from something."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's."""

    subject: str
    state: State
    sentence: str
    remedy: str = ""

    def as_row(self) -> dict[str, str]:
        """For JSON."""
        return {name: str(value) for name, value in asdict(self).items()}


Found = Iterator[Finding]
Check = Callable[..., Found]


def ok(subject: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(subject, State.OK, sentence)


def warn(subject: str, sentence: str, remedy: str) -> Finding:
    """People can work, and something is not as it should be."""
    return Finding(subject, State.WARN, sentence, remedy)


def fail(subject: str, sentence: str, remedy: str) -> Finding:
    """Something will not work until the remedy is applied."""
    return Finding(subject, State.FAIL, sentence, remedy)
