"""What becomes of a report once the button is pressed: one ticket, its traces, its files, and no code anywhere."""

import hashlib
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock, create_app
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import queries as log
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import operations as records
from feedback_app.extensions import db
from feedback_app.files.handing_over import files_folder
from feedback_app.files.models import Attachment
from feedback_app.files.shelf import path_of, read
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import queries
from feedback_app.tickets.models import Claim, Reporter, Ticket
from feedback_app.tickets.views_public import sending
from tests.factories import RIGHT_AMOUNT, beijing, people, published_penalty
from tests.rig.databases import Database
from tests.tickets.reporting import PDF, WORDS, ReportPage, code_on, file, held_in, png, words_of


@pytest.fixture
def ref(db_session: Any) -> str:
    return published_penalty().ref


@pytest.fixture
def page(client: FlaskClient, ref: str) -> ReportPage:
    return ReportPage(client, ref)


def tickets() -> list[Ticket]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Ticket).order_by(Ticket.id)))


def stored(app: Flask, sha256: str) -> Path:
    return path_of(Path(app.config["DATA_DIR"]) / "files", sha256)


def test_a_report_leaves_its_ticket_its_log_entry_its_clocks_and_its_message(
    page: ReportPage, freeze: Any
) -> None:
    freeze("2026-11-09 15:12")
    answer = page.send(name="晋庭化工 法务 何静", email="hejing@reporter.example", phone="139 0000 0000")
    assert answer.status_code == 303
    assert answer.location == "/receipt"

    (ticket,) = tickets()
    assert (ticket.state, ticket.channel, ticket.locale, ticket.type) == (
        "received",
        "web",
        "zh",
        "inaccuracy_report",
    )
    assert (ticket.ref, ticket.record.ref, ticket.record_number) == ("FK-JC-20261109-0001", page.ref, 1)
    assert ticket.words == WORDS
    (claim,) = ticket.claims
    assert (claim.field_key, claim.says, claim.should_say) == ("amount", "68万元", "6.8万元")
    reporter = ticket.reporter
    assert (reporter.name, reporter.email) == ("晋庭化工 法务 何静", "hejing@reporter.example")
    assert (reporter.phone, reporter.is_anonymous) == ("139 0000 0000", False)
    assert (ticket.next_step, ticket.waits_for) == ("accept", "clerk")

    (entry,) = log.entries(subject=ticket.subject)
    assert (entry.action, entry.actor_kind, entry.about) == (
        "ticket.submit",
        "reporter",
        ticket.record.subject,
    )
    assert "何静" not in (entry.facts or "")
    due = {one.rule: one.due_on.isoformat() for one in deadlines.open_clocks("ticket", ticket.ref)}
    assert due == {"TICKET_ACCEPT": "2026-11-11", "TICKET_NORMAL": "2026-11-16"}
    (message,) = db.session.scalars(sa.select(OwedMessage))
    assert (message.kind, message.to_address) == ("ticket_received", "hejing@reporter.example")


def test_nothing_about_an_anonymous_reporter_is_kept_or_owed(page: ReportPage) -> None:
    assert page.send().status_code == 303
    (reporter,) = db.session.scalars(sa.select(Reporter))
    assert reporter.is_anonymous
    assert (reporter.name, reporter.email, reporter.phone) == ("", "", "")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OwedMessage)) == 0


def test_who_reported_is_unreadable_in_the_tables(page: ReportPage) -> None:
    page.send(name="何静", email="hejing@reporter.example", phone="13900000000")
    row = db.session.execute(sa.text("SELECT name, email, phone FROM reporter")).one()
    assert all(sealed.startswith("v1:") for sealed in row)


def test_a_report_on_the_whole_record(page: ReportPage) -> None:
    assert page.send(field="whole", should_say="", words="整条都不对").status_code == 303
    (ticket,) = tickets()
    assert ticket.claims == []
    assert ticket.words == "整条都不对"


def test_what_the_record_says_is_never_taken_from_the_browser(page: ReportPage) -> None:
    page.send(says="我编的内容")
    (claim,) = db.session.scalars(sa.select(Claim))
    assert claim.says == "68万元"


# ---- the same submission twice


def test_the_same_form_sent_twice_is_one_ticket_with_one_code(page: ReportPage) -> None:
    page.send(evidence=[file(png(), "决定书.png")])
    first = code_on(page.client.get("/receipt"))
    again = page.send(evidence=[file(png(), "决定书.png")])
    assert again.status_code == 303
    assert code_on(page.client.get("/receipt")) == first
    assert len(tickets()) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        lambda: {"should_say": "6.9万元"},
        lambda: {"words": "另一件事"},
        lambda: {"field": "party"},
        lambda: {"email": "later@reporter.example"},
        lambda: {"evidence": [file(png(), "另附.png")]},
    ],
    ids=["should_say", "words", "field", "contact", "file"],
)
def test_going_back_and_changing_something_is_another_report(
    page: ReportPage, changed: Callable[[], dict[str, Any]]
) -> None:
    page.send()
    first = code_on(page.client.get("/receipt"))
    page.send(**changed())
    assert code_on(page.client.get("/receipt")) != first
    assert len(tickets()) == 2


def test_the_same_words_from_another_browser_are_another_report(app: Flask, ref: str) -> None:
    ReportPage(app.test_client(), ref).send()
    ReportPage(app.test_client(), ref).send()
    one, other = tickets()
    assert one.code_hash != other.code_hash


def test_the_same_words_in_a_fresh_form_of_this_browser_are_the_report_it_just_sent(
    client: FlaskClient, ref: str
) -> None:
    """The back button fetches the form anew, and the browser puts back what was typed."""
    ReportPage(client, ref).send()
    first = code_on(client.get("/receipt"))
    assert ReportPage(client, ref).send().status_code == 303
    assert code_on(client.get("/receipt")) == first
    assert len(tickets()) == 1


def test_twins_at_the_same_moment_are_one_ticket(app: Flask, page: ReportPage) -> None:
    db.session.commit()
    ready = Barrier(4)

    def press() -> str:
        client = app.test_client()
        ready.wait()
        assert client.post(f"/records/{page.ref}/report", data=page.fill()).status_code == 303
        return code_on(client.get("/receipt"))

    with ThreadPoolExecutor(4) as presses:
        codes = {done.result() for done in [presses.submit(press) for _ in range(4)]}
    assert len(codes) == 1
    assert len(tickets()) == 1


def test_a_twin_that_is_seen_only_when_the_row_is_refused(
    page: ReportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.send()
    first = code_on(page.client.get("/receipt"))
    monkeypatch.setattr(sending, "was_just_sent", lambda form: False)
    look, blind = queries.by_submission, [None, None, None]
    monkeypatch.setattr(queries, "by_submission", lambda mark: blind.pop() if blind else look(mark))
    assert page.send().status_code == 303
    assert not blind
    monkeypatch.undo()
    assert code_on(page.client.get("/receipt")) == first
    assert len(tickets()) == 1


def test_the_record_changed_while_the_person_was_writing(page: ReportPage) -> None:
    record = tickets_record(page.ref)
    with clock.at(beijing("2026-11-10 17:40")):
        by = db.session.merge(people().liufang)
        records.publish_correction(
            record, {"amount": RIGHT_AMOUNT}, by=by, about="ticket:FK-JC-20261109-0001"
        )
    db.session.commit()
    answer = page.send()
    assert answer.status_code == 409
    assert "这条信息更新了" in words_of(answer.text)
    assert "6.8 万元" in words_of(answer.text)
    assert WORDS in answer.text
    assert tickets() == []

    assert page.send_again(answer).status_code == 303
    (ticket,) = tickets()
    assert (ticket.record_number, ticket.claims[0].says) == (2, "6.8万元")


def test_the_receipt_stays_the_same_when_the_record_changes_between_two_presses(page: ReportPage) -> None:
    page.send()
    record = tickets_record(page.ref)
    with clock.at(beijing("2026-11-10 17:40")):
        by = db.session.get_one(StaffUser, people().liufang.id)
        records.publish_correction(
            record, {"amount": RIGHT_AMOUNT}, by=by, about="ticket:FK-JC-20261109-0001"
        )
    db.session.commit()
    assert page.send().status_code == 303
    assert len(tickets()) == 1


def tickets_record(ref: str) -> Any:
    from feedback_app.disclosures.queries import public_record

    return public_record(ref)


# ---- files


def test_files_lie_on_disk_as_their_rows_say(app: Flask, page: ReportPage) -> None:
    picture = png(b"\x01\x02\x03")
    assert (
        page.send(evidence=[file(picture, "现场 照片 📷.png"), file(PDF, "决定书扫描件.pdf")]).status_code
        == 303
    )
    rows = list(db.session.scalars(sa.select(Attachment).order_by(Attachment.id)))
    assert [(row.name, row.media_type) for row in rows] == [
        ("现场 照片 📷.png", "image/png"),
        ("决定书扫描件.pdf", "application/pdf"),
    ]
    for row, content in zip(rows, (picture, PDF), strict=True):
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert row.size == len(content)
        assert content[:16] not in stored(app, row.sha256).read_bytes()
        assert b"".join(read(files_folder(), row.sha256)) == content
        assert row.subject == tickets()[0].subject
    assert "现场" not in db.session.execute(sa.text("SELECT name FROM attachment")).scalars().first()


def test_files_of_a_refused_form_need_not_be_chosen_again(page: ReportPage) -> None:
    refused = page.send(should_say="", words="", evidence=[file(png(), "决定书.png"), file(PDF, "附件.pdf")])
    assert refused.status_code == 422
    assert len(held_in(refused)) == 2
    assert "决定书.png" in words_of(refused.text)
    kept = held_in(refused)[:1]
    assert page.send_again(refused, held=kept).status_code == 303
    assert [row.name for row in db.session.scalars(sa.select(Attachment))] == ["决定书.png"]


def test_a_file_carried_over_and_the_same_file_chosen_anew_are_one_submission(page: ReportPage) -> None:
    refused = page.send(phone="不告诉你", evidence=[file(png(), "决定书.png")])
    page.send_again(refused, phone="")
    page.send_again(refused, phone="", held=[], evidence=[file(png(), "决定书.png")])
    assert len(tickets()) == 1


def test_a_reference_to_a_file_cannot_be_made_up(page: ReportPage) -> None:
    refused = page.send(phone="不告诉你", evidence=[file(png(), "决定书.png")])
    (signed,) = held_in(refused)
    answer = page.send(held=[signed[:-2] + "xx", page.hidden["form_token"]])
    assert answer.status_code == 422
    assert "有文件没有保存住" in words_of(answer.text)
    assert held_in(answer) == []


def test_a_carried_file_whose_bytes_are_gone_is_asked_for_again(app: Flask, page: ReportPage) -> None:
    content = png(b"\x09\x08\x07")
    refused = page.send(phone="不告诉你", evidence=[file(content, "决定书.png")])
    stored(app, hashlib.sha256(content).hexdigest()).unlink()
    answer = page.send_again(refused, phone="")
    assert answer.status_code == 422
    assert "请重新选择" in words_of(answer.text)
    assert tickets() == []


def test_a_full_disk_loses_no_words(page: ReportPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("feedback_app.tickets.forms_sending.store", full)
    answer = page.send(evidence=[file(png(), "决定书.png")])
    assert answer.status_code == 422
    assert "“决定书.png”现在存不下" in words_of(answer.text)
    assert WORDS in answer.text


# ---- the code


def test_the_code_stands_nowhere_but_on_the_receipt(
    app: Flask, page: ReportPage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = page.send(email="hejing@reporter.example")
    receipt = page.client.get(sent.location)
    code = code_on(receipt)
    looked_up = page.client.post("/status", data={"code": code})
    shown = page.client.get(looked_up.location)
    grouped = re.compile("[ -]?".join(code), re.IGNORECASE)

    assert len(grouped.findall(words_of(receipt.text))) == 1
    with page.client.session_transaction() as session:
        cookie = str(dict(session))
    for elsewhere in (sent.location, looked_up.location, shown.text, caplog.text, cookie):
        assert not grouped.search(elsewhere)
    assert not grouped.search(whole_database())
    for kept in Path(app.config["DATA_DIR"]).rglob("*"):
        if kept.is_file():
            assert code.encode() not in kept.read_bytes(), kept


def test_the_code_opens_its_ticket_and_no_other(app: Flask, client: FlaskClient, ref: str) -> None:
    codes = []
    for _ in range(2):
        browser = app.test_client()
        ReportPage(browser, ref).send()
        codes.append(code_on(browser.get("/receipt")))
    assert codes[0] != codes[1]
    for code, ticket in zip(codes, tickets(), strict=True):
        client.post("/status", data={"code": code})
        assert ticket.ref in client.get("/status/ticket").text


def whole_database() -> str:
    """Every value of every table, and on SQLite the raw pages with what was written ahead."""
    db.session.rollback()
    rows = (
        row for table in db.metadata.tables for row in db.session.execute(sa.text(f"SELECT * FROM {table}"))
    )
    text = "\n".join(str(tuple(row)) for row in rows)
    file_name = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    for raw in Path(file_name).parent.glob("test.sqlite3*") if file_name else ():
        text += raw.read_bytes().decode("latin-1")
    return text


# ---- other things down


def test_a_report_is_taken_while_redis_is_away(database: Database) -> None:
    app = create_app(
        TESTING=True, DATABASE_URL=database.url, WTF_CSRF_ENABLED=False, REDIS_URL="redis://127.0.0.1:1/0"
    )
    with app.app_context():
        ref = published_penalty().ref
        db.session.remove()
    client = app.test_client()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(logging.getLogger("flask-limiter"), "disabled", True)
        assert ReportPage(client, ref).send(email="hejing@reporter.example").status_code == 303
    assert client.get("/receipt").status_code == 200
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(OwedMessage)) == 1
        db.session.remove()
        db.engine.dispose()
