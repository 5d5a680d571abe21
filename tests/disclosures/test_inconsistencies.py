"""Where the regulation contradicts itself or is silent: what was settled, held by a test each (docs/inconsistencies.md)."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.accounts.roles import LEADERS, Role
from feedback_app.carriers.channels import CHANNELS
from feedback_app.disclosures import operations as records
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import (
    CATEGORIES,
    CREDIT_CLASSES,
    STAGES,
    Stage,
    bureau,
    category,
    settle,
)
from feedback_app.disclosures.catalogue.credit import credit_display
from feedback_app.disclosures.catalogue.masking import masked
from feedback_app.disclosures.fields import show
from feedback_app.disclosures.finding import asked
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public import shown
from feedback_app.disclosures.workflow import STEPS
from feedback_app.extensions import db
from feedback_app.regulation.names import canonical
from tests.factories import beijing, people, person

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "inconsistencies.md").read_text()
Settle = Callable[..., None]


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Settle:
    """`settled(LICENSING_ENABLED=True)`: the bureau decides otherwise, for this test."""
    monkeypatch.setattr(bureau, "_bureau", dict(bureau.DEFAULTS))
    return lambda **settings: settle(settings)


@pytest.fixture(autouse=True)
def _in_october() -> Any:
    with clock.at(beijing("2026-10-20 12:00")):
        yield


def read(key: str, **values: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The category's example with other values, and what is refused of it, in words."""
    row = category(key)
    found, refused = row.read(row.example | values)
    return dict(found), {name: fault.message_zh for name, fault in refused.items()}


# ---- the document ----


def test_every_inconsistency_has_its_line_with_a_test_or_says_that_it_is_not_built() -> None:
    lines = re.findall(r"^\| (I\d+) \|(.*)\|$", DOCUMENT, re.MULTILINE)
    assert [number for number, _ in lines] == [f"I{n}" for n in range(1, 34)]
    for number, line in lines:
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`|not built yet", line), number


def test_every_test_and_row_the_document_names_is_there() -> None:
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", DOCUMENT):
        assert f"def {name}(" in (ROOT / file).read_text(), f"{file}::{name}"
    for file, names in re.findall(r"`(feedback_app/[\w/]+\.py): ([^`]+)`", DOCUMENT):
        for name in names.split(", "):
            assert re.search(rf"\b{re.escape(name)}\b", (ROOT / file).read_text()), f"{file}: {name}"


# ---- one by one ----


def test_i1_pages_speak_of_this_system_never_of_these_measures() -> None:
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    assert not [page.name for page in pages if "本办法" in page.read_text()]


def test_i2_each_stage_is_named_as_the_regulation_writes_it() -> None:
    assert [STAGES[stage].label_zh for stage in Stage] == ["事前公开", "事中公示", "事后公开"]


def test_i3_licences_are_off_unless_the_bureau_grants_them(settled: Settle) -> None:
    assert not category("licence").is_on
    assert "由昌吉回族自治州生态环境局和行政审批部门" in category("licence").elsewhere_zh
    settled(LICENSING_ENABLED=True)
    assert category("licence").may_be_prepared


def test_i4_authority_unit_and_capacity_are_three_facts_and_own_name_begins_with_the_code() -> None:
    asked_for = [field.key for field in category("penalty").fields if field.required]
    assert {"deciding_authority", "handling_unit", "acting_capacity"} <= set(asked_for)
    _, refused = read("penalty", acting_capacity="own_name", decided_on="2026-08-14")
    assert "2026-08-15以前不可能是“以自己的名义执法”" in refused["acting_capacity"]
    assert not read("penalty", acting_capacity="own_name", decided_on="2026-08-15")[1]
    assert not read("penalty", acting_capacity="entrusted", decided_on="2026-08-14")[1]
    values, refused = read("penalty", acting_capacity="entrusted", deciding_authority="某州局")
    assert (values["deciding_authority"], refused) == ("某州局", {})


def test_i6_and_i7_the_random_list_is_one_record_with_its_source_and_edition() -> None:
    lists = [row.key for row in CATEGORIES if any(field.key == "source_org" for field in row.fields)]
    assert lists == ["random_list"]
    keys = {field.key for field in category("random_list").fields}
    assert keys >= {"source_org", "source_version", "source_link"}
    assert category("legal_basis").field("random_list").help_zh.startswith("清单作为单独一条公示")


@pytest.mark.parametrize(
    "words",
    [
        "查处阜康市晋庭精细化工有限责任公司",
        "周某某涉嫌违法",
        "当事人代码91652302MAXX0B2C87",
        "甘河子镇红旗养殖场的案件",
    ],
)
def test_i8_a_case_notice_names_nobody(words: str) -> None:
    for field in ("case_kind", "purpose", "rights_and_duties"):
        _, refused = read("case_notice", **{field: words})
        assert "不能点名" in refused[field], field
    assert not read("case_notice", purpose="对有限空间作业企业的检查，统一编号见附件")[1]


def test_i9_a_normal_random_result_says_that_there_was_no_penalty() -> None:
    row = category("random_result")
    values, refused = read("random_result", outcome="normal")
    assert not refused
    for key in ("penalty_result", "penalty_time_limit"):
        assert show(row.field(key), values[key], "zh") == "未发现问题，无处罚"
    _, refused = read("random_result", outcome="problem")
    assert set(refused) == {"penalty_result", "penalty_time_limit"}


def test_i10_what_is_released_on_request_names_its_decision_and_no_applicant() -> None:
    keys = {field.key for field in category("on_request").fields}
    assert {"application_number", "decision_type", "decided_on"} <= keys
    assert not any("applicant" in key for key in keys)


def test_i11_the_decisions_article_8_forgets_are_categories() -> None:
    assert {row.code for row in CATEGORIES if row.stage is Stage.EX_POST} >= {"C4", "C5", "C6", "C7", "C8"}


def test_i12_a_minor_breach_stays_off_the_credit_platform_unless_the_bureau_decides(settled: Settle) -> None:
    penalty = category("penalty")
    assert "credit_push" not in penalty.carriers_for("organization", {"credit_class": "minor"})
    assert "branch_site" in penalty.carriers_for("organization", {"credit_class": "minor"})
    assert "credit_push" in penalty.carriers_for("organization", {"credit_class": "ordinary"})
    settled(CREDIT_PUSH_MINOR=True)
    assert "credit_push" in penalty.carriers_for("organization", {"credit_class": "minor"})


def test_i13_and_i14_carriers_are_rows_and_no_code_knows_a_body_by_its_old_name() -> None:
    assert {"branch_site", "county_gov_column", "credit_push"} <= set(CHANNELS)
    for file in (ROOT / "feedback_app").rglob("*.py"):
        if file.parent.name != "regulation":
            assert not re.search("法制办|信用办", file.read_text()), file.name


def test_i15_any_leader_is_by_default_the_leader_in_charge() -> None:
    assert category("random_list").approves[0] is Role.SUPERVISING_LEADER
    assert set(category("random_list").approves) <= LEADERS


def test_i16_every_list_published_beforehand_has_one_working_day() -> None:
    own_clock = {"norm_change"}  # 20 working days from the adjustment itself
    for row in CATEGORIES:
        if row.stage is Stage.EX_ANTE and row.key not in own_clock:
            assert row.clock == "EXANTE_AFTER_APPROVAL", row.key


@pytest.mark.with_content
@pytest.mark.one_database
def test_i17_an_adjustment_has_to_keep_both_limits(db_session: Any) -> None:
    record = db.session.query(DisclosureRecord).filter_by(category_key="legal_basis").one()
    rules = [running.rule for running, _ in shown.limits(record)]
    assert {"EXANTE_CHANGE", "EXANTE_AFTER_APPROVAL"} <= set(rules)


def test_i18_laws_and_regulations_change_too() -> None:
    levels = {choice.value for choice in category("norm_change").field("level").choices}
    assert levels >= {"law", "administrative_regulation", "local_regulation", "rule", "normative_document"}


def test_i19_and_i20_a_random_result_with_a_problem_is_due_in_five_days() -> None:
    row = category("random_result")
    assert row.clock_for({"outcome": "normal"}) == "RANDOM_NORMAL_PUBLISH"
    assert row.clock_for({"outcome": "problem"}) == "RESULT_PUBLISH"


@pytest.mark.parametrize(
    ("key", "day_field"),
    [
        ("penalty", "decided_on"), ("coercive", "decided_on"), ("licence", "decided_on"), ("order_correct", "decided_on"),
        ("inspection", "signed_on"), ("supervision_result", "signed_on"), ("random_result", "ended_on"),
    ],
)  # fmt: skip
def test_i21_information_is_formed_on_the_day_of_the_document_or_the_signature(
    key: str, day_field: str
) -> None:
    row = category(key)
    assert row.formed_field == day_field
    assert row.formed_on_of({day_field: "2026-10-13"}) == date(2026, 10, 13)


def test_i22_a_decision_not_served_in_time_is_for_the_legal_section_to_decide() -> None:
    row = category("penalty")
    served = {"served_on": "2026-10-14"}
    assert row.approvers({}, "organization", is_late=False) == set(row.approves), "there is time yet"
    assert row.approvers({}, "organization", is_late=False, is_service_due=True) == {Role.LEGAL_SECTION_HEAD}
    assert row.approvers(served, "organization", is_late=False, is_service_due=True) == set(row.approves)
    for kind, late in (("natural_person", False), ("organization", True)):
        assert row.approvers({}, kind, is_late=late, is_service_due=True) == {Role.SUPERVISING_LEADER}


@pytest.mark.one_database
def test_i23_the_period_runs_from_the_first_publication(db_session: Any) -> None:
    published = DisclosureRecord(
        category_key="penalty", party_kind="natural_person", first_published_at=beijing("2026-10-16 10:05"),
        published_at=beijing("2026-11-20 10:00"),
    )  # fmt: skip
    assert queries.public_until(published) == date(2028, 10, 16)


def test_i24_an_individual_business_has_the_shorter_period_until_the_bureau_decides(settled: Settle) -> None:
    assert category("penalty").retention_for("individual_business") == 2
    settled(INDIVIDUAL_BUSINESS_RETENTION_YEARS=5)
    assert category("penalty").retention_for("individual_business") == 5


@pytest.mark.parametrize(
    ("credit_class", "least", "most"),
    [
        ("minor", date(2026, 9, 18), date(2026, 12, 18)),
        ("ordinary", date(2026, 12, 18), date(2027, 9, 18)),
        ("serious", date(2027, 9, 18), date(2029, 9, 18)),
    ],
)
def test_i25_credit_sites_have_periods_of_their_own(credit_class: str, least: date, most: date) -> None:
    display = credit_display({"credit_class": credit_class, "decided_on": "2026-09-18"})
    assert display is not None
    assert (display.least_until, display.most_until) == (least, most)
    assert credit_display({"credit_class": None, "decided_on": "2026-09-18"}) is None
    assert [row.is_shown for row in CREDIT_CLASSES.values()] == [False, True, True]


def test_i27_the_grounds_for_taking_down_are_those_of_both_texts() -> None:
    grounds = {choice.value for choice in category("withdrawal_notice").field("reason").choices}
    assert grounds >= {"revoked", "changed", "unlawful", "void", "redo"}


def test_i30_the_publisher_of_the_legal_section_presses_the_button() -> None:
    assert STEPS["publish"].by_roles == {Role.PUBLISHER, Role.LEGAL_SECTION_HEAD}


@pytest.mark.parametrize(
    "typed", ["昌吉州生态环境局阜康市分局", "昌吉回族自治州生态环境局阜康市分局", "昌吉州生态环境局"]
)
def test_i33_either_spelling_of_the_bureaus_name_finds_the_same(typed: str) -> None:
    assert canonical(typed).startswith("昌吉回族自治州生态环境局")
    assert asked(typed) == canonical(typed)


@pytest.mark.one_database
def test_i33_the_short_name_finds_what_bears_the_long_one(db_session: Any, client: FlaskClient) -> None:
    from tests.factories import published_penalty

    record = published_penalty()
    page = unescape(client.get("/search", query_string={"q": "昌吉州生态环境局阜康市分局"}).text)
    assert record.ref in page


# ---- natural persons are masked (settled for Q2) ----


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ("周建国", "周某某"),
        ("周某某", "周某某"),
        ("欧阳建国", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("古丽娜尔·艾山", "古某某"),
        ("李", "李某某"),
        ("", ""),
    ],
)
def test_a_natural_persons_name_is_masked(name: str, shown_as: str) -> None:
    assert masked(name) == shown_as


def test_a_natural_persons_full_name_is_kept_in_no_field() -> None:
    values, refused = read(
        "penalty",
        party="周建国",
        party_kind="natural_person",
        facts="周建国经营的塑料加工点，未填报排污登记表。",
        content="对周建国罚款人民币6.8万元。",
    )
    assert not refused
    assert values["party"] == "周某某"
    assert values["facts"].startswith("周某某经营的")
    assert "周建国" not in str(values)


def test_names_stay_in_full_for_organizations_and_where_the_bureau_says_so(settled: Settle) -> None:
    assert read("penalty")[0]["party"] == "阜康市博峰山煤炭储运有限公司"
    settled(NATURAL_PERSON_NAME_MODE="full")
    assert read("penalty", party="周建国", party_kind="natural_person")[0]["party"] == "周建国"


@pytest.mark.one_database
def test_the_figures_of_a_year_are_due_on_31_january(db_session: Any) -> None:
    from feedback_app.deadlines import queries as deadlines

    row, cast = category("annual_stats"), people()
    with clock.at(beijing("2026-01-21 12:00")):
        values, _ = row.read(row.example)
        clerk = person("statistician", "legal_clerk")
        formed_on = row.formed_on_of(values)
        assert formed_on == date(2025, 12, 31)
        record = records.prepare(row.key, values, formed_on=formed_on, by=clerk)
    running = deadlines.open_clocks("record", record.ref)
    assert [(one.rule, one.due_on) for one in running] == [("ANNUAL_STATS", date(2026, 1, 31))]
    assert cast.majianxin


def test_figures_of_a_year_that_is_not_over_are_refused() -> None:
    _, refused = read("annual_stats", year="2026")
    assert refused == {"year": "这一年还没有结束。"}
    assert not read("annual_stats", year="2025")[1]


def test_the_kind_of_party_may_be_given_by_its_label() -> None:
    values, refused = read("penalty", party_kind="法人或者其他组织")
    assert not refused
    assert values["party_kind"] == "organization"
    assert values["credit_code"] == "91652302MAXX0A1B0G"
    values, _ = read("penalty", party_kind="自然人", party="李", facts="李家沟的加工点未登记。")
    assert (values["party"], "credit_code" in values) == ("李某某", False)
    assert values["facts"] == "李家沟的加工点未登记。"
