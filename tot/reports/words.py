"""What reports call tests, bands and flags; a flag says what to do."""

from babel.numbers import format_decimal
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.web.languages import current_language

KIND_WORDS = {
    "knowledge check": _l("Knowledge check"),
    "refresher quiz": _l("Refresher quiz"),
    "pre-test": _l("Pre-test"),
    "post-test": _l("Post-test"),
    "final test": _l("Final test"),
}

DIFFICULTY_WORDS = {
    "very hard": _l("very hard"),
    "hard": _l("hard"),
    "moderate": _l("moderate"),
    "easy": _l("easy"),
    "very easy": _l("very easy"),
    "none": "–",
}

DISCRIMINATION_WORDS = {
    "negative": _l("negative"),
    "poor": _l("poor"),
    "marginal": _l("marginal"),
    "good": _l("good"),
    "very good": _l("very good"),
    "none": "–",
}

# Flag → what it is called, what to do, and how urgent it looks.
FLAG_WORDS = {
    "negative": (
        _l("negative discrimination"),
        _l("The stronger missed it more often than the weaker. Check the key first, then the wording."),
        "bad",
    ),
    "language C": (
        _l("large difference between languages"),
        _l(
            "People who know equally much do not do equally well in each language. "
            "Put the translations side by side with the source and mend the one that says more, less or something else."
        ),
        "bad",
    ),
    "language B": (
        _l("difference between languages"),
        _l("Compare the translations: one may be harder to read, or hint at the answer."),
        "warn",
    ),
    "very hard": (
        _l("very hard"),
        _l("Fewer than one in five was right. Check the key, whether this is taught at all, and the wording."),
        "warn",
    ),
    "very easy": (
        _l("very easy"),
        _l(
            "More than four in five were right before the course. Make the wrong options more plausible, "
            "or ask for something that is not known yet."
        ),
        "warn",
    ),
    "poor": (
        _l("poor discrimination"),
        _l(
            "It hardly tells those who know from those who do not. "
            "Look for two defensible answers, for hints and for double negatives."
        ),
        "warn",
    ),
    "idle option": (
        _l("an option that nobody takes"),
        _l("Fewer than one in twenty chose it. Replace it by a mistake that people really make, or leave it out."),
        "plain",
    ),
}

CERTAINTY_WORDS = {
    "few": _l(
        "Few people: read these figures as hints. Only a negative discrimination is worth a look at the key now; "
        "other flags appear from %(advising)s first attempts on."
    ),
    "caution": _l("Fewer than %(caution)s people: interpret with caution, and look at the wording before the figure."),
}

# How the reliability of a test was computed → what it is called.
RELIABILITY_WORDS = {
    "KR-20": _l("reliability (KR-20)"),
    "alpha": _l("reliability (alpha)"),
    "pairs": _l("reliability (alpha over pairs)"),
}

GAIN_WORDS = {"low": _l("low"), "medium": _l("medium"), "high": _l("high")}

# What Landis and Koch (1977) call a kappa.
BAND_WORDS = {
    "poor": _l("less than by chance"),
    "slight": _l("slight"),
    "fair": _l("fair"),
    "moderate": lazy_pgettext("agreement", "moderate"),
    "substantial": _l("substantial"),
    "almost perfect": _l("almost perfect"),
}


def fixed(value: float, places: int = 2) -> str:
    """A figure with all its decimals, 0.40, as the language writes it: columns of figures are read downwards."""
    return str(format_decimal(round(value, places) + 0.0, "0." + "0" * places, locale=current_language()))
