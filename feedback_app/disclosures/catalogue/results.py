"""What the rows of decisions and results share (Articles 9, 12, 14): who prepares, reviews, approves; clocks; common fields."""

from functools import partial

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.authorities import BUREAU_ZH, HANDLING_UNIT
from feedback_app.disclosures.catalogue.category import FROM_FORMATION, Category
from feedback_app.disclosures.catalogue.escalation import TO_THE_LEADER_IN_CHARGE
from feedback_app.disclosures.catalogue.named_parties import RESULT_RETENTION
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Field, Redact

result_row = partial(
    Category,
    stage=Stage.EX_POST,
    prepares=(Role.HANDLER,),
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.SECTION_HEAD, Role.SUPERVISING_LEADER),
    escalates=TO_THE_LEADER_IN_CHARGE,
    needs_secrecy_check=True,
    clock="RESULT_PUBLISH",
    clock_starts=FROM_FORMATION,
    change_clock="RESULT_PUBLISH",
    national_clock="RESULT_PUBLISH_NATIONAL_OTHER",
    party_field="party",
    retention_years=RESULT_RETENTION,
)

INSPECTORS = Field(
    "inspectors",
    K.TEXT,
    "检查人员",
    "Inspectors",
    required=False,
    article="6",
    redact=Redact.NONE,
    sample="赵明、陈志强",
)
PROBLEMS = Field("problems", K.LONG_TEXT, "存在问题", "Problems found", article="8", sample="未发现问题。")
RECTIFICATION = Field(
    "rectification", K.LONG_TEXT, "整改情况", "Rectification", article="8", sample="无需整改。"
)
SIGNED_ON = Field(
    "signed_on",
    K.DATE,
    "记录签字日期",
    "Date the record was signed",
    article="12",
    help_zh="检查记录、报告或者整改复查记录签字的日期，公示时限从这天起算。",
    help_en="The day the inspection record, report or check of the rectification was signed; the time limit runs from it.",
)
CONDUCTED_BY = (
    Field(
        "inspecting_body",
        K.TEXT,
        "实施机关",
        "Inspecting body",
        article="8",
        redact=Redact.NONE,
        sample=BUREAU_ZH,
    ),
    HANDLING_UNIT,
)
INSPECTION_ITEM = Field(
    "inspection_items",
    K.REFERENCES,
    "对应的检查事项清单",
    "Inspection item list it rests on",
    required=False,
    help_zh="填“涉企行政检查事项”或者“随机抽查事项清单”的信息编号，例如：A14-2026-0001。没有公布的事项不得检查。",
    help_en="The number of the published list, such as A14-2026-0001. What is not on a published list may not be inspected.",
)
SERVED_ON = Field(
    "served_on",
    K.DATE,
    "送达日期",
    "Date of service",
    required=False,
    public=False,
    redact=Redact.NONE,
    help_zh="还没有送达的先空着；决定作出后第 4 个工作日仍未送达的，由法制科决定公示还是暂缓。",
    help_en="Leave it empty when not served yet; from the fourth working day after the decision the legal section decides.",
)
REMEDY_WORDS = (
    "对决定不服的，可以在收到决定书之日起60日内申请行政复议，也可以在6个月内向人民法院提起行政诉讼。"
)
REMEDY_TEXT = Field(
    "remedy",
    K.LONG_TEXT,
    "救济途径和期限",
    "Remedies and time limits",
    article="2, 5",
    redact=Redact.NONE,
    sample=REMEDY_WORDS,
)


def document_number(share_code: str = "", label_zh: str = "决定书文号", sample: str = "") -> Field:
    """The number a decision bears (文号); `share_code` is its name in the double-publicity standard."""
    return Field(
        "document_number",
        K.DOCUMENT_NUMBER,
        label_zh,
        "Document number",
        help_zh="例如：昌州环阜罚〔2026〕3号。",
        help_en="For example 昌州环阜罚〔2026〕3号.",
        redact=Redact.NONE,
        share_code=share_code,
        sample=sample,
    )
