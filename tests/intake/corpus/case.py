"""What a mail of the corpus is: bytes, and what has to be read out of them."""

from dataclasses import dataclass, field
from typing import Literal

from feedback_app.intake.reading import Nature

SUBJECT = "昌州环阜罚〔2026〕3号罚款金额有误"
TEXT = "你局10月9日公示的处罚，罚款金额写成68万元。\n应为6.8万元，请更正。\n晋庭化工 何静"
NAME = "何静"
ADDRESS = "hejing@example.com"
TO = "fankui@example.gov.cn"
OWN_DOMAINS = ("zhengming.example.gov.cn",)

Read = Literal["yes", "no", "either"]


@dataclass(frozen=True)
class Case:
    """One mail. `charset`, `transfer` and `structure` say what it is a specimen of.

    `text` is the whole text; where the spacing of lines is the reader's own business (HTML, several texts) `lines` compares
    without empty lines; `holds` is what has to come out at least, of a mail that is broken. `files`: name and content of
    each; a name None is the reader's to choose. `subject`, `text` and `files` None: whatever comes out is right.
    `faults`: exactly these must be told; None: any.
    """

    name: str
    raw: bytes
    charset: str = "utf-8"
    transfer: str = "8bit"
    structure: str = "text"
    subject: str | None = SUBJECT
    text: str | None = TEXT
    lines: tuple[str, ...] | None = None
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    files: tuple[tuple[str | None, bytes], ...] | None = ()
    faults: frozenset[str] | None = frozenset()
    nature: Nature = Nature.PERSON
    could_be_read: Read = "yes"
    fields: dict[str, object] = field(default_factory=dict)


def told(*codes: str) -> frozenset[str]:
    return frozenset(codes)
