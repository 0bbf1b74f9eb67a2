"""How passwords are kept: argon2id with 19 MiB, two rounds. Costs about 45 ms on purpose."""

import unicodedata
from functools import cache
from typing import Any

from tot.accounts.rules import LONGEST


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher  # loaded when the first person signs in: starting stays quick

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_of(password: str) -> str:
    """What is kept of a password."""
    hashed: str = _hasher().hash(_one_form(password))
    return hashed


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept. Without a kept one it takes just as long, and is False."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(kept or _nobodys(), _one_form(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return hash_of("nobody signs in with this")


def _one_form(password: str) -> str:
    # Telephones and computers send й and ё as one sign or as two: both must be the same password.
    return unicodedata.normalize("NFC", password)
