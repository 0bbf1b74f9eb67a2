"""Each entry on the left belongs to one on the right."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Response, Unreadable, share


class Match:
    """Each pair earns an equal part of the points. An entry chosen twice is wrong once."""

    name = "match"

    def told(self, question: Question) -> Any:
        return _l("Choose a partner for each. Each right pair earns a part of the points; all together count as right.")

    def shape(self, question: Question, fields: Fields) -> Response:
        pairs = {left: fields.get(f"answer-{left}", "") for left in question.left}
        missing = [left for left, right in pairs.items() if right not in question.right]
        if missing:
            raise Unreadable({f"answer-{left}": _l("Choose a partner.") for left in missing})
        return pairs

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [(f"answer-{left}", right) for left, right in response.items()]

    def mark(self, question: Question, response: Response) -> float:
        key = dict(question.key)  # type: ignore[arg-type]  # pairs, as the reader of courses made them
        return share(question, sum(response[left] == right for left, right in key.items()), len(key))
