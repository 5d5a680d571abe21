"""Keeping files: flushed to disk, folder and all, before the row that names them is committed."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.extensions import db, keyring
from feedback_app.files.kinds import BY_ENDING, FileKind, kind_of
from feedback_app.files.models import NO_COPY, WAITING, Attachment
from feedback_app.files.sealed import PIECE, SealedWriter
from feedback_app.files.shelf import flush_folder, path_of
from feedback_app.refusals import Refusal

NAME_LIMIT = 200
SCRATCH = ".new-"
# Of what these subjects hand in, a safe copy is made for those who look at it; records make their own, see disclosures.
COPIED_SUBJECTS = ("ticket",)


class FileRefused(Refusal):
    """A file that is not taken; says why and what to do."""


@dataclass(frozen=True)
class KeptBytes:
    """Bytes that lie safely on disk under their hash, before any row says so."""

    name: str
    kind: FileKind
    size: int
    sha256: str


def store(stream: BinaryIO, name: str, *, folder: Path, limit: int) -> KeptBytes:
    """Seal a received file, write it to disk, flush it and its folder, and say what it is.

    `limit` in bytes; `stream` stands at its beginning. Raises FileRefused when it is empty, too large or not of a kind we
    take. What it is, its content decides; an ending that says something else is put right. A file stored twice is stored
    once. One that no row comes to name is an orphan, harmless, and swept later.
    """
    name = tidy_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=folder, prefix=SCRATCH)
    try:
        size, digest = _seal(stream, handle, limit, name)
        kind = _checked_kind(stream, name)
        final = path_of(folder, digest)
        _make_folder(final.parent)
        Path(scratch).replace(final)
        flush_folder(final.parent)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    return KeptBytes(with_its_ending(name, kind), kind, size, digest)


def keep(kept: KeptBytes, *, subject: str, kept_by: str, by: Actor, part: str | None = None) -> Attachment:
    """Record stored bytes as belonging to `subject`. The log keeps a salted commitment to their hash, never the name.

    `part`: with what of the subject it came, such as "message:3"; None for the subject itself.
    """
    is_copied = subject.partition(":")[0] in COPIED_SUBJECTS
    attachment = Attachment(
        subject=subject,
        part=part,
        kept_by=kept_by,
        name=kept.name,
        media_type=kept.kind.media_type,
        size=kept.size,
        sha256=kept.sha256,
        kept_at=clock.now(),
        copy_state=WAITING if is_copied and kept.kind.is_copied else NO_COPY,
    )
    db.session.add(attachment)
    audit.append(
        "file.keep",
        by=by,
        subject=subject,
        facts={"media_type": kept.kind.media_type, "size": kept.size},
        private={"sha256": kept.sha256},
    )
    return attachment


def note_download(attachment: Attachment, *, by: Actor) -> None:
    """Log that a file was taken away: by its number and size, never by its name."""
    audit.append(
        "file.download",
        by=by,
        subject=attachment.subject,
        facts={"file": attachment.id, "size": attachment.size},
    )


def note_view(attachment: Attachment, *, by: Actor) -> None:
    """Log that the safe copy of a file was looked at."""
    audit.append("file.view", by=by, subject=attachment.subject, facts={"file": attachment.id})


def tidy_name(name: str) -> str:
    """The file's own name, Chinese intact, without folders or control signs."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(sign for sign in base if sign.isprintable() and not 0xD800 <= ord(sign) <= 0xDFFF)
    stem, dot, ending = base.strip(". ").rpartition(".")
    return f"{stem[:NAME_LIMIT]}{dot}{ending[:10]}" if dot else ending[:NAME_LIMIT]


def with_its_ending(name: str, kind: FileKind) -> str:
    """The name with an ending that says what the file is; people on phones cannot mend one."""
    stem, _, ending = name.rpartition(".")
    if ending.lower() in kind.endings and stem:
        return name
    if stem.rpartition(".")[2].lower() in kind.endings:  # 决定书.pdf.exe
        return stem
    if stem and ending.lower() in BY_ENDING:
        return f"{stem}.{kind.endings[0]}"
    return f"{name or kind.label_zh}.{kind.endings[0]}"


def _seal(stream: BinaryIO, handle: int, limit: int, name: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as out:
        sealed = SealedWriter(out, keyring)
        while chunk := stream.read(PIECE):
            size += len(chunk)
            if size > limit:
                raise _too_large(name, limit)
            digest.update(chunk)
            sealed.write(chunk)
        if size == 0:
            raise FileRefused(
                f"“{name}”是空文件，请重新选择。", f"“{name}” is empty. Please choose it again."
            )
        sealed.finish()
        out.flush()
        os.fsync(out.fileno())
    return size, digest.hexdigest()


def _too_large(name: str, limit: int) -> FileRefused:
    allowed = limit // (1 << 20)
    return FileRefused(
        f"“{name}”超过 {allowed} MB。请压缩或分开上传，也可以在说明里写明，我们另行联系取得。",
        f"“{name}” is larger than {allowed} MB. Make it smaller or split it.",
    )


def _checked_kind(stream: BinaryIO, name: str) -> FileKind:
    stream.seek(0)
    kind = kind_of(stream)
    if kind is None:
        raise FileRefused(
            f"“{name}”不是可以接收的文件。可以上传照片（JPG、PNG、HEIC、WEBP）、PDF、Word、Excel 或 OFD。",
            f"“{name}” is not a kind of file we take. Send a photo (JPG, PNG, HEIC, WEBP), PDF, Word, Excel or OFD.",
        )
    return kind


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        flush_folder(folder.parent)
