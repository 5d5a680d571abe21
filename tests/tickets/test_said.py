"""What the log commits to at submission: the reporter's words, each file, and nothing about who it was."""

from typing import Any

import pytest

from feedback_app.audit import queries as log
from feedback_app.audit.commitments import commitment, digest
from feedback_app.disclosures.catalogue import category
from feedback_app.extensions import db
from feedback_app.files.kinds import BY_ENDING
from feedback_app.files.operations import KeptBytes
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.said import ClaimWords, RecordShown, said_text
from tests.factories import HE_JING, beijing, code_of, ticket_at

PENALTY = RecordShown("C4-2026-0001", category("penalty"), 1)


def said(**other: Any) -> str:
    what: dict[str, Any] = {
        "ref": "FK-JC-20261109-0001",
        "at": beijing("2026-11-09 15:12"),
        "record": PENALTY,
        "claims": (ClaimWords("amount", "68万元", "6.8万元"),),
        "words": "网上多写了一个零。\r\n请更正。",
        "lang": "zh",
    }
    return said_text(**(what | other))


def test_the_text_reads_like_a_letter() -> None:
    assert said() == (
        "反映内容\n工单编号：FK-JC-20261109-0001\n收到时间：2026-11-09 15:12:00（北京时间）\n"
        "反映的信息：C4-2026-0001，第 1 版\n\n哪一栏：罚款金额\n当时公示的是：68万元\n认为应该是：6.8万元\n\n"
        "是怎么回事：\n网上多写了一个零。\n请更正。\n"
    )


def test_the_text_speaks_the_language_of_the_report() -> None:
    text = said(lang="en", claims=(ClaimWords(None, "", ""),), words="wrong")
    assert text.startswith("What was reported\nTicket: FK-JC-20261109-0001\n")
    assert "Field: the record as a whole\n" in text
    assert text.endswith("What happened:\nwrong\n")


def test_the_text_holds_what_no_database_could() -> None:
    assert "a\N{REPLACEMENT CHARACTER}b" in said(words="a\0b")


@pytest.mark.one_database
def test_the_entry_binds_to_the_words_and_to_every_file_in_order(db_session: Any) -> None:
    kept = tuple(KeptBytes(f"{n}.pdf", BY_ENDING["pdf"], 3, digest(f"file {n}")) for n in (1, 2))
    ticket = ticket_at("received", kept=kept)
    (entry,) = log.entries(subject=ticket.subject, action="ticket.submit")
    assert ticket.said_text
    assert ticket.proof_salt
    assert "68万元" in ticket.said_text
    assert entry.fact_values["said_hash"] == commitment(ticket.proof_salt, digest(ticket.said_text))
    assert entry.fact_values["file_hashes"] == [commitment(ticket.proof_salt, one.sha256) for one in kept]


@pytest.mark.one_database
def test_neither_text_nor_entry_says_who_reported(db_session: Any) -> None:
    ticket = ticket_at("received", reporter=HE_JING)
    (entry,) = log.entries(subject=ticket.subject, action="ticket.submit")
    for secret in (HE_JING.name, HE_JING.email, HE_JING.phone, code_of(ticket)):
        assert secret not in (ticket.said_text or "")
        assert secret not in (entry.facts or "")


@pytest.mark.one_database
def test_words_and_salt_lie_sealed_in_the_table(db_session: Any) -> None:
    ticket = ticket_at("received")
    row = db.session.execute(
        db.text("SELECT said_text, proof_salt FROM ticket WHERE id = :id"), {"id": ticket.id}
    ).one()
    assert all(value.startswith("v1:") for value in row)


@pytest.mark.one_database
def test_erased_words_leave_a_log_that_still_verifies(db_session: Any) -> None:
    ticket = ticket_at("received")
    found = db.session.get(Ticket, ticket.id)
    assert found is not None
    found.said_text = found.proof_salt = None
    db.session.commit()
    assert log.verify().holds
