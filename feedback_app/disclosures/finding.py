"""Finding public records: by words, and by what a list is narrowed to. Newest first, by key, through the search index.

Whatever the index says, only what is public now is given out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from feedback_app import clock
from feedback_app.disclosures.fields import with_days_in_full
from feedback_app.disclosures.indexing import EVERYTHING, KIND
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db
from feedback_app.regulation.names import canonical
from feedback_app.search import queries as search
from feedback_app.search.words import Phrase, phrases

PAGE = 20
LONGEST_PLACE = 18  # digits: more would not fit the numbers of the index
# 2026 3号, 2026第3号, 2026 3: what people remember of 昌州环阜罚〔2026〕3号.
_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d\d)[\s\]〕)）】]*第?\s*(\d{1,6})\s*([号號])?\s*$")


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Empty: not narrowed. `unit` is the number of the handling unit."""

    words: str = ""
    stage: str = ""
    category: str = ""
    year: str = ""
    party: str = ""
    unit: str = ""
    corrected: bool = False
    late: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether there is more to it than a stage or a category."""
        return any((self.words.strip(), self.year, self.party, self.unit, self.corrected, self.late))

    @property
    def tags(self) -> tuple[str, ...]:
        named = {
            "stage": "" if self.category else self.stage,
            "category": self.category,
            "year": self.year,
            "party": self.party,
            "unit": self.unit,
            "corrected": "yes" if self.corrected else "",
            "late": "yes" if self.late else "",
        }
        return tuple(f"{name}={value}" for name, value in named.items() if value)


@dataclass(frozen=True)
class Result:
    """A record that was found, and its text as it is in the index: the title on the first line."""

    record: DisclosureRecord
    text: str


@dataclass(frozen=True)
class Results:
    """One page, and where the next begins (None at the end)."""

    rows: list[Result]
    after: int | None

    @property
    def records(self) -> list[DisclosureRecord]:
        return [one.record for one in self.rows]


def find(
    wanted: Wanted, *, after: int | None = None, limit: int = PAGE, with_versions: bool = False
) -> Results:
    """The newest public records that fit; all of them when nothing is asked for."""
    tags = wanted.tags if wanted.words.strip() else wanted.tags or (EVERYTHING,)
    found = search.find(asked(wanted.words), kind=KIND, tags=tags, after=after, limit=limit)
    if not found.hits:
        return Results([], None)
    # Their status is looked at here: asked for it too, SQLite walks through all that is public instead of these few.
    named = select(DisclosureRecord).where(DisclosureRecord.ref.in_([hit.key for hit in found.hits]))
    if with_versions:
        named = named.options(selectinload(DisclosureRecord.versions))
    by_ref = {record.ref: record for record in db.session.scalars(named) if record.is_public}
    rows = [Result(by_ref[hit.key], hit.text) for hit in found.hits if hit.key in by_ref]
    return Results(rows, found.after)


def place(typed: str | None) -> int | None:
    """Where the page asked for in an address begins; anything malformed means the first page."""
    digits = typed or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_PLACE else None


def everything(wanted: Wanted, *, most: int, at_once: int = 200) -> Iterator[DisclosureRecord]:
    """All that fit, newest first, `most` of them at most, each with its versions; read piece by piece and let go again."""
    after: int | None = None
    left = most
    while left > 0:
        page = find(wanted, after=after, limit=min(at_once, left), with_versions=True)
        yield from page.records
        left -= len(page.records)
        after = page.after
        for record in page.records:
            for version in record.versions:
                db.session.expunge(version)
            db.session.expunge(record)
        if after is None:
            return


def looked_for(wanted: Wanted) -> tuple[Phrase, ...]:
    """What is to be marked in a text that was found."""
    return phrases(asked(wanted.words))


def asked(words: str) -> str:
    """What somebody typed: names in their long form, a document number put into its form."""
    words = with_days_in_full(canonical(words))
    match = _NUMBER.search(words)
    if match is None:
        return words
    return f"{words[: match.start()]}〔{match[1]}〕{match[2]}{'号' if match[3] else ''}"


def years() -> list[int]:
    """The years in which anything public was published, the latest first."""
    first = db.session.scalar(
        select(func.min(DisclosureRecord.published_at)).where(DisclosureRecord.status == PUBLISHED)
    )
    this_year = clock.today().year
    return list(range(this_year, (clock.to_local(first).year if first else this_year) - 1, -1))
