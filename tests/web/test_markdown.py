"""What becomes of Markdown on a page, beyond what the reader of courses checks."""

import re

from tot.web.markdown import html


def test_a_cell_of_a_table_names_its_column_and_what_it_is() -> None:
    made = html("| | For **whom** | Why |\n|---|---|---|\n| Aim | profit | care |\n| End | – | “<b>” |\n", {}, {})
    assert re.findall(r'<td role="cell"(?: data-label="([^"]*)")?>', made) == ["", "For whom", "Why"] * 2
    assert made.count('role="columnheader"') == 3
    assert made.count('role="row"') == 3
    assert "<b>" not in made
