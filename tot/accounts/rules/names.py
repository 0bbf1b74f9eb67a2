"""Names as people write them: keys that compare them, how they are kept, and how alike two of them are."""

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum

APOSTROPHES = "'`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋꞌ＇"
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_AFTER_O_OR_G = re.compile(f"(?<=[oOgG])[{APOSTROPHES}]")
_ELSEWHERE = re.compile(f"(?<![oOgG])[{APOSTROPHES}]")
NAME_SHORTEST, NAME_LONGEST = 2, 120

# Russian and Uzbek first, then the letters that Kazakh, Kyrgyz, Tajik and Turkmen names bring.
LATIN = str.maketrans(
    dict(
        zip(
            "абвгдежзийклмнопрстуфхыэўқғҳәңөүұһіӣӯҷňýäöüıž",
            "abvgdejziyklmnoprstufxyeoqghanouuhiiujnyaouij",
            strict=True,
        )
    )
    | {
        "ё": "yo",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "ş": "sh",
        "ç": "ch",
    }
)
# Ways in which one sound is spelt in Latin letters: Jamshid, Djamshid, Dzhamshid; Yelena, Elena; Xurshid, Khurshid.
# As ё is so often written е, both are e here: Fyodorov, Фёдоров and Федоров are one key.
_SPELLINGS = (("shch", "sh"), ("kh", "x"), ("zh", "j"), ("dj", "j"), ("ye", "e"), ("yo", "e"))
_DAUGHTER = {"qizi", "kizi", "kyzy", "qyzy", "gizi", "gyzy", "kizy"}
_SON = {"ogli", "ugli", "ogly", "oglu", "uly", "uli"}
_JOINED = re.compile(r"(?<=[^\W_]{3})(qizi|kizi|kyzy|ogli|ugli|ogly)$")
_PATRONYMIC = re.compile(r"..(ovich|evich|ovna|evna|inichna|ich)$")
_FATHER = re.compile(r"(?<=..)(ovich|evich|ovna|evna|inichna|ich)$")


def name_key(text: str) -> str:
    """The name as it is searched and compared: small Latin letters, whatever alphabet it was written in.

    Applying it twice changes nothing. Son's and daughter's words (oʻgʻli, qizi) stay as words of their own.
    """
    return " ".join(_settled(word) for word in _latin_words(text))


def _latin_words(text: str) -> list[str]:
    # Apostrophes go first: some of them fall apart into a space and a mark when forms are made alike.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", _APOSTROPHE.sub("", text)).lower())
    bare = unicodedata.normalize("NFKD", folded.translate(LATIN))
    folded = "".join(c for c in bare if not unicodedata.category(c).startswith("M")).translate(LATIN)
    words = re.sub(r"[\W_]+", " ", _APOSTROPHE.sub("", folded)).split()
    return [_kin(part) for word in words for part in _JOINED.sub(r" \1", word).split()]


def _settled(word: str) -> str:
    # One replacement may make room for the next (dzh → dj → j), so until nothing changes.
    before = None
    while word != before:
        before = word
        for spelling, sound in _SPELLINGS:
            word = word.replace(spelling, sound)
    return word


def _kin(word: str) -> str:
    return "qizi" if word in _DAUGHTER else "ogli" if word in _SON else word


def clean_name(text: str) -> str:
    """The name as it is kept and printed: composed letters, single spaces, oʻ and gʻ with U+02BB, else U+02BC."""
    composed = unicodedata.normalize("NFC", text).replace(",", " ")
    visible = "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cf") or c.isspace())
    return _ELSEWHERE.sub("ʼ", _AFTER_O_OR_G.sub("ʻ", " ".join(visible.split())))


class NameTrouble(StrEnum):
    """What keeps a text from being somebody's name."""

    SHORT = "short"
    LONG = "long"
    DIGITS = "digits"
    SIGNS = "signs"


def name_trouble(cleaned: str) -> NameTrouble | None:
    """What is wrong with a cleaned name, if anything."""
    if sum(c.isalpha() for c in cleaned) < NAME_SHORTEST:
        return NameTrouble.DIGITS if any(c.isdigit() for c in cleaned) else NameTrouble.SHORT
    if len(cleaned) > NAME_LONGEST:
        return NameTrouble.LONG
    if any(c.isdigit() for c in cleaned):
        return NameTrouble.DIGITS
    if not all(c.isalpha() or c in "ʻʼ -.()" or unicodedata.category(c).startswith("M") for c in cleaned):
        return NameTrouble.SIGNS
    return None


class Likeness(StrEnum):
    """Why two names may be the same person, the surest first."""

    SAME = "same name"
    OTHER_ORDER = "same words in another order"
    PATRONYMIC_MISSING = "patronymic missing"
    OTHER_PATRONYMIC = "patronymic in another form"
    ONE_LETTER = "one letter off"


def likeness(one: str, other: str) -> Likeness | None:
    """How alike two names are; None when nothing suggests that they are one person."""
    return likeness_of_keys(name_key(one), name_key(other))


def likeness_of_keys(one: str, other: str) -> Likeness | None:
    """The same for keys that are known already: thousands are compared while somebody waits."""
    a, b = one.split(), other.split()
    if not a or not b:
        return None
    if a == b:
        return Likeness.SAME
    if sorted(a) == sorted(b):
        return Likeness.OTHER_ORDER
    core_a, core_b = _without_patronymic(a), _without_patronymic(b)
    one_lacks_it = (len(core_a) == len(a)) != (len(core_b) == len(b))
    if one_lacks_it and len(core_a) > 1 and sorted(core_a) == sorted(core_b):
        return Likeness.PATRONYMIC_MISSING
    if _differ_by_one_letter(a, b) or (one_lacks_it and _differ_by_one_letter(core_a, core_b)):
        return Likeness.ONE_LETTER
    if len(core_a) > 1 and sorted(core_a) == sorted(core_b) and _same_father(a, b):
        return Likeness.OTHER_PATRONYMIC
    return None


def _without_patronymic(words: list[str]) -> list[str]:
    """The words but for the father's: "karimov ali valiyevich" and "karimov ali vali ogli" → "karimov ali"."""
    if words[-1] in ("qizi", "ogli") and len(words) > 3:
        return words[:-2]
    if len(words) > 2:
        kept = [word for word in words if not _PATRONYMIC.search(word)]
        return kept if len(kept) > 1 else words
    return words


def _same_father(a: list[str], b: list[str]) -> bool:
    """Whether both name one father, be it as "rustam qizi" or as "rustamovna"; Oʻktam may be Уктам."""
    one, other = _father(a), _father(b)
    return bool(one and other) and (one == other or _is_one_slip(one, other))


def _father(words: list[str]) -> str:
    """The father's own name: of "karimova dilnoza rustam qizi" and "karimova dilnoza rustamovna" it is rustam."""
    if words[-1] in ("qizi", "ogli") and len(words) > 3:
        return words[-2]
    return next((_FATHER.sub("", word) for word in words[1:] if _FATHER.search(word)), "")


def _differ_by_one_letter(a: list[str], b: list[str]) -> bool:
    """Whether all words are shared but one on each side, and those two are one slip of the hand apart."""
    only_a, only_b = list(a), list(b)
    for word in a:
        if word in only_b:
            only_a.remove(word)
            only_b.remove(word)
    if len(only_a) != 1 or len(only_b) != 1 or len("".join(a)) < 5:
        return False
    return _is_one_slip(only_a[0], only_b[0])


def _is_one_slip(a: str, b: str) -> bool:
    """One letter replaced, added or left out, or two neighbours exchanged."""
    if min(len(a), len(b)) < 3 or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[start + 1 :] == b[start + 1 :] or (
            a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
        )
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[start + 1 :] == shorter[start:]


def sign_in_name(name: str, taken: Container[str]) -> str:
    """A name to sign in with that is not taken: "karimova.dilfuza", else "karimova.dilfuza2" and so on."""
    # Of a double name the first part, and not too much of it: it will be typed on a telephone.
    fronts = " ".join(re.split(r"[-–—]", part.strip("-–—"))[0] for part in name.split())
    words = [re.sub(r"[^a-z]", "", word)[:16] for word in _without_patronymic(_latin_words(fronts) or [""])]
    first = ".".join([word for word in words if word][:2]) or "person"
    number, found = 1, first
    while found in taken:
        number += 1
        found = f"{first}{number}"
    return found


def typed_sign_in_name(text: str) -> tuple[str, str]:
    """What somebody may have meant at the sign-in: as typed in small letters, and the same in Latin letters."""
    return " ".join(text.lower().split()), ".".join(_latin_words(text))
