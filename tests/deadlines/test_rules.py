"""The clock registry: lengths as the law and the bureau set them, and rows that hang together."""

import pytest

from feedback_app.accounts.roles import Role
from feedback_app.deadlines.rules import BREACHES, RULES, ClockRule, length_of, pause_cap_of
from feedback_app.deadlines.working_days import Unit
from feedback_app.refusals import Refusal

WD, CD, H, M, Y = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR, Unit.MONTH, Unit.YEAR

LENGTHS = {
    "RESULT_PUBLISH": (5, WD),
    "RESULT_PUBLISH_NATIONAL": (7, WD),
    "RESULT_PUBLISH_NATIONAL_OTHER": (20, WD),
    "RANDOM_NORMAL_PUBLISH": (20, WD),
    "EXANTE_AFTER_APPROVAL": (1, WD),
    "EXANTE_CHANGE": (20, WD),
    "REVOKED_WITHDRAW": (3, WD),
    "RETENTION_ORG": (5, Y),
    "RETENTION_NATURAL": (2, Y),
    "ANNUAL_STATS": (1, M),
    "TICKET_ACCEPT": (2, WD),
    "TICKET_SIMPLE": (3, WD),
    "TICKET_NORMAL": (5, WD),
    "TICKET_COMPLEX": (15, WD),
    "TICKET_OUTER": (20, WD),
    "TICKET_OBJECTION": (15, CD),
    "CORRECT_OWN": (1, WD),
    "CORRECT_ALL_CHANNELS": (5, WD),
    "EMERGENCY_HIDE": (2, H),
    "EMERGENCY_HIDE_APPROVE": (1, WD),
    "EXPIRY_APPROVE": (10, WD),
    "WITHDRAW_ALL_CHANNELS": (3, WD),
    "ROOT_CAUSE": (20, WD),
    "OUTER_12345": (5, WD),
    "FOI_SUPPLEMENT": (7, WD),
    "FOI_REPLY": (20, WD),
    "FOI_EXT": (20, WD),
    "FOI_THIRD": (15, WD),
    "PETITION_NOTICE": (15, CD),
    "PETITION_TRANSFER_OBJECT": (5, WD),
    "PETITION_FINISH": (60, CD),
    "PETITION_EXT": (30, CD),
}
ALL = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_every_limit_is_as_long_as_the_law_or_the_bureau_made_it() -> None:
    assert {rule.id: (rule.length, rule.unit) for rule in RULES.values()} == LENGTHS


def test_no_row_hides_another() -> None:
    assert len(RULES) == len(LENGTHS)
    assert all(key == rule.id for key, rule in RULES.items())


@ALL
def test_a_row_is_complete_in_both_languages_and_points_to_rows_that_exist(rule: ClockRule) -> None:
    texts = (
        rule.label_zh,
        rule.label_en,
        rule.starts_from_zh,
        rule.starts_from_en,
        rule.citation_zh,
        rule.citation_en,
    )
    assert all(texts)
    assert not any("\u4e00" <= sign <= "\u9fff" for text in texts[1::2] for sign in text)
    assert rule.breach in BREACHES
    assert rule.owner in {*Role, "public"}
    assert {*rule.extends_to, *([rule.capped_by] if rule.capped_by else [])} <= set(RULES)


@ALL
def test_only_a_length_the_bureau_settled_has_a_setting(rule: ClockRule) -> None:
    is_ours = "本机关规定" in rule.citation_zh
    assert (rule.setting is not None) == is_ours
    if rule.setting:
        assert rule.setting == f"CLOCK_{rule.id}"


@ALL
def test_only_working_day_limits_pause(rule: ClockRule) -> None:
    assert not rule.pausable or rule.unit is WD


def test_a_setting_changes_what_the_bureau_settled_and_nothing_else() -> None:
    settings = {"CLOCK_TICKET_NORMAL": "7", "CLOCK_RESULT_PUBLISH": 30, "CLOCK_TICKET_PAUSE_CAP": 3}
    assert length_of(RULES["TICKET_NORMAL"], settings) == 7
    assert length_of(RULES["RESULT_PUBLISH"], settings) == 5
    assert pause_cap_of(RULES["TICKET_NORMAL"], settings) == 3
    assert (pause_cap_of(RULES["TICKET_NORMAL"]), pause_cap_of(RULES["CORRECT_OWN"])) == (10, 0)
    assert length_of(RULES["TICKET_NORMAL"], {"CLOCK_TICKET_NORMAL": None}) == 5


@pytest.mark.parametrize("value", ["soon", "0", -1, "1.5", 5000])
def test_a_setting_that_is_no_length_is_refused_by_name(value: object) -> None:
    with pytest.raises(Refusal, match="CLOCK_TICKET_NORMAL"):
        length_of(RULES["TICKET_NORMAL"], {"CLOCK_TICKET_NORMAL": value})
