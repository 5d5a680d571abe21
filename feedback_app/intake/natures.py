"""By what a machine's mail is recognised, as a table: the first rule that fits decides.

Machines are never answered; that is what ends loops. QQ, 163, 126 and sina send their automatic answers and returned mail
without any of the standard headers, so those are known by sender, subject and the sentence they begin with.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from feedback_app.intake.read_mail import Nature


@dataclass(frozen=True)
class Traits:
    """What of a mail the rules look at; header names in lower case, values as read, one line each."""

    headers: dict[str, str]
    subject: str
    text: str
    from_address: str
    kind: str  # the media type of the whole, with the report-type behind a semicolon if it is one
    message_id: str
    own_domains: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """One recogniser. `told_zh`/`told_en`: by what it was known, as the clerk reads it."""

    code: str
    nature: Nature
    told_zh: str
    told_en: str
    fits: Callable[[Traits], bool]


def _header(name: str, pattern: str) -> Callable[[Traits], bool]:
    """The header is there and its value fits."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return lambda mail: name in mail.headers and bool(wanted.match(mail.headers[name]))


def _from(pattern: str) -> Callable[[Traits], bool]:
    wanted = re.compile(pattern, re.IGNORECASE)
    return lambda mail: bool(wanted.match(mail.from_address))


def _subject(pattern: str) -> Callable[[Traits], bool]:
    wanted = re.compile(pattern, re.IGNORECASE)
    return lambda mail: bool(wanted.match(mail.subject))


def _begins(pattern: str) -> Callable[[Traits], bool]:
    wanted = re.compile(r"\s*(?:您好[，,！!\s]*)?(?:" + pattern + ")", re.IGNORECASE)
    return lambda mail: bool(wanted.match(mail.text))


def _both(one: Callable[[Traits], bool], other: Callable[[Traits], bool]) -> Callable[[Traits], bool]:
    return lambda mail: one(mail) and other(mail)


def _is_own(mail: Traits) -> bool:
    domain = mail.message_id.rstrip(">").rpartition("@")[2].lower()
    return bool(domain) and domain in mail.own_domains


_RETURNED = (
    r"(?:(?:re|fw|fwd|回复|转发)[:：]\s*)?(?:系统退信|退信通知|退信[:：]|邮件退回|邮件投递失败|投递失败|无法投递|发送失败通知|未送达|"
    r"undeliver(?:able|ed)\b|delivery status notification|mail delivery (?:failed|failure|system)|failure notice|"
    r"returned mail|delayed mail|warning: could not send|mail system error)"
)
_AWAY = (
    r"(?:自动回[复覆復][:：\s]|自动回[复覆復]$|自動回[覆復复][:：\s]|自动答复[:：\s]|自動答[覆復][:：\s]|"
    r"automatic reply[:：]|auto(?:matic)?[- ]?(?:reply|response)[:：\s]|autoreply\b|out of (?:the )?office\b|假期回[复覆][:：\s]|"
    r"【自动回复】|\[自动回复\]|已读[:：]|read[:：]\s|未读[:：])"
)
_SAYS_AWAY = (
    r"这是来自\s*QQ邮箱的|这是一封自动回复|这是一封自动发送的邮件|此邮件为系统自动回复|此为自动回复|本邮件为自动回复|"
    r"\(自动回复\)|this is an automat(?:ic|ed) (?:reply|response)"
)

RULES = (
    Rule("own_message_id", Nature.OWN, "邮件编号是本系统发出的。", "It bears a Message-ID of ours.", _is_own),
    Rule("delivery_report", Nature.BOUNCE, "是标准的投递报告。", "It is a standard delivery report.",
         lambda mail: mail.kind.startswith("multipart/report;delivery-status") or mail.kind == "message/delivery-status"),
    Rule("failed_recipients", Nature.BOUNCE, "带有“投递失败的收件人”。", "It names recipients that failed.", _header("x-failed-recipients", ".")),
    Rule("from_mailer", Nature.BOUNCE, "由邮件系统发出。", "A mail system sent it.",
         _both(_from(r"(?:mailer-daemon|mail-daemon|postmaster|mailerdaemon)@"),
               lambda mail: not mail.headers.get("auto-submitted", "").lower().startswith("auto-replied")
               or _subject(_RETURNED)(mail))),
    Rule("returned_subject", Nature.BOUNCE, "标题是退信的样子，而且没有退信地址。", "Its subject is that of returned mail, its return path empty.",
         _both(_subject(_RETURNED), _header("return-path", r"\s*<\s*>"))),
    Rule("read_receipt", Nature.AUTO_REPLY, "是已读回执。", "It is a receipt for having been opened.",
         lambda mail: mail.kind.startswith("multipart/report;disposition") or mail.kind == "message/disposition-notification"),
    Rule("auto_submitted", Nature.AUTO_REPLY, "标明是自动发出的（Auto-Submitted）。", "It says it was sent by a machine (Auto-Submitted).",
         _header("auto-submitted", r"(?!no\b)\S")),
    Rule("x_autoreply", Nature.AUTO_REPLY, "标明是自动回复（X-Autoreply）。", "It says it is an automatic answer (X-Autoreply).",
         lambda mail: any(name in mail.headers for name in ("x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply",
                                                            "x-autoresponder", "x-qq-autoreply"))),
    Rule("precedence_auto", Nature.AUTO_REPLY, "标明是自动回复（Precedence）。", "It says it is an automatic answer (Precedence).",
         _header("precedence", r"auto[_-]?reply")),
    Rule("list_header", Nature.LIST, "来自邮件列表或群发。", "It came from a list.",
         lambda mail: any(name in mail.headers for name in ("list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe",
                                                            "mailing-list", "x-mailing-list", "list-owner", "list-archive"))),
    Rule("precedence_bulk", Nature.LIST, "标明是群发（Precedence）。", "It says it went to many (Precedence).",
         _header("precedence", r"(?:bulk|list|junk)\b")),
    Rule("away_subject", Nature.AUTO_REPLY, "标题是自动回复的样子。", "Its subject is that of an automatic answer.", _subject(_AWAY)),
    Rule("away_words", Nature.AUTO_REPLY, "开头就写明是自动回复。", "It begins by saying that it is an automatic answer.", _begins(_SAYS_AWAY)),
    Rule("empty_return_path", Nature.AUTO_REPLY, "没有可以退信的地址，是程序发出的。", "Its return path is empty: a program sent it.",
         _header("return-path", r"\s*<\s*>")),
    Rule("from_nobody", Nature.AUTO_REPLY, "由不收信的地址发出。", "Sent from an address that takes no mail.",
         _from(r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply)@")),
)  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}


def caught_by(mail: Traits) -> Rule | None:
    """The rule that recognises a machine's mail; None for a person's."""
    return next((rule for rule in RULES if rule.fits(mail)), None)
