"""What goes out: every message drawn from one template, as text, as HTML and, where there is room for little, as a line.

`templates/emails/<kind>.txt` is the only source. Its first line is the subject; the HTML is the same paragraphs put into
one layout, so that the two cannot say different things. The HTML loads nothing, tracks nobody and needs no style sheet:
mailboxes of QQ and 163 take those away. Values from people and databases are words in it, never markup.
"""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_mail import Message

from feedback_app import clock
from feedback_app.outbox import threads
from feedback_app.outbox.models import OwedMessage

BARE = "_something_new"  # the template of all that must not say more
_FACT = re.compile(r"([^\s：:，。,.（(][^：:，。,.]{0,30}(?:：|: ))(\S.*)")


@dataclass(frozen=True)
class Letter:
    """What the reader gets: subject, text, and the same in HTML (a whole document)."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Line:
    """One line of a paragraph: `words` as they stand; a `fact` after its `label` and colon; or a `link` to a page of ours."""

    kind: str
    words: str
    label: str = ""


def draw(kind: str, context: dict[str, Any], locale: str, *, is_discreet: bool = False) -> Letter:
    """The message of a kind in the reader's language; needs an application context, no request."""
    name = BARE if is_discreet else kind
    shown = {} if is_discreet else context
    with force_locale(locale):
        drawn = render_template(f"emails/{name}.txt", **shown, lang=locale)
        head, _, rest = drawn.partition("\n")
        # An English subject goes out as it stands: nothing in it may be read as an encoded word.
        subject = " ".join(head.split()).replace("=?", "= ?")
        text = re.sub(r"\n{3,}", "\n\n", rest.replace("\r\n", "\n").strip()) + "\n"
        html = render_template(
            "emails/_layout.html", subject=subject, paragraphs=paragraphs(text), lang=locale
        )
    return Letter(subject, text, html)


def paragraphs(text: str) -> list[list[Line]]:
    """The text in paragraphs of lines, as the layout draws them; nothing is left out and nothing added."""
    own = f"{current_app.config['PUBLIC_URL']}/"
    return [
        [_line(line, own) for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n\s*\n", text.strip())
    ]


def _line(line: str, own: str) -> Line:
    if line.startswith(own) and " " not in line.strip():
        return Line("link", line.strip())
    fact = _FACT.fullmatch(line)
    return Line("fact", fact[2], fact[1]) if fact else Line("words", line)


def letter_of(message: OwedMessage, *, as_sent: bool = False) -> Letter:
    """An owed message as its reader gets it; for anybody else (`as_sent` False) the receipt code is covered."""
    covered = {"code": "····"} if message.context.get("code") and not as_sent else {}
    return draw(message.kind, {**message.context, **covered}, message.locale, is_discreet=message.is_discreet)


def short_text(message: OwedMessage) -> str:
    """One line for a telephone: that something is new and where to look; nothing of the matter."""
    name = "something_new" if message.is_discreet else message.kind
    with force_locale(message.locale):
        drawn = render_template(
            [f"sms/{name}.txt", "sms/something_new.txt"],
            ref="" if message.is_discreet else message.context.get("ref", ""),
            lang=message.locale,
        )
    return " ".join(drawn.split())


def compose(message: OwedMessage) -> Message:
    """The mail itself, both forms, with the headers that keep robots from answering it."""
    letter, domain = letter_of(message, as_sent=True), mail_domain()
    composed = Message(
        subject=letter.subject,
        recipients=[message.to_address],
        body=letter.text,
        html=letter.html,
        sender=current_app.config["MAIL_DEFAULT_SENDER"] or f"noreply@{domain}",
        reply_to=reply_to(message) or None,
        date=clock.now().timestamp(),
        extra_headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    # The same at every try: a doubled delivery shows as one mail. Sealed, so that nobody can make one up.
    composed.msgId = threads.message_id_for(message.about, message.id, domain=domain)
    return composed


def on_the_wire(composed: Message) -> bytes:
    """The mail's bytes, with the Message-ID on one line: not everybody who has to quote it reads a folded one."""
    written: bytes = composed.as_bytes()
    return re.sub(rb"\AMessage-ID:\r?\n |(?<=\n)Message-ID:\r?\n ", b"Message-ID: ", written, count=1)


def reply_to(message: OwedMessage) -> str:
    """Where an answer finds back to its ticket; empty for staff, and where the bureau reads no mail."""
    mailbox = parseaddr(current_app.config["MAIL_REPLY_TO"])[1]
    if not mailbox or message.to_role != "reporter":
        return ""
    return threads.reply_address(message.about, mailbox)


def mail_domain() -> str:
    return current_app.config["SITE_DOMAIN"] or "localhost"
