"""winmail.dat as Outlook writes it: a small encoder of TNEF ([MS-OXTNEF]) and of compressed RTF ([MS-OXRTFCP])."""

import struct
from dataclasses import dataclass

MESSAGE, ATTACHMENT = 1, 2
UNICODE, STRING, BINARY, LONG = 0x001F, 0x001E, 0x0102, 0x0003
BODY, BODY_HTML, RTF, SUBJECT, CODEPAGE = 0x1000, 0x1013, 0x1009, 0x0037, 0x3FDE
LONG_NAME, NAME, KIND, CONTENT_ID = 0x3707, 0x3704, 0x370E, 0x3712


@dataclass(frozen=True)
class Property:
    """One MAPI property: its number, its type, its value."""

    number: int
    kind: int
    value: str | bytes | int

    def encoded(self, codec: str) -> bytes:
        tag = struct.pack("<HH", self.kind, self.number)
        if isinstance(self.value, int):
            return tag + struct.pack("<i", self.value)
        raw = self.value if isinstance(self.value, bytes) else self._text(self.value, codec)
        return tag + struct.pack("<II", 1, len(raw)) + raw + b"\0" * (-len(raw) % 4)

    def _text(self, value: str, codec: str) -> bytes:
        return (value + "\0").encode("utf-16-le" if self.kind == UNICODE else codec)


def winmail(
    *properties: Property, files: tuple[tuple[str, bytes], ...] = (), codepage: int = 936, long_names: bool = True,
    old_body: str = "", rtf_version: int = 0x00010000,
) -> bytes:  # fmt: skip
    """A message with these properties and files; `old_body` is the text as programs before MAPI wrote it."""
    codec = {936: "gbk", 1252: "cp1252", 65001: "utf-8"}[codepage]
    found = [
        _attribute(MESSAGE, 0x00089006, struct.pack("<I", rtf_version)),
        _attribute(MESSAGE, 0x00069007, struct.pack("<II", codepage, 0)),
        _attribute(MESSAGE, 0x00078008, b"IPM.Microsoft Mail.Note\0"),
    ]
    if old_body:
        found.append(_attribute(MESSAGE, 0x0002800C, old_body.encode(codec) + b"\0"))
    if properties:
        found.append(_attribute(MESSAGE, 0x00069003, _properties(properties, codec)))
    for name, content in files:
        found += [
            _attribute(ATTACHMENT, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0)),
            _attribute(ATTACHMENT, 0x00018010, short_name(name).encode(codec) + b"\0"),
            _attribute(ATTACHMENT, 0x0006800F, content),
        ]
        if long_names:
            named = (Property(LONG_NAME, UNICODE, name), Property(NAME, STRING, short_name(name)))
            found.append(_attribute(ATTACHMENT, 0x00069005, _properties(named, codec)))
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(found)


def short_name(name: str) -> str:
    """As in the days of DOS."""
    stem, _, end = name.rpartition(".")
    return f"{stem[:6]}~1.{end[:3]}" if len(stem) > 8 else name


def rtf(text: str) -> bytes:
    """RTF in code page 936, every character outside ASCII escaped byte by byte."""
    escaped = "".join(
        "\\par\r\n"
        if one == "\n"
        else one
        if one.isascii()
        else "".join(f"\\'{byte:02x}" for byte in one.encode("gbk"))
        for one in text
    )
    return (
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\colortbl;\red0\green0\blue0;}"
        rf"\viewkind4\uc1\pard\f0\fs20 {escaped}\par}}"
    ).encode() + b"\r\n"


def html_in_rtf(html: str) -> bytes:
    """HTML as Exchange hides it in RTF ([MS-OXRTFEX])."""
    escaped = "".join(
        one if one.isascii() else "".join(f"\\'{byte:02x}" for byte in one.encode("gbk")) for one in html
    )
    pieces = escaped.replace("<", "\x01<").replace(">", ">\x02")
    tags = pieces.replace("\x01", r"{\*\htmltag64 ").replace("\x02", "}")
    return (
        r"{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl\red0\green0\blue0;}"
        rf"\uc1\pard\plain\deftab360 \f0\fs24 {tags}}}"
    ).encode()


def compressed(plain: bytes, *, literal: bool = False) -> bytes:
    """LZFu with nothing but literals, or the uncompressed form MELA."""
    if literal:
        return struct.pack("<II", len(plain) + 12, len(plain)) + b"MELA" + b"\0\0\0\0" + plain
    coded, at = b"", 0
    while at < len(plain):
        run = plain[at : at + 8]
        if len(run) == 8:
            coded += b"\0" + run
        at += 8
    left = plain[at - 8 :] if len(plain) % 8 else b""
    # The end is a reference to the place where the next byte would be written.
    coded += bytes([1 << len(left)]) + left + struct.pack(">H", ((207 + len(plain)) % 4096) << 4)
    return struct.pack("<II", len(coded) + 12, len(plain)) + b"LZFu" + struct.pack("<I", _crc(coded)) + coded


def _properties(properties: tuple[Property, ...], codec: str) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(one.encoded(codec) for one in properties)


def _attribute(level: int, number: int, content: bytes) -> bytes:
    return (
        struct.pack("<BII", level, number, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
    )


def _crc(content: bytes) -> int:
    found = 0
    for byte in content:
        found ^= byte
        for _ in range(8):
            found = (found >> 1) ^ (0xEDB88320 if found & 1 else 0)
    return found
