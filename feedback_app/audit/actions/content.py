"""Content and calendar."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "content.load": Action(
        "载入起始内容",
        "Starting content loaded",
        "{actor}载入起始内容[：公示信息 {records} 条][，账号 {users} 个]。",
        "{actor} loaded the starting content[: records {records}][, accounts {users}].",
        "content",
    ),
    "sample.load": Action(
        "载入示例数据",
        "Sample data loaded",
        "{actor}载入示例数据[：工单 {tickets} 件][，公示信息 {records} 条]。",
        "{actor} loaded sample data[: tickets {tickets}][, records {records}].",
        "content",
    ),
    "calendar.enter": Action(
        "录入工作日历",
        "Calendar entered",
        "{actor}录入 {year} 年工作日历[：{day_on}][（{layer}）][，依据：{source}]，待另一人批准。",
        "{actor} entered the working-day calendar of {year}[: {day_on}][ ({layer})][, after: {source}]; another person has "
        "to approve it.",
        "content",
    ),
    "calendar.approve": Action(
        "批准工作日历",
        "Calendar approved",
        "{actor}批准 {year} 年工作日历[：{day_on}][（{layer}）][，依据：{source}]。",
        "{actor} approved the working-day calendar of {year}[: {day_on}][ ({layer})][, after: {source}].",
        "content",
    ),
    "settings.start": Action(
        "启动时的设置",
        "Settings at the start",
        "{actor}启动[，首次记下 {first} 项设置][，与上次启动相比有 {changed} 项设置不同：{names}]。",
        "{actor} started[ and noted {first} settings for the first time][; settings that differ from the last start: {changed} ({names})].",
        "content",
    ),
}
