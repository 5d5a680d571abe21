"""A checkpoint: three lines that, kept outside the house, refuse every later rewriting of the log before them."""

import re
from dataclasses import dataclass

_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one moment: whose log, the number of its last entry, and that entry's hash."""

    origin: str
    number: int
    head_hash: str

    @property
    def text(self) -> str:
        """Three lines: origin, number in decimal, hash in lower-case hex; each ends with a line feed."""
        return f"{self.origin}\n{self.number}\n{self.head_hash}\n"


def parse(text: str) -> Checkpoint:
    """The checkpoint in `text` (line ends of any system, a BOM and blank lines at the end are forgiven).

    Raises ValueError, in a sentence, when it is none.
    """
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").rstrip().splitlines()
    if len(lines) != 3 or not lines[0].strip():
        raise ValueError("a checkpoint has three lines: origin, number, hash")
    origin, number, head_hash = (line.strip() for line in lines)
    if not _NUMBER.fullmatch(number) or not _HASH.fullmatch(head_hash):
        raise ValueError("the second line must be a number, the third a hash of 64 hexadecimal signs")
    return Checkpoint(origin, int(number), head_hash)
