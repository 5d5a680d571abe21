"""Rows of the second stage: what is told or shown while a case runs (事中公示, Articles 6 and 7).

Article 6 is about conduct on site: what the officers told stays in the case file and is never published. Article 7 names
the result among what is disclosed, but an open case may hold what may not be published. So a case notice is general
and names no party; the result stands in the record of the decision, which the notice points to.
"""

from dataclasses import replace
from functools import partial

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.authorities import LEGAL_BASIS
from feedback_app.disclosures.catalogue.category import FROM_FORMATION, NO_CLOCK, Category
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.catalogue.writing import K, choices, columns
from feedback_app.disclosures.fields import Field, Redact

_row = partial(Category, stage=Stage.IN_PROCESS, prepares=(Role.HANDLER,), reviews=(Role.SECTION_HEAD,))
_RIGHTS = (
    "有权核对执法人员身份、申请回避、陈述申辩，要求保守商业秘密；应当如实回答询问，配合检查，不得拒绝、阻挠。"
)

_TOLD_ON_SITE: tuple[Field, ...] = (
    Field(
        "occasion",
        K.CHOICE,
        "执法活动",
        "Occasion",
        article="6",
        choices=choices(
            ("inspection", "监督检查", "supervision or inspection"),
            ("investigation", "调查取证", "investigation and evidence"),
            ("service", "告知送达", "notification or service"),
        ),
    ),
    Field("party", K.TEXT, "行政相对人", "Regulated party", article="6", sample="阜康市屹丰建材有限公司"),
    Field("held_on", K.DATE, "日期", "Date", article="6"),
    Field("place", K.TEXT, "地点", "Place", article="6", sample="该公司生产车间"),
    Field(
        "officers",
        K.PEOPLE,
        "执法人员",
        "Officers",
        article="6",
        columns=columns(
            ("name", "姓名", "Name"), ("certificate_number", "执法证件号码", "Certificate number")
        ),
        help_zh="不少于两人。",
        help_en="At least two.",
        least_rows=2,
        redact=Redact.NONE,
    ),
    Field("certificate_shown", K.BOOLEAN, "是否出示执法证件", "Was the certificate shown?", article="6", sample="yes"),
    Field("documents", K.TEXT, "出具的执法文书", "Documents issued", article="6", sample="现场检查通知书"),
    Field("reasons", K.LONG_TEXT, "告知的执法事由", "Reasons told", article="6", sample="随机抽查"),
    replace(LEGAL_BASIS, label_zh="告知的执法依据", label_en="Legal basis told", article="6"),
    Field(
        "rights_and_duties",
        K.LONG_TEXT,
        "告知的权利义务",
        "Rights and duties told",
        article="6",
        sample=_RIGHTS,
    ),
    Field(
        "explanation", K.LONG_TEXT, "说明解释情况", "What was explained", required=False, article="6"
    ),
    Field(
        "acknowledgement",
        K.CHOICE,
        "当事人签收情况",
        "Acknowledgement",
        article="6",
        choices=choices(
            ("signed", "已签字确认", "signed"),
            ("refused", "拒绝签字，已注明", "refused to sign, noted"),
            ("absent", "不在场", "not present"),
        ),
    ),
)  # fmt: skip

ON_SITE = _row(
    code="B1",
    key="on_site",
    label_zh="现场执法告知",
    label_en="On-site notice",
    help_zh="执法人员上门时出示了证件、说清了事由、依据和权利义务的记录。存入案卷，不上网。",
    help_en="The record that officers showed their certificates and told reasons, basis, rights and duties. Kept in the case file.",
    article="6",
    is_public=False,
    approves=(Role.SECTION_HEAD, Role.LEGAL_SECTION_HEAD),
    clock="",
    clock_starts=NO_CLOCK,
    change_clock="",
    carriers=(),
    formed_field="held_on",
    formed_label_zh="执法活动之日",
    formed_label_en="Date of the visit",
    title_zh="现场执法告知：{party}（{held_on}）",
    title_en="On-site notice: {party} ({held_on})",
    party_field="party",
    fields=tuple(replace(field, public=False) for field in _TOLD_ON_SITE),
)

CASE_NOTICE = _row(
    code="B2",
    key="case_notice",
    label_zh="案件办理公示",
    label_en="Case notice",
    help_zh="某一类案件为什么查、依据什么查，当事人有哪些权利和义务；不点名。",
    help_en="Why a kind of case is investigated, on what legal basis, and the rights and duties of those concerned; no names.",
    article="6, 7",
    law="《政府信息公开条例》第十六条；《行政处罚法》第五十条",
    approves=(Role.LEGAL_SECTION_HEAD, Role.SUPERVISING_LEADER),
    names_nobody=True,
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
            sample="危险废物管理台账",
        ),
        Field(
            "purpose",
            K.LONG_TEXT,
            "执法目的",
            "Purpose of enforcement",
            article="7",
            sample="查清事实，制止违法行为。",
        ),
        LEGAL_BASIS,
        Field(
            "result_records",
            K.REFERENCES,
            "执法结果",
            "Result",
            required=False,
            article="7",
            blank_zh="案件办结后，随处罚等决定一并公开",
            blank_en="Published with the decision when the case is closed",
            help_zh="案件办结后，填处罚等决定的信息编号，例如：C4-2026-0001。",
            help_en="When the case is closed, the number of the decision's record, such as C4-2026-0001.",
        ),
        Field(
            "rights_and_duties",
            K.LONG_TEXT,
            "当事人的权利和义务",
            "Rights and duties of the party",
            article="7",
            sample=_RIGHTS,
        ),
    ),
)

COUNTER_BOARD = _row(
    code="B3",
    key="counter_board",
    label_zh="办事窗口岗位信息",
    label_en="Counter board",
    help_zh="窗口上谁负责什么、要带什么材料、怎么查进度、向谁投诉。",
    help_en="Who does what at the counter, what to bring, how to ask about progress, where to complain.",
    article="6, 7",
    law="国办发〔2018〕118号",
    prepares=(Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD),
    reviews=(),
    approves=(Role.LEGAL_SECTION_HEAD,),
    clock="EXANTE_CHANGE",
    clock_starts=FROM_FORMATION,
    change_clock="EXANTE_CHANGE",
    formed_label_zh="调整之日",
    formed_label_en="Date of adjustment",
    title_zh="窗口岗位信息：{counter}",
    title_en="Counter board: {counter}",
    fields=(
        Field("counter", K.TEXT, "窗口", "Counter", article="7", sample="法制科接待窗口"),
        Field(
            "posts",
            K.TABLE,
            "岗位和职责",
            "Posts and duties",
            article="7",
            columns=columns(
                ("post", "岗位", "Post"), ("staff", "工作人员", "Staff"), ("duties", "职责", "Duties")
            ),
            redact=Redact.NONE,
        ),
        Field(
            "materials",
            K.LONG_TEXT,
            "申请材料",
            "What to bring",
            article="7",
            redact=Redact.NONE,
            sample="反映公示信息有误的，带上文书复印件更好，没有也可以。",
        ),
        Field(
            "progress",
            K.LONG_TEXT,
            "进度查询",
            "How to ask about progress",
            article="7",
            redact=Redact.NONE,
            sample="凭查询码在本网站“查询办理进度”查看，也可以打电话问。",
        ),
        Field(
            "complaints",
            K.LONG_TEXT,
            "投诉渠道",
            "Where to complain",
            article="7",
            redact=Redact.NONE,
            sample="本网站公布的监督举报电话；也可以拨打12345。",
        ),
        Field("hours", K.TEXT, "办公时间", "Office hours", article="7", max_length=300, redact=Redact.NONE),
        Field("address", K.TEXT, "办公地址", "Address", article="7", redact=Redact.NONE),
    ),
)

IN_PROCESS: tuple[Category, ...] = (ON_SITE, CASE_NOTICE, COUNTER_BOARD)
