"""The staff's pages of tickets: what each person sees, how a step is taken from a page, what is kept when it cannot be."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse

from feedback_app.audit.models import LogEntry
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import PENDING
from feedback_app.extensions import db
from feedback_app.files import queries as files
from feedback_app.files.operations import keep, store
from feedback_app.outbox import queries as outbox
from feedback_app.outbox.models import DEAD, SENT
from feedback_app.tickets import operations, queries
from feedback_app.tickets.forms_public import files_folder
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Answer, ClaimWords
from feedback_app.tickets.views_staff.nouns import ENDPOINTS
from feedback_app.tickets.workflow import STEPS, State
from tests.factories import (
    HE_JING,
    NOBODY,
    RIGHT_AMOUNT,
    beijing,
    people,
    person,
    published_penalty,
    sign_in,
    ticket_after,
    ticket_at,
)

PDF = b"%PDF-1.4 evidence"
Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask, db_session: Any, freeze: Callable[[str], None]) -> Browse:
    """`browse("sunlei")` → that person's browser, signed in; it is noon on 12 November 2026."""
    freeze("2026-11-12 12:00")
    return lambda login: sign_in(app.test_client(), login)


def url(ticket: Ticket, noun: str = "") -> str:
    return f"/staff/tickets/{ticket.ref}" + (f"/{noun}" if noun else "")


def send(client: FlaskClient, ticket: Ticket, noun: str, /, **typed: Any) -> TestResponse:
    """Send a step's form as its page would, with the state of the ticket it showed."""
    db.session.refresh(ticket)
    return client.post(url(ticket, noun), data={"lock": ticket.lock} | typed)


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as it stands in the database now."""
    db.session.expire_all()
    found = queries.whole_ticket(ticket.ref)
    assert found is not None
    return found


def words(page: TestResponse) -> str:
    """A page's words, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def log_length() -> int:
    return db.session.scalar(select(func.count()).select_from(LogEntry)) or 0


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


# ---- the queue ----


@pytest.mark.one_database
def test_queue_says_what_waits_for_whom_and_until_when(browse: Browse) -> None:
    ticket = ticket_at(State.RECEIVED)
    page = browse("sunlei").get("/staff/")
    said = words(page)
    assert "待我办理" in said
    assert ticket.ref in said
    assert "阜康市晋庭精细化工有限责任公司行政处罚决定" in said
    assert "罚款金额： 68万元 → 6.8万元" in said
    assert "待受理" in said
    assert "已超期 1 个工作日" in said, "acceptance was due on 11 November"
    assert f'href="{url(ticket, "acceptance")}"' in page.text
    for other in ("liweidong", "majianxin", "zhouting", "zhaoming", "zhengmin"):
        assert ticket.ref not in browse(other).get("/staff/").text


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
    assert browse("chenzhiqiang").get(f"/staff/?ref={ticket.ref}").status_code == 200, "who may not search is told nothing"


@pytest.mark.one_database
@pytest.mark.parametrize("odd", ["view=%00", "view=all&state=nonsense", "after=nonsense", "after=2026-11-09T00:00:00_1"])
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
    assert max(counts) <= 12, counts


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
    leader, clerk, other = (words(browse(login).get(url(ticket))) for login in ("liweidong", "sunlei", "majianxin"))
    assert "下一步：签发结论" in leader
    assert "退回重查" in leader
    assert "“签发结论”由主管领导李卫东办理。" in clerk
    assert "您可以： 改报其他领导" in clerk
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
@pytest.mark.parametrize("login", ["zhaoming", "zhouting", "yeerken", "chenzhiqiang", "fengli", "gaoxiang", "zhengmin"])
def test_a_ticket_does_not_exist_for_who_has_no_seat_on_it(browse: Browse, login: str) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse(login)
    assert client.get(url(ticket)).status_code == 404
    for noun in ("verification", "signature", "reading?field=amount&value=1", "reporter"):
        assert client.get(url(ticket, noun)).status_code == 404
    assert send(client, ticket, "verification", finding="accurate").status_code == 404


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
    short, long = ticket_at(State.ACCOUNTABILITY), ticket_at(
        State.ACCOUNTABILITY, claims=tuple(ClaimWords("amount", "68万元", f"{n}万元") for n in range(5))
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
    assert counts[0] <= 25, asked


@pytest.mark.one_database
def test_reading_pages_writes_nothing(browse: Browse) -> None:
    ticket = ticket_at(State.REPLIED)
    seats = [browse(login) for login in ("sunlei", "liweidong", "liufang")]
    before = log_length()
    for client in seats:
        for address in ("/staff/", "/staff/mail", "/staff/mail/1", url(ticket), *(url(ticket, noun) for noun in NOUNS)):
            assert client.get(address).status_code in (200, 303)
    assert log_length() == before
    assert fresh(ticket).at_state is State.REPLIED


# ---- the steps ----

NOUNS = {
    "acceptance": ("accept", State.RECEIVED, "sunlei"),
    "leader-submission": ("submit_to_leader", State.ACCEPTED, "sunlei"),
    "change-leader": ("change_leader", State.INVESTIGATING, "sunlei"),
    "appointment": ("assign", State.LEADER_ASSIGNED, "liweidong"),
    "change-investigator": ("change_investigator", State.INVESTIGATING, "liweidong"),
    "verification": ("verify", State.INVESTIGATING, "liufang"),
    "finding-return": ("return_finding", State.FINDING_DRAFTED, "liweidong"),
    "signature": ("sign_finding", State.FINDING_DRAFTED, "liweidong"),
    "correction": ("publish_correction", State.CORRECTING, "liufang"),
    "clarification": ("clarify", State.CLARIFYING, "liufang"),
    "reply": ("reply", "publish_correction", "sunlei"),
    "cause": ("analyse_cause", State.REPLIED, "liufang"),
    "accountability": ("trace_accountability", State.ROOT_CAUSE, "liweidong"),
    "closing": ("close", State.ACCOUNTABILITY, "sunlei"),
}


def at(noun: str) -> Ticket:
    """A ticket on which this noun's step comes next."""
    place = NOUNS[noun][1]
    if not isinstance(place, State):
        return ticket_after(place)
    return ticket_at(place, "accurate" if place is State.CLARIFYING else "inaccurate")


def test_every_step_of_the_workflow_has_its_page() -> None:
    assert set(ENDPOINTS) == set(STEPS)
    assert {step for step, _place, _login in NOUNS.values()} == set(STEPS)


@pytest.mark.one_database
@pytest.mark.parametrize("noun", NOUNS)
def test_each_step_s_page_is_drawn_for_its_person_and_sends_others_back(browse: Browse, noun: str) -> None:
    step, _place, login = NOUNS[noun]
    ticket = at(noun)
    page = browse(login).get(url(ticket, noun))
    assert page.status_code == 200
    assert re.search(rf"<h1[^>]*>{STEPS[step].label_zh}</h1>", page.text)
    assert f'name="lock" type="hidden" value="{ticket.lock}"' in page.text
    sent_back = browse("majianxin").get(url(ticket, noun), follow_redirects=True)
    assert sent_back.request.path == url(ticket)
    assert f"“{STEPS[step].label_zh}”由" in sent_back.text


@pytest.mark.one_database
@pytest.mark.parametrize("noun", NOUNS)
def test_each_step_s_page_says_so_when_the_step_has_been_taken(browse: Browse, noun: str) -> None:
    page = browse("sunlei").get(url(ticket_at(State.CLOSED), noun), follow_redirects=True)
    assert page.status_code == 200
    assert "工单现在是“已办结”" in page.text


TYPED = {
    "leader-submission": {},
    "change-leader": {"reason": "李卫东出差"},
    "appointment": {},
    "change-investigator": {"reason": "刘芳请假"},
    "verification": {"compared": "决定书原件", "value_amount": "6.80"},
    "finding-return": {"reason": ""},
    "clarification": {"text": ""},
    "reply": {"text": ""},
    "cause": {"words": "录入时单位弄错"},
    "accountability": {"reasons": "录入时未核对", "other": "某某"},
}


@pytest.mark.one_database
@pytest.mark.parametrize("noun", TYPED)
def test_an_unfinished_form_comes_back_with_everything_typed(browse: Browse, noun: str) -> None:
    _step, _place, login = NOUNS[noun]
    ticket = at(noun)
    state, entries = ticket.state, log_length()
    page = send(browse(login), ticket, noun, **TYPED[noun])
    assert page.status_code == 422
    assert "还不能提交，请先改正下面的内容" in page.text
    assert "<title>需要改正：" in page.text
    assert 'class="field-error"' in page.text
    for typed in filter(None, TYPED[noun].values()):
        assert typed in page.text, typed
    assert fresh(ticket).state == state
    assert log_length() == entries + 1, "only the sign-in"


@pytest.mark.one_database
@pytest.mark.parametrize("noun", NOUNS)
def test_a_form_that_does_not_say_what_it_showed_is_not_acted_upon(browse: Browse, noun: str) -> None:
    ticket = at(noun)
    state = ticket.state
    assert browse(NOUNS[noun][2]).post(url(ticket, noun), data={}).status_code == 422
    assert fresh(ticket).state == state


@pytest.mark.one_database
@pytest.mark.parametrize("noun", NOUNS)
def test_a_stale_page_saves_nothing_and_gives_back_what_was_typed(browse: Browse, noun: str) -> None:
    ticket = at(noun)
    client, state = browse(NOUNS[noun][2]), ticket.state
    typed = {"reason": "写了很久的理由", "text": "写了很久的答复", "words": "写了很久的原因", "compared": "写了很久的核对"}
    page = client.post(url(ticket, noun), data={"lock": ticket.lock - 1} | typed)
    assert page.status_code == 409
    assert "这件工单已有新进展" in page.text
    assert "这一页打开以后，工单又有了新进展，您的这一步没有保存。" in page.text
    assert f'href="{url(ticket)}"' in page.text
    field = {"finding-return": "reason", "change-leader": "reason", "reply": "text", "clarification": "text", "cause": "words",
             "verification": "compared", "change-investigator": "reason"}.get(noun)  # fmt: skip
    if field:
        assert typed[field] in page.text
    assert fresh(ticket).state == state


@pytest.mark.one_database
@pytest.mark.parametrize("noun", NOUNS)
def test_a_step_sent_by_somebody_else_is_refused_with_who_can(browse: Browse, noun: str) -> None:
    ticket = at(noun)
    state = ticket.state
    page = send(browse("majianxin"), ticket, noun)
    assert page.status_code == 409
    assert f"“{STEPS[NOUNS[noun][0]].label_zh}”由" in page.text
    assert fresh(ticket).state == state


@pytest.mark.one_database
def test_two_leaders_at_once_do_not_overwrite_each_other(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's own count of changes catches what comes between the look and the save."""
    ticket = ticket_at(State.FINDING_DRAFTED)

    def overtaken(*_args: Any, **_options: Any) -> None:
        raise StaleDataError("UPDATE statement on table 'ticket' expected to update 1 row(s); 0 were matched.")

    monkeypatch.setattr(operations, "return_finding", overtaken)
    page = send(browse("liweidong"), ticket, "finding-return", reason="请附上原件")
    assert page.status_code == 409
    assert "请附上原件" in page.text


@pytest.mark.one_database
def test_a_double_press_takes_the_step_once(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCOUNTABILITY), browse("liweidong")
    typed = {"lock": ticket.lock} | accountability()
    assert client.post(url(ticket, "accountability"), data=typed).status_code == 303
    assert client.post(url(ticket, "accountability"), data=typed).status_code == 409
    assert len(fresh(ticket).accountabilities) == 2


@pytest.mark.one_database
def test_every_form_carries_a_token(browse: Browse, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    ticket, client = ticket_at(State.RECEIVED), browse("sunlei")
    assert 'name="csrf_token"' in client.get(url(ticket, "acceptance")).text
    assert send(client, ticket, "acceptance").status_code == 400
    assert fresh(ticket).at_state is State.RECEIVED


def accountability(**changed: str) -> dict[str, str]:
    zhao = people().zhaoming
    return {
        "subject": f"user-{zhao.id}", "measure": "criticism", "decided_by": "本机关", "decided_on": "2026-11-12",
        "reasons": "录入时未核对单位。",
    } | changed  # fmt: skip


def test_the_whole_story_through_the_pages(browse: Browse, freeze: Callable[[str], None]) -> None:
    """Example C-1: report, leader, investigator, finding, signature, correction, carriers, answer, cause, accountability."""
    ticket, cast = ticket_at(State.RECEIVED), people()
    sunlei, liweidong, liufang = browse("sunlei"), browse("liweidong"), browse("liufang")
    done = lambda *way, **typed: send(*way, **typed).status_code == 303  # noqa: E731
    assert done(sunlei, ticket, "acceptance")
    assert done(sunlei, ticket, "leader-submission", person=cast.liweidong.id)
    assert done(liweidong, ticket, "appointment", person=cast.liufang.id)
    assert done(
        liufang, ticket, "verification", finding="inaccurate", compared="决定书原件", basis="原件载明6.8万元。",
        value_amount="6.8", evidence=(io.BytesIO(PDF), "决定书 扫描件.pdf"),
    )  # fmt: skip
    assert done(liweidong, ticket, "signature")
    assert done(liufang, ticket, "correction")
    assert done(sunlei, ticket, "reply", text="您说得对，已经更正。")
    pending = next(one for one in carriers_of(ticket) if one.state == PENDING)
    prefix = f"carrier-{pending.id}-"
    noun = f"carriers/{pending.id}"
    assert done(sunlei, ticket, noun, **{f"{prefix}lock": fresh(ticket).lock, f"{prefix}evidence": "页面显示6.8万元"})
    assert done(liufang, ticket, "cause", causes=["unit_conversion", "review_failure"], words="单位弄错。", prevention="自动核对。")
    assert done(liweidong, ticket, "accountability", **accountability())
    unit = cast.zhaoming.unit_id
    assert done(
        liweidong, ticket, "accountability", **accountability(subject=f"unit-{unit}", measure="order_rectify")
    )
    assert done(sunlei, ticket, "closing")
    found = fresh(ticket)
    assert found.at_state is State.CLOSED
    assert found.record is not None
    assert found.record.live is not None
    assert found.record.live.field_values["amount"] == RIGHT_AMOUNT
    assert [(one.subject, one.measure) for one in found.accountabilities] == [
        ("赵明", "criticism"), ("执法大队", "order_rectify"),
    ]  # fmt: skip
    assert [one.name for one in files.attachments_of(ticket.subject)] == ["决定书 扫描件.pdf"]


def carriers_of(ticket: Ticket) -> list[Any]:
    found = fresh(ticket)
    assert found.record is not None
    assert found.correction is not None
    return carriers.publications_of(found.record.ref, found.correction.to_number)


# ---- choosing people ----


@pytest.mark.one_database
def test_who_took_part_is_shown_and_cannot_be_chosen(browse: Browse) -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    client = browse("liweidong")
    page = client.get(url(ticket, "appointment")).text
    row = re.search(rf'<input[^>]*value="{cast.zhouting.id}"[^>]*>', page)
    assert row is not None
    assert "disabled" in row[0]
    assert "经办过这条信息（发布），按规定须回避。" in page
    assert "赵明（执法人员）：拟制" in page, "also those who hold no such post are named"
    forced = send(client, ticket, "appointment", person=cast.zhouting.id)
    assert forced.status_code == 422
    assert "经办过这条信息（发布），按规定须回避。" in forced.text
    stranger = send(client, ticket, "appointment", person=cast.zhaoming.id)
    assert stranger.status_code == 422
    assert "请选择一个人。" in stranger.text


@pytest.mark.one_database
def test_a_leader_who_approved_the_record_cannot_be_chosen(browse: Browse) -> None:
    ticket, cast = ticket_at(State.ACCEPTED), people()
    page = send(browse("sunlei"), ticket, "leader-submission", person=cast.gulinaer.id)
    assert page.status_code == 422
    assert "经办过这条信息（批准），按规定须回避。" in page.text


@pytest.mark.one_database
def test_changing_to_the_same_person_is_no_change(browse: Browse) -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    page = send(browse("liweidong"), ticket, "change-investigator", person=cast.liufang.id, reason="换人")
    assert page.status_code == 422
    assert "现在就是这位调查人员。" in page.text


@pytest.mark.one_database
def test_an_account_closed_while_the_page_was_open_is_refused_beside_the_field(browse: Browse) -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    client = browse("liweidong")
    cast.liufang.active = False
    db.session.commit()
    assert send(client, ticket, "appointment", person=cast.liufang.id).status_code == 422
    assert fresh(ticket).at_state is State.LEADER_ASSIGNED


# ---- verification ----


@pytest.mark.one_database
def test_the_claim_is_filled_in_as_it_will_be_read(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    page = browse("liufang").get(url(ticket, "verification")).text
    box = re.search(r'<input[^>]*name="value_amount"[^>]*>', page)
    assert box is not None
    assert 'value="6.8"' in box[0]
    assert "现在公示的是：68 万元（680,000 元）" in page
    assert "接下来：发布更正 → 确认公示载体 → 答复反映人 → 分析原因 → 记录责任追究" in page
    assert "接下来：发布澄清说明 → 答复反映人" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value_amount": "六万八"}, "请只填数字，可带单位"),
        ({"value_amount": "-6.8"}, "金额不能是负数。"),
        ({"value_amount": "68"}, "改后的内容和现在公示的一样。"),
        ({"value_amount": ""}, "请写明哪一栏要更正、应当是什么。"),
        ({"value_amount": "6.8", "value_credit_code": "91652302MAXX0B2C88"}, "最后一位与前17位对不上"),
        ({"value_amount": "6.8", "value_decided_on": "2026-09-31"}, "日历上没有2026年9月31日"),
    ],
)
def test_a_right_value_that_cannot_be_read_is_refused_beside_its_field(
    browse: Browse, typed: dict[str, str], said: str
) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    rest = {"finding": "inaccurate", "compared": "决定书原件", "basis": "原件载明6.8万元。"}
    page = send(browse("liufang"), ticket, "verification", **rest, **typed)
    assert page.status_code == 422
    assert said in page.text
    assert "原件载明6.8万元。" in page.text
    assert fresh(ticket).at_state is State.INVESTIGATING


@pytest.mark.one_database
def test_another_field_can_be_corrected_too(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    typed = {"finding": "inaccurate", "compared": "原件", "basis": "不符。", "value_amount": "6.8", "value_decided_on": "2026年9月27日"}
    assert send(browse("liufang"), ticket, "verification", **typed).status_code == 303
    found = fresh(ticket).verification
    assert found is not None
    assert found.new_values == {"amount": RIGHT_AMOUNT, "decided_on": "2026-09-27"}
    page = words(browse("liweidong").get(url(ticket, "signature")))
    assert "罚款金额由“68万元”更正为“6.8万元”" in page
    assert "由“2026年9月28日”更正为“2026年9月27日”" in page


@pytest.mark.one_database
def test_a_finding_that_the_record_was_right_asks_for_no_value(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    typed = {"finding": "accurate", "compared": "原件", "basis": "一致。", "value_amount": "乱写"}
    assert send(browse("liufang"), ticket, "verification", **typed).status_code == 303
    found = fresh(ticket).verification
    assert found is not None
    assert (found.finding, found.new_values) == ("accurate", {})


@pytest.mark.one_database
def test_findings_that_are_not_built_cannot_be_chosen(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    page = send(browse("liufang"), ticket, "verification", finding="over_disclosed", compared="原件", basis="泄露。")
    assert page.status_code == 422
    assert "请选择核实结论。" in page.text


@pytest.mark.one_database
def test_a_report_on_the_whole_record_opens_all_its_fields(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING, claims=(ClaimWords(None, "", "罚款写错了"),))
    page = browse("liufang").get(url(ticket, "verification")).text
    assert "<details" in page
    assert re.search(r'<details class="more" open>\s*<summary>要更正的栏目', page)
    assert "整条信息" in page
    typed = {"finding": "inaccurate", "compared": "原件", "basis": "不符。", "value_amount": "6.8"}
    assert send(browse("liufang"), ticket, "verification", **typed).status_code == 303


@pytest.mark.one_database
def test_evidence_need_not_be_chosen_twice(browse: Browse) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse("liufang")
    page = send(client, ticket, "verification", compared="原件", evidence=(io.BytesIO(PDF), "证据.pdf"))
    assert page.status_code == 422
    held = re.search(r'name="held" type="checkbox" value="([^"]+)"', page.text) or re.search(
        r'name="held"[^>]*value="([^"]+)"', page.text
    )
    assert held is not None
    typed = {"finding": "accurate", "compared": "原件", "basis": "一致。", "held": held[1]}
    assert send(client, ticket, "verification", **typed).status_code == 303
    kept = files.attachments_of(ticket.subject)
    assert [(one.name, one.kept_by) for one in kept] == [("证据.pdf", "staff")]


@pytest.mark.one_database
def test_a_file_that_is_not_what_it_says_is_refused_beside_the_field(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    typed = {"finding": "accurate", "compared": "原件", "basis": "一致。"}
    page = send(
        browse("liufang"), ticket, "verification", **typed, evidence=(io.BytesIO(b"<svg onload=alert(1)>"), "图.png")
    )
    assert page.status_code == 422
    assert "“图.png”不是可以接收的文件" in page.text
    assert files.attachments_of(ticket.subject) == []


@pytest.mark.one_database
def test_reading_says_how_a_value_will_read_or_why_it_cannot(browse: Browse) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse("liufang")
    read = lambda value, field="amount": client.get(url(ticket, "reading"), query_string={"field": field, "value": value})  # noqa: E731
    assert read("6.8").json == {"reads": "6.8 万元（68,000 元）"}
    assert read("68000元").json == {"reads": "6.8 万元（68,000 元）"}
    assert "请只填数字" in read("六万八").json["refused"]  # type: ignore[index]
    assert read("1", "nonsense").status_code == 404
    assert read("1", "served_on").status_code == 404, "a field the public does not see"


# ---- deciding, correcting, answering ----


@pytest.mark.one_database
def test_the_leader_sees_exactly_what_will_change(browse: Browse) -> None:
    ticket = ticket_at(State.FINDING_DRAFTED)
    said = words(browse("liweidong").get(url(ticket, "signature")))
    for shown in (
        "签发后将这样更正", "原为 68万元", "现为 6.8万元", "2026-11-12 更正：罚款金额由“68万元”更正为“6.8万元”。",
        "昌州环阜罚〔2026〕3号决定书原件", "原件载明罚款人民币6.8万元。", "刘芳 · 办公室主任", "退回重查",
    ):  # fmt: skip
        assert shown in said, shown
    assert "请再核对一次金额" not in said, "6.8万元 agrees with the text"


@pytest.mark.one_database
def test_the_leader_is_warned_when_the_text_will_still_say_another_amount(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    typed = {"finding": "inaccurate", "compared": "原件", "basis": "不符。", "value_amount": "0.68"}
    assert send(browse("liufang"), ticket, "verification", **typed).status_code == 303
    assert "请再核对一次金额" in browse("liweidong").get(url(ticket, "signature")).text


@pytest.mark.one_database
def test_a_returned_finding_shows_its_reason_to_the_investigator(browse: Browse) -> None:
    ticket = ticket_at(State.FINDING_DRAFTED)
    assert send(browse("liweidong"), ticket, "finding-return", reason="请附决定书原件").status_code == 303
    said = words(browse("liufang").get(url(ticket)))
    assert "退回的结论" in said
    assert "请附决定书原件" in said
    assert "下一步：提交核实结论" in said


@pytest.mark.one_database
def test_the_notice_is_published_word_for_word_as_it_was_shown(browse: Browse) -> None:
    ticket, client = ticket_at(State.CORRECTING), browse("liufang")
    shown = words(client.get(url(ticket, "correction")))
    assert "同时更新的公示载体：分局网站、信用中国（经信用主管部门推送）" in shown
    assert send(client, ticket, "correction").status_code == 303
    record = fresh(ticket).record
    assert record is not None
    assert record.live is not None
    assert record.live.notice_zh in shown
    assert record.live.notice_en in shown


@pytest.mark.one_database
def test_joining_a_correction_that_was_made_is_said_plainly(browse: Browse) -> None:
    record = published_penalty()
    first, second = ticket_at(State.CORRECTING, record=record), ticket_at(State.CORRECTING, record=record)
    client = browse("liufang")
    assert send(client, first, "correction").status_code == 303
    page = client.get(url(second, "correction"))
    assert "这处错误已经更正" in page.text
    assert send(client, second, "correction").status_code == 303
    assert fresh(second).correction.to_number == 2  # type: ignore[union-attr]


@pytest.mark.one_database
def test_the_reply_is_drafted_from_the_finding(browse: Browse) -> None:
    ticket = ticket_after("publish_correction")
    page = browse("sunlei").get(url(ticket, "reply"))
    draft = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert draft is not None
    assert "您说得对，公示的内容有误。“罚款金额”原来写的是“68万元”，已更正为“6.8万元”。" in draft[1]
    assert "更正已于11月10日公布" in draft[1]
    assert "我们很抱歉" in draft[1]


@pytest.mark.one_database
def test_the_reply_speaks_the_language_of_the_report(browse: Browse) -> None:
    ticket = ticket_after("publish_correction", locale="en")
    draft = browse("sunlei").get(url(ticket, "reply")).text
    assert "You were right: what we published was wrong. Amount of the fine read “680,000 yuan”" in draft


@pytest.mark.one_database
@pytest.mark.parametrize("finding", ["accurate", "cannot_verify", "not_our_matter"])
def test_a_record_that_was_right_gets_a_draft_that_explains(browse: Browse, finding: str) -> None:
    ticket = ticket_at(State.CLARIFYING, finding)
    drafted = browse("liufang").get(url(ticket, "clarification")).text
    assert {
        "accurate": "经对照昌州环阜罚〔2026〕3号决定书原件核对，公示的内容与原件一致",
        "cannot_verify": "我们查了昌州环阜罚〔2026〕3号决定书原件，按现有材料不能核实",
        "not_our_matter": "不由本机关办理",
    }[finding] in drafted
    answered = ticket_after("clarify", finding)
    assert "您好：您反映的" in browse("sunlei").get(url(answered, "reply")).text


@pytest.mark.one_database
def test_a_preview_shows_the_text_and_sends_nothing(browse: Browse) -> None:
    ticket = ticket_after("publish_correction")
    page = send(browse("sunlei"), ticket, "reply", text="先看一看这样写", preview="1")
    assert page.status_code == 200
    assert page.text.count("先看一看这样写") == 2
    assert fresh(ticket).reply is None


@pytest.mark.one_database
def test_carriers_are_confirmed_with_what_proves_it(browse: Browse) -> None:
    ticket, client = ticket_after("publish_correction"), browse("sunlei")
    one = next(row for row in carriers_of(ticket) if row.state == PENDING)
    noun, prefix = f"carriers/{one.id}", f"carrier-{one.id}-"
    assert "等待确认" in client.get(url(ticket)).text
    assert client.get(url(ticket, noun)).status_code == 200
    empty = client.post(url(ticket, noun), data={f"{prefix}lock": fresh(ticket).lock})
    assert empty.status_code == 422
    assert "请写明怎样确认的" in empty.text
    typed = {f"{prefix}lock": fresh(ticket).lock, f"{prefix}evidence": "https://example.gov.cn/1 显示6.8万元"}
    answer = client.post(url(ticket, noun), data=typed)
    assert answer.location == f"{url(ticket)}#carriers"
    assert all(row.state != PENDING for row in carriers_of(ticket))
    again = client.post(url(ticket, noun), data=typed | {f"{prefix}lock": fresh(ticket).lock})
    assert again.status_code == 409
    other = ticket_after("publish_correction")
    assert client.get(url(other, noun)).status_code == 404


@pytest.mark.one_database
def test_a_publisher_who_published_the_record_confirms_nothing(browse: Browse) -> None:
    ticket = ticket_after("publish_correction")
    one = next(row for row in carriers_of(ticket) if row.state == PENDING)
    assert browse("zhouting").get(url(ticket, f"carriers/{one.id}")).status_code == 404


# ---- answering for it ----


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": ""}, "请选择责任人或者责任单位"),
        ({"subject": "user-4096"}, "请选择责任人或者责任单位"),
        ({"subject": "other"}, "请写明是谁。"),
        ({"subject": "other", "other": "副局长李卫东"}, "不能给自己记责任"),
        ({"subject": "nobody"}, "没有人有过错的，处理方式选“免责”"),
        ({"measure": "exempt"}, "没有人有过错的，处理方式选“免责”"),
        ({"measure": ""}, "请选择处理方式。"),
        ({"decided_by": " "}, "请写明是谁决定的"),
        ({"decided_on": "2026-11-13"}, "“决定日期”不能晚于今天。"),
        ({"decided_on": "2026-11-08"}, "决定日期不能早于收到反映的日期。"),
        ({"decided_on": "昨天"}, "日期请写作"),
        ({"reasons": ""}, "请写明为什么这样处理"),
        ({"reasons": "理" * 5001}, "最多 5000 字，现在有 5001 字，请缩短。"),
    ],
)
def test_accountability_that_does_not_add_up_is_refused_beside_its_field(
    browse: Browse, changed: dict[str, str], said: str
) -> None:
    ticket = ticket_at(State.ROOT_CAUSE)
    page = send(browse("liweidong"), ticket, "accountability", **accountability(**changed))
    assert page.status_code == 422
    assert said in page.text
    assert fresh(ticket).accountabilities == []


@pytest.mark.one_database
def test_a_measure_against_a_person_is_not_taken_against_a_unit(browse: Browse) -> None:
    ticket, unit = ticket_at(State.ROOT_CAUSE), people().zhaoming.unit_id
    page = send(browse("liweidong"), ticket, "accountability", **accountability(subject=f"unit-{unit}"))
    assert page.status_code == 422
    assert "这一项只能对个人作出，请改选。" in page.text


@pytest.mark.one_database
def test_no_fault_is_recorded_with_its_reasons(browse: Browse) -> None:
    ticket = ticket_at(State.ROOT_CAUSE)
    typed = accountability(subject="nobody", measure="exempt", reasons="原件本身写错，录入无误。")
    assert send(browse("liweidong"), ticket, "accountability", **typed).status_code == 303
    one = fresh(ticket).accountabilities[0]
    assert (one.subject, one.subject_user_id, one.measure) == ("", None, "exempt")
    assert "没有人有过错" in browse("liweidong").get(url(ticket)).text


@pytest.mark.one_database
def test_accountability_offers_who_had_the_record_in_hand(browse: Browse) -> None:
    said = words(browse("liweidong").get(url(ticket_at(State.ROOT_CAUSE), "accountability")))
    for shown in ("赵明（执法人员：拟制）", "周婷（法制科信息发布员：发布）", "执法大队", "决定者：任免机关、单位", "移送有权机关决定"):
        assert shown in said, shown


@pytest.mark.one_database
def test_the_end_is_blocked_with_what_is_missing(browse: Browse) -> None:
    ticket, client = ticket_at(State.REPLIED), browse("sunlei")
    page = client.get(url(ticket, "closing"))
    assert page.status_code == 200
    assert "现在还不能办结" in page.text
    assert "还缺：各公示载体的更新确认、原因分析、责任追究记录" in page.text
    assert not re.search(r'<button[^>]*type="submit"[^>]*>办结</button>', page.text)
    forced = send(client, ticket, "closing")
    assert forced.status_code == 409
    assert fresh(ticket).is_open


@pytest.mark.one_database
def test_a_closed_ticket_is_not_closed_again(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCOUNTABILITY), browse("sunlei")
    typed = {"lock": ticket.lock}
    assert client.post(url(ticket, "closing"), data=typed).status_code == 303
    assert client.post(url(ticket, "closing"), data=typed).status_code == 409
    entries = db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.close")).all()
    assert len(entries) == 1


# ---- the reporter, the files, the mail ----


def test_the_reporter_is_shown_once_with_the_reason_in_the_log(browse: Browse) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse("liufang")
    assert client.post(url(ticket, "reporter"), data={"reason": " "}).status_code == 422
    page = client.post(url(ticket, "reporter"), data={"reason": "电话核对事实"})
    assert page.status_code == 200
    for private in (HE_JING.name, HE_JING.email, HE_JING.phone):
        assert private in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert HE_JING.name not in page.text.split("</title>")[0]
    entry = db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.reveal_reporter")).one()
    assert (entry.actor_name, entry.subject, entry.reason) == ("刘芳", ticket.subject, "电话核对事实")
    assert client.get(url(ticket, "reporter")).location == url(ticket), "the address alone shows nothing"


@pytest.mark.one_database
def test_who_need_not_know_the_reporter_is_refused(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    for login in ("liweidong", "wangxiaoyan", "majianxin"):
        page = browse(login).post(url(ticket, "reporter"), data={"reason": "想知道"})
        assert page.status_code == 409
        assert HE_JING.name not in page.text
    assert not db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.reveal_reporter")).all()


@pytest.mark.one_database
def test_a_file_is_only_ever_downloaded_under_its_own_name(browse: Browse) -> None:
    with io.BytesIO(PDF) as stream:
        kept = store(stream, "投诉材料（何）.pdf", folder=files_folder(), limit=99)
    ticket = ticket_at(State.INVESTIGATING, kept=(kept,))
    found = files.attachments_of(ticket.subject)[0]
    answer = browse("liufang").get(url(ticket, f"files/{found.id}"), buffered=True)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E6%8A%95%E8%AF%89%E6%9D%90%E6%96%99" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    again = browse("liufang").get(url(ticket, f"files/{found.id}"), headers={"If-None-Match": "*", "Range": "bytes=0-3"}, buffered=True)
    assert (again.status_code, again.data) == (200, PDF)
    assert browse("zhaoming").get(url(ticket, f"files/{found.id}")).status_code == 404
    other = ticket_at(State.INVESTIGATING)
    assert browse("liufang").get(url(other, f"files/{found.id}")).status_code == 404


@pytest.mark.one_database
def test_a_file_whose_bytes_are_gone_is_no_page_rather_than_a_fault(browse: Browse) -> None:
    with io.BytesIO(PDF + b"2") as stream:
        kept = store(stream, "证据.pdf", folder=files_folder(), limit=99)
    ticket = ticket_at(State.RECEIVED, kept=(kept,))
    (files_folder() / kept.sha256[:2] / kept.sha256).unlink()
    found = files.attachments_of(ticket.subject)[0]
    assert browse("sunlei").get(url(ticket, f"files/{found.id}")).status_code == 404


@pytest.mark.one_database
def test_mail_is_listed_with_its_state_and_without_the_reporter_s_address(browse: Browse) -> None:
    ticket = ticket_at(State.ACCEPTED)
    first, second = outbox.messages_about(ticket.subject)
    first.state, second.state, second.last_fault = SENT, DEAD, "ConnectionRefusedError: 25"
    db.session.commit()
    said = words(browse("sunlei").get("/staff/mail"))
    for shown in (
        "收到反映的回执", "受理告知", "已发出", "多次发送失败，已停止", "ConnectionRefusedError: 25", "h***@reporter.example", ticket.ref,
        "DATA_DIR/mail", "有 1 封多次发送失败",
    ):  # fmt: skip
        assert shown in said, shown
    assert HE_JING.email not in said
    for login in ("liweidong", "gaoxiang"):
        assert browse(login).get("/staff/mail").status_code == 200
    for login in ("liufang", "zhouting", "zhaoming", "zhengmin"):
        assert browse(login).get("/staff/mail").status_code == (200 if login == "liufang" else 403)


@pytest.mark.one_database
def test_a_message_is_shown_as_it_goes_out_and_can_be_sent_again(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCEPTED), browse("sunlei")
    message = outbox.messages_about(ticket.subject)[0]
    message.state, message.attempts = DEAD, 9
    db.session.commit()
    page = client.get(f"/staff/mail/{message.id}")
    assert ticket.ref in page.text
    assert "h***@reporter.example" in page.text
    assert HE_JING.email not in page.text
    assert "再次发送" in page.text
    assert client.post(f"/staff/mail/{message.id}/again").status_code == 303
    db.session.expire_all()
    assert (message.state, message.attempts) == ("owed", 0)
    entry = db.session.scalars(select(LogEntry).where(LogEntry.action == "message.resend")).one()
    assert (entry.actor_name, entry.subject) == ("孙蕾", ticket.subject)


@pytest.mark.one_database
def test_what_has_been_sent_is_not_sent_again(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCEPTED), browse("sunlei")
    message = outbox.messages_about(ticket.subject)[0]
    message.state = SENT
    db.session.commit()
    assert "再次发送" not in client.get(f"/staff/mail/{message.id}").text
    page = client.post(f"/staff/mail/{message.id}/again")
    assert page.status_code == 409
    assert "这封邮件已经发出" in page.text
    assert client.get("/staff/mail/4096").status_code == 404


@pytest.mark.one_database
def test_pages_speak_english_where_the_tables_do(browse: Browse) -> None:
    ticket, client = ticket_at(State.FINDING_DRAFTED), browse("liweidong")
    client.post("/language", data={"lang": "en", "next": "/staff/"})
    page = words(client.get(url(ticket)))
    for shown in ("Finding to be signed", "Sign the finding", "substantiated: the information is inaccurate", "Amount of the fine"):
        assert shown in page, shown
    assert client.get(url(ticket, "signature")).status_code == 200
    assert "“Sign the finding” is for the leader in charge" in words(_english(browse("majianxin")).get(url(ticket)))


def _english(client: FlaskClient) -> FlaskClient:
    client.post("/language", data={"lang": "en", "next": "/staff/"})
    return client


@pytest.mark.one_database
def test_a_leader_without_seat_beside_an_investigator_s_role_cannot_investigate_his_own(browse: Browse) -> None:
    both = person("both", "supervising_leader", "investigator")
    ticket = ticket_at(State.LEADER_ASSIGNED)
    ticket.leader = both
    db.session.commit()
    page = send(browse("both"), ticket, "appointment", person=both.id)
    assert page.status_code == 422
    assert "不能自己调查、自己签发。" in page.text
    assert beijing("2026-11-09 15:12") == fresh(ticket).received_at
