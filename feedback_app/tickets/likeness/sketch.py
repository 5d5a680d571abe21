"""Marks of a text by which alike texts are found without reading them (MinHash over pairs of signs, keyed).

`exact` is the same for texts that differ only in blanks, punctuation, width and case. Of `bands`, texts that share four
fifths of their pairs of signs have at least one in common nearly always, texts that share a fifth hardly ever. Without the
key neither says anything of what was written.
"""

import hashlib
import unicodedata
from collections.abc import Set

BANDS, ROWS = 4, 2
SHORTEST = 6  # signs; less says nothing of itself
_MOST = 4_000  # signs looked at
_PRIME = (1 << 61) - 1


def essence(text: str) -> str:
    """The letters and digits of a text, in one width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())[:_MOST]


def pairs(text: str) -> frozenset[str]:
    """Every two signs that stand side by side in its essence."""
    plain = essence(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def bands(text: str, key: bytes) -> tuple[int, ...]:
    """The marks of a text, BANDS numbers of 62 bits; none when it is too short to be told from another."""
    found = pairs(text)
    if len(found) < SHORTEST - 1:
        return ()
    hashes = [int.from_bytes(_digest(pair.encode(), key)) for pair in found]
    least = [min((a * one + b) % _PRIME for one in hashes) for a, b in _factors(key)]
    return tuple(
        int.from_bytes(_digest(repr((band, least[band * ROWS : (band + 1) * ROWS])).encode(), key)) >> 2
        for band in range(BANDS)
    )


def shared(one: Set[str], other: Set[str]) -> float:
    """The part of all their pairs that both have, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def _digest(words: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(words, key=key[:64], digest_size=8).digest()


def _factors(key: bytes) -> list[tuple[int, int]]:
    raw = [int.from_bytes(_digest(f"factor {n}".encode(), key)) % _PRIME for n in range(2 * BANDS * ROWS)]
    return [(a | 1, b) for a, b in zip(raw[::2], raw[1::2], strict=True)]
