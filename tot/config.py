"""Settings of one installation, from the environment (`TOT_…`) and `instance/config.toml`; each says its reason."""

import errno
import os
import secrets
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent

# Whom a learner can turn to. Course texts name these and never a number, because numbers change and differ by post.
CONTACTS = (
    "hotline_national",
    "child_protection_duty",
    "police_at_unit",
    "guardianship_body",
    "ngo_support",
    "consular_duty",
    "interpreter_service",
)


# In which zone a country's days begin and end, for the countries that the platform knows by itself.
TIME_ZONES = {
    "UZ": "Asia/Tashkent",
    "KZ": "Asia/Almaty",
    "KG": "Asia/Bishkek",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
}


class WrongSetting(Exception):
    """A setting that cannot be used; the sentence says where it stands and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """What differs from one installation to the next."""

    instance: Path  # the folder that holds everything this installation knows
    database_url: str = ""  # empty: the embedded SQLite file in instance/
    public_url: str = "http://127.0.0.1:8000"  # printed in QR codes and letters, so it must be what phones can reach
    platform_name: str = "Posbon"  # shown in the header, in letters and on papers
    issuer: str = ""  # the body named on certificates; empty: the platform's name
    country: str = "UZ"  # whose places and annex are shown first
    languages: tuple[str, ...] = ("en", "ru", "uz")  # offered to people, in this order
    time_zone: str = TIME_ZONES["UZ"]  # in which days begin and times are shown; left out: that of the country
    mail_url: str = ""  # smtp://user:password@host:587?tls=1; empty: letters become files in instance/letters
    mail_from: str = "no-reply@localhost"  # the sender of letters
    queue_url: str = ""  # redis://… once several web nodes share the work; empty: instance/queue.sqlite
    # How many proxies in front are trusted to say who is asking, by X-Forwarded-For, -Proto and -Host, which they set.
    proxies: int = 0
    idle_minutes: int = 720  # after this long without a page, somebody must sign in again
    contacts: Mapping[str, str] = field(default_factory=dict)  # CONTACTS → what the page shows

    @property
    def database(self) -> str:
        """The database as SQLAlchemy names it; `postgresql://` means psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'tot.sqlite'}"
        if self.database_url.startswith("postgresql://"):
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return self.database_url

    @property
    def secret_key(self) -> str:
        """Signs sessions and links. Made on the first start, readable by its owner only, never defaulted."""
        if secret := os.environ.get("TOT_SECRET_KEY"):
            return secret
        path = self.instance / "secret.key"
        with _ours(self.instance):
            try:
                # O_EXCL: of two servers that start together only one makes it.
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(secrets.token_urlsafe(48))
            except FileExistsError:
                pass
            return path.read_text()


def instance_folder() -> Path:
    """Where this installation keeps what it knows: `TOT_INSTANCE`, or `instance/` beside the code."""
    return Path(os.environ.get("TOT_INSTANCE") or ROOT / "instance").resolve()


def load(instance: Path | None = None, **overrides: Any) -> Settings:
    """The settings in force: `overrides` before the environment before `config.toml` before the defaults."""
    folder = instance or instance_folder()
    with _ours(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and answers of people will lie here
        written = _from_file(folder / "config.toml")
        for path in (folder, *folder.glob("*.sqlite")):
            if not os.access(path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    known = {f.name for f in fields(Settings)}
    if unknown := set(written) - known:
        raise WrongSetting(f"{folder / 'config.toml'}: no setting is called {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {**written}
    for name in known:
        if (text := os.environ.get(f"TOT_{name.upper()}")) is not None and name not in ("instance", "contacts"):
            values[name] = [code.strip() for code in text.split(",")] if name == "languages" else text
    _refuse_other_kinds(values)
    values["contacts"] = {**written.get("contacts", {}), **_contacts_from_environment()}
    values |= overrides
    values["languages"] = tuple(values.get("languages", Settings.languages))
    for name in ("proxies", "idle_minutes"):
        values[name] = _number(name, values.get(name, getattr(Settings, name)))
    values["time_zone"] = _time_zone(values.get("time_zone", ""), values.get("country", Settings.country))
    values["public_url"] = str(values.get("public_url", Settings.public_url)).rstrip("/")
    return Settings(**{**values, "instance": folder})


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path}: {error}") from error


@contextmanager
def _ours(folder: Path) -> Iterator[None]:
    """The folder and what is in it can be read and written by whoever runs this, or a sentence says which cannot."""
    try:
        yield
    except OSError as error:
        remedy = f"sudo chown -R {os.environ.get('USER') or os.getuid()} {shlex.quote(str(folder))}"
        raise WrongSetting(
            f"{error.filename}: {error.strerror}. Choose another folder (TOT_INSTANCE=…), or make it yours: {remedy}"
        ) from error


def _refuse_other_kinds(values: Mapping[str, Any]) -> None:
    """A setting is text, but for lists, tables and numbers; addresses and languages are such as we know."""
    for name, value in values.items():
        if isinstance(getattr(Settings, name, None), str) and not isinstance(value, str):
            raise WrongSetting(f'The setting {name} must be text in quotes, such as "…", not {value!r}')
    languages = values.get("languages", Settings.languages)
    translated = {path.parent.name for path in (ROOT / "tot" / "translations").glob("*/LC_MESSAGES")}
    if not isinstance(languages, (list, tuple)) or not languages or not {*map(str, languages)} <= translated:
        raise WrongSetting(
            f"The setting languages must be a list of {', '.join(sorted(translated))}, not {languages!r}"
        )
    contacts = values.get("contacts", {})
    if not isinstance(contacts, dict) or not set(contacts) <= set(CONTACTS):
        raise WrongSetting(f"Below [contacts] stand only {', '.join(CONTACTS)}, not {contacts!r}")
    url = values.get("database_url", "")
    if url and not url.startswith(("postgresql://", "postgresql+psycopg://", "sqlite://")):
        raise WrongSetting("The setting database_url must begin with postgresql:// (leave it out for embedded SQLite)")


def _contacts_from_environment() -> dict[str, str]:
    return {name: text for name in CONTACTS if (text := os.environ.get(f"TOT_CONTACT_{name.upper()}"))}


def _time_zone(name: str, country: str) -> str:
    """The zone that is written, else that of the country."""
    name = name or TIME_ZONES.get(country, "")
    if not name:
        raise WrongSetting(f"Write the setting time_zone, such as Asia/Tashkent: that of {country!r} is not known here")
    try:
        return ZoneInfo(str(name)).key
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise WrongSetting(f"The setting time_zone must be a name such as Asia/Tashkent, not {name!r}") from error


def _number(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise WrongSetting(f"The setting {name} must be a whole number, not {value!r}") from error
