"""How an answer by mail finds back to what it is about: tokens nobody can guess, make or read but this deployment.

A token is the subject itself in an authenticated box, so nothing is stored and nothing is given away by it. It goes out in
the address to answer to (`feedback+TOKEN@…`) and in the Message-ID; both come back in answers. It proves only that its
bearer has seen one of our mails: who may write into a ticket is decided by the sender's address as well (intake).
"""

import base64
import re

from feedback_app.extensions import keyring

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"  # what running numbers are made of
_KINDS = {"ticket": b"t", "record": b"r"}
_LONGEST = 80
_MESSAGE_ID = re.compile(r"<([a-z2-7]{20,200})\.(\d{1,12})@[^<>@\s]+>")
_ADDRESS = re.compile(r"\+([a-z2-7]{20,200})@", re.IGNORECASE)


def thread_token(about: str) -> str:
    """The token of a subject such as `ticket:FK-JC-20261109-0007`: letters and digits, the same every time.

    Lower case, 45-50 signs for a ticket, so that `feedback+TOKEN` stays within the 64 signs an address may have. Mail
    programs may change the case on the way; `about_of` does not mind.
    """
    return base64.b32encode(keyring.wrap("thread", _short(about))).decode().rstrip("=").lower()


def about_of(token: str) -> str | None:
    """The subject a token was issued for; None when it was not issued here."""
    try:
        box = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    opened = keyring.unwrap("thread", box)
    return _long(opened) if opened else None


def message_id_for(about: str, number: int, *, domain: str) -> str:
    """The Message-ID of owed message `number` about a subject, with its angle brackets; the same at every try."""
    return f"<{thread_token(about)}.{number}@{domain}>"


def issued_as(message_id: str) -> tuple[str, int] | None:
    """Subject and number of the owed message that went out under this Message-ID; None when it is none of ours."""
    found = _MESSAGE_ID.fullmatch(message_id.strip())
    about = about_of(found[1]) if found else None
    return (about, int(found[2])) if found and about else None


def reply_address(about: str, mailbox: str) -> str:
    """The address for answers about a subject: the bureau's mailbox with the token; the bare one when that is too long."""
    local, _, domain = mailbox.rpartition("@")
    with_token = f"{local}+{thread_token(about)}"
    return f"{with_token}@{domain}" if local and len(with_token) <= 64 else mailbox


def about_in_address(address: str) -> str | None:
    """The subject whose token stands in an address that was written to; None without one of ours."""
    found = _ADDRESS.search(address)
    return about_of(found[1]) if found else None


def _short(about: str) -> bytes:
    kind, _, name = about.partition(":")
    if kind not in _KINDS or not name or any(sign not in _SIGNS for sign in name) or len(name) > _LONGEST:
        return b"=" + about.encode()
    number = 1  # the leading one keeps zeros in front
    for sign in name:
        number = number * len(_SIGNS) + _SIGNS.index(sign)
    return _KINDS[kind] + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _long(packed: bytes) -> str:
    if packed[:1] == b"=":
        return packed[1:].decode()
    kind = next(name for name, mark in _KINDS.items() if mark == packed[:1])
    number, signs = int.from_bytes(packed[1:], "big"), []
    while number > 1:
        number, place = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[place])
    return f"{kind}:{''.join(reversed(signs))}"
