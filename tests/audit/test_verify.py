"""What the owner of the database may do to the log, and where it shows."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from feedback_app.audit import checking, hashing, operations, queries
from feedback_app.audit.actor import Actor
from feedback_app.audit.checkpoint import Kept, OldCheckpoint
from feedback_app.audit.models import LogEntry, LogSealed
from feedback_app.audit.proof import FAULTS, Walk
from feedback_app.extensions import db, keyring

BY = Actor("staff", 3, "赵明", "执法人员", "执法大队", on_behalf_of="陈志强")


def checkpoint():
    return OldCheckpoint("here", *queries.head())


def expect_bad(number, fault, **more):
    db.session.rollback()
    verdict = queries.verify(**more)
    assert not verdict.holds
    assert verdict.first_bad_number == number
    words = {"number": number, "kept": more["kept"][0].checkpoint.size if more else 0}
    assert verdict.sentence_zh.endswith(FAULTS[fault].sentence_zh.format(**words))
    assert verdict.sentence_en.endswith(FAULTS[fault].sentence_en.format(**words))
    return verdict


def test_an_empty_log_holds(app):
    verdict = queries.verify()
    assert (verdict.holds, verdict.entries, verdict.head_hash) == (True, 0, hashing.NO_HASH)


def test_an_untouched_log_holds(app, fill, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 3)
    fill(10)
    kept = checkpoint()
    fill(1)
    verdict = queries.verify(kept=[Kept(kept)])
    assert (verdict.holds, verdict.entries, verdict.erased, verdict.first_bad_number) == (True, 11, 0, None)
    assert verdict.head_hash == queries.head().entry_hash
    assert "11" in verdict.sentence_zh
    assert "检查点（第 10 条）" in verdict.sentence_zh
    assert queries.verify(upto=4).entries == 4
    with pytest.raises(ValueError, match="beyond"):
        queries.verify(upto=4, kept=[Kept(kept)])


CHANGES = {
    "at": lambda value: value + timedelta(microseconds=1),
    "actor_kind": lambda value: "operator",
    "actor_id": lambda value: value + 1,
    "actor_name": lambda value: value + " ",
    "actor_post": lambda value: "",
    "actor_unit": lambda value: value[:-1],
    "on_behalf_of": lambda value: "",
    "action": lambda value: "ticket.close",
    "subject": lambda value: "ticket:FK-2",
    "about": lambda value: None,
    "from_state": lambda value: "Triage",
    "to_state": lambda value: None,
    "facts": lambda value: value.replace("6.8", "6.9"),
    "sealed_hash": lambda value: None,
    "entry_hash": lambda value: value[:-1] + ("0" if value[-1] != "0" else "1"),
}


def write_one():
    operations.append(
        "ticket.verify",
        by=BY,
        subject="ticket:FK-1",
        about="record:D-2",
        from_state="triage",
        to_state="investigating",
        facts={"amount": "6.8"},
        reason="理由",
    )
    db.session.commit()


@pytest.mark.parametrize("column", CHANGES)
def test_a_column_changed_by_one_step_is_found(app, fill, owner, column):
    fill(2)
    write_one()
    fill(1)
    hands = owner()
    hands.change(3, **{column: CHANGES[column](hands.row(3)[column])})
    expect_bad(3, "changed")


def test_every_column_is_tried():
    tried = {*CHANGES, "number", "previous_hash"}
    assert tried == {column.name for column in LogEntry.__table__.columns}
    assert tried == {*hashing.HASHED_COLUMNS, "entry_hash"}


def test_a_changed_link_is_found(app, fill, owner):
    fill(4)
    owner().change(3, previous_hash="1" * 64)
    expect_bad(3, "broken_link")


@pytest.mark.parametrize("column", ["about", "from_state", "to_state", "facts", "sealed_hash"])
def test_null_is_not_the_empty_text(app, fill, owner, column):
    operations.append("log.verify", by=BY, subject="log:main")
    db.session.commit()
    fill(1)
    hands = owner()
    assert hands.row(1)[column] is None
    hands.change(1, **{column: ""})
    expect_bad(1, "changed")


@pytest.mark.parametrize(
    ("left", "right"),
    [("actor_name", "actor_post"), ("actor_post", "actor_unit"), ("from_state", "to_state")],
)
def test_signs_moved_over_a_border_are_found(app, fill, owner, left, right):
    write_one()
    hands = owner()
    row = hands.row(1)
    hands.change(1, **{left: row[left][:-1], right: row[left][-1] + row[right]})
    expect_bad(1, "changed")


def test_another_unicode_form_is_found(app, owner):
    operations.append("log.verify", by=Actor("staff", 1, "Jose\u0301"), subject="log:main")
    db.session.commit()
    owner().change(1, actor_name="Jos\u00e9")
    expect_bad(1, "changed")


def test_a_deleted_entry_is_found(app, fill, owner):
    fill(5)
    owner().delete(3)
    expect_bad(3, "missing")


def test_a_deleted_first_entry_is_found(app, fill, owner):
    fill(3)
    owner().delete(1)
    expect_bad(1, "missing")


def test_a_deletion_hidden_by_new_numbers_is_found(app, fill, owner):
    fill(5)
    hands = owner()
    hands.delete(3)
    hands.run(
        "UPDATE log_entry SET number = 3 WHERE number = 4", "UPDATE log_entry SET number = 4 WHERE number = 5"
    )
    expect_bad(3, "broken_link")


def test_renumbering_is_found(app, fill, owner):
    fill(4)
    owner().run("UPDATE log_entry SET number = 5 WHERE number = 4")
    expect_bad(4, "missing")


def test_two_swapped_entries_are_found(app, fill, owner):
    fill(5)
    hands = owner()
    hands.run(
        "UPDATE log_entry SET number = 99 WHERE number = 3",
        "UPDATE log_entry SET number = 3 WHERE number = 4",
        "UPDATE log_entry SET number = 4 WHERE number = 99",
    )
    expect_bad(3, "broken_link")


def test_two_entries_with_swapped_contents_are_found(app, fill, owner):
    fill(5)
    hands = owner()
    third, fourth = hands.row(3), hands.row(4)
    links = ("number", "previous_hash", "entry_hash")
    hands.change(3, **{name: value for name, value in fourth.items() if name not in links})
    hands.change(4, **{name: value for name, value in third.items() if name not in links})
    expect_bad(3, "changed")


def test_a_copied_entry_is_found(app, fill, owner):
    fill(3)
    hands = owner()
    hands.insert(hands.row(2) | {"number": 4})
    expect_bad(4, "broken_link")


@pytest.mark.parametrize("number", [0, -1])
def test_an_entry_before_the_first_is_found(app, fill, owner, number):
    fill(2)
    hands = owner()
    hands.insert(hands.row(1) | {"number": number})
    expect_bad(number, "foreign")


def test_a_cut_off_end_shows_only_beside_a_checkpoint(app, fill, owner):
    fill(4)
    write_one()
    fill(1)
    kept = checkpoint()
    hands = owner()
    hands.delete(5)
    hands.delete(6)
    hands.run("DELETE FROM log_sealed WHERE entry_number > 4")
    db.session.rollback()
    alone = queries.verify()
    assert alone.holds
    assert "不能排除末尾被截去" in alone.sentence_zh
    expect_bad(5, "truncated", kept=[Kept(kept)])


def test_a_cut_off_end_that_left_its_sealed_part_shows_alone(app, fill, owner):
    fill(4)
    write_one()
    owner().delete(5)
    expect_bad(5, "truncated_sealed")


def test_an_emptied_log_is_refused_by_a_checkpoint(app, fill, owner):
    fill(1)
    kept = checkpoint()
    owner().run("DELETE FROM log_entry")
    expect_bad(1, "truncated", kept=[Kept(kept)])


def test_an_entry_rehashed_alone_breaks_the_next(app, fill, owner):
    fill(4)
    hands = owner()
    forged = hands.row(2) | {"to_state": "closed"}
    hands.change(2, to_state="closed", entry_hash=hashing.entry_hash(forged))
    expect_bad(3, "broken_link")


def test_a_history_rewritten_with_the_programs_own_code_is_refused_by_a_checkpoint(app, fill, owner):
    fill(3)
    older, kept = checkpoint(), None
    fill(2)
    kept = checkpoint()
    hands = owner()
    previous = hands.row(1)["entry_hash"]
    for number in range(2, 6):
        forged = hands.row(number) | {"previous_hash": previous, "actor_name": "别人"}
        previous = hashing.entry_hash(forged)
        hands.change(number, previous_hash=forged["previous_hash"], actor_name="别人", entry_hash=previous)
    db.session.rollback()
    assert queries.verify().holds
    expect_bad(3, "rewritten", kept=[Kept(older)])
    expect_bad(5, "rewritten", kept=[Kept(kept)])


def test_a_history_cut_off_and_continued_is_refused_by_a_checkpoint(app, fill, owner):
    fill(5)
    kept = checkpoint()
    hands = owner()
    for number in (3, 4, 5):
        hands.delete(number)
    hands.run("DELETE FROM log_sealed WHERE entry_number > 2")
    fill(4)
    assert queries.verify().holds
    expect_bad(5, "rewritten", kept=[Kept(kept)])


def test_an_older_database_put_back_is_refused_by_a_checkpoint(app, database, fill, tmp_path):
    if database.kind != "sqlite":
        pytest.skip("one database file can be put back whole; PostgreSQL's case is the cut-off end")
    file = Path(database.url.removeprefix("sqlite:///"))
    fill(3)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(tmp_path / "old.db")) as copy:
        source.backup(copy)
    fill(2)
    kept = checkpoint()
    db.session.remove()
    db.engine.dispose()
    for name in ("-wal", "-shm"):
        file.with_name(file.name + name).unlink(missing_ok=True)
    (tmp_path / "old.db").replace(file)
    assert queries.verify().holds
    expect_bad(4, "truncated", kept=[Kept(kept)])


def sealed(hands, number, **columns):
    table = LogSealed.__table__
    hands.run(sa.update(table).where(table.c.entry_number == number).values(**columns))


def test_changed_sealed_words_are_found(app, fill, owner):
    fill(4)
    sealed(owner(), 2, content='{"reason":"理由9"}')
    expect_bad(2, "sealed_changed")


def test_a_changed_salt_is_found(app, fill, owner):
    fill(4)
    sealed(owner(), 2, salt="0" * 64)
    expect_bad(2, "sealed_changed")


@pytest.mark.parametrize("salt", ["", "0" * 62, "Z" * 64, "AB" * 32])
def test_a_salt_that_is_none_is_found(app, fill, owner, salt):
    fill(4)
    sealed(owner(), 2, salt=salt)
    expect_bad(2, "unreadable")


def test_sealed_words_moved_to_another_entry_are_found(app, fill, owner):
    fill(4)
    owner().run(
        "UPDATE log_sealed SET entry_number = 99 WHERE entry_number = 2",
        "UPDATE log_sealed SET entry_number = 2 WHERE entry_number = 4",
        "UPDATE log_sealed SET entry_number = 4 WHERE entry_number = 99",
    )
    expect_bad(2, "sealed_changed")


def test_sealed_words_that_do_not_open_are_found(app, fill, owner):
    fill(4)
    owner().run("UPDATE log_sealed SET content = 'v1:k1:AAAA:AAAA' WHERE entry_number = 2")
    expect_bad(2, "sealed_unreadable")


def test_sealed_words_under_a_lost_key_are_named_as_such(app, fill, monkeypatch):
    fill(2)
    monkeypatch.setattr(keyring, "_seals", {})
    assert "密钥不对" in expect_bad(2, "sealed_unreadable").sentence_zh


def test_sealed_words_added_later_are_found(app, fill, owner):
    fill(3)
    owner().run(
        sa.insert(LogSealed.__table__).values(entry_number=1, salt="0" * 64, content='{"reason":"补的"}')
    )
    expect_bad(1, "sealed_changed")


def test_sealed_words_of_no_entry_are_found(app, fill, owner):
    fill(1)
    owner().run(sa.insert(LogSealed.__table__).values(entry_number=-5, salt="0" * 64, content="{}"))
    expect_bad(-5, "sealed_changed")


def test_a_lawful_erasure_leaves_a_gap_that_is_counted_and_the_log_holds(app, fill):
    fill(4)
    entry = operations.erase_sealed(2, by=BY, reason="反映人请求删除")
    db.session.commit()
    assert (entry.action, entry.fact_values) == ("log.erase_sealed", {"entry": 2})
    verdict = queries.verify()
    assert (verdict.holds, verdict.entries, verdict.erased) == (True, 5, 1)
    assert "其中 1 条的密封内容已依法删除" in verdict.sentence_zh
    entry = db.session.get_one(LogEntry, 2)
    assert (entry.is_erased, entry.reason) == (True, None)
    assert not db.session.get_one(LogEntry, 1).is_erased


def test_what_cannot_be_read_is_placed_and_does_not_stop_the_check(app, fill, owner, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 3)
    fill(9)
    hands = owner()
    if db.engine.dialect.name == "sqlite":
        hands.run("UPDATE log_entry SET at = 'yesterday' WHERE number = 8")
        expect_bad(8, "unreadable")
        hands.run("UPDATE log_entry SET actor_name = CAST(x'ff' AS TEXT) WHERE number = 5")
        expect_bad(5, "unreadable")
        hands.run("UPDATE log_entry SET actor_name = x'ff' WHERE number = 2")
        expect_bad(2, "unreadable")
        hands.run("UPDATE log_entry SET facts = CAST('{}' || char(0) AS TEXT) WHERE number = 1")
        expect_bad(1, "changed")
    else:
        hands.run("UPDATE log_entry SET at = 'infinity' WHERE number = 5")
        expect_bad(5, "unreadable")


def test_a_database_that_is_gone_is_no_broken_log(app, fill, owner):
    fill(1)
    owner().run("DROP TABLE log_entry")
    db.session.rollback()
    with pytest.raises(sa.exc.DBAPIError):
        queries.verify()


def test_housekeeping_raises_no_false_alarm(app, database, fill):
    fill(6)
    operations.erase_sealed(2, by=BY, reason="依法删除")
    db.session.commit()
    kept = checkpoint()
    db.session.remove()
    if database.kind == "sqlite":
        with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as connection:
            connection.executescript("VACUUM; REINDEX; ANALYZE")
    else:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM FULL log_entry")
    assert queries.verify(kept=[Kept(kept)]).holds


@pytest.mark.parametrize("zone", ["Asia/Urumqi", "America/St_Johns", "UTC"])
def test_another_zone_raises_no_false_alarm(app, fill, zone, monkeypatch):
    fill(3)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text(f"SET TIME ZONE '{zone}'"))
    monkeypatch.setenv("TZ", zone)
    assert queries.verify().holds


def test_a_copy_in_another_database_raises_no_false_alarm(app, fill, tmp_path):
    fill(6)
    elsewhere = sa.create_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    db.metadata.create_all(elsewhere, tables=[LogEntry.__table__])
    rows = [dict(row._mapping) for row in db.session.execute(sa.select(LogEntry.__table__))]
    with elsewhere.begin() as connection:
        connection.execute(sa.insert(LogEntry.__table__), rows)
    walk = Walk([checkpoint()])
    with elsewhere.connect() as connection:
        assert all(
            walk.step(dict(row._mapping), None)
            for row in connection.execute(sa.select(LogEntry.__table__).order_by(LogEntry.__table__.c.number))
        )
    elsewhere.dispose()
    assert walk.verdict().entries == 6


def test_what_is_appended_during_the_check_is_left_out(app, fill, monkeypatch):
    fill(4)
    read, seen = checking._read_after, []

    def read_while_others_write(*given):
        if not seen:
            seen.append(1)
            write_one()
        return read(*given)

    monkeypatch.setattr(checking, "_read_after", read_while_others_write)
    verdict = queries.verify()
    assert (verdict.holds, verdict.entries) == (True, 4)
    assert queries.verify().entries == 5


def test_the_hash_of_an_entry_is_what_was_promised():
    """The format is a promise to every checkpoint ever kept: if this test fails, old logs no longer verify."""
    entry = {
        "number": 7,
        "at": datetime(2026, 11, 9, 7, 12, tzinfo=UTC),
        "actor_kind": "staff",
        "actor_id": 2,
        "actor_name": "李卫东",
        "actor_post": "副局长",
        "actor_unit": "",
        "on_behalf_of": "",
        "action": "ticket.assign",
        "subject": "ticket:FK-JC-20261109-0007",
        "about": None,
        "from_state": "leader_assigned",
        "to_state": "investigating",
        "facts": '{"excluded_count":3,"investigator":"刘芳"}',
        "sealed_hash": None,
        "previous_hash": "0" * 64,
    }
    assert hashing.entry_hash(entry) == "02fed66dff8361b12a6e326df56660018e39158551142830d32077a12f6f2c46"
    assert (
        hashing.sealed_hash("00" * 31 + "01", '{"reason":"理由"}')
        == "8e14e531e55712f5d18f082342d1ecdce3c990806f32bc496a8f03ae40035cfd"
    )


def test_an_erasure_said_before_the_entry_was_written_is_none(app, owner):
    """Otherwise whoever once slipped such entries in could take words away later without a trace."""
    operations.append("log.erase_sealed", by=BY, subject="log:all", facts={"entry": 2})
    operations.append("ticket.accept", by=BY, subject="ticket:FK-1", reason="理由")
    db.session.commit()
    owner().run("DELETE FROM log_sealed WHERE entry_number = 2")
    expect_bad(2, "sealed_missing")
