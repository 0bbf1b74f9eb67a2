"""Short codes that people type from paper, how long they last, and how long an account rests after wrong passwords."""

import hashlib
import hmac
import re
import unicodedata
from datetime import timedelta

# Crockford's 32 signs: no I, L, O or U. What is easily mistaken is read as what it must be, also on a Russian keyboard.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
_MISTAKEN = str.maketrans("OILUАВСЕНКМОРТХУ", "011VABCEHKM0PTXY")

# How long a code lets its owner in, by the way it reaches her.
CODE_LASTS = {
    "letter": timedelta(days=7),
    "slip": timedelta(days=30),
    "reset": timedelta(hours=2),
    "terminal": timedelta(days=2),
}


def code_of(number: int) -> str:
    """The code for a random number of 50 bits."""
    return "".join(SIGNS[(number >> (5 * place)) & 31] for place in reversed(range(CODE_LENGTH)))


def shown_code(code: str) -> str:
    """The code as it is printed: XXXXX-XXXXX."""
    return f"{code[:5]}-{code[5:]}"


def typed_code(text: str) -> str | None:
    """The code that somebody typed, with any case, spaces, dashes and look-alikes; None when it cannot be one."""
    signs = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper().translate(_MISTAKEN)
    return signs if len(signs) == CODE_LENGTH and set(signs) <= set(SIGNS) else None


def code_hash(code: str, key: str) -> str:
    """What is kept of a code. Keyed, because 50 bits alone could be tried out by whoever steals the database."""
    return hmac.new(key.encode(), f"code:{code}".encode(), hashlib.sha256).hexdigest()


def code_for(request: str, key: str) -> str:
    """The code that belongs to one request: the same button pressed twice prints the same slip."""
    digest = hmac.new(key.encode(), f"request:{request}".encode(), hashlib.sha256).digest()
    return code_of(int.from_bytes(digest[:7]) >> 6)


TRIES = 5
LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(hours=24)


def lock_after(failures: int) -> timedelta | None:
    """How long an account rests after its n-th wrong password in a row: every fifth locks it, twice as long."""
    if failures < TRIES or failures % TRIES:
        return None
    rounds = min(failures // TRIES - 1, 10)
    return min(LOCK * 2**rounds, LONGEST_LOCK)
