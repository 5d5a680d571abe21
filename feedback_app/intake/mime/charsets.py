"""Bytes to words, whatever the label says.

Mail that says gb2312 is GBK or GB18030; mail that says us-ascii or iso-8859-1 is often UTF-8 or GBK; some says nothing or
`unknown-8bit`. The label is believed where the bytes allow it, and the bytes are believed over the label.
"""

import codecs
import re
import unicodedata

_AS_GB18030 = {
    "gb2312", "gbk", "x-gbk", "gb18030", "gb_2312-80", "gb2312-80", "gb-2312", "gb_2312", "chinese", "csgb2312", "csiso58gb231280",
    "iso-ir-58", "cp936", "ms936", "windows-936", "936", "euc-cn", "euccn", "eucgb2312-cn", "x-euc-cn", "zh-cn", "gb18030-2000",
    "gb", "gb13000",
}  # fmt: skip
_AS = {
    "big5": "big5hkscs", "x-big5": "big5hkscs", "cp950": "cp950", "big5-eten": "big5hkscs", "utf8": "utf-8", "utf-8mb4": "utf-8",
    "utf8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "unicode": "utf-16", "hz-gb-2312": "hz", "x-mac-chinesesimp": "gb18030",
    "ansi": "cp1252", "iso-8859-8-i": "iso-8859-8", "ks_c_5601-1987": "cp949", "x-sjis": "cp932", "shift_jis": "cp932",
}  # fmt: skip
# Labels programs put on anything: they say nothing about bytes above 127.
_SAYS_NOTHING = {"", "us-ascii", "ascii", "iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "ansi", "8bit",
                 "unknown-8bit", "x-unknown", "unknown", "default", "default_charset", "none", "null", "binary", "ansi_x3.4-1968"}  # fmt: skip
# Python's own, which read escapes or host names.
_NO_CHARACTER_SETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
_PREFIXES = re.compile(r"^(?:x-)+(?=big5|gb|utf|euc-cn)")
_EVERYDAY = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里你好请问信息公示处罚"
)
_EVERYDAY_BIG5 = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡請問信息公示處罰"
)
_BIDI = "\u200e\u200f\u061c" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_DROPPED = re.compile(f"[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\ufeff\ufffe\uffff{_BIDI}]")
_LINE_ENDS = re.compile(r"\r+\n?|[\x0c\x85\u2028\u2029]")


def decode(raw: bytes, label: str) -> tuple[str, str | None]:
    """The words in `raw`, labelled `label` (may be empty or nonsense), and the code of a fault or None."""
    name = _PREFIXES.sub("", label.strip().strip("\"'").lower().partition("*")[0])
    if marked := _by_mark(raw):
        return marked, None
    if raw.isascii() and not _is_stateful(name):
        return raw.decode("ascii"), None
    if (said := _as_said(raw, name)) is not None:
        return said, None
    guessed = _guess(raw)
    if guessed is not None:
        return guessed, None if name in _SAYS_NOTHING else "charset_guessed"
    codec = _codec(name)
    torn = _torn(raw, ("utf-8", "gb18030") if codec in (None, "utf-8") or name in _SAYS_NOTHING else (codec,))
    return torn or raw.decode("utf-8", "replace"), "charset_lost"


def clean(text: str) -> str:
    """Words fit for any database and page: one kind of line end, no NUL, no lone surrogates, no bidi controls."""
    text = _LINE_ENDS.sub(lambda end: "\n" if end[0][-1] == "\n" else "\n" * len(end[0]), text)
    text = text.encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )  # pairs joined, lone ones replaced
    return _DROPPED.sub("", text)


def one_line(text: str) -> str:
    """Cleaned words on one line, blanks in a row as one."""
    return " ".join(clean(text).split())


def _by_mark(raw: bytes) -> str | None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _strictly(raw, codec)
    return None


def _is_stateful(name: str) -> bool:
    return name in ("hz", "hz-gb-2312", "utf-7", "unicode-1-1-utf-7") or name.startswith(
        ("iso-2022", "utf-16", "utf-32")
    )


def _as_said(raw: bytes, name: str) -> str | None:
    """The words if the bytes are what the label says they are."""
    if name.startswith("iso-2022-cn"):
        return _from_iso_2022_cn(raw)
    codec = _codec(name)
    if codec is None or name in _SAYS_NOTHING:
        return None
    if codec.startswith("utf-16"):
        # Some write its line ends as those of the mail, which shifts all that follows by a byte.
        return _strictly(raw, codec) or _strictly(raw.replace(b"\r\n", b"\n"), codec)
    if codec != "utf-8" and _is_surely_utf8(raw):
        return None
    text = _strictly(raw, codec)
    return text if text is None or codec != "gb18030" else _or_big5(raw, text)


def _or_big5(raw: bytes, text: str) -> str | None:
    other = _strictly(raw, "big5hkscs")
    return (
        None
        if other is not None and _weight(other, _EVERYDAY_BIG5) > 2 + 4 * _weight(text, _EVERYDAY)
        else text
    )


def _guess(raw: bytes) -> str | None:
    """The words of bytes whose label does not fit; None when no character set fits them whole."""
    text = _strictly(raw, "utf-8")
    if text is not None:
        return text
    if _torn(raw, ("utf-8",), least=2) is not None:
        return None  # UTF-8 that was cut; as anything else it would be signs nobody wrote
    simplified, traditional = _strictly(raw, "gb18030"), _strictly(raw, "big5hkscs")
    if traditional is not None and _weight(traditional, _EVERYDAY_BIG5) > _weight(
        simplified or "", _EVERYDAY
    ):
        return traditional
    if simplified is not None and _is_chinese(simplified):
        return simplified
    return None if _torn(raw, ("gb18030",), least=6) is not None else _strictly(raw, "cp1252")


def _is_chinese(text: str) -> bool:
    """Whether what is not ASCII is mostly Chinese, as true GBK is; accented letters read as GBK make rare signs."""
    high = [sign for sign in text if sign > "\x7f"]
    common = sum(
        1 for sign in high if "\u3400" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" or sign >= "\uff00"
    )
    return common * 10 >= len(high) * 7


def _torn(raw: bytes, codecs_tried: tuple[str, ...], *, least: int = 1) -> str | None:
    """Words of which single signs were cut or spoilt, when nearly all of them are whole.

    `least`: how many whole ones it takes. What follows the rules of UTF-8 for long is UTF-8, even with many spoilt.
    """
    for codec in codecs_tried:
        text = raw.decode(codec, "replace")
        bad = text.count("\ufffd")
        if codec == "utf-8":
            whole, most = sum(1 for sign in text if sign >= "\u0800") - bad, 10**9
        else:
            whole, most = sum(1 for sign in text if sign > "\x7f") - bad, max(1, len(raw) // 40)
        is_likely = codec != "gb18030" or _is_chinese(text.replace("\ufffd", ""))
        if 0 < bad <= min(most, whole) and whole >= least and is_likely:
            return text
    return None


def _weight(text: str, everyday: frozenset[str]) -> int:
    return sum(1 for sign in text if sign in everyday)


def _from_iso_2022_cn(raw: bytes) -> str | None:
    """GB 2312 in seven bits (RFC 1922): two bytes a sign between shift-out and shift-in."""
    pieces = re.split(rb"\x0e([^\x0f\r\n]*)\x0f?", re.sub(rb"\x1b\$[)*+][A-Z]", b"", raw))
    return _strictly(
        b"".join(bytes(b | 0x80 for b in one) if at % 2 else one for at, one in enumerate(pieces)), "gb18030"
    )


def _is_surely_utf8(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 with signs no pair of GBK bytes would make by chance (Chinese takes three bytes)."""
    text = _strictly(raw, "utf-8")
    return text is not None and any(sign >= "\u0800" and unicodedata.category(sign) != "Co" for sign in text)


def _codec(name: str) -> str | None:
    if name in _AS_GB18030:
        return "gb18030"
    name = _AS.get(name, name)
    try:
        found = codecs.lookup(name)
        b"\0\0\0\0".decode(name, "replace")  # rot13, hex, zip … are codecs, and of no text
    except (LookupError, ValueError):
        return None
    return None if found.name in _NO_CHARACTER_SETS else found.name


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError):
        return None
