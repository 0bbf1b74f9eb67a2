"""The pictures in the folder figures/ of a course."""

from __future__ import annotations

from pathlib import Path

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")


def figures_in(course: Path) -> frozenset[str]:
    """What a text may show, by the name it writes: figures/<file>."""
    folder = course / "figures"
    if not folder.is_dir():
        return frozenset()
    return frozenset(f"figures/{path.name}" for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
