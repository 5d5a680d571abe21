"""Values as a page shows them: what the reporter said, what stands there now, what a correction changes."""

from dataclasses import dataclass
from typing import Any

from feedback_app import clock
from feedback_app.disclosures.fields import Field, plain, same
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import correction_notice
from feedback_app.tickets.forms_staff.base import label_of, lang
from feedback_app.tickets.models import Claim, Ticket


@dataclass(frozen=True)
class Change:
    """One field of a correction: as it stands, and as it will."""

    key: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ClaimRow:
    """One thing the reporter said is wrong, beside what the record shows now."""

    label: str
    says: str
    should_say: str
    now: str


def claim_rows(ticket: Ticket) -> list[ClaimRow]:
    """The claims, each beside the public value of today."""
    return [_claim_row(ticket.record, claim) for claim in ticket.claims]


def claim_line(ticket: Ticket) -> ClaimRow | None:
    """The first claim, for lists: without today's value, which would ask for every record's versions."""
    if not ticket.claims:
        return None
    claim = ticket.claims[0]
    field = field_of(ticket.record, claim.field_key)
    return ClaimRow(label_of(field) if field else "", claim.says, claim.should_say, "")


def field_of(record: DisclosureRecord | None, key: str | None) -> Field | None:
    """The field a claim names, if the record still has such a one."""
    fields = record.category.fields if record is not None else ()
    return next((row for row in fields if row.key == key), None)


def changes_of(ticket: Ticket) -> list[Change]:
    """What the signed or proposed correction changes: before it is published against the live version, after it as
    it was published."""
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None:
        return []
    corrected = record.version(ticket.correction.to_number) if ticket.correction else None
    if corrected is not None and corrected.changes:
        return [
            _change(record.category.field(row["field"]), row["old"], row["new"]) for row in corrected.changes
        ]
    return [
        _change(record.category.field(key), record.live.field_values.get(key), new)
        for key, new in verification.new_values.items()
    ]


def notice_of(ticket: Ticket, language: str) -> str:
    """The public sentence of the correction exactly as it will stand beside the record; empty when it stands there
    already because another report has brought it about."""
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None:
        return ""
    live, row = record.live.field_values, record.category
    changed = [
        {"field": key, "old": live.get(key), "new": new}
        for key, new in verification.new_values.items()
        if not same(row.field(key), live.get(key), new)
    ]
    return correction_notice(row, changed, clock.today(), language) if changed else ""


def contradictions(ticket: Ticket) -> list[str]:
    """Amounts that would still disagree with the text after the correction, as sentences' parts (text, amount)."""
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None:
        return []
    after = record.live.field_values | verification.new_values
    return [f"{label_of(one.text)} / {label_of(one.amount)}" for one in record.category.disagreements(after)]


@dataclass(frozen=True)
class SeenField:
    """One field three times: as the reporter saw it, as they say it should be, as it stands today."""

    label: str
    seen: str
    should_say: str
    now: str
    is_claimed: bool

    @property
    def has_changed(self) -> bool:
        return self.seen != self.now


def seen_and_now(ticket: Ticket) -> list[SeenField]:
    """Every public field of the record, the version the reporter saw beside today's; what was reported comes first."""
    record = ticket.record
    seen = record.version(ticket.record_number) if record is not None and ticket.record_number else None
    if record is None or seen is None or record.live is None:
        return []
    claimed = {claim.field_key: claim.should_say for claim in ticket.claims}
    before, today = seen.field_values, record.live.field_values
    rows = [
        SeenField(
            label_of(field), _shown(field, before.get(field.key)), claimed.get(field.key, ""),
            _shown(field, today.get(field.key)), field.key in claimed,
        )
        for field in record.category.public_fields(record.party_kind)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: not row.is_claimed)


def _claim_row(record: DisclosureRecord | None, claim: Claim) -> ClaimRow:
    field = field_of(record, claim.field_key)
    if record is None or field is None or record.live is None:
        return ClaimRow("", claim.says, claim.should_say, "")
    return ClaimRow(
        label_of(field), claim.says, claim.should_say, _shown(field, record.live.field_values.get(field.key))
    )


def _change(field: Field, old: Any, new: Any) -> Change:
    return Change(field.key, label_of(field), _shown(field, old), _shown(field, new))


def _shown(field: Field, value: Any) -> str:
    # On every page the record's own words stay Chinese; an amount is said the way the reader says amounts.
    return plain(field, value, lang())
