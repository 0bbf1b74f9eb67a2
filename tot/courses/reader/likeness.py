"""A translation has the structure of its source: headings, boxes, terms, pictures, lists and tables."""

from __future__ import annotations

from re import compile as pattern

from tot.courses.reader.boxes import boxes_in
from tot.courses.reader.links import pictures_in, terms_in
from tot.courses.reader.passages import Passage, without_code
from tot.courses.reader.prose import check_same_placeholders, heading_levels

LIST_ENTRY = pattern(r"(?m)^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
TABLE_ROW = pattern(r"(?m)^[ \t]*\|")


def check_alike(source: Passage, translation: Passage) -> None:
    check_same_placeholders(source, translation)
    _check_headings(source, translation)
    _check_boxes(source, translation)
    _check_terms(source, translation)
    if (there := pictures_in(source.text)) != (here := pictures_in(translation.text)):
        shown = [", ".join(names) or "none" for names in (there, here)]
        message = f"the pictures differ from the source ({shown[0]} there, {shown[1]} here); make them alike"
        translation.error(0, message)
    for what, mark in (("list entries", LIST_ENTRY), ("rows of tables", TABLE_ROW)):
        wanted, found = (len(mark.findall(without_code(passage.text))) for passage in (source, translation))
        if wanted != found:
            translation.warning(0, f"has {found} {what}, and the source has {wanted}; make them alike")


def _check_headings(source: Passage, translation: Passage) -> None:
    wanted, found = heading_levels(source.text), heading_levels(translation.text)
    if wanted != found:
        shown = [" ".join("#" * level for level in levels) or "none" for levels in (wanted, found)]
        message = f"the headings differ from the source ({shown[0]} there, {shown[1]} here); make them alike"
        translation.error(0, message)


def _check_boxes(source: Passage, translation: Passage) -> None:
    wanted, found = boxes_in(source.text), boxes_in(translation.text)
    if wanted != found:
        shown = [", ".join(boxes) or "none" for boxes in (wanted, found)]
        translation.error(0, f"the boxes differ from the source ({shown[0]} there, {shown[1]} here); make them alike")


def _check_terms(source: Passage, translation: Passage) -> None:
    wanted, found = terms_in(source.text), terms_in(translation.text)
    for name in sorted(wanted - found):
        translation.error(0, f"the term {name} is linked in the source and not here; link it: [words](term:{name})")
    for name in sorted(found - wanted):
        translation.error(0, f"the term {name} is linked here and not in the source; remove the link or add it there")
