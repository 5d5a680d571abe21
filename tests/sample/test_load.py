"""The sample in bulk is what the operations would have made of the same acts, and the log over it holds."""

import re
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import queries as audit
from feedback_app.audit.actor import operator
from feedback_app.audit.commitments import commitment, digest
from feedback_app.audit.models import LogEntry
from feedback_app.carriers.models import ChannelPublication
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.fields import to_input
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.extensions import db, keyring
from feedback_app.numbering import Series, next_number
from feedback_app.outbox.models import OwedMessage
from feedback_app.sample.cast import Cast, NobodyForIt
from feedback_app.sample.load import NotThatMany, load
from feedback_app.sample.office import Office
from feedback_app.sample.plan import OPENED_ON, Size, acts
from feedback_app.sample.sheets import ORDER
from feedback_app.tickets import queries as tickets
from feedback_app.tickets import steps
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import NO_CLOCK
from feedback_app.tickets.workflow import State
from tests.sample.by_operations import Player

BY = operator("tests")
# Numbers and secrets of their own, and what counts an object's changes.
_NOT_COMPARED = {"lock", "row_version", "submission_hash", "code_hash", "number_hash", "proof_salt"}
_SALTED = re.compile(r'"(said|content)_hash":"[0-9a-f]{64}"')


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Everything in the tables the sample fills, and the log's entries with their sealed words."""
    db.session.flush()
    db.session.expire_all()
    found: dict[str, list[dict[str, Any]]] = {}
    for model in (*ORDER, Series):
        table = model.__table__
        wanted = [column for column in table.c if column.name not in _NOT_COMPARED]
        rows = db.session.execute(select(*wanted).order_by(*table.primary_key.columns))
        found[table.name] = [dict(row._mapping) for row in rows]
    lines = db.session.scalars(
        select(LogEntry).options(joinedload(LogEntry.sealed)).order_by(LogEntry.number)
    )
    kept = ("at", "actor_kind", "actor_name", "action", "subject", "about", "from_state", "to_state", "facts")
    found["log"] = [
        {name: getattr(line, name) for name in kept}
        | {"words": line.sealed.words if line.sealed else None}
        | {"facts": _SALTED.sub("", line.facts or "")}
        for line in lines
    ]
    return found


@pytest.mark.with_content
@pytest.mark.one_database
@pytest.mark.parametrize(("count", "about", "seed"), [(30, 6, 2), (12, 1, 5)])
def test_bulk_leaves_what_the_operations_leave(db_session: Any, count: int, about: int, seed: int) -> None:
    cast = Cast(db.session.scalars(select(StaffUser).order_by(StaffUser.id)))
    first = (db.session.scalar(select(func.max(DisclosureRecord.id))) or 0) + 1
    size = Size(count, about, seed, first)
    Player().play(acts(size, cast, Office(deadlines.calendar(), OPENED_ON, size.last_on)))
    by_operations = _rows()
    db.session.rollback()
    load(count, about, seed=seed, by=BY)
    in_bulk = _rows()
    assert in_bulk["log"].pop()["action"] == "sample.load"
    for table, rows in by_operations.items():
        assert len(in_bulk[table]) == len(rows), table
        for mine, theirs in zip(in_bulk[table], rows, strict=True):
            assert mine == theirs, table


@pytest.mark.with_content
def test_loaded_rows_obey_the_rules(db_session: Any) -> None:
    """On both databases: the log holds, each ticket waits for what the rules say, nobody recused has a seat."""
    loaded = load(120, 20, seed=3, by=BY)
    db.session.commit()
    assert (loaded.tickets, loaded.records) == (120, 20)
    assert audit.verify().holds
    found = list(db.session.scalars(select(Ticket).order_by(Ticket.id)))
    assert len(found) == 120
    for ticket in found:
        _check(ticket)
    states = Counter(ticket.state for ticket in found)
    assert 85 <= states["closed"] <= 108
    assert len(states) >= 8
    assert {row.state for row in db.session.scalars(select(OwedMessage))} == {"sent"}


@pytest.mark.with_content
@pytest.mark.one_database
def test_every_loaded_commitment_binds_to_what_is_kept(db_session: Any) -> None:
    load(30, 8, seed=4, by=BY)
    db.session.expire_all()
    for ticket in db.session.scalars(select(Ticket)):
        (entry,) = audit.entries(subject=ticket.subject, action="ticket.submit")
        assert ticket.said_text
        assert ticket.proof_salt
        assert entry.fact_values["said_hash"] == commitment(ticket.proof_salt, digest(ticket.said_text))
    versions = db.session.scalars(select(RecordVersion).where(RecordVersion.published_at.is_not(None))).all()
    for version in versions:
        entries = audit.entries(subject=version.record.subject, action="record.attest")
        (entry,) = [one for one in entries if one.fact_values["version"] == version.number]
        assert version.proof_text
        assert version.proof_salt
        assert entry.fact_values["content_hash"] == commitment(version.proof_salt, digest(version.proof_text))
    assert len(versions) > 8


def _check(ticket: Ticket) -> None:
    now = steps.standing(ticket)
    expected = steps.next_step(now) if ticket.is_open else None
    assert ticket.next_step == (expected.name if expected else None), ticket.ref
    assert ticket.waits_for == (expected.by[0].value if expected else None)
    running = deadlines.open_clocks("ticket", ticket.ref)
    assert ticket.due_at == min((one.due_at for one in running), default=None)
    assert ticket.urgency_at == (ticket.due_at or ticket.received_at + NO_CLOCK)
    if ticket.at_state is State.CLOSED:
        assert not now.lacks()
        assert not running
    assert not {ticket.leader_id, ticket.investigator_id} & now.involved.keys()
    assert ticket.record is not None
    assert ticket.record.is_sample


@pytest.mark.with_content
@pytest.mark.one_database
def test_same_seed_same_content(db_session: Any) -> None:
    def made() -> dict[str, list[dict[str, Any]]]:
        load(15, 4, seed=9, by=BY)
        rows = _rows()
        assert rows["log"].pop()["action"] == "sample.load"  # at the moment it was loaded
        db.session.rollback()
        return rows

    once = made()
    assert made() == once
    load(15, 4, seed=10, by=BY)
    assert _rows()["ticket"] != once["ticket"]


@pytest.mark.with_content
def test_a_second_load_adds_more_and_the_system_goes_on(db_session: Any) -> None:
    load(20, 5, seed=1, by=BY)
    db.session.commit()
    load(20, 5, seed=1, by=BY)
    db.session.commit()
    refs = list(db.session.scalars(select(Ticket.ref)))
    assert len(set(refs)) == len(refs) == 40
    assert audit.verify().holds
    day = refs[0].rpartition("-")[0]
    assert next_number(day) == sum(ref.startswith(day) for ref in refs) + 1
    # The database's own numbers go on behind those given here.
    one = db.session.scalars(select(ChannelPublication)).first()
    assert one is not None
    db.session.add(
        ChannelPublication(
            record_ref="X", version_number=1, channel="x", state="live", pushed_at=one.pushed_at
        )
    )
    db.session.flush()


@pytest.mark.with_content
@pytest.mark.one_database
def test_a_code_opens_its_report(db_session: Any) -> None:
    loaded = load(60, 10, seed=4, by=BY)
    assert loaded.codes
    for ref, code in loaded.codes.items():
        opened = tickets.by_code(keyring.code_hash(code))
        assert opened is not None
        assert opened.ref == ref


@pytest.mark.with_content
@pytest.mark.one_database
def test_records_read_like_typed_ones(db_session: Any) -> None:
    """Every value is one that the catalogue's own reading of forms accepts and gives back."""
    load(0, 60, seed=6, by=BY)
    made = db.session.scalars(select(DisclosureRecord).order_by(DisclosureRecord.id.desc()).limit(60)).all()
    assert {one.category_key for one in made} >= {
        "penalty",
        "inspection",
        "random_result",
        "supervision_result",
    }
    for record in made:
        row, values = record.category, record.versions[0].field_values
        read, refused = row.read({key: to_input(row.field(key), value) for key, value in values.items()})
        assert not refused, (record.ref, refused)
        assert read == values
    assert db.session.scalar(select(func.count()).select_from(RecordVersion)) >= 60


@pytest.mark.with_content
@pytest.mark.one_database
def test_some_are_late_and_most_in_time(db_session: Any) -> None:
    load(150, 30, seed=8, by=BY)
    outcomes = Counter(
        db.session.scalars(
            select(Clock.outcome).where(Clock.subject_kind == "ticket", Clock.outcome.is_not(None))
        )
    )
    assert outcomes["late"] > 5
    assert outcomes["kept"] > 3 * outcomes["late"]
    newest = db.session.scalar(select(func.max(LogEntry.at)).where(LogEntry.action.like("ticket.%")))
    overdue = [one for one in db.session.scalars(select(Ticket)) if one.is_open and one.is_overdue(newest)]
    assert overdue
    assert records.corrections().rows


@pytest.mark.one_database
@pytest.mark.parametrize(("count", "about"), [(0, 0), (-1, 5), (5, -1), (10, 0), (10**9, 5)])
def test_sizes_that_make_no_sense_are_refused(db_session: Any, count: int, about: int) -> None:
    with pytest.raises(NotThatMany):
        load(count, about, seed=1, by=BY)


@pytest.mark.one_database
def test_without_staff_it_says_what_is_missing(db_session: Any) -> None:
    with pytest.raises(NobodyForIt, match="content load"):
        load(5, 5, seed=1, by=BY)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


@pytest.mark.with_content
@pytest.mark.one_database
def test_command(app: Flask) -> None:
    ran = app.test_cli_runner().invoke(args=["sample", "load", "--tickets", "10", "--records", "3"])
    assert ran.exit_code == 0, ran.output
    assert "10 件工单" in ran.output
    assert "10 tickets" in ran.output
    again = app.test_cli_runner().invoke(args=["log", "verify"])
    assert again.exit_code == 0, again.output


@pytest.mark.with_content
@pytest.mark.one_database
@pytest.mark.parametrize(
    "typed", [["--tickets", "-5"], ["--records", "0"], ["--tickets", "many"], ["--tickets", "1e3"]]
)
def test_command_refuses_bad_numbers(app: Flask, typed: list[str]) -> None:
    ran = app.test_cli_runner().invoke(args=["sample", "load", *typed])
    assert ran.exit_code != 0
    assert "Traceback" not in ran.output
