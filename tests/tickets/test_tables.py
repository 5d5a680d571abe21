"""The tables a ticket is decided by: findings, causes, faults, measures, violations, types of report."""

import pytest

from feedback_app.deadlines.rules import RULES
from feedback_app.tickets.causes import CAUSES, FAULTS
from feedback_app.tickets.findings import CONDUCT, FINDINGS, Demand, Finding
from feedback_app.tickets.measures import MEASURE_KINDS, MEASURES, VIOLATIONS, MeasureKind
from feedback_app.tickets.types import TYPES

TABLES = {
    "findings": FINDINGS,
    "causes": CAUSES,
    "faults": FAULTS,
    "measures": MEASURES,
    "violations": VIOLATIONS,
    "types": TYPES,
    "kinds": MEASURE_KINDS,
}
every_finding = pytest.mark.parametrize(
    "row", [row for row in FINDINGS.values() if row.types != CONDUCT], ids=lambda row: row.code
)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_rows_have_words_in_both_languages(table: dict[str, object]) -> None:
    for row in table.values():
        for name, words in vars(row).items():
            if name.startswith(("label_", "citizen_", "who_decides_")):
                assert words, (row, name)
            if name.endswith("_en"):
                assert bool(words) == bool(getattr(row, f"{name[:-3]}_zh")), (row, name)


def test_nothing_of_the_vocabulary_is_missing() -> None:
    assert set(FINDINGS) == {
        "inaccurate",
        "partly_inaccurate",
        "accurate",
        "outdated",
        "omitted",
        "over_disclosed",
        "cannot_verify",
        "not_our_matter",
        "revoked",  # our own word for what a revocation_takedown finds
        "conduct_substantiated",  # and for what is found of an officer's conduct
        "conduct_referred",
        "conduct_not_substantiated",
    }
    assert len(CAUSES) == 19
    assert list(FAULTS) == ["none", "negligent", "gross", "intentional"]
    assert set(VIOLATIONS) == {"not_as_required", "selective_disclosure", "late_maintenance", "other"}
    assert {"order_rectify", "criticism", "exempt", "refer_discipline", "gov_sanction_dismissal"} <= set(
        MEASURES
    )
    assert {"inaccuracy_report", "omission_report", "conduct_report", "out_of_scope"} <= set(TYPES)


def test_conduct_ends_with_an_answer_and_who_was_wrong_answers_for_it() -> None:
    for row in (one for one in FINDINGS.values() if one.types == CONDUCT):
        assert {Demand.SIGNED_FINDING, Demand.REPLY} <= row.demands
        assert (Demand.ACCOUNTABILITY in row.demands) == row.is_error
        assert not row.demands & {Demand.CORRECTION, Demand.CLARIFICATION}, "nothing of it is public"


@every_finding
def test_a_wrong_record_cannot_be_closed_without_cause_and_accountability(row: Finding) -> None:
    answered_for = {Demand.CAUSE, Demand.ACCOUNTABILITY}
    assert {Demand.SIGNED_FINDING, Demand.REPLY} <= row.demands
    assert (answered_for <= row.demands) == row.is_error
    assert bool(answered_for & row.demands) == row.is_error
    remedies = {Demand.CORRECTION, Demand.TAKEDOWN, Demand.PUBLICATION}
    if row.is_error:
        assert Demand.ALL_CHANNELS in row.demands
        assert len(remedies & row.demands) == 1
    else:
        assert len({Demand.CLARIFICATION, Demand.REDIRECTION} & row.demands) == 1
        assert not remedies & row.demands


@every_finding
def test_a_finding_leads_to_the_state_that_gives_what_it_demands(row: Finding) -> None:
    gives = {
        "correcting": {Demand.CORRECTION},
        "publishing": {Demand.PUBLICATION},
        "clarifying": {Demand.CLARIFICATION, Demand.REDIRECTION},
        "taking_down": {Demand.TAKEDOWN},
    }
    assert gives[row.leads_to] & row.demands


def test_what_is_built_now() -> None:
    assert all(row.available_now for row in FINDINGS.values())
    built = {row.code for row in TYPES.values() if row.available_now}
    assert {"inaccuracy_report", "omission_report", "privacy_takedown", "revocation_takedown"} <= built


def test_types_run_clocks_that_exist() -> None:
    for row in TYPES.values():
        assert row.clock in RULES
        assert not row.urgent_clock or row.urgent_clock in RULES
        assert row.article or row.law or row.code == "out_of_scope"


def test_sanctions_are_never_decided_here() -> None:
    for row in MEASURES.values():
        if "sanction" in row.code or row.code.startswith("refer_"):
            assert row.kind is MeasureKind.REFERRED
        assert bool(row.targets) == (row.kind is not MeasureKind.NO_FAULT)
    assert [row.code for row in MEASURES.values() if row.kind is MeasureKind.NO_FAULT] == ["exempt"]
    assert MEASURES["criticism"].targets == {"person"}
    assert "unit" in MEASURES["order_rectify"].targets
