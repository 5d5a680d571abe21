"""What the staff leave on a ticket for themselves and each other: notes, drafts, who has it open; everything in one line of time."""

import hashlib
import io
import json
import zipfile

import pytest
from sqlalchemy import select

from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.files.handing_over import files_folder
from feedback_app.files.operations import keep, store
from feedback_app.tickets.models import Draft, Note
from feedback_app.tickets.workflow import State
from tests.factories import code_of, people, ticket_at
from tests.tickets.desk import PDF, Browse, send, url, words

pytestmark = pytest.mark.one_database
SECRET = "内部说法一二三"


def test_an_internal_note_is_read_by_colleagues_and_on_no_page_of_the_reporter(
    browse: Browse, app, client
) -> None:  # type: ignore[no-untyped-def]
    ticket = ticket_at(State.CLOSED)
    clerk = browse("sunlei")
    assert clerk.post(url(ticket, "notes"), data={"words": SECRET}).status_code == 303
    page = browse("liweidong").get(url(ticket))
    assert page.text.count(SECRET) == 2, "at its place and in the line of time"
    assert "反映人看不到" in words(page)
    assert SECRET not in clerk.get(f"{url(ticket)}?show=files").text.partition('id="timeline"')[2]
    assert client.post("/status", data={"code": code_of(ticket)}).status_code == 303
    walked = 0
    for rule in app.url_map.iter_rules():
        if (
            rule.methods
            and "GET" in rule.methods
            and not rule.arguments
            and not rule.rule.startswith("/staff")
        ):
            walked += 1
            assert (
                SECRET not in client.get(rule.rule, buffered=True).get_data(as_text=True)
                if rule.rule.count(".") == 0
                else True
            )
    assert walked > 20
    assert SECRET not in client.get(f"/records/{ticket.record.ref}").text
    sealed = db.session.connection().exec_driver_sql("SELECT words FROM ticket_note").scalar()
    assert SECRET not in sealed


def test_an_empty_note_is_not_kept(browse: Browse) -> None:
    ticket = ticket_at(State.RECEIVED)
    page = browse("sunlei").post(url(ticket, "notes"), data={"words": " "}, follow_redirects=True)
    assert "请写备注" in page.text
    assert db.session.scalars(select(Note)).all() == []


def test_a_draft_is_given_back_to_its_writer_alone_and_dropped_when_the_step_is_taken(browse: Browse) -> None:
    ticket = ticket_at(State.ROOT_CAUSE)
    leader = browse("liweidong")
    typed = {"lock": ticket.lock, "reasons": "录入时没有核对", "subject": "none"}
    assert leader.post(url(ticket, "accountability"), data=typed | {"keep_draft": "1"}).status_code == 303
    assert db.session.scalars(select(Draft)).one().typed["reasons"] == ["录入时没有核对"]
    page = leader.get(url(ticket, "accountability"))
    assert "录入时没有核对" in page.text
    assert "已恢复" in page.text
    later = leader.post(url(ticket, "drafts/accountability"), data=typed | {"reasons": "又写了一句"})
    assert "草稿已保存" in later.json["said"]
    assert "又写了一句" in leader.get(url(ticket, "accountability")).text
    leader.post(url(ticket, "accountability"), data={"drop_draft": "1"})
    assert "又写了一句" not in leader.get(url(ticket, "accountability")).text


def test_a_draft_goes_away_with_the_step(browse: Browse) -> None:
    ticket = ticket_at(State.FINDING_DRAFTED)
    leader = browse("liweidong")
    leader.post(url(ticket, "drafts/finding-return"), data={"reason": "依据不足，请补充原件"})
    assert "依据不足，请补充原件" in leader.get(url(ticket, "finding-return")).text
    assert "依据不足，请补充原件" not in browse("sunlei").get(url(ticket)).text
    assert send(leader, ticket, "finding-return", reason="依据不足，请补充原件").status_code == 303
    assert db.session.scalars(select(Draft)).all() == []


def test_colleagues_hear_who_has_the_ticket_open_until_a_moment_ago(browse: Browse, freeze) -> None:  # type: ignore[no-untyped-def]
    ticket = ticket_at(State.RECEIVED)
    clerk, leader = browse("sunlei"), browse("liweidong")
    assert clerk.post(url(ticket, "presence")).json == {"others": []}
    assert leader.post(url(ticket, "presence")).json == {"others": ["孙蕾"]}
    assert "同事也打开了这件工单：李卫东" in words(clerk.get(url(ticket)))
    freeze("2026-11-12 12:02")
    assert "同事也打开了这件工单：李卫东" not in words(clerk.get(url(ticket)))
    assert browse("zhaoming").post(url(ticket, "presence")).status_code == 404


def test_the_record_stands_twice_beside_the_claim(browse: Browse) -> None:
    page = words(browse("sunlei").get(url(ticket_at(State.CLOSED))))
    assert "反映时是第 1 版" in page
    assert "已改" in page


def test_the_whole_file_holds_originals_proofs_and_their_hashes_and_nobody_who_reported(
    browse: Browse,
) -> None:
    ticket = ticket_at(State.CLOSED)
    with io.BytesIO(PDF) as stream:
        keep(
            store(stream, "证据.pdf", folder=files_folder(), limit=99),
            subject=ticket.subject,
            kept_by="staff",
            by=people().liufang.actor,
        )
    db.session.commit()
    answer = browse("sunlei").post(url(ticket, "whole-file"), buffered=True)
    assert answer.mimetype == "application/zip", answer.text[:500]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as box:
        listed = json.loads(box.read("manifest.json"))["sha256"]
        assert set(box.namelist()) == {*listed, "manifest.json"}
        for name, digest in listed.items():
            assert hashlib.sha256(box.read(name)).hexdigest() == digest
            assert "何静" not in box.read(name).decode(errors="replace")
        [original] = [name for name in listed if name.startswith("originals/")]
        assert box.read(original) == PDF
        assert original.endswith("证据.pdf")
        assert "6.8万元" in box.read("file.html").decode()
        assert sum(name.startswith("proofs/") for name in listed) > 10
    assert db.session.scalars(
        select(LogEntry).where(LogEntry.action == "ticket.export")
    ).one().fact_values == {"files": 1}
    assert browse("chenzhiqiang").post(url(ticket, "whole-file")).status_code == 404
