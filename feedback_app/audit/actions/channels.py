"""Channels."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "channel.ask_withdrawal": Action(
        "要求载体撤下",
        "Withdrawal asked for",
        "要求“{channel}”撤下{subject}[（第 {version} 版）]，等人确认。",
        "“{channel}” is asked to take away {subject}[ (version {version})] and waits for a person to confirm it.",
        "channel",
    ),
    "channel.withdraw": Action(
        "确认载体已撤下",
        "Withdrawal confirmed",
        "{actor}确认“{channel}”已撤下{subject}[（第 {version} 版）]。",
        "{actor} confirmed that “{channel}” no longer shows {subject}[ (version {version})].",
        "channel",
    ),
    "channel.put_back": Action(
        "恢复载体公示",
        "Put back on the channel",
        "{subject}恢复公示，“{channel}”也应恢复[（第 {version} 版）]。",
        "{subject} is public again and belongs on “{channel}” again[ (version {version})].",
        "channel",
    ),
    "record.export_credit": Action(
        "导出双公示数据",
        "Data for the credit platform exported",
        "{actor}导出双公示数据：{category}，{from_on}至{to_on}公示的[，共 {records} 条]。",
        "{actor} exported data for the credit platform: {category}, published from {from_on} to {to_on}[, records {records}].",
        "channel",
    ),
    "channel.push": Action(
        "待推送",
        "To be pushed",
        "{subject}[第 {version} 版]列为待更新到“{channel}”，等人确认。",
        "{subject}[, version {version},] is to be shown on “{channel}” and waits for a person to confirm it.",
        "channel",
    ),
    "channel.confirm": Action(
        "确认载体已更新",
        "Channel confirmed",
        "{actor}确认“{channel}”上的{subject}已[是第 {version} 版，]与本局一致[（{about}）]。",
        "{actor} confirmed that “{channel}” shows {subject}[ in version {version},] as the bureau does[ ({about})].",
        "channel",
    ),
    "channel.fail": Action(
        "推送失败",
        "Push failed",
        "{subject}推送至“{channel}”失败[：{why}][，已尝试 {attempts} 次]。",
        "Pushing {subject} to “{channel}” failed[: {why}][, attempts: {attempts}].",
        "channel",
    ),
}
