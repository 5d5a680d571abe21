"""What every page shares: language, headers, error pages, filters, the read-or-write mode of the database.

The order of `before_request` matters: a GET is declared read-only before anything touches the database.
"""

import traceback
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale, ngettext
from flask_wtf.csrf import CSRFError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from feedback_app import clock
from feedback_app.accounts.queries import user_of_session
from feedback_app.accounts.views_public import accounts
from feedback_app.disclosures.views_public import public
from feedback_app.disclosures.views_staff import staff_records
from feedback_app.extensions import db, login_manager, set_reading_only
from feedback_app.outbox import jobs as outbox
from feedback_app.oversight.views_staff import oversight
from feedback_app.refusals import Refusal
from feedback_app.tickets.views_public import report, status
from feedback_app.tickets.views_staff import staff

web = Blueprint("web", __name__)
LANGUAGES = ("zh", "en")
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
ERROR_PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
MAX_FORM_WORDS = 1_000_000  # bytes of text fields; a longer one gets a clear page instead of a bare 413
PERCENT_ENCODED = 3  # how many bytes the plain kind of form makes of one


class RowNumber(IntegerConverter):
    """A number in an address: none that no row can have, which the databases would choke on."""

    def __init__(self, map: Map, max: int = 2**31 - 1, **more: Any) -> None:  # noqa: A002 - Werkzeug's names
        super().__init__(map, max=max, **more)


def init_app(app: Flask) -> None:
    """Hang blueprints, guards, filters and error pages on the app."""
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_WORDS
    app.url_map.converters["int"] = RowNumber
    # First of all, before CSRFProtect reads the form.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_what_cannot_be_ours)
    app.before_request(_declare_reading)
    app.after_request(_add_headers)
    app.teardown_request(_forget_reading)
    for blueprint in (web, public, report, status, accounts, staff, staff_records, oversight):
        app.register_blueprint(blueprint)
    for name, shape in FILTERS.items():
        app.add_template_filter(shape, name)
    app.context_processor(_template_names)
    for code in ERROR_PAGES:
        app.register_error_handler(code, _error_page)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(StaleDataError, _moved_on)
    app.register_error_handler(Refusal, _moved_on)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DBAPIError, _statement_refused)
    app.register_error_handler(SecurityError, _not_our_host)
    login_manager.login_view = "accounts.sign_in"
    login_manager.session_protection = (
        None  # our sessions live on the server; an address that changes is no theft
    )
    login_manager.user_loader(user_of_session)
    login_manager.unauthorized_handler(_ask_to_sign_in)


def trust_proxies(app: Flask) -> None:
    """Believe X-Forwarded-* from as many proxies as the settings say stand in front of us; none by default."""
    count = app.config["TRUSTED_PROXIES"]
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def chosen_language() -> str:
    """The reader's language: what they chose, else Chinese."""
    chosen = session.get("language") if request else None
    return chosen if chosen in LANGUAGES else "zh"


@web.post("/language")
def set_language() -> Response:
    """Remember the language and go back to the page."""
    wanted = request.form.get("lang", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
        session.permanent = True
    return _back()


@web.post("/size")
def set_size() -> Response:
    """Remember larger type (长者模式) and go back to the page."""
    session["elder"] = request.form.get("size") == "elder"
    session.permanent = True
    return _back()


@web.get("/healthz")
def healthz() -> tuple[dict[str, Any], int]:
    """For a monitor: 200 when the database answers; the queue's state beside it."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok", "redis": outbox.queue_answers(), "owed": outbox.waiting()}, 200


def _back() -> Response:
    wanted = urlsplit(request.form.get("next", ""))
    # Only a path of our own: no host, no scheme, and not `//host` in disguise.
    ours = not wanted.scheme and not wanted.netloc and wanted.path.startswith("/") and "\\" not in wanted.path
    target = wanted.path + (f"?{wanted.query}" if wanted.query else "") if ours else url_for("public.home")
    return redirect("/" + target.lstrip("/"), 303)  # type: ignore[return-value]


def _refuse_what_cannot_be_ours() -> None:
    if "\0" in request.path:
        abort(404)
    if request.mimetype == "application/x-www-form-urlencoded":
        # Werkzeug holds only the parts of multipart forms to MAX_FORM_MEMORY_SIZE.
        request.max_content_length = PERCENT_ENCODED * MAX_FORM_WORDS


def _declare_reading() -> None:
    set_reading_only(request.method in ("GET", "HEAD", "OPTIONS"))


def _forget_reading(fault: BaseException | None) -> None:
    set_reading_only(False)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _template_names() -> dict[str, Any]:
    return {
        "lang": _lang(),
        "elder": bool(session.get("elder")) if request else False,
        "now": clock.now(),
        "today": clock.today(),
        "config": current_app.config,
    }


def _lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def label(row: Any) -> str:
    """A table row's name in the reader's language."""
    return say(row, "label")


def say(row: Any, what: str) -> str:
    """A table row's words (`help`, `citizen`, `next`…) in the reader's language."""
    return str(getattr(row, f"{what}_{_lang()}"))


def day(value: date | datetime | None) -> str:
    """A date as people write it."""
    if value is None:
        return ""
    on = clock.to_local(value).date() if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日" if _lang() == "zh" else f"{on.day} {on:%B %Y}"


def working_days(count: int) -> str:
    """So many working days, in the reader's language: 5 个工作日, 1 working day."""
    return str(ngettext("%(num)s 个工作日", "%(num)s 个工作日", count))


def moment(value: datetime | None) -> str:
    """A moment on a Beijing clock."""
    if value is None:
        return ""
    return f"{day(value)} {clock.to_local(value):%H:%M}"


def title(record: Any) -> str:
    """A record's title in the reader's language."""
    return say(record, "title")


FILTERS: dict[str, Callable[..., str]] = {
    "label": label,
    "say": say,
    "day": day,
    "moment": moment,
    "title": title,
    "working_days": working_days,
}


def _error_page(fault: HTTPException) -> tuple[str, int]:
    code = fault.code or 500
    if code >= 500:
        return _plain_page(code if code in ERROR_PAGES else 500)
    page = code if code in ERROR_PAGES else 400
    return render_template(f"errors/{page}.html", layout=_layout(), kept=_typed()), code


def _form_expired(fault: CSRFError) -> tuple[str, int]:
    return render_template("errors/400.html", layout=_layout(), kept=_typed()), 400


def _moved_on(fault: Exception) -> tuple[str, int]:
    db.session.rollback()
    reason = fault.say(_lang()) if isinstance(fault, Refusal) else None
    page = render_template(
        "errors/409.html", layout=_layout(), kept=_typed(), reason=reason, back_href=_page_above()
    )
    return page, 409


def _database_away(fault: OperationalError) -> tuple[str, int]:
    current_app.logger.error("database: %s", type(fault.orig).__name__)
    return _plain_page(503)


def _statement_refused(fault: DBAPIError) -> tuple[str, int]:
    """The database's own words may quote the row, and with it what people wrote: the log gets kind, code and place."""
    code = getattr(fault.orig, "sqlstate", None) or ""
    place = "".join(traceback.format_tb(fault.__traceback__))
    current_app.logger.error("statement refused: %s %s\n%s", type(fault.orig).__name__, code, place)
    return _plain_page(500)


def _not_our_host(fault: SecurityError) -> Response:
    """No page: for a name that is none of ours no address can be built."""
    words = "这个网站不使用这个域名，请核对网址。\nThis name is not served here. Please check the address.\n"
    return Response(words, 400, mimetype="text/plain")


def _plain_page(code: int) -> tuple[str, int]:
    """A page that asks nothing of the database: the context processors, which look for the person, are left out."""
    db.session.rollback()
    page = current_app.jinja_env.get_template(f"errors/{code}.html")
    return page.render(lang=_lang(), elder=bool(session.get("elder")), kept=_typed()), code


def _layout() -> str:
    return "layouts/staff.html" if request.path.startswith("/staff") else "layouts/public.html"


def _page_above() -> str:
    """The page a step belongs to: /staff/tickets/FK-…/verification → /staff/tickets/FK-…"""
    return request.path.rpartition("/")[0] or "/"


def _typed() -> list[tuple[str, str]]:
    """What the person had typed, to be shown back; never a token, a code or a password."""
    hidden = ("csrf_token", "form_token", "password", "code", "next")
    try:
        return [(name, words) for name, words in request.form.items() if words.strip() and name not in hidden]
    except HTTPException:  # the form itself was what could not be read
        return []


def _ask_to_sign_in() -> Response:
    return redirect(url_for("accounts.sign_in", next=request.path if request.method == "GET" else None), 303)  # type: ignore[return-value]
