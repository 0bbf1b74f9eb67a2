"""Slips: what somebody without e-mail is handed to sign in with. Several on a page, to be cut apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from tot.accounts.models import Person
from tot.accounts.rules import shown_code
from tot.web.languages import format_day, in_language, say
from tot.web.paper import pdf

SHORT_NAME, LONG_NAME = 28, 44  # letters: longer names are set smaller, so that every slip keeps its size


@dataclass(frozen=True)
class Slip:
    """What one slip says; plain values only."""

    name: str
    agency: str
    sign_in_name: str
    code: str
    address: str  # where the code is typed
    qr: str  # a data: address of the picture
    expires_on: str
    language: str
    size: str  # of the name: "", "long" or "longest"


def slips(rows: Sequence[tuple[Person, str]], *, expires_at: datetime, language: str) -> bytes:
    """A PDF of slips, each in the language of its person; `language` is that of the paper's own title.

    The people's agencies are printed: load them with the people.
    """
    content = Markup("").join(_slip(person, code, expires_at) for person, code in rows)
    with in_language(language):
        return pdf(
            "accounts/paper/slips.html",
            styles=("_frame/paper.css", "accounts/paper/slips.css"),
            title=_("Slips to sign in with"),
            language=language,
            content=content,
            count=len(rows),
        )


def _slip(person: Person, code: str, expires_at: datetime) -> Markup:
    public_url = current_app.config["TOT"].public_url
    with in_language(person.language):
        slip = Slip(
            name=person.name,
            agency=say(person.agency.names, person.language) if person.agency else "",
            sign_in_name=person.sign_in_name,
            code=shown_code(code),
            address=f"{public_url.partition('://')[2]}/j",
            qr=picture(qr_text(public_url, code)),
            expires_on=format_day(expires_at),
            language=person.language,
            size="longest" if len(person.name) > LONG_NAME else "long" if len(person.name) > SHORT_NAME else "",
        )
        return Markup(render_template("accounts/paper/slip.html", slip=slip))  # noqa: S704 the template escapes


def qr_text(public_url: str, code: str) -> str:
    """The address in the picture. In capital letters it takes a smaller code, where the host stands alone in it."""
    parts = urlsplit(public_url)
    text = f"{public_url}/j/{code}"
    return text.upper() if parts.path in ("", "/") else text


def picture(text: str) -> str:
    """A QR code as an SVG of one path, in a data: address."""
    import segno

    code = segno.make(text, error="m", boost_error=False, micro=False)
    return code.svg_data_uri(border=0, nl=False, omitsize=True)
