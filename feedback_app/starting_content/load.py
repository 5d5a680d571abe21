"""Loading the starting content, by the same operations the staff use, in the order of time, each act at its moment.

So the history, the log and the clocks of the sample records are as real as anybody's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import current_app

from feedback_app import clock
from feedback_app.accounts import operations as accounts
from feedback_app.accounts.models import OrgUnit, StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_queries
from feedback_app.carriers.models import PENDING
from feedback_app.deadlines import operations as deadlines
from feedback_app.disclosures import operations as disclosures
from feedback_app.disclosures.catalogue import Category, category
from feedback_app.disclosures.fields import FieldRefused, RawValue
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.retention import terms_of
from feedback_app.extensions import db
from feedback_app.starting_content.records import RECORDS
from feedback_app.starting_content.sample import Done, SampleRecord, Update, beijing
from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD, STAFF
from feedback_app.starting_content.units import UNITS

OPENED = beijing("2026-01-05 10:30")
FACTS = ("BUREAU_CODE", "HOTLINE", "MAILBOX", "OFFICE_HOURS_ZH", "ADDRESS", "POSTCODE")
_EVIDENCE = "已打开该载体页面核对，内容与本网站一致。（示例）"
_CHECKER = "wangxiaoyan"
Moment = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True)
class Loaded:
    """How many of each were new; false when nothing was."""

    units: int
    staff: int
    records: int

    def __bool__(self) -> bool:
        return bool(self.units or self.staff or self.records)


def load(now: datetime) -> Loaded:
    """Add the units, the staff and the sample records that are not there yet, as they stood at `now`.

    Acts later than `now` are left out; a machine whose clock is before the examples gets all of them. Nothing is
    committed here.
    """
    with clock.at(OPENED):
        new_units, new_staff = _add_units(), _add_staff()
    people = {user.login: user for user in db.session.query(StaffUser).all()}
    stories = [_Story(sample, people) for sample in RECORDS if not _is_there(sample)]
    moments = sorted(
        (moment for story in stories for moment in story.moments()), key=lambda moment: moment[0]
    )
    for at, act in moments:
        if at <= now or now < OPENED:
            with clock.at(at):
                act()
    db.session.flush()
    loaded = Loaded(new_units, new_staff, sum(story.is_begun for story in stories))
    if loaded:
        facts = {"records": loaded.records, "users": loaded.staff, "units": loaded.units}
        audit.append("content.load", by=SYSTEM, subject="content:starting", facts=facts)
    return loaded


def typed_values(sample: dict[str, RawValue]) -> dict[str, RawValue]:
    """The values with the bureau's own facts in place of their names in braces."""
    facts = {f"{{{name}}}": str(current_app.config.get(name, "")) for name in FACTS}
    return {key: _filled(value, facts) for key, value in sample.items()}


def read_values(row: Category, sample: dict[str, RawValue]) -> dict[str, Any]:
    """The values as the catalogue reads them. Raises FieldRefused for a required one it refuses.

    An optional one is left empty: the operator's own settings may hold a code that is none.
    """
    values, refused = row.read(typed_values(sample))
    for key, refusal in refused.items():
        if row.field(key).required:
            raise FieldRefused(
                f"{row.label_zh}：{refusal.message_zh}", f"{row.label_en}: {refusal.message_en}"
            )
        values[key] = None
    return dict(values)


class _Story:
    """One sample record on its way: each method is an act, taken at its moment by the person the sample names."""

    def __init__(self, sample: SampleRecord, people: dict[str, StaffUser]) -> None:
        self.sample, self.people = sample, people
        self.row = category(sample.category)
        self._record: DisclosureRecord | None = None

    @property
    def is_begun(self) -> bool:
        return self._record is not None

    @property
    def record(self) -> DisclosureRecord:
        assert self._record is not None, "prepared comes first"
        return self._record

    def moments(self) -> Iterator[Moment]:
        """Every act with its moment."""
        sample = self.sample
        yield beijing(sample.prepared.at), self._prepare
        yield beijing(sample.submitted.at), self._submit
        if sample.reviewed:
            yield beijing(sample.reviewed.at), partial(self._judge, disclosures.review, sample.reviewed)
        if self.row.needs_secrecy_check:
            yield self._checked_between(sample.reviewed or sample.submitted, sample.approved)
        yield beijing(sample.approved.at), partial(self._judge, disclosures.approve, sample.approved)
        yield beijing(sample.published.at), self._publish
        if sample.confirmed:
            yield beijing(sample.confirmed.at), partial(self._confirm, sample.confirmed)
        for update in sample.updates:
            yield from self._moments_of(update)
        if sample.change_due_from:
            yield beijing(f"{sample.change_due_from} 19:00"), self._start_change

    def _checked_between(self, before: Done, after: Done) -> Moment:
        """The check for secrets and privacy, by the one person whose post it is."""
        at = beijing(before.at)
        return at + (beijing(after.at) - at) / 2, lambda: disclosures.check_secrecy(
            self.record, by=self.people[_CHECKER]
        )

    def _by(self, done: Done) -> StaffUser:
        return self.people[done.by]

    def _prepare(self) -> None:
        sample = self.sample
        values = read_values(self.row, sample.values)
        self._record = disclosures.prepare(
            self.row.key,
            values,
            formed_on=sample.formed_on,
            party_kind=values.get("party_kind"),
            is_sample=True,
            by=self._by(sample.prepared),
        )
        if sample.adjusted_on:
            self._start_clock(sample.adjusted_on, self._by(sample.prepared))

    def _submit(self) -> None:
        disclosures.submit_for_review(self.record, by=self._by(self.sample.submitted))

    def _judge(self, judge: Callable[..., None], done: Done) -> None:
        judge(self.record, by=self._by(done), reason=done.reason or None)

    def _publish(self) -> None:
        by = self._by(self.sample.published)
        disclosures.publish(self.record, by=by)
        if self.sample.extra_channels:
            extra = self.sample.extra_channels
            terms = terms_of(self.row, self.record.party_kind, self.record.newest.field_values, extra)
            carriers.push(self.record.ref, 1, extra, by=by.actor, terms=terms)

    def _confirm(self, done: Done) -> None:
        for publication in carrier_queries.publications_of(self.record.ref, 1):
            if publication.state == PENDING:
                carriers.confirm(publication, evidence=_EVIDENCE, by=self._by(done).actor)

    def _moments_of(self, update: Update) -> Iterator[Moment]:
        yield beijing(update.prepared.at), partial(self._prepare_change, update)
        submitted, published = self._by(update.submitted), self._by(update.published)
        yield beijing(update.submitted.at), lambda: disclosures.submit_for_review(self.record, by=submitted)
        yield beijing(update.reviewed.at), partial(self._judge, disclosures.review, update.reviewed)
        if self.row.needs_secrecy_check:
            yield self._checked_between(update.reviewed, update.approved)
        yield beijing(update.approved.at), partial(self._judge, disclosures.approve, update.approved)
        yield beijing(update.published.at), lambda: disclosures.publish(self.record, by=published)

    def _prepare_change(self, update: Update) -> None:
        disclosures.prepare_change(
            self.record,
            update.kind,
            read_values(self.row, update.values),
            note_zh=update.note_zh,
            note_en=update.note_en,
            changed_on=update.changed_on,
            by=self._by(update.prepared),
        )

    def _start_change(self) -> None:
        assert self.sample.change_due_from is not None
        self._start_clock(self.sample.change_due_from, self._by(self.sample.prepared))

    def _start_clock(self, started_on: date, by: StaffUser) -> None:
        deadlines.start(
            self.row.change_clock,
            subject_kind="record",
            subject_ref=self.record.ref,
            started_on=started_on,
            by=by.actor,
        )


def _is_there(sample: SampleRecord) -> bool:
    # Known by the moment it was begun: that never changes, while a correction may change its title.
    query = db.session.query(DisclosureRecord.id).filter_by(
        category_key=sample.category, created_at=beijing(sample.prepared.at), is_sample=True
    )
    return query.first() is not None


def _add_units() -> int:
    known = {code for (code,) in db.session.query(OrgUnit.code)}
    new = [row for row in UNITS if row.code not in known]
    for row in new:
        accounts.create_unit(row.code, row.name_zh, row.name_en, by=SYSTEM)
    db.session.flush()
    return len(new)


def _add_staff() -> int:
    units = {unit.code: unit for unit in db.session.query(OrgUnit)}
    known = {login for (login,) in db.session.query(StaffUser.login)}
    new = [row for row in STAFF if row.login not in known]
    for row in new:
        accounts.create_user(
            login=row.login,
            password=DEMONSTRATION_PASSWORD,
            name=row.name,
            name_en=row.name_en,
            post=row.post,
            post_en=row.post_en,
            unit=units[row.unit],
            email=row.email,
            roles=row.roles,
            by=SYSTEM,
        )
    db.session.flush()
    return len(new)


def _filled(value: RawValue, facts: dict[str, str]) -> RawValue:
    if not isinstance(value, str):
        return value
    for name, fact in facts.items():
        value = value.replace(name, fact)
    return value
