"""The staff's pages of records: what a person sees, types, is refused and gets back; a record's way from draft to public page."""

import re
import time
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import RecordStatus
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import typed_values
from tests.factories import RIGHT_AMOUNT, beijing, people, published_penalty, sign_in

pytestmark = pytest.mark.one_database
As = Callable[[str], FlaskClient]


@pytest.fixture
def signed_in(app: Flask, db_session: Any) -> As:
    """`signed_in("zhaoming")` → that person's browser."""
    people()
    return lambda login: sign_in(app.test_client(), login)


def typed(**other: str) -> dict[str, str]:
    """Record D-2 as 赵明 types it, the amount right."""
    return {key: str(value) for key, value in typed_values(D2.values).items()} | {"amount": "6.8"} | other


def draft(by: str = "zhaoming") -> DisclosureRecord:
    with clock.at(beijing("2026-10-08 10:00")):
        values = published_penalty().live.field_values | {
            "document_number": "昌州环阜罚〔2026〕9号", "amount": RIGHT_AMOUNT,
        }  # fmt: skip
        made = operations.prepare(
            "penalty", values, formed_on=clock.today(), party_kind="organization", by=getattr(people(), by)
        )
    db.session.commit()
    return made


def newest() -> DisclosureRecord:
    db.session.expire_all()
    return queries.in_work().rows[0].record


def errors(page: str) -> str:
    found = re.findall(r'<p class="field-error"[^>]*>(.*?)</p>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", one)) for one in found)


def buttons(page: str) -> list[str]:
    found = re.findall(r"<button[^>]*>(.*?)</button>", page[page.index("<main") :], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


# ---- preparing -------------------------------------------------------------------------------------------------------


def test_choose_offers_what_this_post_prepares(signed_in: As) -> None:
    page = signed_in("zhaoming").get("/staff/records/new").text
    assert "/staff/records/new/penalty" in page
    assert "/staff/records/new/legal_basis" not in page, "the legal section's"
    assert signed_in("sunlei").get("/staff/records/new").status_code == 404


def test_new_asks_every_field_of_the_category(signed_in: As) -> None:
    page = signed_in("zhaoming").get("/staff/records/new/penalty").text
    for key in D2.values:
        assert f'name="{key}"' in page, key
    assert signed_in("zhaoming").get("/staff/records/new/nothing").status_code == 404


def test_create_keeps_a_draft_and_says_what_comes_next(signed_in: As) -> None:
    client = signed_in("zhaoming")
    answer = client.post("/staff/records/new/penalty", data=typed())
    record = newest()
    assert (answer.status_code, answer.location) == (303, f"/staff/records/{record.ref}")
    assert (record.state, record.newest.field_values["amount"]) == (RecordStatus.DRAFT, 6_800_000)
    assert record.formed_on.isoformat() == "2026-09-28", "the day on the decision"
    page = client.get(answer.location).text
    assert "草稿已保存" in page
    assert "提交审核" in buttons(page)


def test_create_refuses_an_amount_that_contradicts_the_text(signed_in: As) -> None:
    """The very slip of example C-1: 6.8万元 in the text, 68 in the amount."""
    answer = signed_in("zhaoming").post("/staff/records/new/penalty", data=typed(amount="68"))
    assert answer.status_code == 422
    assert "不一致" in errors(answer.text)
    assert 'value="68"' in answer.text, "what was typed is kept"
    assert queries.in_work().rows == []


def test_create_says_beside_each_field_what_is_wrong_and_keeps_the_rest(signed_in: As) -> None:
    bad = typed(party="", amount="很多", decided_on="去年", credit_code="123", penalty_kind="made_up")
    answer = signed_in("zhaoming").post("/staff/records/new/penalty", data=bad)
    assert answer.status_code == 422
    assert "需要改正：" in answer.text
    assert answer.text.count('class="field-error"') == 4, "what is only missing is no fault of a draft"
    for kept in ("很多", "去年", "123", D2.values["facts"]):
        assert kept in unescape(answer.text)
    assert log.head().number == 0 or not log.entries(action="record.prepare"), "nothing was begun"


def test_a_half_filled_draft_is_kept_whole_and_only_its_submission_asks_for_the_rest(signed_in: As) -> None:
    clerk = signed_in("zhaoming")
    half = typed(party="", party_kind="", facts="", content="") | {"document_number": "昌州环阜罚〔2026〕9号"}
    assert clerk.post("/staff/records/new/penalty", data=half).status_code == 303
    record = newest()
    kept = record.newest.field_values
    assert (kept["facts"], kept["credit_code"]) == (None, D2.values["credit_code"]), "nothing typed is lost"
    page = clerk.get(f"/staff/records/{record.ref}").text
    begins = page.index('class="panel next"')
    assert begins < page.index("还没有填写") < page.index(">提交审核</button>"), "said above the button"
    refused = clerk.post(f"/staff/records/{record.ref}/submission")
    assert refused.status_code == 422
    for words in ("行政相对人", "违法事实", "处罚内容", "打开草稿，填好这一栏再提交"):
        assert words in refused.text
    assert record.newest.state == "draft"
    full = typed(
        document_number="昌州环阜罚〔2026〕9号",
        lock=lock_on(clerk.get(f"/staff/records/{record.ref}/draft").text),
    )
    assert clerk.post(f"/staff/records/{record.ref}/draft", data=full).status_code == 303
    assert clerk.post(f"/staff/records/{record.ref}/submission").status_code == 303


def test_a_draft_says_at_least_from_which_day_its_limit_runs(signed_in: As) -> None:
    answer = signed_in("zhaoming").post("/staff/records/new/penalty", data=typed(decided_on=""))
    assert answer.status_code == 422
    assert "公示时限从这一天起算" in errors(answer.text)


def test_a_draft_opened_again_still_says_its_day_where_no_field_of_its_own_does(signed_in: As) -> None:
    clerk = signed_in("zhouting")
    half = {"list_name": "清单（2026年版）", "formed_on_typed": "2026-11-20"}
    assert clerk.post("/staff/records/new/personnel", data=half).status_code == 303
    address = f"/staff/records/{newest().ref}/draft"
    assert 'value="2026-11-20"' in clerk.get(address).text
    moved = half | {"formed_on_typed": "2026-11-19"}
    assert clerk.post(address, data=moved).status_code == 303
    assert newest().newest.formed_on.isoformat() == "2026-11-19"


def test_a_draft_with_something_to_mend_is_not_submitted_and_the_way_out_is_named(signed_in: As) -> None:
    clerk = signed_in("zhaoming")
    record = draft()
    record.newest.field_values = record.newest.field_values | {"facts": "联系电话13912345678。"}
    db.session.commit()
    page = clerk.get(f"/staff/records/{record.ref}").text
    assert page.index("这里有手机号") < page.index(">提交审核</button>")
    card = clerk.get("/staff/records/desk").text
    assert "有 1 处要改" in card
    assert "没有附件" in card
    refused = clerk.post(f"/staff/records/{record.ref}/submission")
    assert refused.status_code == 422
    assert "确实可以公布的，签名放行" in refused.text
    assert "13912345678" not in refused.text
    for who in ("yeerken", "wangxiaoyan"):
        operations.override_guard(
            record, next(one for one in operations.findings_of(record, record.newest) if one.blocks),
            version_number=1, by=getattr(people(), who), reason="举报电话",
        )  # fmt: skip
    db.session.commit()
    assert clerk.post(f"/staff/records/{record.ref}/submission").status_code == 303


def test_an_empty_form_is_refused_field_by_field(signed_in: As) -> None:
    answer = signed_in("zhaoming").post("/staff/records/new/penalty", data={})
    assert answer.status_code == 422
    assert answer.text.count('class="field-error"') > 5


def test_fields_not_asked_of_a_natural_person_are_not_kept(signed_in: As) -> None:
    signed_in("zhaoming").post(
        "/staff/records/new/penalty", data=typed(party="周某某", party_kind="natural_person")
    )
    assert "credit_code" not in newest().newest.field_values


# ---- a record's page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("zhaoming", ["提交审核"]),
        ("chenzhiqiang", ["提交审核"]),
        ("yeerken", []),
        ("zhouting", []),
        ("liweidong", []),
    ],
)
def test_show_offers_each_person_their_own_step_and_no_other(
    signed_in: As, login: str, sees: list[str]
) -> None:
    page = signed_in(login).get(f"/staff/records/{draft().ref}").text
    assert [button for button in buttons(page) if button != "退回"] == sees


def test_show_tells_who_did_what_and_which_limit_runs(signed_in: As) -> None:
    page = signed_in("zhouting").get(f"/staff/records/{published_penalty().ref}").text
    for name in ("赵明", "叶尔肯·哈力克", "古丽娜尔·艾山", "周婷"):
        assert name in page
    assert "怎么算的" in page
    assert "按时" in page
    assert "内部记录，不公示" in page


def test_index_shows_drafts_to_the_desks_that_work_on_them_and_to_nobody_else(signed_in: As) -> None:
    ref = draft().ref
    assert ref in signed_in("yeerken").get("/staff/records/").text
    for login in ("sunlei", "zhengmin", "gaoxiang"):
        client = signed_in(login)
        assert ref not in client.get("/staff/records/").text
        assert client.get(f"/staff/records/{ref}").status_code == 404


def test_a_draft_is_nowhere_on_the_public_side(app: Flask, signed_in: As) -> None:
    ref, stranger = draft().ref, app.test_client()
    for path in (f"/records/{ref}", f"/records/{ref}/versions/1", f"/records/{ref}/report"):
        assert stranger.get(path).status_code == 404
    for path in (
        "/",
        "/disclosures/ex_post",
        "/disclosures/ex_post/penalty",
        "/corrections",
        f"/report?number={ref}",
    ):
        assert f"/records/{ref}" not in stranger.get(path).text


# ---- the way -----------------------------------------------------------------------------------------------------------


def test_from_draft_to_public_page_by_four_people(app: Flask, signed_in: As) -> None:
    signed_in("zhaoming").post("/staff/records/new/penalty", data=typed())
    ref = newest().ref
    for login, noun in (
        ("zhaoming", "submission"),
        ("yeerken", "review"),
        ("wangxiaoyan", "secrecy-check"),
        ("gulinaer", "approval"),
        ("zhouting", "publication"),
    ):
        answer = signed_in(login).post(f"/staff/records/{ref}/{noun}")
        assert (answer.status_code, answer.location) == (303, f"/staff/records/{ref}"), noun
    page = app.test_client().get(f"/records/{ref}").text
    assert "6.8万元" in page
    assert [one.action for one in log.chain(f"record:{ref}")] == [
        "record.prepare", "record.submit", "record.review", "record.check_secrecy", "record.approve", "record.publish",
            "record.attest", "channel.push",
    ]  # fmt: skip


def test_a_second_press_of_the_button_does_it_once(signed_in: As) -> None:
    ref, client = draft().ref, signed_in("zhaoming")
    assert client.post(f"/staff/records/{ref}/submission").status_code == 303
    again = client.post(f"/staff/records/{ref}/submission")
    assert again.status_code == 409
    assert "已经走到别的环节" in again.text
    assert [one.act for one in queries.history(queries.record_by_ref(ref))] == ["prepare", "submit"]


@pytest.mark.parametrize(
    ("login", "noun", "said"),
    [
        ("yeerken", "submission", "不由您的岗位"),
        ("zhaoming", "review", "别的环节"),
        ("zhouting", "publication", "别的环节"),
    ],
)
def test_a_step_that_is_not_ones_own_is_refused_with_the_reason(
    signed_in: As, login: str, noun: str, said: str
) -> None:
    ref = draft().ref
    answer = signed_in(login).post(f"/staff/records/{ref}/{noun}")
    assert answer.status_code == 409
    assert said in answer.text
    assert queries.record_by_ref(ref).state is RecordStatus.DRAFT
    assert signed_in(login).post(f"/staff/records/{ref}/burning").status_code == 404


def test_sending_back_needs_a_reason_and_gives_it_to_the_preparer(signed_in: As) -> None:
    ref = draft().ref
    signed_in("zhaoming").post(f"/staff/records/{ref}/submission")
    head = signed_in("yeerken")
    refused = head.post(f"/staff/records/{ref}/return", data={"reason": ""})
    assert refused.status_code == 422
    assert "请写明哪里要改" in errors(refused.text)
    long = head.post(f"/staff/records/{ref}/return", data={"reason": "长" * 2001})
    assert long.status_code == 422
    assert "长" * 2001 in long.text
    assert head.post(f"/staff/records/{ref}/return", data={"reason": "金额与决定书不符"}).status_code == 303
    assert "金额与决定书不符" in signed_in("zhaoming").get(f"/staff/records/{ref}").text
    assert queries.record_by_ref(ref).state is RecordStatus.RETURNED


def test_edit_shows_what_stands_there_and_save_changes_it(signed_in: As) -> None:
    ref, client = draft().ref, signed_in("zhaoming")
    page = client.get(f"/staff/records/{ref}/draft").text
    assert 'value="6.8"' in page
    assert D2.values["facts"] in page
    refused = client.post(f"/staff/records/{ref}/draft", data=typed(amount="68"))
    assert refused.status_code == 422
    assert client.post(f"/staff/records/{ref}/draft", data=typed()).status_code == 303
    assert queries.record_by_ref(ref).newest.field_values["document_number"] == D2.values["document_number"]


def test_what_is_no_draft_any_more_cannot_be_edited(signed_in: As) -> None:
    ref, client = published_penalty().ref, signed_in("zhaoming")
    answer = client.post(f"/staff/records/{ref}/draft", data=typed(facts="改写历史"))
    assert answer.status_code == 409
    assert "改写历史" in answer.text, "what was typed is given back"
    assert "改写历史" not in str(queries.record_by_ref(ref).newest.field_values)
    page = client.get(f"/staff/records/{ref}").text
    assert "/draft" not in page
    assert client.get(f"/staff/records/{ref}/draft").status_code == 409, (
        "nobody fills in a form that cannot be sent"
    )


def test_the_list_goes_on_page_by_page(signed_in: As) -> None:
    made = {published_penalty().ref for _one in range(queries.PAGE + 3)}
    client, seen = signed_in("zhaoming"), set()
    address = "/staff/records/"
    while address:
        page = client.get(address).text
        here = set(re.findall(r'href="/staff/records/(C4-2026-\d+)"', page))
        assert not here & seen
        seen |= here
        older = re.search(r'href="(/staff/records/\?after=[^"]+)"', page)
        address = unescape(older[1]) if older else ""
    assert seen == made


def test_every_page_speaks_english_when_asked(signed_in: As) -> None:
    client, ref = signed_in("zhaoming"), draft().ref
    client.post("/language", data={"lang": "en"})
    for path in ("", "new", "new/penalty", ref, f"{ref}/draft"):
        page = client.get(f"/staff/records/{path}")
        assert page.status_code == 200
        assert '<html lang="en"' in page.text
        assert page.text.count("<h1") == 1


def test_a_page_asks_as_many_questions_for_many_records_as_for_one(
    signed_in: As, count_queries: Callable[..., int]
) -> None:
    client = signed_in("zhaoming")
    draft()
    one = count_queries(lambda: client.get("/staff/records/"))
    for _more in range(6):
        draft()
    assert count_queries(lambda: client.get("/staff/records/")) == one


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


# ---- pages that were drawn before somebody else's change -------------------------------------------------------------


def lock_on(page: str) -> str:
    found = re.search(r'name="lock"[^>]*value="([^"]*)"', page)
    assert found is not None, "the page says which state of the record it shows"
    return found[1]


def take(who: FlaskClient, at: str, noun: str, **more: str) -> int:
    """As a browser: open the record's page and press the button there."""
    return who.post(f"{at}/{noun}", data={"lock": lock_on(who.get(at).text)} | more).status_code


def test_the_second_of_two_who_edit_a_draft_does_not_overwrite_the_first(signed_in: As) -> None:
    at = f"/staff/records/{draft().ref}/draft"
    first, second = signed_in("zhaoming"), signed_in("chenzhiqiang")
    seen = lock_on(first.get(at).text)
    assert lock_on(second.get(at).text) == seen
    assert first.post(at, data=typed(facts="先保存的", lock=seen)).status_code == 303
    refused = second.post(at, data=typed(facts="后保存的", lock=seen))
    assert refused.status_code == 409
    assert "后保存的" in refused.text, "what was typed comes back"
    assert newest().newest.field_values["facts"] == "先保存的"
    assert (
        second.post(at, data=typed(facts="看过再改的", lock=lock_on(second.get(at).text))).status_code == 303
    )


def test_nobody_passes_content_changed_after_they_opened_the_page(signed_in: As) -> None:
    at = f"/staff/records/{draft().ref}"
    preparer, reviewer = signed_in("zhaoming"), signed_in("yeerken")
    assert take(preparer, at, "submission") == 303
    seen = lock_on(reviewer.get(at).text)
    assert take(signed_in("wangxiaoyan"), at, "return", reason="请改") == 303
    now = lock_on(preparer.get(f"{at}/draft").text)
    assert (
        preparer.post(
            f"{at}/draft", data=typed(facts="改过的", document_number="昌州环阜罚〔2026〕77号", lock=now)
        ).status_code
        == 303
    )
    assert take(preparer, at, "submission") == 303
    assert reviewer.post(f"{at}/review", data={"lock": seen}).status_code == 409
    assert take(reviewer, at, "review") == 303


def test_a_reason_loses_signs_no_database_takes(signed_in: As) -> None:
    at, head = f"/staff/records/{draft().ref}", signed_in("wangxiaoyan")
    assert take(signed_in("zhaoming"), at, "submission") == 303
    assert take(head, at, "return", reason="请\x00改") == 303
    assert "请改" in head.get(at).text


@pytest.mark.parametrize("page", ["", "/sheet", "/files"])
def test_a_change_on_its_way_is_seen_only_at_the_desks_that_work_on_records(signed_in: As, page: str) -> None:
    record = published_penalty()
    assert record.live is not None
    with clock.at(beijing("2026-11-16 09:00")):
        operations.prepare_change(
            record, ChangeKind.UPDATE, {**record.live.field_values, "facts": "还没有人审核过的草稿"}, note_zh="草稿的说明",
            changed_on=record.formed_on, by=people().zhaoming,
        )  # fmt: skip
        db.session.commit()
        at_desk = signed_in("zhaoming").get(f"/staff/records/{record.ref}{page}")
        others = [
            signed_in(login).get(f"/staff/records/{record.ref}{page}")
            for login in ("hewenbo", "zhengmin", "sunlei")
        ]
    assert at_desk.status_code == 200
    for answer in others:
        assert answer.status_code == 200
        assert "草稿" not in answer.text
        assert "/versions/2" not in answer.text


def test_a_table_of_ten_thousand_rows_is_refused_before_it_is_drawn(signed_in: As) -> None:
    typed_rows = {f"items-{number}-item": "甲" for number in range(10_000)}
    began = time.process_time()
    answer = signed_in("zhaoming").post("/staff/records/new/item_list", data=typed_rows)
    assert time.process_time() - began < 5
    assert answer.status_code == 422
    assert "最多300行" in answer.text
    assert len(answer.data) < 3_000_000


def test_rows_beyond_those_that_are_read_are_refused_and_not_lost_without_a_word(signed_in: As) -> None:
    typed_rows = {f"items-{number}-item": "" for number in range(400)} | {"items-399-item": "甲"}
    answer = signed_in("zhaoming").post("/staff/records/new/item_list", data=typed_rows)
    assert answer.status_code == 422
    assert "最多300行" in answer.text
    more = signed_in("zhaoming").post("/staff/records/new/item_list", data=typed_rows | {"add_row": "items"})
    assert more.status_code == 200
