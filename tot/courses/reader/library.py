"""What stands beside the courses and belongs to all of them."""

from __future__ import annotations

from pathlib import Path

from tot.courses.reader.files import open_file
from tot.courses.reader.marks import load
from tot.courses.reader.problems import Problems


def known_terms(courses: Path, problems: Problems) -> frozenset[str] | None:
    """The slugs of courses/glossary.yaml; nothing when there is no glossary beside the courses."""
    path = courses / "glossary.yaml"
    file = open_file(path, problems) if path.exists() else None
    node = load(file) if file else None
    entries = node.value if node is not None else None
    if isinstance(entries, dict):
        entries = next((value.value for value in entries.values() if isinstance(value.value, list)), None)
    if not isinstance(entries, list):
        return None
    values = [entry.value.get("id") for entry in entries if isinstance(entry.value, dict)]
    return frozenset(value.value for value in values if value is not None and isinstance(value.value, str))
