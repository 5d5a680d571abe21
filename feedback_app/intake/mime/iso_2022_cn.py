"""ISO-2022-CN (RFC 1922), which Python does not know: Chinese in seven bits, by escape sequences and shifts.

Only its GB 2312 part: nothing here can read the planes of CNS 11643.
"""

import re

_GB_2312 = b"\x1b$)A"
_LINE_ENDS = re.compile(rb"(\r\n|\r|\n)")
_SHIFTED = re.compile(rb"\x0e([^\x0f]*)\x0f?|([^\x0e]+)")


def decode(raw: bytes) -> str:
    """Raises UnicodeError for what is not this."""
    return "".join(_line(one) for one in _LINE_ENDS.split(raw))


def _line(raw: bytes) -> str:
    """Each line says anew what it uses, and begins unshifted."""
    plain = raw.replace(_GB_2312, b"")
    if b"\x1b" in plain or (b"\x0e" in plain and _GB_2312 not in raw):
        raise UnicodeDecodeError("iso-2022-cn", raw, 0, len(raw), "not of the part that is known")
    return "".join(
        found[2].decode("ascii") if found[2] else bytes(byte | 0x80 for byte in found[1]).decode("gb2312")
        for found in _SHIFTED.finditer(plain)
    )
