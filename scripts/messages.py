"""Brings the catalogues up to the code: `make messages`. English fills itself; what other languages lack is listed."""

import sys
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "tot" / "translations"
SOURCES = {"tot": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")]}
# N_ marks words that stand in a table and are translated where they are shown.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "N_": None,
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
LANGUAGES = ("en", "ru", "uz")


def in_code() -> Catalog:
    """Every text of the code and the templates that people see."""
    catalogue = Catalog(charset="utf-8")
    for folder, methods in SOURCES.items():
        options = {"**.html": {"trimmed": "true", "silent": "false"}, "**.txt": {"silent": "false"}}
        for name, line, text, _comments, context in extract_from_dir(
            TOP / folder, methods, options, KEYWORDS, ("Translators:",), directory_filter=_is_ours
        ):
            catalogue.add(text, None, [(f"{folder}/{name}", line)], context=context)
    return catalogue


def _is_ours(_folder: str) -> bool:
    """Every folder, those whose names begin with _ included: Babel leaves them out otherwise."""
    return True


def path_of(language: str) -> Path:
    """Where a language's catalogue lies."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def catalogue_name(language: str) -> str:
    """The language's own name."""
    return str(Locale.parse(language).get_display_name(language))


def kept(language: str) -> Catalog:
    """The catalogue of a language as it is in the tree; empty where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str, texts: Catalog) -> list[str]:
    """Those of the texts that this language lacks, says only fuzzily, or says with other placeholders."""
    catalogue = kept(language)
    return [str(message.id) for message in texts if message.id and not _is_said(catalogue, message)]


def _is_said(catalogue: Catalog, message: Message) -> bool:
    known = catalogue.get(message.id, message.context)
    if known is None or known.fuzzy:
        return False
    said = known.string if isinstance(known.string, tuple) else (known.string,)
    return all(said) and not list(known.check(catalogue))


def update(language: str, texts: Catalog) -> list[str]:
    """Writes the catalogue of a language anew, with these texts and no others; returns what is missing in it."""
    old = kept(language)
    comment = f"# What the platform says, in {catalogue_name(language)}. `make messages` brings it up to the code."
    catalogue = Catalog(
        locale=language, charset="utf-8", project="tot", version="1", fuzzy=False, header_comment=comment
    )
    for message in sorted((m for m in texts if m.id), key=lambda m: m.locations):
        known = old.get(message.id, message.context)
        said = known.string if known is not None and not known.fuzzy else ""
        if language == "en":
            said = message.id
        elif message.pluralizable and not isinstance(said, tuple):
            said = ("",) * catalogue.num_plurals
        places = [(name, 0) for name, _line in message.locations]
        catalogue.add(message.id, said, places, message.flags - {"fuzzy"}, context=message.context)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalogue, width=120, omit_header=False, include_lineno=False, sort_by_file=False)
    lines = [
        line
        for line in written.getvalue().splitlines(keepends=True)
        if not line.startswith((b'"POT-', b'"PO-R', b'"Gener', b'"Report', b'"Last', b'"Language-Team'))
    ]
    path_of(language).write_bytes(b"".join(lines))
    return missing(language, texts)


def main(languages: list[str]) -> int:
    """Updates the catalogues; the exit code says whether something is missing."""
    texts = in_code()
    lacking = {language: update(language, texts) for language in languages or LANGUAGES}
    for language, words in lacking.items():
        print(f"{language}: {len(words)} missing")
        for text in words[:20]:
            print(f"   {text!r}")
    return int(any(lacking.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
