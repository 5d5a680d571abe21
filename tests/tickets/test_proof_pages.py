"""The proof of filing: who may fetch it, what it proves, what it never says."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit import queries as log
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.audit.signing import signer
from feedback_app.extensions import db
from feedback_app.tickets import filing_proof
from feedback_app.tickets.models import Ticket
from tests.factories import HE_JING, code_of, published_penalty, ticket_after
from tests.rig.proof_check import check
from tests.tickets.reporting import PDF, WORDS, ReportPage, file, png, words_of

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parents[2]
FILES = ("/status/ticket/proof.json", "/status/ticket/said.txt", "/status/ticket/proof.pdf")
PAGES = ("/status/ticket/proof", *FILES)


@pytest.fixture
def ticket(db_session: Any) -> Ticket:
    return ticket_after(None)


@pytest.fixture
def reader(client: FlaskClient, ticket: Ticket) -> FlaskClient:
    """A browser in which the ticket's code was typed."""
    assert client.post("/status", data={"code": code_of(ticket)}).status_code == 303
    return client


def fetched(reader: FlaskClient) -> str:
    answer = reader.get("/status/ticket/proof.json")
    assert answer.status_code == 200
    return answer.text


def key() -> str:
    return signer.verifier.text


@pytest.mark.parametrize("address", PAGES)
def test_nobody_gets_it_without_the_code(client: FlaskClient, ticket: Ticket, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, "/status")


@pytest.mark.parametrize("address", PAGES)
def test_half_an_hour_after_the_code_was_typed_it_is_closed(
    reader: FlaskClient, address: str, freeze: Any
) -> None:
    assert reader.get(address).status_code == 200
    freeze(f"{clock.to_local(clock.now()):%Y}-12-31 23:00")
    assert reader.get(address).status_code == 303


@pytest.mark.parametrize("address", PAGES)
def test_whoever_sent_the_report_has_it_at_once(client: FlaskClient, db_session: Any, address: str) -> None:
    assert ReportPage(client, published_penalty().ref).send().status_code == 303
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_proves_the_place_in_the_signed_log(reader: FlaskClient, ticket: Ticket) -> None:
    found = check(fetched(reader), key())
    (entry,) = log.entries(subject=ticket.subject, action="ticket.submit")
    assert (found.entry["number"], found.entry["subject"]) == (entry.number, ticket.subject)
    assert found.file["number"] == ticket.ref
    assert found.entry["about"] == ticket.record.subject


def test_the_stand_alone_verifier_accepts_the_file_and_refuses_a_changed_one(
    reader: FlaskClient, tmp_path: Path
) -> None:
    text = fetched(reader)
    assert verified(text, tmp_path).returncode == 0
    file = json.loads(text)
    for member, old, new in (
        ("entry", "web", "map"), ("proof", "index ", "index 1"), ("proof", "\nissued 20", "\nissued 21"),
    ):  # fmt: skip
        changed = file | {member: file[member].replace(old, new, 1)}
        assert changed != file
        assert verified(json.dumps(changed), tmp_path).returncode == 1, old


def verified(text: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    file = folder / "回执.json"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / "tools" / "verify_log.py"), "--key", key(), str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_words_and_files_open_the_commitments(client: FlaskClient, db_session: Any) -> None:
    page = ReportPage(client, published_penalty().ref)
    page.send(evidence=[file(PDF, "决定书.pdf"), file(png(), "照片.png")])
    found = check(fetched(client), key())
    said = client.get("/status/ticket/said.txt")
    assert hashlib.sha256(said.data).hexdigest() == found.file["said"]
    assert WORDS in said.text
    assert found.file["files"] == [hashlib.sha256(one).hexdigest() for one in (PDF, png())]
    assert "回执-FK-JC-" in _name(client.get("/status/ticket/proof.json"))
    assert re.search(r"反映内容-FK-JC-\d{8}-0001\.txt", _name(said))


def _name(answer: Any) -> str:
    from urllib.parse import unquote

    return unquote(answer.headers["Content-Disposition"])


def test_nothing_says_who_reported_or_what(reader: FlaskClient, ticket: Ticket) -> None:
    texts = [fetched(reader), reader.get("/status/ticket/proof").text, _pdf_text(reader)]
    secrets = (HE_JING.name, HE_JING.email, HE_JING.phone, code_of(ticket), ticket.words, "6.8万元")
    for text in texts:
        assert not [secret for secret in secrets if secret in text]
    said = reader.get("/status/ticket/said.txt").text
    assert not [secret for secret in secrets[:4] if secret in said]


def test_an_old_file_holds_after_the_log_has_grown(reader: FlaskClient) -> None:
    old = fetched(reader)
    for number in range(70):
        audit.append("log.verify", by=SYSTEM, subject=f"log:{number}")
    audit.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    assert check(old, key()).size < check(fetched(reader), key()).size


def test_the_earliest_checkpoint_given_out_is_used(reader: FlaskClient) -> None:
    first = audit.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    audit.append("log.verify", by=SYSTEM, subject="log:all")
    audit.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    assert first.text in json.loads(fetched(reader))["proof"]
    assert fetched(reader) == fetched(reader)


def test_page_says_where_and_when_and_leads_to_the_check(reader: FlaskClient, ticket: Ticket) -> None:
    (entry,) = log.entries(subject=ticket.subject, action="ticket.submit")
    html = reader.get("/status/ticket/proof").text
    words = words_of(html)
    for said in (ticket.ref, f"第 {entry.number} 条", "2026年11月9日 15:12（北京时间）", entry.entry_hash):
        assert said in words
    assert "/log/check" in html
    assert reader.get("/status/ticket").text.count("/status/ticket/proof") == 1


def test_pdf_can_be_read_and_shows_chinese(reader: FlaskClient, ticket: Ticket) -> None:
    text = _pdf_text(reader)
    (entry,) = log.entries(subject=ticket.subject, action="ticket.submit")
    for said in (
        "回执证明",
        ticket.ref,
        "2026年11月9日 15:12（北京时间）",
        f"第 {entry.number} 条",
        entry.entry_hash,
    ):
        assert said in text
    assert "/log/check" in text


def test_paper_bears_only_salted_hashes(client: FlaskClient, db_session: Any) -> None:
    """The plain hash of a public document would say which one was handed in."""
    ReportPage(client, published_penalty().ref).send(evidence=[file(PDF, "决定书.pdf")])
    found = check(fetched(client), key())
    text = _pdf_text(client)
    assert all(one in text for one in [found.facts["said_hash"], *found.facts["file_hashes"]])
    assert not any(one in text for one in [found.file["said"], found.file["salt"], *found.file["files"]])


def test_pdf_speaks_english_too(reader: FlaskClient) -> None:
    reader.post("/language", data={"lang": "en"})
    assert "Fukang" in _pdf_text(reader)


def _pdf_text(reader: FlaskClient) -> str:
    document = pypdfium2.PdfDocument(reader.get("/status/ticket/proof.pdf").data)
    try:
        page = document[0]
        shown = page.render(scale=0.5).to_pil().convert("L")
        assert shown.getextrema()[0] < 100, "an empty page"
        return str(page.get_textpage().get_text_range()).replace("\r\n", "\n")
    finally:
        document.close()


def test_a_report_from_before_says_so_and_has_no_files(reader: FlaskClient, ticket: Ticket) -> None:
    ticket.said_text = ticket.proof_salt = None
    db.session.commit()
    assert "没有这种证明" in reader.get("/status/ticket/proof").text
    assert {reader.get(address).status_code for address in FILES} == {404}


def test_a_damaged_log_keeps_nobody_from_their_report(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(entry: Any) -> Any:
        raise NotSigned("日志已受损。", "The log is damaged.")

    monkeypatch.setattr(filing_proof, "prove", refuse)
    answer = reader.get("/status/ticket/proof")
    assert (answer.status_code, "现在出不了证明" in answer.text) == (200, True)
    assert reader.get("/status/ticket").status_code == 200
    assert reader.get("/status/ticket/proof.json").status_code == 409


def test_the_receipt_and_the_leave_button_go_together(
    client: FlaskClient, app: Flask, db_session: Any
) -> None:
    ReportPage(client, published_penalty().ref).send()
    assert "/status/ticket/proof" in client.get("/receipt").text
    client.post("/status/leave")
    assert client.get("/status/ticket/proof.json").status_code == 303


def test_before_a_checkpoint_is_issued_the_page_says_that_a_published_one_comes_and_both_files_hold(
    reader: FlaskClient, tmp_path: Path
) -> None:
    soon = "可以得到公布在网上的检查点"
    assert soon in reader.get("/status/ticket/proof").text
    early = fetched(reader)
    audit.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    assert soon not in reader.get("/status/ticket/proof").text
    late = fetched(reader)
    size = check(late, key()).size
    assert reader.get(f"/log/checkpoints/{size}").status_code == 200
    for text in (early, late):
        assert verified(text, tmp_path).returncode == 0
