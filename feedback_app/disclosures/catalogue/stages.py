"""The three stages of disclosure (Articles 5–8) and the seven matters of Article 5.

The regulation writes 公开 for the first and third stage and 公示 for the second; the labels keep its words.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    EX_ANTE = "ex_ante"
    IN_PROCESS = "in_process"
    EX_POST = "ex_post"


@dataclass(frozen=True)
class StageRow:
    """What a stage is called and what a citizen finds there."""

    stage: Stage
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    article: str


STAGES: dict[Stage, StageRow] = {
    row.stage: row
    for row in (
        StageRow(
            Stage.EX_ANTE,
            "事前公开",
            "Before enforcement",
            "谁来执法、依据什么、有哪些权限、按什么程序办、不服怎么办、向谁监督举报。",
            "Who enforces, on what legal basis, with which powers and procedure, what remedies you have, and where to report.",
            "5, 11",
        ),
        StageRow(
            Stage.IN_PROCESS,
            "事中公示",
            "During enforcement",
            "办案的目的、依据，当事人有哪些权利和义务。",
            "Why a case is opened, on what legal basis, and the rights and duties of those concerned.",
            "6, 7",
        ),
        StageRow(
            Stage.EX_POST,
            "事后公开",
            "After enforcement",
            "执法的决定和结果：处罚、强制、检查、抽查、监督整改。",
            "Decisions and results: penalties, coercive measures, inspections, double-random inspections, supervision.",
            "8, 9, 12",
        ),
    )
}


@dataclass(frozen=True)
class Matter:
    """One of the seven matters Article 5 orders to be disclosed beforehand, and the categories that hold it."""

    number: int
    marker: str
    label_zh: str
    label_en: str
    categories: tuple[str, ...]


MATTERS: tuple[Matter, ...] = (
    Matter(1, "(一)", "执法主体", "Enforcing bodies and officers", ("subject", "personnel")),
    Matter(2, "(二)", "执法依据", "Legal bases", ("legal_basis",)),
    Matter(3, "(三)", "执法权限", "Powers", ("power",)),
    Matter(4, "(四)", "执法程序", "Procedures", ("procedure",)),
    Matter(5, "(五)", "随机抽查事项清单", "Random inspection list", ("random_list",)),
    Matter(6, "(六)", "救济方式", "Remedies", ("remedy",)),
    Matter(7, "(七)", "监督举报", "Supervision and reporting", ("supervision",)),
)
