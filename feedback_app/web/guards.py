"""What stands around every request: read or write, headers, proxies, what cannot be meant for us.

The order of `before_request` matters: a GET is declared read-only before anything touches the database.
"""

from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    request,
    url_for,
)
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from feedback_app.extensions import set_reading_only
from feedback_app.web.word_limit import MAX_FORM_WORDS

# A page of ours loads nothing from elsewhere, runs no inline script and is framed by nobody.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


PERCENT_ENCODED = 3  # how many bytes the plain kind of form makes of one


class RowNumber(IntegerConverter):
    """A number in an address: none that no row can have, which the databases would choke on."""

    def __init__(self, map: Map, max: int = 2**31 - 1, **more: Any) -> None:  # noqa: A002 - Werkzeug's names
        super().__init__(map, max=max, **more)


def trust_proxies(app: Flask) -> None:
    """Believe X-Forwarded-* from as many proxies as the settings say stand in front of us; none by default."""
    count = app.config["TRUSTED_PROXIES"]
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def refuse_what_cannot_be_ours() -> None:
    if "\0" in request.path:
        abort(404)
    if request.mimetype == "application/x-www-form-urlencoded":
        # Werkzeug holds only the parts of multipart forms to MAX_FORM_MEMORY_SIZE.
        request.max_content_length = PERCENT_ENCODED * MAX_FORM_WORDS


def declare_reading() -> None:
    set_reading_only(request.method in ("GET", "HEAD", "OPTIONS"))


def forget_reading(fault: BaseException | None) -> None:
    set_reading_only(False)


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def ask_to_sign_in() -> Response:
    return redirect(url_for("accounts.sign_in", next=request.path if request.method == "GET" else None), 303)  # type: ignore[return-value]
