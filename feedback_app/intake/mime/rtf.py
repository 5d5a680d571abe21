"""RTF as Outlook sends it: unpacked (MS-OXRTFCP) and read for its words; HTML hidden in it comes out as words too."""

import re

from feedback_app.intake.mime import markup
from feedback_app.intake.mime.charsets import decode

_FIRST = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_LONGEST = 16 << 20
_PIECE = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)")
_UNREAD = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"generator", b"listtable",
           b"listoverridetable", b"themedata", b"xmlnstbl", b"mhtmltag"}  # fmt: skip
_BREAKS = {
    b"par": b"\n",
    b"line": b"\n",
    b"row": b"\n",
    b"sect": b"\n",
    b"page": b"\n",
    b"tab": b"\t",
    b"cell": b" ",
}
_CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 204: "cp1251", 178: "cp1256"}


def unpacked(raw: bytes) -> bytes:
    """RTF from its compressed form; raises ValueError when it is neither form."""
    if raw[8:12] == b"MELA":
        return raw[16:]
    if raw[8:12] != b"LZFu":
        raise ValueError("neither form of RTF")
    size = min(int.from_bytes(raw[4:8], "little"), _LONGEST)
    window, out, read = bytearray(_FIRST), bytearray(), 16
    while len(out) < size and read < len(raw):
        marks, read = raw[read], read + 1
        for bit in range(8):
            width = 1 + (marks >> bit & 1)
            piece = raw[read : read + width] if width == 1 else _earlier(window, raw[read : read + 2])
            read += width
            window += piece
            out += piece
    return bytes(out[:size])


def _earlier(window: bytearray, pair: bytes) -> bytes:
    """What stood in the ring of 4,096 bytes at the place the pair names; it may run into what it is writing."""
    number = int.from_bytes(pair, "big")
    at = len(window)
    start = at - ((at - (number >> 4)) % 4096 or 4096)
    seen = window[start:at]
    length = (number & 15) + 2
    return (
        b""
        if len(pair) < 2 or start < 0 or (number >> 4) == at % 4096
        else bytes((seen * (length // len(seen) + 1))[:length])
    )


def to_text(rtf: bytes) -> str:
    """The words of an RTF text."""
    page = _Page(rtf)
    for found in _PIECE.finditer(rtf):
        word, number, coded, sign, brace, plain = found.groups()
        if brace:
            page.group(opens=brace == b"{")
        elif sign == b"*":
            if not (page.is_html and rtf.startswith(b"\\htmltag", found.end())):
                page.unread = page.unread or page.depth
        elif word:
            page.word(word, int(number) if number else None)
        elif page.unread or page.skip():
            continue
        elif coded:
            page.raw += bytes.fromhex(coded.decode())
        else:
            page.raw += (
                (plain or sign or b"").replace(b"\r", b"").replace(b"\n", b"") if not sign else _signs(sign)
            )
    page.flush()
    text = "".join(page.out)
    return markup.to_text(text) if page.is_html else text


def _signs(sign: bytes) -> bytes:
    return {b"~": b" ", b"\n": b"\n", b"\r": b"\n"}.get(sign, sign if sign in b"\\{}" else b"")


class _Page:
    def __init__(self, rtf: bytes) -> None:
        self.out: list[str] = []
        self.raw = b""
        self.depth, self.unread, self.to_skip, self.after_unicode = 0, 0, 0, 1
        codepage = re.search(rb"\\ansicpg(\d{3,5})", rtf[:400])
        self.codec = f"cp{codepage[1].decode()}" if codepage else ""
        for number in re.findall(rb"\\fcharset(\d{1,3})", rtf[:4000]):
            self.codec = _CHARSETS.get(int(number), self.codec)
        self.is_html = b"\\fromhtml" in rtf[:400]

    def group(self, *, opens: bool) -> None:
        self.depth += 1 if opens else -1
        if self.depth < self.unread:
            self.unread = 0

    def word(self, word: bytes, number: int | None) -> None:
        if word in _UNREAD and not self.unread:
            self.unread = self.depth
        elif word == b"htmlrtf":
            self.unread = 0 if number == 0 else self.unread or self.depth
        elif self.unread or (word in _BREAKS and self.skip()):
            return
        elif word in _BREAKS:
            self.raw += _BREAKS[word]
        elif word == b"uc":
            self.after_unicode = number or 0
        elif word == b"u" and number is not None:
            self.flush()
            self.out.append(chr(number % 65536))
            self.to_skip = self.after_unicode

    def skip(self) -> bool:
        """Behind a Unicode sign stands what old programs show instead of it."""
        self.to_skip, was = max(0, self.to_skip - 1), self.to_skip
        return was > 0

    def flush(self) -> None:
        if self.raw:
            self.out.append(decode(self.raw, self.codec)[0])
            self.raw = b""
