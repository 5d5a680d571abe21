"""The messages there are: one row each, with the names its template may use."""

from dataclasses import dataclass
from enum import StrEnum


class Discreet(StrEnum):
    """What may be said to an address whose owner asked not to be known; others may read the same mailbox or screen."""

    BARE = "bare"  # that something is new, and where the receipt code opens it; no number, no matter
    NOTHING = "nothing"  # no message at all


@dataclass(frozen=True)
class MessageKind:
    """A message: template `emails/<name>.txt`; `needs` is what its context must carry.

    `when_discreet`: what goes out instead when the reader asked not to be known.
    """

    name: str
    label_zh: str
    label_en: str
    needs: frozenset[str]
    article: str
    when_discreet: Discreet = Discreet.BARE
    to: str = "staff"  # or "reporter"
    by_phone: bool = False  # also as a text message, in the words of `sms/<name>.txt`


_ROWS = (
    MessageKind(
        "ticket_received",
        "收到反映的回执",
        "Acknowledgement",
        frozenset({"ref", "record", "received_on", "accept_due_on", "reply_due_on"}),
        "15",
        to="reporter",
        by_phone=True,
    ),
    MessageKind(
        "ticket_received_by_mail",  # no page showed the code to whoever wrote a letter
        "来信收到的回执",
        "Acknowledgement of a letter",
        frozenset({"ref", "record", "received_on", "accept_due_on", "reply_due_on", "code"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_accepted",
        "受理告知",
        "Notice of acceptance",
        frozenset({"ref", "record", "reply_due_on"}),
        "15",
        Discreet.NOTHING,  # the fewer mails, the fewer who wonder; the receipt code shows it
        to="reporter",
    ),
    MessageKind(
        "ticket_submitted",
        "报送主管领导",
        "Submitted to the leader in charge",
        frozenset({"ref", "record", "due_on"}),
        "15",
    ),
    MessageKind(
        "ticket_assigned",
        "指派调查核实",
        "Appointed to investigate",
        frozenset({"ref", "record", "due_on", "leader"}),
        "15",
    ),
    MessageKind(
        "ticket_answered",
        "答复",
        "Answer",
        frozenset({"ref", "record", "answer", "answered_on"}),
        "15",
        to="reporter",
        by_phone=True,
    ),
    MessageKind("ticket_message", "有新的留言", "A message waits", frozenset({"ref", "record"}), "15"),
    MessageKind(
        "ticket_reporter_wrote", "反映人留言", "The reporter wrote", frozenset({"ref", "record"}), "15"
    ),
    MessageKind(
        "ticket_code_changed", "查询码已更换", "The code was changed", frozenset({"ref", "record"}), "15"
    ),
    MessageKind(
        "recusal_asked", "有一件回避申请等您决定", "A recusal to be decided", frozenset({"ref"}), "15"
    ),
    MessageKind(
        "recusal_decided",
        "回避申请的决定",
        "Decision on a recusal",
        frozenset({"ref", "record", "granted"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_escalated",
        "已报请上级机关办理",
        "Passed to the superior body",
        frozenset({"ref", "record", "reply_due_on"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "reveal_asked",
        "有人申请查看反映人，等您决定",
        "A look at a reporter to be decided",
        frozenset({"ref"}),
        "15",
    ),
    MessageKind(
        "ticket_supplement_asked",
        "请反映人补充",
        "Asked for more",
        frozenset({"ref", "record", "asked", "until_on"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_supplied", "反映人已补充", "The reporter has added more", frozenset({"ref", "record"}), "15"
    ),
    MessageKind(
        "ticket_extended",
        "延长期限的告知",
        "Notice of an extended limit",
        frozenset({"ref", "record", "reason", "due_on"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_suspended",
        "中止办理的告知",
        "Notice of suspension",
        frozenset({"ref", "record", "reason"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_resumed",
        "恢复办理的告知",
        "Notice that it goes on",
        frozenset({"ref", "record", "reply_due_on"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_transferred",
        "转办的告知",
        "Notice of transfer",
        frozenset({"ref", "record", "to_whom", "contact", "told"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_not_accepted",
        "不予受理的告知",
        "Notice of non-acceptance",
        frozenset({"ref", "record", "explanation", "remedy"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_withdrawn",
        "撤回的确认",
        "Withdrawal confirmed",
        frozenset({"ref", "record"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_objected",
        "收到异议的回执",
        "Objection received",
        frozenset({"ref", "record", "reply_due_on"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "ticket_reopened",
        "重新办理的告知",
        "Notice that it is taken up again",
        frozenset({"ref", "record", "reply_due_on"}),
        "15",
        to="reporter",
    ),
    MessageKind(
        "exposure_reported",
        "紧急：反映泄露个人信息",
        "Urgent: something private is said to be public",
        frozenset({"ref", "record_ref", "hide_by", "is_first"}),
        "9",
    ),
    MessageKind(
        "record_coming_down",
        "公示信息撤下、屏蔽的提醒",
        "A record coming down",
        frozenset({"ref", "what", "due_on", "count"}),
        "12",
    ),
    MessageKind(
        "plan_failed",
        "定时发布没有发出",
        "A planned publication was not made",
        frozenset({"ref", "record", "planned"}),
        "14",
    ),
    MessageKind(
        "record_returned", "公示信息退回修改", "A record sent back", frozenset({"ref", "record"}), "14"
    ),
    MessageKind(
        "record_due_soon",
        "公示时限将到",
        "A record due soon",
        frozenset({"ref", "record", "due_on"}),
        "12",
    ),
    MessageKind(
        "record_overdue", "公示时限已过", "A record overdue", frozenset({"ref", "record", "due_on"}), "12, 17"
    ),
    MessageKind(
        "record_not_served",
        "决定书还没有送达",
        "A decision that has not been served",
        frozenset({"ref", "record", "due_on"}),
        "12, 14",
    ),
    MessageKind(
        "calendar_missing",
        "明年的工作日历还没有录入",
        "Next year's calendar is missing",
        frozenset({"year"}),
        "12",
    ),
    MessageKind(
        "delegation_made",
        "代办安排",
        "Work left to you while somebody is away",
        frozenset({"absent", "from_on", "to_on"}),
        "14",
    ),
    MessageKind(
        "withheld_waiting",
        "不予公开登记待办、复查提醒",
        "The register of what is not disclosed",
        frozenset({"ref", "what", "due_on"}),
        "9",
    ),
    MessageKind(
        "log_checkpoint",
        "责任日志的检查点",
        "Checkpoint of the accountability log",
        frozenset({"note", "size", "on_day"}),
        "16",
    ),
    MessageKind(
        "log_alarm",
        "责任日志警报",
        "Alarm of the accountability log",
        frozenset({"zh", "en", "next_zh", "next_en"}),
        "16",
    ),
    MessageKind("label_due", "复查疑似恶意标记", "A label to be looked at again", frozenset({"ref"}), "15"),
    MessageKind(
        "finding_waits",
        "待签发",
        "A finding to be signed",
        frozenset({"ref", "record", "due_on"}),
        "15",
    ),
    MessageKind(
        "finding_returned",
        "结论退回",
        "A finding sent back",
        frozenset({"ref", "record", "due_on"}),
        "15",
    ),
    MessageKind("ticket_due_soon", "反映的时限将到", "A report due soon", frozenset({"ref", "due_on"}), "15"),
    MessageKind(
        "ticket_overdue", "反映的时限已过", "A report overdue", frozenset({"ref", "due_on"}), "15, 17"
    ),
    MessageKind(
        "daily_digest",
        "每日待办",
        "What waits for you today",
        frozenset({"count", "late", "waiting", "records"}),
        "15",
    ),
    MessageKind("message_failed", "有消息没有送到", "Messages not delivered", frozenset({"count"}), "15"),
)
KINDS = {row.name: row for row in _ROWS}
