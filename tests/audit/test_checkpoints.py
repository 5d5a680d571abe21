"""Checkpoints are signed, kept, never contradicted; proofs lead to them."""

import base64

import pytest
import sqlalchemy as sa

from feedback_app import clock
from feedback_app.audit import keys, merkle, note, operations, queries, tree
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.checkpoint import read
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.audit.models import LogCheckpoint, LogEntry, LogNode
from feedback_app.audit.signing import signer
from feedback_app.audit.tlog_proof import parse
from feedback_app.extensions import db, reading_only


@pytest.fixture
def own_key(app):
    yield
    signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])


def issue():
    row = operations.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    return row


def notes(count):
    for turn in range(count):
        yield {"at": clock.now(), "action": "ticket.note", "by": SYSTEM, "subject": f"ticket:FK-{turn}"}


def leaves():
    return [
        bytes.fromhex(one) for one in db.session.scalars(sa.select(LogEntry.entry_hash).order_by("number"))
    ]


def test_the_first_checkpoint_names_the_key_in_the_log_and_is_signed_with_it(app, fill):
    fill(3)
    row = issue()
    signed = note.parse(row.text)
    said = read(signed.text)
    assert (row.size, said.size, said.origin) == (4, 4, app.config["LOG_ORIGIN"])
    assert said.root == merkle.root_of(leaves()) == bytes.fromhex(row.root)
    assert said.issued_at == row.issued_at
    entry = db.session.get_one(LogEntry, 4)
    assert (entry.action, entry.fact_values) == ("log.begin", {"vkey": signer.verifier.text})
    assert note.opened(signed, [keys.in_force()])


def test_the_same_size_is_issued_once(app, fill):
    fill(2)
    first = issue().text
    assert issue().text == first
    assert queries.size() == 3
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LogCheckpoint)) == 1
    fill(1)
    assert issue().size == 4
    assert [row.size for row in queries.issued()] == [3, 4]
    assert [row.size for row in queries.issued(after=3)] == [4]
    assert queries.latest_issued().size == 4
    assert queries.first_issued_with(1).size == 3


def test_nothing_is_issued_for_an_act_that_is_rolled_back(app, fill):
    fill(1)
    operations.issue_checkpoint(by=SYSTEM)
    db.session.rollback()
    assert queries.latest_issued() is None
    assert queries.size() == 1


def test_a_page_gets_a_signed_note_that_is_not_kept(app, fill):
    fill(2)
    issue()
    fill(2)
    with pytest.raises(ValueError, match="committed"):
        queries.signed_now()
    db.session.rollback()
    with reading_only():
        said = read(note.parse(queries.signed_now()).text)
    assert (said.size, said.root) == (5, merkle.root_of(leaves()))
    assert queries.latest_issued().size == 3


def test_proofs_lead_from_an_entry_to_the_checkpoint(app, fill):
    fill(9)
    issue()
    db.session.rollback()
    every = leaves()
    with reading_only():
        for number in (1, 4, 10):
            proof = parse(queries.inclusion_proof(number, 10, extra=b"more").text)
            said = read(note.parse(proof.checkpoint).text)
            assert (proof.index, proof.extra) == (number - 1, b"more")
            assert merkle.verify_inclusion(every[number - 1], proof.index, said.size, proof.path, said.root)
        for number, size in ((0, 5), (6, 5), (11, None), (1, 11)):
            with pytest.raises(ValueError, match="not among"):
                queries.inclusion_proof(number, size)


def test_proofs_lead_from_one_checkpoint_to_the_next(app, fill):
    fill(5)
    old = read(note.parse(issue().text).text)
    fill(7)
    issue()
    db.session.rollback()
    with reading_only():
        proof = parse(queries.consistency_proof(old.size).text)
        new = read(note.parse(proof.checkpoint).text)
        assert merkle.verify_consistency(proof.old, proof.new, old.root, new.root, proof.path)
        with pytest.raises(ValueError, match="does not lead"):
            queries.consistency_proof(99)


def test_a_replaced_key_signs_nothing_until_the_change_stands_in_the_log(app, fill, own_key):
    fill(1)
    issue()
    before = signer.verifier
    signer.load(app.config["LOG_ORIGIN"], b"another key of thirty-two bytes!")
    with pytest.raises(NotSigned, match="log change-key"):
        operations.issue_checkpoint(by=SYSTEM)
    db.session.rollback()
    fill(1)
    with reading_only(), pytest.raises(NotSigned, match="登记的不同"):
        queries.signed_now()
    db.session.rollback()
    entry = operations.change_key(by=SYSTEM, reason="旧密钥的备份遗失")
    assert entry.fact_values == {"vkey": signer.verifier.text, "previous": before.text}
    assert operations.change_key(by=SYSTEM, reason="again") is None
    assert note.opened(note.parse(issue().text), [signer.verifier])


def test_a_log_that_contradicts_the_last_checkpoint_is_not_signed_but_goes_on(app, fill, owner):
    fill(4)
    issue()
    forged = "ab" * 32
    owner().change(2, entry_hash=forged)
    fill(1)
    with pytest.raises(NotSigned, match="contradicts the checkpoint that was issued at entry 5"):
        operations.issue_checkpoint(by=SYSTEM)
    db.session.rollback()
    fill(1)
    assert queries.size() == 7


def test_a_log_shorter_than_the_last_checkpoint_is_not_signed(app, fill, owner):
    fill(4)
    issue()
    hands = owner()
    hands.delete(5)
    hands.delete(4)
    with pytest.raises(NotSigned, match="issued at entry 5"):
        operations.issue_checkpoint(by=SYSTEM)


def test_stored_hashes_are_those_of_the_tree(app):
    operations.append_many(notes(250))
    for turn in range(10):
        operations.append("ticket.note", by=SYSTEM, subject=f"ticket:FK-{turn}")
    operations.append_many(notes(600))
    db.session.commit()
    every = leaves()
    kept = db.session.execute(sa.select(LogNode.level, LogNode.position, LogNode.hash)).all()
    assert sorted(kept) == [
        (1, at, merkle.root_of(every[at * 256 : at * 256 + 256]).hex()) for at in range(860 // 256)
    ]
    assert tree.tree(860).root() == merkle.root_of(every)
    path = tree.tree(860).inclusion_path(700)
    assert merkle.verify_inclusion(every[700], 700, 860, path, merkle.root_of(every))


def test_a_hole_below_stops_no_append_but_every_proof_over_it(app, fill, owner):
    fill(3)
    owner().delete(2)
    operations.append_many(notes(300))
    db.session.commit()
    assert queries.size() == 303
    with pytest.raises(tree.TreeDamaged, match="entries 1 to 256"):
        tree.tree(303).inclusion_path(260)
    with pytest.raises(tree.TreeDamaged, match="entry 2 "):
        tree.tree(3).root()


def test_once_the_damaged_entry_is_put_back_the_tree_can_be_mended(app, fill, owner):
    fill(3)
    hands = owner()
    lost = hands.row(2)
    hands.delete(2)
    operations.append_many(notes(600))
    db.session.commit()
    hands.insert(lost)
    verdict = queries.verify()
    assert (verdict.fault, verdict.first_bad_number) == ("node_missing", 1)
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["log", "mend", "--reason", "从备份放回"])
    assert (answer.exit_code, "Hashes written: 1" in answer.output) == (0, True)
    assert queries.verify().holds
    assert queries.entries(limit=1)[0].action == "log.mend_tree"
    assert operations.mend_tree(by=SYSTEM, reason="again") == 0


def test_a_witness_cosigns_and_is_named_in_the_log(app, fill):
    fill(1)
    row = issue()
    witness = note.SigningKey("witness.example/w1", b"w" * 32, note.COSIGNATURE)
    line = witness.sign(note.parse(row.text).text, at=1_764_000_000).line
    for _ in range(2):
        operations.add_cosignature(row.size, line, witness=witness.verifier, by=SYSTEM)
        db.session.commit()
    assert keys.witnesses() == [witness.verifier]
    assert row.text.count("witness.example/w1") == 1
    assert len(note.opened(note.parse(row.text), [witness.verifier, signer.verifier])) == 2
    forged = note.SigningKey("witness.example/w1", b"v" * 32, note.COSIGNATURE)
    with pytest.raises(note.BadNote):
        operations.add_cosignature(
            row.size,
            forged.sign(row.note.split("\n\n")[0] + "\n", at=1).line,
            witness=witness.verifier,
            by=SYSTEM,
        )
    assert base64.b64decode(line.split()[-1])[:4] == witness.verifier.key_id
