"""A month under review: what the rules point out, notes, and the sheet a supervisor signs."""

import html
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.accounts import operations as accounts
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit_log
from feedback_app.audit import queries as log
from feedback_app.audit import triggers
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.models import LogEntry
from feedback_app.disclosures import operations as records
from feedback_app.extensions import db
from feedback_app.oversight import operations
from feedback_app.oversight.anomalies import RULES, Spotted, found_in, sentence
from feedback_app.oversight.models import ReviewSheet, SupervisorNote
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import months
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.labels import labels
from tests.factories import PASSWORD, beijing, people, published_penalty, sign_in, ticket_after, ticket_at

one_database = pytest.mark.one_database
NOVEMBER = Month(2026, 11)
PAGE = "/staff/oversight/months/2026-11"
AFTER = "2026-12-02 10:30"


@pytest.fixture
def supervisor(app: Flask, db_session: Any) -> FlaskClient:
    people()
    return sign_in(app.test_client(), "ayinuer")


@pytest.fixture
def later(app: Flask, db_session: Any, freeze: Any) -> FlaskClient:
    """A supervisor in December, when November is over."""
    people()
    freeze(AFTER)
    return sign_in(app.test_client(), "ayinuer")


@pytest.fixture
def spot(app: Flask, db_session: Any) -> Callable[..., list[Spotted]]:
    """What one rule finds in November."""

    def find(key: str, month: Month = NOVEMBER, **thresholds: int) -> list[Spotted]:
        db.session.commit()
        return found_in(month, dict(app.config) | thresholds)[key]

    return find


def said(key: str, one: Spotted, lang: str = "zh") -> str:
    return sentence(RULES[key], one, lang, labels(lang))


def act(moment: str, action: str, by: Any, subject: str, **more: Any) -> LogEntry:
    with clock.at(beijing(moment)):
        return audit_log.append(action, by=by, subject=subject, **more)


# ---- months ----------------------------------------------------------------------------------------------------------


def test_a_month_knows_its_days_its_neighbours_and_whether_it_is_over() -> None:
    assert [str(Month(2026, 12).next), str(Month(2027, 1).previous), str(Month(2026, 2).last_on)] == [
        "2027-01", "2026-12", "2026-02-28",
    ]  # fmt: skip
    assert Month.of(beijing("2026-11-30 23:59")) == NOVEMBER != Month.of(beijing("2026-12-01 00:00"))
    assert not NOVEMBER.is_over(beijing("2026-11-30 23:59"))
    assert NOVEMBER.is_over(beijing("2026-12-01 00:00"))
    assert [
        Month.read(text) for text in ("2026-13", "2026-1", "1999-01", "x", "2026-11 ", "２０２６-11")
    ] == [None] * 6


# ---- the rules -------------------------------------------------------------------------------------------------------


def test_acts_outside_office_hours_are_pointed_out_by_person_and_day(spot: Any) -> None:
    cast = people()
    act("2026-11-14 11:00", "log.verify", cast.sunlei.actor, "log:all")  # a Saturday
    act("2026-11-14 12:00", "log.verify", cast.sunlei.actor, "log:all")
    act("2026-11-16 14:30", "log.verify", cast.liufang.actor, "log:all")  # a Monday at noon
    act("2026-11-16 11:00", "log.verify", cast.liufang.actor, "log:all")  # in office hours
    act("2026-11-14 11:00", "log.verify", SYSTEM, "log:all")  # the system knows no hours
    found = spot("out_of_hours")
    assert [(one.values["who"], str(one.values["day"]), one.values["count"]) for one in found] == [
        ("孙蕾", "2026-11-14", 2), ("刘芳", "2026-11-16", 1),
    ]  # fmt: skip
    assert said("out_of_hours", found[0]) == "孙蕾在 2026-11-14 的下班时间办了 2 件事。"
    assert len(spot("out_of_hours", OVERSIGHT_OUT_OF_HOURS=2)) == 1


def test_own_work_is_pointed_out_refused_attempts_as_well(spot: Any) -> None:
    cast, ticket = people(), ticket_after("accept")
    assert spot("own_work") == []
    record = ticket.record.subject
    act("2026-11-10 11:00", "ticket.refuse_step", cast.zhouting.actor, ticket.subject, about=record)
    act("2026-11-10 11:00", "ticket.refuse_step", cast.liufang.actor, ticket.subject, about=record)
    act("2026-11-11 11:00", "record.refuse_step", cast.zhaoming.actor, record, facts={"own_work": True})
    act("2026-11-11 11:00", "record.refuse_step", cast.zhaoming.actor, record, facts={"own_work": False})
    found = spot("own_work")
    assert sorted((one.values["who"], one.subject) for one in found) == sorted(
        [("周婷", ticket.subject), ("赵明", record)]
    )


def test_many_looks_at_who_reported_are_pointed_out_from_the_threshold_on(spot: Any) -> None:
    ticket, clerk = ticket_after("accept"), people().sunlei
    for minute in range(3):
        with clock.at(beijing(f"2026-11-10 11:0{minute}")):
            tickets.reveal_reporter(ticket, by=clerk, reason="电话核对事实")
    assert [one.values["count"] for one in spot("reveals")] == [3]
    assert spot("reveals", OVERSIGHT_REVEALS=4) == []


def test_signing_in_refused_again_and_again_is_pointed_out(spot: Any) -> None:
    for minute in range(5):
        with clock.at(beijing(f"2026-11-10 11:0{minute}")):
            accounts.refuse_sign_in(people().zhaoming)
    (found,) = spot("sign_ins")
    assert said("sign_ins", found) == "用户 zhaoming在 2026-11-10 登录被拒绝 5 次。"


def test_two_people_who_always_review_each_other_are_pointed_out(spot: Any) -> None:
    cast, live = people(), published_penalty().live.field_values
    for preparer, reviewer in ((cast.zhaoming, cast.chenzhiqiang), (cast.chenzhiqiang, cast.zhaoming)):
        for _twice in range(2):
            with clock.at(beijing("2026-11-10 11:00")):
                draft = records.prepare(
                    "penalty", live, formed_on=clock.today(), party_kind="organization", by=preparer
                )
            act("2026-11-10 12:00", "record.review", reviewer.actor, draft.subject)
    assert [one.values["count"] for one in spot("pairs")] == [4]
    assert spot("pairs", OVERSIGHT_PAIRS=5) == []


def test_a_clock_set_back_by_more_than_a_minute_is_pointed_out(spot: Any) -> None:
    by = people().zhengmin.actor
    act("2026-11-10 11:00", "log.verify", by, "log:all")
    with clock.at(beijing("2026-11-10 11:00") - timedelta(seconds=50)):
        audit_log.append("log.verify", by=by, subject="log:all")  # two machines may be a little apart
    late = act("2026-11-09 10:00", "log.verify", by, "log:all")
    (found,) = spot("clock")
    assert found.values["number"] == late.number
    assert found.shown_by == {"before": late.number + 1}


def test_a_role_for_less_than_a_day_is_pointed_out(spot: Any) -> None:
    cast = people()
    for day, hours in (("10", "18"), ("16", "09")):
        with clock.at(beijing(f"2026-11-{day} 10:30")):
            accounts.grant_role(cast.fengli, Role.PUBLISHER, by=cast.linjing.actor)
        later = f"2026-11-{day if day == '10' else '18'} {hours}:30"
        with clock.at(beijing(later)):
            accounts.revoke_role(cast.fengli, Role.PUBLISHER, by=cast.linjing.actor, reason="临时")
    (found,) = spot("short_roles")
    assert "冯立" not in said("short_roles", found)
    assert "fengli" in said("short_roles", found)


@pytest.mark.parametrize(
    ("key", "action", "count"),
    [
        ("refusals", "ticket.refuse_step", 1),
        ("downloads", "file.download", 20),
        ("broken_log", "log.verify", 1),
    ],
)
def test_what_is_counted_is_pointed_out(spot: Any, key: str, action: str, count: int) -> None:
    by = people().zhengmin.actor
    for _time in range(count):
        act("2026-11-10 11:00", action, by, "ticket:FK-JC-20261109-0001", facts={"verdict": "broken"})
    (found,) = spot(key)
    assert "郑敏" in said(key, found)
    assert spot(key, month=Month(2026, 10)) == []


@one_database
def test_every_rule_has_its_words_in_both_languages_and_a_setting_that_is_there(app: Flask) -> None:
    for row in RULES.values():
        assert all((row.label_zh, row.label_en, row.why_zh, row.why_en))
        assert not row.setting or app.config[row.setting] >= 1
        assert sorted(re.findall(r"\{\w+\}", row.zh)) == sorted(re.findall(r"\{\w+\}", row.en))


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_the_figures_count_what_happened_in_the_month_and_nothing_else(app: Flask, db_session: Any) -> None:
    ticket_at("closed")
    found = months.figures(NOVEMBER)
    assert (found["tickets_opened"], found["tickets_closed"], found["corrections"]) == (1, 1, 1)
    assert found["records_published"] == 0, "it was published in October"
    assert months.figures(Month(2026, 10))["records_published"] == 1
    assert found["entries"] == sum(found["by_kind"].values()) > 10
    assert (found["checked"], found["reveals"]) == (None, 0)


# ---- notes -----------------------------------------------------------------------------------------------------------


def test_a_note_is_kept_logged_and_shown_to_supervisors_alone(app: Flask, supervisor: FlaskClient) -> None:
    ticket = ticket_at("finding_drafted")
    subject = f"ticket:{ticket.ref}"
    answer = supervisor.post(
        "/staff/oversight/notes", data={"subject": subject, "text": "请说明为什么拖了一天。"}
    )
    assert (answer.status_code, answer.location) == (303, f"/staff/oversight/tickets/{ticket.ref}#notes")
    note = db.session.query(SupervisorNote).one()
    entry = log.entries(action="oversight.note")[0]
    assert (entry.subject, entry.about, entry.sealed.words) == (
        f"note:{note.id}", None, {"on": subject, "text": "请说明为什么拖了一天。"},
    )  # fmt: skip
    assert "拖了一天" in supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text
    for login in ("sunlei", "liweidong"):
        page = sign_in(app.test_client(), login).get(f"/staff/tickets/{ticket.ref}")
        assert page.status_code == 200
        assert "拖了一天" not in page.text
        assert "监督笔记" not in page.text


@one_database
@pytest.mark.parametrize(
    "subject", ["", "ticket:FK-1", "entry:999999", "entry:x", "month:2026-13", "month:2026-11#no", "user:1"]
)
def test_a_note_on_what_is_not_there_is_refused(supervisor: FlaskClient, subject: str) -> None:
    data = {"subject": subject, "text": "有问题"}
    assert supervisor.post("/staff/oversight/notes", data=data).status_code == 404


@one_database
@pytest.mark.parametrize("text", ["", "  ", "长" * 2001])
def test_a_note_without_words_or_too_long_is_given_back(supervisor: FlaskClient, text: str) -> None:
    answer = supervisor.post("/staff/oversight/notes", data={"subject": "month:2026-11", "text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert db.session.query(SupervisorNote).count() == 0


@one_database
def test_notes_stand_on_the_month_on_a_rule_and_on_an_entry(later: FlaskClient) -> None:
    ticket_at("closed")
    for number, subject in enumerate(("month:2026-11", "month:2026-11#clock", "entry:1")):
        later.post("/staff/oversight/notes", data={"subject": subject, "text": f"第{number}条笔记"})
    act("2026-11-01 10:00", "log.verify", people().zhengmin.actor, "log:all")
    page = later.get(PAGE).text
    assert "第0条笔记" in page
    assert "第1条笔记" in page
    assert "第2条笔记" in later.get("/staff/oversight/entries/1").text


def issue(moment: str) -> str:
    """A checkpoint, given out then: its text."""
    db.session.commit()
    with clock.at(beijing(moment)):
        text = audit_log.issue_checkpoint(by=SYSTEM).text
    db.session.commit()
    return text


def shown_checkpoint(page: str) -> str:
    found = re.search(r'<pre class="checkpoint">(.*?)</pre>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


@one_database
def test_a_month_shows_the_last_checkpoint_issued_in_it(later: FlaskClient) -> None:
    act("2026-11-03 10:00", "log.verify", people().zhengmin.actor, "log:all")
    issue("2026-11-03 10:10")
    act("2026-11-28 10:00", "log.verify", people().zhengmin.actor, "log:all")
    in_november = issue("2026-11-28 10:10")
    act("2026-12-01 10:00", "log.verify", people().zhengmin.actor, "log:all")
    issue("2026-12-01 10:10")
    page = later.get(PAGE).text
    assert shown_checkpoint(page) == in_november
    assert "这个月签发的最后一个检查点：2026-11-28 10:10签发" in page


@one_database
def test_a_month_without_a_checkpoint_says_so_and_none_is_signed_for_it(later: FlaskClient) -> None:
    act("2026-11-28 10:00", "log.verify", people().zhengmin.actor, "log:all")
    page = later.get(PAGE).text
    assert ("这个月没有签发检查点，之后也没有。" in page, shown_checkpoint(page)) == (True, "")
    act("2026-12-01 10:00", "log.verify", people().zhengmin.actor, "log:all")
    in_december = issue("2026-12-01 10:10")
    page = later.get(PAGE).text
    assert shown_checkpoint(page) == in_december
    assert "这个检查点不是这个月签发的：2026-12-01 10:10签发" in page
    signed = later.get(sign(later).location).text
    assert "这个检查点不是这个月签发的" in signed
    assert shown_checkpoint(signed) == in_december


# ---- the sheet -------------------------------------------------------------------------------------------------------


def sign(client: FlaskClient, conclusion: str = "已审阅，未发现问题。", password: str = PASSWORD) -> Any:
    return client.post(f"{PAGE}/signature", data={"conclusion": conclusion, "password": password})


def test_a_month_is_signed_once_with_ones_password_and_the_log_holds_its_hash(
    app: Flask, later: FlaskClient
) -> None:
    ticket_at("closed")
    issued = issue("2026-11-30 23:50")
    answer = sign(later)
    assert answer.status_code == 303
    sheet = db.session.query(ReviewSheet).one()
    entry = log.entries(action="oversight.sign_review")[0]
    assert (entry.subject, entry.fact_values["sha256"]) == ("month:2026-11", sheet.content_hash)
    assert operations.content_hash(sheet) == sheet.content_hash
    assert (sheet.by_name, sheet.figures["tickets_closed"]) == ("阿依努尔·赛力克", 1)
    assert sheet.checkpoint == issued
    page = later.get(answer.location).text
    for words in ("已审阅，未发现问题。", sheet.content_hash, "2026年11月监督审阅单", "办结反映"):
        assert words in page
    assert sign(later, "再签一次").status_code == 409
    assert db.session.query(ReviewSheet).count() == 1
    assert sign(sign_in(app.test_client(), "hewenbo")).status_code == 303, "another supervisor signs his own"


@one_database
def test_a_wrong_password_or_no_conclusion_signs_nothing_and_gives_the_words_back(later: FlaskClient) -> None:
    wrong = sign(later, "写了很久的结论", "not the password")
    assert (wrong.status_code, "密码不对" in wrong.text, "写了很久的结论" in wrong.text) == (422, True, True)
    assert "not the password" not in wrong.text
    (entry,) = log.entries(action="oversight.refuse_signature")
    assert (entry.subject, entry.fact_values, entry.sealed_hash) == (
        "month:2026-11",
        {"month": "2026-11"},
        None,
    )
    assert sign(later, "").status_code == 422
    assert len(log.entries(action="oversight.refuse_signature")) == 1, "a form left empty is no attempt"
    assert db.session.query(ReviewSheet).count() == 0
    assert log.entries(action="oversight.sign_review") == []


@one_database
def test_a_month_that_is_not_over_cannot_be_signed_and_one_to_come_is_not_there(
    app: Flask, db_session: Any, freeze: Any
) -> None:
    freeze("2026-11-30 19:00")
    later = sign_in(app.test_client(), "ayinuer")
    assert "结束以后才能签字" in later.get(PAGE).text
    refused = sign(later)
    assert refused.status_code == 409
    assert "还没有结束" in refused.text
    for month in ("2026-12", "2026-00", "x"):
        assert later.get(f"/staff/oversight/months/{month}").status_code == 404


@one_database
def test_a_sheet_changed_in_the_database_says_so(later: FlaskClient) -> None:
    place = sign(later).location
    assert "被改动过" not in later.get(place).text
    db.session.query(ReviewSheet).update({"conclusion": "另一个结论"})
    db.session.commit()
    assert "被改动过" in later.get(place).text


@one_database
def test_the_pdf_says_what_was_signed_and_reads_nothing_into_it(later: FlaskClient) -> None:
    words = '结论：#read("/etc/passwd") *不是粗体* 𬭎䶮'
    later.post("/staff/oversight/notes", data={"subject": "month:2026-11#clock", "text": "请说明时钟。"})
    place = sign(later, words).location
    later.post("/staff/oversight/notes", data={"subject": "month:2026-11", "text": "签字以后才写的"})
    assert "请说明时钟。" in later.get(place).text
    assert "签字以后才写的" not in later.get(place).text
    for lang, title in (("zh", "监督审阅单"), ("en", "review")):
        later.post("/language", data={"lang": lang})
        answer = later.get(f"{place}/pdf")
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
        pages = pypdfium2.PdfDocument(io.BytesIO(answer.data))
        text = re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in pages))
        for part in (
            title,
            "请说明时钟。",
            '#read("/etc/passwd")',
            "*不是粗体*",
            db.session.query(ReviewSheet).one().content_hash[:20],
        ):
            assert part in text


@one_database
def test_months_are_listed_from_the_first_entry_on(later: FlaskClient) -> None:
    ticket_at("closed")
    sign(later)
    page = later.get("/staff/oversight/months").text
    assert (
        re.findall(r"/staff/oversight/months/(\d{4}-\d\d)", page)
        == ["2026-12", "2026-11", "2026-10", "2026-09"][:4]
    )
    assert "1 人已签字" in page


@one_database
def test_a_damaged_log_still_opens_the_month(supervisor: FlaskClient) -> None:
    ticket_at("closed")
    db.session.commit()
    with db.engine.begin() as owner:
        triggers.drop(owner)
        owner.execute(LogEntry.__table__.update().values(facts="not JSON", action="ticket.invented"))
    assert supervisor.get(PAGE).status_code == 200


@one_database
def test_only_supervisors_write_here(app: Flask, db_session: Any) -> None:
    clerk = people().sunlei
    with pytest.raises(operations.NotASupervisor):
        operations.write_note("month:2026-11", "不该写", by=clerk)
    with pytest.raises(operations.NotASupervisor):
        operations.sign_review(NOVEMBER, "不该签", figures={}, checkpoint="", by=clerk)
