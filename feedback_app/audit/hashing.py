"""How an entry becomes a hash. Pure: no database, no clock; anyone can do the same with the same columns.

The hash of an entry is SHA-256(0x00 || J), where J is the RFC 8785 canonical JSON of all its public columns, the
commitment to its sealed part and the hash of the entry before it. 0x00 is the leaf mark of RFC 6962, so the same
hashes can later stand as the leaves of a Merkle tree. Named members keep the borders between columns, and JSON keeps
NULL apart from the empty text, which joined strings would not.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import rfc8785

FORMAT = 1
NO_HASH = "0" * 64  # stands before the first entry
LEAF = b"\x00"
SALT_BYTES = 32
HASHED_COLUMNS = (
    "number",
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "actor_post",
    "actor_unit",
    "on_behalf_of",
    "action",
    "subject",
    "about",
    "from_state",
    "to_state",
    "facts",
    "sealed_hash",
    "previous_hash",
)
_MEMBERS = sorted((*HASHED_COLUMNS, "format"))
# An entry holds texts, whole numbers and null under names in ASCII. For these RFC 8785 is what the standard library
# writes, four times faster than `rfc8785`; a test holds the two together.
_write = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_SAFE_INTEGER = 2**53 - 1
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def entry_hash(columns: Mapping[str, Any]) -> str:
    """The hash (64 hex signs) of an entry given by its columns; `at` is an aware datetime.

    Raises ValueError or TypeError for values that no entry can hold.
    """
    return hashlib.sha256(LEAF + entry_text(columns).encode()).hexdigest()


def entry_text(columns: Mapping[str, Any]) -> str:
    """The canonical JSON that is hashed: all of the entry that is public. Raises as `entry_hash`."""
    said = {
        **columns,
        "at": moment_text(columns["at"]),
        "format": FORMAT,
        "number": _exact(columns["number"]),
        "actor_id": _exact(columns["actor_id"]),
    }
    members = {name: said[name] for name in _MEMBERS}
    return _write(members)


def is_intact(entry: Any) -> bool:
    """Whether an entry as it lies in the database still makes the hash it was written with."""
    try:
        return bool(entry.entry_hash == entry_hash({name: getattr(entry, name) for name in HASHED_COLUMNS}))
    except (ValueError, TypeError, AttributeError):
        return False


def sealed_hash(salt: str, content: str) -> str:
    """The commitment (64 hex signs) to a sealed part: SHA-256(salt || content). `salt`: 32 bytes as lower-case hex.

    Raises ValueError for any other salt: a fixed length is what keeps its border with the content.
    """
    raw = bytes.fromhex(salt)
    if len(raw) != SALT_BYTES or raw.hex() != salt:
        raise ValueError("a salt is 32 bytes in lower-case hex")
    return hashlib.sha256(raw + content.encode()).hexdigest()


def canonical(value: Any) -> str:
    """The RFC 8785 text of a value, after making it plain; this text is stored and never serialised again."""
    return rfc8785.dumps(_plain(value)).decode()


def clean(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 cannot hold (NUL, lone surrogates): each becomes U+FFFD."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def moment_text(moment: datetime) -> str:
    """An aware moment as 'YYYY-MM-DDTHH:MM:SS.ffffffZ'."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place in the log")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str):
        return clean(value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return _exact(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return _plain_collection(value)


def _plain_collection(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {clean(str(_plain(key))): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    raise TypeError(f"the log cannot hold a value of type {type(value).__name__}")


def _exact(number: Any) -> Any:
    # JSON readers elsewhere hold numbers as doubles: beyond 2**53 - 1 they would read another number.
    return str(number) if isinstance(number, int) and abs(number) > _SAFE_INTEGER else number
