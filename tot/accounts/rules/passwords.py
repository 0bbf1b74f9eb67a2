"""Which passwords are refused, and why: those that others would try first."""

import re
import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path

from tot.accounts.rules.names import APOSTROPHES, name_key

SHORTEST, LONGEST = 10, 200
_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RUSSIAN, _TO_ENGLISH = str.maketrans(_ENGLISH, _RUSSIAN), str.maketrans(_RUSSIAN, _ENGLISH)
_LEET = str.maketrans("013457@$!", "oieastasi")
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "йцукенгшўзхъ",  # the Uzbek Cyrillic keyboard
    "фқвапролджэ",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",  # down the columns
    "qazwsxedcrfvtgbyhnujmikolp",
    "йфяцычувскамепинртгоьшлбщдюзжхэъ",
)
RUN = 4  # letters in a row along a keyboard that are no secret
OWN_LETTERS = 4  # this much must remain when everything well known is taken away


class PasswordTrouble(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    OWN_NAME = "own name"


def password_trouble(password: str, *own: str | None) -> PasswordTrouble | None:
    """What is wrong with a password for somebody whose name, sign-in name and e-mail address are `own`."""
    if len(password) < SHORTEST:
        return PasswordTrouble.SHORT
    if len(password) > LONGEST:
        return PasswordTrouble.LONG
    if is_common(password):
        return PasswordTrouble.COMMON
    if _is_own_name(password, [text for text in own if text]):
        return PasswordTrouble.OWN_NAME
    return None


def is_common(password: str) -> bool:
    """Whether a password is among those tried first: known words, figures, repetitions, keyboard runs."""
    plain = re.sub(f"[{APOSTROPHES}]", "", unicodedata.normalize("NFKC", password).lower())
    if len(set(plain)) < 5 or not any(c.isalpha() for c in plain):
        return True
    spellings = {plain, plain.translate(_LEET), plain.translate(_TO_RUSSIAN), plain.translate(_TO_ENGLISH)}
    return any(_is_made_of_known(spelling) for spelling in spellings)


def _is_made_of_known(text: str) -> bool:
    """Whether few letters are left when known words and runs are taken away; four different words pass."""
    letters, taken = _once(re.sub(r"[\d\W_]+", "", _without_runs(text))), 0
    # Longest first, so that "password" goes before "pass" and leaves no "word".
    for word in known_words():
        if len(letters) < OWN_LETTERS:
            break
        if word in letters:
            letters, taken = letters.replace(word, ""), taken + 1
    return len(_once(letters)) < OWN_LETTERS and taken < 4


def _once(letters: str) -> str:
    """ "abcabc" → "abc"; two letters by turns → one of each."""
    period = (letters + letters).find(letters, 1)
    return letters[:period] if letters else letters


def _without_runs(text: str) -> str:
    kept, i = [], 0
    while i < len(text):
        length = max((_run(text, i, row) for row in _rows()), default=0)
        if length >= RUN:
            i += length
        else:
            kept.append(text[i])
            i += 1
    return "".join(kept)


@cache
def _rows() -> tuple[str, ...]:
    return (*_ROWS, *(row[::-1] for row in _ROWS))


def _run(text: str, start: int, row: str) -> int:
    """How many signs from `start` on follow one another along the row."""
    at = row.find(text[start])
    if at < 0:
        return 0
    length = 1
    while start + length < len(text) and row[at + length : at + length + 1] == text[start + length]:
        length += 1
    return length


@cache
def known_words() -> tuple[str, ...]:
    """The words of the list that comes with the platform, the longest first; short ones would eat honest passwords."""
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split() if len(word) >= 3}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _is_own_name(password: str, own: list[str]) -> bool:
    """Whether little remains when the words of one's own name, spelt in any alphabet, are taken away."""
    letters = re.sub(r"[\d ]+", "", name_key(password))
    parts = {word for text in own for word in re.sub(r"\d+", " ", name_key(text)).split() if len(word) > 2}
    for word in sorted(parts, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(letters) < OWN_LETTERS
