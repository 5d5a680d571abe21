"""The answer as a letter for the seal: official letter form (GB/T 9704-2012), PDF/A-2b, marked as a draft.

The system seals and sends nothing: it prints what somebody then signs. Words reach typst as data only.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst

from feedback_app.audit.proof_sheet import fonts

SOURCE = Path(__file__).resolve().parents[3] / "templates" / "print" / "letter.typ"
DRAFT = {"zh": "送审稿，盖章后有效", "en": "Draft, valid only when sealed"}


@dataclass(frozen=True)
class LetterWords:
    """Everything that stands on the paper, in one language ('zh' or 'en'). `large`: large print for weak eyes."""

    lang: str
    bureau: str
    number: str
    title: str
    to: str
    paragraphs: tuple[str, ...]
    day: str
    contact: tuple[str, ...]
    large: bool = False

    def pdf(self, at: datetime) -> bytes:
        """The letter as PDF. `at`: the moment that stands in the file's own properties."""
        said = json.dumps({**asdict(self), "draft": DRAFT[self.lang]}, ensure_ascii=False)
        made = typst.compile(
            SOURCE.read_bytes(),
            font_paths=fonts(),
            format="pdf",
            sys_inputs={"letter": said},
            pdf_standards=["a-2b"],
            timestamp=int(at.timestamp()),
        )
        return bytes(made)
