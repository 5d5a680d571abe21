"""Typing notices into the calendar: one person enters, another approves, and running clocks are counted again.

A row counts from its approval. Nothing is changed or deleted: a mistake is mended by a later row for the same date.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.deadlines import operations
from feedback_app.deadlines.models import CalendarDay, CalendarYear, Clock, new_stamp
from feedback_app.deadlines.refused import CalendarNotAllowed
from feedback_app.deadlines.working_days import LAYERS, refuse_date
from feedback_app.extensions import db

Row = CalendarDay | CalendarYear
OneRow = TypeVar("OneRow", CalendarDay, CalendarYear)


def enter_day(
    day_on: dt.date,
    *,
    is_working: bool,
    layer: str,
    name_zh: str,
    name_en: str,
    source_document: str,
    by: Actor,
) -> CalendarDay:
    """A date that `source_document` makes a day off or a working day (调休上班), in layer "national", "XJ" or "local".

    It waits for `approve`. Raises CalendarNotAllowed, Refusal for a date out of range."""
    refuse_date(day_on)
    if layer not in LAYERS:
        raise CalendarNotAllowed("没有这一层日历。", "There is no such layer of the calendar.")
    _refuse_empty(name_zh, name_en, source_document)
    row = CalendarDay(
        day_on=day_on, layer=layer, is_working=is_working, name_zh=name_zh.strip(), name_en=name_en.strip()
    )
    return _enter(row, source_document, by)


def enter_year(year: int, *, source_document: str, by: Actor) -> CalendarYear:
    """Declare the national notice of a year completely entered; from approval on its days are official.

    It waits for `approve`. Raises CalendarNotAllowed, Refusal for a year out of range."""
    refuse_date(dt.date(year, 1, 1))
    _refuse_empty(source_document)
    return _enter(CalendarYear(year=year), source_document, by)


def approve(rows: Sequence[Row], *, by: Actor) -> list[Clock]:
    """Approve rows another person entered; running clocks they touch are counted again and returned.

    Raises CalendarNotAllowed when a row is approved already, or by the one who entered it."""
    for row in rows:
        _refuse_same_person(row, by)
        row.approved_at, row.approved_by, row.approved_by_id = clock.now(), by.name, by.id
        row.stamp = new_stamp()
        _log("calendar.approve", row, by, from_state="entered", to_state="approved")
    db.session.flush()
    since = min((_first_day(row) for row in rows), default=None)
    reason = "；".join(sorted({row.source_document for row in rows}))
    return operations.recompute(by=by, reason=reason, since=since) if since else []


def _enter(row: OneRow, source_document: str, by: Actor) -> OneRow:
    row.source_document = source_document.strip()
    row.entered_at, row.entered_by, row.entered_by_id = clock.now(), by.name, by.id
    db.session.add(row)
    db.session.flush()
    _log("calendar.enter", row, by, from_state=None, to_state="entered")
    return row


def _log(action: str, row: Row, by: Actor, *, from_state: str | None, to_state: str) -> None:
    facts: dict[str, object] = {"year": _first_day(row).year, "source": row.source_document}
    if isinstance(row, CalendarDay):
        facts |= {"day_on": row.day_on, "layer": row.layer, "is_working": row.is_working}
        subject = f"calendar:{row.layer}-{row.day_on}"
    else:
        subject = f"calendar:{row.year}"
    audit.append(action, by=by, subject=subject, from_state=from_state, to_state=to_state, facts=facts)


def _first_day(row: Row) -> dt.date:
    return row.day_on if isinstance(row, CalendarDay) else dt.date(row.year, 1, 1)


def _refuse_empty(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise CalendarNotAllowed(
            "请填写名称和依据的文件。", "Please give the names and the document it comes from."
        )


def _refuse_same_person(row: Row, by: Actor) -> None:
    if row.approved_at is not None:
        raise CalendarNotAllowed("这一条已经复核过。", "This row has been approved already.")
    is_same = row.entered_by_id == by.id if by.id is not None else row.entered_by == by.name
    if is_same:
        raise CalendarNotAllowed(
            "录入和复核不能是同一个人。", "Entering and approving must be done by two persons."
        )
