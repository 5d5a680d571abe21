"""What may have become of a mail, and how it came, in words. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailState:
    """`may_be_decided`: a clerk may make a ticket of it, join it to one, or file it away."""

    code: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    tone: str
    may_be_decided: bool = False


MAIL_STATES = {
    row.code: row
    for row in (
        MailState("kept", "等待处理", "waiting to be read", "已经收下，系统正在读取。", "Kept; the program is about to read it.", "ochre"),
        MailState("ticketed", "已成工单", "made into a ticket", "已经登记为工单。", "It has become a ticket.", "teal"),
        MailState("joined", "并入工单", "joined to a ticket", "是反映人对已有工单的来信。", "Its sender wrote again about a ticket.", "teal"),
        MailState("set_aside", "程序来信", "written by a program", "是退信、自动回复或者群发，不登记、不答复。看错了可以转为工单。",
                  "A bounce, an automatic answer or a list: neither registered nor answered. If that is wrong, make it a ticket.",
                  "plain", may_be_decided=True),
        MailState("unreadable", "没能读出", "could not be read", "系统读不出来，请打开原件看，再决定怎么办。",
                  "The program could not read it. Open the original and decide.", "red", may_be_decided=True),
        MailState("filed", "已归档", "filed away", "看过以后不需要办理，写明了理由。", "Looked at and filed, with the reason.", "plain"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How a mail reached us."""

    label_zh: str
    label_en: str


WAYS = {
    "imap": Way("从邮箱收取", "fetched from the mailbox"),
    "lmtp": Way("由邮件服务器送来", "handed over by the mail server"),
    "import": Way("从文件导入", "imported from a file"),
}

NATURES = {
    "person": Way("来信", "a letter"),
    "bounce": Way("退信", "returned mail"),
    "auto_reply": Way("自动回复", "an automatic answer"),
    "list": Way("群发邮件", "mail to many"),
    "own": Way("本系统自己的邮件", "our own mail"),
}
