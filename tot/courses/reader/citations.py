"""Sources of texts: every fact exists, none is uncertain, and national law stays in the annexes."""

from __future__ import annotations

from collections.abc import Iterable

from tot.courses.reader.collected import Citation
from tot.courses.reader.problems import did_you_mean
from tot.courses.rules import Facts


def check_citations(citations: Iterable[Citation], facts: Facts | None) -> None:
    """Without facts.yaml beside the course there is nothing to compare with."""
    if facts is None:
        return
    known = {fact.id: fact for fact in facts.facts}
    for citation in citations:
        for name in citation.facts:
            fields = citation.fields
            if (fact := known.get(name)) is None:
                fields.error(f"facts.yaml has no fact {name[:60]!r}; {did_you_mean(name, known)}", "sources")
            elif fact.tag == "U":
                fields.error(f"{name} is uncertain (tag U) and must not be taught; take it out of the text", "sources")
            elif fact.country and citation.is_lesson:
                message = f"{name} is national law, which changes; leave it to the annex and link [words](annex:)"
                fields.warning(message, "sources")
