"""Deadlines."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "deadline.remind": Action(
        "期限提醒",
        "Reminder of a deadline",
        "{subject}的“{clock}”期限（{due_on}）：{stage}，已发邮件。",
        "The deadline “{clock}” of {subject} ({due_on}): {stage}; mail was sent.",
        "deadline",
    ),
    "calendar.remind": Action(
        "提醒录入工作日历",
        "Reminder of the calendar",
        "{subject}还没有录入，已发邮件提醒法制科负责人。",
        "{subject} is not typed in yet; the head of the legal section was reminded by mail.",
        "content",
    ),
    "deadline.missed": Action(
        "期限届满未办",
        "Deadline missed",
        "{subject}的“{clock}”期限已过[，应于 {due_on} 前完成][，责任人：{owner}]。",
        "The deadline “{clock}” of {subject} has passed[; it was due on {due_on}][; responsible: {owner}].",
        "deadline",
    ),
    "deadline.extend": Action(
        "延长期限",
        "Deadline extended",
        "{actor}延长{subject}的“{clock}”期限，由 {due_before} 延至 {due_on}。",
        "{actor} extended the deadline “{clock}” of {subject} from {due_before} to {due_on}.",
        "deadline",
    ),
    "deadline.pause": Action(
        "中止计时",
        "Deadline paused",
        "{actor}中止{subject}的“{clock}”计时，期限由 {due_before} 暂移至 {due_on}。",
        "{actor} paused the deadline “{clock}” of {subject}, which moves from {due_before} to {due_on} for now.",
        "deadline",
    ),
    "deadline.resume": Action(
        "恢复计时",
        "Deadline resumed",
        "{actor}恢复{subject}的“{clock}”计时，期限为 {due_on}（此前 {due_before}）。",
        "{actor} resumed the deadline “{clock}” of {subject}: due on {due_on} (before: {due_before}).",
        "deadline",
    ),
    "deadline.recount": Action(
        "重算期限",
        "Deadline counted again",
        "工作日历变动后，{subject}的“{clock}”期限由 {due_before} 重算为 {due_on}（经办：{actor}）。",
        "After a change of the calendar the deadline “{clock}” of {subject} was counted again: {due_before} became {due_on} "
        "(by {actor}).",
        "deadline",
    ),
}
