"""What a finding brings about: redirected, published, taken down, registered; and what follows for those responsible."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "ticket.redirect": Action(
        "告知归谁管",
        "Redirected",
        "{actor}就{subject}查明归谁管，并告知联系办法。",
        "{actor} found out for {subject} whose matter it is and how to reach them.",
        "ticket",
    ),
    "ticket.name_omitted": Action(
        "确定漏公示的信息",
        "Omitted record named",
        "{actor}确定{subject}反映的漏公示信息[：{record}]。",
        "{actor} named the record that {subject} found omitted[: {record}].",
        "ticket",
    ),
    "ticket.confirm_publication": Action(
        "补充公示",
        "Omitted record published",
        "{actor}记录{subject}的补充公示[：{record}][，应于 {due_on} 前公示][，晚了 {days_late} 天（自然日）]。",
        "{actor} recorded for {subject} that the omitted record is public[: {record}][, due on {due_on}][, calendar days late: {days_late}].",
        "ticket",
    ),
    "ticket.take_down": Action(
        "撤下、遮盖",
        "Taken down or masked",
        "{actor}记录{subject}反映的内容公众已经看不到[，办法：{way}]。",
        "{actor} recorded that what {subject} reported is no longer public[, by: {way}].",
        "ticket",
    ),
    "ticket.register_breach": Action(
        "泄露登记",
        "Exposure registered",
        "{actor}为{subject}登记泄露情况[：{exposures}][，自 {exposed_from} 起][，至 {exposed_to} 止][，{authority_told_on} 报告主管部门][，{person_told_on} 告知本人]。",
        "{actor} registered for {subject} what was exposed[: {exposures}][, from {exposed_from}][, to {exposed_to}][, authority told on {authority_told_on}][, person told on {person_told_on}].",
        "ticket",
    ),
    "ticket.ask_search_removal": Action(
        "申请搜索引擎删除",
        "Removal from a search engine asked",
        "{actor}为{subject}向搜索引擎申请删除[，{asked_on}]。",
        "{actor} asked a search engine to forget what {subject} is about[, on {asked_on}].",
        "ticket",
    ),
    "ticket.confirm_search_removal": Action(
        "搜索引擎已删除",
        "Gone from a search engine",
        "{actor}确认{subject}涉及的网页在搜索引擎已经查不到[，{gone_on}]。",
        "{actor} confirmed that a search engine no longer finds what {subject} is about[, since {gone_on}].",
        "ticket",
    ),
    "ticket.confirm_prevention": Action(
        "防范措施已落实",
        "Prevention done",
        "{actor}记录{subject}的防范措施已经落实[，{done_on}]。",
        "{actor} recorded that the prevention for {subject} is done[, on {done_on}].",
        "ticket",
    ),
    "ticket.hear": Action(
        "听取陈述",
        "Person heard",
        "{actor}就{subject}的责任追究听取本人陈述[，{hearing}]。",
        "{actor} gave the person concerned a hearing on {subject}[: {hearing}].",
        "ticket",
    ),
    "ticket.decide_measure": Action(
        "责任追究决定",
        "Measure decided",
        "{actor}记录{subject}的责任追究决定[：{measures}][，{outcome}]。",
        "{actor} recorded the decision on accountability for {subject}[: {measures}][, {outcome}].",
        "ticket",
    ),
    "ticket.refer_measure": Action(
        "移送",
        "Referred",
        "{actor}记录{subject}的责任追究移送[：{measures}][，{outcome}]。",
        "{actor} recorded the referral of accountability for {subject}[: {measures}][, {outcome}].",
        "ticket",
    ),
    "ticket.record_outcome": Action(
        "有权机关处理结果",
        "Outcome recorded",
        "{actor}记录有权机关对{subject}的处理结果[：{measures}][，{outcome}]。",
        "{actor} recorded what the competent body decided on {subject}[: {measures}][, {outcome}].",
        "ticket",
    ),
}
