"""Pages with a shape of their own: flow charts, the officers' register, legal bases, what records point to."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.fields import Field, FieldKind
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public.flow_chart import WIDTH, chart_of, wrapped
from feedback_app.disclosures.views_public.officers import EXPIRED, UNKNOWN, VALID, validity
from feedback_app.extensions import db
from tests.disclosures.test_views_public import counting_queries
from tests.factories import beijing

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db_session")]
STEPS = category("procedure").field("steps")


def by_category(key: str) -> DisclosureRecord:
    return (
        db.session.query(DisclosureRecord).filter_by(category_key=key).order_by(DisclosureRecord.id).first()
    )


def page_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.text)


def step(name: str, **more: str) -> dict[str, str]:
    return {"name": name, "time_limit": "及时", "actor": "执法大队"} | more


# ---- flow charts ----


def test_a_chart_has_a_box_for_each_step_and_an_arrow_between_each_two() -> None:
    chart = chart_of(STEPS, [step("立案"), step("调查"), step("决定")], "zh")
    assert [box.number for box in chart.boxes] == [1, 2, 3]
    assert [since for since, _ in chart.arrows] == [box.end_y for box in chart.boxes[:-1]]
    assert [until for _, until in chart.arrows] == [box.y for box in chart.boxes[1:]]
    assert chart.height > chart.boxes[-1].end_y
    assert chart.told == (
        "1. 步骤：立案，时限：及时，由谁办理：执法大队；2. 步骤：调查，时限：及时，由谁办理：执法大队；"
        "3. 步骤：决定，时限：及时，由谁办理：执法大队"
    )


def test_long_words_are_wrapped_inside_their_box_and_none_is_lost() -> None:
    words = "宣告后当场交付；当事人不在场的，7个工作日内依照《民事诉讼法》的有关规定送达。" * 3
    chart = chart_of(STEPS, [step("送达", time_limit=words)], "zh")
    box = chart.boxes[0]
    assert "".join(line.words for line in box.lines if not line.is_name).startswith(f"时限：{words}")
    assert all(box.y < line.y < box.end_y for line in box.lines)
    lines = wrapped(words, 14)
    assert len(lines) > 4
    assert all(len(line) * 14 * 0.58 <= WIDTH for line in lines)
    assert not [line for line in lines[1:] if line[0] in "，。；）》"]


def test_lines_break_where_a_reader_would_break_them() -> None:
    assert wrapped("字" * 20 + "，后面还有", 14)[0] == "字" * 20 + "，", (
        "a closing sign stays behind its word"
    )
    assert wrapped("字" * 19 + "，7个工作日", 14)[1].startswith("7个"), "a number stays with what it counts"
    assert [len(line) for line in wrapped("字" * 21, 14)] == [19, 2], "no sign alone on the last line"


def test_a_chart_of_no_step_is_empty() -> None:
    assert chart_of(STEPS, [], "zh").boxes == ()


@pytest.mark.with_content
def test_a_procedure_is_drawn_and_can_be_read_as_a_list(client: FlaskClient) -> None:
    record = by_category("procedure")
    page = page_of(client, f"/records/{record.ref}")
    assert re.search(
        r'<svg class="flow-chart"[^>]*role="img" aria-labelledby="chart-steps-title chart-steps-told"', page
    )
    assert '<title id="chart-steps-title">流程图：步骤、时限和顺序</title>' in page
    steps = record.live.field_values["steps"] if record.live else []
    assert page.count('class="chart-box"') == len(steps) == page.count('class="step-label"')
    assert "style=" not in page[page.index("<svg class") : page.index("</svg>", page.index("<svg class"))]


def test_what_a_step_says_is_text_in_the_drawing_too() -> None:
    chart = chart_of(
        Field("s", FieldKind.STEPS, "步骤", "Steps", columns=STEPS.columns), [step("<b>&")], "zh"
    )
    assert chart.boxes[0].lines[0].words == "<b>&"


# ---- officers ----


@pytest.mark.with_content
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("赵明", ["赵明"]),
        ("赵", ["赵明"]),
        ("叶尔肯哈力克", ["叶尔肯·哈力克"]),
        ("叶尔肯•哈力克", ["叶尔肯·哈力克"]),
        ("示例65230200003", ["陈志强"]),
        ("65230200003", ["陈志强"]),
        ("６５２３０２００００３", ["陈志强"]),
        ("0200001", ["叶尔肯·哈力克"]),
        ("不在名单上的人", []),
        ("' OR 1=1 --", []),
        ("%", []),
    ],
)
def test_an_officer_is_found_by_name_or_number_whole_or_in_part(
    client: FlaskClient, question: str, found: list[str]
) -> None:
    answer = client.get("/officers", query_string={"q": question})
    assert answer.status_code == 200
    page = unescape(answer.text)
    assert re.findall(r'class="officer-name"><span[^>]*>([^<]+)</span>', page) == found
    assert ("公布的名单里没有" in page) == (not found)


@pytest.mark.with_content
def test_without_a_question_the_whole_register_stands_there(client: FlaskClient) -> None:
    page = page_of(client, "/officers")
    record = by_category("personnel")
    officers = record.live.field_values["officers"] if record.live else []
    assert page.count('class="officer-name"') == len(officers) > 3
    assert "证件有效" in page
    assert f'href="/records/{record.ref}"' in page


@pytest.mark.parametrize(
    "question", ["\0", "", " ", "赵" * 5000, "\ud800".encode("utf-16", "surrogatepass").hex()]
)
@pytest.mark.usefixtures("db_session")
def test_a_strange_question_gets_a_page(client: FlaskClient, question: str) -> None:
    assert client.get("/officers", query_string={"q": question}).status_code == 200


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2029年12月", VALID),
        ("2026年11月", VALID),
        ("2026年10月", EXPIRED),
        ("2026-11-22", EXPIRED),
        ("2026-11-23", VALID),
        ("２０２６年１０月", EXPIRED),
        ("", UNKNOWN),
        ("长期", UNKNOWN),
        ("2026年13月", UNKNOWN),
        ("0000-01", UNKNOWN),
    ],
)
def test_a_certificate_is_valid_to_the_end_of_its_last_day_or_month(until: str, said: str) -> None:
    with clock.at(beijing("2026-11-23 12:00")):
        assert validity(until) == said


@pytest.mark.with_content
def test_the_register_is_read_with_one_question_to_the_database(client: FlaskClient) -> None:
    client.get("/officers")
    with counting_queries() as seen:
        client.get("/officers?q=赵")
    assert len(seen) == 1, seen


@pytest.mark.with_content
def test_a_roster_has_a_box_to_search_all_rosters(client: FlaskClient) -> None:
    assert 'action="/officers"' in page_of(client, f"/records/{by_category('personnel').ref}")


# ---- legal bases ----


def bases_in(page: str) -> int:
    return len(re.findall(r'id="bases-\d+"', page))


@pytest.mark.with_content
def test_legal_bases_can_be_narrowed_to_those_in_force_or_repealed(client: FlaskClient) -> None:
    path = f"/records/{by_category('legal_basis').ref}"
    whole, in_force, repealed = (
        page_of(client, path + rest) for rest in ("", "?status=in_force", "?status=repealed")
    )
    assert bases_in(repealed) == 10
    assert bases_in(in_force) == bases_in(whole) - 10 > 0
    assert "大气污染防治法" not in in_force.split('id="field-bases"')[1].split("</section>")[0]
    assert f'{path}?status=repealed#field-bases"' in whole
    assert bases_in(page_of(client, path + "?status=made_up")) == bases_in(whole)


@pytest.mark.with_content
def test_a_repealed_basis_leads_to_the_one_that_replaced_it(client: FlaskClient) -> None:
    record = by_category("legal_basis")
    page = page_of(client, f"/records/{record.ref}?status=repealed")
    rows: list[dict[str, Any]] = record.live.field_values["bases"] if record.live else []
    place = [row["title"] for row in rows].index("中华人民共和国生态环境法典")
    assert page.count(f'href="/records/{record.ref}#bases-{place}"') == 10
