"""TNEF: what Outlook packs into `winmail.dat`."""

import logging
from dataclasses import dataclass

import tnefparse

from feedback_app.intake.mime import markup, rtf
from feedback_app.intake.mime.charsets import decode

logging.getLogger("tnefparse").disabled = True  # it speaks of every property it does not know


@dataclass(frozen=True)
class Unpacked:
    """The words of the mail, if any, and its files by name."""

    text: str
    files: list[tuple[str, bytes]]


def unpack(raw: bytes) -> Unpacked:
    """What is in it. Raises whatever its parser stumbles over: the caller keeps the file as it came."""
    box = tnefparse.TNEF(raw, do_checksum=False)
    files = [(_name(one), _bytes(one.data)) for one in box.attachments]
    return Unpacked(_text(box), [(name, content) for name, content in files if content])


def _name(one: tnefparse.tnef.TNEFAttachment) -> str:
    long = [attribute.data for attribute in one.mapi_attrs if attribute.name == 0x3707]
    return _words(long[0] if long else one._name)  # noqa: SLF001 - its own reader knows UTF-8 only


def _text(box: tnefparse.TNEF) -> str:
    body = _words(box.body) if box.body else ""
    if not body.strip() and box.htmlbody:
        body = markup.to_text(_words(box.htmlbody))
    packed = box._rtfbody  # noqa: SLF001 - it unpacks it only with a library more
    return body if body.strip() or not packed else rtf.to_text(rtf.unpacked(_bytes(packed)))


def _words(said: object) -> str:
    if isinstance(said, (list, tuple)):
        said = said[0] if said else ""
    return (decode(said, "")[0] if isinstance(said, bytes) else str(said)).strip("\0")


def _bytes(content: object) -> bytes:
    if isinstance(content, (list, tuple)):
        content = content[0] if content else b""
    return content if isinstance(content, bytes) else b""
