"""The Merkle tree over the log's entries: roots, proofs, and the checking of proofs, after RFC 6962 and RFC 9162. Pure.

Every hash here is 32 raw bytes. (Columns and JSON hold hashes as lower-case hex, notes and proofs as base64; whoever
crosses that border converts.) A leaf is the `entry_hash` of an entry; leaf `index` 0 is entry number 1.

The tree is read through a `Reader`, 256 hashes at a time, so that a proof out of a million entries touches six short
runs of rows. Level 0 are the leaves; a hash of level k is the root of 256**k leaves and stands at `position`, counted
from 0. This is the shape of C2SP tlog-tiles.
"""

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE = 1 << TILE_HEIGHT
EMPTY = hashlib.sha256(b"").digest()  # the root of a tree without leaves
NODE = b"\x01"

Reader = Callable[[int, int, int], Sequence[bytes]]
"""(level, first, stop) → the hashes at positions first … stop - 1 of that level, all complete."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(NODE + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes of one level, the oldest first; EMPTY for none."""
    if not hashes:
        return EMPTY
    row = list(hashes)
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)] + odd
    return row[0]


def reader_of(leaves: Sequence[bytes]) -> Reader:
    """A reader over leaves that are all in memory."""

    def read(level: int, first: int, stop: int) -> Sequence[bytes]:
        width = TILE**level
        return [root_of(leaves[at * width : (at + 1) * width]) for at in range(first, stop)]

    return read


class Tree:
    """The first `size` entries, read through `read`; each run of hashes is read once."""

    def __init__(self, size: int, read: Reader) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], Sequence[bytes]] = {}

    def root(self) -> bytes:
        """The hash of the whole tree; EMPTY for none."""
        return self._span(0, self.size) if self.size else EMPTY

    def inclusion_path(self, index: int) -> list[bytes]:
        """The siblings from leaf `index` up to the root (RFC 9162, 2.1.3.1). Raises ValueError outside the tree."""
        if not 0 <= index < self.size:
            raise ValueError(f"leaf {index} is not in a tree of {self.size}")
        path, low, high = [], 0, self.size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._span(middle, high))
                high = middle
            else:
                path.append(self._span(low, middle))
                low = middle
        return path[::-1]

    def consistency_path(self, old: int) -> list[bytes]:
        """Shows that the first `old` leaves are unchanged (RFC 9162, 2.1.4.1); empty for 0 and for the same size.

        Raises ValueError for a size beyond the tree.
        """
        if not 0 <= old <= self.size:
            raise ValueError(f"a tree of {self.size} does not hold {old} leaves")
        if old in (0, self.size):
            return []
        path, low, high, is_whole = [], 0, self.size, True
        while high != old:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._span(middle, high))
                high = middle
            else:
                path.append(self._span(low, middle))
                low, is_whole = middle, False
        return ([] if is_whole else [self._span(low, high)]) + path[::-1]

    def peaks(self) -> list[bytes]:
        """The roots of the complete subtrees the tree is made of, the widest first: all that its growth needs."""
        found, low = [], 0
        for height in reversed(range(self.size.bit_length())):
            if self.size >> height & 1:
                found.append(self._complete(low, height))
                low += 1 << height
        return found

    def _span(self, low: int, high: int) -> bytes:
        """The hash over leaves low … high - 1, where `low` is where a subtree may begin."""
        width = high - low
        if width & (width - 1) == 0:
            return self._complete(low, width.bit_length() - 1)
        middle = low + _split(width)
        return node_hash(self._span(low, middle), self._span(middle, high))

    def _complete(self, low: int, height: int) -> bytes:
        """The root of the complete subtree of 2**height leaves that begins at `low`."""
        level, rest = divmod(height, TILE_HEIGHT)
        first = low >> (level * TILE_HEIGHT)
        tile = self._tile(level, first // TILE)
        at = first % TILE
        return root_of(tile[at : at + (1 << rest)])

    def _tile(self, level: int, number: int) -> Sequence[bytes]:
        if (level, number) not in self._tiles:
            complete = self.size >> (level * TILE_HEIGHT)
            self._tiles[level, number] = self._read(level, number * TILE, min((number + 1) * TILE, complete))
        return self._tiles[level, number]


def root(size: int, read: Reader) -> bytes:
    """The root of the first `size` entries."""
    return Tree(size, read).root()


def inclusion_path(index: int, size: int, read: Reader) -> list[bytes]:
    """The siblings of leaf `index` (0 is entry 1) in the tree of the first `size` entries, the leaf's own first."""
    return Tree(size, read).inclusion_path(index)


def consistency_path(old: int, new: int, read: Reader) -> list[bytes]:
    """The proof that the tree of `new` entries begins with the tree of `old`."""
    return Tree(new, read).consistency_path(old)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `leaf` is at `index` of the tree of `size` leaves with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *path):
        return False
    at, last, found = index, size - 1, leaf
    for one in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(one, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with the tree of `old` leaves (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *path):
        return False
    if old in (0, new):
        return not path and old_root == (new_root if old == new else EMPTY)
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    return _both_roots(old - 1, new - 1, hashes) == (old_root, new_root)


def _both_roots(at: int, last: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root a consistency path leads to; None when it is too long or too short."""
    while at & 1:
        at, last = at >> 1, last >> 1
    if not hashes:
        return None
    first = second = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, one)
        at, last = at >> 1, last >> 1
    return (first, second) if last == 0 else None


class Frontier:
    """A tree that only grows: keeps what the next leaf needs, and gives the root at any moment.

    `on_node(level, position, hash)` is told of every hash a tile of the next level holds, as it becomes complete.
    """

    def __init__(self, on_node: Callable[[int, int, bytes], object] = lambda *_: None) -> None:
        self.size = 0
        self._on_node = on_node
        self._peaks: list[tuple[int, bytes]] = []  # (height, root) of complete subtrees, the widest first

    def add(self, leaf: bytes) -> None:
        """Take the next leaf."""
        height, found = 0, leaf
        self.size += 1
        peaks = self._peaks
        while peaks and peaks[-1][0] == height:
            found = node_hash(peaks.pop()[1], found)
            height += 1
            if height % TILE_HEIGHT == 0:
                self._on_node(height // TILE_HEIGHT, (self.size >> height) - 1, found)
        peaks.append((height, found))

    def root(self) -> bytes:
        """The root of what was taken so far."""
        if not self._peaks:
            return EMPTY
        found = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            found = node_hash(peak, found)
        return found


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(one) == HASH_BYTES for one in hashes)
