"""The doctor's look at the machine: folders, secret, fonts, Pango, translations. Needs no database."""

import os
import shutil
import tempfile
from pathlib import Path

from flask_babel import gettext as _

from tot.config import ROOT, Settings
from tot.installation.findings import Found, fail, ok, warn
from tot.web import fonts

WRITTEN = ("letters", "papers", "assets")  # folders below instance/ that the platform writes to
ROOMY = 500 * 2**20  # bytes free below which a warning is due


def folders(settings: Settings) -> Found:
    """The instance folder and what is in it can be written, others cannot look inside, and there is room."""
    subject = _("folders")
    wanted = [settings.instance, *(settings.instance / name for name in WRITTEN)]
    closed = [str(folder) for folder in wanted if folder.exists() and not _can_write(folder)]
    if closed:
        remedy = f"chown -R {os.environ.get('USER') or os.getuid()} {settings.instance}"
        yield fail(subject, _("Nothing can be written to %(folders)s.", folders=", ".join(closed)), remedy)
        return
    if settings.instance.stat().st_mode & 0o007:
        sentence = _("Other users of this machine can look into %(folder)s.", folder=settings.instance)
        yield warn(subject, sentence, f"chmod o-rwx {settings.instance}")
    free = shutil.disk_usage(settings.instance).free
    if free < ROOMY:
        sentence = _("Only %(megabytes)d MB are free on the disk.", megabytes=free // 2**20)
        yield warn(subject, sentence, _("Delete what is not needed, or move the instance folder: TOT_INSTANCE=…"))
    yield ok(subject, _("%(folder)s can be written.", folder=settings.instance))


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def secret(settings: Settings) -> Found:
    """The secret that signs sessions and links is there, long, and readable by its owner only."""
    subject, path = _("secret"), settings.instance / "secret.key"
    if given := os.environ.get("TOT_SECRET_KEY"):
        if len(given) < 32:
            yield fail(subject, _("TOT_SECRET_KEY is too short to be safe."), "openssl rand -base64 48")
        else:
            yield ok(subject, _("It comes from TOT_SECRET_KEY."))
    elif not path.exists():
        yield warn(subject, _("There is none yet; it is made on the first start."), "tot init")
    elif len(path.read_text().strip()) < 32:
        yield fail(
            subject, _("%(path)s is empty or too short.", path=path), _("Delete it and start again: all sign out.")
        )
    elif path.stat().st_mode & 0o077:
        yield fail(subject, _("Others can read %(path)s and sign in as anybody.", path=path), f"chmod 600 {path}")
    else:
        yield ok(subject, _("%(path)s is there and closed to others.", path=path))


def font_files(settings: Settings) -> Found:
    """Every font is made and holds all letters of our alphabets."""
    subject, folder = _("fonts"), settings.instance / "assets" / "fonts"
    if not fonts.are_ready(folder):
        missing = fonts.missing_sources()
        sentence = _("The fonts in %(folder)s are not made or not of this version.", folder=folder)
        yield fail(subject, sentence, "apt-get install fonts-noto-core" if missing else "make run")
        return
    holes = {path.name: lacking for path in fonts.font_paths(folder).values() if (lacking := _lacking(path))}
    for name, letters in holes.items():
        sentence = _("%(font)s has no %(letters)s.", font=name, letters=" ".join(sorted(letters)))
        yield fail(subject, sentence, f"rm -r {folder} && make run")
    if not holes:
        yield ok(subject, _("%(number)d fonts hold every letter of the eight alphabets.", number=len(fonts.FACES)))


def _lacking(path: Path) -> set[str]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return {chr(code) for code in fonts.COVERED - set(font.getBestCmap())}


def pango(_settings: Settings) -> Found:
    """PDFs can be drawn: one is."""
    subject, packages = "Pango", "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    try:
        from weasyprint import HTML
        from weasyprint.text import ffi

        drawn = HTML(string="<html lang=uz><title>Oʻ</title><p>Oʻ Ғ ң").write_pdf()
    except (OSError, ImportError) as error:
        yield fail(subject, _("No PDF can be made: %(error)s", error=str(error).splitlines()[0]), packages)
        return
    if not drawn.startswith(b"%PDF"):
        yield fail(subject, _("No PDF can be made."), packages)
    elif ffi.harfbuzz_subset is None:
        yield warn(subject, _("PDFs will be large: HarfBuzz cannot cut fonts down."), packages)
    else:
        yield ok(subject, _("A PDF was made."))


def catalogues(settings: Settings) -> Found:
    """Every language that is offered has its translations, compiled."""
    subject, folder = _("translations"), ROOT / "tot" / "translations"
    sources = {language: folder / language / "LC_MESSAGES" / "messages.po" for language in settings.languages}
    missing = [language for language, po in sources.items() if language != "en" and not po.exists()]
    stale = [language for language, po in sources.items() if po.exists() and _is_stale(po)]
    if missing:
        remedy = _("Take them out of languages in %(file)s.", file=settings.instance / "config.toml")
        yield fail(subject, _("Not translated: %(languages)s.", languages=", ".join(missing)), remedy)
    if stale:
        yield fail(subject, _("Not compiled: %(languages)s.", languages=", ".join(stale)), "make run")
    if not missing and not stale:
        yield ok(subject, _("Compiled for %(languages)s.", languages=", ".join(settings.languages)))


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
