"""How a record comes before the public: prepared, reviewed, approved, published, confirmed, now and then updated."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from feedback_app.carriers.channels import CHANNELS
from feedback_app.clock import to_local
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.fields import same
from feedback_app.disclosures.workflow import RecordStatus
from feedback_app.sample import contents, words
from feedback_app.sample.acts import PlannedRecord
from feedback_app.sample.cast import Cast
from feedback_app.sample.world import World

_SLIPS, _HOW_OFTEN = (0, 1, 2, 3), (15, 35, 30, 20)
_UPDATED = 0.3
Life = Iterator[datetime]


def plan_record(number: int, formed_on: date, cast: Cast, rng: Random) -> PlannedRecord:
    """A record before anything was done to it, with the slips it will be published with."""
    content = contents.make(number, formed_on, rng)
    record = PlannedRecord(number, content, cast.for_record(content.row, rng), rng, dict(content.values))
    able = [
        key
        for key, wrong in content.slips.items()
        if not same(content.row.field(key), content.values[key], wrong)
    ]
    if _waits_for_rectification(record):
        able.remove("rectification")
        record.values["rectification"] = content.slips["rectification"]
    for key in rng.sample(able, min(rng.choices(_SLIPS, _HOW_OFTEN)[0], len(able))):
        record.wrong[key] = record.values[key]
        record.values[key] = content.slips[key]
    return record


def live(world: World, record: PlannedRecord, stops_at: RecordStatus) -> Life:
    """The record's life; it yields the moment of each next act."""
    cast, rng = record.cast, record.rng
    record.newest = 1
    world.do("record.prepare", record, cast.preparer, values=dict(record.values))
    if stops_at is RecordStatus.DRAFT:
        return
    yield world.soon(rng)
    world.do("record.submit_for_review", record, cast.preparer)
    if stops_at is RecordStatus.IN_REVIEW:
        return
    if cast.reviewer:
        yield world.later(rng, 0, 1)
        world.do("record.review", record, cast.reviewer, reason=rng.choice(words.REVIEWED))
    if cast.checker:
        yield world.soon(rng)
        world.do("record.check_secrecy", record, cast.checker)
    yield world.later(rng, 0, 1)
    if stops_at is RecordStatus.RETURNED:
        world.do("record.send_back", record, cast.approver, reason=words.SENT_BACK)
        return
    world.do("record.approve", record, cast.approver, reason=rng.choice(words.APPROVED))
    if stops_at is RecordStatus.APPROVED:
        return
    yield world.later(rng, *((4, 9) if rng.random() < 0.05 else (0, 1)))
    world.do("record.publish", record, cast.publisher)
    go_live(record)
    world.published.append(record)
    yield from _confirmed(world, record)
    if (
        record.row.key in ("inspection", "supervision_result")
        and record.values["rectification"] != contents.DONE
    ):
        yield from _updated(world, record)


def go_live(record: PlannedRecord) -> None:
    """The newest version stands before the public; carriers other than our own site wait to be confirmed."""
    record.version = record.newest
    channels = record.row.carriers_for(record.content.party_kind)
    record.unconfirmed[record.version] = tuple(code for code in channels if not CHANNELS[code].is_own)


def _confirmed(world: World, record: PlannedRecord) -> Life:
    version = record.version
    if record.unconfirmed[version]:
        yield world.later(record.rng, 1, 4)
        channels, record.unconfirmed[version] = record.unconfirmed[version], ()
        if channels:
            world.do(
                "record.confirm", record, record.cast.publisher,
                version=version, channels=channels, evidence=words.EVIDENCE[0],
            )  # fmt: skip


def _updated(world: World, record: PlannedRecord) -> Life:
    """The party has put right what was found, and the record says so (Article 12)."""
    if "rectification" in record.wrong:
        return  # nobody noticed, until a citizen did
    yield world.later(record.rng, 10, 25)
    cast, rng, values = record.cast, record.rng, {**record.values, "rectification": contents.DONE}
    record.newest, record.is_changing = record.newest + 1, True
    world.do(
        "record.prepare_change", record, cast.preparer, kind=ChangeKind.RECTIFICATION, values=values,
        note_zh=words.NOTE_ZH, note_en=words.NOTE_EN, changed_on=to_local(world.now).date(),
    )  # fmt: skip
    steps = (
        ("submit_for_review", cast.preparer), ("review", cast.reviewer), ("check_secrecy", cast.checker),
        ("approve", cast.approver), ("publish", cast.publisher),
    )  # fmt: skip
    for name, by in steps:
        if by is None:
            continue
        yield world.soon(rng)
        if not record.is_changing:
            return  # a correction came between
        world.do(f"record.{name}", record, by)
    record.is_changing, record.values = False, dict(values)
    go_live(record)
    yield from _confirmed(world, record)


def _waits_for_rectification(record: PlannedRecord) -> bool:
    return "rectification" in record.content.slips and record.rng.random() < _UPDATED
