"""An SMTP server that behaves as it is told: what the system sends ends here."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.rig.mail_server import free_port

TAKE, REFUSE, DEFER, HANG, DROP, DROP_AFTER, SLOW = (
    "take",
    "refuse",
    "defer",
    "hang",
    "drop",
    "drop after taking it",
    "slow",
)


@dataclass
class Mailbox:
    """What came in by SMTP, and how the server behaves: take, refuse (550), defer (451), hang, drop the line, drop it after
    taking the mail, or take it slowly."""

    port: int = 0
    behaves: str = TAKE
    received: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    tries: int = 0

    def sent_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.received if address in mail["X-Delivered-To"].split(",")]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's names
        self.tries += 1
        if self.behaves == REFUSE:
            return f"550 5.1.1 <{address}>: no such user {address.upper()}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.behaves == DEFER:
            return "451 4.3.0 try again later"
        if self.behaves == DROP:
            server.transport.abort()
            return "421 gone"
        if self.behaves == HANG:
            await asyncio.sleep(3600)
        if self.behaves == SLOW:
            await asyncio.sleep(0.3)
        if self.behaves == DROP_AFTER:
            asyncio.get_running_loop().call_later(0.01, server.transport.abort)
        mail = message_from_bytes(envelope.content, policy=default)
        mail["X-Delivered-To"] = ",".join(envelope.rcpt_tos)
        self.received.append(mail)  # type: ignore[arg-type]
        self.senders.append(envelope.mail_from or "")
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """An SMTP server on a port of its own that keeps what it is given; `mailbox.behaves` says how it answers."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.loop.call_soon_threadsafe(
        lambda: [task.cancel() for task in asyncio.all_tasks(controller.loop)]
    )
    controller.stop()
