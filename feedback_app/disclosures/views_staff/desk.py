"""等我办: what waits for the person signed in; and the limits of all records, what is over and what is near."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, render_template, request
from flask_login import current_user

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import LAST_SECOND, Clock
from feedback_app.deadlines.rules import RULES
from feedback_app.deadlines.working_days import working_days_between
from feedback_app.disclosures import desk, desk_down, operations, queries, withheld
from feedback_app.disclosures.fields import FieldKind, FieldValue
from feedback_app.disclosures.fields import show as show_value
from feedback_app.disclosures.forms import ReasonForm
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.views_staff.asking import differences_of
from feedback_app.disclosures.views_staff.blueprint import at_desk, lang, staff_records, standings
from feedback_app.disclosures.withholding import WITHHELD_STATES
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.paging import After, Page

SOON = timedelta(days=7)
LIMITS = 50  # on one page
FACTS = 7  # of a record, on the desk
_SHOWN = frozenset(
    name for name, row in RULES.items() if not name.startswith("RETENTION_") and not row.is_shadow
)
_TELLING = frozenset(
    {FieldKind.MONEY, FieldKind.CHOICE, FieldKind.DATE, FieldKind.TEXT, FieldKind.DOCUMENT_NUMBER}
)


@dataclass(frozen=True)
class Limit:
    """A limit of the regulation with the national one beside it, and by how many working days it has passed."""

    record: DisclosureRecord
    own: Clock
    national: Clock | None
    late_by: int


@staff_records.get("/desk")
def desk_page() -> str:
    items = desk.waiting_for(current_user, standings()) if at_desk() else abort(404)
    versions = list({one.version.id: one.version for one in items}.values())
    return render_template(
        "disclosures/staff/desk.html",
        items=items,
        faults=operations.faults_of_many(versions),
        files=queries.files_of_many(versions),
        down=desk_down.waiting_to_come_down(current_user, standings()),
        channels=CHANNELS,
        withheld=withheld.waiting_for(current_user, standings(), clock.today()),
        withheld_states=WITHHELD_STATES,
        facts=telling_facts,
        changes=differences_of,
        shown=lambda field, value: show_value(field, value, lang()),
        form_for=_return_form,
        acts=ACT_LABELS,
    )


def _return_form(item: desk.Item) -> ReasonForm:
    """Many stand on one page: each with ids of its own."""
    form = ReasonForm(data={"lock": item.record.lock, "back": "desk"})
    for field in form:
        field.id = f"{field.name}-{item.record.ref}-{item.step.name}"
    return form


def telling_facts(version: RecordVersion) -> list[tuple[str, FieldValue]]:
    """The few public facts a leader decides by: short ones, in the order of the catalogue, then the content."""
    row, values = version.record.category, version.field_values
    fields = [
        one
        for one in row.public_fields(values.get("party_kind"))
        if values.get(one.key) not in (None, "", [])
    ]
    short = [one for one in fields if one.kind in _TELLING][:FACTS]
    content = [one for one in fields if one.key in ("content", "facts", "problems", "rectification")]
    label = "label_en" if lang() == "en" else "label_zh"
    return [(getattr(one, label), show_value(one, values[one.key], lang())) for one in (*short, *content)]


@staff_records.get("/deadlines")
def deadlines_page() -> str:
    if not (at_desk() or current_user.is_supervisor):
        abort(404)
    after, now = After.read(request.args.get("after")), clock.now()
    page = _limits(after, now)
    limits = page.rows
    units = {unit.id: unit for unit in accounts.units()}
    groups: dict[int | None, list[Limit]] = {}
    for one in limits:
        groups.setdefault(one.record.handling_unit_id, []).append(one)
    return render_template(
        "disclosures/staff/deadlines.html",
        groups=[(units.get(number) if number else None, rows) for number, rows in groups.items()],
        overdue=deadlines.count_due(until=now - LAST_SECOND, subject_kind="record", rules=_SHOWN),
        total=deadlines.count_due(until=now + SOON, subject_kind="record", rules=_SHOWN),
        after=page.after,
        is_first=after is None,
    )


def _limits(after: After | None, now: datetime) -> Page[Limit]:
    """What is over or near, the earliest first; retention is no publishing."""
    found = deadlines.due_soon(
        until=now + SOON,
        after=(after.at, after.id) if after else None,
        limit=LIMITS + 1,
        subject_kind="record",
        rules=_SHOWN,
    )
    running = found[:LIMITS]
    refs = {one.subject_ref for one in running}
    records, beside = queries.by_refs(refs), deadlines.clocks_of("record", refs)
    calendar = deadlines.calendar()
    rows = [
        Limit(
            records[one.subject_ref],
            one,
            next((other for other in beside[one.subject_ref] if other.row.is_shadow and other.is_open), None),
            working_days_between(one.due_on, clock.today(), calendar) if one.is_overdue(now) else 0,
        )
        for one in running
        if one.subject_ref in records
    ]
    more = len(found) > LIMITS
    return Page(rows, After(running[-1].due_at, running[-1].id) if more else None)
