"""The texts of the mails: every kind, in both languages, whatever stands in a title or a name."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from feedback_app.outbox.composing import compose
from feedback_app.outbox.kinds import KINDS
from feedback_app.outbox.models import OwedMessage

pytestmark = pytest.mark.one_database
TEMPLATES = Path(__file__).parents[2] / "templates" / "emails"
GOOD = {
    "ref": "FK-JC-20261109-0007",
    "record": "阜康市晋庭精细化工有限责任公司行政处罚决定（昌州环阜罚〔2026〕3号）",
    "received_on": "2026-11-09 15:12",
    "code": "2345-6789-ABCD-EFGH",
    "accept_due_on": "2026-11-11",
    "reply_due_on": "2026-11-16",
    "due_on": "2026-11-16",
    "leader": "李卫东",
    "answer": "经核实，该处罚信息“罚款金额”录入有误，已于11月10日更正。\n\n感谢监督。",
    "answered_on": "2026-11-11",
    "asked": "请发一张决定书第一页的照片。\n\n看得清金额就行。",
    "until_on": "2026-11-24",
    "reason": "要等鉴定意见。",
    "to_whom": "阜康市交通运输局",
    "contact": "0994-0000000",
    "told": "道路扬尘由交通运输局管理，已经转过去了。",
    "explanation": "这件事法院正在审理。",
    "remedy": "请等候法院的判决。",
    "note": "log.example/fukang\n153\nAAAA=\n\n— log.example/fukang BBBB=\n",
    "size": "153",
    "on_day": "2026-11-23",
    "zh": "责任日志核验不通过。第 3 条被改动过。",
    "en": "The accountability log does not hold. Entry 3 was changed.",
    "next_zh": "请保护好数据库。",
    "next_en": "Secure the database.",
    "what": "hidden",
    "hide_by": "2026-11-22 10:40",
    "is_first": "1",
    "record_ref": "C4-2026-0003",
    "count": "3",
    "planned": "2026-11-27 09:30",
    "absent": "李卫东",
    "from_on": "2026-11-23",
    "to_on": "2026-11-27",
    "year": "2027",
    "granted": "yes",
    "late": "1",
    "waiting": "FK-JC-20261109-0007 2026-11-16",
    "records": "2",
}
WORDS_AS_WRITTEN = {
    "ticket_answered", "log_checkpoint", "ticket_supplement_asked", "ticket_extended", "ticket_suspended",
    "ticket_transferred", "ticket_not_accepted",
}  # fmt: skip
every_kind = pytest.mark.parametrize("kind", KINDS)
every_language = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture
def running(app: Flask) -> Iterator[Flask]:
    app.config["PUBLIC_URL"] = "https://gs.example.gov.cn"
    with app.app_context():
        yield app


def mail_of(kind: str, lang: str, **other: str) -> EmailMessage:
    """The mail as it leaves the house, read back by a mail program."""
    needed = {name: (GOOD | other)[name] for name in KINDS[kind].needs}
    owed = OwedMessage(
        id=7, kind=kind, about="ticket:FK-JC-20261109-0007", to_address="someone@reporter.example", to_role="reporter",
        locale=lang, context=needed, owed_at=datetime(2026, 11, 9, 7, 12, tzinfo=UTC),
    )  # fmt: skip
    return email.message_from_bytes(compose(owed).as_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def body_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_every_kind_has_a_text_and_every_text_a_kind() -> None:
    assert {file.stem for file in TEMPLATES.glob("*.txt") if not file.name.startswith("_")} == set(KINDS)


@every_kind
@every_language
def test_a_mail_says_what_it_is_about_and_where_to_turn(running: Flask, kind: str, lang: str) -> None:
    mail = mail_of(kind, lang)
    subject, body = str(mail["Subject"]), body_of(mail)
    assert len(subject) < 80
    if "ref" in KINDS[kind].needs:
        assert GOOD["ref"] in body
    if "record" in KINDS[kind].needs:
        assert GOOD["record"] in body
    assert "https://gs.example.gov.cn/" in body
    assert running.config["BUREAU_NAME_EN" if lang == "en" else "BUREAU_NAME_ZH"] in body
    assert not re.search(r"\{\{|\{%|%\(|Undefined|None|\n\n\n", body)
    assert mail["Auto-Submitted"] == "auto-generated"
    if kind in ("ticket_received", "ticket_accepted", "ticket_answered"):
        assert running.config["HOTLINE"].removesuffix("（示例 example）") in body


@every_language
def test_dates_are_written_as_people_read_them(running: Flask, lang: str) -> None:
    body = body_of(mail_of("ticket_received", lang))
    assert ("2026年11月16日" if lang == "zh" else "16 November 2026") in body
    assert "2026-11-09 15:12" in body


@every_language
def test_the_answer_stands_in_full_and_as_it_was_written(running: Flask, lang: str) -> None:
    answer = "第一段 <b>不是标记</b> & 100%\n\n第二段 {{ 7*7 }} %(ref)s 😀 ئۇيغۇر"
    assert answer in body_of(mail_of("ticket_answered", lang, answer=answer))


@every_kind
def test_a_limit_that_does_not_run_is_not_spoken_of(running: Flask, kind: str) -> None:
    without = {"accept_due_on": "", "reply_due_on": "", "due_on": "", "leader": "", "record": ""}
    body = body_of(mail_of(kind, "zh", **without))
    for promise in ("最晚", "期限", "反映的信息"):
        assert promise not in body


EVIL = [
    "好\r\nBcc: thief@evil.example",
    "好\nBcc: thief@evil.example\n\n<b>body</b>",
    "好\rX-Evil: 1",
    "好\u2028Bcc: thief@evil.example",
    "=?utf-8?q?=0D=0ABcc:_thief@evil.example?=",
    "好%0d%0aBcc: thief@evil.example",
    "好\x0bBcc: thief@evil.example\x85X: 1",
]
HEADERS = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted",
    "X-Auto-Response-Suppress",
}  # fmt: skip


@every_kind
@every_language
@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_nothing_in_a_value_becomes_a_header(running: Flask, kind: str, lang: str, evil: str) -> None:
    mail = mail_of(kind, lang, **dict.fromkeys(GOOD, evil))
    assert set(mail.keys()) <= HEADERS
    assert mail["To"] == "someone@reporter.example"
    assert len(mail.defects) == 0
    assert "\n" not in str(mail["Subject"])
    if kind not in WORDS_AS_WRITTEN:
        assert not re.search(r"^(Bcc|X-Evil|X):", body_of(mail), re.MULTILINE)


@every_kind
@every_language
def test_no_mail_carries_a_code_or_says_who_reported(running: Flask, kind: str, lang: str) -> None:
    """The contexts hold neither; this keeps a later text from asking for them. Who wrote a letter saw no receipt page: the
    answer tells the code, once, and never in its subject."""
    text = re.sub(r"'emails/\S+'", "", (TEMPLATES / f"{kind}.txt").read_text())
    told = {"code"} if kind == "ticket_received_by_mail" else set()
    forbidden = {"code", "reporter", "name", "email", "phone", "words"} - told
    assert not KINDS[kind].needs & forbidden
    kept_back = r"reporter|phone|email\b|\bname\b|words" + ("" if told else "|code")
    assert not re.search(kept_back, text)
    assert "code" not in text.partition("\n\n")[0]


@every_kind
def test_links_lead_to_pages_that_exist(running: Flask, kind: str) -> None:
    routes = running.url_map.bind("gs.example.gov.cn")
    for path in re.findall(r"https://gs\.example\.gov\.cn(/\S*)", body_of(mail_of(kind, "zh"))):
        try:
            endpoint, _values = routes.match(path, method="GET")
        except HTTPException as missing:
            pytest.fail(f"{path}: {missing}")
        assert endpoint.startswith(
            ("status.", "staff.", "staff_records.", "withheld_desk.", "public_log.", "alarms.")
        )


def test_the_host_of_a_request_is_not_the_host_of_a_link(running: Flask) -> None:
    with running.test_request_context(headers={"Host": "evil.example"}):
        body = body_of(mail_of("ticket_received", "zh"))
    assert "evil.example" not in body


def test_mails_leave_with_the_same_number_at_every_try(running: Flask) -> None:
    ids: set[Any] = {mail_of("ticket_received", "zh")["Message-ID"] for _ in range(2)}
    assert len(ids) == 1
