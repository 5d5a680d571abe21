"""Keeping a mail before anything else happens to it: sealed bytes on disk, flushed folder and all, and a row."""

import hashlib
import os
import re
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.extensions import db, keyring
from feedback_app.files.shelf import path_of
from feedback_app.intake.models import KEPT, RawMail

_PLACE = "raw_mail.bytes"
# What the sender wrote into the head; what stations on the way add is no part of the mail itself.
_WRITTEN = (b"message-id", b"date", b"from", b"to", b"subject")
_LINE = re.compile(rb"^([!-9;-~]+)[ \t]*:((?:.*(?:\r?\n[ \t].*)*))", re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def keep(
    raw: bytes, *, folder: Path, came_by: str, arrived_at: datetime | None = None, place: str | None = None
) -> RawMail:
    """The row of this mail: a new one, or the one that kept it before, whichever way it came then.

    `place`: where a mailbox has it, so that it is not fetched again. The bytes are on disk when this returns. A twin that
    is kept by somebody else at this moment shows as an IntegrityError; asked again, this finds its row.
    """
    essence = essence_of(raw)
    same = [RawMail.essence == essence, *([RawMail.place == place] if place else [])]
    earlier: RawMail | None = db.session.scalar(select(RawMail).where(or_(*same)))
    if earlier is not None:
        return earlier
    digest = hashlib.sha256(raw).hexdigest()
    _write(raw, path_of(folder, digest))
    now = clock.now()
    mail = RawMail(
        state=KEPT, came_by=came_by, place=place, sha256=digest, size=len(raw), essence=essence, faults=[],
        arrived_at=min(arrived_at or now, now), kept_at=now, due_again_at=now,
        tries=0, caught_by="", file_count=0, subject="", from_name="", from_address="", filed_by_name="", filed_reason="",
    )  # fmt: skip
    db.session.add(mail)
    db.session.flush()
    audit.append(
        "mail.keep",
        by=SYSTEM,
        subject=mail.ref,
        facts={"way": came_by, "size": len(raw)},
        private={"sha256": digest},
    )
    return mail


def opened(mail: RawMail, *, folder: Path) -> bytes:
    """The mail, byte for byte. Raises OSError or SealBroken when it cannot be had."""
    return keyring.open_bytes(path_of(folder, mail.sha256).read_bytes(), _PLACE)


def essence_of(raw: bytes) -> str:
    """What makes a mail itself (hex): what its sender wrote, without the marks of its way and of its line ends."""
    end = _HEAD_END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    lines = sorted((name.lower(), b" ".join(value.split())) for name, value in _LINE.findall(head))
    written = [name + b":" + value for name, value in lines if name in _WRITTEN] or [head]
    digest = hashlib.sha256(b"\n".join(written) + b"\n\n")
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def _write(raw: bytes, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(keyring.seal_bytes(raw, _PLACE))
            out.flush()
            os.fsync(out.fileno())
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        _flush(folder)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
