"""Supervisors' pages: everything can be read, nothing changed but that it was checked; reporters stay unknown."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import operations as audit_log
from feedback_app.audit import queries as log
from feedback_app.audit import triggers
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.oversight.queries.lines import LINES
from feedback_app.oversight.views_staff import log as log_pages
from feedback_app.tickets import operations as tickets
from tests.factories import HE_JING, beijing, people, published_penalty, sign_in, ticket_after, ticket_at

one_database = pytest.mark.one_database
LOG = "/staff/oversight/log"


@pytest.fixture
def supervisor(app: Flask, db_session: Any) -> FlaskClient:
    people()
    return sign_in(app.test_client(), "ayinuer")


def sentences(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<p class="log-sentence"[^>]*>(.*?)</p>', page)]


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'id="entry-(\d+)"', page)]


# ---- the log ---------------------------------------------------------------------------------------------------------


@one_database
def test_the_log_is_told_in_sentences_newest_first(supervisor: FlaskClient) -> None:
    ticket = ticket_at("closed")
    page = supervisor.get(LOG, query_string={"subject": ticket.ref}).text
    said = sentences(page)
    assert said[0].startswith("孙蕾（值班员）办结工单 FK-JC-20261109-0001")
    assert any(
        "李卫东（副局长，分管法制、信息公开）签发" in one and "属实：信息不准确" in one for one in said
    )
    assert any("赵明" not in one and "责任倒查" in one and "批评教育" in one for one in said), (
        "who is held to account is no public fact"
    )
    assert numbers(page) == sorted(numbers(page), reverse=True)


FILTERS: list[tuple[dict[str, str], Callable[[LogEntry], bool]]] = [
    ({"kind": "ticket"}, lambda entry: entry.action.startswith("ticket.")),
    ({"kind": "record"}, lambda entry: entry.action.startswith("record.")),
    ({"person": "{sunlei}"}, lambda entry: entry.actor_name == "孙蕾"),
    ({"subject": "c4-2026-0001"}, lambda entry: "record:C4-2026-0001" in (entry.subject, entry.about)),
    (
        {"subject": "ticket:FK-JC-20261109-0001"},
        lambda entry: "ticket:FK-JC-20261109-0001" in (entry.subject, entry.about),
    ),
    (
        {"from_on": "2026-11-10", "to_on": "2026-11-10"},
        lambda entry: clock.to_local(entry.at).date().isoformat() == "2026-11-10",
    ),
    (
        {"kind": "ticket", "person": "{sunlei}"},
        lambda entry: entry.action.startswith("ticket.") and entry.actor_name == "孙蕾",
    ),
    ({"q": "孙蕾"}, lambda entry: entry.actor_name == "孙蕾"),
    ({"q": "昌州环阜罚[2026]3号"}, lambda entry: "record:C4-2026-0001" in (entry.subject, entry.about)),
    (
        {"q": "fk-jc-20261109-0001"},
        lambda entry: "ticket:FK-JC-20261109-0001" in (entry.subject, entry.about),
    ),
    ({"unit": "办公室"}, lambda entry: entry.actor_unit == "办公室"),
    ({"whose": "reporter"}, lambda entry: entry.actor_kind == "reporter"),
    (
        {"whose": "staff", "kind": "ticket"},
        lambda entry: entry.actor_kind == "staff" and entry.action[:7] == "ticket.",
    ),
    ({"on_behalf": "1"}, lambda entry: entry.on_behalf_of == "马建新"),
    ({"action": "ticket.accept"}, lambda entry: entry.action == "ticket.accept"),
    (
        {"ticket": "FK-JC-20261109-0001", "record": "C4-2026-0001"},
        lambda entry: {entry.subject, entry.about} == {"ticket:FK-JC-20261109-0001", "record:C4-2026-0001"},
    ),
    (
        {"unit": "办公室", "kind": "ticket", "from_on": "2026-11-10", "q": "刘芳"},
        lambda entry: (
            entry.actor_name == "刘芳"
            and entry.action[:7] == "ticket."
            and entry.at >= beijing("2026-11-10 00:00")
        ),
    ),
]


@pytest.mark.parametrize(
    ("asked", "fits"), FILTERS, ids=lambda one: "&".join(one) if isinstance(one, dict) else ""
)
def test_the_log_is_narrowed_by_what_is_asked(
    supervisor: FlaskClient, asked: dict[str, str], fits: Callable[[LogEntry], bool]
) -> None:
    ticket_at("closed")
    deputy = replace(people().liweidong.actor, on_behalf_of="马建新")
    audit_log.append("log.verify", by=deputy, subject="log:all", facts={"entries": 1, "verdict": "holds"})
    asked = {name: value.format(sunlei=people().sunlei.id) for name, value in asked.items()}
    shown = numbers(supervisor.get(LOG, query_string=asked).text)
    expected = [entry.number for entry in log.entries(limit=200) if fits(entry)]
    assert shown == expected
    assert 0 < len(shown) < log.head().number


@one_database
@pytest.mark.parametrize(
    "asked",
    [
        {"from_on": "9. November"}, {"to_on": "0001-01-01"}, {"person": "孙蕾"}, {"kind": "everything"},
        {"action": "ticket.invent"}, {"whose": "me"}, {"on_behalf": "perhaps"}, {"q": "没有这个人"},
    ],
)  # fmt: skip
def test_a_question_not_understood_is_said_and_left_out(
    supervisor: FlaskClient, asked: dict[str, str]
) -> None:
    page = supervisor.get(LOG, query_string=asked).text
    assert "没有看懂" in page
    assert numbers(page), "the log is there all the same"


@one_database
def test_a_search_that_can_mean_several_offers_them(supervisor: FlaskClient) -> None:
    page = supervisor.get(LOG, query_string={"q": "马"}).text
    one = unescape(re.search(rf'href="({LOG}\?person=\d+)"[^>]*>马建新', page)[1]) if "哪一个" in page else ""
    again = supervisor.get(LOG, query_string={"q": "力克"}).text
    assert "您要找的是哪一个" in again
    assert re.search(rf'href="{LOG}\?person=\d+"[^>]*>叶尔肯', again)
    assert re.search(rf'href="{LOG}\?person=\d+"[^>]*>阿依努尔', again)
    assert one == "", "one 马 only, so nothing is asked"


@one_database
def test_nothing_found_is_said(supervisor: FlaskClient) -> None:
    page = supervisor.get(LOG, query_string={"subject": "FK-JC-19990101-0001"}).text
    assert "没有符合的记录" in page


@one_database
def test_the_log_is_read_page_by_page_without_gap_or_double(supervisor: FlaskClient) -> None:
    for _one in range(5):
        ticket_at("closed")
    seen: list[int] = []
    address = LOG
    while address:
        page = supervisor.get(address).text
        seen += numbers(page)
        older = re.search(rf'href="({LOG}\?[^"]*before=\d+)"', page)
        address = unescape(older[1]) if older else ""
    assert seen == list(range(log.head().number, 0, -1))
    assert len(seen) > 2 * LINES


@one_database
def test_a_question_goes_along_to_the_next_page(supervisor: FlaskClient) -> None:
    for _one in range(6):
        ticket_at("closed")
    page = supervisor.get(LOG, query_string={"kind": "ticket", "from_on": "2026-11-01"}).text
    older = unescape(re.search(rf'href="({LOG}\?[^"]*before=\d+[^"]*)"', page)[1])
    assert "kind=ticket" in older
    assert "from_on=2026-11-01" in older


# ---- the whole chain -------------------------------------------------------------------------------------------------


@one_database
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tickets_page_shows_the_whole_chain_and_no_reporter(supervisor: FlaskClient, language: str) -> None:
    ticket = ticket_at("closed")
    supervisor.post("/language", data={"lang": language})
    page = supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text
    for shown in ("李卫东", "刘芳", "孙蕾", "昌州环阜罚〔2026〕3号决定书原件", "录入时把6.8万元写成68。", "发布前自动核对金额与正文。",
                  "2026-11-10 更正：罚款金额由“68万元”更正为“6.8万元”", "已打开页面核对"):  # fmt: skip
        assert shown in page, shown
    for excluded in ("赵明", "叶尔肯·哈力克", "古丽娜尔·艾山", "周婷"):
        assert excluded in page, "who was recused stands there"
    for hidden in (HE_JING.name, HE_JING.email, HE_JING.phone):
        assert hidden not in page
    assert len(numbers(page)) == len(log.chain(ticket.subject))


@one_database
def test_a_ticket_under_way_says_what_it_lacks(supervisor: FlaskClient) -> None:
    ticket = ticket_at("correcting")
    page = supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text
    assert "办结前还缺" in page
    for lacking in ("已发布的更正", "给反映人的答复", "原因分析", "责任追究记录"):
        assert lacking in page


@one_database
def test_a_finding_that_was_sent_back_stays_on_record_in_words(supervisor: FlaskClient) -> None:
    ticket = ticket_at("finding_drafted")
    with clock.at(beijing("2026-11-10 18:00")):
        tickets.return_finding(ticket, by=people().liweidong, reason="请补充原件照片")
    db.session.commit()
    page = supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text
    assert "请补充原件照片" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "inaccurate" not in re.sub(r"<[^>]+>", " ", main), "no code where a word belongs"
    assert "属实：信息不准确" in page


@one_database
def test_a_records_page_shows_every_hand_it_went_through(supervisor: FlaskClient) -> None:
    record = published_penalty()
    page = supervisor.get(f"/staff/oversight/records/{record.ref}").text
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    for act, who in (
        ("拟制", "赵明"),
        ("提交审核", "赵明"),
        ("审核", "叶尔肯"),
        ("批准", "古丽娜尔"),
        ("发布", "周婷"),
    ):
        assert any(act in row and who in row for row in rows), act
    assert len(numbers(page)) == len(log.chain(record.subject))


@one_database
@pytest.mark.parametrize(
    "path", ["tickets/FK-JC-20000101-0001", "records/C4-2000-0001", "tickets/x", "records/'"]
)
def test_what_is_not_there_is_not_there(supervisor: FlaskClient, path: str) -> None:
    assert supervisor.get(f"/staff/oversight/{path}").status_code == 404


@one_database
def test_the_register_lists_every_ticket_newest_first(app: Flask, db_session: Any, freeze: Any) -> None:
    record = published_penalty()
    made = [ticket_after(None, record=record).ref for _one in range(33)]
    freeze("2026-12-30 12:00")
    supervisor = sign_in(app.test_client(), "hewenbo")
    seen, address = [], "/staff/oversight/tickets"
    while address:
        page = supervisor.get(address).text
        seen += re.findall(r'href="/staff/oversight/tickets/(FK-JC-\d+-\d+)"', page)
        older = re.search(r'href="(/staff/oversight/tickets\?after=[^"]+)"', page)
        address = unescape(older[1]) if older else ""
    assert seen == list(reversed(made))
    assert "已逾期" in page


# ---- checking the log ------------------------------------------------------------------------------------------------


def test_the_check_says_that_the_log_holds_and_is_itself_logged(supervisor: FlaskClient) -> None:
    ticket_after(None)
    before = log.head().number
    answer = supervisor.post("/staff/oversight/verification")
    assert (answer.status_code, answer.location) == (303, LOG)
    assert f"责任日志成立：共 {before} 条" in supervisor.get(LOG).text
    entry = log.entries(action="log.verify")[0]
    assert (entry.actor_name, entry.fact_values) == (
        "阿依努尔·赛力克",
        {"entries": before, "verdict": "holds"},
    )
    assert log.verify().holds


def test_the_check_names_the_entry_that_was_changed(supervisor: FlaskClient) -> None:
    ticket_after(None)
    with db.engine.begin() as owner:
        triggers.drop(owner)
        owner.execute(LogEntry.__table__.update().where(LogEntry.number == 3).values(actor_name="别人"))
    supervisor.post("/staff/oversight/verification")
    page = supervisor.get(LOG).text
    assert "责任日志不成立" in page
    assert "第 3 条" in page
    assert log.entries(action="log.verify")[0].fact_values["verdict"] == "broken"
    assert "责任日志有警报" in page, "and everyone who must know is told, not only who looked"
    assert "条，不完好" in supervisor.get("/staff/log-alarms/").text, (
        "and nobody goes on reading the verdict of yesterday"
    )
    assert "这一条被改动过" in (damaged := supervisor.get("/staff/oversight/entries/3").text)
    assert "下载证明文件" not in damaged
    assert "下载证明文件" in supervisor.get("/staff/oversight/entries/2").text


@one_database
def test_the_check_in_english(supervisor: FlaskClient) -> None:
    supervisor.post("/language", data={"lang": "en"})
    supervisor.post("/staff/oversight/verification")
    assert "The log holds" in supervisor.get(LOG).text


@one_database
def test_a_log_too_long_for_a_page_is_checked_by_the_command(
    supervisor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_pages, "CHECKED_ON_PAGE", 0)
    supervisor.post("/staff/oversight/verification")
    assert "log verify" in supervisor.get(LOG).text
    assert log.entries(action="log.verify") == []


# ---- supervisors change nothing --------------------------------------------------------------------------------------


@one_database
@pytest.mark.parametrize("login", ["zhengmin", "hewenbo", "ayinuer"])
def test_a_supervisor_reads_everything_and_acts_on_nothing(app: Flask, db_session: Any, login: str) -> None:
    ticket, client = ticket_at("finding_drafted"), sign_in(app.test_client(), login)
    assert client.get(f"/staff/oversight/tickets/{ticket.ref}").status_code == 200
    for noun in ("", "/signature", "/verification", "/closing", "/reporter"):
        assert client.post(f"/staff/tickets/{ticket.ref}{noun}", data={"lock": ticket.lock}).status_code in (
            404,
            405,
        )
    for noun in ("submission", "review", "approval", "publication"):
        assert client.post(f"/staff/records/{ticket.record.ref}/{noun}").status_code == 409


@one_database
@pytest.mark.parametrize("path", ["log", "tickets", "tickets/{ticket}", "records/{record}"])
def test_a_page_asks_as_many_questions_however_much_there_is(
    supervisor: FlaskClient, path: str, count_queries: Callable[..., int]
) -> None:
    long = ticket_at("closed")

    def cost(ticket: Any) -> int:
        address = "/staff/oversight/" + path.format(ticket=ticket.ref, record=ticket.record.ref)
        supervisor.get(address)
        return count_queries(lambda: supervisor.get(address))

    before = cost(long)
    for _more in range(3):
        ticket_at("closed")
    assert cost(long) == cost(ticket_at("closed")) == before


@pytest.fixture
def count_queries() -> Callable[..., int]:
    from sqlalchemy import Engine, event

    def count(act: Callable[[], Any]) -> int:
        seen: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_more: Any) -> None:
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    return count
