"""The groups of actions, and what an entry can be about."""

from feedback_app.audit.actions.action import Kind

KINDS = {
    "account": Kind("账号与登录", "Accounts and sign-in"),
    "content": Kind("内容与日历", "Content and calendar"),
    "record": Kind("公示信息", "Disclosure records"),
    "channel": Kind("公示载体", "Channels"),
    "ticket": Kind("工单", "Tickets"),
    "deadline": Kind("期限", "Deadlines"),
    "message": Kind("消息", "Messages"),
    "mail": Kind("来信", "Mail in"),
    "file": Kind("文件", "Files"),
    "log": Kind("责任日志", "Accountability log"),
    "oversight": Kind("监督", "Supervision"),
}

SUBJECTS = {
    "ticket": Kind("工单", "ticket"),
    "record": Kind("公示信息", "record"),
    "user": Kind("用户", "user"),
    "delegation": Kind("代办安排", "delegation"),
    "session": Kind("登录", "session"),
    "unit": Kind("单位", "unit"),
    "message": Kind("消息", "message"),
    "mail": Kind("来信", "mail"),
    "file": Kind("文件", "file"),
    "channel": Kind("载体", "channel"),
    "calendar": Kind("日历", "calendar"),
    "content": Kind("内容", "content"),
    "clock": Kind("期限", "deadline"),
    "log": Kind("责任日志", "log"),
    "instrument": Kind("文书", "instrument"),
    "settings": Kind("设置", "settings"),
    "withheld": Kind("不予公开登记", "non-disclosure entry"),
    "batch": Kind("导入批次", "import batch"),
    "note": Kind("监督笔记", "supervisor's note"),
    "month": Kind("月份", "month"),
}
