"""The code on a certificate: random, easy to read aloud and to type, and able to notice its own mistakes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Digits, and the capital letters that look like no digit and like no other letter, in Latin or Cyrillic print.
SIGNS = "0123456789ACEFHKMNPRTXY"
BASE = len(SIGNS)  # 23, a prime: so the check sign notices every wrong sign and every two that were swapped
RANDOM_SIGNS = 14  # 63 bits
LENGTH = RANDOM_SIGNS + 1

# What people type instead, also on a Russian keyboard: each is read as the sign that it must have been.
_READ_AS = {
    "0": "OQDО",
    "1": "ILJІ",
    "2": "Z",
    "3": "ЗЭ",
    "4": "Ч",
    "5": "S",
    "6": "GБЬ",
    "8": "BВ",
    "A": "А",
    "C": "С",
    "E": "ЕЁ",
    "H": "Н",
    "K": "К",
    "M": "М",
    "P": "Р",
    "T": "Т",
    "X": "Х",
    "Y": "UVУ",
}
_MISTAKEN = str.maketrans({typed: sign for sign, look_alikes in _READ_AS.items() for typed in look_alikes})
_NUMBER = re.compile(r"\s*[A-Z]{2,}-\d{4}-\d+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed as a code. `trouble` is empty, "number" (it is the certificate's number), "length",
    "sign" (one that no code has) or "check" (the signs do not belong together)."""

    code: str
    trouble: str = ""


def code_of(random: Iterable[int]) -> str:
    """The code for 14 random numbers below 23, with its check sign."""
    signs = [number % BASE for number in random]
    if len(signs) != RANDOM_SIGNS:
        raise ValueError(f"{RANDOM_SIGNS} numbers make a code")
    check = -sum(weight * sign for weight, sign in enumerate(signs, 2)) % BASE
    return "".join(SIGNS[sign] for sign in (*signs, check))


def shown_code(code: str) -> str:
    """The code as it is printed: XXXXX-XXXXX-XXXXX."""
    return "-".join(code[at : at + 5] for at in range(0, LENGTH, 5))


def typed_code(text: str) -> Typed:
    """What somebody typed, read forgivingly: any case, spaces, dashes, look-alikes, the whole address. Never raises."""
    text = re.split(r"/v/", unicodedata.normalize("NFKC", text[:300]), flags=re.IGNORECASE)[-1]
    code = re.sub(r"[\W_]+", "", text).upper().translate(_MISTAKEN)
    if _NUMBER.fullmatch(text):
        return Typed("", "number")
    if len(code) != LENGTH:
        return Typed(code[:LENGTH], "length")
    if not set(code) <= set(SIGNS):
        return Typed(code, "sign")
    values = [SIGNS.index(sign) for sign in code]
    weighed = sum(weight * sign for weight, sign in enumerate(values[:-1], 2)) + values[-1]
    return Typed(code, "check" if weighed % BASE else "")
