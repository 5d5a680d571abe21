"""The steps beside the straight way, each with its whole effect: state, noun, log, limits, messages, and the way back."""

from typing import Any

import pytest

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import VOIDED
from feedback_app.deadlines.refused import ExtensionNotAllowed, PauseNotAllowed
from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from feedback_app.refusals import Refusal
from feedback_app.tickets import jobs, operations, queries, steps
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import ClaimWords, NotThisPerson, Outer, Part, PassedOn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import State
from tests.factories import beijing, people, published_penalty, report, ticket_after, ticket_at

pytestmark = pytest.mark.one_database
MONDAY = beijing("2026-11-09 18:00")  # the ticket of the factories came in that day, to be answered by 11-16
TUESDAY = beijing("2026-11-10 18:30")


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> None:
    """Every test here works on a session of its own."""


def due(ticket: Ticket, rule: str = "TICKET_NORMAL") -> str:
    return next(
        one.due_on.isoformat() for one in deadlines.open_clocks("ticket", ticket.ref) if one.rule == rule
    )


def told(ticket: Ticket) -> list[str]:
    """The kinds of mail owed to the reporter, in order."""
    return [one.kind for one in outbox.messages_about(ticket.subject) if one.to_role == "reporter"]


def last_action(ticket: Ticket) -> str:
    said = [one.action for one in log.entries(subject=ticket.subject) if one.action.startswith("ticket.")]
    return said[0]


# ---- more is asked for ----


def test_the_limits_stand_still_until_the_reporter_answers() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.ask_supplement(ticket, "请发决定书第一页的照片。", by=cast.liufang)
        db.session.commit()
        assert (ticket.at_state, ticket.resumes_to, ticket.waits_for) == (
            State.AWAITING_SUPPLEMENT, "investigating", "reporter",
        )  # fmt: skip
        assert ticket.supplements[0].until_on.isoformat() == "2026-11-23", (
            "ten working days in all, today the first"
        )
        assert due(ticket) > "2026-11-23"
        assert told(ticket)[-1] == "ticket_supplement_asked"
    with clock.at(beijing("2026-11-12 10:00")):
        operations.supply(ticket, "照片在附件里。", by=None)
        db.session.commit()
    assert (ticket.at_state, ticket.resumes_to) == (State.INVESTIGATING, None)
    assert due(ticket) == "2026-11-19", "three working days later than before: the tenth to the twelfth"
    assert ticket.supplements[0].answer == "照片在附件里。"
    assert last_action(ticket) == "ticket.supply"
    staff_mail = [one.kind for one in outbox.messages_about(ticket.subject) if one.to_role == "staff"]
    assert "ticket_supplied" in staff_mail


def test_a_clerk_may_take_the_answer_down_for_who_calls() -> None:
    cast, ticket = people(), ticket_at(State.ACCEPTED)
    with clock.at(TUESDAY):
        operations.ask_supplement(ticket, "是哪一年的决定？", by=cast.sunlei)
        with pytest.raises(StepNotAllowed):
            operations.supply(ticket, "2026年。", by=cast.liweidong)
        operations.supply(ticket, "2026年。", by=cast.sunlei)
    assert (ticket.at_state, ticket.supplements[0].typed_by_name) == (State.ACCEPTED, "孙蕾")


def test_when_no_answer_comes_it_goes_on_by_itself_and_only_once() -> None:
    ticket = ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.ask_supplement(ticket, "请补充。", by=people().liufang)
        db.session.commit()
    with clock.at(beijing("2026-11-23 23:00")):
        assert jobs.go_on_when_time_is_up() == 0, "the last day is theirs"
    with clock.at(beijing("2026-11-24 00:30")):
        assert jobs.go_on_when_time_is_up() == 1
        assert jobs.go_on_when_time_is_up() == 0
    assert ticket.at_state is State.INVESTIGATING
    assert ticket.supplements[0].answer is None
    assert (last_action(ticket), told(ticket)[-1]) == ("ticket.go_on", "ticket_resumed")


def test_the_time_to_wait_is_capped_over_all_pauses() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.ask_supplement(ticket, "请补充。", by=cast.liufang)
        db.session.commit()
    with clock.at(beijing("2026-11-24 09:00")):
        jobs.go_on_when_time_is_up()
        with pytest.raises(PauseNotAllowed):
            operations.ask_supplement(ticket, "再补充一点。", by=cast.liufang)


# ---- suspended, extended ----


def test_suspended_with_a_reason_and_resumed_where_it_was() -> None:
    cast, ticket = people(), ticket_at(State.FINDING_DRAFTED)
    with clock.at(TUESDAY):
        with pytest.raises(StepNotAllowed, match="理由"):
            operations.suspend(ticket, by=cast.liweidong, reason=" ")
        db.session.rollback()
        operations.suspend(ticket, by=cast.liweidong, reason="等法院的判决")
        assert (ticket.at_state, ticket.next_step, ticket.waits_for) == (State.SUSPENDED, "resume", "leader")
        operations.resume(ticket, by=cast.liweidong, reason="判决到了")
    assert ticket.at_state is State.FINDING_DRAFTED
    assert ticket.suspensions[0].ended_reason == "判决到了"
    assert told(ticket)[-2:] == ["ticket_suspended", "ticket_resumed"]


def test_extended_once_by_the_leader_in_charge_and_the_reporter_is_told() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        for other in (cast.liufang, cast.sunlei, cast.majianxin):
            with pytest.raises(StepNotAllowed, match="李卫东"):
                operations.extend(ticket, to_rule="TICKET_COMPLEX", by=other, reason="要现场复查")
            db.session.rollback()
        operations.extend(ticket, to_rule="TICKET_COMPLEX", by=cast.liweidong, reason="要现场复查")
        noun = ticket.extensions[0]
        assert (noun.due_before.isoformat(), noun.due_on.isoformat()) == ("2026-11-16", "2026-11-30")
        assert (due(ticket), ticket.at_state) == ("2026-11-30", State.INVESTIGATING)
        assert told(ticket)[-1] == "ticket_extended"
        with pytest.raises(StepNotAllowed, match="已经办过"):
            operations.extend(ticket, to_rule="TICKET_OUTER", by=cast.liweidong, reason="再延长")


def test_the_limit_can_only_be_extended_to_what_its_rule_allows() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY), pytest.raises(ExtensionNotAllowed):
        operations.extend(ticket, to_rule="TICKET_OUTER", by=cast.liweidong, reason="要现场复查")


# ---- passed on, not accepted ----


def test_what_is_anothers_matter_is_passed_on_and_that_is_the_answer() -> None:
    cast, ticket = people(), ticket_after("accept", kind="inquiry", claims=())
    with clock.at(MONDAY):
        passed = PassedOn("阜康市交通运输局", "0994-0000000", "道路扬尘由交通运输局管，已经转过去。")
        operations.transfer(ticket, passed, by=cast.sunlei)
        assert ticket.at_state is State.TRANSFERRED
        assert (ticket.due_at, ticket.next_step) == (None, "close")
        operations.close(ticket, by=cast.sunlei)
    assert ticket.at_state is State.CLOSED
    assert "ticket_transferred" in told(ticket)


def test_what_our_own_colleagues_look_into_is_answered_before_it_is_closed() -> None:
    cast, ticket = people(), ticket_after("accept", kind="pollution_report", claims=())
    with clock.at(MONDAY):
        passed = PassedOn("执法大队", "0994-0000000", "执法大队夜间检查后告诉您结果。", feedback_owed=True)
        operations.transfer(ticket, passed, by=cast.sunlei)
        with pytest.raises(StepNotAllowed, match="答复"):
            operations.close(ticket, by=cast.sunlei)
        db.session.rollback()
        operations.transfer(ticket, passed, by=cast.sunlei)
        operations.reply(ticket, "昨晚查了，已责令覆盖。", by=cast.sunlei)
        operations.close(ticket, by=cast.sunlei)
    assert ticket.at_state is State.CLOSED


def test_a_report_that_something_is_wrong_is_never_passed_on() -> None:
    ticket = ticket_at(State.ACCEPTED)
    with clock.at(MONDAY), pytest.raises(StepNotAllowed, match="没有“转办”"):
        operations.transfer(ticket, PassedOn("别处", "", "不归我们"), by=people().sunlei)


def test_not_accepted_by_a_leader_with_ground_and_remedy() -> None:
    cast, ticket = people(), ticket_after("accept", kind="decision_challenge", claims=())
    with clock.at(MONDAY):
        with pytest.raises(StepNotAllowed, match="局领导"):
            operations.decline(
                ticket, ground="other_procedure", remedy="可以申请复议。", by=cast.sunlei, reason="在复议"
            )
        db.session.rollback()
        operations.decline(
            ticket, ground="other_procedure", remedy="可以申请复议。", by=cast.liweidong, reason="在复议"
        )
    assert (ticket.at_state, ticket.is_open, ticket.due_at) == (State.NOT_ACCEPTED, False, None)
    assert ticket.closed_at is not None
    assert told(ticket)[-1] == "ticket_not_accepted"


def test_a_report_of_an_error_cannot_be_turned_away_on_a_ground_for_others() -> None:
    ticket = ticket_at(State.ACCEPTED)
    with clock.at(MONDAY), pytest.raises(StepNotAllowed, match="不能以这个理由"):
        operations.decline(
            ticket, ground="answered_before", remedy="无", by=people().liweidong, reason="说过了"
        )


# ---- withdrawn ----


def test_what_was_withdrawn_and_is_not_plainly_wrong_ends_there() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.withdraw(ticket, "我看错了。")
        assert (ticket.at_state, ticket.next_step) == (State.WITHDRAWN, "end_withdrawn")
        operations.end_withdrawn(ticket, by=cast.sunlei, reason="金额与决定书一致")
        db.session.commit()
        assert (ticket.at_state, ticket.is_open, ticket.due_at) == (State.CLOSED, False, None)
        assert ticket.record is not None
        assert not ticket.record.under_verification
        assert told(ticket)[-1] == "ticket_withdrawn"


def test_an_apparent_error_is_mended_all_the_same_and_no_answer_is_owed() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.withdraw(ticket, "公司不想再追究。")
        operations.mend_anyway(ticket, by=cast.sunlei, reason="公示金额与正文明显不符")
        assert ticket.at_state is State.INVESTIGATING
        operations.verify(
            ticket, finding="inaccurate", compared="原件", basis="6.8万元", new_values={"amount": 6_800_000},
            by=cast.liufang,
        )  # fmt: skip
        operations.sign_finding(ticket, by=cast.liweidong)
        with pytest.raises(StepNotAllowed, match="不需要"):
            operations.reply(ticket, "已更正。", by=cast.sunlei)
        db.session.rollback()
    ticket = _withdrawn_and_signed()
    with clock.at(TUESDAY):
        operations.publish_correction(ticket, by=cast.liufang)
        open_rules = {one.rule for one in deadlines.open_clocks("ticket", ticket.ref)}
        assert "TICKET_NORMAL" not in open_rules, "the limit was kept when it was put right"
        assert steps.standing(ticket).lacks() == [Demand.ALL_CHANNELS, Demand.CAUSE, Demand.ACCOUNTABILITY]
        assert ticket.next_step == "analyse_cause"
        assert told(ticket).count("ticket_answered") == 0


def _withdrawn_and_signed() -> Ticket:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.withdraw(ticket, "不追究了。")
        operations.mend_anyway(ticket, by=cast.sunlei, reason="明显不符")
        operations.verify(
            ticket, finding="inaccurate", compared="原件", basis="6.8万元", new_values={"amount": 6_800_000},
            by=cast.liufang,
        )  # fmt: skip
        operations.sign_finding(ticket, by=cast.liweidong)
    return ticket


def test_a_withdrawal_does_not_bury_an_error_already_found() -> None:
    cast, ticket = people(), ticket_at(State.FINDING_DRAFTED, "inaccurate")
    with clock.at(TUESDAY):
        operations.withdraw(ticket, "有人劝我撤回。")
        assert ticket.next_step == "mend_anyway"
        with pytest.raises(StepNotAllowed, match="还缺"):
            operations.end_withdrawn(ticket, by=cast.sunlei, reason="反映人撤回")


def test_who_withdrew_while_asked_for_more_comes_back_to_where_it_was() -> None:
    cast, ticket = people(), ticket_at(State.INVESTIGATING)
    with clock.at(TUESDAY):
        operations.ask_supplement(ticket, "请补充。", by=cast.liufang)
        operations.withdraw(ticket, "算了。")
        operations.mend_anyway(ticket, by=cast.sunlei, reason="明显不符")
    assert ticket.at_state is State.INVESTIGATING
    assert all(one.paused_on is None for one in deadlines.open_clocks("ticket", ticket.ref))


# ---- objection, reopening: another round ----


def test_an_objection_in_time_brings_it_before_another_leader() -> None:
    cast, ticket = people(), ticket_at(State.CLOSED, "accurate")
    assert ticket.reply is not None
    assert ticket.reply.object_until is not None
    assert ticket.reply.object_until.isoformat() == "2026-11-25"
    with clock.at(beijing("2026-11-23 09:00")):
        operations.object_to_answer(ticket, "你们没有看原件。")
        assert (ticket.at_state, ticket.round, ticket.next_step, ticket.waits_for) == (
            State.OBJECTION, 2, "submit_to_leader", "clerk",
        )  # fmt: skip
        assert (ticket.closed_at, ticket.leader, ticket.reply) == (None, None, None)
        assert ticket.latest("replies").text
        assert due(ticket) == "2026-11-30"
        with pytest.raises(NotThisPerson, match="另一位领导"):
            operations.submit_to_leader(ticket, cast.liweidong, by=cast.sunlei)
        db.session.rollback()
        operations.object_to_answer(ticket, "你们没有看原件。")
        operations.submit_to_leader(ticket, cast.majianxin, by=cast.sunlei)
        assert ticket.at_state is State.LEADER_ASSIGNED
        with pytest.raises(StepNotAllowed):
            operations.object_to_answer(ticket, "再来一次。")


def test_an_objection_too_late_is_refused() -> None:
    ticket = ticket_at(State.CLOSED, "accurate")
    with clock.at(beijing("2026-11-26 00:10")), pytest.raises(StepNotAllowed, match="期限"):
        operations.object_to_answer(ticket, "你们没有看原件。")


def test_a_new_round_does_not_forgive_what_the_first_still_owed() -> None:
    """An error was found and corrected; whatever the second look says, its cause and who answers are still owed."""
    cast, ticket = people(), ticket_after("reply", "inaccurate")
    with clock.at(beijing("2026-11-12 09:00")):
        operations.object_to_answer(ticket, "更正说明写得不对。")
        operations.submit_to_leader(ticket, cast.majianxin, by=cast.sunlei)
        operations.assign(ticket, cast.liufang, by=cast.majianxin)
        operations.verify(
            ticket,
            finding="accurate",
            compared="原件",
            basis="现在公示的与原件一致。",
            new_values={},
            by=cast.liufang,
        )
        operations.sign_finding(ticket, by=cast.majianxin)
        operations.clarify(ticket, "与原件一致。", by=cast.liufang)
        operations.reply(ticket, "重新核实过，现在公示的是对的。", by=cast.sunlei)
        with pytest.raises(StepNotAllowed, match="原因分析"):
            operations.close(ticket, by=cast.sunlei)
    assert {Demand.CAUSE, Demand.ACCOUNTABILITY, Demand.ALL_CHANNELS} <= ticket.demands
    assert {one.outcome for one in deadlines.clocks("ticket", ticket.ref) if one.rule == "ROOT_CAUSE"} == {
        VOIDED
    }


def test_a_leader_takes_a_closed_file_up_again_only_with_a_reason() -> None:
    cast, ticket = people(), ticket_at(State.CLOSED, "accurate")
    with clock.at(beijing("2026-12-20 09:00")):
        with pytest.raises(StepNotAllowed, match="理由"):
            operations.reopen(ticket, by=cast.majianxin, reason="")
        db.session.rollback()
        with pytest.raises(StepNotAllowed):
            operations.reopen(ticket, by=cast.sunlei, reason="发现新材料")
        db.session.rollback()
        operations.reopen(ticket, by=cast.majianxin, reason="发现新材料")
        assert (ticket.at_state, ticket.round, ticket.is_open, ticket.closed_at) == (
            State.ACCEPTED, 2, True, None,
        )  # fmt: skip
        assert ticket.record is not None
        assert ticket.record.under_verification


def test_an_answer_objected_to_is_given_anew_by_somebody_else() -> None:
    cast, ticket = people(), ticket_after("accept", kind="inquiry", claims=())
    with clock.at(MONDAY):
        operations.reply(ticket, "请看第三栏。", by=cast.sunlei)
        operations.close(ticket, by=cast.sunlei)
        operations.object_to_answer(ticket, "没有第三栏。")
        db.session.commit()
        with pytest.raises(StepNotAllowed, match="另一个人"):
            operations.reply(ticket, "有的。", by=cast.sunlei)
        db.session.rollback()
        operations.reply(ticket, "对不起，是第二栏。", by=cast.liufang)
    assert (ticket.at_state, len(ticket.replies)) == (State.REPLIED, 2)


# ---- split, arrival ----


def test_one_submission_becomes_two_tickets_with_the_same_arrival_and_reporter() -> None:
    cast, ticket = people(), ticket_at(State.RECEIVED)
    with clock.at(beijing("2026-11-11 10:00")):
        other = operations.split(ticket, Part("pollution_report", "晚上灰大。"), by=cast.sunlei)
        db.session.commit()
        assert (other.submission_ref, ticket.submission_ref) == (ticket.ref, ticket.ref)
        assert (other.type, other.words, other.at_state) == ("pollution_report", "晚上灰大。", State.RECEIVED)
        assert other.received_at == ticket.received_at
        assert due(other) == due(ticket) == "2026-11-16", "counted from the same arrival, not from today"
        assert (other.reporter.name, other.reporter.phone) == (ticket.reporter.name, ticket.reporter.phone)
        assert (last_action(ticket), last_action(other)) == ("ticket.split", "ticket.split_off")
        facts = next(
            one for one in log.entries(subject=ticket.subject) if one.action == "ticket.split"
        ).fact_values
        assert other.ref not in str(facts)
        assert queries.whole_ticket(other.ref) is not None


def test_limits_count_from_the_arrival_and_not_from_the_typing() -> None:
    people()
    with clock.at(beijing("2026-11-13 09:00")):
        call = report(
            published_penalty(), claims=(ClaimWords("amount", "68万元", "6.8万元"),), channel="transfer_12345",
            received_at=beijing("2026-11-11 09:00"), outer=Outer("CJ20261111-03317", beijing("2026-11-18 00:00").date()),
        )  # fmt: skip
        ticket = operations.submit(call, code_hash="0" * 64)
    assert ticket.registered_at is not None
    assert (due(ticket, "TICKET_ACCEPT"), due(ticket), due(ticket, "OUTER_12345")) == (
        "2026-11-13", "2026-11-18", "2026-11-18",
    )  # fmt: skip
    assert (ticket.outer_number, ticket.channel) == ("CJ20261111-03317", "transfer_12345")


def test_nothing_arrives_in_the_future() -> None:
    record = published_penalty()
    with clock.at(MONDAY), pytest.raises(Refusal, match="不能晚于现在"):
        operations.submit(report(record, received_at=TUESDAY), code_hash="0" * 64)
