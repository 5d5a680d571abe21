"""Reading records: lists by keyset, a record with its versions, its history; what hides them and takes them down."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from feedback_app import clock
from feedback_app.disclosures import catalogue
from feedback_app.disclosures.catalogue import CATEGORIES, PartyKind
from feedback_app.disclosures.models import (
    DisclosureRecord,
    GuardOverride,
    Hiding,
    NonDisclosure,
    PublicationPlan,
    RecordAct,
    RecordClarification,
    RecordFile,
    RecordVersion,
    SealedOriginal,
    Takedown,
    TakedownInstrument,
)
from feedback_app.disclosures.models.publication_plan import WAITING
from feedback_app.disclosures.retention import count_of, may_be_over
from feedback_app.disclosures.withholding import PENDING, WHOLE
from feedback_app.disclosures.workflow import BEGINNING_ANEW, IN_WORK, INVOLVING_ACTS, PUBLISHED
from feedback_app.extensions import db
from feedback_app.paging import After, Page, newest_first

PAGE = 20
MOST_ROSTERS = 50


def published(
    *,
    stage: str | None = None,
    category_key: str | None = None,
    after: After | None = None,
    limit: int = PAGE,
    with_versions: bool = False,
) -> Page[DisclosureRecord]:
    """Published records, newest first."""
    wanted = select(DisclosureRecord).where(DisclosureRecord.status == PUBLISHED)
    if stage:
        wanted = wanted.where(DisclosureRecord.stage == stage)
    if category_key:
        wanted = wanted.where(DisclosureRecord.category_key == category_key)
    if with_versions:
        wanted = wanted.options(selectinload(DisclosureRecord.versions))
    return newest_first(wanted, DisclosureRecord.published_at, DisclosureRecord.id, after=after, limit=limit)


def for_search_engines(above: int, up_to: int) -> Iterator[tuple[str, datetime]]:
    """Numbers (ref) and moments of the public records between two row numbers, but for those no search engine should bring
    people to (see `is_kept_from_search_engines`); read piece by piece."""
    wanted = (
        select(DisclosureRecord.ref, DisclosureRecord.published_at)
        .where(
            DisclosureRecord.id > above,
            DisclosureRecord.id <= up_to,
            DisclosureRecord.status == PUBLISHED,
            DisclosureRecord.published_at.is_not(None),
            DisclosureRecord.expiry_pending_on.is_(None),
            DisclosureRecord.credit_repaired_on.is_(None),
        )
        .order_by(DisclosureRecord.id)
    )
    for ref, published_at in db.session.execute(wanted).yield_per(1_000):
        assert published_at is not None
        yield ref, published_at


def corrections(*, after: After | None = None, limit: int = PAGE) -> Page[RecordVersion]:
    """The register of corrections (更正公告), newest first, each with its record."""
    wanted = (
        select(RecordVersion)
        .join(RecordVersion.record)
        .where(RecordVersion.change_kind == "correction", DisclosureRecord.status == PUBLISHED)
        .options(selectinload(RecordVersion.record))
    )
    return newest_first(wanted, RecordVersion.published_at, RecordVersion.id, after=after, limit=limit)


def record_by_ref(ref: str) -> DisclosureRecord | None:
    """A record whatever its status, with its versions."""
    return db.session.scalar(
        select(DisclosureRecord)
        .where(DisclosureRecord.ref == ref)
        .options(selectinload(DisclosureRecord.versions))
    )


def record_by_document(number: str) -> DisclosureRecord | None:
    """The newest record whose document bears this number, whatever its status, with its versions."""
    return db.session.scalar(
        select(DisclosureRecord)
        .where(DisclosureRecord.document_number == number, DisclosureRecord.document_number != "")
        .order_by(DisclosureRecord.id.desc())
        .limit(1)
        .options(selectinload(DisclosureRecord.versions))
    )


def record_made_from(once_hash: str) -> DisclosureRecord | None:
    """The record that was kept from a form already."""
    return db.session.scalar(select(DisclosureRecord).where(DisclosureRecord.once_hash == once_hash))


def public_record(ref: str) -> DisclosureRecord | None:
    """A record the public may see."""
    record = record_by_ref(ref)
    return record if record is not None and record.is_public else None


def public_refs(refs: list[str]) -> set[str]:
    """Which of these records the public may see; no query for none."""
    if not refs:
        return set()
    wanted = select(DisclosureRecord.ref).where(
        DisclosureRecord.ref.in_(refs), DisclosureRecord.status == PUBLISHED
    )
    return set(db.session.scalars(wanted))


def live_rosters(limit: int = MOST_ROSTERS) -> list[RecordVersion]:
    """What the public sees now of every roster, newest first: one query."""
    keys = [row.key for row in catalogue.CATEGORIES if row.has_people]
    wanted = (
        select(RecordVersion)
        .join(RecordVersion.record)
        .where(
            DisclosureRecord.status == PUBLISHED,
            DisclosureRecord.category_key.in_(keys),
            RecordVersion.number == DisclosureRecord.live_number,
        )
        .order_by(DisclosureRecord.published_at.desc(), DisclosureRecord.id.desc())
        .options(contains_eager(RecordVersion.record))
        .limit(limit)
    )
    return list(db.session.scalars(wanted))


def history(record: DisclosureRecord) -> list[RecordAct]:
    """Who did what to the record, oldest first."""
    return list(
        db.session.scalars(select(RecordAct).where(RecordAct.record_id == record.id).order_by(RecordAct.id))
    )


def clarifications(record: DisclosureRecord) -> list[RecordClarification]:
    return list(
        db.session.scalars(
            select(RecordClarification)
            .where(RecordClarification.record_id == record.id)
            .order_by(RecordClarification.id)
        )
    )


def involvements(record_id: int) -> dict[int, list[str]]:
    """Who may not work on a report about this record: user id → the acts that involve them (from history, not roles).

    What a delegate did involves the person they stood in for as well.
    """
    rows = db.session.execute(
        select(RecordAct.user_id, RecordAct.on_behalf_of_id, RecordAct.act)
        .where(RecordAct.record_id == record_id, RecordAct.act.in_(sorted(INVOLVING_ACTS)))
        .distinct()
        .order_by(RecordAct.user_id, RecordAct.act)
    )
    found: dict[int, set[str]] = {}
    for user_id, of_id, act in rows:
        for one in (user_id, of_id):
            if one is not None:
                found.setdefault(one, set()).add(act)
    return {user_id: sorted(acts) for user_id, acts in found.items()}


def has_act(record: DisclosureRecord, version_number: int, act: str) -> bool:
    """Whether this was done to this version since it was last submitted."""
    return is_done(history(record), version_number, act)


def is_done(acts: Iterable[RecordAct], version_number: int, act: str) -> bool:
    """The same, read from a history."""
    counted = [
        row.act for row in acts if row.version_number == version_number and row.act in {act, *BEGINNING_ANEW}
    ]
    return bool(counted) and counted[-1] == act


def prepared_by(record: DisclosureRecord, version_number: int) -> frozenset[int]:
    """Everyone who wrote this version: whoever began it, whoever changed it since, and in whose name they did."""
    rows = db.session.execute(
        select(RecordAct.user_id, RecordAct.on_behalf_of_id).where(
            RecordAct.record_id == record.id,
            RecordAct.version_number == version_number,
            RecordAct.act.in_(("prepare", "edit")),
        )
    )
    return frozenset(one for pair in rows for one in pair if one is not None)


def in_work(*, words: str = "", after: After | None = None, limit: int = PAGE) -> Page[RecordVersion]:
    """Versions on their way to the public, first ones and changes, newest first, each with its record. `words`: only those
    with this in the title, the document number or the record's number."""
    # Named one by one: what is on its way is little, and an index finds it among all that is published.
    wanted = (
        select(RecordVersion)
        .where(RecordVersion.status.in_(sorted(IN_WORK)))
        .options(joinedload(RecordVersion.record))
    )
    if words:
        named = (DisclosureRecord.title_zh, DisclosureRecord.document_number, DisclosureRecord.ref)
        wanted = wanted.join(RecordVersion.record).where(
            or_(*(column.icontains(words, autoescape=True) for column in named))
        )
    return newest_first(wanted, RecordVersion.created_at, RecordVersion.id, after=after, limit=limit)


def corrected_ids(records: list[DisclosureRecord]) -> set[int]:
    """Which of these records have been corrected since they were first published, for a list's marks: one query."""
    # The kind is sorted out here: asked of SQLite, it would walk through all corrections there ever were.
    versions = db.session.execute(
        select(RecordVersion.record_id, RecordVersion.change_kind).where(
            RecordVersion.record_id.in_([record.id for record in records]),
            RecordVersion.published_at.is_not(None),
        )
    )
    return {record_id for record_id, kind in versions if kind == "correction"}


def words_of_clarifications(record_ids: list[int]) -> dict[int, list[str]]:
    """The words that stand beside records, by the record's id; one query."""
    rows = db.session.execute(
        select(RecordClarification.record_id, RecordClarification.text)
        .where(RecordClarification.record_id.in_(record_ids), RecordClarification.text != "")
        .order_by(RecordClarification.id)
    )
    found: dict[int, list[str]] = {}
    for record_id, words in rows:
        found.setdefault(record_id, []).append(words)
    return found


def words_of_files(record_ids: list[int]) -> dict[tuple[int, int], list[str]]:
    """The text of published files, as far as it could be read: (record, version) → texts; one query."""
    rows = db.session.execute(
        select(RecordFile.record_id, RecordFile.version_number, RecordFile.words)
        .where(
            RecordFile.record_id.in_(record_ids), RecordFile.is_published.is_(True), RecordFile.words != ""
        )
        .order_by(RecordFile.position, RecordFile.number)
    )
    found: dict[tuple[int, int], list[str]] = {}
    for record_id, version_number, words in rows:
        found.setdefault((record_id, version_number), []).append(words)
    return found


def files_of(record: DisclosureRecord, version_number: int, *, published: bool = False) -> list[RecordFile]:
    """The files of a version in their order; with `published`, only those chosen to go before the public."""
    wanted = select(RecordFile).where(
        RecordFile.record_id == record.id, RecordFile.version_number == version_number
    )
    if published:
        wanted = wanted.where(RecordFile.is_published.is_(True))
    return list(db.session.scalars(wanted.order_by(RecordFile.position, RecordFile.number)))


def files_of_many(versions: Iterable[RecordVersion]) -> dict[int, list[RecordFile]]:
    """The files of many versions by the version's id, in one query."""
    named = {(one.record_id, one.number): one.id for one in versions}
    rows = db.session.scalars(
        select(RecordFile)
        .where(RecordFile.record_id.in_({record_id for record_id, _ in named}))
        .order_by(RecordFile.position, RecordFile.number)
    )
    found: dict[int, list[RecordFile]] = {}
    for row in rows:
        if (version := named.get((row.record_id, row.version_number))) is not None:
            found.setdefault(version, []).append(row)
    return found


def passed_of_many(versions: Iterable[RecordVersion]) -> dict[int, set[str]]:
    """The fingerprints of what two people let stand, by the version's id, in one query."""
    named = {(one.record_id, one.number): one.id for one in versions}
    wanted = select(GuardOverride).where(GuardOverride.record_id.in_({record_id for record_id, _ in named}))
    found: dict[int, set[str]] = {}
    for row in db.session.scalars(wanted):
        version = named.get((row.record_id, row.version_number))
        if version is not None and row.is_complete:
            found.setdefault(version, set()).add(row.fingerprint)
    return found


def overrides_of(record: DisclosureRecord, version_number: int) -> list[GuardOverride]:
    """Every place somebody signed for in a version, complete or waiting for the second person."""
    return list(
        db.session.scalars(
            select(GuardOverride)
            .where(GuardOverride.record_id == record.id, GuardOverride.version_number == version_number)
            .order_by(GuardOverride.id)
        )
    )


def once_public(ref: str) -> DisclosureRecord | None:
    """A record the public may see or could see once: its address says what became of it."""
    record = record_by_ref(ref)
    seen = record is not None and (record.is_public or record.is_hidden or record.is_withdrawn)
    return record if seen else None


def open_hiding(record: DisclosureRecord) -> Hiding | None:
    """The hiding that keeps a record from the public now."""
    return db.session.scalar(
        select(Hiding)
        .where(Hiding.record_id == record.id, Hiding.ended_at.is_(None))
        .order_by(Hiding.id.desc())
    )


def hidings_of(record: DisclosureRecord) -> list[Hiding]:
    """Every hiding of a record, the newest first."""
    wanted = select(Hiding).where(Hiding.record_id == record.id).order_by(Hiding.id.desc())
    return list(db.session.scalars(wanted))


def was_hidden_at(record: DisclosureRecord, moment: datetime) -> bool:
    """Whether the record was kept from the public at that moment."""
    return any(
        one.hidden_at <= moment and (one.ended_at is None or one.ended_at > moment)
        for one in hidings_of(record)
    )


def hidings_to_decide(limit: int = 100) -> list[Hiding]:
    """Records hidden now, and hidings over already that nobody has approved; the oldest first."""
    wanted = (
        select(Hiding)
        .where(or_(Hiding.ended_at.is_(None), and_(Hiding.confirmed_at.is_(None), Hiding.ending != "lifted")))
        .options(joinedload(Hiding.record))
        .order_by(Hiding.id)
    )
    return list(db.session.scalars(wanted.limit(limit)))


def open_instruments(record: DisclosureRecord | None = None, limit: int = 100) -> list[TakedownInstrument]:
    """Instruments nobody has acted on yet, of one record or of all."""
    wanted = select(TakedownInstrument).where(TakedownInstrument.settled_at.is_(None))
    if record is not None:
        wanted = wanted.where(TakedownInstrument.record_id == record.id)
    wanted = wanted.options(joinedload(TakedownInstrument.record)).order_by(TakedownInstrument.id)
    return list(db.session.scalars(wanted.limit(limit)))


def instruments_of(record: DisclosureRecord) -> list[TakedownInstrument]:
    """Every instrument registered about a record."""
    wanted = select(TakedownInstrument).where(TakedownInstrument.record_id == record.id)
    return list(db.session.scalars(wanted.order_by(TakedownInstrument.id)))


def waiting_takedown(record: DisclosureRecord) -> Takedown | None:
    """The removal of the record as a whole that was proposed and not decided yet."""
    return next((one for one in waiting_of(record) if one.channel is None), None)


def waiting_of(record: DisclosureRecord) -> list[Takedown]:
    """Every removal of this record that was proposed and not decided yet, also those from one carrier."""
    return list(
        db.session.scalars(
            select(Takedown)
            .where(Takedown.record_id == record.id, Takedown.decided_at.is_(None), Takedown.down_at.is_(None))
            .order_by(Takedown.id)
        )
    )


def left_carriers(record: DisclosureRecord) -> set[str]:
    """The carriers it was taken from because its period there was over."""
    wanted = select(Takedown.channel).where(Takedown.record_id == record.id, Takedown.down_at.is_not(None))
    return {channel for channel in db.session.scalars(wanted) if channel is not None}


def takedown_of(record: DisclosureRecord) -> Takedown | None:
    """The one by which a record came down."""
    return db.session.scalar(
        select(Takedown)
        .where(Takedown.record_id == record.id, Takedown.down_at.is_not(None), Takedown.channel.is_(None))
        .options(joinedload(Takedown.instrument))
        .order_by(Takedown.id.desc())
    )


def waiting_takedowns(limit: int = 100) -> list[Takedown]:
    """Everything proposed and undecided, the oldest first."""
    wanted = select(Takedown).where(Takedown.decided_at.is_(None), Takedown.down_at.is_(None))
    wanted = wanted.options(joinedload(Takedown.record)).order_by(Takedown.id)
    return list(db.session.scalars(wanted.limit(limit)))


def takedowns_done(limit: int = 20) -> list[Takedown]:
    """What came down last."""
    wanted = select(Takedown).where(Takedown.decided_at.is_not(None), Takedown.down_at.is_not(None))
    wanted = wanted.options(joinedload(Takedown.record)).order_by(Takedown.id.desc())
    return list(db.session.scalars(wanted.limit(limit)))


def unreminded_expiries(today: date) -> list[Takedown]:
    """Removals after the disclosure period that wait, and of which nobody was reminded today."""
    return [
        one
        for one in waiting_takedowns(limit=10_000)
        if one.ground_row.is_by_time and one.reminded_on != today
    ]


def unescalated_expiries() -> list[Takedown]:
    return [
        one
        for one in waiting_takedowns(limit=10_000)
        if one.ground_row.is_by_time and one.escalated_on is None
    ]


def unescalated_hidings() -> list[Hiding]:
    return [one for one in hidings_to_decide(limit=10_000) if one.is_unapproved and one.escalated_on is None]


def sealed_originals(record: DisclosureRecord) -> list[SealedOriginal]:
    """What lies in the archive of a record; opening it is an operation, see archiving.open_archive."""
    return list(
        db.session.scalars(
            select(SealedOriginal)
            .where(SealedOriginal.record_id == record.id)
            .order_by(SealedOriginal.version_number, SealedOriginal.id)
        )
    )


def expired(today: date, *, limit: int) -> list[DisclosureRecord]:
    """Public records whose time is over and that nobody has put down for removal yet."""
    found: list[DisclosureRecord] = []
    for (kind, years), keys in _periods().items():
        before = datetime.combine(may_be_over(years, today) + timedelta(days=1), time(), clock.LEGAL_ZONE)
        wanted = select(DisclosureRecord).where(
            DisclosureRecord.status == PUBLISHED,
            DisclosureRecord.party_kind == kind,
            DisclosureRecord.category_key.in_(keys),
            DisclosureRecord.first_published_at < before,
            DisclosureRecord.expiry_pending_on.is_(None),
        )
        rows = db.session.scalars(wanted.order_by(DisclosureRecord.first_published_at).limit(limit + 1))
        found += [row for row in rows if (until := public_until(row)) is not None and until < today]
    return found[:limit]


def _periods() -> dict[tuple[str | None, int], list[str]]:
    """(kind of party, years) → the categories that stay public so long."""
    found: dict[tuple[str | None, int], list[str]] = {}
    for row in CATEGORIES:
        for kind in (None, *(one.value for one in PartyKind)):
            if years := row.retention_for(kind):
                found.setdefault((kind, years), []).append(row.key)
    return found


def public_until(record: DisclosureRecord) -> date | None:
    """The last day of its period of disclosure (Article 12(二)); None where the regulation sets no end."""
    if record.first_published_at is None:
        return None
    first_on = clock.to_local(record.first_published_at).date()
    count = count_of(record.category, record.party_kind, first_on)
    return count.due_on if count else None


def plans(record: DisclosureRecord) -> list[PublicationPlan]:
    """Every planned publication of a record, the newest first."""
    wanted = select(PublicationPlan).where(PublicationPlan.record_id == record.id)
    return list(db.session.scalars(wanted.order_by(PublicationPlan.id.desc())))


def waiting_plan(record: DisclosureRecord) -> PublicationPlan | None:
    """The planned publication that is still to come."""
    return next((one for one in plans(record) if one.is_waiting), None)


def due_plans(now: datetime) -> list[int]:
    """The plans whose time has come, by their numbers, the earliest first."""
    wanted = select(PublicationPlan.id).where(
        PublicationPlan.state == WAITING, PublicationPlan.publish_at <= now
    )
    return list(db.session.scalars(wanted.order_by(PublicationPlan.publish_at, PublicationPlan.id)))


def all_in_work(limit: int = 300) -> list[RecordVersion]:
    """Every version on its way, the oldest first, with its record and the record's versions: a few queries for any number."""
    wanted = (
        select(RecordVersion)
        .where(RecordVersion.status.in_(sorted(IN_WORK)))
        .options(joinedload(RecordVersion.record).selectinload(DisclosureRecord.versions))
        .order_by(RecordVersion.created_at, RecordVersion.id)
        .limit(limit)
    )
    return list(db.session.scalars(wanted))


def acts_of(record_ids: Iterable[int]) -> dict[int, list[RecordAct]]:
    """The histories of many records in one query, each oldest first."""
    found: defaultdict[int, list[RecordAct]] = defaultdict(list)
    wanted = select(RecordAct).where(RecordAct.record_id.in_(list(record_ids))).order_by(RecordAct.id)
    for row in db.session.scalars(wanted):
        found[row.record_id].append(row)
    return found


def by_refs(refs: Iterable[str]) -> dict[str, DisclosureRecord]:
    """Records by their numbers, in one query."""
    wanted = select(DisclosureRecord).where(DisclosureRecord.ref.in_(list(refs)))
    return {record.ref: record for record in db.session.scalars(wanted)}


def asks_to_withhold(record: DisclosureRecord) -> bool:
    """Whether somebody has asked that all of this record be kept from the public, and nobody has decided yet."""
    asked = select(NonDisclosure.id).where(
        NonDisclosure.record_id == record.id,
        NonDisclosure.extent == WHOLE,
        NonDisclosure.state.in_([one.value for one in PENDING]),
    )
    return db.session.scalar(asked.limit(1)) is not None
