"""Checkpoints leave the house: on pages and in a feed, by mail once a day, and with a witness's signature."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from feedback_app import clock
from feedback_app.audit import merkle, tlog_witness, triggers
from feedback_app.audit import operations as log
from feedback_app.audit import queries as log_rows
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.checkpoint import of, read
from feedback_app.audit.note import COSIGNATURE, SigningKey, opened, parse
from feedback_app.audit.signing import signer
from feedback_app.clock import LEGAL_ZONE
from feedback_app.extensions import db
from feedback_app.outbox.composing import letter_of
from feedback_app.outbox.models import OwedMessage
from feedback_app.watch import jobs, queries, witnessing
from feedback_app.witness.judging import Witness
from feedback_app.witness.memory import Memory
from tests.factories import people
from tests.rig.app import Client

WITNESS = SigningKey("witness.example/prefecture", bytes(range(5, 37)), COSIGNATURE)
MONDAY = datetime(2026, 11, 23, 8, 31, tzinfo=LEGAL_ZONE)
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=LEGAL_ZONE)


@pytest.fixture(autouse=True)
def entries(db_session: object) -> None:
    """Staff, and a few entries of the log."""
    people()
    grow(5)


def grow(by: int) -> None:
    for _ in range(by):
        log.append("content.load", by=SYSTEM, subject="content:all")
    db.session.commit()


def issue() -> int:
    size = log.issue_checkpoint(by=SYSTEM).size
    db.session.commit()
    return size


def owed() -> list[OwedMessage]:
    return list(db.session.scalars(sa.select(OwedMessage).where(OwedMessage.kind == "log_checkpoint")))


# ---- mail --------------------------------------------------------------------------------------------------------------


def test_supervisors_are_mailed_the_newest_checkpoint_once_a_working_day(app: Flask, freeze: Any) -> None:
    size = issue()
    app.config["CHECKPOINT_MAIL_TO"] = ["sifaju@example.gov.cn"]
    freeze(MONDAY)
    assert jobs.mail_checkpoint()
    assert not jobs.mail_checkpoint()
    addresses = {message.to_address for message in owed()}
    assert addresses == {user.email for user in vars(people()).values() if user.is_supervisor} | {
        "sifaju@example.gov.cn"
    }
    body = letter_of(owed()[0]).text
    note = body[body.index(app.config["LOG_ORIGIN"]) :].split("\n核对的办法")[0].rstrip("\n") + "\n"
    assert read(parse(note).text).size == size
    assert opened(parse(note), [signer.verifier]), "what arrives can be verified as it stands"


@pytest.mark.parametrize(
    ("how", "when", "is_mailed"),
    [
        ("workdays", SATURDAY, False), ("weekly", SATURDAY, False), ("off", MONDAY, False), ("weekly", MONDAY, True),
        ("workdays", MONDAY.replace(hour=8, minute=29), False),
    ],
)  # fmt: skip
@pytest.mark.one_database
def test_it_goes_out_on_the_days_of_the_setting(
    app: Flask, freeze: Any, how: str, when: datetime, is_mailed: bool
) -> None:
    issue()
    app.config["CHECKPOINT_MAIL"] = how
    freeze(when)
    assert jobs.mail_checkpoint() is is_mailed


def test_without_a_checkpoint_there_is_nothing_to_mail(app: Flask, freeze: Any) -> None:
    freeze(MONDAY)
    assert not jobs.mail_checkpoint()
    issue()
    assert jobs.mail_checkpoint(), "and the day is not lost"


# ---- witnesses ---------------------------------------------------------------------------------------------------------


class Near:
    """A witness reached without a network: what it answers is what it would send."""

    def __init__(self, folder: Path) -> None:
        self.witness = Witness(WITNESS, Memory(folder / "memory.sqlite3"), [signer.verifier])
        self.asked = 0

    def __call__(self, url: str, asked: tlog_witness.AddCheckpoint) -> Any:
        self.asked += 1
        answer = self.witness.add_checkpoint(asked.text, at=1_795_000_000)
        if answer.status == 200:
            return tlog_witness.Cosigned(tuple(answer.body.splitlines()))
        if answer.status == 409:
            return tlog_witness.Behind(int(answer.body))
        return tlog_witness.NotCosigned(answer.status, answer.body)


@pytest.fixture
def near(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Near:
    found = Near(tmp_path)
    monkeypatch.setattr(witnessing, "ask", found)
    app.config["LOG_WITNESSES"] = [("https://witness.example", WITNESS.verifier.text)]
    return found


def test_the_newest_checkpoint_is_cosigned_and_published_with_it(app: Flask, near: Near) -> None:
    issue()
    jobs.ask_witnesses()
    grow(3)
    size = issue()
    jobs.ask_witnesses()
    jobs.ask_witnesses()
    assert near.asked == 2, "what is signed is not asked for again"
    text = app.test_client().get("/log/checkpoint").text
    assert read(parse(text).text).size == size
    assert {one.name for one in opened(parse(text), [signer.verifier, WITNESS.verifier])} == {
        app.config["LOG_ORIGIN"], WITNESS.name,
    }  # fmt: skip
    assert WITNESS.name in app.test_client().get("/log").text
    assert queries.open_count() == 0


def test_a_witness_that_remembers_another_size_is_proved_to_from_there(app: Flask, near: Near) -> None:
    first = issue()
    jobs.ask_witnesses()
    with db.engine.begin() as connection:  # our side forgot that it was signed
        triggers.drop(connection)
        connection.execute(sa.text(f"UPDATE log_checkpoint SET cosignatures = '' WHERE size = {first}"))
        triggers.create(connection)
    grow(4)
    issue()
    jobs.ask_witnesses()
    assert near.asked == 3
    assert queries.open_count() == 0


def test_a_rewritten_log_is_refused_by_the_witness_and_alarms(app: Flask, near: Near) -> None:
    grow(5)
    size = issue()
    leaves = [bytes([number]) * 32 for number in range(size + 2)]
    root = merkle.root(len(leaves), merkle.reader_of(leaves))
    foreign = of(signer.origin, len(leaves), root, issued_at=MONDAY, after=0)
    near.witness.add_checkpoint(f"old 0\n\n{signer.sign(foreign)}", at=1)
    jobs.ask_witnesses()
    jobs.ask_witnesses()
    alarms = queries.open_alarms()
    assert [alarm.kind for alarm in alarms] == ["witness_refused"]
    assert "日志变短了" in alarms[0].words_zh
    grow(9)
    issue()
    jobs.ask_witnesses()
    assert any("拒绝" in alarm.words_zh and "422" in alarm.words_zh for alarm in queries.open_alarms())


def test_a_witness_that_does_not_answer_is_asked_again_without_an_alarm(app: Flask) -> None:
    issue()
    app.config["LOG_WITNESSES"] = [("http://127.0.0.1:9", WITNESS.verifier.text)]
    jobs.ask_witnesses()
    assert queries.open_count() == 0


def test_a_false_signature_is_not_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    issue()
    other = SigningKey(WITNESS.name, bytes(32), COSIGNATURE).sign("something else\n", at=1)
    line = other.line.replace(other.line.split()[2][:6], WITNESS.sign("x\n", at=1).line.split()[2][:6])
    monkeypatch.setattr(witnessing, "ask", lambda url, asked: tlog_witness.Cosigned((line.strip(),)))
    app.config["LOG_WITNESSES"] = [("https://witness.example", WITNESS.verifier.text)]
    jobs.ask_witnesses()
    assert [alarm.kind for alarm in queries.open_alarms()] == ["witness_refused"]
    row = log_rows.latest_issued()
    assert row is not None
    assert row.cosignatures == ""


# ---- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_the_log_s_pages_name_nobody(app: Flask, client: Client) -> None:
    size = issue()
    grow(2)
    issue()
    pages = [
        "/log", "/log/checkpoint", "/log/checkpoints", "/log/checkpoints.atom", f"/log/checkpoints/{size}",
        f"/log/checkpoints/{size}.txt", "/log/proof/1", f"/log/proof/1?size={size}", "/log/consistency?old=2",
    ]  # fmt: skip
    names = {user.name for user in vars(people()).values()}
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not [name for name in names if name in answer.text], path


@pytest.mark.one_database
@pytest.mark.parametrize(
    "path",
    ["/log/checkpoints/1", "/log/checkpoints/99999", "/log/checkpoints/1.txt", "/log/proof/999999",
     "/log/proof/0", "/log/consistency?old=99999", "/log/consistency?old=3&new=2"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    issue()
    assert client.get(path).status_code == 404


@pytest.mark.one_database
def test_an_empty_log_has_a_page_all_the_same(client: Client) -> None:
    assert "还没有签发检查点" in client.get("/log").text
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/consistency").status_code == 400


@pytest.mark.one_database
def test_the_printed_code_holds_the_whole_note(app: Flask, client: Client) -> None:
    size = issue()
    page = client.get(f"/log/checkpoints/{size}").text
    row = log_rows.latest_issued()
    assert row is not None
    assert row.note.splitlines()[2] in page
    assert "<svg" in page


@pytest.mark.one_database
def test_the_verifier_is_handed_out_as_it_stands_in_the_repository(client: Client) -> None:
    program = client.get("/log/verify_log.py", buffered=True).data
    assert program == (Path(__file__).parents[2] / "tools" / "verify_log.py").read_bytes()


# ---- months ------------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("how", "is_shown", "has_sentences"),
    [("none", False, False), ("counts", True, False), ("sentences", True, True)],
)
def test_what_the_public_sees_of_a_month_is_a_setting(
    app: Flask, client: Client, how: str, is_shown: bool, has_sentences: bool
) -> None:
    app.config["LOG_PUBLIC"] = how
    person = people().liweidong
    log.append("record.review", by=person.actor, subject="record:D-2", reason="核对无误")
    db.session.commit()
    month = clock.today().strftime("%Y-%m")
    assert (f"/log/months/{month}" in client.get("/log").text) is is_shown
    answer = client.get(f"/log/months/{month}")
    assert answer.status_code == (200 if is_shown else 404)
    assert ("审核通过" in answer.text) is is_shown
    assert ("D-2" in answer.text) is has_sentences
    assert person.name not in answer.text
    assert "核对无误" not in answer.text


@pytest.mark.one_database
@pytest.mark.parametrize("month", ["2026-13", "1999-01", "2999-12", "x", "2026-1"])
def test_a_month_without_a_log_is_not_found(client: Client, month: str) -> None:
    assert client.get(f"/log/months/{month}").status_code == 404
