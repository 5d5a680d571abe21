"""Rows of the third stage: results of supervision and inspection (事后公开, Articles 8, 9, 12 and 14).

Article 8 names supervision, double-random results and what may be released on request; Articles 9, 12 and 14 add every
decision (`decisions.py`). What the law above adds, and what other acts leave behind, stands in `statements.py`.
"""

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.authorities import LEGAL_BASIS
from feedback_app.disclosures.catalogue.category import Category, ClockByValue
from feedback_app.disclosures.catalogue.doubts import DOUBTS
from feedback_app.disclosures.catalogue.named_parties import party
from feedback_app.disclosures.catalogue.results import (
    CONDUCTED_BY,
    INSPECTION_ITEM,
    INSPECTORS,
    PROBLEMS,
    RECTIFICATION,
    SIGNED_ON,
    result_row,
)
from feedback_app.disclosures.catalogue.writing import K, choices
from feedback_app.disclosures.fields import Field, Redact

SUPERVISION_RESULT = result_row(
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
        Field("method", K.TEXT, "监督方式", "Method of supervision", article="8", sample="日常检查"),
        Field("matters", K.TEXT, "监督事项", "Matters supervised", article="8", sample="畜禽养殖污染防治"),
        Field(
            "content",
            K.LONG_TEXT,
            "抽查内容",
            "What was checked",
            article="8",
            sample="粪污贮存设施、雨污分流。",
        ),
        PROBLEMS,
        RECTIFICATION,
        SIGNED_ON,
        *CONDUCTED_BY,
        INSPECTION_ITEM,
        *DOUBTS,
    ),
)

RANDOM_RESULT = result_row(
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
    escalates=(),
    needs_secrecy_check=False,
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
        Field("batch", K.TEXT, "抽查批次", "Batch", sample="2026年第三季度第2批"),
        Field(
            "target_class",
            K.TEXT,
            "检查对象类别",
            "Class of inspected party",
            article="8",
            sample="一般监管对象",
        ),
        Field("method", K.TEXT, "检查方式", "Method of inspection", article="8", sample="现场检查"),
        LEGAL_BASIS,
        Field("matters", K.TEXT, "抽查事项", "Matters inspected", article="8", sample="污染防治设施运行"),
        INSPECTORS,
        Field("started_on", K.DATE, "抽查开始日期", "Inspection began on", sample="2026-09-22"),
        Field("ended_on", K.DATE, "抽查结束日期", "Inspection ended on", article="12", sample="2026-09-24"),
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
            help_zh="发现问题的必填；还没有处罚的，写明怎么处理。",
            help_en="Needed when a problem was found; if there is no penalty yet, say what is being done.",
            article="8",
            required_when=("outcome", "problem"),
            blank_zh="未发现问题，无处罚",
            blank_en="no problem found, no penalty",
        ),
        Field(
            "penalty_time_limit",
            K.TEXT,
            "处罚时限",
            "Time limit of the penalty",
            required=False,
            article="8",
            required_when=("outcome", "problem"),
            blank_zh="未发现问题，无处罚",
            blank_en="no problem found, no penalty",
        ),
        *CONDUCTED_BY,
        INSPECTION_ITEM,
    ),
)

ON_REQUEST = result_row(
    code="C3",
    key="on_request",
    label_zh="依申请公开转为主动公开",
    label_en="Released on request, now public to all",
    help_zh="有人申请公开、经决定可以让大家都看到的信息。",
    help_en="Information somebody asked for and that was decided to be made public to all.",
    article="8, 9",
    law="《政府信息公开条例》第三十六条、第三十七条、第四十四条",
    approves=(Role.LEGAL_SECTION_HEAD, Role.SUPERVISING_LEADER),
    escalates=(),
    party_field="",
    formed_field="decided_on",
    formed_label_zh="决定转为主动公开之日",
    formed_label_en="Date it was decided to make it public",
    title_zh="{subject}",
    title_en="Released on request: {subject}",
    fields=(
        Field("subject", K.TEXT, "信息名称", "Subject", article="8", sample="2025年重点排污单位名录"),
        Field(
            "application_number",
            K.TEXT,
            "申请编号",
            "Application number",
            article="8",
            redact=Redact.NONE,
            help_zh="只写编号，不写申请人。",
            help_en="The number only, never the applicant.",
            sample="2026-依申请-001",
        ),
        Field(
            "decision_type",
            K.CHOICE,
            "答复类型",
            "Kind of reply",
            article="8",
            choices=choices(
                ("granted", "予以公开", "granted"),
                ("partly_granted", "部分公开", "partly granted"),
                ("already_public", "已经主动公开", "already public"),
            ),
        ),
        Field(
            "released",
            K.LONG_TEXT,
            "公开的内容",
            "What is released",
            article="8",
            sample="名录全文见本机关网站“重点排污单位”栏目。",
        ),
        Field("decided_on", K.DATE, "决定日期", "Date of decision", article="12"),
        LEGAL_BASIS,
    ),
)

INSPECTION = result_row(
    code="C7",
    key="inspection",
    label_zh="行政检查",
    label_en="Inspection result",
    help_zh="日常检查、专项检查的结果（随机抽查另列）。",
    help_en="Results of routine and special inspections (random ones are listed apart).",
    article="3, 9, 12, 14",
    law="国办发〔2024〕54号",
    formed_field="signed_on",
    formed_label_zh="记录签字之日",
    formed_label_en="Date the record was signed",
    title_zh="{party}行政检查结果",
    title_en="Inspection result: {party}",
    push_to_credit=True,
    fields=(
        *party("检查对象", "Inspected party", article="14"),
        LEGAL_BASIS,
        Field("method", K.TEXT, "检查方式", "Method of inspection", sample="现场检查"),
        Field("matters", K.TEXT, "检查事项", "Matters inspected", sample="危险废物规范化管理"),
        Field("content", K.LONG_TEXT, "检查内容", "What was checked", sample="危险废物贮存间、转移联单。"),
        INSPECTORS,
        PROBLEMS,
        RECTIFICATION,
        SIGNED_ON,
        *CONDUCTED_BY,
        INSPECTION_ITEM,
        *DOUBTS,
    ),
)

RESULTS: tuple[Category, ...] = (SUPERVISION_RESULT, RANDOM_RESULT, ON_REQUEST, INSPECTION)
