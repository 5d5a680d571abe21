"""S/MIME and CMS (RFC 5652): the content of an opaque signed mail, without judging the signature.

Only the few outer layers are walked; DER and the indefinite lengths of BER, which mail programs write, are both read.
"""

import zlib
from collections.abc import Iterator

_SIGNED = "1.2.840.113549.1.7.2"
_ENVELOPED = ("1.2.840.113549.1.7.3", "1.2.840.113549.1.9.16.1.23", "1.2.840.113549.1.7.6")
_COMPRESSED = "1.2.840.113549.1.9.16.1.9"
_LONGEST = 64 << 20
_DEEPEST = 12


class IsEncrypted(ValueError):
    """Only the holder of a key can read it."""


class IsBroken(ValueError):
    """Not what it says it is."""


def content(raw: bytes) -> bytes:
    """What was signed. Raises IsEncrypted, or IsBroken when nothing can be had."""
    try:
        oid, body = _layer(raw)
        if oid in _ENVELOPED:
            raise IsEncrypted(oid)
        inner = _encapsulated(body)
        if oid == _COMPRESSED:
            return zlib.decompressobj().decompress(inner, _LONGEST)
        if oid == _SIGNED and inner:
            return inner
    except (IndexError, StopIteration, zlib.error, RecursionError) as fault:
        raise IsBroken(str(fault)) from fault
    raise IsBroken(oid)


def _layer(raw: bytes) -> tuple[str, bytes]:
    """The type and content of a ContentInfo."""
    _, info = next(_items(raw))
    parts = list(_items(info))
    return _oid(parts[0][1]), next(_items(parts[1][1]))[1]


def _encapsulated(body: bytes) -> bytes:
    """encapContentInfo: the first sequence that begins with a type and holds octets."""
    for tag, value in _items(body):
        if tag == 0x30:
            parts = list(_items(value))
            if len(parts) > 1 and parts[0][0] == 0x06 and parts[1][0] & 0xE0 == 0xA0:
                return b"".join(_octets(parts[1][1], 0))
    return b""


def _octets(raw: bytes, depth: int) -> Iterator[bytes]:
    if depth > _DEEPEST:
        raise IndexError("too deep")
    for tag, value in _items(raw):
        if tag == 0x04:
            yield value
        elif tag == 0x24:
            yield from _octets(value, depth + 1)


def _items(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element; an indefinite one ends at its two zero bytes."""
    at = 0
    while at + 1 < len(raw):
        tag, start, length = _head(raw, at)
        if tag == 0 and length == 0:
            return
        end = start + length if length is not None else _end_of(raw, start, 0)
        if end > len(raw):
            raise IndexError("cut off")
        yield tag, raw[start:end]
        at = end if length is not None else end + 2


def _head(raw: bytes, at: int) -> tuple[int, int, int | None]:
    """Tag, where the content begins, its length (None: indefinite)."""
    tag, first = raw[at], raw[at + 1]
    if first < 0x80:
        return tag, at + 2, first
    count = first & 0x7F
    if count == 0:
        return tag, at + 2, None
    return tag, at + 2 + count, int.from_bytes(raw[at + 2 : at + 2 + count], "big")


def _end_of(raw: bytes, at: int, depth: int) -> int:
    """Where the content of an indefinite element ends."""
    if depth > _DEEPEST:
        raise IndexError("too deep")
    while raw[at : at + 2] != b"\0\0":
        _, start, length = _head(raw, at)
        at = start + length if length is not None else _end_of(raw, start, depth + 1) + 2
    return at


def _oid(raw: bytes) -> str:
    first, numbers, number = raw[0], [], 0
    for byte in raw[1:]:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    return ".".join(map(str, (min(first // 40, 2), first - 40 * min(first // 40, 2), *numbers)))
