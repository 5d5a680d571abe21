"""Files as they lie on disk: encrypted piece by piece, so that a large one is never held in memory whole.

    head  = "ZMSEAL1" and a line feed, the length of the key's id (one byte), the id, a salt (32 bytes)
    piece = AES-256-GCM of up to 64 KiB; nonce = number of the piece (11 bytes) and 1 for the last one, else 0

Each file has a key of its own, drawn from a seal key and the salt. The head is bound to every piece: pieces cannot be
left out, put in another order, taken from another file or cut off at the end without the reader noticing.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from feedback_app.sealing import Keyring, SealBroken

MAGIC = b"ZMSEAL1\n"
PIECE = 1 << 16
_SALT, _TAG = 32, 16


class SealedWriter:
    """Takes a file's bytes in any portions and writes the sealed form to `out`. Nothing is whole before `finish`."""

    def __init__(self, out: BinaryIO, keys: Keyring) -> None:
        salt, name = os.urandom(_SALT), keys.newest.encode()
        self._head = MAGIC + bytes([len(name)]) + name + salt
        self._box, self._out = keys.key_for_file(keys.newest, salt), out
        self._held, self._number = bytearray(), 0
        out.write(self._head)

    def write(self, portion: bytes) -> None:
        self._held += portion
        while len(self._held) > PIECE:  # the last piece is held back: it is marked as such
            self._put(bytes(self._held[:PIECE]), is_last=False)
            del self._held[:PIECE]

    def finish(self) -> None:
        self._put(bytes(self._held), is_last=True)

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._out.write(self._box.encrypt(_nonce(self._number, is_last), piece, self._head))
        self._number += 1


def unsealed(source: BinaryIO, keys: Keyring) -> Iterator[bytes]:
    """The file's bytes, piece by piece. Raises SealBroken at the first piece that is not what was written there."""
    head, box = _read_head(source, keys)
    number, piece = 0, source.read(PIECE + _TAG)
    while True:
        following = source.read(PIECE + _TAG)
        try:
            yield box.decrypt(_nonce(number, not following), piece, head)
        except InvalidTag as fault:
            raise SealBroken("file") from fault
        if not following:
            return
        number, piece = number + 1, following


def unsealed_size(source: BinaryIO) -> int:
    """How many bytes were sealed, told from the length of the whole. Raises SealBroken."""
    start = source.read(len(MAGIC) + 1)
    if start[: len(MAGIC)] != MAGIC or len(start) != len(MAGIC) + 1:
        raise SealBroken("file")
    pieces = source.seek(0, os.SEEK_END) - len(start) - start[-1] - _SALT
    return pieces - -(-pieces // (PIECE + _TAG)) * _TAG


def _read_head(source: BinaryIO, keys: Keyring) -> tuple[bytes, AESGCM]:
    start = source.read(len(MAGIC) + 1)
    if start[: len(MAGIC)] != MAGIC or len(start) != len(MAGIC) + 1:
        raise SealBroken("file")
    name, salt = source.read(start[-1]), source.read(_SALT)
    if len(name) != start[-1] or len(salt) != _SALT:
        raise SealBroken("file")
    return start + name + salt, keys.key_for_file(name.decode(errors="replace"), salt)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
