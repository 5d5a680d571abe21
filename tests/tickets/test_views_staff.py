"""The staff's desk: what waits for whom, and one ticket on one page."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.extensions import db
from feedback_app.files.handing_over import files_folder
from feedback_app.files.operations import keep, store
from feedback_app.tickets import counted, operations, queries
from feedback_app.tickets.operations import Answer, ClaimWords
from feedback_app.tickets.workflow import State
from tests.factories import (
    HE_JING,
    NOBODY,
    people,
    published_penalty,
    ticket_at,
)
from tests.tickets.desk import (
    NOUNS,
    PDF,
    Browse,
    counted_queries,
    fresh,
    log_length,
    send,
    url,
    words,
)

# ---- the queue ----


@pytest.mark.one_database
def test_queue_says_what_waits_for_whom_and_until_when(browse: Browse) -> None:
    ticket = ticket_at(State.RECEIVED)
    page = browse("sunlei").get("/staff/")
    said = words(page)
    assert "待我办理" in said
    assert ticket.ref in said
    assert "阜康市晋庭精细化工有限责任公司行政处罚决定" in said
    assert "罚款金额：68万元 → 6.8万元" in said
    assert "待受理" in said
    assert "已超期 1 个工作日" in said, "acceptance was due on 11 November"
    assert f'href="{url(ticket, "acceptance")}"' in page.text
    for other in ("liweidong", "majianxin", "zhouting", "zhaoming", "zhengmin"):
        assert ticket.ref not in browse(other).get("/staff/").text


@pytest.mark.one_database
def test_numbers_above_the_queue_stop_where_nobody_reads_them(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = published_penalty()
    for _ in range(3):
        ticket_at(State.RECEIVED, record=record)
    assert "共 3 件" in words(browse("sunlei").get("/staff/"))
    monkeypatch.setattr(counted, "MOST", 2)
    page = browse("sunlei").get("/staff/")
    assert "共 2+ 件" in words(page)
    assert page.text.count(">2+</span>") == 5, "in the navigation, mine, late, open, the group that is late"


@pytest.mark.one_database
def test_queue_of_two_seats_goes_on_where_the_page_ended(browse: Browse) -> None:
    """A person of two posts reads both lists as one, page by page, each ticket once."""
    record = published_penalty()
    made = [ticket_at(state, record=record) for state in (State.RECEIVED, State.ACCEPTED, State.RECEIVED)]
    clerk = people().sunlei
    first = queries.inbox(clerk, limit=2)
    rest = queries.inbox(clerk, limit=2, after=first.after)
    assert [len(first.rows), len(rest.rows), rest.after] == [2, 1, None]
    assert {one.ref for one in first.rows + rest.rows} == {one.ref for one in made}


@pytest.mark.one_database
def test_queue_puts_the_nearest_limit_first(browse: Browse) -> None:
    record = published_penalty()
    later, sooner = ticket_at(State.ACCEPTED, record=record), ticket_at(State.RECEIVED, record=record)
    shown = re.findall(r"FK-JC-\d{8}-\d{4}(?=</span>)", browse("sunlei").get("/staff/").text)
    assert list(dict.fromkeys(shown)) == [sooner.ref, later.ref]


@pytest.mark.one_database
def test_queue_is_friendly_when_nothing_waits(browse: Browse) -> None:
    people()
    for login in ("sunlei", "liweidong", "chenzhiqiang", "gaoxiang"):
        page = browse(login).get("/staff/")
        assert page.status_code == 200
        assert "现在没有等您办理的工单" in page.text


@pytest.mark.one_database
def test_leaders_see_what_is_late_at_once(browse: Browse) -> None:
    late, in_time = ticket_at(State.RECEIVED), ticket_at(State.LEADER_ASSIGNED)
    page = browse("liweidong").get("/staff/")
    assert "有 1 件工单已经超期" in page.text
    assert in_time.ref in page.text
    shown = browse("liweidong").get("/staff/?view=late").text
    assert late.ref in shown
    assert in_time.ref not in shown


@pytest.mark.one_database
def test_all_open_tickets_are_for_those_who_keep_them_in_view(browse: Browse) -> None:
    received, signed, closed = ticket_at(State.RECEIVED), ticket_at(State.CORRECTING), ticket_at(State.CLOSED)
    page = browse("wangxiaoyan").get("/staff/?view=all").text
    assert received.ref in page
    assert signed.ref in page
    assert closed.ref not in page
    assert closed.ref in browse("wangxiaoyan").get("/staff/?view=all&state=closed").text
    narrowed = browse("wangxiaoyan").get("/staff/?view=all&state=received").text
    assert received.ref in narrowed
    assert signed.ref not in narrowed
    assert received.ref not in browse("chenzhiqiang").get("/staff/?view=all").text


@pytest.mark.one_database
def test_a_ticket_is_found_by_the_number_somebody_reads_out(browse: Browse) -> None:
    ticket = ticket_at(State.RECEIVED)
    found = browse("sunlei").get(f"/staff/?view=all&ref={ticket.ref.lower()}")
    assert found.status_code == 303
    assert found.location == url(ticket)
    missed = browse("sunlei").get("/staff/?view=all&ref=FK-JC-1", follow_redirects=True)
    assert "没有找到编号为“FK-JC-1”的工单" in missed.text
    assert browse("chenzhiqiang").get(f"/staff/?ref={ticket.ref}").status_code == 200, (
        "who may not search is told nothing"
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    "odd", ["view=%00", "view=all&state=nonsense", "after=nonsense", "after=2026-11-09T00:00:00_1"]
)
def test_queue_takes_odd_addresses_for_the_first_page(browse: Browse, odd: str) -> None:
    people()
    assert browse("sunlei").get(f"/staff/?{odd}").status_code == 200


def test_pages_of_the_queue_follow_one_another(db_session: Any) -> None:
    record = published_penalty()
    made = [ticket_at(State.RECEIVED, record=record).ref for _ in range(5)]
    clerk, shown, after = people().sunlei, [], None
    for _ in range(3):
        page = queries.inbox(clerk, after=after, limit=2)
        shown += [one.ref for one in page.rows]
        after = page.after
    assert shown == made
    assert after is None


@pytest.mark.one_database
def test_queue_asks_as_many_questions_for_many_tickets_as_for_one(browse: Browse) -> None:
    record = published_penalty()
    ticket_at(State.RECEIVED, record=record)
    client = browse("sunlei")
    client.get("/staff/")
    counts = []
    for _ in range(2):
        for view in ("mine", "late", "all"):
            with counted_queries() as asked:
                assert client.get(f"/staff/?view={view}").status_code == 200
            counts.append(len(asked))
        for _more in range(2):
            ticket_at(State.RECEIVED, claims=(ClaimWords("amount", "1", "2"), ClaimWords(None, "", "3")))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 20, (
        counts
    )  # with those behind the two numbers of the navigation and the choices of the filters


# ---- one ticket ----


@pytest.mark.one_database
def test_show_sets_the_claim_beside_the_record(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    said = words(browse("liufang").get(url(ticket)))
    for shown in (
        "调查核实中", "罚款金额 68万元 6.8万元 68万元", ticket.words, "下一步：提交核实结论", "还剩 2 个工作日",
        "第十五条的六个步骤", "报送主管领导 已完成", "主管领导：李卫东", "调查人员：刘芳", "孙蕾（值班员）受理工单",
        "收到反映的回执 · 给反映人", "这个日期是怎样算出来的", "另有 4 人因经办过该信息被排除",
    ):  # fmt: skip
        assert shown in said, shown
    assert f'href="/records/{ticket.record.ref}"' in browse("liufang").get(url(ticket)).text  # type: ignore[union-attr]


@pytest.mark.one_database
def test_show_tells_who_can_act_and_offers_the_rest_quietly(browse: Browse) -> None:
    ticket = ticket_at(State.FINDING_DRAFTED)
    leader, clerk, other = (
        words(browse(login).get(url(ticket))) for login in ("liweidong", "sunlei", "majianxin")
    )
    assert "下一步：签发结论" in leader
    assert "退回重查" in leader
    assert "“签发结论”由主管领导李卫东办理。" in clerk
    assert "您可以：改报其他领导" in clerk
    assert "“签发结论”由主管领导李卫东办理。" in other
    assert "您可以" not in other


@pytest.mark.one_database
def test_show_tells_who_took_part_that_they_stand_back(browse: Browse) -> None:
    ticket = ticket_at(State.FINDING_DRAFTED)
    said = words(browse("gulinaer").get(url(ticket)))
    assert "您须回避" in said
    assert "您经办过这条信息（批准），按回避规定不能办理对它的反映。" in said
    assert "下一步：" not in said


@pytest.mark.one_database
def test_show_says_what_is_missing_before_the_end(browse: Browse) -> None:
    said = words(browse("sunlei").get(url(ticket_at(State.REPLIED))))
    assert "办结前还缺 各公示载体的更新确认 原因分析 责任追究记录" in said
    assert "“分析原因”由调查人员刘芳或信息发布员办理。" in said


@pytest.mark.one_database
def test_show_tells_the_whole_story_of_a_closed_ticket(browse: Browse) -> None:
    said = words(browse("liweidong").get(url(ticket_at(State.CLOSED))))
    for shown in (
        "已办结", "属实：信息不准确", "签发人：李卫东", "2026-11-10 更正：罚款金额由“68万元”更正为“6.8万元”。",
        "信用中国（经信用主管部门推送） 已更新", "经核实已经办理。感谢监督。", "计量（万元/元）换算错误；审核把关不严",
        "批评教育", "孙蕾（值班员）办结工单",
    ):  # fmt: skip
        assert shown in said, shown


@pytest.mark.one_database
def test_show_never_names_the_reporter(browse: Browse) -> None:
    ticket = ticket_at(State.CLOSED)
    for login in ("sunlei", "liufang", "liweidong", "wangxiaoyan"):
        page = browse(login).get(url(ticket)).text
        for private in (HE_JING.name, HE_JING.email, HE_JING.phone):
            assert private not in page
    assert "留了联系方式" in browse("liweidong").get(url(ticket)).text
    assert "匿名反映" in browse("sunlei").get(url(ticket_at(State.RECEIVED, reporter=NOBODY))).text


@pytest.mark.one_database
@pytest.mark.parametrize("login", ["zhaoming", "zhouting", "yeerken", "chenzhiqiang", "fengli", "gaoxiang"])
def test_a_ticket_does_not_exist_for_who_has_no_seat_on_it(browse: Browse, login: str) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse(login)
    assert client.get(url(ticket)).status_code == 404
    for noun in ("verification", "signature", "reading?field=amount&value=1", "reporter"):
        assert client.get(url(ticket, noun)).status_code == 404
    assert send(client, ticket, "verification", finding="accurate").status_code == 404


@pytest.mark.one_database
def test_a_supervisor_who_follows_a_mails_address_comes_to_the_chain_of_the_ticket(browse: Browse) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse("zhengmin")
    answer = client.get(url(ticket))
    assert (answer.status_code, answer.location) == (303, f"/staff/oversight/tickets/{ticket.ref}")
    assert client.get(answer.location).status_code == 200
    assert client.get("/staff/tickets/FK-JC-19990101-0001").status_code == 404
    for noun in ("verification", "signature", "reporter"):
        assert client.get(url(ticket, noun)).status_code == 404


@pytest.mark.one_database
def test_strangers_are_asked_to_sign_in(browse: Browse, client: FlaskClient) -> None:
    ticket = ticket_at(State.RECEIVED)
    for address in ("/staff/", url(ticket), url(ticket, "acceptance"), "/staff/mail"):
        answer = client.get(address)
        assert answer.status_code == 303
        assert answer.location.startswith("/staff/sign-in")
    assert send(client, ticket, "acceptance").status_code == 303
    assert fresh(ticket).at_state is State.RECEIVED


@pytest.mark.one_database
def test_show_asks_as_many_questions_for_a_long_story_as_for_a_short_one(browse: Browse) -> None:
    short, long = (
        ticket_at(State.ACCOUNTABILITY),
        ticket_at(
            State.ACCOUNTABILITY, claims=tuple(ClaimWords("amount", "68万元", f"{n}万元") for n in range(5))
        ),
    )
    with io.BytesIO(PDF) as stream:
        kept = store(stream, "证据.pdf", folder=files_folder(), limit=99)
    for turn in range(4):
        keep(kept, subject=long.subject, kept_by="staff", by=people().liufang.actor)
        decided = Answer("order_rectify", "本机关", date(2026, 11, 20), "未核对。", f"单位{turn}")
        operations.trace_accountability(long, decided, by=people().liweidong)
    db.session.commit()
    client, counts = browse("sunlei"), []
    client.get(url(short))
    for ticket in (short, long):
        with counted_queries() as asked:
            assert client.get(url(ticket)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 60, asked


@pytest.mark.one_database
def test_reading_pages_writes_nothing(browse: Browse) -> None:
    ticket = ticket_at(State.REPLIED)
    seats = [browse(login) for login in ("sunlei", "liweidong", "liufang")]
    before = log_length()
    for client in seats:
        for address in (
            "/staff/",
            "/staff/mail",
            "/staff/mail/1",
            url(ticket),
            *(url(ticket, noun) for noun in NOUNS),
        ):
            assert client.get(address).status_code in (200, 303)
    assert log_length() == before
    assert fresh(ticket).at_state is State.REPLIED
