"""Trouble that the user can mend: one exception, with the sentence that says how."""

from typing import TypeAlias

from flask_babel import LazyString

Sentence: TypeAlias = str | LazyString
"""Words for people; the lazy ones are spoken where they are read, in that reader's language."""


class Refused(Exception):
    """An action that cannot be done now. `sentence` says why and what to do; `field` names the form field."""

    def __init__(self, sentence: Sentence, field: str | None = None) -> None:
        super().__init__(str(sentence) if isinstance(sentence, str) else sentence)
        self.sentence = sentence
        self.field = field
