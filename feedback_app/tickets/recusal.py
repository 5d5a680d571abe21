"""Recusal (回避) as tables: on which grounds, who asks for it, who decides.

The regulation says nothing of conflicts of interest (Article 15 asks only that the leader has the report verified); the
grounds are those of higher law, the order of who decides follows it: always somebody above, outside the matter.
"""

from dataclasses import dataclass

from feedback_app.accounts.roles import LEADERS, Role

GRANTED, REFUSED = "granted", "refused"


@dataclass(frozen=True)
class Ground:
    """Why somebody keeps away. `is_automatic`: follows from a fact on record, so nobody decides it."""

    code: str
    label_zh: str
    label_en: str
    law_zh: str
    law_en: str
    is_automatic: bool = False


_CIVIL_ZH, _CIVIL_EN = "《公务员法》第七十六条、第七十七条", "Civil Servants Law, articles 76 and 77"
_ROWS = (
    Ground("own_interest", "涉及本人利害关系", "own interest", _CIVIL_ZH, _CIVIL_EN),
    Ground("relatives_interest", "涉及亲属的利害关系", "a relative's interest", _CIVIL_ZH, _CIVIL_EN),
    Ground(
        "direct_interest", "与反映事项有直接利害关系", "a direct interest in the matter",
        "《信访工作条例》第二十八条", "Regulation on petitions, article 28",
    ),
    Ground(
        "other", "其他可能影响公正办理的情形", "another circumstance that may affect fairness", _CIVIL_ZH, _CIVIL_EN
    ),
    Ground(
        "named", "本人就是被举报人", "the report is about this person",
        "《信访工作条例》第三十条", "Regulation on petitions, article 30", is_automatic=True,
    ),
)  # fmt: skip
GROUNDS = {row.code: row for row in _ROWS}
DECIDED = {code: row for code, row in GROUNDS.items() if not row.is_automatic}


@dataclass(frozen=True)
class Asker:
    """Who brought it up."""

    label_zh: str
    label_en: str


ASKERS = {
    "reporter": Asker("反映人申请", "asked for by the reporter"),
    "self": Asker("本人申请", "asked for by the person"),
    "clerk": Asker("受理员登记", "entered by the clerk"),
    "relation": Asker("本人申报过的利害关系", "from a relation the person declared"),
}


@dataclass(frozen=True)
class Rung:
    """One step of the ladder of who is above whom; `roles` empty: everybody else."""

    label_zh: str
    label_en: str
    roles: frozenset[Role]


LADDER = (
    Rung("科室人员", "staff of the sections", frozenset()),
    Rung("主管领导", "deputy in charge", frozenset({Role.SUPERVISING_LEADER})),
    Rung("主要领导", "principal head", frozenset({Role.PRINCIPAL_LEADER})),
    Rung("上级机关（州生态环境局）", "superior body (prefecture bureau)", frozenset({Role.SUPERIOR_ORG})),
)
SUPERIOR = LADDER[-1]
HERE = LEADERS  # who may decide within the branch; when none of them is free, the matter goes to the superior body


def rung_of(roles: frozenset[Role]) -> int:
    """How high somebody stands: the highest rung one of their roles is on."""
    return max(number for number, rung in enumerate(LADDER) if not rung.roles or rung.roles & roles)


def above(roles: frozenset[Role]) -> tuple[Rung, ...]:
    """The rungs from which a recusal of this person is decided, the next first; at the top, the top itself."""
    return LADDER[rung_of(roles) + 1 :] or (SUPERIOR,)
