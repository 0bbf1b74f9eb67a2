"""Trouble that the user can mend: one exception, with the sentence that says how."""

from typing import Any


class Refused(Exception):
    """An action that cannot be done now. `sentence` says why and what to do; `field` names the form field."""

    def __init__(self, sentence: Any, field: str | None = None) -> None:
        super().__init__(str(sentence) if isinstance(sentence, str) else sentence)
        self.sentence = sentence
        self.field = field
