"""Fetching mail from the published mailbox (IMAP), on a schedule and as soon as it comes.

Each mail is kept and settled before it is marked seen. What is in the table already (folder, UIDVALIDITY, UID) is not fetched
again; after a change of UIDVALIDITY it is, and recognised by its essence. Also mail that somebody has looked at with another
program is fetched: everything above the last number kept counts, seen or not. The mailbox itself is never emptied.
"""

import contextlib
import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError
from sqlalchemy.exc import OperationalError

from feedback_app.extensions import db
from feedback_app.intake import jobs, operations, queries

AT_ONCE = 200  # places asked for at once
LONGEST = 240.0  # seconds of one look; the next goes on where it ended
MOST_BREAKS = 3  # connections that broke off before a look is given up
WAIT = 240.0  # seconds of waiting for new mail before looking anyway
_NO_IDLE_PAUSE = 30.0
FAULTS = (OSError, imaplib.IMAP4.error, ImapToolsError)
log = logging.getLogger(__name__)


@dataclass
class Look:
    """What one look into the mailbox brought. `left`: mails that could not be had this time."""

    taken: int = 0
    left: int = 0
    fault: str = ""


def enqueue_fetch() -> None:
    """A worker is asked to look into the mailbox, when there is one."""
    if current_app.config["IMAP_HOST"]:
        jobs.ask_worker(fetch, "mail-fetch")


def fetch() -> Look:
    """Fetch what is new. Never raises for what the server does; what went wrong stands in the table for a person to see."""
    look, passed_over, begun = Look(), set[str](), time.monotonic()
    for _ in range(MOST_BREAKS + 1):
        try:
            with _mailbox() as box:
                _take_new(box, look, passed_over, begun)
            look.fault = ""
            break
        except MailboxLoginError as fault:  # asking again and again gets the account locked
            look.fault = _words(fault)
            break
        except FAULTS as fault:
            # The mail in whose midst it broke off is passed over, so that it cannot keep back the rest.
            look.fault = _words(fault)
            log.warning("mailbox: %s", look.fault)
        except OperationalError as fault:
            db.session.rollback()
            look.fault = _words(fault)
            break
    look.left = len(passed_over)
    _note(look)
    return look


def wait_and_fetch() -> None:
    """Wait for new mail (IDLE) and fetch it, for ever. A server that does not know IDLE is asked again and again."""
    pause, coming = 1.0, 0
    while True:
        fault = fetch().fault
        pause = min(pause * 2, 60.0) if fault else 1.0
        try:
            waited = None if fault else _wait(coming)
            if waited is None:
                time.sleep(pause if fault else _NO_IDLE_PAUSE)
            else:
                coming = waited
        except FAULTS as broken:
            log.warning("waiting for mail: %s", _words(broken))
            time.sleep(pause)


def _wait(expected: int) -> int | None:
    """Back when there is something new or the time is over, with the number the next mail gets; None: it cannot wait.

    `expected`: that number as it was before. Where it is another, mail came while nobody was listening: no waiting then.
    """
    with _mailbox() as box:
        if "IDLE" not in box.client.capabilities:
            return None
        said: Any = box.client.untagged_responses.get("UIDNEXT") or [b"0"]
        coming = int(said[-1])
        if coming == expected:
            box.idle.wait(timeout=WAIT)
        return coming


@contextlib.contextmanager
def _mailbox() -> Iterator[BaseMailBox]:
    """The open mailbox; a goodbye that fails changes nothing."""
    settings = current_app.config
    place = {
        "host": settings["IMAP_HOST"],
        "port": settings["IMAP_PORT"],
        "timeout": settings["IMAP_TIMEOUT"],
    }
    box: BaseMailBox
    if settings["IMAP_USE_SSL"]:
        box = MailBox(**place, ssl_context=ssl.create_default_context())
    elif settings["IMAP_USE_TLS"]:
        box = MailBoxStartTls(**place, ssl_context=ssl.create_default_context())
    else:
        box = MailBoxUnencrypted(**place)
    try:
        box.login(settings["IMAP_USER"], settings["IMAP_PASSWORD"], initial_folder=settings["IMAP_FOLDER"])
        yield box
    finally:
        with contextlib.suppress(*FAULTS):
            box.logout()
        with contextlib.suppress(OSError):
            box.client.shutdown()  # where the goodbye failed the line is still open


def _take_new(box: BaseMailBox, look: Look, passed_over: set[str], begun: float) -> None:
    said: Any = box.client.untagged_responses.get("UIDVALIDITY") or [b"0"]
    uidvalidity = int(said[-1])
    uids = _wanted(box, uidvalidity)
    for at in range(0, len(uids), AT_ONCE):
        piece = uids[at : at + AT_ONCE]
        places = {uid: f"{_place()};{uidvalidity};{uid}" for uid in piece}
        known = queries.has_place(list(places.values()))
        db.session.rollback()
        for uid in piece:
            if time.monotonic() - begun > LONGEST:
                return
            if uid not in passed_over:
                passed_over.add(uid)  # until it is through
                _take(box, uid, places[uid], is_known=places[uid] in known, look=look)
                passed_over.discard(uid)
    if not passed_over:
        _note_high_water(uidvalidity, max(map(int, uids), default=None))


def _wanted(box: BaseMailBox, uidvalidity: int) -> list[str]:
    """UIDs, the oldest first: unread ones, and all above the last that was kept."""
    row = queries.mailbox_look(_place())
    last = row.last_uid if row is not None and row.uidvalidity == uidvalidity else None
    db.session.rollback()
    unread = box.uids("UNSEEN")
    higher = [uid for uid in box.uids(f"UID {last + 1}:*") if int(uid) > last] if last is not None else []
    return sorted({*unread, *higher}, key=int)


def _take(box: BaseMailBox, uid: str, place: str, *, is_known: bool, look: Look) -> None:
    if not is_known:
        answer = box.client.uid("fetch", uid, "(INTERNALDATE BODY.PEEK[])")
        found = _mail_in(answer)
        if found is None:
            return  # somebody has deleted or moved it meanwhile
        raw, arrived_at = found
        jobs.take_in(raw, came_by="imap", arrived_at=arrived_at, place=place)
        look.taken += 1
    box.client.uid("store", uid, "+FLAGS.SILENT", r"(\Seen)")


def _mail_in(answer: Any) -> tuple[bytes, datetime | None] | None:
    """The bytes and the moment of arrival in the server's answer to FETCH."""
    status, pieces = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"FETCH: {status}")
    for piece in pieces or ():
        if isinstance(piece, tuple):
            said = b" ".join(
                part if isinstance(part, bytes) else part[0] for part in (piece[0], *_tail(pieces))
            )
            return piece[1], _arrived(said)
    return None


def _tail(pieces: list[Any]) -> list[bytes]:
    return [piece for piece in pieces if isinstance(piece, bytes)]


def _arrived(said: bytes) -> datetime | None:
    """INTERNALDATE; a server's clock that is ahead does no harm, see operations.keep."""
    found = re.search(rb'INTERNALDATE "([^"]{20,30})"', said)
    try:
        return (
            datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
            if found
            else None
        )
    except ValueError:
        return None


def _place() -> str:
    return f"{current_app.config['IMAP_USER']}@{current_app.config['IMAP_HOST']}/{current_app.config['IMAP_FOLDER']}"[
        :150
    ]


def _note(look: Look) -> None:
    try:
        operations.note_look(_place(), fault=look.fault or ("有邮件这次没能取到。" if look.left else ""))
        db.session.commit()
    except OperationalError:
        db.session.rollback()


def _note_high_water(uidvalidity: int, highest: int | None) -> None:
    operations.note_high_water(_place(), uidvalidity=uidvalidity, highest=highest)
    db.session.commit()


def _words(fault: Exception) -> str:
    """What went wrong; a server may repeat what it was told, so the password is taken out."""
    password = current_app.config["IMAP_PASSWORD"]
    said = f"{type(fault).__name__}: {fault}"
    return (said.replace(password, "…") if password else said)[:500]
