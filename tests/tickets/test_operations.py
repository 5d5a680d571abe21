"""Each operation's whole effect at once: the state, the noun it leaves, its line in the log, its clocks, its messages."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.models import LogEntry
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import LIVE, PENDING
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import queries as records
from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from feedback_app.tickets import operations, queries, steps
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Answer, NotThisPerson
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import State
from tests.factories import (
    HE_JING,
    NOBODY,
    RIGHT_AMOUNT,
    WRONG_AMOUNT,
    beijing,
    people,
    person,
    published_penalty,
    ticket_after,
    ticket_at,
)

LATER = beijing("2026-11-20 18:00")


def log_of(ticket: Ticket) -> list[LogEntry]:
    return list(
        db.session.scalars(
            select(LogEntry).where(LogEntry.subject == ticket.subject).order_by(LogEntry.number)
        )
    )


def last_of(ticket: Ticket, action: str) -> LogEntry:
    """The newest entry of this action; it must stand in the log exactly once more than before."""
    return [entry for entry in log_of(ticket) if entry.action == action][-1]


def owed(ticket: Ticket) -> list[tuple[str, str, str]]:
    return [(one.kind, one.to_role, one.to_address) for one in outbox.messages_about(ticket.subject)]


def running(ticket: Ticket) -> dict[str, str]:
    return {one.rule: one.due_on.isoformat() for one in deadlines.open_clocks("ticket", ticket.ref)}


def ended(ticket: Ticket) -> dict[str, str | None]:
    return {one.rule: one.outcome for one in deadlines.clocks("ticket", ticket.ref) if not one.is_open}


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> None:
    """Every test here works on a session of its own."""


def test_accept_marks_the_record_stops_its_clock_and_tells_the_reporter() -> None:
    ticket = ticket_at(State.RECEIVED)
    assert running(ticket) == {"TICKET_ACCEPT": "2026-11-11", "TICKET_NORMAL": "2026-11-16"}
    with clock.at(beijing("2026-11-09 15:40")):
        operations.accept(ticket, by=people().sunlei)
    assert (ticket.at_state, ticket.next_step, ticket.waits_for) == (
        State.ACCEPTED,
        "submit_to_leader",
        "clerk",
    )
    assert ticket.acceptance is not None
    assert (ticket.acceptance.by_name, ticket.acceptance.at) == ("孙蕾", beijing("2026-11-09 15:40"))
    entry = last_of(ticket, "ticket.accept")
    assert (entry.actor_name, entry.from_state, entry.to_state) == ("孙蕾", "received", "accepted")
    assert ticket.record is not None
    assert entry.about == ticket.record.subject
    assert ticket.record.under_verification
    assert running(ticket) == {"TICKET_NORMAL": "2026-11-16"}
    assert ended(ticket) == {"TICKET_ACCEPT": "kept"}
    assert ticket.due_at == ticket.urgency_at
    assert clock.to_local(ticket.urgency_at).date() == date(2026, 11, 16)
    assert owed(ticket)[-1] == ("ticket_accepted", "reporter", HE_JING.email)


def test_accepting_too_late_is_on_record_as_late() -> None:
    ticket = ticket_at(State.RECEIVED)
    with clock.at(beijing("2026-11-12 10:00")):
        operations.accept(ticket, by=people().sunlei)
    assert ended(ticket) == {"TICKET_ACCEPT": "late"}


def test_submit_to_leader_names_the_leader_and_tells_him() -> None:
    ticket, cast = ticket_at(State.ACCEPTED), people()
    operations.submit_to_leader(ticket, cast.liweidong, by=cast.sunlei)
    assert (ticket.at_state, ticket.waits_for, ticket.leader) == (
        State.LEADER_ASSIGNED,
        "leader",
        cast.liweidong,
    )
    assert ticket.submissions[-1].leader_name == "李卫东"
    entry = last_of(ticket, "ticket.submit_to_leader")
    assert entry.fact_values["leader"] == "李卫东"
    assert owed(ticket)[-1] == ("ticket_submitted", "staff", cast.liweidong.email)
    assert queries.inbox(cast.liweidong).rows == [ticket]
    assert queries.inbox(cast.majianxin).rows == [], "it waits for the one leader, not for all"


def test_a_leader_who_approved_the_record_is_refused_with_what_he_did() -> None:
    ticket, cast = ticket_at(State.ACCEPTED), people()
    with pytest.raises(NotThisPerson, match="古丽娜尔·艾山经办过这条信息（批准）"):
        operations.submit_to_leader(ticket, cast.gulinaer, by=cast.sunlei)
    with pytest.raises(NotThisPerson, match="王晓燕不能担任主管领导"):
        operations.submit_to_leader(ticket, cast.wangxiaoyan, by=cast.sunlei)
    assert ticket.at_state is State.ACCEPTED
    assert not db.session.dirty


def test_assign_keeps_who_was_excluded_and_why() -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    operations.assign(ticket, cast.liufang, by=cast.liweidong)
    assert (ticket.at_state, ticket.waits_for, ticket.investigator) == (
        State.INVESTIGATING, "investigator", cast.liufang,
    )  # fmt: skip
    excluded = {one["name"]: one["acts"] for one in ticket.appointments[-1].excluded}
    assert excluded == {
        "赵明": ["prepare"], "叶尔肯·哈力克": ["review"], "古丽娜尔·艾山": ["approve"], "周婷": ["publish"],
    }  # fmt: skip
    entry = last_of(ticket, "ticket.assign")
    assert entry.fact_values == {
        "investigator": "刘芳", "investigator_post": "办公室主任", "excluded_count": 4,
    }  # fmt: skip
    assert owed(ticket)[-1] == ("ticket_assigned", "staff", cast.liufang.email)


def test_who_published_the_record_cannot_investigate_it() -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    with pytest.raises(NotThisPerson, match="周婷经办过这条信息（发布）"):
        operations.assign(ticket, cast.zhouting, by=cast.liweidong)
    with pytest.raises(NotThisPerson, match="赵明"):
        operations.assign(ticket, cast.zhaoming, by=cast.liweidong)


def test_nobody_investigates_what_they_will_sign() -> None:
    both = person("both", "supervising_leader", "investigator")
    ticket = ticket_at(State.ACCEPTED)
    operations.submit_to_leader(ticket, both, by=people().sunlei)
    with pytest.raises(NotThisPerson, match="不能自己调查、自己签发"):
        operations.assign(ticket, both, by=both)


def test_a_person_who_has_left_cannot_be_chosen() -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    gone = person("gone", "investigator")
    gone.active = False
    with pytest.raises(NotThisPerson, match="不能担任调查人员"):
        operations.assign(ticket, gone, by=cast.liweidong)


def test_change_leader_drops_an_unsigned_finding_with_the_reason() -> None:
    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    operations.change_leader(ticket, cast.majianxin, by=cast.sunlei, reason="李卫东出差")
    assert (ticket.at_state, ticket.leader, ticket.investigator) == (
        State.LEADER_ASSIGNED,
        cast.majianxin,
        None,
    )
    assert ticket.verification is None
    assert ticket.verifications[-1].returned_reason == "李卫东出差"
    assert last_of(ticket, "ticket.change_leader").reason == "李卫东出差"
    assert owed(ticket)[-1][2] == cast.majianxin.email


def test_change_investigator_needs_its_reason() -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    other = person("other", "investigator")
    db.session.commit()
    with pytest.raises(StepNotAllowed):
        operations.change_investigator(ticket, other, by=cast.liweidong, reason="")
    db.session.rollback()
    operations.change_investigator(ticket, other, by=cast.liweidong, reason="请假")
    assert (ticket.at_state, ticket.investigator) == (State.INVESTIGATING, other)
    assert [one.investigator_name for one in ticket.appointments] == ["刘芳", "other"]


def test_verify_keeps_the_right_value_and_says_nothing_of_it_in_public() -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    operations.verify(
        ticket, finding="inaccurate", compared="决定书原件", basis="原件载明6.8万元。",
        new_values={"amount": RIGHT_AMOUNT}, by=cast.liufang,
    )  # fmt: skip
    assert (ticket.at_state, ticket.waits_for) == (State.FINDING_DRAFTED, "leader")
    assert ticket.verification is not None
    assert ticket.verification.new_values == {"amount": RIGHT_AMOUNT}
    entry = last_of(ticket, "ticket.verify")
    assert entry.fact_values == {"finding": "inaccurate"}
    assert entry.sealed is not None
    assert entry.sealed.words["basis"] == "原件载明6.8万元。"
    assert ticket.record is not None
    assert ticket.record.live is not None
    assert ticket.record.live.field_values["amount"] == WRONG_AMOUNT, "nothing is public before it is signed"


@pytest.mark.parametrize("new_values", [{}, {"amount": WRONG_AMOUNT}], ids=["none", "unchanged"])
def test_a_finding_that_asks_for_a_correction_needs_one_that_changes_something(
    new_values: dict[str, Any],
) -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    with pytest.raises(StepNotAllowed):
        operations.verify(
            ticket,
            finding="inaccurate",
            compared="原件",
            basis="不符。",
            new_values=new_values,
            by=cast.liufang,
        )
    assert ticket.verifications == []


def test_a_finding_that_the_record_was_right_keeps_no_values() -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    operations.verify(
        ticket, finding="accurate", compared="原件", basis="一致。", new_values={"amount": 1}, by=cast.liufang
    )
    assert ticket.verification is not None
    assert ticket.verification.new_values == {}


def test_return_finding_and_verify_again() -> None:
    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    operations.return_finding(ticket, by=cast.liweidong, reason="请附决定书原件")
    assert (ticket.at_state, ticket.waits_for, ticket.verification) == (
        State.INVESTIGATING,
        "investigator",
        None,
    )
    assert last_of(ticket, "ticket.return_finding").reason == "请附决定书原件"
    operations.verify(
        ticket, finding="accurate", compared="原件", basis="一致。", new_values={}, by=cast.liufang
    )
    operations.sign_finding(ticket, by=cast.liweidong)
    assert ticket.at_state is State.CLARIFYING
    assert [one.finding for one in ticket.verifications] == ["inaccurate", "accurate"]


def test_sign_finding_starts_the_clocks_of_the_correction() -> None:
    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    with clock.at(beijing("2026-11-10 17:10")):
        operations.sign_finding(ticket, by=cast.liweidong)
    assert (ticket.at_state, ticket.waits_for) == (State.CORRECTING, "investigator")
    assert ticket.verification is not None
    assert (ticket.verification.signed_by_name, ticket.verification.signed_at) == (
        "李卫东",
        beijing("2026-11-10 17:10"),
    )
    assert running(ticket) == {
        "CORRECT_OWN": "2026-11-11", "TICKET_NORMAL": "2026-11-16", "CORRECT_ALL_CHANNELS": "2026-11-17",
    }  # fmt: skip
    assert last_of(ticket, "ticket.sign_finding").fact_values == {"finding": "inaccurate"}


def test_a_finding_that_the_record_was_right_starts_no_clock_of_a_correction() -> None:
    ticket = ticket_at(State.FINDING_DRAFTED, "accurate")
    operations.sign_finding(ticket, by=people().liweidong)
    assert ticket.at_state is State.CLARIFYING
    assert set(running(ticket)) == {"TICKET_NORMAL"}


def test_publish_correction_makes_the_version_its_notice_and_its_carriers() -> None:
    ticket, cast = ticket_at(State.CORRECTING), people()
    with clock.at(beijing("2026-11-10 17:40")):
        operations.publish_correction(ticket, by=cast.liufang)
    record = ticket.record
    assert record is not None
    assert record.live is not None
    assert (record.live.number, record.live.field_values["amount"]) == (2, RIGHT_AMOUNT)
    assert record.live.changes == [{"field": "amount", "old": WRONG_AMOUNT, "new": RIGHT_AMOUNT}]
    assert record.live.notice_zh == "2026-11-10 更正：罚款金额由“68万元”更正为“6.8万元”。"
    assert not record.under_verification
    assert ticket.correction is not None
    assert (ticket.correction.from_number, ticket.correction.to_number) == (1, 2)
    assert {one.channel: one.state for one in carriers.publications_of(record.ref, 2)} == {
        "branch_site": LIVE, "credit_push": PENDING,
    }  # fmt: skip
    assert running(ticket) == {
        "TICKET_NORMAL": "2026-11-16", "CORRECT_ALL_CHANNELS": "2026-11-17", "ROOT_CAUSE": "2026-12-08",
    }  # fmt: skip
    assert ended(ticket)["CORRECT_OWN"] == "kept"
    assert last_of(ticket, "ticket.publish_correction").fact_values == {"version": 2}
    assert (ticket.at_state, ticket.next_step, ticket.waits_for) == (State.CORRECTING, "reply", "clerk")


def test_a_second_report_of_the_same_error_joins_the_correction_that_was_made() -> None:
    record, cast = published_penalty(), people()
    first, second = ticket_at(State.CORRECTING, record=record), ticket_at(State.CORRECTING, record=record)
    operations.publish_correction(first, by=cast.liufang)
    assert record.under_verification, "the other report has not been settled yet"
    operations.publish_correction(second, by=cast.liufang)
    db.session.commit()
    assert [version.number for version in record.versions] == [1, 2], "no second correction of the same error"
    assert second.correction is not None
    assert (second.correction.from_number, second.correction.to_number) == (2, 2)
    assert not record.under_verification
    assert second.next_step == "reply"
    assert steps.standing(second).lacks() == [
        Demand.ALL_CHANNELS,
        Demand.REPLY,
        Demand.CAUSE,
        Demand.ACCOUNTABILITY,
    ]


def test_confirm_carrier_stops_the_clock_with_the_last_one() -> None:
    ticket, cast = ticket_after("publish_correction"), people()
    assert ticket.record is not None
    pending = [one for one in carriers.publications_of(ticket.record.ref, 2) if one.state == PENDING]
    with clock.at(beijing("2026-11-13 12:00")):
        operations.confirm_carrier(ticket, pending[0], evidence="信用中国页面显示6.8万元。", by=cast.sunlei)
    assert ended(ticket)["CORRECT_ALL_CHANNELS"] == "kept"
    assert Demand.ALL_CHANNELS in steps.standing(ticket).have
    assert (pending[0].state, pending[0].evidence) == (LIVE, "信用中国页面显示6.8万元。")


def test_only_the_carriers_of_the_correction_can_be_confirmed() -> None:
    ticket, cast = ticket_at(State.CORRECTING), people()
    assert ticket.record is not None
    old = carriers.publications_of(ticket.record.ref, 1)[1]
    with pytest.raises(StepNotAllowed, match="不是这次更正"):
        operations.confirm_carrier(ticket, old, evidence="看过了", by=cast.sunlei)


def test_clarify_leaves_the_record_as_it_is_and_says_why() -> None:
    ticket, cast = ticket_at(State.CLARIFYING, "accurate"), people()
    operations.clarify(ticket, "公示的内容与原件一致。", by=cast.liufang)
    record = ticket.record
    assert record is not None
    assert (record.live_number, record.under_verification) == (1, False)
    assert [one.text for one in records.clarifications(record)] == ["公示的内容与原件一致。"]
    assert last_of(ticket, "ticket.clarify").fact_values == {}, "typed words stand in the sealed part"
    assert ticket.next_step == "reply"


def test_reply_stops_the_answer_s_clock_and_owes_the_answer() -> None:
    ticket, cast = ticket_after("publish_correction"), people()
    with clock.at(beijing("2026-11-11 10:00")):
        operations.reply(ticket, "您说得对，已经更正。", by=cast.sunlei)
    assert (ticket.at_state, ticket.next_step) == (State.REPLIED, "analyse_cause")
    assert ended(ticket)["TICKET_NORMAL"] == "kept"
    assert owed(ticket)[-1] == ("ticket_answered", "reporter", HE_JING.email)
    assert last_of(ticket, "ticket.reply").to_state == "replied"


def test_nobody_is_owed_a_mail_without_an_address() -> None:
    ticket = ticket_at(State.CLOSED, reporter=NOBODY)
    assert {role for _kind, role, _address in owed(ticket)} == {"staff"}


def test_analyse_cause_keeps_every_cause() -> None:
    ticket, cast = ticket_at(State.REPLIED), people()
    operations.analyse_cause(
        ticket, causes=["unit_conversion", "review_failure"], words="录入时单位弄错，审核没有对照原件。",
        prevention="发布前自动核对。", by=cast.liufang,
    )  # fmt: skip
    assert ticket.cause is not None
    assert [one.cause for one in ticket.cause.categories] == ["unit_conversion", "review_failure"]
    assert last_of(ticket, "ticket.analyse_cause").fact_values == {
        "causes": ["unit_conversion", "review_failure"]
    }
    assert (ticket.at_state, ticket.waits_for) == (State.ROOT_CAUSE, "leader")


def test_trace_accountability_names_nobody_in_the_public_part_of_the_log() -> None:
    ticket, cast = ticket_at(State.ROOT_CAUSE), people()
    with clock.at(LATER):
        operations.trace_accountability(ticket, answer(cast.zhaoming), by=cast.liweidong)
        operations.trace_accountability(
            ticket, answer(name="执法大队", measure="order_rectify"), by=cast.liweidong
        )
    assert [(one.subject, one.measure) for one in ticket.accountabilities] == [
        ("赵明", "criticism"), ("执法大队", "order_rectify"),
    ]  # fmt: skip
    entry = last_of(ticket, "ticket.trace_accountability")
    assert entry.fact_values == {
        "measures": ["order_rectify"], "outcome": "outcome:decided_here", "violation": "violation:not_as_required",
    }  # fmt: skip
    assert "赵明" not in "".join(str(one.facts) for one in log_of(ticket))
    assert ended(ticket)["ROOT_CAUSE"] == "kept"
    assert ticket.at_state is State.ACCOUNTABILITY


def test_a_leader_does_not_record_his_own_accountability() -> None:
    ticket, cast = ticket_at(State.ROOT_CAUSE), people()
    with pytest.raises(StepNotAllowed, match="不能给自己记责任"):
        operations.trace_accountability(ticket, answer(cast.liweidong), by=cast.liweidong)
    assert ticket.accountabilities == []


def test_close_ends_everything_and_only_once() -> None:
    ticket, cast = ticket_at(State.ACCOUNTABILITY), people()
    operations.close(ticket, by=cast.sunlei)
    db.session.commit()
    assert (ticket.at_state, ticket.is_open, ticket.next_step, ticket.waits_for) == (
        State.CLOSED,
        False,
        None,
        None,
    )
    assert ticket.closing is not None
    assert ticket.closed_at is not None
    assert running(ticket) == {}
    assert last_of(ticket, "ticket.close").to_state == "closed"
    entries = len(log_of(ticket))
    with pytest.raises(StepNotAllowed, match="不能“办结”"):
        operations.close(ticket, by=cast.sunlei)
    assert len(log_of(ticket)) == entries


def test_close_says_what_is_missing() -> None:
    ticket = ticket_after("trace_accountability")
    assert ticket.record is not None
    for one in carriers.publications_of(ticket.record.ref, 2):
        one.state, one.confirmed_at = PENDING, None
    db.session.flush()
    with pytest.raises(StepNotAllowed, match="还缺：各公示载体的更新确认"):
        operations.close(ticket, by=people().sunlei)


def test_every_step_moves_the_lock_on_also_one_that_leaves_the_state() -> None:
    ticket, cast = ticket_at(State.ACCOUNTABILITY), people()
    before = ticket.lock
    with clock.at(LATER):
        operations.trace_accountability(
            ticket, answer(name="执法大队", measure="order_rectify"), by=cast.liweidong
        )
    db.session.commit()
    assert ticket.lock > before


def test_every_look_at_the_reporter_is_in_the_log_and_only_for_who_needs_it() -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    found = operations.reveal_reporter(ticket, by=cast.liufang, reason="电话核对")
    assert found.name == "何静"
    entry = last_of(ticket, "ticket.reveal_reporter")
    assert (entry.actor_name, entry.reason) == ("刘芳", "电话核对")
    assert "何静" not in str(entry.facts)
    for user in (cast.liweidong, cast.wangxiaoyan, cast.zhaoming, cast.zhengmin):
        with pytest.raises(StepNotAllowed):
            operations.reveal_reporter(ticket, by=user, reason="想看看")


def test_every_step_of_the_story_stands_in_the_log_in_its_order() -> None:
    ticket = ticket_at(State.CLOSED)
    said = [entry.action for entry in log_of(ticket) if entry.action.startswith("ticket.")]
    assert said == [
        f"ticket.{step}" for step in (
            "submit", "accept", "submit_to_leader", "assign", "verify", "sign_finding", "publish_correction", "reply",
            "analyse_cause", "trace_accountability", "close",
        )
    ]  # fmt: skip
    count = db.session.scalar(select(func.count()).select_from(LogEntry))
    assert count == db.session.scalar(select(func.max(LogEntry.number)))


def answer(who: StaffUser | None = None, *, name: str = "", measure: str = "criticism") -> Answer:
    return Answer(
        measure, "本机关", date(2026, 11, 20), "录入时未核对单位。", name or (who.name if who else ""),
        who.id if who else None, "not_as_required", "declined" if who else "",
    )  # fmt: skip
