"""The sample records fit the catalogue, their people and the worked examples they come from."""

import json
from datetime import date

import pytest

from feedback_app import clock
from feedback_app.accounts.roles import SUPERVISORS, Role
from feedback_app.deadlines.rules import RULES
from feedback_app.disclosures.catalogue import MATTERS, category
from feedback_app.disclosures.workflow import STEPS
from feedback_app.starting_content.legal_bases import BASES, REPEALED_TITLES
from feedback_app.starting_content.records import RECORDS
from feedback_app.starting_content.sample import Done, SampleRecord, beijing
from feedback_app.starting_content.staff import STAFF
from feedback_app.starting_content.units import UNITS

ROLES = {row.login: row.roles for row in STAFF}
every_record = pytest.mark.parametrize("sample", RECORDS, ids=lambda sample: sample.label)


def by_label(label: str) -> SampleRecord:
    return next(sample for sample in RECORDS if sample.label == label)


def read(sample: SampleRecord) -> dict[str, object]:
    filled = {
        key: "1165230200XX007H42" if value == "{BUREAU_CODE}" else value
        for key, value in sample.values.items()
    }
    with clock.at(beijing(sample.prepared.at)):
        values, refused = category(sample.category).read(filled)
    assert not refused, {key: words.message_zh for key, words in refused.items()}
    return dict(values)


@every_record
def test_its_values_are_what_the_catalogue_asks(sample: SampleRecord) -> None:
    row = category(sample.category)
    assert set(sample.values) <= {field.key for field in row.fields}
    values = read(sample)
    json.dumps(values)
    formed_on = row.formed_on_of(values)
    assert formed_on in (None, sample.formed_on)
    for update in sample.updates:
        assert set(update.values) <= {field.key for field in row.fields}
        assert update.note_zh
        assert update.note_en


@every_record
def test_its_people_may_do_what_they_did_in_that_order(sample: SampleRecord) -> None:
    row = category(sample.category)
    acts: list[tuple[Done, set[Role]]] = [
        (sample.prepared, set(row.prepares)),
        (sample.submitted, set(row.prepares)),
        *([(sample.reviewed, set(row.reviews))] if sample.reviewed else []),
        (sample.approved, set(row.approves)),
        (sample.published, set(STEPS["publish"].by_roles)),
    ]
    for done, roles in acts:
        assert ROLES[done.by] & roles, done
    times = [beijing(done.at) for done, _ in acts]
    assert times == sorted(times)
    assert bool(row.reviews) == bool(sample.reviewed)
    assert sample.prepared.by not in {sample.approved.by, sample.reviewed.by if sample.reviewed else ""}


def test_each_matter_of_article_5_has_a_record() -> None:
    held = {sample.category for sample in RECORDS}
    for matter in MATTERS:
        assert set(matter.categories) <= held
    assert "item_list" in held


def test_what_a_citizen_would_look_for_has_a_record() -> None:
    held = {sample.category for sample in RECORDS}
    assert held >= {
        "service_guide", "entrustment", "discretion_benchmark", "monitoring_device", "inspection_items", "case_notice",
        "counter_board", "order_correct", "annual_stats", "penalty", "coercive", "random_result", "supervision_result",
    }  # fmt: skip


def test_d2_carries_the_error_of_the_first_story() -> None:
    sample = by_label("D-2")
    values = read(sample)
    assert values["amount"] == 68_000_000
    assert "罚款人民币6.8万元" in values["content"]
    assert category("penalty").disagreements(values)
    assert (sample.prepared.by, sample.reviewed.by, sample.published.by) == (
        "zhaoming",
        "yeerken",
        "zhouting",
    )
    assert sample.published.at == "2026-10-09 11:20"
    assert not category("penalty").disagreements(read(by_label("D-1")))


def test_those_who_made_d2_leave_someone_to_verify_it() -> None:
    sample = by_label("D-2")
    involved = {sample.prepared.by, sample.reviewed.by, sample.approved.by, sample.published.by}
    assert "liufang" in {row.login for row in STAFF if Role.INVESTIGATOR in row.roles} - involved
    assert "liweidong" not in involved


def test_a_natural_person_is_masked() -> None:
    values = read(by_label("D-3"))
    assert values["party"] == "周某某"
    assert "credit_code" not in values


def test_d0_keeps_the_ten_repealed_statutes() -> None:
    assert len(REPEALED_TITLES) == 10
    repealed = [row for row in BASES if row["status"] == "repealed"]
    assert {row["title"] for row in repealed} == set(REPEALED_TITLES)
    assert {row["effective_to"] for row in repealed} == {"2026-08-14"}
    assert all(row["replaced_by"] == "中华人民共和国生态环境法典" for row in repealed)
    sample = by_label("D-0")
    assert (sample.approved.by, sample.approved.at[:10]) == ("majianxin", "2026-09-09")
    assert sample.published.at == "2026-09-10 10:30"


def test_d6_has_a_change_still_to_be_published() -> None:
    assert by_label("D-6").change_due_from == date(2026, 11, 20)
    assert category("coercive").change_clock in RULES


def test_staff_and_units_are_whole() -> None:
    assert len({row.login for row in STAFF}) == len({row.name for row in STAFF}) == len(STAFF)
    assert {row.unit for row in STAFF} <= {row.code for row in UNITS}
    assert {role for row in STAFF for role in row.roles} == set(Role)
    for row in STAFF:
        assert row.email.endswith(".invalid")
        if row.roles & SUPERVISORS:
            assert len(row.roles) == 1, "a supervisor holds no other role"
