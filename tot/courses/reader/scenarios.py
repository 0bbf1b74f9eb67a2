"""Reads a branching scenario: every node can be reached, and from every node a safe ending can still be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tot.courses.reader.advice.stories import advise_scenario
from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.problems import did_you_mean
from tot.courses.reader.translations import Folder, SideBySide
from tot.courses.rules import SCALES, Choice, Ending, Node, Scenario


def read_scenario(folder: Folder, announced: str, ids: Ids) -> Scenario | None:
    """scenario.yaml with the words of scenario.<language>.yaml; `announced` is its id in module.yaml."""
    fields = folder.open("scenario.yaml")
    if fields is None:
        return None
    words = folder.words("scenario")
    scenario_id = ids.thing(fields)
    if scenario_id and announced and scenario_id != announced:
        fields.error(f"is {scenario_id!r}, and module.yaml says {announced!r}; correct the one or the other", "id")
    fields.one_of("kind", ("scenario",))
    scales = fields.texts("scales", short_names=True)
    for scale in scales:
        if scale not in SCALES:
            fields.error(f"there is no word for the scale {scale[:40]!r}; {did_you_mean(scale, SCALES)}", "scales")
    node_fields, ending_fields = fields.group("nodes"), fields.group("endings")
    nodes = _nodes(node_fields, words.group("nodes"), scales)
    endings = _endings(ending_fields, words.group("endings"))
    start = fields.one_of("start", list(nodes))
    _check_story(start, nodes, endings, node_fields, ending_fields)
    scenario = Scenario(
        id=scenario_id,
        start=start,
        scales=scales,
        title=words.text("title"),
        setting=words.text("setting"),
        nodes=nodes,
        endings=endings,
    )
    fields.done()
    words.done()
    advise_scenario(scenario, fields)
    return scenario


def _nodes(fields: Fields, words: SideBySide, scales: tuple[str, ...]) -> dict[str, Node]:
    nodes = {}
    for name in fields.short_names():
        choices, spoken = fields.group(name), words.group(name)
        nodes[name] = Node(
            id=name,
            text=spoken.text("text"),
            choices=_choices(choices, spoken.group("choices"), scales),
        )
        spoken.done()
    words.done()
    return nodes


def _choices(fields: Fields, words: SideBySide, scales: tuple[str, ...]) -> tuple[Choice, ...]:
    choices = []
    for name in fields.short_names():
        choice, spoken = fields.group(name), words.group(name)
        choices.append(
            Choice(
                id=name,
                to=choice.text("to"),
                effects={scale: choice.whole(scale, -2, 2) for scale in scales if scale in choice},
                text=spoken.text("text"),
                consequence=spoken.text("consequence", is_required=False),
                feedback=spoken.text("feedback"),
            )
        )
        choice.done(also=scales)
        spoken.done()
    words.done()
    return tuple(choices)


def _endings(fields: Fields, words: SideBySide) -> dict[str, Ending]:
    endings = {}
    for name in fields.short_names():
        ending, spoken = fields.group(name), words.group(name)
        endings[name] = Ending(
            id=name, safe=ending.claim("safe"), title=spoken.text("title"), text=spoken.text("text")
        )  # fmt: skip
        ending.done()
        spoken.done()
    words.done()
    return endings


def _check_story(
    start: str, nodes: Mapping[str, Node], endings: Mapping[str, Ending], node_fields: Fields, ending_fields: Fields
) -> None:
    if not nodes:
        return
    for name in nodes.keys() & endings.keys():
        ending_fields.error("is the name of a node too; give the ending another name", name)
    if not _check_targets(nodes, endings, node_fields) or not start:
        return  # what can be reached is unknown until these are mended
    ways = {node.id: {choice.to for choice in node.choices} for node in nodes.values()}
    reached = _reached([start], ways)
    for name in nodes.keys() - reached:
        node_fields.error("cannot be reached from the start; lead a choice to it or remove it", name)
    for name in endings.keys() - reached:
        ending_fields.error("cannot be reached from the start; lead a choice to it or remove it", name)
    back: dict[str, set[str]] = {}
    for name, targets in ways.items():
        for target in targets:
            back.setdefault(target, set()).add(name)
    saved = _reached([ending.id for ending in endings.values() if ending.safe], back)
    for name in nodes.keys() - saved:
        node_fields.error("no safe ending can be reached from here; offer a choice that leads back to safety", name)


def _check_targets(nodes: Mapping[str, Node], endings: Mapping[str, Ending], fields: Fields) -> bool:
    is_sound = True
    for node in nodes.values():
        choices = fields.group(node.id)
        if not node.choices:
            choices.error("has no choices; add them, or make it an ending")
            is_sound = False
        for choice in node.choices:
            if choice.to and choice.to not in nodes and choice.to not in endings:
                hint = did_you_mean(choice.to, [*nodes, *endings])
                choices.group(choice.id).error(f"there is no node or ending {choice.to[:60]!r}; {hint}", "to")
            is_sound = is_sound and (choice.to in nodes or choice.to in endings)
    return is_sound


def _reached(starts: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(), list(starts)
    while waiting:
        if (name := waiting.pop()) not in reached:
            reached.add(name)
            waiting.extend(ways.get(name, ()))
    return reached
