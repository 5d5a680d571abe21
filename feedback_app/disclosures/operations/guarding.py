"""The guard at the gate: what is wrong refuses the approval and the publication until it is mended, or two people let it stand.

Everything that puts a version before the public goes through `refuse_unmended`: approval, publication by hand or by the
clock, updates, corrections out of a ticket, imports.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.checks import Content, FileSeen, Finding, code_of, inspect
from feedback_app.disclosures.checks.known import Known
from feedback_app.disclosures.checks.personal import words_carry
from feedback_app.disclosures.models import DisclosureRecord, GuardOverride, RecordFile, RecordVersion
from feedback_app.disclosures.operations.taking import NotAllowedHere, note
from feedback_app.disclosures.workflow import DESK_ROLES
from feedback_app.extensions import db
from feedback_app.guard import FileReport
from feedback_app.guard.settled import own_numbers
from feedback_app.refusals import Refusal

# One of the two who let a place stand holds one of these posts.
ANSWERS_FOR_AN_OVERRIDE = frozenset({Role.LEGAL_SECTION_HEAD, Role.SUPERVISING_LEADER})
# How a signature under a correction stands in the record's history. It is given within a ticket, about what others wrote,
# and does not make the signer one of those who had the record in hand.
OVERRIDES_A_CORRECTION = "override_correction"
MOST_SAID = 5  # places a refusal names in one sentence; its page names all


class GuardRefused(Refusal):
    """What is to be published is not in order; `findings` says where."""

    def __init__(self, record: DisclosureRecord, findings: list[Finding]) -> None:
        self.record_ref, self.findings = record.ref, findings
        shown = findings[:MOST_SAID]
        super().__init__(
            f"公布前的检查发现{len(findings)}处要改。"
            + "".join(f"{one.where_zh}：{one.said_zh}{one.mend_zh}" for one in shown),
            f"Not yet fit to be published: {len(findings)} to mend. "
            + " ".join(f"{one.where_en}: {one.said_en} {one.mend_en}" for one in shown),
        )

    @property
    def logged(self) -> tuple[str, str]:
        """How many places, and which checks found them; not where, nor what stands there."""
        count = len(self.findings)
        zh = "、".join(dict.fromkeys(one.label_zh for one in self.findings))
        en = ", ".join(dict.fromkeys(one.label_en for one in self.findings))
        return (
            f"公布前的检查发现{count}处要改（{zh}）",
            f"not yet fit to be published, {count} to mend ({en})",
        )


def findings_of(record: DisclosureRecord, version: RecordVersion) -> list[Finding]:
    """Everything the checks find in a version, whether two people let it stand or not."""
    return inspect(content_of(record, version))


def faults_of_many(versions: Sequence[RecordVersion]) -> dict[int, int]:
    """How many places have to be mended in each of these versions, by its id: a few queries for any number of them."""
    known = Known()
    known.read_all_numbers(one.field_values.get("document_number") or "" for one in versions)
    files, passed = queries.files_of_many(versions), queries.passed_of_many(versions)
    counts = {}
    for one in versions:
        own = [file for file in files.get(one.id, ()) if file.is_published]
        found = inspect(content_of(one.record, one, own), known)
        counts[one.id] = sum(row.blocks and row.fingerprint not in passed.get(one.id, ()) for row in found)
    return counts


def content_of(
    record: DisclosureRecord, version: RecordVersion, files: Sequence[RecordFile] | None = None
) -> Content:
    """A version as the checks read it; of its files those that are to be published (`files`, where they are known). One
    that is not kept yet would take over the files the public sees."""
    bearing = version.number if version.number <= record.newest.number else record.live_number or 0
    shown = queries.files_of(record, bearing, published=True) if files is None else files
    return Content(
        category=record.category,
        values=version.field_values,
        party_kind=version.field_values.get("party_kind", record.party_kind),
        formed_on=version.formed_on,
        record_id=record.id,
        is_sample=record.is_sample,
        notes={"note_zh": _undated(version.notice_zh), "note_en": _undated(version.notice_en)},
        files=tuple(_seen(file) for file in shown),
        before=record.live.field_values if record.live and record.live.number < version.number else {},
    )


def refuse_unmended(record: DisclosureRecord, version: RecordVersion) -> None:
    """Raises GuardRefused when anything in the version refuses its publication.

    What the public sees already holds up no correction of something else: of a later version only what it brings in counts.
    """
    signed = let_stand(record, version.number)
    held = [one for one in held_up_by(record, version) if one.fingerprint not in signed]
    if held:
        raise GuardRefused(record, held)


def held_up_by(record: DisclosureRecord, version: RecordVersion) -> list[Finding]:
    """What refuses the publication of a version, whoever has signed for it: not what the public sees already."""
    blocking = [one for one in findings_of(record, version) if one.blocks]
    passed = _public_already(record, version) if blocking else frozenset()
    return [one for one in blocking if one.fingerprint not in passed]


def refuse_unfit_words(record: DisclosureRecord, text: str, label_zh: str, label_en: str) -> None:
    """Raises GuardRefused when words that are to stand beside a record in public hold personal data."""
    live = record.live
    content = Content(
        category=record.category,
        values={},
        party_kind=record.party_kind,
        notes={"words": text},
        before=live.field_values if live else {},
    )
    found = [replace(one, where_zh=label_zh, where_en=label_en) for one in words_carry(content)]
    if found:
        raise GuardRefused(record, found)


def let_stand(record: DisclosureRecord, version_number: int) -> frozenset[str]:
    """Fingerprints of what two people let stand in a version."""
    return frozenset(
        one.fingerprint for one in queries.overrides_of(record, version_number) if one.is_complete
    )


def override_guard(
    record: DisclosureRecord,
    finding: Finding,
    *,
    version_number: int,
    by: StaffUser,
    reason: str,
    act: str = "override",
) -> GuardOverride:
    """Sign for one place: the first person, or the second (放行). Both say why; one of them answers for it by their post.

    Raises NotAllowedHere for a place nobody may let stand, for the same person twice, and for two without that post.
    """
    audit.hold()
    _check_may_sign(finding, by)
    row = next(
        (
            one
            for one in queries.overrides_of(record, version_number)
            if one.fingerprint == finding.fingerprint
        ),
        None,
    )
    if row is None:
        row = _first_signature(record, finding, version_number, by, reason)
    else:
        _second_signature(row, by, reason)
    note(record, act, by)
    audit.append(
        "record.override_guard",
        by=by.actor,
        subject=record.subject,
        reason=reason,
        facts={
            "version": version_number,
            "check": code_of(finding.check),
            "signature": 2 if row.is_complete else 1,
        },
        private={"place": row.place},
    )
    return row


def _check_may_sign(finding: Finding, by: StaffUser) -> None:
    if not by.roles & DESK_ROLES:
        raise NotAllowedHere("这一步不由您的岗位办理。", "This step does not belong to your post.")
    if not finding.is_overridable or not finding.blocks:
        raise NotAllowedHere(
            f"“{finding.label_zh}”不能放行，只能改正。",
            f"“{finding.label_en}” cannot be let stand, only mended.",
        )


def _first_signature(
    record: DisclosureRecord, finding: Finding, version_number: int, by: StaffUser, reason: str
) -> GuardOverride:
    row = GuardOverride(
        record_id=record.id,
        version_number=version_number,
        fingerprint=finding.fingerprint,
        check=finding.check,
        place=finding.where_zh,
        masked=finding.masked[:80],
        first_id=by.id,
        first_name=by.name,
        first_post=by.post,
        first_reason=reason,
        first_at=clock.now(),
    )
    db.session.add(row)
    return row


def _second_signature(row: GuardOverride, by: StaffUser, reason: str) -> None:
    if row.is_complete:
        raise NotAllowedHere("这一处已经由两个人放行。", "Two people have signed for this already.")
    if row.first_id == by.id:
        raise NotAllowedHere(
            "您已经签过，须由另一个人再签。", "You have signed; another person must sign as well."
        )
    first = db.session.get_one(StaffUser, row.first_id)
    if not (by.roles | first.roles) & ANSWERS_FOR_AN_OVERRIDE:
        raise NotAllowedHere(
            "两个人中要有一位是法制科负责人或者主管领导。",
            "One of the two must be the head of the legal section or the leader in charge.",
        )
    row.second_id, row.second_name, row.second_post = by.id, by.name, by.post
    row.second_reason, row.second_at = reason, clock.now()


def _public_already(record: DisclosureRecord, version: RecordVersion) -> frozenset[str]:
    live = record.live
    # What was hidden for what it exposed comes back mended, not excused.
    if live is None or live.number == version.number or not record.is_public:
        return frozenset()
    # The words about the change are new with every version; only values and files can have been there before.
    return frozenset(one.fingerprint for one in inspect(replace(content_of(record, live), notes={})))


def _undated(notice: str) -> str:
    """A notice without the day it begins with: who signs today that it may stand has signed for tomorrow, too."""
    return re.sub(r"^\d{4}-\d{2}-\d{2}[ :]+", "", notice)


def _seen(file: RecordFile) -> FileSeen:
    """With what its description says: it stands beside the file in public."""
    said = FileReport()
    said.read(file.description, "的说明", "its description", own_numbers())
    found = (*file.findings, *(asdict(one) for one in said.findings))
    return FileSeen(file.number, file.name, file.original.sha256, found, file.is_looked_at)
