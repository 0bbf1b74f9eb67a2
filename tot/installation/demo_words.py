"""What the invented participants of the demo world write in their own words: well, by half, and beside the point.

Nobody has written these sentences, and they hold no fact beyond the question that they answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tot.courses.rules import Question


@dataclass(frozen=True, slots=True)
class Wording:
    """Answers to one question, the best first, in each language; and which criteria a careful reader finds in each."""

    meets: tuple[tuple[str, ...], ...]
    words: Mapping[str, tuple[str, ...]]
    doubtful: tuple[int, str] | None = None  # at which answer two readers may differ, and on which criterion


def written(question: Question, language: str, chance: Random, slips: float) -> str:
    """What somebody writes who errs with this probability; where nothing is invented here, the model answer."""
    wording = WORDINGS.get(question.id)
    if wording is None:
        return question.model.get(language, question.model.get("en", ""))
    well, *others = wording.words[language]
    return chance.choice(others) if chance.random() < slips else well


def points_of(question: Question, text: str, *, is_generous: bool = False) -> dict[str, int]:
    """Criterion → what a reader gives; a generous one also where it is doubtful."""
    wording = WORDINGS[question.id]
    at = next(at for words in wording.words.values() for at, one in enumerate(words) if one == text)
    also = [wording.doubtful[1]] if is_generous and wording.doubtful and wording.doubtful[0] == at else []
    return {criterion.id: int(criterion.id in (*wording.meets[at], *also)) for criterion in question.criteria}


WORDINGS = {
    "BRD-1-q7": Wording(
        meets=(("no_border", "act"), ("act",), ()),
        words={
            "en": (
                "No border has to be crossed: harbouring a child for exploitation is an act.",
                "Because somebody hides the child so that he works for them.",
                "Because the child was taken from the family.",
            ),
            "ru": (
                "Границу пересекать не нужно: укрывательство ради эксплуатации — уже деяние.",
                "Потому что ребёнка прячут, чтобы он на кого-то работал.",
                "Потому что ребёнка увезли от семьи.",
            ),
            "uz": (
                "Chegaradan oʻtish shart emas, ekspluatatsiya uchun yashirishning oʻzi harakat.",
                "Chunki bolani ishlatish maqsadida olib qolishgan.",
                "Chunki bola oilasidan ajratilgan.",
            ),
        },
    ),
    "BRD-2-q9": Wording(
        meets=(
            ("no_promise", "need_to_know"),
            ("no_promise", "need_to_know"),  # in words that no pattern knows
            ("no_promise",),
            ("no_promise",),
            ("need_to_know",),
            (),
        ),
        doubtful=(2, "need_to_know"),
        words={
            "en": (
                "I cannot promise that. I will tell only those who must know.",
                "I have to pass this on, but you will hear first who is told and why.",
                "Honestly, this will not stay between us, but you are not alone.",
                "I cannot keep this secret.",
                "Do not be afraid, we can help you.",
                "All right, I will tell nobody.",
            ),
            "ru": (
                "Обещать этого не могу. Скажу только тем, кому нужно знать.",
                "Мне нужно передать это дальше, но кому и зачем, ты узнаешь раньше всех.",
                "Честно: между нами это не останется, но тебя не бросят.",
                "Этого я обещать не могу.",
                "Не бойся, мы тебе поможем.",
                "Хорошо, я никому не скажу.",
            ),
            "uz": (
                "Hech kimga aytmayman deb vaʼda bera olmayman. Faqat bilishi kerak boʻlganlarga aytaman.",
                "Buni yetkazishim lozim, lekin kimga va nima uchun ekanini avval sizga aytaman.",
                "Rostini aytsam, bu gap oramizda qolmaydi, lekin yolgʻiz emassiz.",
                "Men sir saqlay olmayman.",
                "Qoʻrqmang, sizga yordam beramiz.",
                "Xoʻp, hech kimga aytmayman.",
            ),
        },
    ),
    "BRD-3-q7": Wording(
        meets=(("words", "circumstances"), ("words",), ()),
        words={
            "en": (
                "The child's exact words, the time and what I had asked before.",
                "Her own words in quotation marks.",
                "My opinion of what happened.",
            ),
            "ru": (
                "Точные слова ребёнка в кавычках, время и кто присутствовал.",
                "Слова ребёнка дословно.",
                "Своё мнение о том, что произошло.",
            ),
            "uz": (
                "Bolaning aynan aytgan soʻzlari, vaqt va kim borligi.",
                "Bolaning soʻzlarini aynan yozaman.",
                "Nima boʻlgani haqida oʻz fikrimni.",
            ),
        },
    ),
    "BRD-4-q9": Wording(
        meets=(("unconditional", "interview"), ("unconditional",), ()),
        doubtful=(1, "interview"),
        words={
            "en": (
                "Help does not depend on a statement. Later she is asked by a trained person.",
                "She gets the bed now, we talk another day.",
                "Then let her say something short first.",
            ),
            "ru": (
                "Помощь не зависит от показаний. Интервью будет позже, со специалистом.",
                "Приют она получит сейчас, остальное обсудим в другой день.",
                "Тогда пусть сначала коротко расскажет.",
            ),
            "uz": (
                "Yordam koʻrsatmaga bogʻliq emas. Suhbat keyinroq, mutaxassis bilan boʻladi.",
                "Oʻrin hozir beriladi, qolganini boshqa kuni gaplashamiz.",
                "Unda avval qisqacha aytib bersin.",
            ),
        },
    ),
    "BRD-5-q6": Wording(
        meets=(("step", "safe"), ("step",), ()),
        words={
            "en": (
                "We exchange contacts of those on duty; no names go into chats.",
                "A joint drill with the neighbouring post.",
                "We wait for a new agreement.",
            ),
            "ru": (
                "Обменяемся контактами дежурных; имён в чатах нет.",
                "Совместная тренировка с соседним постом.",
                "Подождём нового соглашения.",
            ),
            "uz": (
                "Navbatchilarning aloqa raqamlarini almashamiz, chatda ism boʻlmaydi.",
                "Qoʻshni post bilan birgalikda mashq oʻtkazamiz.",
                "Yangi kelishuvni kutamiz.",
            ),
        },
    ),
}
