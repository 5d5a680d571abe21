"""Header lines made readable: encoded words in all their broken forms, raw 8-bit bytes, names, addresses, dates.

The parser hands header values over as it found them: lines folded, bytes above 127 as lone surrogates.
"""

import base64
import binascii
import quopri
import re
import urllib.parse
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from feedback_app.intake.mime.charsets import decode, one_line
from feedback_app.intake.mime.part import Part

# `=?charset?B?…?=`, also with the end missing, with blanks inside, in either case.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.*?)(?:\?=|$)", re.DOTALL)
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_IDS = re.compile(r"<[^<>\s]{1,990}>")
_PIECE = re.compile(r"^(?P<name>[^*]+)(?:\*(?P<place>\d{1,4}))?(?P<marked>\*)?$")
# One person of a list: quoted names, comments and angle brackets may hold the comma that else divides.
_PERSON = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|\([^()]*\)|[^,;"<(]|["<(])+')
_ADDRESS = re.compile(r"[^\s<>\"',;:()@]+@[^\s<>\"',;:()@]+")
_LONGEST = 8_000  # signs of one header value that are looked at


def raw_values(message: Part, name: str) -> list[str]:
    """All values of a header, unfolded, bytes above 127 still as surrogates."""
    wanted = name.lower()
    return [_unfold(str(value))[:_LONGEST] for key, value in message.raw_items() if key.lower() == wanted]


def raw_value(message: Part, name: str) -> str:
    """The first value of a header that is not blank."""
    return next((value for value in raw_values(message, name) if value.strip()), "")


def words(value: str) -> str:
    """A header's value as a person would read it, on one line."""
    return one_line(decode_words(from_bytes(value)))


def header(message: Part, name: str) -> str:
    return words(raw_value(message, name))


def from_bytes(value: str) -> str:
    """Raw 8-bit bytes in a header read as the characters they most likely are."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), "")[0]


def decode_words(text: str, *, again: bool = True) -> str:
    """RFC 2047. Neighbours in one character set are joined as bytes first: senders cut Chinese signs in two."""
    out, last_end, waiting, charset = [], 0, b"", ""
    joined = _BETWEEN_WORDS.sub(r"\1", text)
    for found in _WORD.finditer(joined):
        between = joined[last_end : found.start()]
        if waiting and (between or found[1].lower() != charset):
            out.append(decode(waiting, charset)[0])
            waiting = b""
        out.append(between)
        charset, last_end = found[1].lower(), found.end()
        waiting += _word_bytes(found[2], found[3])
    if waiting:
        out.append(decode(waiting, charset)[0])
    out.append(joined[last_end:])
    read = "".join(out)
    # Some relays encode what was encoded already.
    return decode_words(read, again=False) if again and last_end and _WORD.search(read) else read


def addresses(value: str) -> list[tuple[str, str]]:
    """(name, address) of everybody in a From, To … value; what has no address is left out."""
    found = []
    for person in _PERSON.findall(from_bytes(value)):
        bare = re.sub(r"\((?:[^()\\]|\\.)*\)", " ", person)
        inner = re.search(r"<\s*([^<>]*@[^<>]*?)\s*>", bare)
        address = _address(inner[1] if inner else bare) or _address(words(person))
        name = person[: person.rfind("<")] if inner else person
        named = words(_unquoted(name.strip())).strip("\"' ") if inner else _comment(person)
        if address:
            found.append((named if named != address else "", address))
    return found


def _address(text: str) -> str:
    found = _ADDRESS.search(one_line(decode_words(text)).removeprefix("mailto:"))
    return found[0] if found else ""


def _comment(person: str) -> str:
    found = re.search(r"\(([^()]*)\)", person)
    return words(found[1]) if found else ""


def sender(message: Part) -> tuple[str, str]:
    """Whom the mail says it is from: From, else Sender, Reply-To or the envelope's return path."""
    for name in ("From", "Sender", "Reply-To", "Return-Path", "X-Sender"):
        value = raw_value(message, name)
        if found := addresses(value):
            return found[0]
    return words(raw_value(message, "From")).strip("<>\"' "), ""


def ids(value: str) -> tuple[str, ...]:
    """The Message-IDs in a header."""
    return tuple(dict.fromkeys(_IDS.findall(one_line(from_bytes(value)))))[:200]


def sent_at(message: Part) -> datetime | None:
    """The Date in UTC; None when it is missing or nonsense."""
    try:
        moment = parsedate_to_datetime(words(raw_value(message, "Date")))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return moment if 1990 <= moment.year <= 2990 else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def parameters(value: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition, RFC 2231 pieces joined, names in lower case."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for raw_name, raw_text in _pairs(value):
        found = _PIECE.match(raw_name)
        if found and (found["place"] or found["marked"]):
            place = int(found["place"] or 0)
            pieces.setdefault(found["name"].lower(), {}).setdefault(place, (raw_text, bool(found["marked"])))
        elif found:
            plain.setdefault(found["name"].lower(), words(raw_text))
    # Where both forms stand, the plain one is for old readers.
    return plain | {
        name: _joined([parts[place] for place in sorted(parts)]) for name, parts in pieces.items()
    }


def transfer_encoding(part: Part) -> str:
    """The word that says how the body travelled; comments and what else follows are left out."""
    return (first_word(raw_value(part, "Content-Transfer-Encoding")).split() or [""])[0]


def first_word(value: str) -> str:
    """What stands before the parameters: a media type, a disposition, a transfer encoding."""
    return one_line(from_bytes(value)).partition(";")[0].strip().strip("\"'").lower()


def _unfold(value: str) -> str:
    return re.sub(r"(?:\r\n|[\r\n])[ \t]*", " ", value).strip()


def _word_bytes(encoding: str, body: str) -> bytes:
    plain = body.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return quopri.decodestring(plain.replace(b"_", b" ").replace(b"\n", b""), header=False)
    return lenient_base64(plain)


def lenient_base64(raw: bytes) -> bytes:
    """As much as can be had from base64 with blanks, strange signs and missing padding."""
    out = b""
    # Each piece may carry its own padding: several encoded texts were put behind each other.
    for piece in re.split(rb"=+", re.sub(rb"[^A-Za-z0-9+/=_-]", b"", raw)):
        whole = piece[:-1] if len(piece) % 4 == 1 else piece
        try:
            out += base64.b64decode(
                whole + b"=" * (-len(whole) % 4), b"-_" if b"-" in whole or b"_" in whole else None
            )
        except (binascii.Error, ValueError):
            continue
    return out


def _pairs(value: str) -> list[tuple[str, str]]:
    """`name=value` pairs behind the first semicolon; a semicolon inside quotes divides nothing."""
    found = re.findall(r';\s*([^=;\s"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', ";" + value.partition(";")[2])
    return [(name, _unquoted(text.strip())) for name, text in found]


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return (
            text.strip("'") if text.startswith("'") and text.count("'") == 2 and text.endswith("'") else text
        )
    return re.sub(r'\\(["\\])', r"\1", text[1:].removesuffix('"'))


def _joined(parts: list[tuple[str, bool]]) -> str:
    """One value from its pieces; `marked` ones are percent-encoded, the first may name the character set."""
    if not any(marked for _, marked in parts):
        return words("".join(text for text, _ in parts))
    # Put together before it is decoded: pieces are cut inside characters, and inside their escapes.
    text = "".join(
        text if marked else urllib.parse.quote(text, errors="surrogateescape") for text, marked in parts
    )
    charset, rest = "utf-8", text
    if parts[0][1] and text.count("'") >= 2:
        charset, _, rest = text.split("'", 2)
    raw = urllib.parse.unquote_to_bytes(rest.encode("utf-8", "surrogateescape"))
    return one_line(decode_words(decode(raw, charset)[0]))
