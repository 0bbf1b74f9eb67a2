"""Makes what the platform reads and git does not keep: compiled translations and fonts. Run by `scripts/setup`."""

import sys
from pathlib import Path

from tot.config import ROOT, instance_folder
from tot.web.fonts import FontsMissing, are_ready, ensure_fonts


def stale_catalogues(root: Path) -> list[Path]:
    """The .po files whose .mo is missing or older."""
    return [po for po in sorted(root.glob("**/LC_MESSAGES/*.po")) if _is_older(po.with_suffix(".mo"), po)]


def _is_older(made: Path, source: Path) -> bool:
    return not made.is_file() or made.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(po: Path) -> None:
    """Writes the .mo beside its .po."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name)
    scratch = po.with_suffix(".mo.new")
    with scratch.open("wb") as target:
        write_mo(target, catalogue)
    scratch.replace(po.with_suffix(".mo"))


def main() -> None:
    """Compiles, closes the instance folder to others, makes the fonts; is silent when there is nothing to do."""
    for po in stale_catalogues(ROOT / "tot"):
        print(f"Compiling {po.relative_to(ROOT)} …")
        compile_catalogue(po)
    instance = instance_folder()
    instance.mkdir(parents=True, exist_ok=True)
    if instance.stat().st_mode & 0o007:
        instance.chmod(0o700)  # names and answers of people will lie here
    fonts = instance / "assets" / "fonts"
    if not are_ready(fonts):
        print("Making fonts …")
        try:
            ensure_fonts(fonts)
        except FontsMissing as missing:
            sys.exit(f"tot: {missing}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # the set-up says what to do
