"""Tables of a text: each cell knows its column, so that rows can be cards on a phone and stay a table to listen to."""

from typing import Any

_ROLES = {
    "table_open": "table", "thead_open": "rowgroup", "tbody_open": "rowgroup", "tr_open": "row",
    "th_open": "columnheader", "td_open": "cell",
}  # fmt: skip


def name_cells(state: Any) -> None:
    """Writes what each part is, which a table that is shown as blocks would lose, and the column of each cell.

    The first cell of a row heads its card and needs no name.
    """
    columns: list[str] = []
    place = 0
    for number, token in enumerate(state.tokens):
        if token.type not in _ROLES:
            continue
        token.attrSet("role", _ROLES[token.type])
        if token.type == "table_open":
            columns = []
        elif token.type == "tr_open":
            place = 0
        elif token.type == "th_open":
            columns.append("".join(part.content for part in state.tokens[number + 1].children or []))
        elif token.type == "td_open":
            if place and columns[place]:
                token.attrSet("data-label", columns[place])
            place += 1
