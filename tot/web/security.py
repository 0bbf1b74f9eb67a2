"""What protects every page: CSRF, headers, secure cookies, limits on how often one address may try."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from tot.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; the signer of their cookies is made once, not for each request."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, _app: Flask) -> URLSafeTimedSerializer | None:
        """Reads and writes the signed cookie."""
        return self._signer


MOST_FIELDS = 20_000  # of one form: far more than the grid of a test on paper for the largest cohort

limiter = Limiter(get_remote_address)
csrf = CSRFProtect()

# Bootstrap draws ticks and arrows from data: pictures inside its style sheet; nothing else may come from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


def connect(app: Flask, settings: Settings) -> None:
    """Protects the application."""
    is_https = settings.public_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="tot",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session: nobody loses a form to a clock
        WTF_CSRF_SSL_STRICT=is_https,
        MAX_CONTENT_LENGTH=5 * 2**20,
        MAX_FORM_MEMORY_SIZE=5 * 2**20,  # a text that is too long comes back on its form, which says how long it may be
        RATELIMIT_STORAGE_URI=settings.queue_url or "memory://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    app.session_interface = Sessions(app)
    app.before_request(_refuse_floods)  # before CSRF looks for its token among the fields
    csrf.init_app(app)
    limiter.init_app(app)
    # Limits stand at their routes, and there they are checked; to look for others before each request is costly.
    app.before_request_funcs[None].remove(limiter._check_request_limit)
    app.after_request(_forget_what_was_shown)
    app.wsgi_app = _with(HEADERS | HTTPS if is_https else HEADERS, app.wsgi_app)  # type: ignore[method-assign, assignment]


def _with(headers: Mapping[str, str], application: "WSGIApplication") -> "WSGIApplication":
    """The application, with these headers on all that it answers. Flask's own way looks for each of them each time."""
    always = list(headers.items())

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        return application(environ, lambda status, said, *error: start_response(status, [*said, *always], *error))

    return answer


def _refuse_floods() -> None:
    """A megabyte of empty fields takes seconds to lay out. Files are counted by the library, plain forms by nobody."""
    is_long = (request.content_length or 0) > MOST_FIELDS and request.mimetype == "application/x-www-form-urlencoded"
    if is_long and request.get_data().count(b"&") > MOST_FIELDS:
        abort(400)


def _forget_what_was_shown(response: Response) -> Response:
    """What was shown to somebody signed in must not come back with the Back button on a shared computer."""
    if "Cache-Control" not in response.headers and g.get("_login_user") is not None and current_user.is_authenticated:
        unkept(response)
    return response


def unkept(response: Response) -> Response:
    """The answer, which neither a browser nor anything on the way keeps."""
    response.headers["Cache-Control"] = "no-store"
    return response


def is_local(target: str | None) -> bool:
    """Whether an address leads to a page of ours: a path, without a host, a scheme or a backslash."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    return target.isprintable() and "\\" not in target
