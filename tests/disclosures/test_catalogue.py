"""The catalogue agrees with itself, with the roles, the clocks and the channels, and with the regulation."""

import string
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from feedback_app import clock
from feedback_app.accounts.roles import LEADERS, ROLES, SUPERVISORS, Role
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines.rules import RULES
from feedback_app.disclosures.catalogue import (
    AFTER_APPROVAL,
    CATEGORIES,
    CONDITIONS,
    FROM_FORMATION,
    MATTERS,
    NO_CLOCK,
    STAGES,
    Category,
    PartyKind,
    Stage,
    bureau,
    by_stage,
    category,
    settle,
)
from feedback_app.disclosures.fields import REDACTIONS, Field, FieldKind, Redact
from feedback_app.disclosures.forms import RecordForm
from feedback_app.disclosures.operations import allowed_roles
from feedback_app.disclosures.workflow import STEPS

Settle = Callable[..., None]
every_category = pytest.mark.parametrize("row", CATEGORIES, ids=lambda row: row.key)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Settle:
    """`settled(LICENSING_ENABLED=True)`: the bureau decides otherwise, for this test."""
    monkeypatch.setattr(bureau, "_bureau", dict(bureau.DEFAULTS))
    return lambda **settings: settle(settings)


PARTIES = [None, *(kind.value for kind in PartyKind)]


def _fields(row: Category) -> list[Field]:
    return [field for parent in row.fields for field in (parent, *parent.columns)]


def test_keys_and_codes_are_unique() -> None:
    assert len({row.key for row in CATEGORIES}) == len({row.code for row in CATEGORIES}) == len(CATEGORIES)
    with pytest.raises(KeyError):
        category("unheard_of")


def test_every_category_of_the_domain_reference_is_here() -> None:
    before = ["A1", "A1p", *(f"A{number}" for number in range(2, 15))]
    during, after = ["B1", "B2", "B3"], [f"C{number}" for number in range(1, 12)]
    assert [row.code for row in CATEGORIES] == before + during + after


def test_every_stage_has_rows_and_words() -> None:
    assert [STAGES[stage].label_zh for stage in Stage] == ["事前公开", "事中公示", "事后公开"]
    assert sum(len(by_stage(stage)) for stage in Stage) == len(CATEGORIES)
    assert all(by_stage(stage) for stage in Stage)


def test_the_seven_matters_of_article_5_have_their_categories() -> None:
    assert [matter.number for matter in MATTERS] == list(range(1, 8))
    for matter in MATTERS:
        assert all(category(key).stage is Stage.EX_ANTE for key in matter.categories)


@every_category
def test_words_stand_in_both_languages(row: Category) -> None:
    for thing in (row, *_fields(row), *(choice for field in _fields(row) for choice in field.choices)):
        assert thing.label_zh
        assert thing.label_en
        assert thing.label_en.isascii() or "元" in thing.label_en
    for thing in (row, *_fields(row)):
        assert bool(thing.help_zh) == bool(thing.help_en), thing.key
    assert row.help_zh


@every_category
def test_fields_are_unique_and_some_are_public_and_required(row: Category) -> None:
    keys = [field.key for field in row.fields]
    assert len(keys) == len(set(keys))
    assert any(field.public and field.required for field in row.fields) == row.is_public
    for field in row.fields:
        assert field.has_rows == bool(field.columns)
        assert (field.kind is FieldKind.CHOICE) == bool(field.choices)
        assert not any(column.has_rows for column in field.columns)


@every_category
def test_roles_clocks_and_channels_are_known(row: Category) -> None:
    assert row.prepares
    assert row.approves
    assert {*row.prepares, *row.reviews, *row.approves} <= set(Role)
    clocks = {row.clock, row.change_clock, row.national_clock} - {""}
    assert clocks <= set(RULES)
    assert bool(clocks) == row.is_public
    assert row.clock_starts in ((FROM_FORMATION, AFTER_APPROVAL) if row.is_public else (NO_CLOCK,))
    for party in PARTIES:
        carriers = row.carriers_for(party)
        assert carriers[:1] == (("branch_site",) if row.is_public else ())
        assert all(row.stage.value in CHANNELS[code].stages for code in carriers)


@every_category
def test_titles_and_special_fields_name_fields_that_exist(row: Category) -> None:
    named = {
        name
        for text in (row.title_zh, row.title_en)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    named |= {name for name in (row.party_field, row.formed_field) if name}
    named |= {name for pair in row.amount_in_text for name in pair}
    for name in named:
        assert not row.field(name).has_rows
    if row.formed_field:
        assert row.field(row.formed_field).kind in (FieldKind.DATE, FieldKind.YEAR)
        assert row.field(row.formed_field).required
    if row.clock_by_value:
        assert row.clock_by_value.clock in RULES
        assert row.clock_by_value.value in {
            choice.value for choice in row.field(row.clock_by_value.field).choices
        }


@every_category
def test_results_are_kept_for_the_years_of_article_12(row: Category) -> None:
    years = {"organization": 5, "individual_business": 2, "natural_person": 2}
    assert row.retention_years == (years if row.stage is Stage.EX_POST else None)


def test_an_individual_business_is_public_for_as_long_as_the_bureau_decides(settled: Settle) -> None:
    penalty = category("penalty")
    assert [
        penalty.retention_for(kind) for kind in ("organization", "individual_business", "natural_person")
    ] == [5, 2, 2]
    settled(INDIVIDUAL_BUSINESS_RETENTION_YEARS=5)
    assert penalty.retention_for("individual_business") == 5
    assert category("annual_stats").retention_for(None) == 5
    assert category("item_list").retention_for(None) is None


@every_category
def test_every_row_and_role_cites_its_article(row: Category) -> None:
    articles = {int(part) for part in row.article.split(",")}
    assert articles <= set(range(1, 21))


def test_only_legal_persons_go_to_the_credit_platform() -> None:
    penalty = category("penalty")
    assert penalty.carriers_for("organization") == ("branch_site", "credit_push")
    for party in ("individual_business", "natural_person", None):
        assert "credit_push" not in penalty.carriers_for(party)
    assert {row.key for row in CATEGORIES if row.push_to_credit} == {
        "penalty", "inspection", "random_result", "licence",
    }  # fmt: skip


def test_a_random_result_with_a_problem_is_due_sooner() -> None:
    row = category("random_result")
    assert row.clock_for({"outcome": "normal"}) == "RANDOM_NORMAL_PUBLISH"
    assert row.clock_for({"outcome": "problem"}) == "RESULT_PUBLISH"


def test_internal_fields_of_a_penalty_are_not_public() -> None:
    public = {field.key for field in category("penalty").public_fields("organization")}
    assert not public & {
        "served_on",
        "repair_notice_served_on",
        "credit_class",
        "conduct_to",
        "social_impact_basis",
    }
    assert public >= {"party", "credit_code", "legal_representative", "document_number", "amount", "remedy"}


def test_a_natural_person_is_not_asked_for_a_credit_code() -> None:
    row = category("penalty")
    assert {field.key for field in row.fields_for("organization")} - {
        field.key for field in row.fields_for("natural_person")
    } == {"credit_code", "legal_representative"}
    values, refused = row.read({"party_kind": "natural_person", "credit_code": "11010519491231002X"})
    assert "credit_code" not in values
    assert "credit_code" not in refused


def test_reading_a_form_gives_values_and_refusals_by_field() -> None:
    with clock.at(datetime(2026, 9, 30, tzinfo=UTC)):
        values, refused = category("penalty").read(
            {"party": "某公司", "party_kind": "organization", "amount": "六万", "decided_on": "2026-09-28"}
        )
    assert values["party"] == "某公司"
    assert values["served_on"] is None
    assert {"amount", "credit_code", "facts"} <= set(refused)
    assert category("penalty").formed_on_of(values).isoformat() == "2026-09-28"


def test_an_amount_that_contradicts_the_text_is_noticed() -> None:
    row = category("penalty")
    assert [
        found.amount.key for found in row.disagreements({"content": "罚款6.8万元", "amount": 68_000_000})
    ] == ["amount"]
    assert not row.disagreements({"content": "罚款6.8万元（68000元）", "amount": 6_800_000})
    assert not row.disagreements({"content": "警告", "amount": None})


PENALTY_FACTS = {"served_on": "2026-09-29", "minor_concerned": None, "secrecy_doubt": None}


@pytest.mark.parametrize(
    ("key", "party_kind", "values", "is_late", "approver"),
    [
        ("penalty", "organization", {}, False, None),
        ("penalty", "natural_person", {}, False, Role.SUPERVISING_LEADER),
        ("penalty", "organization", {"minor_concerned": True}, False, Role.SUPERVISING_LEADER),
        ("penalty", "organization", {"secrecy_doubt": True}, False, Role.SUPERVISING_LEADER),
        ("penalty", "organization", {"served_on": None}, False, None),
        ("penalty", "organization", {}, True, Role.SUPERVISING_LEADER),
        ("inspection", "organization", {"served_on": None}, False, None),
        ("random_result", "natural_person", {}, True, None),
        ("legal_basis", None, {"item_list_changes": True}, False, Role.PRINCIPAL_LEADER),
        ("norm_change", None, {"item_list_changes": False}, False, None),
    ],
)
def test_who_approves_rises_when_a_condition_of_the_row_holds(
    key: str, party_kind: str | None, values: dict[str, object], is_late: bool, approver: Role | None
) -> None:
    row = category(key)
    who = row.approvers(PENALTY_FACTS | values, party_kind, is_late=is_late)
    assert who == ({approver} if approver else set(row.approves))


def test_decisions_and_supervision_escalate_as_the_matrix_says() -> None:
    assert {row.code for row in CATEGORIES if row.escalates} == {
        "A2",
        "A10",
        "C1",
        "C4",
        "C5",
        "C6",
        "C7",
        "C8",
    }
    assert all(row.label_zh and row.label_en for row in CONDITIONS.values())
    for row in CATEGORIES:
        for escalation in row.escalates:
            assert escalation.to in allowed_roles(row, STEPS["approve"]), (
                "who approves then may approve at all"
            )
            assert escalation.basis


def test_roles_have_words_and_duties() -> None:
    assert set(ROLES) == set(Role)
    for row in ROLES.values():
        assert all((row.label_zh, row.label_en, row.duty_zh, row.duty_en, row.citation))
    assert not SUPERVISORS & LEADERS


def test_channels_have_words_and_one_is_ours() -> None:
    assert [row.code for row in CHANNELS.values() if row.is_own] == ["branch_site"]
    for row in CHANNELS.values():
        assert row.needs_confirmation != row.is_own
        assert row.label_zh
        assert row.label_en


@every_category
def test_no_field_hides_a_part_of_the_form_it_is_drawn_in(row: Category) -> None:
    assert not [field.key for field in row.fields if hasattr(RecordForm, field.key)]


def test_a_service_guide_has_the_fifteen_facts_of_article_11() -> None:
    assert [field.label_zh for field in category("service_guide").fields] == [
        "事项名称", "依据", "受理机构", "审批机构", "许可条件", "优惠政策", "申请材料", "办理流程", "办理时限", "监督方式",
        "责任追究", "救济渠道", "办公时间", "办公地址", "办公电话",
    ]  # fmt: skip


@every_category
def test_what_is_never_published_is_internal_and_names_of_parties_are_masked(row: Category) -> None:
    for field in _fields(row):
        assert field.redact in REDACTIONS
        assert field.redact is not Redact.NEVER_PUBLIC or not field.public
    if row.party_field and row.is_public:
        assert row.field(row.party_field).redact is Redact.MASK_NATURAL_PERSON


@pytest.mark.parametrize(("key", "prefix"), [("penalty", "cf_"), ("licence", "xk_")])
def test_the_names_of_the_double_publicity_standard_are_unique_in_a_category(key: str, prefix: str) -> None:
    codes = [field.share_code for field in category(key).fields if field.share_code]
    assert len(codes) == len(set(codes)) > 10
    assert all(code.startswith(prefix) for code in codes)


def test_the_standard_s_fields_of_a_penalty_are_there() -> None:
    codes = {field.share_code: field.key for field in category("penalty").fields if field.share_code}
    assert codes["cf_nr_fk"] == "amount"
    assert set(codes) >= {
        "cf_xdr_mc", "cf_xdr_lb", "cf_xdr_shxym", "cf_frdb", "cf_wsh", "cf_wfxw", "cf_sy", "cf_yj", "cf_cflb", "cf_nr",
        "cf_nr_fk", "cf_nr_wfff", "cf_nr_zkdx", "cf_jdrq", "cf_cfjg",
    }  # fmt: skip
