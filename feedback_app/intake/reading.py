"""A mail's bytes made readable, whatever their shape.

Pure: no database, no settings, no network; it runs in a process of its own (apart.py), because what strangers send may be
made to take for ever.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from email.errors import MessageDefect, MissingHeaderBodySeparatorDefect, MultipartInvariantViolationDefect

from feedback_app.intake import natures
from feedback_app.intake.faults import FAULTS, Fault
from feedback_app.intake.mime import headers
from feedback_app.intake.mime.charsets import clean
from feedback_app.intake.mime.part import Part, parse
from feedback_app.intake.mime.parts import Gathered, gather, media_type
from feedback_app.intake.read_mail import Nature, ReadFile, ReadMail

__all__ = ["FAULTS", "Fault", "Nature", "ReadFile", "ReadMail", "read"]
LONGEST_TEXT = 200_000  # signs shown; the original is kept whole
_ENCRYPTED = {"smime_encrypted", "pgp_encrypted"}
_HARMLESS = (MissingHeaderBodySeparatorDefect, MultipartInvariantViolationDefect)


def read(raw: bytes, *, own_domains: Collection[str] = ()) -> ReadMail:
    """The mail in `raw` (RFC 5322 with all its usual breakages), as far as it can be read. Never raises.

    `own_domains`: the domains under which this site issues Message-IDs; mail that carries one came from us.
    """
    try:
        return _read(raw, frozenset(domain.lower() for domain in own_domains))
    except (RecursionError, MemoryError):
        return _heads_only(raw, "too_deep")
    except Exception:  # noqa: BLE001 - whatever a library stumbles over, the mail is kept and shown
        return _heads_only(raw, "structure_broken")


def _read(raw: bytes, own_domains: frozenset[str]) -> ReadMail:
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \0")
    if not raw:
        return ReadMail(could_be_read=False, faults=(FAULTS["empty"],))
    message = parse(raw)
    kind = _kind(message)
    got = Gathered(is_report=kind.startswith("multipart/report"))
    got.fault(None if message.items() else "no_headers")
    got.fault("structure_broken" if _is_broken(message) else None)
    gather(message, got)
    text = _tidy("\n\n".join(tidy for one in got.texts if (tidy := _tidy(one))))
    got.fault("too_long" if len(text) > LONGEST_TEXT else None)
    return _answer(message, kind, got, _tidy(text[:LONGEST_TEXT]), own_domains)


def _answer(message: Part, kind: str, got: Gathered, text: str, own_domains: frozenset[str]) -> ReadMail:
    subject, (name, address) = headers.header(message, "Subject"), headers.sender(message)
    message_id = next(iter(headers.ids(headers.raw_value(message, "Message-ID"))), "")
    values = {name.lower(): headers.words(str(value)[:1000]) for name, value in message.raw_items()}
    rule = natures.caught_by(natures.Traits(values, subject, text, address, kind, message_id, own_domains))
    nature = rule.nature if rule else Nature.PERSON
    is_encrypted = not text and not got.files and bool(_ENCRYPTED.intersection(got.faults))
    return ReadMail(
        subject=subject,
        text=text,
        files=tuple(got.files),
        from_name=name,
        from_address=address,
        to=_to(message),
        sent_at=headers.sent_at(message),
        message_id=message_id,
        in_reply_to=next(iter(headers.ids(headers.raw_value(message, "In-Reply-To"))), ""),
        references=headers.ids(headers.raw_value(message, "References")),
        faults=tuple(FAULTS[code] for code in got.faults),
        nature=nature,
        caught_by=rule.code if rule else "",
        could_be_read=bool(text or got.files or subject) and not is_encrypted,
        bounced_ids=tuple(dict.fromkeys(got.returned_ids)) if nature is Nature.BOUNCE else (),
    )


def _to(message: Part) -> tuple[str, ...]:
    """Everybody it was written to, also as the delivering server noted it: there our own addresses stand whole."""
    found = [
        address
        for header in ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
        for value in headers.raw_values(message, header)
        for _, address in headers.addresses(value)
    ]
    return tuple(dict.fromkeys(found))[:500]


def _kind(message: Part) -> str:
    """The media type; that of a report with what it reports."""
    kind = media_type(message)
    said = headers.parameters(headers.raw_value(message, "Content-Type")).get("report-type", "")
    return f"{kind};{said.lower()}" if kind == "multipart/report" else kind


def _is_broken(message: Part) -> bool:
    """Whether the parser found the structure of some part incomplete."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if any(
            isinstance(defect, MessageDefect) and not isinstance(defect, _HARMLESS) for defect in part.defects
        ):
            return True
        waiting += part.parts
    return False


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in clean(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _heads_only(raw: bytes, fault: str) -> ReadMail:
    """What the header lines alone tell, of a mail whose body cannot be taken apart."""
    try:
        message = parse(raw[:200_000], heads_only=True)
        seen = _answer(message, "", Gathered(), "", frozenset())
    except Exception:  # noqa: BLE001
        seen = ReadMail()
    return replace(seen, faults=(FAULTS[fault],), could_be_read=False)
