"""Why an error came about (错误产生的原因, Article 15), and how much fault was in it.

An error often has several causes: the slip itself and the check that did not catch it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """One root cause. `prevention_*` proposes what would prevent the next one; the analyst writes the real words."""

    code: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    prevention_zh: str
    prevention_en: str
    is_error: bool = True
    article: str = "15"


@dataclass(frozen=True)
class Fault:
    """How much fault lies in a cause."""

    code: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    article: str = "15, 17"


_CAUSES = (
    Cause(
        "data_entry", "录入错误", "data entry error",
        "抄录时打错、漏打、错行。", "Mistyped, left out or put in the wrong place.",
        "录入后由另一人对照原件逐栏核对。", "A second person compares every field with the original.",
    ),
    Cause(
        "unit_conversion", "计量（万元/元）换算错误", "unit conversion error (万元 / 元)",
        "万元与元、吨与千克等单位弄错。", "Units confused, such as 10,000 yuan and yuan.",
        "发布前自动核对金额栏与处罚内容中的金额。", "Compare the amount field with the amount in the text before publishing.",
    ),
    Cause(
        "wrong_party", "相对人混淆", "wrong party",
        "名称相近，公示到了别人名下。", "A similar name; published against somebody else.",
        "以统一社会信用代码核对名称。", "Check the name against the unified social credit code.",
    ),
    Cause(
        "wrong_citation", "依据引用错误", "wrong citation",
        "法律名称、条、款、项写错。", "Wrong law, article, paragraph or item.",
        "从执法依据清单中选用条文。", "Take citations from the list of legal bases.",
    ),
    Cause(
        "outdated_law", "依据已修改废止未更新", "outdated law",
        "引用了已经修改或者废止的规定。", "An amended or repealed rule was cited.",
        "依据调整后逐条核对在用的引用。", "After a change of the law, check every citation in use.",
    ),
    Cause(
        "source_document_error", "原文书错误", "error in the source document",
        "决定书、检查记录本身有误。", "The decision or inspection record itself was wrong.",
        "先依法更正文书，再更正公示。", "Correct the document by law first, then the record.",
    ),
    Cause(
        "redaction_missed", "隐私处理遗漏", "missed redaction",
        "身份证号、电话、住址等没有遮盖。", "An identity number, telephone or address was not masked.",
        "附件公示前由专人复查遮盖情况。", "A second reader checks every attachment before it is published.",
    ),
    Cause(
        "review_failure", "审核把关不严", "failure of review",
        "审核、批准时没有发现。", "Review and approval did not notice it.",
        "审核人对照原件签字，不凭经办人口述。", "Reviewers sign with the original before them.",
    ),
    Cause(
        "late_submission", "承办机构报送不及时", "late submission by the handling unit",
        "承办机构没有按时报送。", "The handling unit sent it late.",
        "到期前提醒承办机构并抄送科室负责人。", "Remind the handling unit and its head before the limit.",
    ),
    Cause(
        "late_publication", "发布不及时", "late publication",
        "已经批准，没有按时发布。", "Approved in time, published late.",
        "批准后自动列入发布员待办并计时。", "On approval it enters the publisher's queue with its time limit.",
    ),
    Cause(
        "not_withdrawn", "应撤未撤", "not withdrawn",
        "决定已撤销或者公示期满，没有撤下。", "Revoked or past its period, and still online.",
        "收到撤销文书当天登记，三个工作日内撤下。", "Register revoking documents the day they arrive; take down in three working days.",
    ),
    Cause(
        "selective", "选择性公示", "selective disclosure",
        "有的公示，有的不公示。", "Published for some, not for others.",
        "按文号顺序查漏，逐月通报。", "Look for gaps in the document numbers every month.",
    ),
    Cause(
        "sync_failure", "多载体不同步、推送失败", "channels out of step",
        "本网站已更新，其他载体没有。", "This site changed and another channel did not.",
        "推送后逐一确认，未确认的每日提醒。", "Confirm each channel after a push; remind daily until done.",
    ),
    Cause(
        "system_defect", "系统缺陷", "system defect",
        "程序出错导致显示或者保存不正确。", "The program stored or showed it wrongly.",
        "修复并加测试，排查同类记录。", "Mend it, add a test, look for other records like it.",
    ),
    Cause(
        "rule_unclear", "制度不明", "unclear rule",
        "规定不清楚，各人理解不同。", "The rule was unclear and read in different ways.",
        "由法制科作出书面解释并公布。", "The legal section settles the reading in writing and publishes it.",
    ),
    Cause(
        "third_party", "外部来源错误", "error of an outside source",
        "其他机关或者平台提供的信息有误。", "Another authority or platform supplied it wrongly.",
        "书面告知来源单位更正，采用前核对。", "Ask the source to correct it; check before use.",
    ),
    Cause(
        "malicious_tampering", "人为篡改", "tampering",
        "有人故意改动。", "Somebody changed it on purpose.",
        "封存日志，移送纪检监察或者公安机关。", "Secure the log; refer to the discipline authorities or the police.",
    ),
    Cause(
        "none", "无错误", "no error",
        "公示的信息准确。", "The published information was right.",
        "", "",
        is_error=False,
    ),
    Cause(
        "other", "其他", "other",
        "以上都不是，请写明。", "None of these; say what it was.",
        "", "",
    ),
)  # fmt: skip

CAUSES: dict[str, Cause] = {row.code: row for row in _CAUSES}

_FAULTS = (
    Fault("none", "无过错", "no fault", "尽到了注意义务。", "Due care was taken."),
    Fault("negligent", "过失", "negligence", "应当注意而没有注意。", "Due care was not taken."),
    Fault(
        "gross",
        "重大过失",
        "gross negligence",
        "明显违反规定的要求。",
        "An obvious breach of what is required.",
    ),
    Fault("intentional", "故意", "intent", "明知不对而为之。", "Done knowingly."),
)

FAULTS: dict[str, Fault] = {row.code: row for row in _FAULTS}
