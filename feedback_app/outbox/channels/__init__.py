"""The ways out of the house, behind one small interface: mail, text messages, WeChat.

What is owed, its states, its tries and its pauses are the same for all of them and stand in the table; a channel only
packs a message and hands the parcel over. Packing needs the database no more; handing over may hang, and nobody waits.
"""

from dataclasses import dataclass
from typing import Protocol

from feedback_app.outbox.models import OwedMessage


@dataclass(frozen=True)
class Parcel:
    """One message ready to go: `name` says the same at every try."""

    name: str
    to_address: str
    content: bytes


class Refused(Exception):
    """The other side will never take this message: no such mailbox, no such number. In its own words."""


class NotNow(Exception):
    """It was not taken this time. `line_is_down`: nor would any other message be, now."""

    def __init__(self, words: str, *, line_is_down: bool = False) -> None:
        super().__init__(words)
        self.line_is_down = line_is_down


class Channel(Protocol):
    """One way out, held open for as long as a worker has something for it."""

    def pack(self, message: OwedMessage) -> Parcel:
        """The message as the other side wants it."""

    def hand_over(self, parcel: Parcel) -> None:
        """Returns when the other side has taken it. Raises Refused or NotNow."""

    def close(self) -> None:
        """Let go of the line; never raises."""
