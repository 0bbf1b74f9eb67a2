"""Formulas in MathML as one line of text that says the same: powers raised, fractions with /, roots with √."""

from __future__ import annotations

from html import unescape
from re import IGNORECASE, Match
from re import compile as pattern

from tot.quizzes.formats.xml_tree import Malformed, Node, parse, repaired

# A formula ends where its element does, or where the next begins; `(?<!…)` keeps the search in proportion to the text.
FORMULA = pattern(
    r"<((?:[a-z]{1,12}:)?math)(?:\s[^<>]*)?(?<!/)>((?:(?!</?(?:[a-z]{1,12}:)?math\b).)*)</\1\s*>", IGNORECASE | 16
)
TAGS = pattern(r"<[^<>]*>")
SPACES = pattern(r"\s+")
RAISED = str.maketrans("0123456789+-=()n−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ⁻")
LOWERED = str.maketrans("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
UNSEEN = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
RELATIONS = frozenset("=<>≤≥≠≈≡→⇒⇔∈∉⊂⊆")
SIMPLE = pattern(r"[\w.,]*|√?\([^()]*\)")
QUIET = frozenset({"annotation", "annotation-xml"})


def read_aloud(found: Match[str]) -> str:
    """The text of one formula; of a broken one whatever can be read in it."""
    try:
        said = _said(parse(repaired(f"<math>{found[2]}</math>")))
    except Malformed:
        said = unescape(TAGS.sub(" ", found[2]))
    return SPACES.sub(" ", said).strip()


def raised(text: str) -> str:
    """As an exponent."""
    return _small(text, RAISED, "^")


def lowered(text: str) -> str:
    """As an index."""
    return _small(text, LOWERED, "_")


def _small(text: str, letters: dict[int, int], sign: str) -> str:
    small = text.strip().translate(letters)
    return small if all(not one.isascii() for one in small) else f"{sign}{_whole(text.strip())}"


def _whole(text: str) -> str:
    """In brackets where it could be read apart."""
    return text if SIMPLE.fullmatch(text) else f"({text})"


def _said(node: Node) -> str:
    parts = [_said(child) for child in node.elements if child.tag not in QUIET]
    tag = node.tag.lower()
    if not parts:
        return _sign(tag, node.text.strip().translate(UNSEEN)) if tag not in QUIET else ""
    if tag == "semantics":
        return parts[0]
    if tag in LAYOUTS and len(parts) == LAYOUTS[tag][0]:
        return LAYOUTS[tag][1].format(*parts, **_places(parts))
    if tag == "mfenced":
        return f"{node.attributes.get('open', '(')}{', '.join(parts)}{node.attributes.get('close', ')')}"
    return {"msqrt": f"√({''.join(parts)})", "mtr": ", ".join(parts), "mtable": f"[{'; '.join(parts)}]"}.get(
        tag, "".join(parts)
    )


def _sign(tag: str, text: str) -> str:
    if tag == "mspace":
        return " "
    return f" {text} " if tag == "mo" and text in RELATIONS and text else text


# How many parts, and how they stand together; their raised, lowered and bracketed forms are named by place.
LAYOUTS = {
    "msup": (2, "{w0}{r1}"),
    "msub": (2, "{w0}{l1}"),
    "msubsup": (3, "{w0}{l1}{r2}"),
    "munder": (2, "{0}{l1}"),
    "mover": (2, "{0}{r1}"),
    "munderover": (3, "{0}{l1}{r2}"),
    "mfrac": (2, "{w0}/{w1}"),
    "mroot": (2, "{r1}√({0})"),
}


def _places(parts: list[str]) -> dict[str, str]:
    named = {"w": lambda text: _whole(text.strip()), "r": raised, "l": lowered}
    return {f"{letter}{place}": say(part) for letter, say in named.items() for place, part in enumerate(parts)}
