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
from feedback_app.extensions import db
from feedback_app.files.kinds import BY_ENDING, FileKind, kind_of
from feedback_app.files.models import Attachment
from feedback_app.refusals import Refusal

NAME_LIMIT = 200


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
    """Write a received file to disk, flush it and its folder, and say what it is.

    `limit` in bytes. Raises FileRefused when it is empty, too large, not of a kind we take, or not what its ending says.
    A file stored twice is stored once. One that no row comes to name is an orphan and harmless.
    """
    name = tidy_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        size, digest = _write(stream, handle, limit, name)
        kind = _checked_kind(Path(scratch), name)
        final = path_of(folder, digest)
        _make_folder(final.parent)
        Path(scratch).replace(final)
        _flush_folder(final.parent)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    return KeptBytes(name, kind, size, digest)


def keep(kept: KeptBytes, *, subject: str, kept_by: str, by: Actor) -> Attachment:
    """Record stored bytes as belonging to `subject`. The log keeps a salted commitment to their hash, never the name."""
    attachment = Attachment(
        subject=subject,
        kept_by=kept_by,
        name=kept.name,
        media_type=kept.kind.media_type,
        size=kept.size,
        sha256=kept.sha256,
        kept_at=clock.now(),
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


def path_of(folder: Path, sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return folder / sha256[:2] / sha256


def tidy_name(name: str) -> str:
    """The file's own name, Chinese intact, without folders or control signs."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(sign for sign in base if sign.isprintable() and not 0xD800 <= ord(sign) <= 0xDFFF)
    stem, dot, ending = base.strip(". ").rpartition(".")
    return f"{stem[:NAME_LIMIT]}{dot}{ending[:10]}" if dot else ending[:NAME_LIMIT]


def _write(stream: BinaryIO, handle: int, limit: int, name: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as out:
        while chunk := stream.read(1 << 16):
            size += len(chunk)
            if size > limit:
                allowed = limit // (1 << 20)
                raise FileRefused(
                    f"“{name}”超过 {allowed} MB。请压缩或分开上传，也可以在说明里写明，我们另行联系取得。",
                    f"“{name}” is larger than {allowed} MB. Make it smaller or split it.",
                )
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if size == 0:
        raise FileRefused(f"“{name}”是空文件，请重新选择。", f"“{name}” is empty. Please choose it again.")
    return size, digest.hexdigest()


def _checked_kind(path: Path, name: str) -> FileKind:
    kind = kind_of(path)
    if kind is None:
        raise FileRefused(
            f"“{name}”不是可以接收的文件。可以上传照片（JPG、PNG、HEIC）、PDF、Word、Excel 或 OFD。",
            f"“{name}” is not a kind of file we take. Send a photo (JPG, PNG, HEIC), PDF, Word, Excel or OFD.",
        )
    ending = name.rpartition(".")[2].lower()
    if BY_ENDING.get(ending, kind) is not kind or ending not in BY_ENDING:
        raise FileRefused(
            f"“{name}”的内容是{kind.label_zh}，和文件名的后缀不一致。请把后缀改为 .{kind.endings[0]} 后再传。",
            f"“{name}” is in fact a {kind.label_en} file. Change its ending to .{kind.endings[0]} and send it again.",
        )
    return kind


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
