"""Appending: one entry says who, what, on what, when; one order, no gaps, nothing without its transaction."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest
import sqlalchemy as sa

from feedback_app import clock
from feedback_app.accounts.models import OrgUnit
from feedback_app.audit import hashing, operations, queries, tree
from feedback_app.audit.actor import REPORTER, SYSTEM, Actor, operator
from feedback_app.audit.models import LogEntry, LogNode, LogSealed
from feedback_app.extensions import db, reading_only

LI = Actor("staff", 2, "李卫东", "副局长", "局领导", on_behalf_of="马建新")
NOON = datetime(2026, 11, 9, 4, 0, 0, 123456, tzinfo=UTC)


class State(StrEnum):
    TRIAGE = "triage"


def test_an_entry_says_who_did_what_on_what_and_when(app):
    with clock.at(NOON):
        entry = operations.append(
            "ticket.assign",
            by=LI,
            subject="ticket:FK-JC-20261109-0007",
            about="record:D-2",
            from_state=State.TRIAGE,
            to_state="investigating",
            facts={"investigator": "刘芳", "excluded_count": 3},
            reason="刘芳未经办过该信息",
        )
    db.session.commit()
    db.session.expire_all()
    kept = db.session.get_one(LogEntry, entry.number)
    assert (kept.number, kept.at, kept.action) == (1, NOON, "ticket.assign")
    assert (kept.actor_kind, kept.actor_id, kept.actor_name) == ("staff", 2, "李卫东")
    assert (kept.actor_post, kept.actor_unit, kept.on_behalf_of) == ("副局长", "局领导", "马建新")
    assert (kept.subject, kept.about) == ("ticket:FK-JC-20261109-0007", "record:D-2")
    assert (kept.from_state, kept.to_state) == ("triage", "investigating")
    assert kept.facts == '{"excluded_count":3,"investigator":"刘芳"}'
    assert kept.previous_hash == hashing.NO_HASH
    assert kept.entry_hash == queries.head().entry_hash
    assert kept.reason == "刘芳未经办过该信息"


def test_what_people_typed_is_only_in_the_sealed_part_and_unreadable_at_rest(app):
    operations.append(
        "ticket.note",
        by=LI,
        subject="ticket:FK-1",
        reason="何静说贷款被卡",
        private={"caller": "何静", "phone": "0994"},
    )
    db.session.commit()
    for table in (LogEntry.__table__, LogSealed.__table__):
        row = db.session.execute(sa.text(f"SELECT * FROM {table.name}")).one()
        assert "何静" not in str(tuple(row))
        assert "0994" not in str(tuple(row))
    sealed = db.session.scalars(sa.select(LogSealed)).one()
    assert sealed.words == {"reason": "何静说贷款被卡", "caller": "何静", "phone": "0994"}
    assert len(bytes.fromhex(sealed.salt)) == 32


def test_equal_reasons_make_different_commitments(app):
    first, second = (
        operations.append("ticket.note", by=LI, subject="ticket:FK-1", reason="同样的话") for _ in range(2)
    )
    assert first.sealed_hash != second.sealed_hash


def test_no_reason_no_sealed_part(app):
    assert operations.append("ticket.note", by=LI, subject="ticket:FK-1", reason="").sealed_hash is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LogSealed)) == 0


def test_entries_of_one_transaction_follow_each_other_without_a_flush_between(app):
    first = operations.append("ticket.submit", by=REPORTER, subject="ticket:FK-1")
    second = operations.append("message.sent", by=SYSTEM, subject="ticket:FK-1")
    third = operations.append("ticket.note", by=operator("root"), subject="ticket:FK-1")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [second.previous_hash, third.previous_hash] == [first.entry_hash, second.entry_hash]


def test_what_the_caller_changed_is_written_before_the_log_is_locked(app):
    """So that rows are locked before the log: in any other order two requests can wait for each other for ever."""
    statements = []
    event = (db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    db.session.add(OrgUnit(code="law", name_zh="法制科", name_en="Legal section"))
    sa.event.listen(*event)
    with db.session.no_autoflush:
        operations.append("unit.create", by=LI, subject="unit:law")
    sa.event.remove(*event)
    written = next(
        place for place, words in enumerate(statements) if words.startswith("INSERT INTO org_unit")
    )
    locked = next(
        place for place, words in enumerate(statements) if "pg_advisory" in words or "ORDER BY" in words
    )
    assert written < locked


def test_a_reporter_has_no_identity(app):
    entry = operations.append("ticket.submit", by=REPORTER, subject="ticket:FK-1")
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("reporter", None, "反映人")


def test_a_rolled_back_transaction_leaves_no_gap(app, fill):
    fill(2)
    operations.append("ticket.note", by=LI, subject="ticket:FK-1")
    db.session.rollback()
    fill(1)
    assert [line.number for line in queries.entries()] == [3, 2, 1]
    assert queries.verify().holds


def test_an_action_without_a_sentence_is_refused(app):
    with pytest.raises(operations.UnknownAction, match=r"ticket\.forget"):
        operations.append("ticket.forget", by=LI, subject="ticket:FK-1")
    assert queries.head().number == 0


@pytest.mark.parametrize(
    "reference", ["", "FK-1", "ticket:", "ticket: ", "Ticket:1", "ticket:a b", "ticket:a\0"]
)
def test_a_malformed_reference_is_refused(app, reference):
    with pytest.raises(ValueError, match="reference"):
        operations.append("ticket.note", by=LI, subject=reference)
    with pytest.raises(ValueError, match="reference"):
        operations.append("ticket.note", by=LI, subject="ticket:FK-1", about=reference)


def test_nothing_is_logged_by_a_request_that_only_reads(app):
    with reading_only(), pytest.raises(ValueError, match="only reads"):
        operations.append("ticket.note", by=LI, subject="ticket:FK-1")


def test_facts_of_many_kinds_become_plain_once_and_for_ever(app):
    facts = {
        "due_on": date(2026, 11, 16),
        "at": NOON,
        "amount": Decimal("6.800000"),
        "state": State.TRIAGE,
        "fields": {"b", "a"},
        "big": 2**53,
        "safe": 2**53 - 1,
        "nothing": None,
        "deep": [{"是": True}],
    }
    entry = operations.append("ticket.note", by=LI, subject="ticket:FK-1", facts=facts)
    assert json.loads(entry.facts) == {
        "due_on": "2026-11-16",
        "at": "2026-11-09T04:00:00.123456Z",
        "amount": "6.800000",
        "state": "triage",
        "fields": ["a", "b"],
        "big": "9007199254740992",
        "safe": 9007199254740991,
        "nothing": None,
        "deep": [{"是": True}],
    }


@pytest.mark.parametrize("value", [b"bytes", object(), float("nan"), float("inf"), datetime(2026, 11, 9)])
def test_facts_the_log_cannot_hold_are_refused(app, value):
    with pytest.raises((TypeError, ValueError)):
        operations.append("ticket.note", by=LI, subject="ticket:FK-1", facts={"odd": value})


def test_signs_no_database_can_hold_are_replaced_before_hashing(app):
    odd = Actor("staff", 3, "赵\0明", "a\ud800", "\udfff")
    entry = operations.append(
        "ticket.note",
        by=odd,
        subject="ticket:FK-1",
        facts={"k\0": "v\udc00"},
        reason="\0\ud83d",
        from_state="\0",
    )
    db.session.commit()
    db.session.expire_all()
    assert (entry.actor_name, entry.actor_post, entry.actor_unit) == ("赵\ufffd明", "a\ufffd", "\ufffd")
    assert (entry.fact_values, entry.reason, entry.from_state) == (
        {"k\ufffd": "v\ufffd"},
        "\ufffd\ufffd",
        "\ufffd",
    )
    assert queries.verify().holds


def test_texts_are_kept_sign_for_sign(app):
    # Composed and decomposed é, a rare name character, right-to-left, an emoji, every kind of line end.
    odd = "é e\u0301 䶮𬭎 ئۇيغۇر \U0001f600 a\r\nb\nc\u2028 '\"\\ \x07\x7f"
    entry = operations.append(
        "ticket.note", by=Actor("staff", 3, odd), subject="ticket:FK-1", facts={"v": odd}, reason=odd
    )
    db.session.commit()
    db.session.expire_all()
    assert (entry.actor_name, entry.fact_values["v"], entry.reason) == (odd, odd, odd)
    assert queries.verify().holds


def rows(count):
    for turn in range(count):
        yield {
            "at": NOON + timedelta(minutes=turn),
            "action": "ticket.accept",
            "by": LI,
            "subject": f"ticket:FK-{turn}",
            "facts": {"turn": turn},
            "reason": f"理由{turn}" if turn % 3 else None,
            "salt": f"{turn:064x}",
        }


def test_many_rows_make_the_same_chain_each_time(app, fill):
    fill(1)
    heads = []
    for _ in range(2):
        # The one entry before is the same, so all after it must be the same.
        assert operations.append_many(rows(operations.BULK + 10)) == operations.BULK + 10
        assert queries.verify().holds
        heads.append(queries.head())
        db.session.rollback()
    assert heads[0] == heads[1]
    assert heads[0].number == operations.BULK + 11


def test_many_rows_and_single_appends_make_the_same_entries(app, monkeypatch):
    operations.append_many(rows(4))
    bulk = queries.head()
    db.session.rollback()
    for row in rows(4):
        monkeypatch.setattr(os, "urandom", lambda size, salt=row["salt"]: bytes.fromhex(salt))
        with clock.at(row["at"]):
            operations.append(**{name: row[name] for name in row if name not in ("at", "salt")})
    assert queries.head() == bulk


def test_many_rows_take_the_same_refusals(app):
    with pytest.raises(operations.UnknownAction):
        operations.append_many([{"at": NOON, "action": "x", "by": LI, "subject": "ticket:1"}])
    assert operations.append_many([]) == 0


@pytest.mark.timeout(900)  # half a minute alone; a crowded machine may take many
def test_four_processes_with_2500_appends_each_make_one_chain(app, database):
    script = Path(__file__).with_name("appender.py")
    root = str(Path(__file__).parents[2])
    processes = [
        subprocess.Popen(
            [sys.executable, str(script), database.url, "2500", str(mark)],
            env=os.environ | {"PYTHONPATH": root},
            stderr=subprocess.PIPE,
            text=True,
        )
        for mark in range(4)
    ]
    faults = [process.communicate(timeout=300)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], faults
    verdict = queries.verify()
    assert verdict.holds, verdict.sentence_en
    assert verdict.entries == 10_000
    counted = db.session.execute(sa.select(LogEntry.actor_id, sa.func.count()).group_by(LogEntry.actor_id))
    assert {row[0]: row[1] for row in counted} == {0: 2500, 1: 2500, 2: 2500, 3: 2500}
    stored = db.session.execute(sa.select(LogNode.level, LogNode.position)).all()
    assert sorted(stored) == [(1, position) for position in range(39)]
    assert tree.tree(10_000).root() == verdict.root


@pytest.mark.timeout(300)
def test_killed_in_the_middle_of_acts_there_is_no_act_without_entry_and_no_entry_without_act(app, database):
    script, root = Path(__file__).with_name("killed.py"), str(Path(__file__).parents[2])
    for round_ in range(3):
        processes = [
            subprocess.Popen(
                [sys.executable, str(script), database.url, f"{round_}{mark}"],
                env=os.environ | {"PYTHONPATH": root},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            for mark in range(2)
        ]
        for process in processes:
            for _ in range(60 + 31 * round_):
                assert process.stdout.readline(), "it ended by itself"
        for process in processes:
            process.kill()
            process.communicate()
    acts = set(db.session.scalars(sa.select(OrgUnit.code).where(OrgUnit.code.like("u%"))))
    entries = db.session.scalars(sa.select(LogEntry.subject).where(LogEntry.action == "unit.create")).all()
    assert sorted(entry.removeprefix("unit:") for entry in entries) == sorted(acts)
    assert len(acts) >= 2 * (60 + 91 + 122) - 6
    verdict = queries.verify()
    assert verdict.holds, verdict.sentence_en
    assert tree.tree(queries.size()).root() == verdict.root
    assert operations.issue_checkpoint(by=SYSTEM).size >= len(acts)
