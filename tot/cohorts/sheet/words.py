"""What people write into cells: sex and language in three languages, an address, a place or a body by its name."""

import re
from collections.abc import Iterable, Mapping

from tot.accounts.rules import name_key

SEX_WORDS = {
    "female": "f, female, woman, w, fem, ж, жен, женский, женщина, жн, a, ayol, аёл, а, xotin, qiz, mrs, ms",
    "male": "m, male, man, м, муж, мужской, мужчина, мж, e, erkak, эркак, э, ogil, mr",
    "prefer not to say": "prefer not to say, not stated, unknown, не указан, не указано, koʻrsatilmagan, кўрсатилмаган",
}
LANGUAGE_WORDS = {
    "en": "en, eng, english, английский, англ, ingliz, inglizcha, ingliz tili, инглиз, инглизча",
    "ru": "ru, rus, russian, русский, рус, русский язык, ruscha, rus tili, рус тили, русча",
    "uz": "uz, uzb, uzbek, узбекский, узб, узбекский язык, oʻzbek, oʻzbekcha, oʻzbek tili, ўзбек, ўзбекча, ўзбек тили",
    "uz_Cyrl": "uz cyrl, узбекский кириллица, ўзбек кирилл",
    "kk": "kk, kaz, kazakh, казахский, қазақша, qozoq, qozoqcha",
    "ky": "ky, kir, kyrgyz, киргизский, кыргызский, кыргызча, qirgʻiz, qirgʻizcha",
    "tg": "tg, tgk, tajik, таджикский, тоҷикӣ, tojik, tojikcha",
    "tk": "tk, tuk, turkmen, туркменский, türkmençe, turkman, turkmancha",
}
# An address as people write one; whether it exists is known only when a letter arrives.
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
# Words that say what kind of place it is, in keys of names: they are often left out or added.
KINDS_OF_PLACE = """
    region, province, oblast, district, city, town, republic, область, обл, район, город, гор, республика,
    viloyat, viloyati, vil, tuman, tumani, shahar, shahri, sh, respublikasi, вилояти, вилоят, тумани, туман, шаҳри,
    шаҳар
"""


def _keys(words: Mapping[str, str]) -> dict[str, str]:
    return {name_key(word): meaning for meaning, text in words.items() for word in text.split(",")}


_SEXES, _LANGUAGES = _keys(SEX_WORDS), _keys(LANGUAGE_WORDS)
_KINDS = frozenset(name_key(word) for word in KINDS_OF_PLACE.split(","))


def sex_of(text: str) -> str | None:
    """The code of a sex; None when the word is not understood. An empty cell says nothing: prefer not to say."""
    key = name_key(text)
    return _SEXES.get(key) if key else "prefer not to say"


def language_of(text: str, offered: Iterable[str]) -> str | None:
    """The code of a language that the platform offers."""
    code = _LANGUAGES.get(name_key(text))
    return code if code in set(offered) else None


def email_of(text: str) -> str | None:
    """The address in small letters; None when it is not one."""
    text = text.strip().removeprefix("mailto:").strip("<>").lower()
    return text if EMAIL.fullmatch(text) and ".." not in text else None


def place_key(text: str) -> str:
    """A name of a place without the word for its kind: “Toshkent viloyati” and “Toshkent vil.” are one."""
    return " ".join(word for word in name_key(text).split() if len(word) > 1 and word not in _KINDS)
