"""The people of the demo world. Every one of them is invented; any likeness to somebody real is chance."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fictional:
    """One invented person, as a spreadsheet of a ministry might write her."""

    name: str
    sex: str
    agency: str  # code of an agency
    language: str
    position: str = "front line"


STAFF = {
    "administrator": Fictional("Farrux Ibodullayev", "male", "internal affairs", "en", "support staff"),
    "coordinator": Fictional("Nigora Mamatqulova", "female", "internal affairs", "uz", "management"),
    "observer": Fictional("Helena Brandt", "female", "other", "en", "support staff"),
    "reviewer": Fictional("Ойдин Шерматова", "female", "prosecutor's office", "ru", "management"),
    "master trainer": Fictional("Baxtiyor Egamberdiyev", "male", "academy", "uz", "trainer"),
    "third marker": Fictional("Shahlo Rahmonqulova", "female", "academy", "uz", "trainer"),
}

# Latin and Cyrillic, with ʻ and ’, with -ovich and qizi: as lists arrive.
FIRST_COHORT = (
    Fictional("Zulfiya Toʻrayeva", "female", "border service", "uz", "supervisor"),
    Fictional("Lobar Abdusattorova Gʻofur qizi", "female", "border service", "uz"),
    Fictional("Sanjar Qoʻchqorov", "male", "border service", "uz"),
    Fictional("Дилшод Рахматуллаевич Юсупов", "male", "customs", "ru"),
    Fictional("Madina Oʻrinboyeva", "female", "border service", "uz"),
    Fictional("Шахноза Каримовна Исмоилова", "female", "migration", "ru"),
    Fictional("Otabek Nurmatov Rustam oʻgʻli", "male", "border service", "uz"),
    Fictional("Gulbahor Saʼdullayeva", "female", "border service", "uz"),
    Fictional("Елена Викторовна Соколова", "female", "customs", "ru"),
    Fictional("Jahongir Tursunov", "male", "internal affairs", "uz"),
    Fictional("Munisa Xolmatova Anvar qizi", "female", "border service", "uz"),
    Fictional("Рустам Алишерович Набиев", "male", "border service", "ru"),
    Fictional("Shohruh Gʻaniyev", "male", "border service", "uz"),
    Fictional("Nafisa Yoʻldosheva", "female", "social protection", "uz"),
    Fictional("Азиз Бахтиёрович Хакимов", "male", "customs", "ru"),
    Fictional("Feruza Oʻktamova", "female", "border service", "uz"),
    Fictional("Ulugʻbek Sobirov", "male", "border service", "uz"),
    Fictional("Kamola Rajabova Islom qizi", "female", "migration", "uz"),
    Fictional("Тимур Маратович Садыков", "male", "border service", "ru"),
    Fictional("Oygul Egamova", "female", "border service", "uz"),
    Fictional("Bobur Shodiyev", "male", "border service", "uz"),
    Fictional("Ирина Олеговна Ким", "female", "customs", "ru"),
    Fictional("Doniyor Aʼzamov", "male", "internal affairs", "uz"),
    Fictional("Sevara Muʼminova", "female", "border service", "uz"),
    Fictional("Jasur Xoʻjayev", "male", "border service", "uz"),
    Fictional("Малика Тахировна Усманова", "female", "migration", "ru"),
    Fictional("Elyor Norqulov", "male", "border service", "uz"),
    Fictional("Zarina Gʻulomova", "female", "border service", "uz"),
    Fictional("Anvar Boʻriyev", "male", "customs", "uz"),
    Fictional("Dildora Qosimova Shavkat qizi", "female", "border service", "uz"),
)

SECOND_COHORT = (
    Fictional("Islom Oʻtkirov", "male", "border service", "uz"),
    Fictional("Мадина Рустамовна Алимова", "female", "customs", "ru"),
    Fictional("Sherzod Mahkamov", "male", "border service", "uz"),
    Fictional("Nilufar Joʻrayeva", "female", "border service", "uz"),
    Fictional("Akmal Zokirov", "male", "border service", "uz"),
    Fictional("Barno Ergasheva", "female", "migration", "uz"),
    Fictional("Олег Павлович Тен", "male", "customs", "ru"),
    Fictional("Hilola Nazarova", "female", "border service", "uz"),
    Fictional("Murod Gʻafforov", "male", "border service", "uz"),
    Fictional("Saida Eshonqulova", "female", "border service", "uz"),
    Fictional("Temur Abdurahmonov", "male", "internal affairs", "uz"),
    Fictional("Yulduz Qodirova", "female", "border service", "uz"),
)
