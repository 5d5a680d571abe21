"""The blueprint of the supervisors' pages, who may enter, and what all its pages say alike."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, abort
from flask_babel import get_locale
from flask_login import current_user, login_required

from feedback_app.accounts.models import StaffUser
from feedback_app.audit.models import LogEntry
from feedback_app.audit.sentences import sentence
from feedback_app.tickets.labels import labels

oversight = Blueprint("oversight", __name__, url_prefix="/staff/oversight")


@oversight.before_request
@login_required
def only_supervisors() -> None:
    """Anyone else gets 'no such page'."""
    # Flask-Login lets OPTIONS past the sign-in, so it may be nobody at all.
    if not getattr(current_user, "is_supervisor", False):
        abort(404)


def me() -> StaffUser:
    """Who is signed in."""
    return cast("StaffUser", current_user._get_current_object())  # noqa: SLF001 - Flask-Login's way to the real object


def lang() -> str:
    return "en" if str(get_locale()) == "en" else "zh"


def sayer(language: str | None = None) -> Callable[[LogEntry], str]:
    """A function that turns a log entry into its sentence in the reader's language."""
    language = language or lang()
    words = labels(language)
    return lambda entry: sentence(entry, language, words)
