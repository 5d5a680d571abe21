"""What may follow for those responsible (责任追究, Articles 15 to 17), and who has the power to decide it.

The bureau decides only some measures itself. Sanctions belong to the appointing or the supervisory authority: here the
system records a referral and the outcome decided there, and never issues one.
"""

from dataclasses import dataclass
from enum import StrEnum


class MeasureKind(StrEnum):
    DECIDED_HERE = "decided_here"
    REFERRED = "referred"
    NO_FAULT = "no_fault"


@dataclass(frozen=True)
class MeasureKindRow:
    kind: MeasureKind
    label_zh: str
    label_en: str


MEASURE_KINDS: dict[MeasureKind, MeasureKindRow] = {
    row.kind: row
    for row in (
        MeasureKindRow(MeasureKind.DECIDED_HERE, "本机关决定", "decided by the branch"),
        MeasureKindRow(MeasureKind.REFERRED, "移送有权机关决定", "referred to the competent authority"),
        MeasureKindRow(MeasureKind.NO_FAULT, "不追究", "no liability"),
    )
}


@dataclass(frozen=True)
class Measure:
    """`targets`: whether it is taken against a person, a unit, or either; empty when nobody answers."""

    code: str
    label_zh: str
    label_en: str
    kind: MeasureKind
    who_decides_zh: str
    who_decides_en: str
    targets: frozenset[str]
    article: str
    law: str = ""


@dataclass(frozen=True)
class Violation:
    """A breach Article 17 names."""

    code: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    article: str = "17"


PERSON, UNIT = "person", "unit"
_ONE, _GROUP, _EITHER = frozenset({PERSON}), frozenset({UNIT}), frozenset({PERSON, UNIT})
_HERE, _THERE = MeasureKind.DECIDED_HERE, MeasureKind.REFERRED
_BRANCH = ("本机关", "the branch")
_BRANCH_OR_ABOVE = ("本机关或者上级机关", "the branch or its superior")
_CADRE = ("干部管理机关", "the authority managing the post")
_APPOINTING = ("任免机关、单位", "the appointing authority")
_SUPERVISORY = ("监察机关", "the supervisory authority")

_SANCTION_WORDS = (
    ("warning", "警告", "warning"),
    ("demerit", "记过", "demerit"),
    ("serious_demerit", "记大过", "serious demerit"),
    ("demotion", "降级", "demotion"),
    ("removal", "撤职", "removal from post"),
    ("dismissal", "开除", "dismissal"),
)

_OURS = (
    Measure("order_rectify", "责令改正", "order to correct", _HERE, *_BRANCH_OR_ABOVE, _EITHER, "17"),
    Measure("rectify_by", "限期整改", "order to rectify by a date", _HERE, *_BRANCH, _EITHER, "17"),
    Measure(
        "reminder_talk", "谈话提醒", "reminder talk", _HERE, *_BRANCH, _ONE, "17", "《公务员法》第五十七条"
    ),
    Measure(
        "criticism", "批评教育", "criticism and education", _HERE, *_BRANCH, _ONE, "17", "《公务员法》第五十七条"
    ),
    Measure(
        "self_criticism", "责令检查", "written self-criticism", _HERE, *_BRANCH, _ONE, "17", "《公务员法》第五十七条"
    ),
    Measure(
        "circulated_criticism", "通报批评", "circulated criticism", _HERE,
        "本机关或者人民政府", "the branch or the government", _EITHER, "17",
    ),
    Measure(
        "assessment_deduction", "取消评优、考核扣分", "assessment deduction", _HERE, *_BRANCH, _EITHER, "16"
    ),
    Measure("offpost_training", "离岗培训", "off-post training", _HERE, *_BRANCH, _ONE, "17"),
    Measure(
        "certificate_suspend", "暂扣、收回执法证件", "suspension of the officer certificate", _THERE,
        "执法证件核发机关", "the authority issuing officer certificates", _ONE, "17",
    ),
    Measure("admonition", "诫勉", "admonition", _THERE, *_CADRE, _ONE, "17", "《公务员法》第五十七条"),
    Measure("post_adjustment", "组织调整", "post adjustment", _THERE, *_CADRE, _ONE, "17", "《公务员法》第五十七条"),
)  # fmt: skip
_SANCTIONS = tuple(
    Measure(
        f"sanction_{code}", f"处分：{zh}", f"administrative sanction: {en}", _THERE, *_APPOINTING, _ONE, "17",
        "《公务员法》第五十七条",
    )
    for code, zh, en in _SANCTION_WORDS
)  # fmt: skip
_GOV_SANCTIONS = tuple(
    Measure(
        f"gov_sanction_{code}", f"政务处分：{zh}", f"supervisory sanction: {en}", _THERE, *_SUPERVISORY, _ONE, "17",
        "《公职人员政务处分法》第七条",
    )
    for code, zh, en in _SANCTION_WORDS
)  # fmt: skip
_OTHERS = (
    Measure(
        "refer_discipline", "移送纪检监察机关", "referral to the discipline authorities", _THERE,
        "纪检监察机关", "the discipline and supervisory authorities", _ONE, "17",
    ),
    Measure(
        "refer_judicial", "移送司法机关", "referral to the judicial authorities", _THERE,
        "司法机关", "the judicial authorities", _ONE, "17",
    ),
    Measure("exempt", "免责", "no liability", MeasureKind.NO_FAULT, *_BRANCH, frozenset(), "15"),
)  # fmt: skip

MEASURES: dict[str, Measure] = {row.code: row for row in (*_OURS, *_SANCTIONS, *_GOV_SANCTIONS, *_OTHERS)}

VIOLATIONS: dict[str, Violation] = {
    row.code: row
    for row in (
        Violation(
            "not_as_required",
            "不按要求公示",
            "not disclosed as required",
            "内容、程序、时限不合要求。",
            "Content, procedure or time limit not as required.",
        ),
        Violation(
            "selective_disclosure",
            "选择性公示",
            "selective disclosure",
            "有的公示，有的不公示。",
            "Some disclosed, some not.",
        ),
        Violation(
            "late_maintenance",
            "更新维护不及时",
            "not kept up to date",
            "变化后没有及时更新或者撤下。",
            "Not updated or taken down in time after a change.",
        ),
        Violation("other", "其他", "other", "其他违反本制度的情形。", "Any other breach of the regulation."),
    )
}
