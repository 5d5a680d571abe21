"""What every page shares: hung on the application here; the switches of language and size, and the monitor's page."""

from typing import Any

from flask import Blueprint, Flask, Response, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from feedback_app.accounts.queries import user_of_session
from feedback_app.accounts.views_public import accounts
from feedback_app.accounts.views_staff import delegations
from feedback_app.accounts.way_back import own_page
from feedback_app.disclosures.operations import GuardRefused
from feedback_app.disclosures.views_public import public, versions
from feedback_app.disclosures.views_public.file_pages import files
from feedback_app.disclosures.views_public.outlets import outlets
from feedback_app.disclosures.views_public.proof_pages import proofs
from feedback_app.disclosures.views_public.searching import searching
from feedback_app.disclosures.views_public.withheld_page import withheld_figures
from feedback_app.disclosures.views_staff import staff_records
from feedback_app.disclosures.views_staff.withheld import withheld_desk
from feedback_app.extensions import db, login_manager
from feedback_app.intake import views_desk
from feedback_app.intake.views_staff import mail_in
from feedback_app.outbox import jobs as outbox
from feedback_app.oversight.views_public import public_log
from feedback_app.oversight.views_staff import oversight
from feedback_app.refusals import Refusal
from feedback_app.tickets.views_public import answers, matter, report, status
from feedback_app.tickets.views_staff import staff
from feedback_app.watch import queries as watch
from feedback_app.watch.views_staff import alarms
from feedback_app.web import inboxes, readiness, views_refused
from feedback_app.web.error_pages import (
    ERROR_PAGES,
    database_away,
    error_page,
    form_expired,
    moved_on,
    not_fit_to_publish,
    not_our_host,
    statement_refused,
)
from feedback_app.web.guards import (
    RowNumber,
    add_headers,
    ask_to_sign_in,
    declare_reading,
    forget_reading,
    refuse_what_cannot_be_ours,
)
from feedback_app.web.views_queues import queues
from feedback_app.web.word_limit import MAX_FORM_WORDS, WordLimitedRequest
from feedback_app.web.words import FILTERS, LANGUAGES, template_names

web = Blueprint("web", __name__)


def init_app(app: Flask) -> None:
    """Hang blueprints, guards, filters and error pages on the app."""
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_WORDS
    app.request_class = WordLimitedRequest
    app.url_map.converters["int"] = RowNumber
    # First of all, before CSRFProtect reads the form.
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_what_cannot_be_ours)
    app.before_request(declare_reading)
    app.after_request(add_headers)
    app.after_request(views_refused.write_down)
    app.teardown_request(forget_reading)
    for blueprint in (
        web,
        public,
        versions,
        files,
        proofs,
        searching,
        outlets,
        matter,
        report,
        status,
        answers,
        accounts,
        delegations,
        staff,
        mail_in,
        views_desk.desk,
        staff_records,
        withheld_desk,
        withheld_figures,
        oversight,
        alarms,
        public_log,
        queues,
    ):
        app.register_blueprint(blueprint)
    for name, shape in FILTERS.items():
        app.add_template_filter(shape, name)
    app.context_processor(template_names)
    app.context_processor(inboxes.template_names)
    app.context_processor(views_desk.template_names)
    # The codes by number as well: CSRFError and its like have handlers of their own, a code without a page none.
    for code in (HTTPException, *ERROR_PAGES):
        app.register_error_handler(code, error_page)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(StaleDataError, moved_on)
    app.register_error_handler(Refusal, moved_on)
    app.register_error_handler(GuardRefused, not_fit_to_publish)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(DBAPIError, statement_refused)
    app.register_error_handler(SecurityError, not_our_host)
    login_manager.login_view = "accounts.sign_in"
    login_manager.session_protection = (
        None  # our sessions live on the server; an address that changes is no theft
    )
    login_manager.user_loader(user_of_session)
    login_manager.unauthorized_handler(ask_to_sign_in)


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
    state = {"status": "ok", "redis": outbox.queue_answers(), "owed": outbox.waiting()}
    # A damaged log closes no door to the public, so it is no failure of the page; the monitor is told all the same.
    return state | {"log": "alarm" if watch.open_count() else "ok"}, 200


@web.get("/readyz")
def readyz() -> tuple[dict[str, Any], int]:
    """For a monitor: 200 when everything does its work, 503 and the names of what does not."""
    checks = readiness.standing()
    is_ready = all(checks.values())
    named = {name: "ok" if holds else "failing" for name, holds in checks.items()}
    return {"status": "ready" if is_ready else "not ready", "checks": named}, 200 if is_ready else 503


def _back() -> Response:
    target = own_page(request.form.get("next", "")) or url_for("public.home")
    return redirect(target, 303)  # type: ignore[return-value]
