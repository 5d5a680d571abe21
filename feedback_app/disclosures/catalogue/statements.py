"""Rows that are neither decision nor result: the yearly figures, and what taking down and correcting leave behind.

A notice of withdrawal and a notice of correction are written by the act itself, never by hand: they stand in the
registers, and their rows here say what such a notice must hold.
"""

from functools import partial

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.category import FROM_FORMATION, Category
from feedback_app.disclosures.catalogue.named_parties import RESULT_RETENTION
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Choice, Field, Redact
from feedback_app.disclosures.grounds import GROUNDS

_row = partial(Category, stage=Stage.EX_POST, clock_starts=FROM_FORMATION, retention_years=RESULT_RETENTION)


def _counts(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(key, K.INTEGER, zh, en, redact=Redact.NONE) for key, zh, en in rows)


ANNUAL_STATS = _row(
    code="C9",
    key="annual_stats",
    label_zh="行政执法年度数据",
    label_en="Yearly enforcement figures",
    help_zh="上一年处罚、检查、强制各多少件，罚没多少钱，复议、诉讼多少件。",
    help_en="How many penalties, inspections and coercive measures last year, the sums, reviews and suits.",
    article="3, 9, 16",
    law="国办发〔2018〕118号：每年1月31日前公开上年度行政执法数据",
    prepares=(Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD),
    reviews=(),
    approves=(Role.PRINCIPAL_LEADER,),
    clock="ANNUAL_STATS",
    change_clock="RESULT_PUBLISH",
    formed_field="year",
    formed_label_zh="年度终了之日",
    formed_label_en="Last day of the year",
    carriers=("branch_site", "county_gov_column"),
    title_zh="{year}年度行政执法数据",
    title_en="Enforcement figures of {year}",
    fields=(
        Field("year", K.YEAR, "年度", "Year", sample="2025", help_zh="四位年份，例如：2025。",
              help_en="Four digits, such as 2025.", redact=Redact.NONE),
        *_counts(
            ("penalties", "行政处罚（件）", "Penalties"),
            ("inspections", "行政检查（次）", "Inspections"),
            ("random_inspections", "其中双随机抽查（次）", "Of these double-random"),
            ("coercive_measures", "行政强制（件）", "Coercive measures"),
            ("licences", "行政许可（件）", "Licences"),
            ("orders", "责令改正（件）", "Orders to correct"),
        ),
        Field("fines", K.MONEY, "罚款金额", "Fines", sample="12.5", redact=Redact.NONE),
        Field("confiscated", K.MONEY, "没收金额", "Confiscated", sample="0", redact=Redact.NONE),
        *_counts(
            ("reconsiderations", "被申请行政复议（件）", "Administrative reconsiderations"),
            ("reconsiderations_lost", "复议撤销、变更、确认违法（件）", "Of these revoked, changed or unlawful"),
            ("suits", "被提起行政诉讼（件）", "Suits"),
            ("suits_lost", "诉讼败诉（件）", "Suits lost"),
            ("transfers", "移送公安、司法机关（件）", "Transferred to the police or judicial bodies"),
        ),
        Field("note", K.LONG_TEXT, "说明", "Note", required=False),
    ),
)  # fmt: skip

WITHDRAWAL_NOTICE = _row(
    code="C10",
    key="withdrawal_notice",
    label_zh="撤下说明",
    label_en="Notices of withdrawal",
    help_zh="哪条信息撤下了、为什么、依据什么；不重复原来的内容。",
    help_en="Which record came down, why and on what basis; the former content is not repeated.",
    article="12",
    law="《行政处罚法》第四十八条",
    is_written_by_hand=False,
    register="withdrawn",
    prepares=(Role.LEGAL_CLERK,),
    reviews=(),
    approves=(Role.LEGAL_SECTION_HEAD, Role.PRINCIPAL_LEADER),
    clock="REVOKED_WITHDRAW",
    change_clock="RESULT_PUBLISH",
    formed_label_zh="收到文书之日",
    formed_label_en="Date the instrument was received",
    title_zh="撤下说明：{record_ref}",
    title_en="Notice of withdrawal: {record_ref}",
    fields=(
        Field("record_ref", K.REFERENCES, "信息编号", "Record", article="12", sample="C4-2026-0001"),
        Field("reason", K.CHOICE, "撤下原因", "Reason", article="12", choices=tuple(
            Choice(ground.key, ground.label_zh, ground.label_en) for ground in GROUNDS.values()
        )),
        Field("basis", K.LEGAL_BASIS, "依据", "Legal basis", article="12", redact=Redact.NONE),
        Field("withdrawn_on", K.DATE, "撤下日期", "Withdrawn on", article="12"),
        Field("approver", K.TEXT, "批准人职务", "Approved by (post)", article="12", redact=Redact.NONE),
    ),
)  # fmt: skip

CORRECTION_NOTICE = _row(
    code="C11",
    key="correction_notice",
    label_zh="更正说明",
    label_en="Notices of correction",
    help_zh="哪条信息的哪一栏写错了，原来写的是什么，现在是什么。",
    help_en="Which field of which record was wrong, what stood there and what stands there now.",
    article="15",
    is_written_by_hand=False,
    register="corrections",
    prepares=(Role.HANDLER,),
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.SUPERVISING_LEADER,),
    clock="CORRECT_OWN",
    change_clock="CORRECT_OWN",
    formed_label_zh="结论签发之日",
    formed_label_en="Date the finding was signed",
    title_zh="更正说明：{record_ref}",
    title_en="Notice of correction: {record_ref}",
    fields=(
        Field("record_ref", K.REFERENCES, "信息编号", "Record", article="15", sample="C4-2026-0002"),
        Field("field", K.TEXT, "更正的栏目", "Field corrected", article="15", sample="罚款金额"),
        Field("old", K.LONG_TEXT, "原来的内容", "What stood there", article="15", sample="68万元"),
        Field("new", K.LONG_TEXT, "现在的内容", "What stands there now", article="15", sample="6.8万元"),
        Field("reason", K.LONG_TEXT, "更正原因", "Why", required=False, article="15"),
        Field("corrected_on", K.DATE, "更正日期", "Corrected on", article="15"),
    ),
)  # fmt: skip

STATEMENTS: tuple[Category, ...] = (ANNUAL_STATS, WITHDRAWAL_NOTICE, CORRECTION_NOTICE)
