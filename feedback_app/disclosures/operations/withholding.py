"""Keeping something from the public by law (不予公开): proposed, reviewed, approved, looked at again (Article 9, 公开条例 17, 18).

The log tells that it happened and who did it. What it is about, on which ground and which record it was is sealed there
too: an entry of the log stays for ever, and these few facts could be enough to guess.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.deadlines.periods import count_months
from feedback_app.disclosures import queries, withheld
from feedback_app.disclosures.checks.known import Known
from feedback_app.disclosures.models import DisclosureRecord, NonDisclosure, NonDisclosureAct
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.archiving import seal_withheld, unseal_withheld
from feedback_app.disclosures.operations.planning import fail_waiting
from feedback_app.disclosures.operations.preparing import prepare
from feedback_app.disclosures.operations.taking import NotAllowedHere, carry_out
from feedback_app.disclosures.operations.withheld_telling import tell
from feedback_app.disclosures.withholding import PREPARERS, WITHHELD_STEPS, WithheldState, WithheldStep
from feedback_app.disclosures.withholding_basis import fault_of_basis
from feedback_app.disclosures.workflow import RELEASE, WITHHOLD
from feedback_app.extensions import db
from feedback_app.numbering import next_number
from feedback_app.refusals import Refusal


@dataclass(frozen=True)
class Grounds:
    """What an entry says: keys of the tables in withholding.py, the basis, and the words that are sealed."""

    kind: str
    extent: str
    basis_level: str
    basis_title: str
    basis_article: str
    description: str
    document_number: str = ""


def propose(
    grounds: Grounds, *, category_key: str, by: StaffUser, record: DisclosureRecord | None = None
) -> NonDisclosure:
    """Ask that something not be disclosed; of a `record` in preparation, or of something not entered at all.

    Raises Refusal for a basis Article 9 does not allow, NotAllowedHere for a post or a record that cannot.
    """
    audit.hold()
    standing = _may_propose(by)
    _check_basis(grounds)
    if record is not None:
        _check_withholdable(record)
    year = clock.today().year
    entry = NonDisclosure(
        ref=f"N-{year}-{next_number(f'N-{year}'):04d}",
        state=WithheldState.PROPOSED.value,
        category_key=record.category_key if record else category_key,
        record=record,
        handling_unit_id=by.unit_id,
        proposed_at=clock.now(),
        proposed_by_id=(standing.of or by).id,
    )
    _write(entry, grounds, record)
    db.session.add(entry)
    db.session.flush()
    _leave(entry, "propose", standing, None)
    tell(entry, "review", Role.LEGAL_SECTION_HEAD, besides=by.id)
    return entry


def edit_proposal(entry: NonDisclosure, grounds: Grounds, *, by: StaffUser) -> None:
    """Mend a returned entry and propose it again. Raises NotAllowedHere, Refusal as `propose`."""
    audit.hold()
    standing = _may_propose(by)
    if entry.at_state is not WithheldState.RETURNED:
        raise _moved_on()
    _check_basis(grounds)
    came_from, entry.state = entry.state, WithheldState.PROPOSED.value
    _write(entry, grounds, entry.record)
    _leave(entry, "edit", standing, came_from)
    tell(entry, "review", Role.LEGAL_SECTION_HEAD, besides=by.id)


def take_step(
    entry: NonDisclosure, act: str, *, by: StaffUser, reason: str = "", body: str = "", months: int
) -> None:
    """Take a step of withholding.WITHHELD_STEPS. `months`: after how many an approved entry is looked at again.

    Raises NotAllowedHere for a step this moment or this person does not allow, Refusal where words are missing.
    """
    audit.hold()
    step = WITHHELD_STEPS[act]
    standing = _may_take(entry, step, by)
    if "words" in step.needs and not reason.strip():
        raise Refusal("请写明理由。", "Give the reason.")
    came_from, entry.state = entry.state, step.to.value
    _AFTER.get(act, _nothing)(entry, standing, months)
    _leave(entry, act, standing, came_from, reason, body)
    _tell_next(entry, by)


def begin_record(entry: NonDisclosure, *, by: StaffUser) -> DisclosureRecord:
    """What was never entered is released: begin its record, due from the day of the release."""
    audit.hold()
    if not entry.awaits_record:
        raise _moved_on()
    day = entry.ended_on or clock.today()
    number = entry.content.get("document_number", "")
    record = prepare(entry.category_key, {"document_number": number}, formed_on=day, by=by)
    record.released_on = day
    entry.record = record
    standing = next(one for one in accounts.standings(by) if one.roles & set(record.category.prepares))
    _leave(entry, "begin_record", standing, entry.state)
    return record


def open_content(entry: NonDisclosure, *, by: StaffUser) -> dict[str, Any]:
    """What lies sealed in an entry. Each look is logged."""
    audit.append("withheld.view", by=by.actor, subject=entry.subject)
    return entry.content


def _approved(entry: NonDisclosure, standing: Standing, months: int) -> None:
    entry.in_force_on = clock.today()
    _look_again(entry, standing, months)
    record = entry.record
    if record is None or not entry.is_whole:
        return
    _check_withholdable(record, decided=True)
    why = Refusal(f"依法不予公开（{entry.ref}）。", f"Withheld by law ({entry.ref}).")
    fail_waiting(record, why)
    carry_out(record, WITHHOLD, standing, standing.actor)
    clocks.void_for_withholding(record, standing.actor, why.zh)
    seal_withheld(record)


def _look_again(entry: NonDisclosure, standing: Standing, months: int) -> None:
    entry.review_on, entry.reminded_on = count_months(clock.today(), months).due_on, None


def _released(entry: NonDisclosure, standing: Standing, months: int) -> None:
    entry.ended_on, entry.review_on = clock.today(), None
    record = entry.record
    if record is not None and record.is_withheld:
        unseal_withheld(record)
        carry_out(record, RELEASE, standing, standing.actor)
        record.released_on = clock.today()
        clocks.start_first(record, standing.by)


def _refused(entry: NonDisclosure, standing: Standing, months: int) -> None:
    entry.ended_on = clock.today()


def _nothing(entry: NonDisclosure, standing: Standing, months: int) -> None:
    """The step changes the state alone."""


_AFTER = {
    "approve": _approved, "keep": _look_again, "disclose": _released, "refuse": _refused, "drop": _refused,
}  # fmt: skip


def _write(entry: NonDisclosure, grounds: Grounds, record: DisclosureRecord | None) -> None:
    for name in ("kind", "extent", "basis_level", "basis_title", "basis_article"):
        setattr(entry, name, getattr(grounds, name))
    number = record.document_number if record else grounds.document_number
    entry.content = {"description": grounds.description, "document_number": number}


def _leave(
    entry: NonDisclosure, act: str, standing: Standing, came_from: str | None, words: str = "", body: str = ""
) -> None:
    """Into the entry's history and the log. Who and when is public; everything that could be guessed from is not."""
    of = standing.of
    db.session.add(
        NonDisclosureAct(
            non_disclosure_id=entry.id, act=act, user_id=standing.by.id, user_name=standing.by.name,
            user_post=standing.by.post, on_behalf_of_id=of.id if of else None,
            on_behalf_of_name=of.name if of else "", body=body, words=words, at=clock.now(),
        )
    )  # fmt: skip
    audit.append(
        f"withheld.{act}",
        by=standing.actor,
        subject=entry.subject,
        from_state=came_from,
        to_state=entry.state,
        reason=words or None,
        private={
            "kind": entry.kind,
            "basis": f"《{entry.basis_title}》{entry.basis_article}",
            "record": entry.record.ref if entry.record else "",
            "asked": body,
        },
    )


def _tell_next(entry: NonDisclosure, by: StaffUser) -> None:
    """Whoever has the next word."""
    leader = entry.at_state in (WithheldState.REVIEWED, WithheldState.ASSESSED)
    if leader:
        tell(entry, "decide", Role.SUPERVISING_LEADER, besides=by.id)
    elif entry.at_state is WithheldState.PROPOSED:
        tell(entry, "review", Role.LEGAL_SECTION_HEAD, besides=by.id)
    elif entry.at_state in (WithheldState.RETURNED, WithheldState.REFUSED, WithheldState.DISCLOSED):
        tell(entry, "back", to=entry.proposed_by_id)


def _may_propose(by: StaffUser) -> Standing:
    able = [one for one in accounts.standings(by) if one.roles & PREPARERS]
    if not able:
        raise NotAllowedHere("这一步不由您的岗位办理。", "This step does not belong to your post.")
    return able[0]


def _may_take(entry: NonDisclosure, step: WithheldStep, by: StaffUser) -> Standing:
    if entry.at_state not in step.frm:
        raise _moved_on()
    standings = accounts.standings(by)
    if not any(one.roles & step.by for one in standings):
        raise NotAllowedHere("这一步不由您的岗位办理。", "This step does not belong to your post.")
    standing = withheld.standing_for(step, withheld.hands_in(withheld.acts_of(entry)), standings)
    if standing is None:
        raise NotAllowedHere(
            "这件是您提出、审核或者评估的，须由其他人办理。",
            "You proposed, reviewed or assessed this one; somebody else takes this step.",
        )
    return standing


def _moved_on() -> NotAllowedHere:
    return NotAllowedHere("这件已经走到别的环节，请刷新。", "This entry has moved on; please reload.")


def _check_basis(grounds: Grounds) -> None:
    fault = basis_fault(grounds.basis_level, grounds.basis_title)
    if fault is not None:
        raise fault[1]


def basis_fault(level: str, title: str, on: date | None = None) -> tuple[str, Refusal] | None:
    """Why this is no basis today, and in which field; see withholding_basis."""
    return fault_of_basis(level, title, Known().bases, on or clock.today())


def _check_withholdable(record: DisclosureRecord, *, decided: bool = False) -> None:
    """Only what was never public: what is public is taken down instead (Article 12)."""
    if record.live_number is not None or record.in_work is None or not record.category.is_public:
        raise NotAllowedHere(
            "只有还没有公示的信息可以申请不予公开；已经公示的，请走撤下。",
            "Only what was never published can be withheld; what is public is taken down instead.",
        )
    if not decided and queries.asks_to_withhold(record):
        raise NotAllowedHere("已经有人申请这条信息不予公开。", "Somebody has asked that already.")
