"""Mail put together byte by byte: no mail library stands between a mistake and the reader."""

import base64
import binascii
import quopri

from tests.intake.corpus.case import ADDRESS, NAME, SUBJECT, TEXT, TO

LINE = b"\r\n"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DOCX = b"PK\x03\x04" + bytes(range(256)) * 3


def word(text: str, charset: str = "utf-8", how: str = "B", codec: str = "") -> bytes:
    """One encoded word of RFC 2047."""
    return raw_word(text.encode(codec or charset), charset, how)


def raw_word(content: bytes, charset: str, how: str = "B") -> bytes:
    if how in "Bb":
        coded = base64.b64encode(content)
    else:
        plain = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        coded = b"".join(
            bytes([one]) if one in plain else b"_" if one == 32 else b"=%02X" % one for one in content
        )
    return b"=?" + charset.encode() + b"?" + how.encode() + b"?" + coded + b"?="


def words(text: str, charset: str = "utf-8", how: str = "B", codec: str = "", size: int = 10) -> bytes:
    """Encoded words, folded, none of them cut inside a character."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return b"\r\n ".join(word(piece, charset, how, codec) for piece in pieces)


def qp(content: bytes) -> bytes:
    """Line ends of text stand as they are; in what is no text (UTF-16, files) they are coded like everything else."""
    if b"\0" in content:
        return b"".join(
            b"=%02X" % one + (b"=\r\n" if at % 20 == 19 else b"") for at, one in enumerate(content)
        )
    return quopri.encodestring(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")


def b64(content: bytes, width: int = 76) -> bytes:
    coded = base64.b64encode(content)
    return LINE.join(coded[at : at + width] for at in range(0, len(coded), width))


def uu(content: bytes, name: str = "data") -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]).rstrip(b"\n") for at in range(0, len(content), 45)]
    return LINE.join([b"begin 644 " + name.encode(), *lines, b"`", b"end", b""])


ENCODERS = {
    "7bit": bytes,
    "8bit": bytes,
    "binary": bytes,
    "quoted-printable": qp,
    "base64": b64,
    "x-uuencode": uu,
}


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def head(*lines: bytes, subject: bytes | None = None, sender: bytes | None = None) -> bytes:
    """The header lines of an ordinary mail, then `lines`; ends before the empty line."""
    found = [
        b"From: " + (word(NAME) + b" <" + ADDRESS.encode() + b">" if sender is None else sender),
        b"To: " + TO.encode(),
        b"Subject: " + (words(SUBJECT) if subject is None else subject),
        b"Date: Mon, 09 Nov 2026 15:12:00 +0800",
        b"Message-ID: <a.1@example.com>",
        b"MIME-Version: 1.0",
        *lines,
    ]
    return LINE.join(found) + LINE


def part(
    content: bytes | str = TEXT,
    kind: str = "text/plain",
    charset: str | None = "utf-8",
    transfer: str = "base64",
    *,
    extra: tuple[bytes, ...] = (),
    codec: str = "",
) -> bytes:
    """A body part: its header lines, an empty line, its coded content."""
    raw = crlf(content).encode(codec or charset or "utf-8") if isinstance(content, str) else content
    label = f"{kind}; charset={charset}" if charset is not None and kind.startswith("text/") else kind
    lines = [
        b"Content-Type: " + label.encode(),
        b"Content-Transfer-Encoding: " + transfer.encode(),
        *extra,
        b"",
    ]
    return LINE.join(lines) + LINE + ENCODERS[transfer](raw)


def mail(body: bytes, *lines: bytes, subject: bytes | None = None, sender: bytes | None = None) -> bytes:
    """A whole mail around a body part (which brings its own Content-Type)."""
    return head(*lines, subject=subject, sender=sender) + body


def multipart(kind: str, *parts: bytes, boundary: str = "=_b1", extra: str = "", end: bool = True) -> bytes:
    """A multipart as a body part."""
    mark = b"--" + boundary.encode()
    body = b"".join(mark + LINE + one + LINE for one in parts)
    label = f'Content-Type: multipart/{kind}; boundary="{boundary}"{extra}'.encode()
    return label + LINE + LINE + body + (mark + b"--" + LINE if end else b"")


def file(
    content: bytes = PDF,
    kind: str = "application/pdf",
    name: bytes = b'filename="a.pdf"',
    *,
    transfer: str = "base64",
    extra: tuple[bytes, ...] = (),
    type_extra: str = "",
) -> bytes:
    """A file with this way of writing its name."""
    disposition = b"Content-Disposition: attachment" + (b"; " + name if name else b"")
    return part(content, kind + type_extra, None, transfer, extra=(disposition, *extra))
