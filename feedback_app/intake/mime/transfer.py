"""From what travelled to what was sent: base64, quoted-printable and uuencode, also when relays spoilt them."""

import binascii
import quopri
import re

from feedback_app.intake.mime.headers import lenient_base64

_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=_-]")
_BLANKS = re.compile(rb"\s+")
_FOOTER = re.compile(rb"^(?:--|_{5,}).*", re.MULTILINE | re.DOTALL)
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} (?P<name>[^\r\n]{1,255})\r?\n(?P<lines>.*?)^end[ \t]*\r?$\n?",
    re.MULTILINE | re.DOTALL,
)


def untransfer(travelled: bytes, encoding: str) -> tuple[bytes, str | None]:
    """The bytes of a part and the code of a fault or None. An unknown encoding leaves them as they are."""
    if encoding == "base64":
        return _from_base64(travelled)
    if encoding == "quoted-printable":
        return quopri.decodestring(_SOFT_BREAK.sub(b"=", travelled)), None
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        files, rest = uuencoded(travelled)
        return (files[0][1], None) if files else (rest, "transfer_broken")
    return travelled, None


def uuencoded(raw: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    """Files written into a text in the old way, with their names, and the text without them."""
    if b"begin " not in raw or b"\nend" not in raw:
        return [], raw
    found = [
        (one["name"].decode("utf-8", "surrogateescape"), _from_uu(one["lines"]))
        for one in _UUENCODED.finditer(raw)
    ]
    return found, _UUENCODED.sub(b"", raw) if found else raw


def _from_base64(travelled: bytes) -> tuple[bytes, str | None]:
    """Blanks and strange signs are left out, and what a list or relay wrote below; what is no base64 stays as it is."""
    body = _FOOTER.split(travelled, maxsplit=1)[0]
    whole = _NO_BASE64.sub(b"", body)
    signs = len(_BLANKS.sub(b"", body))
    if len(whole) * 10 < signs * 7:
        return travelled, "transfer_broken"
    is_spoilt = len(body) < len(travelled) or len(whole) < signs or len(whole) % 4 != 0
    return lenient_base64(whole), "transfer_broken" if is_spoilt else None


def _from_uu(lines: bytes) -> bytes:
    return b"".join(_uu_line(line) for line in lines.splitlines())


def _uu_line(line: bytes) -> bytes:
    # Some encoders count wrongly; the true length stands in the first sign.
    count = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
    for tried in (line, line[:count]):
        try:
            return binascii.a2b_uu(tried)
        except binascii.Error:
            continue
    return b""
