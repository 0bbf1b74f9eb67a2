"""Open answers as other systems know them: an essay, with a text for whoever marks it."""

from __future__ import annotations

from tot.quizzes.formats.item import Item


def is_recognised(item: Item) -> bool:
    """Whether patterns find all that is asked; other systems recognise one set of them at most."""
    return len(item.needs) == 1 and bool(item.needs[0].patterns)


def stem_with_tasks(item: Item) -> str:
    """What is read before the answer, as Markdown."""
    if len(item.tasks) < 2:
        return "\n\n".join((item.stem, *item.tasks))
    return item.stem + "\n\n" + "\n".join(f"{number}. {task}" for number, task in enumerate(item.tasks, 1))


def for_markers(item: Item) -> str:
    """The model answer and what earns points, each level with its own, as Markdown."""
    lines = []
    for need in item.needs:
        lines.append(f"- {need.text}")
        lines += [f"    - **{points}** {text}" for points, text in need.levels]
    return "\n\n".join([item.model, "\n".join(lines)]).strip()
