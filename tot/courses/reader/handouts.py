"""Reads the handouts of a course: handouts.yaml lists them, <file>.<language>.md has their words."""

from __future__ import annotations

from re import compile as pattern

from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.lessons import read_page
from tot.courses.reader.translations import Folder, check_files
from tot.courses.rules import Handout

FILE = pattern(r"[a-z0-9][a-z0-9-]{0,60}")
READERS = ("trainers", "participants")


def read_handouts(folder: Folder, ids: Ids) -> tuple[Handout, ...]:
    fields = folder.open("handouts.yaml")
    if fields is None:
        return ()
    known = {"handouts.yaml"}
    found = [_handout(one, folder, ids, known) for one in fields.groups("handouts")]
    fields.done()
    check_files(folder, known)
    return tuple(handout for handout in found if handout is not None)


def _handout(fields: Fields, folder: Folder, ids: Ids, known: set[str]) -> Handout | None:
    handout_id, stem = ids.thing(fields), fields.text("file")
    readers = fields.one_of("for", READERS)
    title = fields.words("title", folder.languages)
    fields.done()
    if not FILE.fullmatch(stem):
        if stem:
            fields.error(f"{stem[:60]!r} cannot be the name of a file; use small letters, digits and -", "file")
        return None
    known.update(f"{stem}.{language}.md" for language in folder.languages)
    folder.drafts.clear()  # those of the handout before
    body = read_page(folder, stem)
    return Handout(id=handout_id, for_trainers=readers == "trainers", title=title, body=body, drafts=folder.in_draft())
