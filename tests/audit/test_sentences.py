"""Every action says itself in both languages, whatever is missing."""

import re

import pytest

from feedback_app.audit.actions import ACTIONS, KINDS, SUBJECTS
from feedback_app.audit.actor import REPORTER
from feedback_app.audit.hashing import canonical
from feedback_app.audit.models import LogEntry
from feedback_app.audit.sentences import sentence, subject_words
from feedback_app.disclosures import workflow as record_workflow
from feedback_app.tickets import workflow as ticket_workflow

LANGUAGES = ("zh", "en")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def entry(action, *, facts=None, **columns):
    return LogEntry(
        **(
            {
                "number": 1,
                "actor_kind": "staff",
                "actor_name": "李卫东",
                "actor_post": "副局长",
                "actor_unit": "局领导",
                "on_behalf_of": "",
                "action": action,
                "subject": "ticket:FK-JC-20261109-0007",
                "facts": canonical(facts) if facts else None,
            }
            | columns
        )
    )


def test_a_step_reads_like_a_sentence():
    step = entry(
        "ticket.assign",
        facts={"investigator": "刘芳", "excluded_count": 3, "excluded": ["赵明", "叶尔肯", "周婷"]},
    )
    assert (
        sentence(step, "zh")
        == "李卫东（副局长）指派刘芳调查核实工单 FK-JC-20261109-0007，另有 3 人因经办过该信息被排除（赵明、叶尔肯、周婷）。"
    )
    assert sentence(step, "en") == (
        "李卫东 (副局长) appointed 刘芳 to verify ticket FK-JC-20261109-0007; excluded for having handled the record: 3 "
        "(赵明, 叶尔肯, 周婷)."
    )


def test_what_has_no_value_is_left_out():
    for facts in ({"investigator": "刘芳"}, {"investigator": "刘芳", "excluded_count": 0, "excluded": []}):
        step = entry("ticket.assign", facts=facts)
        assert sentence(step, "zh-CN") == "李卫东（副局长）指派刘芳调查核实工单 FK-JC-20261109-0007。"


def test_codes_are_shown_by_their_labels():
    returned = entry("record.return", subject="record:D-2", from_state="in_review", to_state="returned")
    labels = {"in_review": "待审核", "returned": "退回", "record:D-2": "公示信息《晋庭化工处罚》"}
    assert (
        sentence(returned, "zh", labels)
        == "李卫东（副局长）退回公示信息《晋庭化工处罚》，要求修改，状态由“待审核”变为“退回”。"
    )
    assert "“in_review”" in sentence(returned, "zh")
    causes = entry("ticket.analyse_cause", facts={"causes": ["unit_conversion", "review_failure"]})
    labels = {"unit_conversion": "换算错误", "review_failure": "审核把关不严"}
    assert sentence(causes, "zh", labels).endswith("的原因分析：换算错误、审核把关不严。")


def test_a_delegate_and_a_reporter_and_the_system_are_named_as_what_they_are():
    delegate = entry("ticket.close", on_behalf_of="马建新")
    assert sentence(delegate, "zh").startswith("李卫东（副局长，代马建新）办结")
    assert sentence(delegate, "en").startswith("李卫东 (副局长, on behalf of 马建新) closed")
    report = entry(
        "ticket.submit",
        actor_name=REPORTER.name,
        actor_post="",
        about="record:D-2",
        facts={"claims": 1, "files": 2},
    )
    assert (
        sentence(report, "zh")
        == "反映人提交工单 FK-JC-20261109-0007，反映的是公示信息 D-2，指出 1 处，附文件 2 个。"
    )


def test_names_of_the_day_moments_and_yes_and_no():
    created = entry("user.create", subject="user:liufang", facts={"name": "刘芳", "post": "办公室主任"})
    assert sentence(created, "zh") == "李卫东（副局长）为用户“刘芳”（liufang）建立账号，职务：办公室主任。"
    assert (
        sentence(created, "en")
        == "李卫东 (副局长) created an account for user “刘芳” (liufang), post: 办公室主任."
    )
    late = entry("channel.fail", facts={"channel": "信用中国", "why": "2026-11-09T07:12:00.000000Z"})
    assert "2026年11月9日 15:12" in sentence(late, "zh")
    assert sentence(entry("log.verify", facts={"verdict": True}), "zh").endswith("结果：是。")


def test_words_in_values_are_never_read_as_a_template():
    trick = entry(
        "ticket.assign", facts={"investigator": "{actor}[{to_state}]", "excluded_count": "{subject}"}
    )
    assert sentence(trick, "zh").count("李卫东") == 1
    assert "指派{actor}[{to_state}]调查" in sentence(trick, "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_says_itself_with_nothing_and_with_everything(action, lang):
    row = ACTIONS[action]
    template = row.zh if lang == "zh" else row.en
    bare = sentence(entry(action), lang)
    facts = {name: f"<{name}>" for name in PLACEHOLDER.findall(template)}
    full = sentence(entry(action, facts=facts, about="record:D-2", from_state="a", to_state="b"), lang)
    for said in (bare, full):
        assert said.endswith("。" if lang == "zh" else ".")
        assert not re.search(r"[\[\]{}]|  |None| [.,;:]|，，|，。", said), said
        assert not re.search(r"[\u4e00-\u9fff]", re.sub("李卫东|副局长", "", said)) or lang == "zh", said
    for name in facts:
        assert f"<{name}>" in full or name in ("actor", "subject", "about", "from_state", "to_state")


def test_every_step_of_a_ticket_and_of_a_record_is_an_action():
    assert {f"ticket.{name}" for name in ticket_workflow.STEPS} <= set(ACTIONS)
    assert {f"record.{step.act}" for step in record_workflow.STEPS.values()} <= set(ACTIONS)


def test_every_action_has_labels_and_a_kind_that_exists():
    for name, row in ACTIONS.items():
        assert row.label_zh, name
        assert row.label_en, name
        assert row.kind in KINDS, name
        # Both languages tell the same: no fact is shown to one reader only, but the actor where a passive stands.
        assert set(PLACEHOLDER.findall(row.zh)) == set(PLACEHOLDER.findall(row.en)), name
    assert {row.kind for row in ACTIONS.values()} == set(KINDS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facts", ["", "{", "[]", "null", "7", '{"investigator": {"a": [1, {"b": null}]}}'])
def test_a_damaged_entry_still_has_a_sentence(lang, facts):
    assert sentence(entry("ticket.assign", facts=None) if not facts else _with(facts), lang)
    assert "no.such" in sentence(entry("no.such"), lang)
    assert sentence(LogEntry(action=None, actor_name=None, actor_post=None, subject=None), lang)


def _with(facts):
    damaged = entry("ticket.assign")
    damaged.facts = facts
    return damaged


def test_a_reference_in_words():
    assert subject_words("record:D-2", "en") == "record D-2"
    assert subject_words("planet:Mars", "zh") == "planet:Mars"
    assert subject_words(None, "zh") == ""
    assert all(row.label_zh and row.label_en for row in SUBJECTS.values())
