"""The pages anyone may read: what they show, what they never show, and how they read the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, update

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_rows
from feedback_app.disclosures import operations as records
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import CATEGORIES, STAGES, category
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.disclosures.workflow import RecordStatus
from feedback_app.extensions import db
from feedback_app.regulation.articles import ARTICLES
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import read_values
from tests.factories import RIGHT_AMOUNT, beijing, changed, people, published_penalty

pytestmark = pytest.mark.usefixtures("db_session")
FORMED_ON = date(2026, 9, 28)
PAGES = ("/", "/corrections", "/procedure", "/regulation", *(f"/disclosures/{stage}" for stage in STAGES))


def words(client: FlaskClient, path: str, status: int = 200) -> str:
    """The page's source, entities read, so that a test can look for what a reader sees."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.text)


def corrected(record: DisclosureRecord, **values: Any) -> DisclosureRecord:
    """The record after example C-1: 68万元 became 6.8万元 on 10 November."""
    with clock.at(beijing("2026-11-10 17:40")):
        records.publish_correction(
            record,
            values or {"amount": RIGHT_AMOUNT},
            by=people().zhouting,
            about="ticket:FK-JC-20261109-0001",
        )
    db.session.commit()
    return record


def penalty_published_on(moment: str) -> DisclosureRecord:
    """D-2 (formed on 28 September, due on 10 October), its amount right, published at another moment."""
    cast, row = people(), category("penalty")
    with clock.at(beijing(D2.prepared.at)):
        read = read_values(row, D2.values) | {"amount": 6_800_000}
        record = records.prepare(
            "penalty", read, formed_on=FORMED_ON, party_kind="organization", by=cast.zhaoming
        )
        records.submit_for_review(record, by=cast.zhaoming)
        records.review(record, by=cast.yeerken)
        records.check_secrecy(record, by=cast.wangxiaoyan)
        records.approve(record, by=cast.gulinaer)
    with clock.at(beijing(moment)):
        records.publish(record, by=cast.zhouting)
    db.session.commit()
    return record


def by_category(key: str) -> DisclosureRecord:
    return (
        db.session.query(DisclosureRecord).filter_by(category_key=key).order_by(DisclosureRecord.id).first()
    )


@contextmanager
def counting_queries() -> Iterator[list[str]]:
    """Every SELECT sent to the database inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


# ---- every page answers ----


@pytest.mark.one_database
@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_any_record_answers_and_says_so(client: FlaskClient, path: str) -> None:
    page = words(client, path)
    assert "<h1" in page
    assert page.count("<h1") == 1


@pytest.mark.with_content
def test_every_record_version_stage_and_category_of_the_starting_content_has_a_page(
    client: FlaskClient,
) -> None:
    paths = [f"/disclosures/{row.stage}/{row.key}" for row in CATEGORIES]
    for record in db.session.query(DisclosureRecord):
        paths.append(f"/records/{record.ref}")
        paths += [f"/records/{record.ref}/versions/{version.number}" for version in record.versions]
    for path in (*PAGES, *paths):
        page = words(client, path)
        assert page.count("<h1") == 1, path
        assert "ColumnName" in page or path == "/", path


@pytest.mark.with_content
@pytest.mark.one_database
def test_every_page_speaks_english_when_asked(client: FlaskClient) -> None:
    client.post("/language", data={"lang": "en", "next": "/"})
    record = by_category("penalty")
    for path in (
        *PAGES,
        "/disclosures/ex_post/penalty",
        f"/records/{record.ref}",
        f"/records/{record.ref}/versions/1",
    ):
        assert '<html lang="en"' in words(client, path), path
    assert "Amount of the fine" in words(client, f"/records/{record.ref}")


@pytest.mark.parametrize(
    "path",
    [
        "/disclosures/ex_nunc", "/disclosures/ex_post/nothing", "/disclosures/ex_ante/penalty", "/records/C4-2026-9999",
        "/records/%00", "/records/C4-2026-0001'--", "/records/" + "9" * 300, "/records/处罚",
        "/records/C4-2026-0001/versions/99", "/records/C4-2026-0001/versions/0",
        "/records/C4-2026-0001/versions/99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    published_penalty()
    assert client.get(path).status_code == 404


def test_an_unpublished_record_is_404(client: FlaskClient) -> None:
    cast, row = people(), category("penalty")
    with clock.at(beijing(D2.prepared.at)):
        read = read_values(row, D2.values)
        record = records.prepare(
            "penalty", read, formed_on=FORMED_ON, party_kind="organization", by=cast.zhaoming
        )
    db.session.commit()
    for path in (f"/records/{record.ref}", f"/records/{record.ref}/versions/1"):
        assert client.get(path).status_code == 404
    for path in (*PAGES, "/disclosures/ex_post/penalty"):
        assert record.title_zh not in words(client, path)


def test_a_record_no_longer_public_is_404_and_leaves_every_list(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    db.session.execute(update(DisclosureRecord).values(status=RecordStatus.RETURNED.value))
    db.session.commit()
    for path in (f"/records/{record.ref}", f"/records/{record.ref}/versions/1"):
        assert client.get(path).status_code == 404
    for path in (*PAGES, "/disclosures/ex_post/penalty"):
        assert record.title_zh not in words(client, path), path


@pytest.mark.one_database
def test_a_version_not_yet_published_is_not_there(client: FlaskClient) -> None:
    record = published_penalty()
    draft = RecordVersion(
        number=2, field_values={"party": "还没公布的名称"}, change_kind="update", changes=[], notice_zh="还没公布", notice_en="",
        formed_on=FORMED_ON, created_at=clock.now(),
    )  # fmt: skip
    record.versions.append(draft)
    db.session.commit()
    assert client.get(f"/records/{record.ref}/versions/2").status_code == 404
    page = words(client, f"/records/{record.ref}")
    assert "还没公布" not in page
    assert "versions/2" not in page


# ---- home and lists ----


@pytest.mark.one_database
def test_home_says_what_this_is_and_how_to_report(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    page = words(client, "/")
    assert 'href="/report"' in page
    assert page.count('class="button primary"') == 1
    assert "0994-0000000" in page
    assert record.title_zh in page
    assert "已更正" in page
    assert ">68万元</del>" in page
    assert ">6.8万元</ins>" in page
    for stage in STAGES.values():
        assert f'href="/disclosures/{stage.stage}"' in page


@pytest.mark.one_database
def test_a_stage_is_named_as_the_regulation_names_it_and_cites_its_articles(client: FlaskClient) -> None:
    page = words(client, "/disclosures/in_process")
    assert "<h1" in page
    assert ">事中公示</h1>" in page
    assert 'href="/regulation#article-7"' in page
    assert "案件办理公示" in page


@pytest.mark.one_database
def test_before_enforcement_the_seven_matters_of_article_5_each_have_an_entry(client: FlaskClient) -> None:
    page = words(client, "/disclosures/ex_ante")
    for marker in "一二三四五六七":
        assert f"第五条({marker})" in page


@pytest.mark.one_database
def test_a_category_says_its_rules_and_lists_only_its_own(client: FlaskClient) -> None:
    record = published_penalty()
    page = words(client, "/disclosures/ex_post/penalty")
    assert record.title_zh in page
    assert "5 个工作日内" in page
    assert "满 5 年" in page
    assert "满 2 年" in page
    assert "送达日期" not in page  # an internal field is not among what should be written
    assert record.title_zh not in words(client, "/disclosures/ex_post/coercive")


@pytest.mark.one_database
def test_a_record_being_verified_is_marked_in_lists_and_on_its_page(client: FlaskClient) -> None:
    record = published_penalty()
    assert "核实中" not in words(client, "/disclosures/ex_post")
    records.mark_under_verification(record, True, by=people().liweidong, about="ticket:FK-JC-20261109-0001")
    db.session.commit()
    for path in ("/", "/disclosures/ex_post", "/disclosures/ex_post/penalty", f"/records/{record.ref}"):
        assert "核实中" in words(client, path), path


def test_lists_go_on_behind_the_last_row_and_show_each_record_once(client: FlaskClient) -> None:
    made = {published_penalty(document_number=f"昌州环阜罚〔2026〕{number}号").ref for number in range(1, 23)}
    for path in ("/disclosures/ex_post", "/disclosures/ex_post/penalty"):
        first = words(client, path)
        older = first.split('rel="next" href="')[1].split('"')[0]
        second = words(client, older)
        shown = [ref for ref in made for page in (first, second) if f'href="/records/{ref}"' in page]
        assert sorted(shown) == sorted(made)
        assert 'rel="next"' not in second
        assert f'rel="prev" href="{path}"' in second


@pytest.mark.parametrize(
    "after",
    [
        "", "x", "_", "2026-10-09_5", "2026-10-09T11:20:00+00:00_-1", "2026-10-09T11:20:00+00:00_" + "9" * 30,
        "0001-01-01T00:00:00%2B14:00_1", "9999-12-31T23:59:59-14:00_1", "%00", "%ED%A0%80", "1" * 5000,
    ],
)  # fmt: skip
def test_a_malformed_place_in_the_list_is_its_beginning(client: FlaskClient, after: str) -> None:
    record = corrected(published_penalty())
    for path in ("/disclosures/ex_post", "/disclosures/ex_post/penalty", "/corrections"):
        assert record.title_zh in words(client, f"{path}?after={after}"), path


# ---- a record ----


@pytest.mark.one_database
def test_a_record_shows_its_public_values_each_with_a_way_to_report_it(client: FlaskClient) -> None:
    record = published_penalty()
    page = words(client, f"/records/{record.ref}")
    for said in (
        "晋庭精细化工",
        "昌州环阜罚〔2026〕3号",
        "68 万元（680,000 元）",
        "昌吉回族自治州生态环境局阜康市分局",
    ):
        assert said in page
    assert f'href="/records/{record.ref}/report"' in page
    assert f'href="/records/{record.ref}/report?field=amount"' in page
    assert "0994-0000000" in page
    assert 'href="/regulation#article-12"' in page


@pytest.mark.one_database
def test_every_public_field_can_be_reported_and_no_other(client: FlaskClient) -> None:
    record = published_penalty()
    page = words(client, f"/records/{record.ref}")
    live = record.live
    assert live is not None
    for field in record.category.fields:
        link = f'report?field={field.key}"'
        said = field.public and (field.required or field.blank_zh != "—" or live.field_values.get(field.key))
        assert (link in page) == bool(said), field.key


def test_what_is_internal_stays_inside(client: FlaskClient) -> None:
    inside = {
        "social_impact_basis": "内部：企业多次被罚", "credit_class": "serious", "served_on": "2026-09-29",
        "conduct_to": "2026-09-03",
    }  # fmt: skip
    record = published_penalty(**inside)
    corrected(record, amount=RIGHT_AMOUNT)
    paths = [f"/records/{record.ref}{rest}" for rest in ("", "/versions/1", "/versions/2")]
    for path in (*paths, "/corrections", "/", "/disclosures/ex_post"):
        page = words(client, path)
        for secret in (
            "内部：",
            "失信程度",
            "serious",
            "送达日期",
            "违法行为终了日期",
            "社会影响",
            "赵明",
            "周婷",
        ):
            assert secret not in page, (path, secret)
    assert "罚款金额由“68万元”更正为“6.8万元”" in words(client, paths[0])


@pytest.mark.one_database
def test_an_internal_field_is_never_the_matter_of_a_public_correction(client: FlaskClient) -> None:
    record = published_penalty()
    with pytest.raises(NotAllowedHere):
        corrected(record, social_impact_basis="内部：另一个理由")
    assert record.live_number == 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-10-09 11:20", "按时公示"),
        ("2026-10-10 23:59", "按时公示"),
        ("2026-10-11 09:00", "过了到期日才公示"),
        ("2026-10-14 10:00", "晚了 3 个工作日公示"),
    ],
)
def test_a_record_says_whether_it_was_published_in_time_and_how_that_was_counted(
    client: FlaskClient, moment: str, said: str
) -> None:
    record = penalty_published_on(moment)
    page = words(client, f"/records/{record.ref}")
    assert said in page
    assert "2026年10月10日" in page  # the last day: a Saturday on which people work
    assert "第 5 个工作日" in page
    assert "国庆" in page
    assert "本制度第十二条（一）1" in page


@pytest.mark.one_database
def test_a_record_says_how_long_it_stays_public(client: FlaskClient) -> None:
    assert "2031年10月9日" in words(client, f"/records/{published_penalty().ref}")


@pytest.mark.one_database
def test_carriers_show_what_is_confirmed_and_what_is_not(client: FlaskClient) -> None:
    record = published_penalty()
    page = words(client, f"/records/{record.ref}")
    assert "信用中国" in page
    assert "待更新" in page
    pushed = next(one for one in carrier_rows.publications_of(record.ref, 1) if one.channel == "credit_push")
    with clock.at(beijing("2026-10-12 12:00")):
        carriers.confirm(pushed, evidence="内部核对记录", by=people().zhouting.actor)
    db.session.commit()
    page = words(client, f"/records/{record.ref}")
    assert "待更新" not in page
    assert "2026年10月12日 12:00" in page
    assert "内部核对记录" not in page


def test_a_corrected_record_says_so_with_old_and_new_value(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    page = words(client, f"/records/{record.ref}")
    assert "这条信息已经更正" in page
    assert ">68万元</del>" in page
    assert ">6.8万元</ins>" in page
    assert "6.8 万元（68,000 元）" in page
    assert "68 万元（680,000 元）" not in page
    assert f'href="/records/{record.ref}/versions/1"' in page
    assert "2026-11-10 更正：罚款金额由“68万元”更正为“6.8万元”" in page


@pytest.mark.one_database
def test_a_clarification_stands_on_the_page(client: FlaskClient) -> None:
    record = published_penalty()
    with clock.at(beijing("2026-11-05 12:00")):
        records.clarify(
            record, "检查时段为昼间。\n<b>夜间另查</b>", by=people().zhouting, about="ticket:FK-1"
        )
    db.session.commit()
    assert "检查时段为昼间" in words(client, f"/records/{record.ref}")
    assert "<b>夜间另查" not in client.get(f"/records/{record.ref}").text


@pytest.mark.one_database
def test_values_are_shown_as_text_whatever_they_hold(client: FlaskClient) -> None:
    record = published_penalty(party="<script>alert(1)</script>厂", facts='"><img src=x onerror=alert(2)>')
    corrected(record, facts="<svg onload=alert(3)>")
    for path in (
        "/",
        "/disclosures/ex_post",
        f"/records/{record.ref}",
        f"/records/{record.ref}/versions/1",
        "/corrections",
    ):
        source = client.get(path).text
        for bad in ("<script>alert", "<img src=x", "<svg onload"):
            assert bad not in source, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;厂" in client.get(f"/records/{record.ref}").text


def test_names_in_uyghur_script_find_their_own_direction(client: FlaskClient) -> None:
    name = "ئابدۇرېھىم سودا چەكلىك شىركىتى"
    record = published_penalty(party=name)
    source = client.get(f"/records/{record.ref}").text
    assert f'<span class="fact-text" dir="auto">{name}</span>' in source
    assert f'<h1 class="page-title" dir="auto">{name}' in source
    assert f'dir="auto">{name}' in client.get("/").text


@pytest.mark.one_database
def test_the_page_carries_the_meta_tags_of_an_article(client: FlaskClient) -> None:
    record = published_penalty()
    page = words(client, f"/records/{record.ref}")
    assert f'<meta name="ArticleTitle" content="{record.title_zh}">' in page
    assert '<meta name="PubDate" content="2026-10-09 11:20">' in page
    assert '<meta name="ContentSource" content="昌吉回族自治州生态环境局阜康市分局">' in page
    assert '<meta name="ColumnName" content="事后公开">' in page
    assert f"<title>{record.title_zh} - " in page


@pytest.mark.one_database
def test_sample_records_say_that_they_are(client: FlaskClient) -> None:
    record = published_penalty()
    for path in ("/", "/disclosures/ex_post", "/disclosures/ex_post/penalty", f"/records/{record.ref}"):
        assert "都是虚构的" in words(client, path), path


@pytest.mark.one_database
def test_records_that_are_no_sample_do_not(client: FlaskClient) -> None:
    record = penalty_published_on("2026-10-09 11:20")
    for path in ("/", "/disclosures/ex_post", f"/records/{record.ref}"):
        assert "都是虚构的" not in words(client, path), path


# ---- shapes of their own ----


@pytest.mark.one_database
@pytest.mark.with_content
def test_steps_are_an_ordered_list_with_their_time_limits(client: FlaskClient) -> None:
    record = by_category("procedure")
    steps = record.newest.field_values["steps"]
    page = words(client, f"/records/{record.ref}")
    body = page.split('<ol class="steps flow">')[1].split("</ol>")[0]
    assert body.count("<li") == len(steps)
    assert [body.index(step["name"]) for step in steps] == sorted(body.index(step["name"]) for step in steps)
    for step in steps:
        assert step["time_limit"] in body
    assert f'href="/records/{record.ref}/report?field=steps"' in page


@pytest.mark.one_database
@pytest.mark.with_content
@pytest.mark.parametrize(
    ("key", "field"), [("personnel", "officers"), ("legal_basis", "bases"), ("random_list", "items")]
)
def test_rows_are_a_real_table_whose_cells_know_their_column(
    client: FlaskClient, key: str, field: str
) -> None:
    record = by_category(key)
    rows = record.newest.field_values[field]
    page = words(client, f"/records/{record.ref}")
    part = page.split(f'id="field-{field}"')[1].split("</table>")[0]
    assert part.count("<tr") == len(rows) + 1
    for column in record.category.field(field).columns[:2]:
        assert f'data-label="{column.label_zh}"' in part
        for row in rows:
            assert row[column.key] in part
    assert f'href="/records/{record.ref}/report?field={field}"' in page


# ---- versions ----


@pytest.mark.one_database
def test_an_old_version_shows_what_stood_there_and_leads_to_what_stands_now(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    page = words(client, f"/records/{record.ref}/versions/1")
    assert "这是旧版本" in page
    assert "68 万元（680,000 元）" in page
    assert f'href="/records/{record.ref}"' in page
    assert 'name="robots" content="noindex"' in page
    assert "report?field=" not in page  # an old value is no longer there to be corrected


@pytest.mark.one_database
def test_the_newest_version_says_what_it_changed(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    page = words(client, f"/records/{record.ref}/versions/2")
    assert "这是现在的版本" in page
    assert ">68万元</del>" in page
    assert ">6.8万元</ins>" in page


@pytest.mark.one_database
def test_an_update_is_compared_with_the_version_before(client: FlaskClient) -> None:
    record = published_penalty()
    with clock.at(beijing("2026-10-20 12:00")):
        changed(record, date(2026, 10, 19), performance="已按期缴纳罚款", served_on="2026-09-30")
    page = words(client, f"/records/{record.ref}/versions/2")
    assert "罚款已缴清。" in page
    assert ">已按期缴纳罚款</ins>" in page
    assert "送达" not in page
    assert "/corrections" in page
    assert record.title_zh not in words(client, "/corrections")  # an update is no correction
    page = words(client, f"/records/{record.ref}")
    assert page.count("按时公示") == 3  # a limit for each publication, and the national one of the first


@pytest.mark.one_database
@pytest.mark.with_content
def test_a_correction_of_a_long_table_names_only_the_rows_that_differ(client: FlaskClient) -> None:
    record = by_category("personnel")
    officers = [dict(row) for row in record.newest.field_values["officers"]]
    officers[1]["certificate_number"] = "<em>更正后的证号</em>"
    publisher = db.session.query(StaffUser).filter_by(login="zhouting").one()
    with clock.at(beijing("2026-11-10 17:40")):
        records.publish_correction(record, {"officers": officers}, by=publisher, about="ticket:FK-1")
    db.session.commit()
    notice = words(client, "/corrections").split('<dl class="changes">')[1].split("</dl>")[0]
    assert "更正后的证号" in notice
    assert officers[1]["name"] in notice
    assert officers[0]["name"] not in notice
    for path in ("/corrections", f"/records/{record.ref}", f"/records/{record.ref}/versions/2"):
        assert "<em>" not in client.get(path).text, path


# ---- the register, the procedure, the regulation ----


@pytest.mark.one_database
def test_the_register_lists_corrections_newest_first_and_is_one_click_away(client: FlaskClient) -> None:
    first = corrected(published_penalty())
    second = published_penalty(document_number="昌州环阜罚〔2026〕5号")
    with clock.at(beijing("2026-11-12 12:00")):
        records.publish_correction(second, {"amount": 1_000_000}, by=people().zhouting, about="ticket:FK-2")
    db.session.commit()
    page = words(client, "/corrections")
    assert page.index(second.title_zh) < page.index(first.title_zh)
    assert ">1万元</ins>" in page
    for path in (*PAGES, f"/records/{first.ref}"):
        assert 'href="/corrections"' in words(client, path)


def test_the_register_goes_on_behind_its_last_row(client: FlaskClient) -> None:
    made = [published_penalty(document_number=f"昌州环阜罚〔2026〕{number}号") for number in range(1, 23)]
    for record in made:
        corrected(record)
    first = words(client, "/corrections")
    second = words(client, first.split('rel="next" href="')[1].split('"')[0])
    shown = [
        record.ref for record in made for page in (first, second) if f'href="/records/{record.ref}"' in page
    ]
    assert sorted(shown) == sorted(record.ref for record in made)


@pytest.mark.one_database
def test_the_procedure_takes_its_time_limits_from_the_registry(client: FlaskClient) -> None:
    page = words(client, "/procedure")
    for said in (
        "报送主管领导",
        "调查核实",
        "澄清",
        "更正",
        "分析原因",
        "倒查责任",
        "收到后 2 个工作日内",
        "0994-0000000",
    ):
        assert said in page
    client.application.config["CLOCK_TICKET_ACCEPT"] = "1"
    assert "收到后 1 个工作日内" in words(client, "/procedure")


@pytest.mark.one_database
def test_the_regulation_stands_in_full_with_an_anchor_for_each_article(client: FlaskClient) -> None:
    page = words(client, "/regulation")
    for number, article in ARTICLES.items():
        assert f'id="article-{number}"' in page
        for clause in article.clauses:
            assert clause.text_zh in page
    assert ARTICLES[15].text_en not in page
    client.post("/language", data={"lang": "en", "next": "/"})
    assert ARTICLES[15].text_en in words(client, "/regulation")


# ---- how the pages read the database ----


def _lists() -> list[str]:
    return ["/", "/disclosures/ex_post", "/disclosures/ex_post/penalty", "/corrections"]


def _counts(client: FlaskClient, paths: list[str]) -> dict[str, int]:
    counted = {}
    for path in paths:
        with counting_queries() as seen:
            words(client, path)
        counted[path] = len(seen)
    return counted


def test_lists_send_as_many_queries_for_twelve_records_as_for_two(client: FlaskClient) -> None:
    def publish(count: int) -> None:
        for _ in range(count):
            corrected(published_penalty())

    publish(2)
    with_two = _counts(client, _lists())
    publish(10)
    assert _counts(client, _lists()) == with_two
    assert max(with_two.values()) <= 4


def test_a_record_sends_as_many_queries_however_long_its_story(client: FlaskClient) -> None:
    record = published_penalty()
    paths = [f"/records/{record.ref}", f"/records/{record.ref}/versions/1"]
    at_first = _counts(client, paths)
    for turn in range(1, 6):
        corrected(record, amount=turn * 1_000_000)
        records.clarify(record, f"说明{turn}", by=people().zhouting, about="ticket:FK-1")
    db.session.commit()
    assert _counts(client, paths) == at_first
    assert max(at_first.values()) <= 6


@pytest.mark.one_database
def test_reading_a_page_changes_nothing(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    before = queries.history(record)
    for path in (*_lists(), f"/records/{record.ref}"):
        with counting_queries():
            client.get(path)
        assert client.post(path).status_code == 405
    assert [act.id for act in queries.history(record)] == [act.id for act in before]
