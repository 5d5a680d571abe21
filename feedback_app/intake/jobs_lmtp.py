"""Mail handed over by a mail server (LMTP, RFC 2033): taken when it is kept and committed, and not before.

Whatever is wrong with a mail, it is taken; whatever is wrong with us is a 4xx, so that the server keeps it and tries again.
The reading is left to the next round: the server does not wait for it.
"""

import asyncio
import logging
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from flask import Flask

from feedback_app.extensions import db
from feedback_app.intake import jobs

log = logging.getLogger(__name__)
TAKEN = "250 2.1.5 kept"
ONE_AT_A_TIME = "452 4.5.3 one recipient at a time, please"
TRY_AGAIN = "451 4.3.0 cannot be kept now, please try again"


class _Door(LMTP):
    line_length_limit = 64 << 20  # real mail has lines of any length; its size is limited as a whole

    __ident__ = "zhengming"


class _Desk:
    """What is done with each mail. One recipient a time, because aiosmtpd gives one answer for all of them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._turn = asyncio.Semaphore(4)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if envelope.rcpt_tos:
            return ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        async with self._turn:
            return await asyncio.get_running_loop().run_in_executor(None, self._take, envelope)

    def _take(self, envelope: Envelope) -> str:
        raw = _delivered(envelope)
        with self._app.app_context():
            try:
                jobs.take_in(raw, came_by="lmtp", settle=False)
            except Exception:
                # Never a 5xx: the citizen's mail would be sent back to them for a fault of ours.
                log.exception("a mail cannot be kept")
                return TRY_AGAIN
            finally:
                db.session.remove()
        return TAKEN


def listening(app: Flask, host: str, port: int) -> Controller:
    """The door, not open yet: `start()` opens it in a thread of its own, `stop()` closes it."""
    limit = app.config["MAIL_IN_MAX_MB"] << 20
    return _Controller(_Desk(app), hostname=host, port=port, data_size_limit=limit, enable_SMTPUTF8=True)


class _Controller(Controller):
    def factory(self) -> LMTP:
        return _Door(self.handler, **self.SMTP_kwargs)


def _delivered(envelope: Envelope) -> bytes:
    """The mail with what its delivery alone knows: who sent it on, and to which of our addresses."""
    content = envelope.original_content or b""
    marks = [
        ("Return-Path", envelope.mail_from or ""),
        *(("Delivered-To", address) for address in envelope.rcpt_tos),
    ]
    lines = "".join(f"{name}: <{address}>\r\n" for name, address in marks)
    return lines.encode("utf-8", "surrogateescape") + content
