"""What a supervisor narrows the log by, and what is written on the desk.

No filter can be wrong enough to refuse: a bad one is said and left out.
"""

from collections.abc import Container
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from feedback_app.audit.actions import ACTIONS, KINDS
from feedback_app.oversight.actors import ACTOR_KINDS
from feedback_app.oversight.queries.lines import LogFilter
from feedback_app.tickets.forms_staff.base import words_field

YEARS = range(1990, 2990)  # days at the ends of the calendar cannot be taken to another zone

Query = MultiDict[str, str]


def read_filter(query: Query) -> LogFilter:
    """From the address's query, or from the fields of a form that repeats it."""
    faults: list[str] = []
    return LogFilter(
        q=_words(query, "q") or _words(query, "subject"),
        kind=_one_of(KINDS, query, "kind", faults),
        action=_one_of(ACTIONS, query, "action", faults),
        person=_number(query, "person", faults),
        unit=_words(query, "unit"),
        whose=_one_of(ACTOR_KINDS, query, "whose", faults),
        on_behalf=bool(_one_of(("1",), query, "on_behalf", faults)),
        ticket=_words(query, "ticket").upper(),
        record=_words(query, "record").upper(),
        from_on=_day(query, "from_on", faults),
        to_on=_day(query, "to_on", faults),
        before=_number(query, "before", []),
        faults=tuple(faults),
    )


def _words(query: Query, name: str) -> str:
    return "".join(sign for sign in query.get(name, "") if sign.isprintable()).strip()[:80]


def _one_of(known: Container[str], query: Query, name: str, faults: list[str]) -> str:
    text = query.get(name, "").strip()
    if not text or text in known:
        return text
    faults.append(name)
    return ""


def _number(query: Query, name: str, faults: list[str]) -> int | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    faults.append(name)
    return None


def _day(query: Query, name: str, faults: list[str]) -> date | None:
    text = query.get(name, "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is not None and day.year not in YEARS:
        faults.append(name)
        return None
    return day


class NoteForm(FlaskForm):
    """A supervisor's note on what `subject` names."""

    subject = HiddenField()
    text = words_field(_l("笔记"), _l("请写下您要记的话。"), most=2_000)


class SignatureForm(FlaskForm):
    """The conclusion on a month, signed with one's password."""

    conclusion = words_field(
        _l("审阅结论"), _l("请写明您的结论：看了什么，有没有问题，要求谁改什么。"), most=4_000
    )
    password = PasswordField(_l("您的登录密码"), validators=[InputRequired(_l("请填写登录密码，作为签字。"))])
