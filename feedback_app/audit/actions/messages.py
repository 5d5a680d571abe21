"""Messages."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "message.sent": Action(
        "消息已发出",
        "Message sent",
        "关于{subject}的消息[“{kind}”]已发出[，第 {attempts} 次尝试]。",
        "The message[ “{kind}”] about {subject} was sent[, attempt {attempts}].",
        "message",
    ),
    "message.failed": Action(
        "消息发送失败",
        "Message failed",
        "关于{subject}的消息[“{kind}”]多次发送失败，已停止自动重试[，尝试 {attempts} 次]。",
        "The message[ “{kind}”] about {subject} failed again and again and is no longer retried[; attempts: {attempts}].",
        "message",
    ),
    "message.refused": Action(
        "消息被拒收",
        "Message refused",
        "关于{subject}的消息[“{kind}”]被对方的服务器拒收，不再重试。",
        "The message[ “{kind}”] about {subject} was refused by the other server and is not retried.",
        "message",
    ),
    "message.bounced": Action(
        "消息被退回",
        "Message returned",
        "关于{subject}的消息[“{kind}”]发出以后被退回，没有送到。",
        "The message[ “{kind}”] about {subject} was returned after it had been sent: it did not arrive.",
        "message",
    ),
    "message.resend": Action(
        "重发消息",
        "Message sent again",
        "{actor}要求重发关于{subject}的消息[“{kind}”]。",
        "{actor} asked for the message[ “{kind}”] about {subject} to be sent again.",
        "message",
    ),
}
