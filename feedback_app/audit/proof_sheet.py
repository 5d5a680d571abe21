"""A proof on one sheet of paper, as PDF, and the square code that leads to the check page.

Words reach typst as JSON only, so nothing anybody wrote can be read as instructions.
"""

import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import segno
import typst

SOURCE = Path(__file__).resolve().parents[2] / "templates" / "print" / "proof.typ"


@dataclass(frozen=True)
class Line:
    """One line of the sheet; `exact`: a hash or the like, set small and broken anywhere."""

    label: str
    words: str
    exact: bool = False


@dataclass(frozen=True)
class Sheet:
    """Everything the sheet says, in the reader's language. `address`: of the check page; nothing secret is in it."""

    lang: str
    bureau: str
    title: str
    lead: list[str]
    rows: list[Line]
    checkpoint_title: str
    checkpoint: list[str]
    check: list[str]
    address: str
    footer: str

    def pdf(self, at: datetime) -> bytes:
        """The sheet as PDF/A-2b. `at`: the moment that stands in the file's own properties."""
        said = json.dumps({**asdict(self), "code": square_code(self.address)}, ensure_ascii=False)
        made = typst.compile(
            _source(),
            font_paths=fonts(),
            format="pdf",
            sys_inputs={"sheet": said},
            pdf_standards=["a-2b"],
            timestamp=int(at.timestamp()),
        )
        return bytes(made)


def square_code(address: str) -> str:
    """The address as a QR code, an SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, scale=4, border=2)
    return out.getvalue().decode()


def square_code_address(address: str) -> str:
    """The same, as the address of an image."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2))


@cache
def fonts() -> typst.Fonts:
    """The Chinese type of every paper the system prints; nothing is looked for on the machine."""
    folder = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _source() -> bytes:
    return SOURCE.read_bytes()
