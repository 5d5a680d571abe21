"""Checkpoints: small texts that, kept outside the house, refuse every later rewriting of the log before them. Pure.

A `Checkpoint` is the text of a C2SP tlog-checkpoint: origin, number of entries, root of the tree in base64, and one
two lines of ours: `issued <moment>`, and `after <number of entries of the checkpoint kept before this one>`; signed it is a note (see note.py). Earlier versions gave out three unsigned lines
(origin, number, hash of the last entry in hex): an `OldCheckpoint`, which is still read, and still refuses.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from feedback_app.audit import note as notes
from feedback_app.audit.hashing import moment_text
from feedback_app.audit.merkle import HASH_BYTES

_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_ISSUED, _AFTER = "issued ", "after "
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Whose log, how many entries, and the root of the Merkle tree over them (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of the note, each line ended by a line feed."""
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))

    @property
    def issued_at(self) -> datetime | None:
        """When the log says it signed this; None when it does not say, or not in its own form."""
        said = self._said(_ISSUED)
        try:
            moment = datetime.fromisoformat(said)
            return moment if moment_text(moment) == said else None
        except ValueError:
            return None

    @property
    def after(self) -> int | None:
        """The number of entries of the checkpoint the log had kept before; 0 for the first, None when it does not say."""
        said = self._said(_AFTER)
        return int(said) if _NUMBER.fullmatch(said) else None

    def _said(self, word: str) -> str:
        found = [line.removeprefix(word) for line in self.extensions if line.startswith(word)]
        return found[0] if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class OldCheckpoint:
    """The unsigned form of earlier versions: the number of the last entry, and that entry's hash in hex."""

    origin: str
    size: int
    head_hash: str

    @property
    def text(self) -> str:
        """Three lines, each ended by a line feed."""
        return f"{self.origin}\n{self.size}\n{self.head_hash}\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint somebody kept: the checkpoint, and its note when it came signed."""

    checkpoint: Checkpoint | OldCheckpoint
    note: notes.Note | None = None


def of(origin: str, size: int, root: bytes, *, issued_at: datetime, after: int) -> Checkpoint:
    """The checkpoint this log gives out for its first `size` entries; see Checkpoint for `issued_at` and `after`."""
    return Checkpoint(origin, size, root, (_ISSUED + moment_text(issued_at), f"{_AFTER}{after}"))


def read(text: str) -> Checkpoint:
    """The checkpoint a note's text holds. Raises ValueError, in a sentence, when it is none."""
    if not text.endswith("\n"):
        raise ValueError("a checkpoint ends with a line feed")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise ValueError(
            "a checkpoint has at least three lines: origin, number of entries, root; none is empty"
        )
    origin, size, root, *extensions = lines
    if not _NUMBER.fullmatch(size):
        raise ValueError("the second line must be the number of entries")
    return Checkpoint(origin, int(size), _root(root), tuple(extensions))


def read_kept(text: str) -> Kept:
    """The checkpoint in a kept file, a signed note or the three lines of earlier versions; nothing is verified.

    Line ends of any system, a BOM, and blank lines at the end are forgiven. Raises ValueError, in a sentence.
    """
    lines = text.removeprefix(_BOM).replace("\r\n", "\n").rstrip().split("\n")
    if any(line.startswith("\N{EM DASH} ") for line in lines):
        signed = notes.parse("\n".join(lines) + "\n")
        return Kept(read(signed.text), signed)
    return Kept(read_old("\n".join(lines)))


def read_old(text: str) -> OldCheckpoint:
    """The three unsigned lines of earlier versions, with the same forgiveness. Raises ValueError, in a sentence."""
    lines = [line.strip() for line in text.removeprefix(_BOM).rstrip().splitlines()]
    if len(lines) != 3 or not lines[0]:
        raise ValueError(
            "a checkpoint is a signed note, or the three lines of earlier versions: origin, number, hash"
        )
    origin, size, head_hash = lines
    if not _NUMBER.fullmatch(size) or not _HASH.fullmatch(head_hash):
        raise ValueError("the second line must be a number, the third a hash of 64 hexadecimal signs")
    return OldCheckpoint(origin, int(size), head_hash)


def _root(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the third line must be the root in base64") from None
    if len(raw) != HASH_BYTES or base64.b64encode(raw).decode() != text:
        raise ValueError("the third line must be the root: 32 bytes in base64")
    return raw
