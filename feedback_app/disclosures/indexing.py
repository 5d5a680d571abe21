"""What of a record is found by searching, and by which tags lists are narrowed.

Only public fields of the live version, the text of its published files, and the titles. A record that is not public has no entry.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from feedback_app import clock
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import published, queries
from feedback_app.disclosures.fields import days_in
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db
from feedback_app.search import operations as search
from feedback_app.search.models import SearchEntry
from feedback_app.search.operations import Entry

KIND = "record"
EVERYTHING = "is=record"  # the tag every entry bears
AT_ONCE = 200
# The bureau's name is written in more ways than one (昌吉州… beside 昌吉回族自治州…): whoever types the short one finds the long one.
SHORT_NAMES = (
    ("昌吉回族自治州", "昌吉州"),
    ("生态环境局阜康市分局", "阜康市生态环境分局"),
    ("生态环境局阜康市分局", "阜康分局"),
)


def entry_of(
    record: DisclosureRecord,
    clocks: Iterable[Clock],
    is_corrected: bool,
    files: Iterable[str] = (),
    clarifications: Iterable[str] = (),
) -> Entry:
    """The entry of a public record. `clocks`: its limits; `files`: the text of its published files; `clarifications`: the
    words that stand beside it. Days it names are found however they are typed."""
    assert record.published_at is not None
    title, english = record.title_zh, record.title_en
    said = [*(words for _, words in published.lines(record)), *clarifications]
    days = days_in("\n".join((*said, record.formed_on.isoformat(), _first_day(record))))
    also = [record.ref, english, *_also_known("\n".join((title, *said))), *days]
    year = clock.to_local(record.published_at).year
    tags = {
        "stage": record.stage,
        "category": record.category_key,
        "year": str(year),
        "party": record.party_kind,
        "unit": record.handling_unit_id and str(record.handling_unit_id),
        "corrected": "yes" if is_corrected else None,
        "late": "yes" if any(_was_late(one, record) for one in clocks) else None,
    }
    return Entry(
        KIND,
        record.ref,
        (title, *said, *files),
        record.published_at,
        (EVERYTHING, *(f"{name}={value}" for name, value in tags.items() if value)),
        tuple(also),
    )


def entries_of(records: list[DisclosureRecord]) -> Iterator[Entry]:
    """The entries of many public records; the number of queries does not grow with them."""
    limits = deadlines.clocks_of("record", [record.ref for record in records])
    corrected = queries.corrected_ids(records)
    numbers = [record.id for record in records]
    files, clarifications = queries.words_of_files(numbers), queries.words_of_clarifications(numbers)
    for record in records:
        own = files.get((record.id, record.live_number or 0), ())
        yield entry_of(
            record, limits[record.ref], record.id in corrected, own, clarifications.get(record.id, ())
        )


def put(record: DisclosureRecord) -> None:
    """Make the index say of this record what the public sees now, in the caller's transaction."""
    if record.is_public and record.live is not None:
        db.session.flush()
        [entry] = entries_of([record])
        search.index(entry)
    else:
        search.forget(KIND, record.ref)


def missing(limit: int) -> list[str]:
    """References of public records whose entry is missing or older than their publication."""
    wanted = (
        select(DisclosureRecord.ref)
        .outerjoin(SearchEntry, (SearchEntry.kind == KIND) & (SearchEntry.key == DisclosureRecord.ref))
        .where(
            DisclosureRecord.status == PUBLISHED,
            SearchEntry.id.is_(None) | (SearchEntry.at != DisclosureRecord.published_at),
        )
    )
    return list(db.session.scalars(wanted.order_by(DisclosureRecord.id).limit(limit)))


def left_over(limit: int) -> list[str]:
    """References in the index of records that are not public."""
    wanted = (
        select(SearchEntry.key)
        .outerjoin(DisclosureRecord, DisclosureRecord.ref == SearchEntry.key)
        .where(
            SearchEntry.kind == KIND,
            DisclosureRecord.status.is_(None) | (DisclosureRecord.status != PUBLISHED),
        )
    )
    return list(db.session.scalars(wanted.limit(limit)))


def put_all(refs: list[str]) -> int:
    """Write these records' entries anew, and take out those that are not public. How many were written.

    The records are held until the transaction ends: what comes down meanwhile waits, and then goes from the index too.
    """
    search.forget_all(KIND, refs)
    held = (
        select(DisclosureRecord)
        .where(DisclosureRecord.ref.in_(refs))
        .options(selectinload(DisclosureRecord.versions))
        .order_by(DisclosureRecord.published_at, DisclosureRecord.id)
        .with_for_update()
    )
    found = [record for record in db.session.scalars(held) if record.is_public and record.live is not None]
    return search.index_all(entries_of(found))


def _first_day(record: DisclosureRecord) -> str:
    first = record.first_published_at
    return clock.to_local(first).date().isoformat() if first else ""


def _also_known(text: str) -> Iterator[str]:
    for long, short in SHORT_NAMES:
        if long in text:
            yield short
    if "昌吉回族自治州生态环境局阜康市分局" in text:
        yield "昌吉州生态环境局阜康市分局"


def _was_late(limit: Clock, record: DisclosureRecord) -> bool:
    """Whether a limit of publication was over when the record was published; a clock that still runs then is stopped
    just after. Other clocks of the record (how long it stays, how soon it must come down) say nothing of that."""
    row = record.category
    of_publication = {row.clock, row.change_clock, row.clock_by_value and row.clock_by_value.clock}
    if limit.rule not in of_publication or record.published_at is None:
        return False
    return limit.outcome == "late" or (
        limit.is_open and limit.due_on < clock.to_local(record.published_at).date()
    )
