"""How an answer reads, by the kind of report and by what was found: plain words, to be edited before they go out.

A name in braces is a blank, see blanks.py. Whoever writes the answer may take any template that fits the ticket; the
first of them is the draft. Legal remedies are told where the law gives them and nowhere else.
"""

from dataclasses import dataclass

_ALWAYS = frozenset[str]()


@dataclass(frozen=True)
class AnswerTemplate:
    """`types`: kinds of report it is for; `findings`: what must have been found, any if empty. `law`: whose words it follows."""

    key: str
    label_zh: str
    label_en: str
    types: frozenset[str]
    zh: str
    en: str
    findings: frozenset[str] = _ALWAYS
    law: str = ""

    def fits(self, type_code: str, finding: str | None) -> bool:
        return type_code in self.types and (not self.findings or finding in self.findings)


def _types(*codes: str) -> frozenset[str]:
    return frozenset(codes)


_ABOUT_RECORDS = _types("inaccuracy_report", "omission_report", "privacy_takedown", "revocation_takedown")
_ROWS = (
    AnswerTemplate(
        "corrected", "已更正", "Corrected", _ABOUT_RECORDS,
        "您反映的“{record}”，我们核实了。您说得对，公示的内容有误。{changes}更正已于{corrected_on}公布，其他公示载体也在同步更正。"
        "给您带来的不便，我们很抱歉。\n谢谢您的监督。{objection}",
        "We have looked into your report about “{record}”. You were right: what we published was wrong. {changes} The correction was "
        "published on {corrected_on} and the other channels are following. We are sorry for the trouble.\nThank you for telling us. {objection}",
        frozenset({"inaccurate"}),
    ),
    AnswerTemplate(
        "partly_corrected", "部分更正", "Partly corrected", _ABOUT_RECORDS,
        "您反映的“{record}”，我们核实了，情况部分属实。{changes}更正已于{corrected_on}公布。其余部分我们对照{compared}核对过，与原件一致，没有改动。"
        "给您带来的不便，我们很抱歉。\n谢谢您的监督。{objection}",
        "We have looked into your report about “{record}”. You were partly right. {changes} The correction was published on {corrected_on}. "
        "The rest was checked against {compared}; it agrees and stays as it is. We are sorry for the trouble.\nThank you for telling us. {objection}",
        frozenset({"partly_inaccurate"}),
    ),
    AnswerTemplate(
        "brought_up_to_date", "已更新", "Brought up to date", _ABOUT_RECORDS,
        "您反映的“{record}”，我们核实了。您说得对，这条信息没有及时更新。{changes}更新已于{corrected_on}公布。没有及时更新，我们很抱歉。\n"
        "谢谢您的监督。{objection}",
        "We have looked into your report about “{record}”. You were right: it was not kept up to date. {changes} It was updated on "
        "{corrected_on}. We are sorry for the delay.\nThank you for telling us. {objection}",
        frozenset({"outdated"}),
    ),
    AnswerTemplate(
        "stays_as_it_is", "信息准确", "Accurate as published", _ABOUT_RECORDS,
        "您反映的“{record}”，我们对照{compared}核对过，公示的内容与原件一致，所以没有改动。{basis}\n"
        "如果您手上的材料写得不一样，请把材料交给我们，我们会重新核对。{objection}",
        "We have checked “{record}” against {compared}. What is published agrees with the original, so it stays as it is. {basis}\n"
        "If the documents you hold say otherwise, please send them and we will check once more. {objection}",
        frozenset({"accurate"}),
    ),
    AnswerTemplate(
        "not_verified", "无法核实", "Could not be verified", _ABOUT_RECORDS,
        "您反映的“{record}”，我们查了{compared}，按现有材料还不能核实。{basis}\n如果您有新的材料，请交给我们，我们会接着查。{objection}",
        "About “{record}” we looked at {compared}, but with what there is it could not be verified. {basis}\n"
        "If you have new material, please send it and we will go on. {objection}",
        frozenset({"cannot_verify"}),
    ),
    AnswerTemplate(
        "published_now", "已补充公示", "Published now", _ABOUT_RECORDS,
        "您反映的情况属实：{record}应当公示而没有公示，现在已经补充公示。没有按时公示，我们很抱歉。为什么没有公示、由谁负责，我们正在查。\n"
        "谢谢您的监督。{objection}",
        "You were right: {record} should have been published and was not. It is published now. We are sorry for the delay. We are looking into "
        "why it was not published and who answers for it.\nThank you for telling us. {objection}",
        frozenset({"omitted"}),
    ),
    AnswerTemplate(
        "taken_down", "已撤下或者遮盖", "Taken down or masked", _ABOUT_RECORDS,
        "您反映的情况属实：“{record}”公开了不该公开的内容。我们已经把它撤下或者遮盖，其他公示载体和搜索引擎也已要求删除。"
        "对不起，让您受到打扰。\n请留意陌生电话和贷款、退款一类的信息；有人借此行骗，请拨打110。{objection}",
        "You were right: “{record}” showed what may not be public. It has been taken down or masked, and the other channels and search engines "
        "have been asked to remove it. We are sorry for what this has caused you.\nPlease beware of unknown callers, loans and refunds; "
        "if somebody tries to cheat you, call 110. {objection}",
        frozenset({"over_disclosed"}), law="《个人信息保护法》第五十七条",
    ),
    AnswerTemplate(
        "decision_gone", "决定已撤下", "Decision taken down", _types("revocation_takedown", "inaccuracy_report"),
        "您反映的“{record}”，我们核对了您提供的文书，这个决定已依法撤销或者变更。原来公示的内容已经撤下，网址上只留一份说明。"
        "其他公示载体也已要求撤下。\n没有及时撤下，我们很抱歉。{objection}",
        "We have checked the document about “{record}”. The decision was revoked or changed; what was published has been taken down and only a notice "
        "stands in its place. The other channels have been asked to take it down too.\nWe are sorry it was not done in time. {objection}",
        frozenset({"revoked"}),
    ),
    AnswerTemplate(
        "not_ours", "不归本机关", "Not within our responsibility",
        _ABOUT_RECORDS | {"out_of_scope", "inquiry", "suggestion", "pollution_report", "conduct_report"},
        "您反映的事不归我们管，由{to}负责。您可以这样联系他们：{contact}。{told}",
        "What you reported is not for us to decide; {to} is responsible. You can reach them so: {contact}. {told}",
    ),
    AnswerTemplate(
        "question", "答复咨询", "Answer to a question", _types("inquiry"),
        "您问的事，答复如下：\n{facts}\n还有不清楚的，请打{hotline}。",
        "Here is the answer to your question:\n{facts}\nIf anything is unclear, please call {hotline}.",
    ),
    AnswerTemplate(
        "suggestion_taken", "答复建议", "Answer to a suggestion", _types("suggestion"),
        "您的建议我们收到了。{facts}\n谢谢您花时间告诉我们。",
        "We have your suggestion. {facts}\nThank you for taking the time.",
    ),
    AnswerTemplate(
        "praise_passed_on", "答复表扬", "Thanks for the praise", _types("praise"),
        "谢谢您的肯定。您的话我们已经转告有关同志。",
        "Thank you. We have passed your words on.",
    ),
    AnswerTemplate(
        "how_to_challenge", "告知复议、诉讼途径", "Ways of appeal", _types("decision_challenge"),
        "您不服的是决定本身，公示的内容与决定书一致，所以公示没有改动。\n不服决定的，可以在收到决定书之日起60日内，向决定书上写明的机关申请行政复议；"
        "也可以在6个月内，向决定书上写明的人民法院提起行政诉讼。期限以决定书上写的为准。\n您说决定有错误，我们也已转给作出决定的机构自查。{facts}",
        "What you disagree with is the decision itself; the record agrees with the decision and stays as it is.\nYou can apply for administrative "
        "reconsideration within 60 days of receiving the decision, or go to court within 6 months, at the authority and the court named in the decision. "
        "What the decision says about time limits counts.\nWhat you say is wrong with it has also been given to the unit that decided, to check. {facts}",
        law="《行政处罚法》第七十五条；《行政复议法》第二十条；《行政诉讼法》第四十六条",
    ),
    AnswerTemplate(
        "pollution_checked", "污染举报的办理结果", "What came of a pollution report", _types("pollution_report"),
        "您举报的污染问题，{to}已经去查。{facts}\n发现新的情况，请随时打12345或者{hotline}。",
        "{to} has looked into the pollution you reported. {facts}\nIf you notice anything new, call 12345 or {hotline} at any time.",
        law="《生态环境法典》第一百四十六条",
    ),
    AnswerTemplate(
        "site_mended", "网站已修好", "Website mended", _types("site_error"),
        "您说的问题我们查看了。{facts}\n谢谢您告诉我们。",
        "We have looked at the fault you reported. {facts}\nThank you for telling us.",
    ),
    AnswerTemplate(
        "credit_repair", "信用修复怎么办", "How credit is repaired", _types("credit_repair_inquiry"),
        "信用修复在“信用中国”网站申请，由作出认定的单位办理。公示期满最短期限、应尽的义务都履行了，就可以申请。{facts}\n需要我们出具材料的，请打{hotline}。",
        "Credit repair is applied for at Credit China and decided by the body that made the entry. You can apply once the shortest publication "
        "period is over and every duty is done. {facts}\nIf you need papers from us, please call {hotline}.",
        law="《信用修复管理办法》",
    ),
    AnswerTemplate(
        "conduct_looked_into", "举报的处理情况", "What came of a conduct report", _types("conduct_report"),
        "您举报的情况，我们收到后没有交给被举报的人和他所在的部门，由其他领导负责查。{facts}\n您的身份我们一直保密。"
        "对处理不满意的，可以向上级生态环境主管部门反映。",
        "Your report was kept from the person it names and from that person's unit; another leader had it looked into. {facts}\n"
        "Who you are stays secret. If you are not satisfied you can turn to the superior environment authority.",
        law="《信访工作条例》第三十条；《生态环境法典》第一百四十五条",
    ),
    AnswerTemplate(
        "answered_before", "已经答复过", "Answered before",
        _ABOUT_RECORDS | {"inquiry", "suggestion", "pollution_report"},
        "您反映的事，我们核实过，也答复过。{facts}没有新的情况，不再重复核实；有新的材料，请交给我们，我们会看。",
        "We have looked into this matter and answered it. {facts} Without anything new it is not verified again; if you have new material, "
        "send it and we will look at it.",
    ),
    AnswerTemplate(
        "own_words", "自己写", "In your own words",
        _ABOUT_RECORDS | {
            "out_of_scope", "inquiry", "suggestion", "praise", "decision_challenge", "pollution_report", "site_error",
            "credit_repair_inquiry", "conduct_report", "foi_request",
        },
        "{facts}", "{facts}",
    ),
)  # fmt: skip
TEMPLATES = {row.key: row for row in _ROWS}


def fitting(type_code: str, finding: str | None) -> list[AnswerTemplate]:
    """The templates for this kind of report and finding, the closest first."""
    rows = [row for row in _ROWS if row.fits(type_code, finding)]
    return sorted(rows, key=lambda row: (row.key == "own_words", not row.findings, len(row.types)))
