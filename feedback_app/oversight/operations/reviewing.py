"""What a supervisor writes of their own: a note, a signature under a month. Nothing of the bureau's is touched."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import hashing
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.oversight.models import ReviewSheet, SupervisorNote
from feedback_app.oversight.month import Month
from feedback_app.refusals import Refusal


class NotASupervisor(Refusal):
    """Only supervisors write here."""

    def __init__(self) -> None:
        super().__init__("只有监督人员可以写。", "Only supervisors may write here.")


class CannotSign(Refusal):
    """A month that cannot be signed, or not again."""


def write_note(subject: str, text: str, *, by: StaffUser) -> SupervisorNote:
    """A note on an entry, a ticket, a record or a month (`subject`: 'entry:17', 'month:2026-10' …).

    The log says that it was written, under the note's own number, so that nobody but supervisors learns what it is about;
    what it says is sealed there with a commitment.
    """
    _only_supervisors(by)
    note = SupervisorNote(
        subject=subject, text=text, by_id=by.id, by_name=by.name, by_post=by.post, at=clock.now()
    )
    db.session.add(note)
    db.session.flush()
    audit.append(
        "oversight.note", by=by.actor, subject=f"note:{note.id}", private={"on": subject, "text": text}
    )
    return note


def sign_review(
    month: Month, conclusion: str, *, figures: dict[str, Any], checkpoint: str, by: StaffUser
) -> ReviewSheet:
    """Sign a month that is over: figures, conclusion and the log's state at its end, once for each supervisor.

    The log holds the SHA-256 of the sheet's canonical content. Raises CannotSign before the month is over and for a
    second signature.
    """
    _only_supervisors(by)
    now = clock.now()
    if not month.is_over(now):
        raise CannotSign(
            f"{month.label_zh}还没有结束，结束以后才能签字。",
            f"{month.label_en} is not over yet; it can be signed afterwards.",
        )
    audit.hold()
    if db.session.scalar(
        select(ReviewSheet.id).where(ReviewSheet.month == str(month), ReviewSheet.by_id == by.id)
    ):
        raise CannotSign(
            "您已经为这个月签过字，签过的不能改；还有话要说，请写笔记。",
            "You have signed this month already; what is signed stays. Write a note if there is more to say.",
        )
    sheet = ReviewSheet(
        month=str(month), by_id=by.id, by_name=by.name, by_post=by.post, by_unit=by.unit.name_zh,
        conclusion=conclusion, figures=figures, checkpoint=checkpoint, signed_at=now,
    )  # fmt: skip
    sheet.content_hash = content_hash(sheet)
    db.session.add(sheet)
    db.session.flush()
    facts = {"month": str(month), "sha256": sheet.content_hash}
    audit.append("oversight.sign_review", by=by.actor, subject=f"month:{month}", facts=facts)
    return sheet


def content_hash(sheet: ReviewSheet) -> str:
    """SHA-256 of the sheet's content as RFC 8785 JSON: what the log holds, and what a printed sheet is checked by."""
    return hashlib.sha256(canonical(sheet).encode()).hexdigest()


def canonical(sheet: ReviewSheet) -> str:
    """The sheet's content as one text that can be hashed again by anybody."""
    names = ("month", "by_name", "by_post", "by_unit", "conclusion", "figures", "checkpoint")
    return hashing.canonical(
        {name: getattr(sheet, name) for name in names} | {"signed_at": _signed(sheet.signed_at)}
    )


def _signed(moment: datetime) -> str:
    return hashing.moment_text(moment)


def _only_supervisors(by: StaffUser) -> None:
    if not by.is_supervisor:
        raise NotASupervisor
