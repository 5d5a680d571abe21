"""Bringing in a table of records: kept, looked through, confirmed, written all at once or not at all.

The batch's row says what is owed; a worker that dies leaves it as it was, and another one begins anew. `attempt` tells the
worker whose turn it is from one that was believed dead: what the latter still has to say is not taken.
"""

import base64
import os
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, or_, select, update

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.importing import CannotRead, CheckedRow, Fault, look_at
from feedback_app.disclosures.models import DisclosureRecord, ImportBatch, ImportedRecord, ImportFault
from feedback_app.disclosures.models.import_batch import (
    AT_WORK,
    CONFIRMED,
    DROPPED,
    FAULTY,
    IMPORTED,
    READY,
    WAITING,
)
from feedback_app.disclosures.operations.approving import approve, check_secrecy, review, submit_for_review
from feedback_app.disclosures.operations.preparing import Draft, prepare_many
from feedback_app.disclosures.operations.publishing import publish
from feedback_app.disclosures.operations.taking import NotAllowedHere, check_prepares, missing_gates
from feedback_app.disclosures.workflow import GATES, STEPS
from feedback_app.extensions import db, keyring
from feedback_app.refusals import Refusal
from feedback_app.sealing import SealBroken

LEASE = timedelta(minutes=3)  # a worker that has said nothing for so long is believed dead
FORGOTTEN = timedelta(days=14)  # a batch nobody went on with is given up, and its file with it
MOST_ATTEMPTS = 6
MOST_STEP_ATTEMPTS = 60  # a step that breaks a worker again and again is not tried for ever
MOST_FAULTS = 20_000
STEPS_AT_ONCE = 20
# Steps that may be asked for a whole batch; each record goes through its own check all the same.
ACTS: dict[str, Callable[..., None]] = {
    "submit_for_review": submit_for_review,
    "review": review,
    "check_secrecy": check_secrecy,
    "approve": approve,
    "publish": publish,
}
_PLACE = "import_batch.file"
_WHOLE = ("整个文件", "the whole file")


def upload(row: Category, content: bytes, name: str, *, by: StaffUser, folder: Path) -> ImportBatch:
    """Keep a table to be looked through. The same person's same file sent twice is one batch.

    Raises NotAllowedHere for a post that does not prepare the category and for a file that was imported before, CannotRead
    for what is no table.
    """
    standing = check_prepares(row, by)
    look_at(content, name)
    fingerprint = keyring.fingerprint("import", base64.b64encode(content).decode())
    audit.hold()
    same = _same_file(row, fingerprint)
    if any(one.is_imported for one in same):
        raise NotAllowedHere(
            "这个文件已经导入过，没有再导入。",
            "This very file was imported before; it is not imported again.",
        )
    on_its_way = [one for one in same if one.by_id == by.id and (one.is_at_work or one.is_ready)]
    if on_its_way:
        return on_its_way[0]
    batch = ImportBatch(
        category_key=row.key, name=name, fingerprint=fingerprint, token=_keep(content, folder), by=by, state=WAITING,
        uploaded_at=clock.now(), attempt=0, rows_total=0, rows_read=0, rows_wrong=0, fault_count=0, warning_count=0, step="",
        step_row=0, step_done=0, step_refused=0, step_fault_zh="", step_fault_en="",
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    audit.append(
        "record.import_upload",
        by=standing.actor,
        subject=batch.subject,
        facts={"category": row.key, "size": len(content)},
    )
    return batch


def _same_file(row: Category, fingerprint: str) -> Sequence[ImportBatch]:
    return db.session.scalars(
        select(ImportBatch)
        .where(ImportBatch.fingerprint == fingerprint, ImportBatch.category_key == row.key)
        .order_by(ImportBatch.id.desc())
    ).all()


def confirm(batch: ImportBatch, *, by: StaffUser) -> None:
    """Say that the rows are to be written. A second press changes nothing. Raises NotAllowedHere while there are faults."""
    standing = check_prepares(batch.category, by)
    _lock(batch)
    if batch.is_confirmed or batch.is_imported:
        return
    if not batch.is_ready:
        raise NotAllowedHere(
            "还没有检查完，或者还有要改的地方，不能导入。",
            "It is not looked through yet, or there is still something to mend.",
        )
    batch.state, batch.beat_at = CONFIRMED, None
    facts = {"records": batch.rows_read}
    audit.append("record.import_confirm", by=standing.actor, subject=batch.subject, facts=facts)


def drop(batch: ImportBatch, *, by: StaffUser) -> None:
    """Give the batch up; nothing was written. A second press changes nothing. Raises NotAllowedHere once it is confirmed."""
    _lock(batch)
    if batch.is_dropped:
        return
    if batch.is_confirmed or batch.is_imported:
        raise NotAllowedHere("已经确认导入，不能放弃。", "It was confirmed already and cannot be given up.")
    _end(batch, DROPPED)
    audit.append("record.import_drop", by=by.actor, subject=batch.subject)


def forget(number: int, *, by: Actor) -> None:
    """Give up a batch nobody went on with; nothing happens when somebody did meanwhile."""
    batch = db.session.get_one(ImportBatch, number)
    _lock(batch)
    if batch.is_faulty or batch.is_ready:
        _end(batch, DROPPED)
        audit.append("record.import_drop", by=by, subject=batch.subject)


def _lock(batch: ImportBatch) -> None:
    """The log's turn and the row as it stands now: whoever comes second finds what the first one did."""
    audit.hold()
    db.session.refresh(batch, with_for_update=True)


def _end(batch: ImportBatch, state: str) -> None:
    batch.state, batch.ended_at = state, clock.now()
    db.session.execute(delete(ImportFault).where(ImportFault.batch_id == batch.id))


# ---- the worker's part -----------------------------------------------------------------------------------------------


def due_ids(limit: int = 20) -> list[int]:
    """Batches for which something is owed and nobody is at it."""
    wanted = select(ImportBatch.id).where(_is_due(clock.now())).order_by(ImportBatch.id).limit(limit)
    return list(db.session.scalars(wanted))


def claim(number: int) -> ImportBatch | None:
    """Take a batch up, from its beginning; None when another worker is at it or nothing is owed."""
    now = clock.now()
    taken = db.session.execute(
        update(ImportBatch)
        .where(ImportBatch.id == number, _is_due(now))
        .values(attempt=ImportBatch.attempt + 1, beat_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    batch = db.session.get_one(ImportBatch, number, populate_existing=True)
    if batch.is_imported:
        if batch.attempt > MOST_STEP_ATTEMPTS:
            batch.step = ""
        return batch
    db.session.execute(delete(ImportFault).where(ImportFault.batch_id == number))
    batch.rows_read = batch.rows_wrong = batch.fault_count = batch.warning_count = 0
    if batch.attempt > MOST_ATTEMPTS:
        why = CannotRead(
            "试了几次都没有检查完，请联系系统管理员。",
            "It could not be finished after several tries; ask the administrator.",
        )
        settle_refused(batch, batch.attempt, why)
        return None
    return batch


def _is_due(now: datetime):  # type: ignore[no-untyped-def]
    is_owed = or_(ImportBatch.state.in_(AT_WORK), ImportBatch.step != "")
    return is_owed & or_(ImportBatch.beat_at.is_(None), ImportBatch.beat_at < now - LEASE)


def note_progress(batch: ImportBatch, attempt: int, rows: Collection[CheckedRow], total: int) -> bool:
    """What was found in some more rows. False when the batch is another worker's by now."""
    if not _is_still_ours(batch, attempt):
        return False
    batch.beat_at, batch.rows_total = clock.now(), max(total, batch.rows_read + len(rows))
    batch.rows_read += len(rows)
    batch.rows_wrong += sum(not row.is_fit for row in rows)
    _write_faults(batch, [fault for row in rows for fault in row.faults])
    return True


def note_faults(batch: ImportBatch, attempt: int, faults: Collection[Fault]) -> bool:
    """What is wrong with the file as a whole."""
    if not _is_still_ours(batch, attempt):
        return False
    _write_faults(batch, faults)
    return True


def settle_checked(batch: ImportBatch, attempt: int) -> None:
    """Everything was looked through: ready to be confirmed, or to be mended."""
    if not _is_still_ours(batch, attempt):
        return
    if batch.rows_read == 0 and batch.fault_count == 0:
        _write_faults(
            batch,
            [Fault(0, *_WHOLE, "没有要导入的行。请从示例下面一行起填写。", "There are no rows to import. Fill in from below the example.")],
        )  # fmt: skip
    if batch.fault_count:
        batch.state = FAULTY
    elif not batch.is_confirmed:
        batch.state = READY
    batch.beat_at = None


def settle_refused(batch: ImportBatch, attempt: int, why: CannotRead | NotAllowedHere) -> None:
    """The file cannot be read, or may not be imported by this person any more."""
    if note_faults(batch, attempt, [Fault(0, *_WHOLE, why.zh, why.en)]):
        batch.state, batch.beat_at = FAULTY, None


def write(batch: ImportBatch, attempt: int, rows: Sequence[CheckedRow]) -> bool:
    """All rows as drafts, prepared by whoever confirmed them; False when it is not this worker's turn any more.

    Raises NotAllowedHere when that person may no longer prepare them.
    """
    _lock(batch)
    if not batch.is_confirmed or batch.attempt != attempt:
        return False
    drafts = [Draft(row.values, row.formed_on, row.party_kind) for row in rows if row.formed_on is not None]
    records = prepare_many(batch.category_key, drafts, by=batch.by)
    db.session.execute(
        insert(ImportedRecord),
        [
            {"record_id": record.id, "batch_id": batch.id, "row_number": row.number}
            for record, row in zip(records, rows, strict=True)
        ],
    )
    _end(batch, IMPORTED)
    facts = {"category": batch.category_key, "records": len(records)}
    audit.append("record.import", by=batch.by.actor, subject=batch.subject, facts=facts)
    return True


def _is_still_ours(batch: ImportBatch, attempt: int) -> bool:
    db.session.refresh(batch, with_for_update=True)
    return batch.attempt == attempt and batch.is_at_work


def _write_faults(batch: ImportBatch, faults: Collection[Fault]) -> None:
    """Up to MOST_FAULTS are kept for the preview; all of them count."""
    room = MOST_FAULTS - batch.fault_count - batch.warning_count
    batch.fault_count += sum(fault.blocks for fault in faults)
    batch.warning_count += sum(not fault.blocks for fault in faults)
    rows = [
        {
            "batch_id": batch.id, "row_number": fault.row, "blocks": fault.blocks, "place_zh": fault.place_zh,
            "place_en": fault.place_en, "words_zh": fault.words_zh, "words_en": fault.words_en,
        }
        for fault in list(faults)[: max(room, 0)]
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(ImportFault), rows)


# ---- a step for all its records ---------------------------------------------------------------------------------------


def ask_step(batch: ImportBatch, name: str, *, by: StaffUser) -> None:
    """Have a step taken on every record of the batch that is ready for it, each by its own rules. A second press changes
    nothing; raises NotAllowedHere while another step is being taken."""
    _lock(batch)
    if batch.step == name and batch.step_by_id == by.id:
        return
    if not batch.is_imported or batch.is_taking_step:
        raise NotAllowedHere(
            "这一批正在办理别的一步，请稍后再试。",
            "Another step is being taken on this batch; try again later.",
        )
    batch.step, batch.step_by, batch.beat_at = name, by, None
    batch.step_row = batch.step_done = batch.step_refused = 0
    batch.step_fault_zh = batch.step_fault_en = ""
    facts = {"records": batch.rows_read, "step_zh": STEPS[name].label_zh, "step_en": STEPS[name].label_en}
    audit.append("record.import_step", by=by.actor, subject=batch.subject, facts=facts)


def take_step_on_some(batch: ImportBatch, attempt: int) -> bool:
    """The step on the next few records; False when all have had it. What may not be done to one holds up no other."""
    _lock(batch)
    if batch.attempt != attempt or not batch.step or batch.step_by is None:
        return False
    some = _next_records(batch)
    for row_number, record in some:
        _take_step(batch, record, batch.step_by)
        batch.step_row = row_number
    batch.beat_at = clock.now() if some else None
    if not some:
        batch.step = ""
    return bool(some)


def _next_records(batch: ImportBatch) -> list[tuple[int, DisclosureRecord]]:
    found = db.session.execute(
        select(ImportedRecord.row_number, DisclosureRecord)
        .join(DisclosureRecord, DisclosureRecord.id == ImportedRecord.record_id)
        .where(ImportedRecord.batch_id == batch.id, ImportedRecord.row_number > batch.step_row)
        .order_by(ImportedRecord.row_number)
        .limit(STEPS_AT_ONCE)
    )
    return [(number, record) for number, record in found]


def _take_step(batch: ImportBatch, record: DisclosureRecord, by: StaffUser) -> None:
    """Records that are elsewhere by now, or had the step before, are passed over in silence."""
    step = STEPS[batch.step]
    if record.newest.state not in step.frm or record.newest.number != 1:
        return
    if step.name in GATES and step.name not in {one.name for one in missing_gates(record)}:
        return
    try:
        with db.session.begin_nested():
            ACTS[batch.step](record, by=by)
        batch.step_done += 1
    except Refusal as why:
        batch.step_refused += 1
        if not batch.step_fault_zh:
            batch.step_fault_zh, batch.step_fault_en = f"{record.ref}：{why.zh}", f"{record.ref}: {why.en}"


# ---- the file --------------------------------------------------------------------------------------------------------


def opened(batch: ImportBatch, folder: Path) -> bytes:
    """The file's bytes. Raises CannotRead when they are gone or cannot be unsealed."""
    try:
        return base64.b64decode(keyring.open((folder / batch.token).read_text("ascii"), _PLACE))
    except (OSError, SealBroken) as fault:
        raise CannotRead(
            "上传的文件找不到了，请重新上传。", "The uploaded file is gone; please upload it again."
        ) from fault


def forgotten_ids() -> list[int]:
    """Batches nobody went on with."""
    wanted = select(ImportBatch.id).where(
        ImportBatch.state.in_((FAULTY, READY)), ImportBatch.uploaded_at < clock.now() - FORGOTTEN
    )
    return list(db.session.scalars(wanted))


def clear_away(folder: Path) -> int:
    """Delete the files of batches that have ended, and those no batch ever came to name. How many."""
    if not folder.is_dir():
        return 0
    wanted = set(db.session.scalars(select(ImportBatch.token).where(ImportBatch.ended_at.is_(None))))
    long_ago = clock.now().timestamp() - 24 * 3600
    named = set(db.session.scalars(select(ImportBatch.token)))
    gone = [
        file
        for file in folder.iterdir()
        if file.name not in wanted and (file.name in named or file.stat().st_mtime < long_ago)
    ]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _keep(content: bytes, folder: Path) -> str:
    """Sealed, and flushed to disk, folder and all, before the row that names it is committed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = secrets.token_hex(16)
    with (folder / token).open("x", encoding="ascii") as file:
        file.write(keyring.seal(base64.b64encode(content).decode(), _PLACE))
        file.flush()
        os.fsync(file.fileno())
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return token
