"""Commitments that stand in the public facts of an entry: they bind to content without showing it.

A commitment is SHA-256(salt || SHA-256(content)), as 64 hexadecimal signs. The salt, 32 random bytes, stays with whatever
the content belongs to. Without it nobody can try out what the content may have been; erased, the entry still verifies and
says nothing. The inner hash lets a proof be checked to its last byte by a person who has the file but not the content.
"""

import hashlib
import os

SALT_BYTES = 32


def new_salt() -> str:
    """32 random bytes as lower-case hex."""
    return os.urandom(SALT_BYTES).hex()


def digest(content: str) -> str:
    """SHA-256 of the text in UTF-8, as hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def commitment(salt: str, content_digest: str) -> str:
    """The commitment to a content of this SHA-256. Raises ValueError when salt or digest is not 32 bytes in hex."""
    parts = bytes.fromhex(salt), bytes.fromhex(content_digest)
    if any(len(part) != SALT_BYTES for part in parts):
        raise ValueError("salt and digest are 32 bytes each, in hex")
    return hashlib.sha256(b"".join(parts)).hexdigest()
