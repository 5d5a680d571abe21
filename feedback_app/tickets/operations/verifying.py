"""The finding (调查核实): put on record, sent back, signed (step two of Article 15)."""

from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.fields import same
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.files import operations as files
from feedback_app.tickets import messages
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.models import (
    Ticket,
    Verification,
)
from feedback_app.tickets.operations.taking import deed, guard, take
from feedback_app.tickets.steps import StepNotAllowed


def verify(
    ticket: Ticket,
    *,
    finding: str,
    compared: str,
    basis: str,
    new_values: dict[str, Any],
    by: StaffUser,
    kept: tuple[files.KeptBytes, ...] = (),
) -> None:
    """Put the finding on record (调查核实): what was compared, on what basis, with which result.

    `new_values`: the right values by field, when the finding demands a correction. Raises StepNotAllowed when such a
    finding names none, or names what is published already; unless it was put right only after the reporter saw it.
    """
    guard(ticket, "verify", by)
    row = FINDINGS[finding]
    if ticket.type not in row.types:
        raise StepNotAllowed(
            f"“{ticket.type_row.label_zh}”不能得出“{row.label_zh}”的结论。",
            f"This kind of report cannot be found “{row.label_en}”.",
        )
    corrected = _check_new_values(ticket, new_values) if Demand.CORRECTION in row.demands else None
    noun = Verification(
        seen_number=ticket.record_number if corrected else None,
        corrected_number=corrected,
        finding=finding,
        compared=compared,
        basis=basis,
        new_values=new_values if Demand.CORRECTION in row.demands else {},
        **deed(ticket, by),
    )
    ticket.verifications.append(noun)
    facts = {"finding": finding, **({"version": corrected} if corrected else {})}
    take(ticket, "verify", by=by, facts=facts, private={"compared": compared, "basis": basis})
    messages.finding_waits(ticket)
    for bytes_kept in kept:
        files.keep(bytes_kept, subject=ticket.subject, kept_by="staff", by=by.actor)


def return_finding(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """The leader sends the finding back to be looked into again."""
    guard(ticket, "return_finding", by)
    noun = ticket.verifications[-1]
    noun.returned_at, noun.returned_reason = clock.now(), reason
    take(ticket, "return_finding", by=by, reason=reason)
    messages.finding_returned(ticket)


def sign_finding(ticket: Ticket, *, by: StaffUser) -> None:
    """The leader signs; the finding decides whether a correction or a clarification follows."""
    guard(ticket, "sign_finding", by)
    noun = ticket.verifications[-1]
    noun.signed_at, noun.signed_by_name, noun.signed_by_post = clock.now(), by.name, by.post
    take(ticket, "sign_finding", by=by, facts={"finding": noun.finding})


def _check_new_values(ticket: Ticket, new_values: dict[str, Any]) -> int | None:
    """Refuse a correction of nothing. Returns the version that has put it right already, None while it is still wrong."""
    if not new_values:
        raise StepNotAllowed(
            "请写明哪一项要更正、应更正为什么。", "Say which field is to be corrected, and to what."
        )
    record = ticket.record
    if record is not None and record.live is not None and differs(record, new_values):
        return None
    corrected = corrected_since(ticket, new_values)
    if corrected is None:
        raise StepNotAllowed(
            "更正后的内容和现在公示的一样。", "The corrected values are the same as what is published."
        )
    return corrected


def corrected_since(ticket: Ticket, new_values: dict[str, Any]) -> int | None:
    """The correction by which what the reporter saw was put right since, by its version; None when it was not, or stood
    right already in the version the reporter saw."""
    record = ticket.record
    seen = record.version(ticket.record_number) if record and ticket.record_number else None
    if record is None or record.live is None or seen is None or differs(record, new_values):
        return None
    if not _differ(record, seen.field_values, new_values):
        return None
    later = [
        one
        for one in record.versions
        if seen.number < one.number <= record.live.number and one.change_kind == ChangeKind.CORRECTION
    ]
    found = (one.number for one in later if not _differ(record, one.field_values, new_values))
    return next(found, None)


def differs(record: DisclosureRecord, new_values: dict[str, Any]) -> bool:
    """Whether these values would change what the public sees."""
    return _differ(record, record.live.field_values if record.live else {}, new_values)


def _differ(record: DisclosureRecord, stand: dict[str, Any], new_values: dict[str, Any]) -> bool:
    return any(
        not same(record.category.field(key), stand.get(key), value) for key, value in new_values.items()
    )
