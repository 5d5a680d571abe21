"""What each rule of anomalies.py finds in one month of the log, by a handful of queries, each answered by an index.

Every finder takes the month's log and a threshold and gives what it found, the most frequent first where it counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, union_all
from sqlalchemy.orm import aliased

from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.models import LogEntry
from feedback_app.clock import to_local
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.office_hours import is_open
from feedback_app.disclosures.models import DisclosureRecord, RecordAct
from feedback_app.disclosures.workflow import INVOLVING_ACTS
from feedback_app.extensions import db
from feedback_app.oversight.month import Month

SLACK = timedelta(minutes=1)
A_DAY = timedelta(days=1)
_RECORD = len("record:") + 1
_TICKET_ACTS = sorted(name for name in ACTIONS if name.startswith("ticket.") and name != "ticket.submit")
_COLUMNS = (
    LogEntry.number, LogEntry.at, LogEntry.actor_id, LogEntry.actor_name, LogEntry.action, LogEntry.subject, LogEntry.facts,
)  # fmt: skip
# Acts that are few and worth a look: read once, shared by the rules.
_REFUSED = ("ticket.refuse_step", "record.refuse_step")
_MOVED = ("deadline.extend", "deadline.pause", "deadline.resume", "deadline.recount")
_REVEALED = ("ticket.reveal_reporter", "archive.view")
_TAKEN = ("file.download", "log.export")
_ROLES = ("user.grant_role", "user.revoke_role")
_WATCHED = (
    *_REFUSED,
    *_MOVED,
    *_REVEALED,
    *_TAKEN,
    *_ROLES,
    "record.override_guard",
    "log.verify",
    "staff.sign_in_refused",
)


@dataclass(frozen=True)
class MonthOfLog:
    """The log of one month, as the rules ask for it."""

    month: Month

    def of(self, *actions: str) -> list[Row[Any]]:
        """The entries of these acts in the order of time; what the month before its first day holds is left out."""
        return [row for row in self.watched if row.action in actions and row.at >= self.month.begins_at]

    @cached_property
    def watched(self) -> list[Row[Any]]:
        """Every entry of the acts that are watched, from a day before the month on."""
        wanted = select(*_COLUMNS).where(LogEntry.action.in_(_WATCHED), *_within(self.month, A_DAY))
        return list(db.session.execute(wanted.order_by(LogEntry.at, LogEntry.number)))


@dataclass(frozen=True)
class Spotted:
    """One thing a rule found: the values of its sentence, and the filters that show its entries in the log."""

    values: Mapping[str, Any]
    shown_by: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""


def out_of_hours(log: MonthOfLog, least: int) -> list[Spotted]:
    """Acts by staff outside office hours, by person and day."""
    calendar = deadlines.calendar()
    wanted = select(*_COLUMNS).where(
        LogEntry.actor_kind == "staff", LogEntry.action != "staff.sign_out", *_within(log.month)
    )
    rows: Iterable[Row[Any]] = db.session.execute(wanted.order_by(LogEntry.at, LogEntry.number))
    return _by_person_and_day((row for row in rows if not is_open(row.at, calendar)), least)


def own_work(log: MonthOfLog, _least: int) -> list[Spotted]:
    """Acts, and refused attempts, on a record or on a report about it by who had had the record in hand."""
    mine = and_(RecordAct.record_id == DisclosureRecord.id, RecordAct.user_id == LogEntry.actor_id)
    earlier = RecordAct.at < LogEntry.at
    on_reports = _of_month(log.month, LogEntry.action.in_(_TICKET_ACTS)).join(
        DisclosureRecord, DisclosureRecord.ref == func.substr(LogEntry.about, _RECORD)
    ).join(RecordAct, and_(mine, earlier, RecordAct.act.in_(sorted(INVOLVING_ACTS))))  # fmt: skip
    on_records = _of_month(
        log.month, LogEntry.action.in_(("record.review", "record.approve", "record.refuse_step"))
    ).join(DisclosureRecord, DisclosureRecord.ref == func.substr(LogEntry.subject, _RECORD)).join(
        RecordAct, and_(mine, earlier, RecordAct.act.in_(("prepare", "edit")))
    )  # fmt: skip
    rows = db.session.execute(union_all(on_reports.distinct(), on_records.distinct())).all()
    return [
        Spotted(
            {"who": row.actor_name, "act": ACTIONS[row.action], "at": row.at},
            {"person": row.actor_id, "action": row.action, "from_on": _day(row.at), "to_on": _day(row.at)},
            row.subject,
        )
        for row in rows
        if row.action != "record.refuse_step" or '"own_work":true' in (row.facts or "")
    ]


def reveals(log: MonthOfLog, least: int) -> list[Spotted]:
    """Many looks at who reported, by one person in one day."""
    return _by_person_and_day(log.of(*_REVEALED), least)


def downloads(log: MonthOfLog, least: int) -> list[Spotted]:
    """Many files or exports taken away, by one person in one day."""
    return _by_person_and_day(log.of(*_TAKEN), least)


def moved_deadlines(log: MonthOfLog, _least: int) -> list[Spotted]:
    """Limits that were extended, paused, resumed or counted anew."""
    return _each(log.of(*_MOVED))


def overridden(log: MonthOfLog, _least: int) -> list[Spotted]:
    """A record published although a check before publication said no."""
    return _each(log.of("record.override_guard"))


def broken_log(log: MonthOfLog, _least: int) -> list[Spotted]:
    """A check of the log that found it broken."""
    rows = log.of("log.verify")
    return _each(row for row in rows if '"broken"' in (row.facts or ""))


def refused_steps(log: MonthOfLog, least: int) -> list[Spotted]:
    """Steps the system refused, by person and by what they were tried on."""
    counted = Counter((row.actor_id, row.actor_name, row.subject) for row in log.of(*_REFUSED))
    return [
        Spotted({"who": name, "count": count}, {"person": person, **_span(log.month)}, subject)
        for (person, name, subject), count in counted.most_common()
        if count >= least
    ]


def refused_sign_ins(log: MonthOfLog, least: int) -> list[Spotted]:
    """Sign-ins refused again and again for one account in one day."""
    rows = log.of("staff.sign_in_refused")
    counted = Counter((row.subject, _day(row.at)) for row in rows)
    return [
        Spotted(
            {"day": day, "count": count},
            {"action": "staff.sign_in_refused", "from_on": day, "to_on": day},
            subject,
        )
        for (subject, day), count in counted.most_common()
        if count >= least
    ]


def each_other(log: MonthOfLog, least: int) -> list[Spotted]:
    """Two people who review or approve what the other prepared, and the other way round."""
    pairs = (
        select(
            LogEntry.actor_id,
            LogEntry.actor_name,
            RecordAct.user_id,
            RecordAct.user_name,
            func.count().label("count"),
        )
        .join(DisclosureRecord, DisclosureRecord.ref == func.substr(LogEntry.subject, _RECORD))
        .join(RecordAct, and_(RecordAct.record_id == DisclosureRecord.id, RecordAct.act == "prepare"))
        .where(LogEntry.action.in_(("record.review", "record.approve")), *_within(log.month))
        .where(RecordAct.user_id != LogEntry.actor_id)
        .group_by(LogEntry.actor_id, LogEntry.actor_name, RecordAct.user_id, RecordAct.user_name)
    )
    found = {(row.actor_id, row.user_id): row for row in db.session.execute(pairs)}
    both = [
        (row, found[other, one])
        for (one, other), row in found.items()
        if one < other and (other, one) in found
    ]
    return [
        Spotted({"who": there.actor_name, "other": there.user_name, "count": total}, {"person": there.actor_id, **_span(log.month)})
        for there, back in both
        if (total := there.count + back.count) >= least  # type: ignore[operator]
    ]  # fmt: skip


def out_of_order(log: MonthOfLog, _least: int) -> list[Spotted]:
    """Entries that bear an earlier time than the entry before them: a clock was set back, or they were back-dated."""
    before = aliased(LogEntry)
    rows = db.session.execute(
        select(LogEntry.number, LogEntry.at, before.at.label("before_at"))
        .join(before, before.number == LogEntry.number - 1)
        .where(*_within(log.month), before.at > LogEntry.at)
        .order_by(LogEntry.number)
    )
    late = [row for row in rows if row.before_at - row.at > SLACK]
    return [
        Spotted({"number": row.number, "at": row.at, "before_at": row.before_at}, {"before": row.number + 1})
        for row in late
    ]


def short_roles(log: MonthOfLog, _least: int) -> list[Spotted]:
    """Roles that were granted and revoked again within a day."""
    rows = [row for row in log.watched if row.action in _ROLES]
    granted: dict[tuple[str, str], datetime] = {}
    found = []
    for row in sorted(rows, key=lambda one: one.number):
        held = (row.subject, row.facts or "")
        if row.action == "user.grant_role":
            granted[held] = row.at
        elif held in granted and row.at - granted.pop(held) <= A_DAY and row.at >= log.month.begins_at:
            found.append(row)
    return _each(found)


def _by_person_and_day(rows: Iterable[Row[Any]], least: int) -> list[Spotted]:
    counted = Counter((row.actor_id, row.actor_name, _day(row.at)) for row in rows)
    return [
        Spotted({"who": name, "day": day, "count": count}, {"person": person, "from_on": day, "to_on": day})
        for (person, name, day), count in counted.most_common()
        if count >= least
    ]


def _each(rows: Iterable[Row[Any]]) -> list[Spotted]:
    """Each entry by itself."""
    return [
        Spotted(
            {"who": row.actor_name, "act": ACTIONS.get(row.action), "at": row.at}, {"before": row.number + 1}, row.subject
        )
        for row in rows
    ]  # fmt: skip


def _of_month(month: Month, *conditions: ColumnElement[bool]) -> Any:
    return select(*_COLUMNS).where(*conditions, *_within(month))


def _within(month: Month, early: timedelta = timedelta()) -> tuple[ColumnElement[bool], ...]:
    return LogEntry.at >= month.begins_at - early, LogEntry.at < month.ends_at


def _day(moment: datetime) -> date:
    return to_local(moment).date()


def _span(month: Month) -> dict[str, date]:
    return {"from_on": month.first_on, "to_on": month.last_on}
