"""Mail in files: single mails (.eml), Maildirs, folders of mails, and mbox. Read one by one, so that size is no matter."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from feedback_app.intake.mime import headers
from feedback_app.intake.mime.part import parse


@dataclass(frozen=True)
class Found:
    """One mail: where it stands, for people; its bytes; when it seems to have arrived."""

    place: str
    raw: bytes
    arrived_at: datetime | None


def count(path: Path) -> int:
    """How many mails a file or folder holds."""
    if path.is_dir():
        return sum(1 for _ in _files(path))
    if not _is_mbox(path):
        return 1
    with closing(mailbox.mbox(path, create=False)) as box:
        return len(box)


def mails(path: Path) -> Iterator[Found]:
    """Every mail in a file or folder. Raises OSError when it cannot be read."""
    if path.is_dir():
        for file in _files(path):
            yield _found(str(file), file.read_bytes())
    elif _is_mbox(path):
        with closing(mailbox.mbox(path, create=False)) as box:
            for place, key in enumerate(box.iterkeys(), start=1):
                yield _found(f"{path} #{place}", box.get_bytes(key))
    else:
        yield _found(str(path), path.read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    """A Maildir keeps its mail in `cur` and `new`, what is in `tmp` is not whole yet; another folder has it anywhere."""
    is_maildir = (folder / "cur").is_dir() and (folder / "new").is_dir()
    places = [folder / "cur", folder / "new"] if is_maildir else [folder]
    for place in places:
        yield from sorted(
            file for file in place.rglob("*") if file.is_file() and not file.name.startswith(".")
        )


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _found(place: str, raw: bytes) -> Found:
    return Found(place, raw, _arrived(raw))


def _arrived(raw: bytes) -> datetime | None:
    """When the last station took it (the topmost `Received`), else its own date; None when neither makes sense."""
    try:
        head = parse(raw[:100_000], heads_only=True)
        moment = parsedate_to_datetime(headers.raw_value(head, "Received").rpartition(";")[2].strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return moment if moment.year >= 1990 else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return headers.sent_at(head)
