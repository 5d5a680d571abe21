"""Taking down (撤下): the instrument is registered, the legal section verifies it and takes the record down, or somebody
proposes it and the approver of its ground decides (Article 12(二), 行政处罚法 48). See grounds.py for who and when.
"""

from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as clocks
from feedback_app.disclosures import queries
from feedback_app.disclosures.fields import FieldKind, Redact
from feedback_app.disclosures.grounds import GROUNDS, LEGAL_SECTION, Approval, Ground
from feedback_app.disclosures.models import DisclosureRecord, Takedown, TakedownInstrument
from feedback_app.disclosures.operations import hiding as hidings
from feedback_app.disclosures.operations.archiving import keep_notice, seal_record
from feedback_app.disclosures.operations.carrying import (
    ALL_CHANNELS,
    leave_carriers,
    leave_one_carrier,
    open_clock,
    start_clock,
)
from feedback_app.disclosures.operations.guarding import refuse_unfit_words
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.disclosures.operations.taking import NotAllowedHere, act_as, move, named, note, touch
from feedback_app.disclosures.operations.telling import tell
from feedback_app.disclosures.workflow import DESK_ROLES, VersionStatus
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

REGISTRARS = DESK_ROLES | {Role.INTAKE_CLERK, Role.DUTY_OFFICER}


class UnfitWords(Refusal):
    """Words that would keep in public what comes down."""


def register_instrument(
    record: DisclosureRecord,
    ground: str,
    *,
    issuer: str,
    number: str,
    issued_on: date,
    received_on: date,
    by: StaffUser,
    about: str | None = None,
) -> TakedownInstrument:
    """Write down that a document undoing this decision was received. The clock runs from `received_on`, not from today.

    Raises NotAllowedHere for a record nobody sees any more, Refusal for days that cannot be.
    """
    audit.hold()
    standing = act_as(by, REGISTRARS)
    _check_seen(record)
    if issued_on > received_on or received_on > clock.today():
        raise Refusal(
            "文书日期不能晚于收到日期，收到日期不能晚于今天。",
            "It cannot have been received before it was issued, nor after today.",
        )
    instrument = TakedownInstrument(
        record_id=record.id, record=record, ground=ground, issuer=issuer, number=number, issued_on=issued_on,
        received_on=received_on, registered_at=clock.now(), registered_by_id=by.id, registered_by=named(standing),
    )  # fmt: skip
    db.session.add(instrument)
    touch(record)
    note(record, "register_instrument", by, standing=standing)
    rule = GROUNDS[ground].clock
    due = start_clock(record, rule, received_on, by).due_on.isoformat() if rule else ""
    audit.append(
        "record.register_instrument",
        by=standing.actor,
        subject=record.subject,
        about=about,
        facts={"ground": ground, "received_on": received_on, "due_on": due},
    )
    tell(record, "instrument", Role.LEGAL_SECTION_HEAD, due_on=due, besides=by.id)
    return instrument


def dismiss_instrument(instrument: TakedownInstrument, *, by: StaffUser, reason: str) -> None:
    """The legal section's head has checked it: it does not change this record. Its clock stops with the last of them."""
    audit.hold()
    record = instrument.record
    standing = act_as(
        by,
        {Role.LEGAL_SECTION_HEAD},
        ("这一步由法制科负责人办理。", "This step belongs to the head of the legal section."),
    )
    _check_open(instrument)
    _settle(instrument, standing)
    instrument.found_not_ours = reason
    touch(record)
    note(record, "dismiss_instrument", by, reason, standing)
    audit.append(
        "record.dismiss_instrument",
        by=standing.actor,
        subject=record.subject,
        reason=reason,
        facts={"ground": instrument.ground},
    )
    rule = instrument.ground_row.clock
    running = open_clock(record, rule) if rule else None
    if running and not any(one.ground_row.clock == rule for one in queries.open_instruments(record)):
        deadlines.void(running, by=by.actor, reason=reason)


def withdraw(
    record: DisclosureRecord,
    ground_key: str,
    *,
    by: StaffUser,
    instrument: TakedownInstrument | None = None,
    words_zh: str = "",
    words_en: str = "",
    law: str = "",
) -> Takedown:
    """Take a record down on this ground, as far as its row lets this person: at once, or proposed to the approver (and
    hidden meanwhile, where it must not be seen another minute). `words_*` are added to the public sentence."""
    audit.hold()
    row = GROUNDS[ground_key]
    standing = _check_may(record, row, instrument, law, by)
    check_words(record, words_zh, words_en, law)
    proposal = Takedown(
        record_id=record.id, record=record, ground=row.key, instrument=instrument, law=law, words_zh=words_zh,
        words_en=words_en, document_number=record.document_number if row.names_document else "",
        proposed_at=clock.now(), proposed_by_id=by.id, proposed_for_id=standing.of.id if standing.of else None,
        proposed_by=named(standing),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    if row.approval is Approval.INFORMED:
        _bring_down(proposal, standing)
        tell(record, "down", row.approver, besides=by.id)
        return proposal
    if row.approval is Approval.AFTER_HIDING and record.is_public:
        hidings.hide(record, "privacy" if row.key == "privacy" else "secret", by=by)
    touch(record)
    note(record, "propose_takedown", by, standing=standing)
    audit.append(
        "record.propose_takedown", by=standing.actor, subject=record.subject, facts={"ground": row.key}
    )
    tell(record, "waiting", row.approver, besides=by.id)
    return proposal


def mark_credit_repaired(record: DisclosureRecord, *, by: StaffUser, instrument: TakedownInstrument) -> None:
    """The party's credit was repaired (信用修复): the record stays, says so, and asks search engines to leave it out."""
    audit.hold()
    standing = _check_may(record, GROUNDS["credit_repaired"], instrument, "", by)
    _settle(instrument, standing)
    record.credit_repaired_on = clock.today()
    touch(record)
    note(record, "mark_credit_repaired", by, standing=standing)
    audit.append("record.mark_credit_repaired", by=standing.actor, subject=record.subject)
    reflect(record)


def review_takedown(proposal: Takedown, *, by: StaffUser) -> None:
    """The legal section has looked at a proposal that needs it (公开期满: 法制科审核)."""
    audit.hold()
    _check_waiting(proposal)
    standing = act_as(by, LEGAL_SECTION, ("这一步由法制科办理。", "This step belongs to the legal section."))
    proposal.reviewed_at, proposal.reviewed_by_id, proposal.reviewed_by = clock.now(), by.id, named(standing)
    proposal.reviewed_for_id = standing.of.id if standing.of else None
    touch(proposal.record)
    note(proposal.record, "review_takedown", by, standing=standing)
    audit.append(
        "record.review_takedown",
        by=standing.actor,
        subject=proposal.record.subject,
        facts=_facts_of(proposal),
    )


def approve_takedown(proposal: Takedown, *, by: StaffUser) -> None:
    """The approver of its ground agrees, and the record comes down. Nobody approves what they proposed or reviewed."""
    audit.hold()
    standing = _check_decides(proposal, by)
    if proposal.ground_row.is_reviewed and proposal.reviewed_at is None:
        raise NotAllowedHere("法制科还没有审核。", "The legal section has not reviewed it yet.")
    if proposal.channel is None:
        _bring_down(proposal, standing)
    else:
        _leave_carrier(proposal, proposal.channel, standing)


def _leave_carrier(proposal: Takedown, channel: str, standing: Standing) -> None:
    """Off one carrier, where its period is over; the record stays public everywhere else."""
    record = proposal.record
    _decide(proposal, standing)
    proposal.down_at = clock.now()
    touch(record)
    note(record, "leave_carrier", standing.by, standing=standing)
    audit.append(
        "record.leave_carrier", by=standing.actor, subject=record.subject, facts={"channel": channel}
    )
    leave_one_carrier(record, channel, standing.actor)
    running = open_clock(record, "EXPIRY_APPROVE")
    db.session.flush()
    if running and not queries.waiting_of(record):
        deadlines.stop(running, by=standing.actor)
        proposal.late_by = running.late_by if running.outcome == "late" else 0


def refuse_takedown(proposal: Takedown, *, by: StaffUser, reason: str) -> None:
    """The approver does not agree. A record that was hidden meanwhile stays hidden until the leader lifts it."""
    audit.hold()
    standing = _check_decides(proposal, by)
    if not proposal.ground_row.may_be_refused:
        raise NotAllowedHere(
            "公开期限已满，应当撤下。", "Its period is over; the regulation wants it taken down."
        )
    _decide(proposal, standing)
    proposal.refused_because = reason
    touch(proposal.record)
    note(proposal.record, "refuse_takedown", by, reason, standing)
    audit.append(
        "record.refuse_takedown",
        by=standing.actor,
        subject=proposal.record.subject,
        reason=reason,
        facts={"ground": proposal.ground},
    )


def reword_notice(down: Takedown, *, words_zh: str, words_en: str, by: StaffUser, reason: str) -> None:
    """Correct what the notice at the address adds to its sentence (更正撤下说明). The words before go into the sealed archive;
    the page says when it was corrected. Raises NotAllowedHere, GuardRefused, UnfitWords."""
    audit.hold()
    record = down.record
    if down.down_at is None or down.channel is not None or not record.is_withdrawn:
        raise NotAllowedHere("这条信息没有撤下。", "This record is not taken down.")
    standing = act_as(by, {Role.LEGAL_SECTION_HEAD, down.ground_row.approver})
    if (words_zh, words_en) == (down.words_zh, down.words_en):
        raise NotAllowedHere(
            "和现在的说明一样，没有改动。", "Nothing differs from the words that stand there."
        )
    check_words(record, words_zh, words_en)
    keep_notice(record, down)
    down.words_zh, down.words_en = words_zh, words_en
    down.notice_number, down.reworded_at = down.notice_number + 1, clock.now()
    touch(record)
    note(record, "reword_notice", by, standing=standing)
    audit.append(
        "record.reword_notice",
        by=standing.actor,
        subject=record.subject,
        reason=reason,
        facts={"notice": down.notice_number},
    )


def _facts_of(proposal: Takedown) -> dict[str, str]:
    return {"ground": proposal.ground} | ({"channel": proposal.channel} if proposal.channel else {})


def _bring_down(proposal: Takedown, standing: Standing) -> None:
    """Off every page and carrier, its words sealed, its clocks stopped."""
    record, instrument, by = proposal.record, proposal.instrument, standing.by
    _decide(proposal, standing)
    proposal.down_at = clock.now()
    facts = {"ground": proposal.ground, **_stop_clocks(proposal, by)}
    move(record, "take_down", by=by, facts=facts, standing=standing)
    if instrument is not None:
        _settle(instrument, standing)
    for other in queries.waiting_of(
        record
    ):  # they waited for the end of a period, and it has come down before
        _decide(other, standing)
        other.refused_because = "已因其他理由撤下。"
    _give_up_change(record, by)
    hidings.end_for_takedown(record, standing)
    leave_carriers(record, instrument.received_on if instrument else clock.today(), by)
    seal_record(record, closes_reasons=proposal.ground_row.approval is Approval.AFTER_HIDING)
    record.under_verification = False
    reflect(record)


def _give_up_change(record: DisclosureRecord, by: StaffUser) -> None:
    """A change on its way has nothing to change any more."""
    version = record.in_work
    if version is not None:
        note(record, "drop", by)
        came_from, version.status = version.status, VersionStatus.DROPPED.value
        audit.append(
            "record.drop",
            by=by.actor,
            subject=record.subject,
            from_state=came_from,
            to_state=version.status,
            facts={"version": version.number},
        )


def _stop_clocks(proposal: Takedown, by: StaffUser) -> dict[str, object]:
    """Nothing more is owed by a record that is down, but that the other carriers let go of it. Returns what the log tells
    of the clock that counted for this ground."""
    told: dict[str, object] = {}
    counts = proposal.ground_row.clock or "EXPIRY_APPROVE"
    for running in clocks.open_clocks("record", proposal.record.ref):
        if running.rule in (ALL_CHANNELS, hidings.APPROVE):
            continue
        deadlines.stop(running, by=by.actor)
        if running.rule == counts:
            proposal.late_by = running.late_by if running.outcome == "late" else 0
            told = {"due_on": running.due_on, "days_late": proposal.late_by}
    return told


def _decide(proposal: Takedown, standing: Standing) -> None:
    proposal.decided_at, proposal.decided_by_id = clock.now(), standing.by.id
    proposal.decided_by = named(standing)


def _settle(instrument: TakedownInstrument, standing: Standing) -> None:
    instrument.settled_at, instrument.settled_by = clock.now(), named(standing)


def _check_seen(record: DisclosureRecord) -> None:
    if not (record.is_public or record.is_hidden):
        raise NotAllowedHere("这条信息现在没有公示。", "This record is not public now.")


def _check_open(instrument: TakedownInstrument) -> None:
    if not instrument.is_open:
        raise NotAllowedHere("这份文书已经办理过了。", "This instrument has been dealt with already.")


def _check_may(
    record: DisclosureRecord,
    row: Ground,
    instrument: TakedownInstrument | None,
    law: str,
    by: StaffUser,
) -> Standing:
    standing = act_as(by, row.acts)
    _check_seen(record)
    waiting = queries.waiting_takedown(record)
    if waiting is not None and not (waiting.ground_row.is_by_time and row.approval is Approval.INFORMED):
        raise NotAllowedHere("已经有人提出撤下，正等审批。", "Its removal has been proposed already.")
    if row.needs_instrument:
        if instrument is None or instrument.record_id != record.id or instrument.ground != row.key:
            raise NotAllowedHere("请先登记相应的文书。", "Register the instrument that says so first.")
        _check_open(instrument)
    if row.asks_citation and not law:
        raise Refusal("请写明法律、法规依据。", "Name the law it rests on.")
    return standing


def check_words(record: DisclosureRecord, *words: str) -> None:
    """What the notice adds is public: nothing personal, and not what the notice takes the place of."""
    for one in words:
        refuse_unfit_words(record, one, "公开说明的补充", "What the notice adds")
    live = _live_values(record)
    who = [
        str(live.get(row.key) or "")
        for row in record.category.public_fields(record.party_kind)
        if row.redact is Redact.MASK_NATURAL_PERSON or row.kind is FieldKind.CREDIT_CODE
    ]
    if any(name and name in one for name in who for one in words):
        raise UnfitWords(
            "公开说明的补充里不要写当事人的姓名、名称或者代码。",
            "What the notice adds must not name the party.",
        )


def _live_values(record: DisclosureRecord) -> dict[str, Any]:
    """What the public saw last, out of the archive where it lies there: only to compare words with it."""
    if not record.is_withdrawn:
        return record.live.field_values if record.live else {}
    kept = [
        one.content for one in queries.sealed_originals(record) if one.version_number == record.live_number
    ]
    return dict(kept[-1].get("field_values") or {}) if kept else {}


def _check_waiting(proposal: Takedown) -> None:
    if not proposal.is_waiting:
        raise NotAllowedHere("这件撤下已经办理过了。", "This removal has been decided already.")


def _check_decides(proposal: Takedown, by: StaffUser) -> Standing:
    _check_waiting(proposal)
    return act_as(
        by,
        {proposal.ground_row.approver},
        barred=proposal.worked_on_by,
        own_work=(
            "是您提出或者审核的，须由其他人批准。",
            "You proposed or reviewed it; somebody else decides.",
        ),
    )
