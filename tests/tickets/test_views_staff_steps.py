"""Each step as a page: for whom it is drawn, what comes back when it cannot be taken, whom one may choose."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from feedback_app.carriers.models import PENDING
from feedback_app.extensions import db
from feedback_app.files import queries as files
from feedback_app.tickets import operations
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.nouns import ENDPOINTS
from feedback_app.tickets.workflow import BESIDE, STEPS, State
from tests.factories import (
    RIGHT_AMOUNT,
    people,
    ticket_after,
    ticket_at,
)
from tests.tickets.desk import (
    NOUNS,
    PDF,
    Browse,
    accountability,
    carriers_of,
    cause,
    fresh,
    log_length,
    send,
    url,
)

# ---- the steps ----


def at(noun: str) -> Ticket:
    """A ticket on which this noun's step comes next."""
    place = NOUNS[noun][1]
    if isinstance(place, tuple):  # after this step, with this finding
        return ticket_after(*place)
    if not isinstance(place, State):
        return ticket_after(place)
    return ticket_at(place, "accurate" if place is State.CLARIFYING else "inaccurate")


def test_every_step_of_the_workflow_has_its_page() -> None:
    beside = {row.name for row in BESIDE}  # see test_beside_pages.py
    shown_once_it_is_so = {"take_down", "confirm_publication"}  # see test_consequences.py
    beside |= {"merge", "unmerge", "answer_merged"}  # see test_merging.py
    assert {step for step, _place, _login in NOUNS.values()} | {"answer"} == set(
        STEPS
    ) - beside - shown_once_it_is_so
    assert set(STEPS) - beside <= set(ENDPOINTS)


def somebody_else(noun: str) -> str:
    """Who may see the ticket and not take this step; the principal head may record accountability."""
    return "sunlei" if noun == "accountability" else "majianxin"


@pytest.mark.one_database
@pytest.mark.parametrize("noun", NOUNS)
def test_each_step_s_page_is_drawn_for_its_person_and_sends_others_back(browse: Browse, noun: str) -> None:
    step, _place, login = NOUNS[noun]
    ticket = at(noun)
    page = browse(login).get(url(ticket, noun))
    assert page.status_code == 200
    assert re.search(rf"<h1[^>]*>{STEPS[step].label_zh}</h1>", page.text)
    assert f'name="lock" type="hidden" value="{ticket.lock}"' in page.text
    sent_back = browse(somebody_else(noun)).get(url(ticket, noun), follow_redirects=True)
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
    "redirection": {"to_whom": "某局"},
    "omitted-record": {"record": "没有这一条"},
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
    typed = {
        "reason": "写了很久的理由",
        "text": "写了很久的答复",
        "words": "写了很久的原因",
        "compared": "写了很久的核对",
    }
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
    page = send(browse(somebody_else(noun)), ticket, noun)
    assert page.status_code == 409
    assert f"“{STEPS[NOUNS[noun][0]].label_zh}”由" in page.text
    assert fresh(ticket).state == state


@pytest.mark.one_database
def test_two_leaders_at_once_do_not_overwrite_each_other(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database's own count of changes catches what comes between the look and the save."""
    ticket = ticket_at(State.FINDING_DRAFTED)

    def overtaken(*_args: Any, **_options: Any) -> None:
        raise StaleDataError(
            "UPDATE statement on table 'ticket' expected to update 1 row(s); 0 were matched."
        )

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
    assert done(
        sunlei, ticket, noun, **{f"{prefix}lock": fresh(ticket).lock, f"{prefix}evidence": "页面显示6.8万元"}
    )
    assert done(liufang, ticket, "cause", **cause())
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


@pytest.mark.one_database
def test_what_only_the_operation_sees_is_said_beside_the_person_too(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()

    def just_left(*_args: Any, **_options: Any) -> None:
        raise operations.NotThisPerson(
            "刘芳刚刚离岗，请另选一人。", "Liu Fang has just left. Choose someone else."
        )

    monkeypatch.setattr(operations, "assign", just_left)
    page = send(browse("liweidong"), ticket, "appointment", person=cast.liufang.id)
    assert page.status_code == 422
    assert re.search(r'id="person-error">.*刘芳刚刚离岗，请另选一人。', page.text, re.DOTALL)
    assert re.search(rf'<input checked[^>]*value="{cast.liufang.id}"', page.text), (
        "what was chosen stays chosen"
    )


@pytest.mark.one_database
def test_a_clarification_with_a_telephone_number_is_refused_and_kept(browse: Browse) -> None:
    ticket = at("clarification")
    answer = send(browse("liufang"), ticket, "clarification", text="已电话13912345678向反映人说明。")
    assert answer.status_code == 422
    assert "澄清说明：这里有手机号" in answer.text
    assert "已电话13912345678向反映人说明。" in answer.text, "what was typed is kept"
    assert fresh(ticket).at_state is State.CLARIFYING
