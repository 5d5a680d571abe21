"""Once a record has come down, or is hidden, no public address says anything of what it said. Every address there is.

A new route is one new line in PLACES, with how a reader would ask it for this record; until it stands there, the first
test fails.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.disclosures import jobs, operations
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D1
from feedback_app.starting_content.load import read_values
from tests.disclosures.coming_down_story import registered
from tests.factories import beijing, code_of, people, published_penalty, ticket_at

pytestmark = pytest.mark.one_database

NOTICE, LIST, ELSEWHERE, REPORTER, PROGRAM = (
    "the notice",
    "a list",
    "no record",
    "the reporter alone",
    "a program",
)
# Rule → what it is, and the addresses asked; {ref} is the record.
PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "/": (LIST, ("/",)),
    "/corrections": (LIST, ("/corrections",)),
    "/disclosures/<stage>": (LIST, ("/disclosures/ex_post",)),
    "/disclosures/<stage>/<category_key>": (LIST, ("/disclosures/ex_post/penalty",)),
    "/search": (LIST, ("/search?q=博峰山", "/search?q=煤炭", "/search?q=昌州环罚字", "/search?q={ref}")),
    "/report": (LIST, ("/report?number=博峰山", "/report?number=昌州环罚字〔2026〕2-017号", "/report?number={ref}")),
    "/procedure/kinds": (ELSEWHERE, ("/procedure/kinds",)),
    "/report/<topic>": (
        LIST,
        ("/report/privacy_takedown?record={ref}", "/report/revocation_takedown?record={ref}", "/report/inquiry?record={ref}"),
    ),
    "/records/<ref>": (NOTICE, ("/records/{ref}",)),
    "/records/<ref>/versions/<int:number>": (NOTICE, ("/records/{ref}/versions/1", "/records/{ref}/versions/2")),
    "/records/<ref>/versions/<int:number>/proof": (NOTICE, ("/records/{ref}/versions/1/proof",)),
    "/records/<ref>/versions/<int:number>/proof.json": (NOTICE, ("/records/{ref}/versions/1/proof.json",)),
    "/records/<ref>/clarifications/<int:number>/proof": (NOTICE, ("/records/{ref}/clarifications/1/proof",)),
    "/records/<ref>/clarifications/<int:number>/proof.json": (NOTICE, ("/records/{ref}/clarifications/1/proof.json",)),
    "/records/<ref>/changes": (NOTICE, ("/records/{ref}/changes", "/records/{ref}/changes?from=1&to=2")),
    "/records/<ref>/on": (NOTICE, ("/records/{ref}/on", "/records/{ref}/on?date=2026-11-01")),
    "/records/<ref>/on/<path:day>": (NOTICE, ("/records/{ref}/on/2026-11-01", "/records/{ref}/on/2020-01-01")),
    "/records/<ref>/report": (NOTICE, ("/records/{ref}/report",)),
    "/records/<ref>/files/<int:number>": (NOTICE, ("/records/{ref}/files/1",)),
    "/api/records/<ref>": (PROGRAM, ("/api/records/{ref}",)),
    "/api/records": (LIST, ("/api/records", "/api/records?q=博峰山", "/api/records?kind=penalty")),
    "/api/openapi.json": (ELSEWHERE, ("/api/openapi.json",)),
    "/api/schema/<key>": (ELSEWHERE, ("/api/schema/penalty",)),
    "/column/<stage>": (LIST, ("/column/ex_post",)),
    "/downloads/records.<any(csv, xlsx):file>": (LIST, ("/downloads/records.csv", "/downloads/records.xlsx")),
    "/feeds/<scope>.<any(xml, json):form>": (
        LIST,
        ("/feeds/all.xml", "/feeds/all.json", "/feeds/ex_post.xml", "/feeds/penalty.json", "/feeds/corrections.xml"),
    ),
    "/sitemap.xml": (LIST, ("/sitemap.xml",)),
    "/sitemaps/<int:number>.xml": (LIST, ("/sitemaps/1.xml",)),
    "/sitemaps/pages.xml": (ELSEWHERE, ("/sitemaps/pages.xml",)),
    "/robots.txt": (ELSEWHERE, ("/robots.txt",)),
    "/officers": (ELSEWHERE, ("/officers?q=博峰山",)),
    "/procedure": (ELSEWHERE, ("/procedure",)),
    "/regulation": (ELSEWHERE, ("/regulation",)),
    # The log names records by their number for ever, and says nothing of what they said.
    "/log": (ELSEWHERE, ("/log", "/log?record={ref}")),
    "/log/checkpoint": (ELSEWHERE, ("/log/checkpoint",)),
    "/log/checkpoints": (ELSEWHERE, ("/log/checkpoints",)),
    "/log/checkpoints.atom": (ELSEWHERE, ("/log/checkpoints.atom",)),
    "/log/checkpoints/<int:size>": (ELSEWHERE, ("/log/checkpoints/1",)),
    "/log/checkpoints/<int:size>.txt": (ELSEWHERE, ("/log/checkpoints/1.txt",)),
    "/log/consistency": (ELSEWHERE, ("/log/consistency?from=1&to=2",)),
    "/log/proof/<int:number>": (ELSEWHERE, tuple(f"/log/proof/{number}" for number in range(1, 40))),
    "/log/months/<month>": (ELSEWHERE, ("/log/months/2026-11",)),
    "/log/verify_log.py": (ELSEWHERE, ("/log/verify_log.py",)),
    "/log/check": (ELSEWHERE, ("/log/check",)),
    "/log/check/offline": (ELSEWHERE, ("/log/check/offline",)),
    "/withheld": (ELSEWHERE, ("/withheld",)),
    "/healthz": (ELSEWHERE, ("/healthz",)),
    "/receipt": (REPORTER, ("/receipt",)),
    "/answers": (LIST, ("/answers",)),
    "/status": (REPORTER, ("/status",)),
    "/status/ticket": (REPORTER, ("/status/ticket",)),
    "/status/code": (REPORTER, ("/status/code",)),
    "/status/ticket/files/<int:number>": (REPORTER, ("/status/ticket/files/1",)),
    "/status/ticket/messages": (REPORTER, ("/status/ticket/messages",)),
    "/status/ticket/objection": (REPORTER, ("/status/ticket/objection",)),
    "/status/ticket/supplement": (REPORTER, ("/status/ticket/supplement",)),
    "/status/ticket/withdrawal": (REPORTER, ("/status/ticket/withdrawal",)),
    "/readyz": (ELSEWHERE, ()),
    "/status/ticket/proof": (REPORTER, ("/status/ticket/proof",)),
    "/status/ticket/proof.json": (REPORTER, ("/status/ticket/proof.json",)),
    "/status/ticket/proof.pdf": (REPORTER, ("/status/ticket/proof.pdf",)),
    "/status/ticket/said.txt": (REPORTER, ("/status/ticket/said.txt",)),
}  # fmt: skip
# Words of the old content, its first version, its correction, its clarification, the party in English and in the title.
SAID = (
    "博峰山", "韩立军", "91652302MAXX0A1B0G", "2000吨", "未密闭", "第七十二条", "罚款人民币", "3万元", "30,000",
    "2.5万元", "25,000", "堆场已经封闭", "煤炭",
)  # fmt: skip
NUMBER = "2-017号"


@pytest.fixture
def record(db_session: Any) -> DisclosureRecord:
    """D-1 as its readers knew it: corrected, clarified, being verified."""
    cast = people()
    record = published_penalty(**read_values(category("penalty"), D1.values))
    with clock.at(beijing("2026-10-20 11:00")):
        operations.publish_correction(
            record,
            {"amount": 2_500_000, "content": "罚款人民币2.5万元。"},
            by=cast.zhouting,
            about="ticket:FK-JC-1",
        )
        operations.clarify(record, "博峰山的堆场已经封闭。", by=cast.zhouting, about="ticket:FK-JC-1")
        operations.mark_under_verification(record, True, by=cast.zhouting, about="ticket:FK-JC-1")
    db.session.commit()
    return record


def take_down(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    with clock.at(beijing("2026-11-19 16:30")):
        operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=registered(record, cast))
    db.session.commit()


def take_down_for_privacy(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    operations.approve_takedown(
        operations.withdraw(record, "privacy", by=cast.wangxiaoyan), by=cast.liweidong
    )
    db.session.commit()


def hide(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    operations.hide(record, "privacy", by=cast.sunlei)
    db.session.commit()


def public_rules(app: Flask) -> set[str]:
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.rule.startswith(("/staff", "/static"))
    }


def addresses(ref: str, *kinds: str) -> Iterator[str]:
    for kind, asked in PLACES.values():
        if kind in kinds:
            for address in asked:
                path, mark, query = address.format(ref=ref).partition("?")
                yield (
                    path
                    + mark
                    + "&".join(
                        f"{name}={quote(value)}"
                        for name, _, value in (one.partition("=") for one in query.split("&") if one)
                    )
                )


def words_of(page: Any) -> str:
    """The words of an answer; those of a workbook lie packed inside it."""
    if not page.data.startswith(b"PK"):
        return str(page.get_data(as_text=True))
    with zipfile.ZipFile(io.BytesIO(page.data)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def without_what_was_asked(page: str) -> str:
    """A search box shows the reader's own words again: those are not ours."""
    page = re.sub(r'<input[^>]*value="[^"]*"[^>]*>', "", page)
    return re.sub(r'<[^>]*class="[^"]*asked[^"]*"[^>]*>.*?</[a-z0-9]+>', "", page, flags=re.DOTALL)


def leaks(client: FlaskClient, ref: str, *, besides: tuple[str, ...] = ()) -> list[str]:
    found = []
    for address in addresses(ref, NOTICE, LIST, ELSEWHERE, PROGRAM):
        asked = [word for word in SAID if quote(word) in address]
        page = client.get(address, buffered=True)
        assert page.status_code < 500, address
        text = without_what_was_asked(words_of(page))
        found += [f"{address}: {word}" for word in (*SAID, *besides) if word in text and word not in asked]
    return found


def test_every_public_route_has_its_line_here(app: Flask) -> None:
    assert public_rules(app) - PLACES.keys() == set(), "routes nobody has asked for a record that came down"
    assert PLACES.keys() - public_rules(app) == set(), "lines without a route"
    wrong = [
        rule for rule in public_rules(app) if "<ref>" in rule and PLACES[rule][0] not in (NOTICE, PROGRAM)
    ]
    assert wrong == [], "whatever is about one record answers with its notice"


def test_while_it_is_public_these_addresses_do_say_it(client: FlaskClient, record: DisclosureRecord) -> None:
    """Otherwise the tests below would prove nothing."""
    said = "\n".join(
        words_of(client.get(address, buffered=True))
        for address in addresses(record.ref, NOTICE, LIST, PROGRAM)
    )
    assert [word for word in (*SAID, NUMBER) if word not in said] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("way", [take_down, take_down_for_privacy, hide], ids=lambda way: way.__name__)
def test_no_public_address_says_anything_of_it(
    client: FlaskClient, record: DisclosureRecord, way: Any, lang: str
) -> None:
    way(record, people())
    client.post("/language", data={"lang": lang})
    besides = () if way is take_down else (NUMBER,)  # the sentence of C-8 names the decision, no other does
    assert leaks(client, record.ref, besides=besides) == []


@pytest.mark.parametrize("way", [take_down, hide], ids=lambda way: way.__name__)
def test_each_of_its_addresses_answers_with_the_notice_that_nobody_keeps_or_indexes(
    client: FlaskClient, record: DisclosureRecord, way: Any
) -> None:
    way(record, people())
    for address in addresses(record.ref, NOTICE):
        page = client.get(address, buffered=True)
        assert page.status_code == 200, address
        assert page.mimetype == "text/html", address
        heading = "这条信息已经撤下" if way is take_down else "这条信息正在核查，暂停公示"
        assert f'<h1 class="page-title">{heading}</h1>' in page.text, address
        assert '<meta name="robots" content="noindex, noarchive">' in page.text, address
        assert page.headers["Cache-Control"] == "no-store", address
        assert "noindex" in page.headers["X-Robots-Tag"], address
        assert "ETag" not in page.headers, address


def test_the_notice_of_a_revoked_decision_is_that_of_example_c_8(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    take_down(record, people())
    page = client.get(f"/records/{record.ref}").text
    for words in (
        "原公示的昌州环罚字〔2026〕2-017号行政处罚决定已被依法撤销，现撤回相关信息。",
        "《中华人民共和国行政处罚法》第四十八条",
        "2026年11月19日",
        "2026年11月18日",  # received
        "2026年11月23日",  # due
        "按时撤下",
    ):
        assert words in page, words


def test_old_pages_are_never_kept_on_the_way(client: FlaskClient, record: DisclosureRecord) -> None:
    """Also while it is public: a proxy that kept the page would go on showing it."""
    for address in addresses(record.ref, NOTICE):
        assert client.get(address, buffered=True).headers["Cache-Control"] == "no-store", address


def test_a_report_begun_before_it_came_down_is_not_taken_and_says_why(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    take_down(record, people())
    answer = client.post(f"/records/{record.ref}/report", data={"words": "这里写错了"})
    assert [word for word in SAID if word in answer.text] == []
    assert "已经撤下" in answer.text


def test_the_reporter_still_reads_their_own_answer(client: FlaskClient, db_session: Any) -> None:
    ticket = ticket_at("closed")
    operations.approve_takedown(
        operations.withdraw(ticket.record, "privacy", by=people().wangxiaoyan), by=people().liweidong
    )
    db.session.commit()
    assert client.post("/status", data={"code": code_of(ticket)}).status_code == 303
    for address in addresses("", REPORTER):
        page = client.get(address, follow_redirects=True)
        assert page.status_code in (200, 404), address
    assert "经核实已经办理。感谢监督。" in client.get("/status/ticket").text


def test_a_mended_record_closes_its_old_versions_everywhere(client: FlaskClient, db_session: Any) -> None:
    record = published_penalty(facts="当事人周某某，小名铁蛋，未依法填报。")
    hide(record, people())
    operations.publish_correction(
        record, {"facts": "当事人周某某，未依法填报。"}, by=people().zhouting, about="ticket:FK-JC-1"
    )
    db.session.commit()
    said = "\n".join(
        words_of(client.get(address, buffered=True))
        for address in addresses(record.ref, NOTICE, LIST, PROGRAM)
    )
    assert "铁蛋" not in said
    assert "周某某" in said
    assert "已经撤下，不再展示" in client.get(f"/records/{record.ref}/versions/1").text
    assert "不能比较" in client.get(f"/records/{record.ref}/changes?from=1&to=2").text


def test_a_program_is_told_that_it_is_not_there(client: FlaskClient, record: DisclosureRecord) -> None:
    take_down(record, people())
    for address in addresses(record.ref, PROGRAM):
        assert client.get(address, buffered=True).status_code == 404, address


def test_no_list_names_it_any_more(client: FlaskClient, record: DisclosureRecord) -> None:
    """Not even by its number; but for the feeds, which tell whoever read it there that it came down."""
    ref = record.ref
    take_down(record, people())
    for address in addresses(ref, LIST):
        if ref not in address and not address.startswith("/feeds/"):
            assert ref not in words_of(client.get(address, buffered=True)), address


def test_what_waits_for_its_end_is_left_out_of_the_sitemap(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    ref = record.ref
    assert ref in client.get("/sitemaps/1.xml").text
    with clock.at(beijing("2031-11-24 08:00")):
        jobs.look_at_expiry()
        assert ref not in client.get("/sitemaps/1.xml").text
        page = client.get(f"/records/{ref}").text
    assert '<meta name="robots" content="noindex">' in page
    assert "公开期限已满" in page


def test_what_never_was_public_is_no_page_whatever_happens(client: FlaskClient, db_session: Any) -> None:
    record = published_penalty()
    draft = operations.prepare(
        "penalty", record.live.field_values, formed_on=record.formed_on, party_kind="organization",
        by=people().chenzhiqiang,
    )  # fmt: skip
    db.session.commit()
    assert {client.get(address, buffered=True).status_code for address in addresses(draft.ref, NOTICE)} == {
        404
    }
