"""The mail the bureau owes and has sent: state in words, the text as it goes out, and sending again.

A reporter's address is never shown, only that there is one.
"""

from dataclasses import dataclass

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.extensions import db
from feedback_app.outbox import jobs, operations, queries
from feedback_app.outbox.kinds import KINDS
from feedback_app.outbox.models import DEAD, OWED, SENDING, SENT, OwedMessage
from feedback_app.refusals import Refusal
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on_to, staff


@dataclass(frozen=True)
class MailState:
    """The state of an owed message, in words."""

    label_zh: str
    label_en: str
    tone: str


MAIL_STATES = {
    OWED: MailState("等待发送", "waiting to be sent", "ochre"),
    SENDING: MailState("正在发送", "being sent", "ochre"),
    SENT: MailState("已发出", "sent", "teal"),
    DEAD: MailState("多次发送失败，已停止", "failed for good", "red"),
}
MAY_BE_SENT_AGAIN = (OWED, DEAD)


@staff.get("/mail")
def mail() -> str:
    _only_readers()
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**31 else None
    messages = queries.newest(before=before)
    return render_template(
        "outbox/mail.html",
        messages=messages,
        states=MAIL_STATES,
        kinds=KINDS,
        older=messages[-1].id if len(messages) == queries.PAGE else None,
        is_first=before is None,
        waiting=queries.waiting_by_state(),
        has_server=bool(current_app.config["MAIL_SERVER"]),
        recipient=recipient,
    )


@staff.get("/mail/<int:number>")
def mail_message(number: int) -> str:
    message = _message(number)
    composed = jobs.compose(message)
    return render_template(
        "outbox/message.html",
        message=message,
        state=MAIL_STATES[message.state],
        kind=KINDS[message.kind],
        composed=composed,
        recipient=recipient(message),
        may_send_again=message.state in MAY_BE_SENT_AGAIN,
        has_server=bool(current_app.config["MAIL_SERVER"]),
    )


@staff.post("/mail/<int:number>/again")
def mail_again(number: int) -> Answer | Response:
    """Try a message now that waits for its next try or was given up."""
    message = _message(number)
    db.session.refresh(message, with_for_update=True)  # a worker may take it between the look and the change
    if message.state not in MAY_BE_SENT_AGAIN:
        return moved_on_to(url_for(".mail_message", number=number), _AlreadyGone())
    operations.send_again(message, by=me().actor)
    db.session.commit()
    flash(_("已排入发送，几秒钟内会发出。"))
    return redirect(url_for(".mail_message", number=number), 303)


class _AlreadyGone(Refusal):
    def __init__(self) -> None:
        super().__init__("这封邮件已经发出，或者正在发送。", "This message has been sent or is being sent.")


def recipient(message: OwedMessage) -> str:
    """To whom: a member of staff by address. A reporter's is shown to nobody: even the domain can be a name."""
    return message.to_address if message.to_role == "staff" else _("反映人")


def _message(number: int) -> OwedMessage:
    _only_readers()
    return queries.message(number) or abort(404)


def _only_readers() -> None:
    if not me().reads_mail:
        abort(404)
