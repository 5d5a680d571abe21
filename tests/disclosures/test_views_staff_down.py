"""Coming down at the desk: two taps and a confirmation on a phone, forms that refuse in words, and what each page leaves out."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.disclosures import jobs, operations, queries
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from tests.disclosures.coming_down_story import registered
from tests.factories import beijing, people, published_penalty, sign_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


@pytest.fixture
def record(cast: SimpleNamespace) -> DisclosureRecord:
    return published_penalty()


def state(ref: str) -> str:
    db.session.expire_all()
    return queries.record_by_ref(ref).status


def test_the_duty_officer_hides_from_the_list_with_one_reason(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    ref, browser = record.ref, sign_in(client, "sunlei")
    assert f'href="/staff/records/{ref}/hiding"' in browser.get("/staff/records/").text
    page = browser.get(f"/staff/records/{ref}/hiding")
    assert "马上屏蔽" in page.text
    done = browser.post(f"/staff/records/{ref}/hiding", data={"reason": "privacy"})
    assert (done.status_code, state(ref)) == (303, "hidden")
    page = browser.get(done.location)
    assert "等领导审批" in page.text
    assert "审批紧急屏蔽" not in page.text, "nobody approves their own hiding"
    assert browser.get(f"/staff/records/{ref}/hiding/decision").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "请选一个原因"),
        ({"reason": "because"}, "请选一个原因"),
        ({"reason": "privacy", "alerted": "昨晚"}, "请写成年-月-日 时:分"),
        ({"reason": "privacy", "alerted": "2999-01-01 10:00"}, "还没有到"),
        ({"reason": "privacy", "alerted": "1999-01-01 10:00"}, "太早"),
    ],
)
def test_hide_refuses_beside_the_field_and_keeps_what_was_typed(
    client: FlaskClient, record: DisclosureRecord, typed: dict[str, str], words: str
) -> None:
    ref = record.ref
    page = sign_in(client, "sunlei").post(f"/staff/records/{ref}/hiding", data=typed)
    assert page.status_code == 422
    assert words in page.text
    assert typed.get("alerted", "") in page.text
    assert state(ref) == "published"


def test_the_leader_approves_or_lifts_with_a_reason(
    client: FlaskClient, record: DisclosureRecord, cast: SimpleNamespace
) -> None:
    ref = record.ref
    operations.hide(record, "grave_error", by=cast.sunlei)
    db.session.commit()
    browser, address = sign_in(client, "liweidong"), f"/staff/records/{ref}/hiding/decision"
    assert "孙蕾" in browser.get(address).text
    refused = browser.post(address, data={"decision": "refuse"})
    assert (refused.status_code, "请写明理由" in refused.text) == (422, True)
    assert browser.post(address, data={"decision": "agree"}).status_code == 303
    assert state(ref) == "hidden"
    page = browser.get(address).text
    assert 'value="agree"' not in page, "it is approved only once"
    assert browser.post(address, data={"decision": "refuse", "reason": "核对后没有错误"}).status_code == 303
    assert state(ref) == "published"


def test_an_instrument_is_registered_with_its_scan_and_its_clock_is_shown(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    ref = record.ref
    with clock.at(beijing("2026-11-19 10:50")):
        browser = sign_in(client, "sunlei")
        done = browser.post(
            f"/staff/records/{ref}/instruments/new",
            data={
                "ground": "revoked", "issuer": "昌吉回族自治州人民政府", "number": "昌州政复决〔2026〕12号",
                "issued": "2026-11-16", "received": "2026-11-18", "scan": (io.BytesIO(b"%PDF-1.4 decision"), "复议决定.pdf"),
            },
            content_type="multipart/form-data",
        )  # fmt: skip
        assert done.status_code == 303
        page = browser.get(done.location).text
        assert "昌州政复决〔2026〕12号" in page
        assert "2026年11月23日" in page
        paper = queries.instruments_of(queries.record_by_ref(ref))[0]
        scan = browser.get(f"/staff/records/{ref}/instruments/{paper.id}/scan")
        assert scan.data == b"%PDF-1.4 decision"
        assert scan.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("ground", "nothing", "请选一项"),
        ("issuer", "", "请填写机关全称"),
        ("number", " ", "请填写文书号"),
        ("issued", "11月16日", "请写成年-月-日"),
        ("received", "2026-11-30", "还没有到"),
        ("received", "2026-11-01", "不能早于文书日期"),
        ("received", "0026-11-18", "请核对年份"),
    ],
)
def test_register_refuses_beside_the_field(
    client: FlaskClient, record: DisclosureRecord, field: str, typed: str, words: str
) -> None:
    good = {
        "ground": "revoked", "issuer": "昌吉州政府", "number": "12号", "issued": "2026-11-16", "received": "2026-11-18",
    }  # fmt: skip
    ref = record.ref
    with clock.at(beijing("2026-11-19 10:50")):
        page = sign_in(client, "sunlei").post(
            f"/staff/records/{ref}/instruments/new", data=good | {field: typed}
        )
    assert page.status_code == 422
    assert words in page.text
    assert "昌吉州政府" in page.text or field == "issuer"
    assert queries.instruments_of(queries.record_by_ref(ref)) == []


def test_a_scan_that_is_no_document_is_refused_with_its_reason(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    good = {
        "ground": "revoked", "issuer": "昌吉州政府", "number": "12号", "issued": "2026-11-16", "received": "2026-11-18",
        "scan": (io.BytesIO(b"MZ program"), "决定.pdf"),
    }  # fmt: skip
    with clock.at(beijing("2026-11-19 10:50")):
        page = sign_in(client, "sunlei").post(
            f"/staff/records/{record.ref}/instruments/new", data=good, content_type="multipart/form-data"
        )
    assert page.status_code == 422
    assert "不是可以接收的文件" in page.text


def test_the_legal_head_takes_it_down_and_the_old_content_is_on_no_staff_page(
    client: FlaskClient, record: DisclosureRecord, cast: SimpleNamespace
) -> None:
    ref = record.ref
    with clock.at(beijing("2026-11-19 16:30")):
        browser = sign_in(client, "wangxiaoyan")
        page = browser.get(f"/staff/records/{ref}/takedown").text
        assert 'value="revoked"' not in page, "without its instrument the ground is not offered"
        registered(queries.record_by_ref(ref), cast)
        db.session.commit()
        none = browser.post(f"/staff/records/{ref}/takedown", data={"ground": ""})
        assert (none.status_code, "请选撤下的理由" in none.text) == (422, True)
        assert browser.post(f"/staff/records/{ref}/takedown", data={"ground": "revoked"}).status_code == 303
    assert state(ref) == "withdrawn"
    for login in ("wangxiaoyan", "zhengmin", "zhouting"):
        page = sign_in(client, login).get(f"/staff/records/{ref}").text
        assert "已经撤下，原来的内容封存" in page
        assert "晋庭" not in page
    assert "晋庭" not in sign_in(client, "zhengmin").get(f"/staff/oversight/records/{ref}").text
    assert "晋庭" not in sign_in(client, "zhouting").get("/staff/records/coming-down").text


def test_the_archive_shows_the_original_only_after_a_reason_and_each_time_it_is_logged(
    client: FlaskClient, record: DisclosureRecord, cast: SimpleNamespace
) -> None:
    ref = record.ref
    with clock.at(beijing("2026-11-19 16:30")):
        operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=registered(record, cast))
        db.session.commit()
    browser, address = sign_in(client, "wangxiaoyan"), f"/staff/records/{ref}/archive"
    assert "晋庭" not in browser.get(address).text
    assert browser.post(address, data={"reason": " "}).status_code == 422
    assert log.entries(subject=f"record:{ref}", action="archive.view") == []
    page = browser.post(address, data={"reason": "核对原文"})
    assert "阜康市晋庭精细化工有限责任公司" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert [one.reason for one in log.entries(subject=f"record:{ref}", action="archive.view")] == ["核对原文"]


def test_expired_records_are_reviewed_and_approved_with_tick_boxes(
    client: FlaskClient, cast: SimpleNamespace
) -> None:
    refs = [published_penalty(document_number=f"昌州环阜罚〔2026〕{number}号").ref for number in (31, 32, 33)]
    with clock.at(beijing("2031-11-24 08:00")):
        jobs.look_at_expiry()
        ids = [one.id for one in queries.waiting_takedowns()]
        head, clerk = sign_in(client.application.test_client(), "majianxin"), sign_in(client, "zhouting")
        address = "/staff/records/coming-down/expired"
        head.post(address, data={"chosen": ids[:2]})
        assert {state(ref) for ref in refs} == {"published"}, "the legal section looks first"
        assert clerk.post(address, data={"chosen": ids[:2]}).status_code == 303
        assert "没有选中" in clerk.post(address, follow_redirects=True).text
        head.post(address, data={"chosen": [*ids, "999999"]})
        assert [state(ref) for ref in refs] == ["withdrawn", "withdrawn", "published"]
        head.post(address, data={"chosen": "abc"})
        assert state(refs[2]) == "published"


def test_a_carriers_withdrawal_is_confirmed_with_evidence(
    client: FlaskClient, record: DisclosureRecord, cast: SimpleNamespace
) -> None:
    from feedback_app.carriers import queries as carriers

    operations.hide(record, "privacy", by=cast.sunlei)
    db.session.commit()
    waiting = next(one for one in carriers.latest_of(record.ref) if one.state == "withdrawing")
    browser, address = (
        sign_in(client, "zhouting"),
        f"/staff/records/{record.ref}/carriers/{waiting.id}/withdrawal",
    )
    assert browser.post(address, data={"evidence": ""}).status_code == 422
    assert browser.post(address, data={"evidence": "已打开页面，查不到"}).status_code == 303
    assert browser.get(address).status_code == 404, "once"


def test_a_page_drawn_before_somebody_elses_step_takes_nothing_down(
    client: FlaskClient, record: DisclosureRecord, cast: SimpleNamespace
) -> None:
    ref, lock = record.ref, record.lock
    operations.mark_under_verification(record, True, by=cast.zhouting, about="ticket:FK-JC-1")
    db.session.commit()
    page = sign_in(client, "wangxiaoyan").post(
        f"/staff/records/{ref}/takedown", data={"lock": str(lock), "ground": "privacy"}
    )
    assert page.status_code == 409
    assert state(ref) == "published"


def test_whoever_approves_a_takedown_reads_the_words_the_public_will_read(
    client: FlaskClient, record: DisclosureRecord, cast: SimpleNamespace
) -> None:
    operations.withdraw(
        record, "privacy", by=cast.wangxiaoyan, words_zh="本局已致歉。", words_en="We have apologised."
    )
    db.session.commit()
    page = sign_in(client, "liweidong").get(f"/staff/records/{record.ref}/takedown/decision").text
    told = queries.waiting_takedown(record)
    assert told is not None
    for words in (told.sentence("zh"), told.sentence("en"), "本局已致歉。", "We have apologised."):
        assert words in page


def test_the_leaders_own_list_holds_what_is_to_be_decided_with_its_last_day_and_the_navigation_counts_it(
    app: Flask, db_session: Any
) -> None:
    cast = people()
    hidden, undone = published_penalty(), published_penalty(document_number="昌州环阜罚〔2026〕22号")
    with clock.at(beijing("2026-11-19 16:30")):
        operations.hide(hidden, "privacy", by=cast.sunlei)
        registered(undone, cast)
        db.session.commit()
        page = sign_in(app.test_client(), "liweidong").get("/staff/records/desk").text
        assert "审批紧急屏蔽" in page
        assert "2026年11月20日" in page
        assert '<span class="bar-count">1</span>' in page
        assert "核对文书" not in page, "that is the legal section's"
        legal = sign_in(app.test_client(), "wangxiaoyan").get("/staff/records/desk").text
        assert "核对文书，撤下或者写明不涉及" in legal
        assert f"/staff/records/{undone.ref}/takedown" in legal
    with clock.at(beijing("2026-11-24 09:00")):
        late = sign_in(app.test_client(), "liweidong").get("/staff/records/desk").text
        assert "已逾期" in late
        address = f"/staff/records/{hidden.ref}/hiding/decision"
        assert f'href="{address}"' in late
        client = sign_in(app.test_client(), "liweidong")
        assert client.post(address, data={"decision": "agree"}).status_code == 303
        assert '<span class="bar-count">' not in client.get("/staff/records/desk").text


def test_a_removal_that_waits_is_on_the_list_of_whoever_has_the_next_word(
    app: Flask, db_session: Any
) -> None:
    cast, record = people(), published_penalty()
    with clock.at(beijing("2026-11-19 16:30")):
        operations.withdraw(record, "other_by_law", by=cast.wangxiaoyan, law="《某条例》第三条")
        db.session.commit()
        lists = {
            who: sign_in(app.test_client(), who).get("/staff/records/desk").text
            for who in ("majianxin", "liweidong", "wangxiaoyan")
        }
    assert [who for who, page in lists.items() if "审批撤下" in page] == ["majianxin"]


def test_the_words_of_a_notice_are_corrected_afterwards_and_the_old_ones_lie_sealed(
    app: Flask, client: FlaskClient, cast: SimpleNamespace, record: DisclosureRecord
) -> None:
    party = record.live.field_values["party"]
    with clock.at(beijing("2026-11-19 16:30")):
        operations.withdraw(
            record,
            "revoked",
            by=cast.wangxiaoyan,
            instrument=registered(record, cast),
            words_zh="以新决定为淮。",
        )
        db.session.commit()
    with clock.at(beijing("2026-11-20 09:00")):
        legal, address = (
            sign_in(app.test_client(), "wangxiaoyan"),
            f"/staff/records/{record.ref}/takedown/notice",
        )
        assert "以新决定为淮。" in legal.get(address).text
        right = {"words_zh": "以新决定为准。", "words_en": ""}
        for wrong in ({"reason": ""}, {"reason": "错别字", "words_zh": f"{party}的新决定。"}):
            assert legal.post(address, data=right | wrong).status_code == 422
        assert legal.post(address, data=right | {"reason": "错别字"}).status_code == 303
        assert sign_in(app.test_client(), "zhaoming").get(address).status_code == 404
        page = client.get(f"/records/{record.ref}").text
        assert "以新决定为准。" in page
        assert "以新决定为淮。" not in page
        assert "更正过，现在是第 2 版" in page
        [entry] = log.entries(subject=record.subject, action="record.reword_notice")
        assert (entry.fact_values, entry.sealed.words["reason"]) == ({"notice": 2}, "错别字")
        kept = operations.open_archive(record, by=cast.wangxiaoyan, reason="核对")
        notices = [one.content["notice"]["words_zh"] for one in kept if "notice" in one.content]
        assert notices == ["以新决定为淮。"]
        db.session.commit()
        shown = legal.post(f"/staff/records/{record.ref}/archive", data={"reason": "核对"}).text
        assert "撤下说明，第 1 版" in shown
