"""The finding, the leader's decision, the correction and the answer, as pages."""

import io
import re

import pytest
from werkzeug.test import TestResponse

from feedback_app.carriers.models import PENDING
from feedback_app.files import queries as files
from feedback_app.tickets.operations import ClaimWords
from feedback_app.tickets.workflow import State
from tests.factories import (
    RIGHT_AMOUNT,
    published_penalty,
    ticket_after,
    ticket_at,
)
from tests.tickets.desk import (
    PDF,
    Browse,
    carriers_of,
    fresh,
    send,
    url,
    words,
)

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
    typed = {
        "finding": "inaccurate",
        "compared": "原件",
        "basis": "不符。",
        "value_amount": "6.8",
        "value_decided_on": "2026年9月27日",
    }
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
def test_findings_of_other_kinds_of_report_cannot_be_chosen(browse: Browse) -> None:
    """A request to take down what was revoked is never found to have omitted something, a privacy report never revoked."""
    ticket = ticket_at(State.INVESTIGATING, kind="privacy_takedown", record=published_penalty())
    page = send(browse("liufang"), ticket, "verification", finding="revoked", compared="原件", basis="泄露。")
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
        browse("liufang"),
        ticket,
        "verification",
        **typed,
        evidence=(io.BytesIO(b"<svg onload=alert(1)>"), "图.png"),
    )
    assert page.status_code == 422
    assert "“图.png”不是可以接收的文件" in page.text
    assert files.attachments_of(ticket.subject) == []


@pytest.mark.one_database
def test_reading_says_how_a_value_will_read_or_why_it_cannot(browse: Browse) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse("liufang")

    def read(value: str, field: str = "amount") -> TestResponse:
        return client.get(url(ticket, "reading"), query_string={"field": field, "value": value})

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
@pytest.mark.parametrize("finding", ["accurate", "cannot_verify"])
def test_a_record_that_was_right_gets_a_draft_that_explains(browse: Browse, finding: str) -> None:
    ticket = ticket_at(State.CLARIFYING, finding)
    drafted = browse("liufang").get(url(ticket, "clarification")).text
    assert {
        "accurate": "经对照昌州环阜罚〔2026〕3号决定书原件核对，公示的内容与原件一致",
        "cannot_verify": "我们查了昌州环阜罚〔2026〕3号决定书原件，按现有材料不能核实",
    }[finding] in drafted
    answered = ticket_after("clarify", finding)
    assert "您反映的" in browse("sunlei").get(url(answered, "reply")).text


@pytest.mark.one_database
def test_a_preview_shows_the_text_and_sends_nothing(browse: Browse) -> None:
    ticket = ticket_after("publish_correction")
    page = send(browse("sunlei"), ticket, "reply", text="先看一看这样写", preview="1")
    assert page.status_code == 200
    assert page.text.count("先看一看这样写") == 3  # in the form, on the page, in the mail
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
