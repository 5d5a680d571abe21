"""Rows of the third stage: decisions and results (事后公开, Articles 8, 9, 12 and 14).

Article 8 names supervision and double-random results; Articles 9, 12 and 14 add every decision and result. What a
penalty record must say comes from the Administrative Penalty Law (行政处罚法第五十九条) and the double-publicity
standard (双公示); amounts are in 万元 there, which is where slips of the unit begin.
"""

from functools import partial

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.category import FROM_FORMATION, Category, ClockByValue
from feedback_app.disclosures.catalogue.common import (
    AUTHORITY,
    LEGAL_BASIS,
    LEGAL_REPRESENTATIVE,
    RESULT_RETENTION,
    K,
    choices,
    party,
)
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.fields import Field

_row = partial(
    Category,
    stage=Stage.EX_POST,
    prepares=(Role.HANDLER,),
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.SECTION_HEAD, Role.SUPERVISING_LEADER),
    clock="RESULT_PUBLISH",
    clock_starts=FROM_FORMATION,
    change_clock="RESULT_PUBLISH",
    party_field="party",
    retention_years=RESULT_RETENTION,
)

_DOCUMENT_NUMBER = Field(
    "document_number",
    K.DOCUMENT_NUMBER,
    "决定书文号",
    "Document number",
    help_zh="例如：昌州环阜罚〔2026〕3号。",
    help_en="For example 昌州环阜罚〔2026〕3号.",
)
_INSPECTORS = Field("inspectors", K.TEXT, "检查人员", "Inspectors", required=False, article="6")
_PROBLEMS = Field("problems", K.LONG_TEXT, "存在问题", "Problems found", article="8")
_RECTIFICATION = Field("rectification", K.LONG_TEXT, "整改情况", "Rectification", article="8")
_SIGNED_ON = Field(
    "signed_on",
    K.DATE,
    "记录签字日期",
    "Date the record was signed",
    article="12",
    help_zh="检查记录或者报告签字的日期，公示时限从这天起算。",
    help_en="The day the inspection record or report was signed; the time limit runs from it.",
)
_CONDUCTED_BY = (
    Field("inspecting_body", K.TEXT, "实施机关", "Inspecting body", article="8"),
    Field("handling_unit", K.TEXT, "承办机构", "Handling unit", article="12"),
)
_SERVED_ON = Field("served_on", K.DATE, "送达日期", "Date of service", required=False, public=False)

SUPERVISION_RESULT = _row(
    code="C1",
    key="supervision_result",
    label_zh="行政监督",
    label_en="Supervision result",
    help_zh="监督检查了谁、查了什么、发现什么问题、整改得怎么样。",
    help_en="Who was supervised, what was checked, what problems were found and how they were rectified.",
    article="8, 9, 12",
    formed_field="signed_on",
    formed_label_zh="记录签字之日",
    formed_label_en="Date the record was signed",
    title_zh="{party}监督检查结果",
    title_en="Supervision result: {party}",
    fields=(
        *party("监督对象", "Supervised party"),
        LEGAL_BASIS,
        Field("method", K.TEXT, "监督方式", "Method of supervision", article="8"),
        Field("matters", K.TEXT, "监督事项", "Matters supervised", article="8"),
        Field("content", K.LONG_TEXT, "抽查内容", "What was checked", article="8"),
        _PROBLEMS,
        _RECTIFICATION,
        _SIGNED_ON,
        *_CONDUCTED_BY,
    ),
)

RANDOM_RESULT = _row(
    code="C2",
    key="random_result",
    label_zh="双随机抽查结果",
    label_en="Double-random inspection result",
    help_zh="随机抽中了谁、怎么查的、结果怎么样。",
    help_en="Who was drawn at random, how the inspection was made, and its result.",
    article="8, 12, 14",
    prepares=(Role.LEGAL_CLERK, Role.HANDLER),
    reviews=(),
    approves=(Role.LEGAL_SECTION_HEAD,),
    clock="RANDOM_NORMAL_PUBLISH",
    clock_by_value=ClockByValue("outcome", "problem", "RESULT_PUBLISH"),
    formed_field="ended_on",
    formed_label_zh="抽查结束之日",
    formed_label_en="Date the inspection ended",
    title_zh="{party}双随机抽查结果（{batch}）",
    title_en="Double-random inspection result: {party} ({batch})",
    push_to_credit=True,
    fields=(
        *party("检查对象", "Inspected party"),
        Field("batch", K.TEXT, "抽查批次", "Batch"),
        Field("target_class", K.TEXT, "检查对象类别", "Class of inspected party", article="8"),
        Field("method", K.TEXT, "检查方式", "Method of inspection", article="8"),
        LEGAL_BASIS,
        Field("matters", K.TEXT, "抽查事项", "Matters inspected", article="8"),
        _INSPECTORS,
        Field("started_on", K.DATE, "抽查开始日期", "Inspection began on"),
        Field("ended_on", K.DATE, "抽查结束日期", "Inspection ended on", article="12"),
        Field(
            "outcome",
            K.CHOICE,
            "抽查结果",
            "Result of the inspection",
            article="8",
            choices=choices(
                ("normal", "未发现问题", "no problem found"), ("problem", "发现问题", "problem found")
            ),
        ),
        Field("outcome_note", K.LONG_TEXT, "结果说明", "Details of the result", required=False, article="8"),
        Field(
            "penalty_result",
            K.TEXT,
            "处罚结果",
            "Penalty",
            required=False,
            article="8",
            blank_zh="未处罚",
            blank_en="no penalty",
        ),
        Field(
            "penalty_time_limit",
            K.TEXT,
            "处罚时限",
            "Time limit of the penalty",
            required=False,
            article="8",
            blank_zh="未处罚",
            blank_en="no penalty",
        ),
        *_CONDUCTED_BY,
    ),
)

PENALTY = _row(
    code="C4",
    key="penalty",
    label_zh="行政处罚",
    label_en="Penalty decision",
    help_zh="谁因为什么被处罚、依据什么、罚了多少。",
    help_en="Who was penalised for what, on what legal basis, and how much.",
    article="9, 12, 14",
    law="《行政处罚法》第四十八条、第五十九条",
    formed_field="decided_on",
    formed_label_zh="决定书日期",
    formed_label_en="Date on the decision",
    title_zh="{party}行政处罚决定（{document_number}）",
    title_en="Penalty decision: {party} ({document_number})",
    push_to_credit=True,
    amount_in_text=(("content", "amount"),),
    fields=(
        *party(article="14"),
        LEGAL_REPRESENTATIVE,
        _DOCUMENT_NUMBER,
        Field("violation_type", K.TEXT, "违法行为类型", "Type of violation"),
        Field("facts", K.LONG_TEXT, "违法事实", "Facts of the violation"),
        LEGAL_BASIS,
        Field(
            "penalty_kind",
            K.CHOICE,
            "处罚种类",
            "Kind of penalty",
            choices=choices(
                ("warning", "警告", "warning"),
                ("circulated_criticism", "通报批评", "circulated criticism"),
                ("fine", "罚款", "fine"),
                ("confiscation", "没收违法所得、没收非法财物", "confiscation"),
                (
                    "licence",
                    "暂扣、吊销许可证件，降低资质等级",
                    "suspension, downgrading or revocation of a licence",
                ),
                (
                    "restriction",
                    "限制生产经营、责令停产停业、责令关闭、限制从业",
                    "restriction or closure of business",
                ),
                ("combined", "两种以上处罚并处", "several penalties together"),
                ("other", "其他", "other"),
            ),
        ),
        Field("content", K.LONG_TEXT, "处罚内容", "Content of the penalty"),
        Field(
            "amount",
            K.MONEY,
            "罚款金额",
            "Amount of the fine",
            required=False,
            help_zh="以万元计：6.8万元填6.8。要与处罚内容中的金额一致。",
            help_en="In 10,000 yuan (万元): 68,000 yuan is 6.8. It must agree with the content of the penalty.",
            blank_zh="无罚款",
            blank_en="no fine",
        ),
        Field("decided_on", K.DATE, "处罚决定日期", "Date of decision", article="12"),
        *AUTHORITY,
        Field("performance", K.LONG_TEXT, "履行方式和期限", "How and by when to perform", required=False),
        Field("remedy", K.LONG_TEXT, "救济途径和期限", "Remedies and time limits", article="2, 5"),
        Field(
            "conduct_ended_on", K.DATE, "违法行为终了日期", "Violation ended on", required=False, public=False
        ),
        _SERVED_ON,
        Field(
            "repair_notice_served_on",
            K.DATE,
            "信用修复告知书送达日期",
            "Credit repair notice served on",
            required=False,
            public=False,
        ),
        Field(
            "credit_class",
            K.CHOICE,
            "失信程度",
            "Credit class",
            required=False,
            public=False,
            choices=choices(
                ("minor", "轻微", "minor"), ("ordinary", "一般", "ordinary"), ("serious", "严重", "serious")
            ),
        ),
        Field(
            "social_impact",
            K.LONG_TEXT,
            "具有一定社会影响的理由",
            "Why the decision has social impact",
            required=False,
            public=False,
        ),
    ),
)

COERCIVE = _row(
    code="C5",
    key="coercive",
    label_zh="行政强制",
    label_en="Coercive measure",
    help_zh="查封、扣押等强制措施：对谁、什么物品、什么理由、到什么时候。",
    help_en="Sealing, seizure and the like: against whom, of what, why and until when.",
    article="3, 9, 12",
    law="《行政强制法》第二十四条",
    formed_field="decided_on",
    formed_label_zh="决定书日期",
    formed_label_en="Date on the decision",
    title_zh="{party}{measure_kind}决定（{document_number}）",
    title_en="Coercive measure ({measure_kind}): {party} ({document_number})",
    fields=(
        *party(article="3"),
        LEGAL_REPRESENTATIVE,
        _DOCUMENT_NUMBER,
        Field(
            "measure_kind",
            K.CHOICE,
            "措施种类",
            "Kind of measure",
            article="3",
            choices=choices(
                ("sealing", "查封", "sealing"),
                ("seizure", "扣押", "seizure"),
                ("performance_by_proxy", "代履行", "performance by proxy"),
                ("extra_fine", "加处罚款", "additional fine for late payment"),
                ("other", "其他强制", "other coercion"),
            ),
        ),
        Field("target", K.LONG_TEXT, "标的", "What it is applied to"),
        Field("reasons", K.LONG_TEXT, "理由", "Reasons"),
        LEGAL_BASIS,
        Field("starts_on", K.DATE, "开始日期", "From", may_be_future=True),
        Field("duration", K.TEXT, "期限", "Duration"),
        Field(
            "change",
            K.LONG_TEXT,
            "解除或者延长情况",
            "Lifting or extension",
            required=False,
            blank_zh="未解除、未延长",
            blank_en="neither lifted nor extended",
        ),
        Field("decided_on", K.DATE, "决定日期", "Date of decision", article="12"),
        *AUTHORITY,
        Field("remedy", K.LONG_TEXT, "救济途径和期限", "Remedies and time limits", article="2, 5"),
        _SERVED_ON,
    ),
)

INSPECTION = _row(
    code="C7",
    key="inspection",
    label_zh="行政检查",
    label_en="Inspection result",
    help_zh="日常检查、专项检查的结果（随机抽查另列）。",
    help_en="Results of routine and special inspections (random ones are listed apart).",
    article="3, 9, 12, 14",
    formed_field="signed_on",
    formed_label_zh="记录签字之日",
    formed_label_en="Date the record was signed",
    title_zh="{party}行政检查结果",
    title_en="Inspection result: {party}",
    push_to_credit=True,
    fields=(
        *party("检查对象", "Inspected party", article="14"),
        LEGAL_BASIS,
        Field("method", K.TEXT, "检查方式", "Method of inspection"),
        Field("matters", K.TEXT, "检查事项", "Matters inspected"),
        Field("content", K.LONG_TEXT, "检查内容", "What was checked"),
        _INSPECTORS,
        _PROBLEMS,
        _RECTIFICATION,
        _SIGNED_ON,
        *_CONDUCTED_BY,
    ),
)

EX_POST: tuple[Category, ...] = (SUPERVISION_RESULT, RANDOM_RESULT, PENALTY, COERCIVE, INSPECTION)
