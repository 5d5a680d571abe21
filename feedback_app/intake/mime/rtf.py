"""RTF, as Outlook puts the words of a mail into winmail.dat: packed ([MS-OXRTFCP]), often with HTML hidden in it ([MS-OXRTFEX]).

In time that grows with its length only. What is no text (tables of fonts and colours, pictures, fields' codes) is left out.
"""

import re
import struct
from dataclasses import dataclass, field, replace

from feedback_app.intake.mime import markup
from feedback_app.intake.mime.charsets import decode

_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_LONGEST = 8 << 20
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_UNREAD = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata generator listtable listoverridetable header footer headerl headerr "
    b"footerl footerr fldinst datastore latentstyles xmlnstbl rsidtbl".split()
)
_SIGNS = {b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•",
          b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}  # fmt: skip
_CHARSETS = {0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255",
             178: "cp1256", 204: "cp1251", 238: "cp1250"}  # fmt: skip


def unpacked(raw: bytes) -> bytes:
    """The RTF itself. Raises ValueError for what is not packed RTF; what is cut off is read to where it ends."""
    if len(raw) < 16:
        raise ValueError("no packed RTF")
    size, form = struct.unpack_from("<I4s", raw, 4)
    if form == b"MELA":
        return raw[16 : 16 + min(size, _LONGEST)]
    if form != b"LZFu":
        raise ValueError("no packed RTF")
    return _expanded(raw[16:], min(size, _LONGEST))


def to_text(source: bytes) -> str:
    """The words of an RTF text."""
    page = _Page(is_html=b"\\fromhtml" in source[:2_000])
    for found in _TOKEN.finditer(source[:_LONGEST]):
        page.take(found)
    words = page.words()
    return markup.to_text(words) if page.is_html else words


def _expanded(coded: bytes, size: int) -> bytes:
    out, at = bytearray(_KNOWN), 0
    while at < len(coded) and len(out) < size + len(_KNOWN):
        control, at = coded[at], at + 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(coded):
                    return bytes(out[len(_KNOWN) :])
                there, at = int.from_bytes(coded[at : at + 2], "big"), at + 2
                # A place in the last 4,096 signs; the place where the next one would stand is the end.
                back = (len(out) - (there >> 4)) % 4096
                if back == 0:
                    return bytes(out[len(_KNOWN) :])
                out += _again(out, back, (there & 0xF) + 2)
            else:
                out += coded[at : at + 1]
                at += 1
    return bytes(out[len(_KNOWN) :])


def _again(out: bytearray, back: int, count: int) -> bytes:
    """`count` signs from `back` signs ago; what is not there yet is what is being written."""
    start = len(out) - back
    piece = bytes(out[max(start, 0) : start + count]) or b" "
    return (piece * count)[:count]


@dataclass(frozen=True)
class _State:
    """What a group inherits from the one around it."""

    unread: bool = False
    fonts: bool = False
    codec: str = "cp1252"
    skip: int = 1  # signs that stand behind \u for old programs
    plain: bool = False  # in hidden HTML: RTF for those who cannot read HTML


@dataclass
class _Page:
    is_html: bool
    now: _State = field(default_factory=_State)
    above: list[_State] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    default: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    to_skip: int = 0
    starred: bool = False

    def take(self, found: re.Match[bytes]) -> None:
        byte, word, number, sign, brace, text = found.groups()
        if byte or text:
            self._say(bytes([int(byte, 16)]) if byte else text)
        elif brace:
            self._group(brace)
        elif word:
            self._command(word, int(number) if number else None)
        elif sign == b"*":
            self.starred = True
        elif sign in (b"\\", b"{", b"}"):
            self._say(sign)
        elif sign == b"~":
            self._say(b" ")

    def words(self) -> str:
        self._flush()
        return "".join(self.out)

    def _say(self, raw: bytes) -> None:
        if self.to_skip:
            gone = min(self.to_skip, len(raw))
            self.to_skip -= gone
            raw = raw[gone:]
        if not (self.now.unread or self.now.plain):
            self.waiting += raw

    def _group(self, brace: bytes) -> None:
        self._flush()
        self.to_skip, self.starred = 0, False
        if brace == b"{":
            self.above.append(self.now)
        elif self.above:
            self.now = self.above.pop()

    def _command(self, word: bytes, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == b"u" and number is not None:
            self._flush()
            if not (self.now.unread or self.now.plain):
                self.out.append(chr(number % 65536))
            self.to_skip = self.now.skip
        elif word in _UNREAD or (starred and word != b"htmltag"):
            self._flush()
            self.now = replace(self.now, unread=True, fonts=word == b"fonttbl")
        elif word in _SIGNS:
            self._sign(_SIGNS[word])
        else:
            self._set(word, number)

    def _sign(self, sign: str) -> None:
        self._flush()
        if not (self.now.unread or self.now.plain):
            self.out.append(sign)

    def _set(self, word: bytes, number: int | None) -> None:
        self._flush()
        if word == b"ansicpg" and number:
            self.default = "gb18030" if number == 936 else f"cp{number}"
            self.now = replace(self.now, codec=self.default)
        elif word == b"uc" and number is not None:
            self.now = replace(self.now, skip=max(0, min(number, 8)))
        elif word == b"htmlrtf":
            self.now = replace(self.now, plain=number != 0)
        elif word == b"f" and number is not None:
            self.font = number
            self.now = replace(self.now, codec=self.fonts.get(number, self.default))
        elif word == b"fcharset" and self.now.fonts and number in _CHARSETS and number:
            self.fonts[self.font] = _CHARSETS[number]

    def _flush(self) -> None:
        if self.waiting:
            self.out.append(decode(bytes(self.waiting), self.now.codec)[0])
            self.waiting.clear()
