"""One way of naming for all versions: qti-simple-choice, simpleChoice and imsqti:simpleChoice are simplechoice."""

from __future__ import annotations

from tot.quizzes.formats.xml_tree import Node


def plain_name(name: str) -> str:
    """The name without namespace, hyphens and capitals."""
    return name.rpartition(":")[2].lower().replace("-", "").removeprefix("qti")


def renamed(root: Node) -> Node:
    """The tree with plain names of elements and attributes."""
    for node in root.walk():
        node.tag = plain_name(node.tag)
        node.attributes = {plain_name(name): value for name, value in node.attributes.items()}
    return root


def find_all(root: Node, tag: str) -> list[Node]:
    """All elements of this name, at any depth."""
    return [node for node in root.walk() if node.tag == tag]
