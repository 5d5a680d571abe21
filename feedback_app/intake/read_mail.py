"""What is taken out of a mail: plain data, without bytes of the original and without trust in anything it claims."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from feedback_app.intake.faults import Fault


class Nature(StrEnum):
    """Who wrote a mail: a person, or one of the machines that are never answered."""

    PERSON = "person"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    LIST = "list"
    OWN = "own"


@dataclass(frozen=True)
class ReadFile:
    """A file that came with a mail. `name`: tidy, never empty, without folders. `kind`: the media type it was labelled
    with, in lower case, `application/octet-stream` when nothing was said; what it truly is, its bytes decide later."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class ReadMail:
    """A mail as a person would read it. Nothing in it is trusted: every word was written by a stranger.

    All words are proper Unicode without NUL, lone surrogates, control signs (but line breaks and tabs) and bidi controls;
    header words are one line.

    `text`: lines end with `\\n`, no blanks at their ends, never more than one empty line in a row, none at either end.
    Of alternatives the plain one counts, unless it is empty; HTML becomes the words its reader sees. Several texts in one
    mail follow each other with an empty line between. A mail forwarded as an attachment stands below the covering words:
    a line `—— 转发的邮件 ——`, then `主题：…`, `发件人：…`, `时间：…` as far as there are any, an empty line, its words;
    its files count among the files. An invitation (calendar) stands as lines `日程：…`, `时间：…`, `地点：…` and its
    description, and is a file as well.

    `files`: in the order they came; pictures shown inside the HTML count too. TNEF (winmail.dat) is opened and what is in
    it counts in its place; what is inside an opaque signed mail counts as if it stood there; detached signatures
    (`smime.p7s`, `signature.asc`) are no files.

    `from_address`, `to`: addresses as written, without blanks; empty when there are none. `message_id`, `in_reply_to`,
    `references`: with their angle brackets as written, `""`/`()` when there are none. `sent_at`: the `Date` in UTC,
    None when it is missing or nonsense.

    `caught_by`: the rule of natures.py by which a machine was recognised; empty for a person.
    `could_be_read`: False when neither words nor files could be had, nor a subject; or when the words are encrypted.
    """

    subject: str = ""
    text: str = ""
    files: tuple[ReadFile, ...] = ()
    from_name: str = ""
    from_address: str = ""
    to: tuple[str, ...] = ()
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    nature: Nature = Nature.PERSON
    caught_by: str = ""
    could_be_read: bool = True
    bounced_ids: tuple[str, ...] = field(default=())  # a bounce: the Message-IDs of what came back
