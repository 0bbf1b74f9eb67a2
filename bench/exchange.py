"""Reading questions of other systems: 10,000 in GIFT within the aim, and ten times as many in ten times as long."""

import random
import time
from statistics import median

from tot.quizzes.formats.converting import Request, convert, read_any
from tot.quizzes.formats.registry import FORMATS

FEW, MANY = 1_000, 10_000
AIM = 5.0  # seconds for MANY in GIFT, from the bytes of the file to our quiz file
STEEPEST = 1.5  # how much longer a question may take among MANY than among FEW
WORDS = [
    "child",
    "officer",
    "passport",
    "border",
    "region",
    "judge",
    "protocol",
    "«слово»",
    "oʻqituvchi",
    "art. 3(d)",
    "1999",
]


def report() -> bool:
    """Prints the table; says whether both aims are reached."""
    few, many = _gift(FEW), _gift(MANY)
    print(f"\nReading questions of other systems into our quiz file ({len(many) / 1e6:.1f} MB of GIFT; CPU seconds)")
    reached = _row("GIFT", few, many, AIM)
    reached &= _row("Aiken", _aiken(FEW), _aiken(MANY), 0)
    for name in ("moodle_xml", "qti"):
        write = FORMATS[name].write
        assert write is not None
        files = [write(read_any(content, Request()).items, "bench").content for content in (few, many)]
        reached &= _row(FORMATS[name].title, *files, 0)
    return reached


def _row(title: str, few: bytes, many: bytes, aim: float) -> bool:
    small = median(_seconds(few, FEW) for _round in range(5))
    large = median(_seconds(many, MANY) for _round in range(3))
    ratio = large / MANY / (small / FEW)
    said = f"aim < {aim:g}" if aim else ""
    print(f"  {title:<12}{FEW:>7,}{small:>8.2f}{MANY:>9,}{large:>8.2f}   {said}")
    print(f"  {'':<12}a question among many takes {ratio:.2f} times as long as among few   aim < {STEEPEST}")
    return ratio < STEEPEST and (not aim or large < aim)


def _seconds(content: bytes, count: int) -> float:
    began = time.process_time()
    conversion = convert(content, Request(name="bench"))
    assert len(conversion.written) == count, conversion.skipped[:3]
    return time.process_time() - began


def _aiken(count: int) -> bytes:
    chance = random.Random(7)
    return "\n".join(
        f"{number}. {' '.join(chance.choice(WORDS) for _word in range(12))}?\n"
        + "".join(f"{letter}. {chance.choice(WORDS)} {letter}\n" for letter in "ABCD")
        + f"ANSWER: {chance.choice('ABCD')}\n"
        for number in range(count)
    ).encode()


def _gift(count: int) -> bytes:
    chance = random.Random(7)

    def text(length: int) -> str:
        return " ".join(chance.choice(WORDS) for _word in range(length))

    def question(number: int) -> str:
        kinds = [
            lambda: "{\n" + "\n".join(f"{'=' if n == 1 else '~'}{text(5)} {n}#{text(6)}" for n in range(4)) + "\n}",
            lambda: chance.choice(["{T}", "{FALSE}"]),
            lambda: f"{{\n~%50%{text(3)} a\n~%50%{text(3)} b\n~%-100%{text(4)} c\n####{text(8)}\n}}",
            lambda: f"{{#{number}:0.5}}",
            lambda: f"{{={text(2)} ={text(1)}}}",
            lambda: "{" + " ".join(f"={text(2)} {n} -> {text(2)} {n}" for n in range(4)) + "}",
        ]
        asked = f"[html]<p>{text(12)}\\: <b>{text(2)}</b>?</p>" if number % 2 else f"{text(14)}?"
        return f"// question: {number}\n::Question {number}::{asked} {kinds[number % len(kinds)]()}\n"

    return "\n".join(question(number) for number in range(count)).encode()
