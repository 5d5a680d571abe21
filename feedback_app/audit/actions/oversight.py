"""Supervision."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "oversight.note": Action(
        "监督笔记",
        "Supervisor's note",
        "{actor}写了{subject}。",
        "{actor} wrote {subject}.",
        "oversight",
    ),
    "oversight.sign_review": Action(
        "签署月度审阅单",
        "Monthly review signed",
        "{actor}签署了 {month} 的月度审阅单。",
        "{actor} signed the review of {month}.",
        "oversight",
    ),
    "oversight.refuse_signature": Action(
        "签署审阅单被拒",
        "Signature refused",
        "{actor}要签署 {month} 的月度审阅单，密码不对，没有签成。",
        "{actor} tried to sign the review of {month}; the password was wrong and nothing was signed.",
        "oversight",
    ),
    "log.alarm": Action(
        "日志警报",
        "Log alarm",
        "责任日志发出警报：{alarm}。",
        "The accountability log raised an alarm: {alarm}.",
        "log",
    ),
    "log.close_alarm": Action(
        "处理日志警报",
        "Log alarm closed",
        "{actor}查看并处理了责任日志的警报：{alarm}。",
        "{actor} looked into an alarm of the accountability log and closed it: {alarm}.",
        "log",
    ),
    "log.mail_checkpoint": Action(
        "寄送检查点",
        "Checkpoint mailed",
        "第 {size} 条处的检查点已列为待寄，共 {addresses} 个地址。",
        "The checkpoint of {size} entries is to be mailed to {addresses} addresses.",
        "log",
    ),
}
