"""One thing that is wrong in a table, in words: where it stands, what it is and how it is mended."""

from dataclasses import dataclass

from feedback_app.refusals import Refusal


class CannotRead(Refusal):
    """The file as a whole cannot be read as a table; says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """`row` as the spreadsheet counts, 0 for the file as a whole. `blocks`: nothing is imported until it is mended."""

    row: int
    place_zh: str
    place_en: str
    words_zh: str
    words_en: str
    blocks: bool = True
