"""What people see when something cannot be done: plain words, and what they had typed, given back."""

import traceback

from flask import (
    Response,
    current_app,
    g,
    render_template,
    request,
    session,
)
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from feedback_app.disclosures.operations import GuardRefused
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.web.words import lang

ERROR_PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


def error_page(fault: HTTPException) -> tuple[str, int]:
    code = fault.code or 500
    if code >= 500:
        return _plain_page(code if code in ERROR_PAGES else 500)
    page = code if code in ERROR_PAGES else 400
    return render_template(f"errors/{page}.html", layout=_layout(), kept=_typed()), code


def form_expired(fault: CSRFError) -> tuple[str, int]:
    return render_template("errors/400.html", layout=_layout(), kept=_typed()), 400


def moved_on(fault: Exception) -> tuple[str, int]:
    db.session.rollback()
    g.refused = fault
    reason = fault.say(lang()) if isinstance(fault, Refusal) else None
    page = render_template(
        "errors/409.html", layout=_layout(), kept=_typed(), reason=reason, back_href=_page_above()
    )
    return page, 409


def not_fit_to_publish(fault: GuardRefused) -> tuple[str, int]:
    """What the guard holds up: every place, and how it is mended. Nothing of the act is saved."""
    db.session.rollback()
    g.refused = fault
    back = None if request.path.startswith("/staff/records/") else _page_above()
    page = render_template(
        "disclosures/staff/refused.html", findings=fault.findings, ref=fault.record_ref, back_href=back
    )
    return page, 422


def database_away(fault: OperationalError) -> tuple[str, int]:
    current_app.logger.error("database: %s", type(fault.orig).__name__)
    return _plain_page(503)


def statement_refused(fault: DBAPIError) -> tuple[str, int]:
    """The database's own words may quote the row, and with it what people wrote: the log gets kind, code and place."""
    code = getattr(fault.orig, "sqlstate", None) or ""
    place = "".join(traceback.format_tb(fault.__traceback__))
    current_app.logger.error("statement refused: %s %s\n%s", type(fault.orig).__name__, code, place)
    return _plain_page(500)


def not_our_host(fault: SecurityError) -> Response:
    """No page: for a name that is none of ours no address can be built."""
    words = "这个网站不使用这个域名，请核对网址。\nThis name is not served here. Please check the address.\n"
    return Response(words, 400, mimetype="text/plain")


def _plain_page(code: int) -> tuple[str, int]:
    """A page that asks nothing of the database: the context processors, which look for the person, are left out."""
    db.session.rollback()
    page = current_app.jinja_env.get_template(f"errors/{code}.html")
    return page.render(lang=lang(), elder=bool(session.get("elder")), kept=_typed()), code


def _layout() -> str:
    return "layouts/staff.html" if request.path.startswith("/staff") else "layouts/public.html"


def _page_above() -> str:
    """The page a step belongs to: /staff/tickets/FK-…/verification → /staff/tickets/FK-…"""
    return request.path.rpartition("/")[0] or "/"


def _typed() -> list[tuple[str, str]]:
    """What the person had typed, to be shown back; never a token, a code or a password."""
    hidden = ("csrf_token", "form_token", "held", "lock", "password", "code", "next")
    try:
        return [(name, words) for name, words in request.form.items() if words.strip() and name not in hidden]
    except HTTPException:  # the form itself was what could not be read
        return []
