"""What a stranger is told who scans the picture or types the code of a certificate."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tot.certificates import queries, words
from tot.certificates.rules import shown_code, typed_code
from tot.certificates.views.blueprint import views
from tot.web.access import public
from tot.web.pages import page
from tot.web.security import limiter, unkept


@views.get("/v")
@public
def ask() -> ResponseReturnValue:
    """Where a stranger types a code from a paper."""
    if typed := request.args.get("code", "").strip():
        return redirect(url_for("certificates.verify", code=typed_code(typed).code or typed[:40]), 303)
    return _for_strangers(page("certificates/ask.html", title=_("Verify a certificate")))


@views.get("/V/<path:code>")
@views.get("/v/<path:code>")
@public
@limiter.limit("60 per minute; 1000 per day")
def verify(code: str) -> ResponseReturnValue:
    """Whether the certificate with this code holds, and every claim that its paper makes."""
    typed = typed_code(code)
    verdict = None if typed.trouble else queries.by_code(typed.code)
    if verdict is None:
        title = _("Check the code") if typed.trouble else _("No certificate has this code")
        unknown = page("certificates/unknown.html", title=title, status=404, typed=typed, text=code[:60])
        return _for_strangers(unknown)
    answer = page(
        "certificates/verify.html",
        title=words.VERDICT_TITLES[verdict.state],
        verdict=verdict,
        kind=words.KIND_WORDS[verdict.claims.kind],
        said=words.claims_on_paper(verdict.claims),
        labels=words.LABELS,
        reasons=words.REVOKED_WORDS,
        code=shown_code(verdict.code),
    )
    return _for_strangers(answer)


def _for_strangers(answer: Response) -> Response:
    """No search engine keeps the page, and no cache an answer that may change."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return unkept(answer)
