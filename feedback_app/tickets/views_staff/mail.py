"""The mail the bureau owes and has sent: state in words, what goes out in both forms, and sending again.

A reporter's address is never shown, only that there is one. What a message about a ticket says is shown to whoever may see
the ticket; the others who look after the mail see that there is a message, and how it fares.
"""

from dataclasses import dataclass

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.accounts.roles import MAIL_READERS, Role
from feedback_app.extensions import db
from feedback_app.outbox import composing, examples, operations, queries
from feedback_app.outbox.channels.open import CHANNELS
from feedback_app.outbox.kinds import KINDS
from feedback_app.outbox.models import BOUNCED, DEAD, OWED, REFUSED, SENDING, SENT, OwedMessage
from feedback_app.outbox.operations import MAY_BE_SENT_AGAIN
from feedback_app.refusals import Refusal
from feedback_app.tickets import queries as tickets
from feedback_app.tickets import sight
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
    REFUSED: MailState("对方拒收", "refused by the other side", "red"),
    BOUNCED: MailState("发出后被退回", "returned, not delivered", "red"),
    DEAD: MailState("多次发送失败，已停止", "failed for good", "red"),
}
# A mail is a document of its own: its styles stand on its elements, and nothing in it may run, load or lead.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@staff.get("/mail")
def mail() -> str:
    _only_readers()
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**31 else None
    failed = request.args.get("failed") == "1"
    open_to_me = sight.mail_open_to(me())
    messages = queries.newest(before=before, failed=failed, only=open_to_me)
    return render_template(
        "outbox/mail.html",
        messages=messages,
        states=MAIL_STATES,
        kinds=KINDS,
        older=messages[-1].id if len(messages) == queries.PAGE else None,
        is_first=before is None,
        failed=failed,
        failures=queries.failures(only=open_to_me),
        has_server=bool(current_app.config["MAIL_SERVER"]),
        recipient=recipient,
    )


@staff.get("/mail/<int:number>")
def mail_message(number: int) -> str:
    message = _message(number)
    opened = may_read(message)
    return render_template(
        "outbox/message.html",
        message=message,
        state=MAIL_STATES[message.state],
        kind=KINDS[message.kind],
        channel=CHANNELS[message.channel],
        letter=composing.letter_of(message) if opened and message.channel == "smtp" else None,
        line=composing.short_text(message) if opened and message.channel != "smtp" else "",
        recipient=recipient(message),
        may_send_again=message.state in MAY_BE_SENT_AGAIN,
        has_server=bool(current_app.config["MAIL_SERVER"]),
    )


@staff.get("/mail/<int:number>/html")
def mail_html(number: int) -> Response:
    """The HTML of a message, as a page of its own, for whoever may read what it says."""
    message = _message(number)
    if not may_read(message):
        abort(404)
    return _letter(composing.letter_of(message))


@staff.get("/mail/kinds")
def mail_kinds() -> str:
    """Every kind of message there is, to be looked at before one goes out."""
    _only_readers()
    return render_template("outbox/kinds.html", kinds=KINDS.values(), chosen=None)


@staff.get("/mail/kinds/<kind>")
def mail_kind(kind: str) -> str:
    """One kind as it goes out, with example words, in both languages and both forms."""
    _only_kind(kind)
    letters = {lang: examples.example_of(kind, lang) for lang in ("zh", "en")}
    bare = examples.example_of(kind, "zh", is_discreet=True) if KINDS[kind].to == "reporter" else None
    return render_template(
        "outbox/kinds.html", kinds=KINDS.values(), chosen=KINDS[kind], letters=letters, bare=bare
    )


@staff.get("/mail/kinds/<kind>/<any(zh, en):lang>")
def mail_kind_html(kind: str, lang: str) -> Response:
    """The HTML of a kind, as a page of its own."""
    _only_kind(kind)
    return _letter(examples.example_of(kind, lang))


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
    kind, _colon, ref = message.about.partition(":")
    if request.form.get("next") == "ticket" and kind == "ticket":
        return redirect(url_for(".show", ref=ref), 303)
    return redirect(url_for(".mail_message", number=number), 303)


class _AlreadyGone(Refusal):
    def __init__(self) -> None:
        super().__init__("这封邮件已经发出，或者正在发送。", "This message has been sent or is being sent.")


def recipient(message: OwedMessage) -> str:
    """To whom: a member of staff by address. A reporter's is shown to nobody: even the domain can be a name."""
    return message.to_address if message.to_role == "staff" else _("反映人")


def may_read(message: OwedMessage) -> bool:
    """Whether this person may read what the message says: whoever may see the ticket it is about.

    Who only keeps the system running reads none of it.
    """
    kind, _colon, ref = message.about.partition(":")
    if kind == "ticket":
        return tickets.ticket_for(me(), ref) is not None
    return bool(me().roles & (MAIL_READERS - {Role.SYS_ADMIN}))


def _letter(letter: composing.Letter) -> Response:
    answer = make_response(letter.html)
    answer.headers["Content-Security-Policy"] = LETTER_POLICY
    return answer


def _only_kind(kind: str) -> None:
    _only_readers()
    if kind not in KINDS:
        abort(404)


def _message(number: int) -> OwedMessage:
    _only_readers()
    return queries.message(number, only=sight.mail_open_to(me())) or abort(404)


def _only_readers() -> None:
    if not me().reads_mail:
        abort(404)
