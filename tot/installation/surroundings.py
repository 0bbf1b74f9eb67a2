"""The doctor's look at what lies around: the public address, the mail server, and whom learners can turn to."""

import smtplib
from urllib.parse import urlsplit

from flask_babel import gettext as _

from tot.config import CONTACTS, Settings
from tot.installation.findings import Found, fail, ok, warn
from tot.mail import line_to

PATIENCE = 5  # seconds for a mail server to answer


def address(settings: Settings) -> Found:
    """The address printed in QR codes and letters can be reached from elsewhere, and nobody can listen in."""
    subject, parts = _("address"), urlsplit(settings.public_url)
    setting = written(settings, 'public_url = "https://…"')
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield fail(subject, _("%(url)s is no web address.", url=settings.public_url), setting)
    elif parts.hostname in ("localhost", "127.0.0.1", "::1"):
        yield warn(
            subject, _("%(url)s works on this machine only: phones cannot open QR codes.", url=parts.geturl()), setting
        )
    elif parts.scheme == "http":
        yield warn(subject, _("%(url)s is not encrypted: passwords can be overheard.", url=parts.geturl()), setting)
    elif not settings.proxies:
        sentence = _("Whoever encrypts for us hides who is asking: all visitors together may try 50 wrong passwords.")
        yield warn(subject, sentence, written(settings, "proxies = 1"))
    else:
        yield ok(subject, settings.public_url)


def mail(settings: Settings) -> Found:
    """Letters leave, or somebody knows that they do not."""
    subject = _("mail")
    setting = written(settings, 'mail_url = "smtp://user:password@host:587?tls=1"')
    parts = urlsplit(settings.mail_url)
    if not settings.mail_url:
        folder = settings.instance / "letters"
        sentence = _(
            "No mail server is set: letters are kept in %(folder)s and shown to administrators.", folder=folder
        )
        yield warn(subject, sentence, setting)
    elif parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        yield fail(subject, _("mail_url is no mail server."), setting)
    elif trouble := _unreachable(settings.mail_url):
        yield fail(
            subject,
            _("The mail server %(host)s does not answer: %(trouble)s", host=parts.hostname, trouble=trouble),
            _("Check mail_url, the network and the firewall; letters wait meanwhile."),
        )
    elif settings.mail_from.endswith("@localhost"):
        yield warn(
            subject, _("Letters come from %(sender)s.", sender=settings.mail_from), written(settings, 'mail_from = "…"')
        )
    else:
        yield ok(subject, _("%(host)s answers.", host=parts.hostname))


def _unreachable(url: str) -> str:
    """Why no mail server greets at this address, or an empty string. Sends nothing and does not sign in."""
    try:
        with line_to(url, PATIENCE) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return str(error)
    return ""


def contacts(settings: Settings) -> Found:
    """Course texts name whom to turn to; who that is must be set for each installation."""
    subject = _("contacts")
    unset = [name for name in CONTACTS if not settings.contacts.get(name)]
    if unset:
        sentence = _("Not set, so lessons ask learners to ask their trainer: %(names)s", names=", ".join(unset))
        yield warn(subject, sentence, written(settings, f'{unset[0]} = "…"', table="contacts"))
    else:
        yield ok(subject, _("All %(number)d are set.", number=len(CONTACTS)))


def written(settings: Settings, line: str, table: str = "") -> str:
    """The remedy for what is set in the configuration file."""
    file = settings.instance / "config.toml"
    if table:
        return _("Write %(line)s below [%(table)s] in %(file)s.", line=line, table=table, file=file)
    return _("Write %(line)s at the top of %(file)s.", line=line, file=file)
