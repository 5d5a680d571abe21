"""The list people work from: in groups by limit, narrowed, looked through, kept as a filter, and done many at once."""

import pytest
from sqlalchemy import select

from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.tickets.filtering import Wanted
from feedback_app.tickets.models import Note, SavedFilter
from feedback_app.tickets.workflow import State
from tests.factories import people, published_penalty, ticket_at
from tests.tickets.desk import Browse, fresh, words

pytestmark = pytest.mark.one_database


def test_the_list_says_what_is_late_and_what_comes_later(browse: Browse) -> None:
    record = published_penalty()
    late, later = ticket_at(State.RECEIVED, record=record), ticket_at(State.ACCEPTED, record=record)
    page = words(browse("sunlei").get("/staff/"))
    assert (
        page.index("逾期 1")
        < page.index(late.ref)
        < page.index("期 1", page.index(late.ref))
        < page.index(later.ref)
    )
    only = browse("sunlei").get("/staff/?due=late").text
    assert late.ref in only
    assert later.ref not in only


def test_filters_in_the_address_only_ever_take_away(browse: Browse) -> None:
    cast, record = people(), published_penalty()
    received, led = ticket_at(State.RECEIVED, record=record), ticket_at(State.LEADER_ASSIGNED, record=record)
    called = ticket_at(State.RECEIVED, record=record, channel="phone")
    everything = {received.ref, led.ref, called.ref}
    for query, expected in {
        "state=received": {received.ref, called.ref},
        "channel=phone": {called.ref},
        f"leader={cast.liweidong.id}": {led.ref},
        f"investigator={cast.liufang.id}": set(),
        "type=inaccuracy_report": everything,
        "type=privacy_takedown": set(),
        f"record={record.ref.lower()}": everything,
        "record=C4-1999-0001": set(),
        f"unit={record.handling_unit_id}": everything,
        "received_from=2026-11-09&received_to=2026-11-09": everything,
        "received_from=2026-11-10": set(),
        "again=1": set(),
        "labelled=1": set(),
        "type=nonsense&due=x&leader=-1&unit=a&received_to=2026-13-01&round=%00": everything,
    }.items():
        page = browse("sunlei").get(f"/staff/?view=all&{query}")
        assert page.status_code == 200, query
        assert {ref for ref in everything if ref in page.text} == expected, query
    assert received.ref not in browse("zhaoming").get("/staff/?view=all&state=received").text, (
        "whoever has the record in hand sees no ticket of it, filter or not"
    )


def test_a_ticket_is_found_by_its_outer_number_its_record_and_the_party(browse: Browse) -> None:
    record = published_penalty()
    ticket = ticket_at(State.RECEIVED, record=record)
    ticket.outer_number = "XJ12345-7"
    db.session.commit()
    for looked_for in ("XJ12345-7", record.ref, "晋庭精细化工", record.document_number):
        assert ticket.ref in browse("sunlei").get("/staff/", query_string={"words": looked_for}).text, (
            looked_for
        )
        assert ticket.ref not in browse("zhaoming").get("/staff/", query_string={"words": looked_for}).text
    assert browse("sunlei").get(f"/staff/?words={ticket.ref.lower()}").status_code == 303
    assert "没有符合的工单" in browse("sunlei").get("/staff/?words=没有这样的").text


def test_a_saved_filter_belongs_to_its_person_and_may_be_where_they_begin(browse: Browse) -> None:
    record = published_penalty()
    received, led = ticket_at(State.RECEIVED, record=record), ticket_at(State.LEADER_ASSIGNED, record=record)
    clerk = browse("sunlei")
    kept = {"name": "新收到的", "query": "state=received&evil=1", "view": "all", "is_default": "1"}
    assert clerk.post("/staff/filters", data=kept).status_code == 303
    row = db.session.scalars(select(SavedFilter)).one()
    assert row.query == "view=all&state=received", "nothing else gets into the address"
    begins = clerk.get("/staff/").text
    assert received.ref in begins
    assert led.ref not in begins
    assert "新收到的" in begins
    leader = browse("liweidong")
    assert "新收到的" not in leader.get("/staff/").text
    leader.post(f"/staff/filters/{row.id}/removal")
    assert "新收到的" in clerk.get("/staff/").text, "nobody deletes another's"
    clerk.post(f"/staff/filters/{row.id}/removal")
    assert "新收到的" not in clerk.get("/staff/").text


def test_many_are_appointed_at_once_each_by_itself(browse: Browse) -> None:
    cast, record = people(), published_penalty()
    ready, not_ready = (
        ticket_at(State.LEADER_ASSIGNED, record=record),
        ticket_at(State.RECEIVED, record=record),
    )
    leader = browse("liweidong")
    asked = leader.get(f"/staff/bulk?do=assign&ref={ready.ref}&ref={not_ready.ref}")
    assert "对 2 件办理" in asked.text
    assert "请选择一个人" in leader.post("/staff/bulk", data={"do": "assign", "ref": [ready.ref]}).text
    done = leader.post(
        "/staff/bulk", data={"do": "assign", "ref": [not_ready.ref, ready.ref], "person": cast.liufang.id}
    )
    assert "办成 1 件，没有办成 1 件" in words(done)
    assert fresh(ready).investigator_id == cast.liufang.id
    assert fresh(not_ready).state == State.RECEIVED.value
    assert (
        db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.assign")).one().subject
        == ready.subject
    )


def test_many_go_to_one_leader_and_get_one_note(browse: Browse) -> None:
    cast, record = people(), published_penalty()
    both = [ticket_at(State.ACCEPTED, record=record) for _ in range(2)]
    clerk = browse("sunlei")
    sent = {"do": "submit_to_leader", "ref": [one.ref for one in both], "person": cast.liweidong.id}
    assert "办成 2 件，没有办成 0 件" in words(clerk.post("/staff/bulk", data=sent))
    noted = {"do": "note", "ref": [one.ref for one in both], "words": "同一家公司，一起看。"}
    assert "办成 2 件" in words(clerk.post("/staff/bulk", data=noted))
    assert {one.ticket_id for one in db.session.scalars(select(Note))} == {one.id for one in both}
    assert clerk.get("/staff/bulk?do=note").status_code == 303, "nothing ticked"


def test_nobody_does_many_at_once_to_what_they_may_not_see(browse: Browse) -> None:
    ticket = ticket_at(State.RECEIVED)
    tried = {"do": "note", "ref": ticket.ref, "words": "看看"}
    assert browse("zhaoming").post("/staff/bulk", data=tried).status_code == 303
    assert db.session.scalars(select(Note)).all() == []


def test_what_an_address_says_wrongly_is_left_out() -> None:
    given = Wanted.read({"state": "received", "due": "soon", "leader": "9" * 30, "words": "a\0b", "x": "y"})
    assert given.given == {"state": "received", "words": "ab"}
