"""What findings demand besides a correction, by the staff's own operations and pages: examples C-3, C-7, C-8; hearing and measures."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import delegating
from feedback_app.audit import queries as log
from feedback_app.carriers.queries import latest_of
from feedback_app.deadlines import queries as clocks
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.operations import GuardRefused
from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import jobs_settling, operations, recurrence, steps
from feedback_app.tickets.accountability import Outcome
from feedback_app.tickets.measures import MEASURES, MeasureKind
from feedback_app.tickets.operations import Answer, Decided
from feedback_app.tickets.progress import progress
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import State
from tests.factories import beijing, people, published_penalty, ticket_after, ticket_at
from tests.tickets import consequences_story as story
from tests.tickets.desk import Browse, cause, fresh, send, url, words

pytestmark = pytest.mark.one_database


def facts_of(ticket: Any, action: str) -> dict[str, Any]:
    return log.entries(subject=ticket.subject, action=action, limit=1)[0].fact_values


# ---- omitted (C-3) ----


def test_c_3_an_omitted_record_is_waited_for_and_counted_forty_days_late(db_session: Any) -> None:
    ticket = story.omitted_and_published()
    noun = ticket.omitted_publication
    assert noun is not None
    assert (noun.due_on, noun.days_late) == (date(2026, 10, 8), 40)
    assert facts_of(ticket, "ticket.confirm_publication")["days_late"] == 40
    assert steps.next_step(steps.standing(ticket)).name == "reply"  # type: ignore[union-attr]


def test_nothing_goes_on_before_the_omitted_record_is_public(db_session: Any) -> None:
    cast, ticket = people(), ticket_after("sign_finding", "omitted", kind="omission_report", claims=())
    with clock.at(story.AT), pytest.raises(StepNotAllowed, match="还缺：漏公示的是哪一条"):
        operations.confirm_publication(ticket, by=cast.liufang)
    with clock.at(story.AT):
        draft = records.prepare(
            "penalty",
            story.omitted_values(),
            formed_on=date(2026, 9, 23),
            party_kind="organization",
            by=cast.zhaoming,
        )
        operations.name_omitted(ticket, draft, by=cast.liufang)
        with pytest.raises(StepNotAllowed, match="还没有公示"):
            operations.confirm_publication(ticket, by=cast.liufang)
        with pytest.raises(StepNotAllowed, match="还缺：补充公示"):
            operations.reply(ticket, "已补充公示。", by=cast.sunlei)
    assert operations.lateness(ticket).is_public is False


# ---- exposed (C-7) ----


def test_c_7_a_report_at_the_weekend_alerts_the_duty_officer_within_the_hours(db_session: Any) -> None:
    record = published_penalty()
    with clock.at(beijing("2026-11-21 22:40")):
        ticket = story.submitted("privacy_takedown", record, story.IDENTITY)
    running = next(one for one in clocks.open_clocks("record", record.ref) if one.rule == "EMERGENCY_HIDE")
    assert running.due_at == beijing("2026-11-22 10:40")
    assert ticket.due_at == running.due_at
    mail = db.session.scalars(select(OwedMessage).where(OwedMessage.kind == "exposure_reported")).all()
    assert [one.to_address for one in mail] == [one.email for one in (people().sunlei,)]
    assert mail[0].context["hide_by"] == "2026-11-22 10:40"
    with clock.at(beijing("2026-11-21 23:05")):
        operations.hide_record(ticket, reason="privacy", by=people().sunlei)
    db.session.commit()
    assert record.is_hidden
    assert running.outcome == "kept"
    assert any(one.rule == "EMERGENCY_HIDE_APPROVE" for one in clocks.open_clocks("record", record.ref))


def test_other_reports_that_speak_of_identity_numbers_are_looked_at_without_a_clock(db_session: Any) -> None:
    record = published_penalty()
    with clock.at(beijing("2026-11-09 15:12")):
        story.submitted("inaccuracy_report", record, "附件里有我的身份证号。")
        story.submitted("inaccuracy_report", record, "金额写错了。")
    mail = db.session.scalars(select(OwedMessage).where(OwedMessage.kind == "exposure_reported")).all()
    assert len(mail) == 1
    assert "EMERGENCY_HIDE" not in {one.rule for one in clocks.open_clocks("record", record.ref)}


def test_an_exposure_is_closed_only_when_it_is_down_registered_and_gone_everywhere(db_session: Any) -> None:
    ticket = ticket_after(
        "sign_finding", "over_disclosed", kind="privacy_takedown", record=published_penalty()
    )
    cast = people()
    with clock.at(story.AT):
        with pytest.raises(StepNotAllowed, match="还没有撤下"):
            operations.take_down(ticket, by=cast.liufang)
        lacks = [demand.value for demand in steps.standing(ticket).lacks()]
    assert {"takedown", "breach", "all_channels"} <= set(lacks)
    done = story.exposed_and_withdrawn()
    assert done.takedown is not None
    assert done.takedown.way == "withdrawn"
    assert [demand.value for demand in steps.standing(done).lacks()] == ["reply", "cause", "accountability"]
    assert facts_of(done, "ticket.register_breach")["exposures"] == ["exposure:id_number"]


# ---- revoked (C-8) ----


def test_c_8_the_limit_counts_from_the_instruments_receipt_not_from_the_letter(db_session: Any) -> None:
    record, cast = published_penalty(), people()
    with clock.at(beijing("2026-11-19 10:40")):
        ticket = story.submitted("revocation_takedown", record, "决定已被复议机关撤销，网上仍能查到。")
        paper = operations.register_instrument(
            ticket, "revoked", issuer="昌吉回族自治州人民政府", number="昌州政复决〔2026〕12号",
            issued_on=date(2026, 11, 16), received_on=date(2026, 11, 18), by=cast.sunlei,
        )  # fmt: skip
        running = next(
            one for one in clocks.open_clocks("record", record.ref) if one.rule == "REVOKED_WITHDRAW"
        )
        assert (running.started_on, running.due_on) == (date(2026, 11, 18), date(2026, 11, 23))
        records.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
    db.session.commit()
    assert record.is_withdrawn
    assert running.outcome == "kept"
    noun = operations.taken_down_now(ticket)
    assert noun is not None
    assert noun.way == "withdrawn"


# ---- corrected already, and held up by mistake ----


def test_a_second_report_found_right_after_the_correction_is_linked_and_closes_by_reference(
    db_session: Any,
) -> None:
    record, cast = published_penalty(), people()
    second = ticket_after("assign", record=record)
    first = ticket_after("close", record=record)
    with clock.at(beijing("2026-11-20 18:00")):
        operations.verify(
            second, finding="inaccurate", compared="决定书原件", basis="原件载明6.8万元。",
            new_values={"amount": 6_800_000}, by=cast.liufang,
        )  # fmt: skip
        operations.sign_finding(second, by=cast.liweidong)
        operations.publish_correction(second, by=cast.liufang)
        operations.reply(second, "反映时确实有误，已经更正。", by=cast.sunlei)
        operations.same_cause(second, first, by=cast.liufang)
        operations.same_accountability(second, first, by=cast.liweidong)
        operations.close(second, by=cast.sunlei)
    assert record.live_number == 2, "no second correction"
    assert second.correction is not None
    assert (second.correction.from_number, second.correction.to_number) == (1, 2)
    assert second.cause is not None
    assert second.cause.same_as_id == first.cause.id
    assert second.at_state is State.CLOSED


def test_a_correction_held_up_by_mistake_passes_when_two_people_have_signed(browse: Browse) -> None:
    cast = people()
    ticket = ticket_after("assign", record=published_penalty())
    with clock.at(beijing("2026-11-10 12:20")):
        operations.verify(
            ticket, finding="inaccurate", compared="决定书原件", basis="原件如此。",
            new_values={"facts": "设备编号 13912345678 未如实记录。"}, by=cast.liufang,
        )  # fmt: skip
        operations.sign_finding(ticket, by=cast.liweidong)
    db.session.commit()
    with clock.at(beijing("2026-11-10 17:40")), pytest.raises(GuardRefused):
        operations.publish_correction(ticket, by=cast.liufang)
    db.session.rollback()
    for login, page in (("liufang", url(ticket, "correction")), ("liweidong", url(ticket))):
        place = re.findall(r"correction/places/([0-9a-f]+)", browse(login).get(page).text)[0]
        noun, prefix = f"correction/places/{place}", f"place-{place[:12]}-"
        sent = {f"{prefix}lock": fresh(ticket).lock, f"{prefix}reason": "这是设备编号，不是手机号。"}
        answer = browse(login).post(url(ticket, noun), data=sent)
        assert (answer.status_code, answer.location) == (303, page), login
    with clock.at(beijing("2026-11-12 12:00")):
        operations.publish_correction(fresh(ticket), by=cast.liufang)
    assert fresh(ticket).correction is not None


# ---- cause and accountability ----


def test_an_error_that_comes_back_in_the_same_unit_and_field_is_known(browse: Browse) -> None:
    first = ticket_after("analyse_cause")
    second = ticket_after("reply", record=published_penalty(document_number="昌州环阜罚〔2026〕9号"))
    found = recurrence.earlier(second, months=12)
    assert [(one.ref, one.field_key) for one in found] == [(first.ref, "amount")]
    said = words(browse("liufang").get(url(second, "cause")))
    assert "12个月内，同一单位、同一栏目出过错" in said
    assert first.ref in said
    assert send(browse("liufang"), second, "cause", **cause()).status_code == 303
    again = recurrence.recurring(months=12)
    assert ("unit_conversion", "amount", 2) in [(one.cause.code, one.field_key, one.count) for one in again]


def test_sanctions_are_only_referred_and_their_outcome_needs_the_other_bodys_document(
    db_session: Any,
) -> None:
    """Walked over every measure the branch may not decide."""
    cast = people()
    ticket, _noun = story.proposed("criticism")
    theirs = [row for row in MEASURES.values() if row.kind is MeasureKind.REFERRED]
    assert len(theirs) >= 15
    with clock.at(story.AT):
        for row in theirs:
            answer = Answer(row.code, "本机关", None, "未核对。", "赵明", cast.zhaoming.id, "not_as_required")
            operations.trace_accountability(ticket, answer, by=cast.liweidong)
            noun = ticket.accountabilities[-1]
            operations.hear(ticket, noun, way="declined", words="", by=cast.liweidong)
            with pytest.raises(StepNotAllowed, match="这里不能"):
                operations.decide(
                    ticket, noun, decided_by="本机关", decided_on=clock.today(), by=cast.liweidong
                )
            operations.refer(
                ticket, noun, referred_to=row.who_decides_zh, referred_on=clock.today(), by=cast.liweidong
            )
            for empty in (
                Decided("", "8号", clock.today(), row.code),
                Decided("某机关", " ", clock.today(), row.code),
            ):
                with pytest.raises(StepNotAllowed, match="文书号"):
                    operations.record_outcome(ticket, noun, empty, by=cast.liweidong)
            assert noun.outcome is Outcome.REFERRED
    told = facts_of(ticket, "ticket.refer_measure")
    assert "赵明" not in str(told)


def test_nobody_is_decided_about_before_being_heard(db_session: Any) -> None:
    cast = people()
    ticket, noun = story.proposed("criticism")
    with clock.at(story.AT):
        with pytest.raises(StepNotAllowed, match="听取本人陈述"):
            operations.decide(ticket, noun, decided_by="本机关", decided_on=clock.today(), by=cast.liweidong)
        with pytest.raises(StepNotAllowed, match="还缺：责任追究记录"):
            operations.close(ticket, by=cast.sunlei)
        operations.hear(ticket, noun, way="said", words="当时没有看清单位。", by=cast.liweidong)
        operations.decide(ticket, noun, decided_by="本机关", decided_on=clock.today(), by=cast.liweidong)
    db.session.commit()
    assert noun.outcome is Outcome.DECIDED_HERE
    assert [one.words for one in fresh(ticket).accountabilities[-1].statements] == ["当时没有看清单位。"]


def test_a_leader_cannot_write_their_own_nor_through_who_stands_in_for_them(db_session: Any) -> None:
    cast = people()
    ticket = ticket_at(State.ROOT_CAUSE)
    own = Answer(
        "criticism", "本机关", story.AT.date(), "未核对。", "古丽娜尔", cast.gulinaer.id, "other", "declined"
    )
    with clock.at(story.AT):
        delegating.delegate(
            cast.gulinaer,
            cast.liweidong,
            from_on=clock.today(),
            to_on=clock.today(),
            by=cast.gulinaer,
            reason="出差",
        )
        db.session.flush()
        with pytest.raises(StepNotAllowed, match="代他办理"):
            operations.trace_accountability(ticket, own, by=cast.liweidong)


def test_the_register_of_exposures_is_read_by_who_answers_for_it(browse: Browse) -> None:
    ticket = story.exposed_and_withdrawn()
    assert ticket.ref in browse("majianxin").get("/staff/breaches").text
    assert "身份证号" in browse("majianxin").get("/staff/breaches").text
    assert browse("zhaoming").get("/staff/breaches").status_code == 404


def test_the_page_of_a_measure_records_hearing_decision_and_outcome(browse: Browse) -> None:
    ticket, noun = story.proposed("criticism")
    db.session.commit()
    at = f"accountability/{noun.id}"
    leader = browse("liweidong")
    assert send(leader, ticket, f"{at}/hearing", way="said").status_code == 422
    assert send(leader, ticket, f"{at}/hearing", way="said", words="没有看清。").status_code == 303
    assert "这里只记录，系统不作处分" in leader.get(url(ticket, f"{at}/decision")).text
    typed = {"decided_by": "本机关", "decided": "2026-11-12"}
    assert send(leader, ticket, f"{at}/decision", **typed).status_code == 303
    shown = words(leader.get(url(ticket)))
    assert "本机关已决定" in shown
    assert "没有看清。" in shown


def test_the_pages_of_what_comes_down_lead_on_and_record(browse: Browse) -> None:
    ticket = ticket_after(
        "sign_finding", "over_disclosed", kind="privacy_takedown", record=published_penalty()
    )
    assert "还没有撤下，也没有换成遮盖后的版本" in browse("liufang").get(url(ticket, "takedown")).text
    assert send(browse("sunlei"), ticket, "hiding", reason="privacy").status_code == 303
    assert fresh(ticket).record.is_hidden  # type: ignore[union-attr]
    page = browse("liufang").get(url(ticket, "breach"))
    assert 'value="2026-10-09 11:20"' in page.text
    assert send(browse("liufang"), ticket, "breach", exposures=["id_number"]).status_code == 422
    filled = {
        "exposures": ["id_number", "phone"], "exposed_from": "2026-10-09 11:20", "exposed_to": "2026-11-12 12:00",
        "figures_from": "网站访问日志只留六个月，查到31次。", "views": "31",
    }  # fmt: skip
    assert send(browse("liufang"), ticket, "breach", **filled).status_code == 303
    asked = {"engine": "某搜索", "asked": "2026-11-12"}
    assert send(browse("liufang"), ticket, "breach/search-removals", **asked).status_code == 303
    said = words(browse("liufang").get(url(ticket)))
    assert "身份证号、电话、手机号" in said
    assert "某搜索" in said


def test_what_a_record_s_own_page_brings_about_moves_the_queue_on(db_session: Any) -> None:
    cast = people()
    ticket = ticket_after(
        "trace_accountability", "over_disclosed", kind="privacy_takedown", record=published_penalty()
    )
    assert ticket.record is not None
    with clock.at(story.AT):
        for one in latest_of(ticket.record.ref):
            if one.state == "withdrawing":
                records.confirm_withdrawal(ticket.record, one, evidence="查不到了", by=cast.wangxiaoyan)
        db.session.commit()
        ticket.next_step, ticket.waits_for = "confirm_carrier", "publisher"
        db.session.commit()
        jobs_settling.look_again()
    assert (fresh(ticket).next_step, fresh(ticket).waits_for) == ("close", "clerk")


def test_taken_down_and_redirected_count_among_the_six_steps(db_session: Any) -> None:
    down = {row.row.number: row.status for row in progress(story.exposed_and_withdrawn())}
    sent = {row.row.number: row.status for row in progress(ticket_after("redirect", "not_our_matter"))}
    assert (down[3], down[4]) == ("not_needed", "done")
    assert (sent[3], sent[4]) == ("done", "not_needed")


def test_supervisors_see_what_comes_back_and_how_often(browse: Browse) -> None:
    ticket_after("analyse_cause")
    ticket_after("analyse_cause", record=published_penalty(document_number="昌州环阜罚〔2026〕9号"))
    said = words(browse("hewenbo").get("/staff/oversight/recurrences"))
    assert re.search(r"计量（万元/元）换算错误 执法大队 罚款金额 2 ", said)
    assert browse("liufang").get("/staff/oversight/recurrences").status_code == 404
