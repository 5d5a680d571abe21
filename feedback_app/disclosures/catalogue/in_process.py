"""Rows of the second stage: what is disclosed while a case runs (事中公示, Articles 6 and 7).

Article 7 names the result among what is disclosed, but an open case may hold what may not be published. So a case
notice is general and names no party; the result stands in the record of the decision.
"""

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.category import FROM_FORMATION, Category
from feedback_app.disclosures.catalogue.common import LEGAL_BASIS, K
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.fields import Field

CASE_NOTICE = Category(
    code="B2",
    key="case_notice",
    stage=Stage.IN_PROCESS,
    label_zh="案件办理公示",
    label_en="Case notice",
    help_zh="某一类案件为什么查、依据什么查，当事人有哪些权利和义务；不点名。",
    help_en="Why a kind of case is investigated, on what legal basis, and the rights and duties of those concerned; no names.",
    article="6, 7",
    law="《政府信息公开条例》第十六条；《行政处罚法》第五十条",
    prepares=(Role.HANDLER,),
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.LEGAL_SECTION_HEAD, Role.SUPERVISING_LEADER),
    clock="RESULT_PUBLISH",
    clock_starts=FROM_FORMATION,
    change_clock="RESULT_PUBLISH",
    formed_label_zh="信息形成之日",
    formed_label_en="Date the information was formed",
    title_zh="{case_kind}案件办理公示",
    title_en="Case notice: {case_kind}",
    carriers=("branch_site", "county_gov_column"),
    fields=(
        Field(
            "case_kind",
            K.TEXT,
            "案件类别",
            "Kind of case",
            article="7",
            help_zh="不写当事人名称。",
            help_en="Do not name the party.",
        ),
        Field("purpose", K.LONG_TEXT, "执法目的", "Purpose of enforcement", article="7"),
        LEGAL_BASIS,
        Field(
            "result",
            K.LONG_TEXT,
            "执法结果",
            "Result",
            required=False,
            article="7",
            blank_zh="案件办结后，随处罚等决定一并公开",
            blank_en="Published with the decision when the case is closed",
        ),
        Field(
            "rights_and_duties",
            K.LONG_TEXT,
            "当事人的权利和义务",
            "Rights and duties of the party",
            article="7",
        ),
    ),
)

IN_PROCESS: tuple[Category, ...] = (CASE_NOTICE,)
