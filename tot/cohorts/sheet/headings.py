"""Which column is which: headings in English, Russian, Uzbek (Latin and Cyrillic), in any order and many wordings."""

import re
import unicodedata
from collections.abc import Sequence

# What a template of ours says; also the words that explain a column on the page. Language → heading.
COLUMNS: dict[str, dict[str, str]] = {
    "name": {"en": "Full name", "ru": "Фамилия, имя, отчество", "uz": "Familiya, ism, otasining ismi"},
    "sex": {"en": "Sex", "ru": "Пол", "uz": "Jinsi"},
    "email": {"en": "E-mail", "ru": "Эл. почта", "uz": "Elektron pochta"},
    "agency": {"en": "Agency", "ru": "Ведомство", "uz": "Idora"},
    "region": {"en": "Region", "ru": "Область", "uz": "Viloyat"},
    "district": {"en": "District", "ru": "Район", "uz": "Tuman"},
    "position": {"en": "Position", "ru": "Должность", "uz": "Lavozim"},
    "language": {"en": "Language", "ru": "Язык", "uz": "Til"},
}

# Further wordings, as people write them.
WORDINGS: dict[str, str] = {
    "name": """
        name and surname, participant, participants name, name of participant, фио, ф и о, ф и о участника,
        фио участника, участник, полное имя, имя и фамилия, имя фамилия, фамилия и имя, фамилия имя, фамилия и
        о, слушатель, fio, f i o, fish, f i sh, f i o sh, toliq ismi, toliq ism, toliq ismi sharifi, ism
        sharifi, ismi sharifi, ism familiya, ism familiyasi, ismi familiyasi, familiyasi ismi, familiya ism,
        familiya ism sharif, familiyasi ismi sharifi, familiyasi ismi otasining ismi, ishtirokchi,
        ishtirokchining fish, tinglovchi, фиш, ф и ш, тулик исми, исми шарифи, исм шарифи, исми фамилияси,
        фамилияси исми, фамилияси исми шарифи, фамилия исм шариф, фамилияси исми отасининг исми, иштирокчи
    """,
    "family name": """
        family name, last name, surname, фамилия, familiya, familiyasi, familya, фамилияси
    """,
    "given name": """
        given name, first name, forename, имя, ism, ismi, исми, исм
    """,
    "patronymic": """
        patronymic, fathers name, middle name, отчество, otasining ismi, otasi ismi, sharif, sharifi,
        отасининг исми, шарифи
    """,
    "sex": """
        gender, m f, f m, м ж, ж м, jins, e a, a e, жинси, жинс, gender sex, sex gender
    """,
    "email": """
        email, mail, email address, e mail address, электронная почта, почта, адрес электронной почты, имейл,
        емейл, elektron manzil, pochta, email manzili, электрон почта
    """,
    "agency": """
        organisation, organization, institution, employer, service, ministry, body, организация, учреждение,
        орган, служба, место работы, министерство, структура, ташкилот, идора, tashkilot, tashkilot nomi,
        muassasa, ish joyi, xizmat, idorasi, муассаса, иш жойи
    """,
    "region": """
        province, oblast, регион, обл, вилоят, вилояти, viloyati, hudud, hududi, region viloyat, худуд,
        территория
    """,
    "district": """
        city, town, district city, city district, город, район город, туман, тумани, tumani, tuman shahar,
        shahar, шахар, туман шахар
    """,
    "position": """
        post, job title, title, job, rank and position, функция, пост, должность и звание, должность звание,
        lavozimi, vazifasi, лавозим, лавозими, unvoni va lavozimi, звание и должность
    """,
    "language": """
        language of training, preferred language, язык обучения, предпочитаемый язык, tili, oqish tili, talim
        tili, тил, тили, укиш тили
    """,
}
NUMBERING = frozenset(("", "n", "no", "nr", "пп", "тр", "tr", "num", "number", "номер", "п", "raqam", "т"))
_RUSSIAN = str.maketrans("ёқўҳғ", "екухг")  # Uzbek Cyrillic is often typed with Russian letters
HEADING_ROWS = 15  # a title and a few remarks may stand above the headings


def heading_key(text: str) -> str:
    """A heading without what people add: «Ф.И.О. *» → фио, “E-mail (if any)” → email, “Toʻliq ismi” → toliqismi."""
    text = unicodedata.normalize("NFKC", re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)).casefold().translate(_RUSSIAN)
    return "".join(letter for letter in text if unicodedata.category(letter) in ("Ll", "Lu", "Lo"))


_MEANINGS = {heading_key(wording): column for column, wordings in WORDINGS.items() for wording in wordings.split(",")}
_MEANINGS |= {heading_key(text): column for column, words in COLUMNS.items() for text in words.values()}
# The given name where a family name stands beside it, else the whole name.
_JUST_NAME = frozenset(("name", "имя", "ism", "ismi", "исми", "исм"))


def meanings(cells: Sequence[str]) -> dict[int, str]:
    """Column number → what stands in it, for the headings that are understood; the first of two alike counts."""
    found: dict[int, str] = {}
    keys = [heading_key(cell) for cell in cells]
    has_family_name = any(_MEANINGS.get(key) == "family name" for key in keys)
    for number, key in enumerate(keys):
        column = _MEANINGS.get(key)
        if key in _JUST_NAME:
            column = "given name" if has_family_name else "name"
        if column is not None and column not in found.values():
            found[number] = column
    return found


def known_headings(cells: Sequence[str]) -> int:
    """How many headings are understood."""
    return len(meanings(cells))


def names_people(columns: dict[int, str]) -> bool:
    """Whether the columns say who somebody is."""
    found = set(columns.values())
    return "name" in found or {"family name", "given name"} <= found


def is_numbering(heading: str) -> bool:
    """Whether the column only counts the rows: №, No., п/п, t/r."""
    return heading_key(heading) in NUMBERING
