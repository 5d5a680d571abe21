#!/usr/bin/env python3
"""责任日志的独立核验程序 · A stand-alone verifier of the accountability log.

    python3 verify_log.py [--key VKEY]… [--witness VKEY]… FILE…

It needs nothing but Python 3.11, uses no code of the system it checks, and asks nothing of any network. What each byte
means is written in docs/log-format.md. A FILE may be, in any number and order ('-' is standard input):

    an export          flask log export            every entry: its hash, its place, the tree, the signed checkpoint
    a checkpoint       flask log checkpoint        signature; agreement with exports, proofs and other checkpoints
    a .tlog-proof      flask log proof 12          that an entry (of an export given here) is in the checkpoint's tree
    a consistency      flask log proof --consistency 100      that a later checkpoint continues an earlier one
    a proof file       from the website (.json)    that what it says stands in the log
    lines with proofs  from the supervisors' log    that each line stands in the log of the signed checkpoint
    an old checkpoint  three lines, unsigned       that the entry it saw is still the same (beside an export)

--key is the log's public key, got from somewhere you trust: a printed notice, an old checkpoint, a colleague. Without it the
key the export itself names is taken, and the verdict says so. --witness asks for a true cosignature on every checkpoint.

Exit code 0: everything given here holds together. 1: it does not, and the first bad place is named. 2: something could not
be read, or a key is missing.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

EMPTY = hashlib.sha256(b"").digest()
NO_HASH = "0" * 64
MEMBERS = {
    "about", "action", "actor_id", "actor_kind", "actor_name", "actor_post", "actor_unit", "at", "facts", "format",
    "from_state", "number", "on_behalf_of", "previous_hash", "sealed_hash", "subject", "to_state",
}  # fmt: skip
LINE = re.compile(r'\{"hash":"([0-9a-f]{64})","leaf":(\{.*\})\}')
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
DASH = "\N{EM DASH} "


class Fails(Exception):
    """Something does not hold."""

    code = 1

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")


class Unreadable(Fails):
    """Something that is neither true nor false: it cannot be read, or a key is missing."""

    code = 2


# ---- the tree (RFC 6962, RFC 9162) -----------------------------------------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The peaks of a tree that grows leaf by leaf."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
        if len(heights) != len(peaks):
            raise Unreadable("导出文件的首行不完整。", "The first line of the export lacks hashes.")
        self.size, self.peaks = size, list(zip(heights, peaks, strict=True))

    def add(self, leaf: bytes) -> None:
        """Take the next leaf."""
        height, found = 0, leaf
        while self.peaks and self.peaks[-1][0] == height:
            found = node(self.peaks.pop()[1], found)
            height += 1
        self.peaks.append((height, found))
        self.size += 1

    def root(self) -> bytes:
        """The root of all leaves taken."""
        if not self.peaks:
            return EMPTY
        found = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            found = node(peak, found)
        return found


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf is at this index of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for one in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node(one, found)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            found = node(found, one)
        at, last = at // 2, last // 2
    return last == 0 and found == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the newer tree begins with the older one (RFC 9162, 2.1.4.2)."""
    if old in (0, new):
        return not path and old_root == (new_root if old == new else EMPTY)
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    at, last = old - 1, new - 1
    if old > new or not hashes:
        return False
    while at % 2:
        at, last = at // 2, last // 2
    first = second = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node(one, first), node(one, second)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            second = node(second, one)
        at, last = at // 2, last // 2
    return last == 0 and (first, second) == (old_root, new_root)


# ---- Ed25519 (RFC 8032), verification only ---------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def add(one: Point, two: Point) -> Point:
    """The sum of two points of the curve."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(count: int, point: Point) -> Point:
    """The point added to itself so often."""
    total: Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            total = add(total, point)
        point, count = add(point, point), count >> 1
    return total


def point_of(raw: bytes) -> Point | None:
    """The point in 32 bytes, or None."""
    packed = int.from_bytes(raw, "little")
    sign, y = packed >> 255, packed & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is by this key."""
    key, half, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or key is None or half is None or s >= L or BASE is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(half, times(k, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P


# ---- notes, keys, checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature) ----------------------------------


def unpack(text: str) -> bytes:
    """The bytes of standard base64, written the one right way."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    if base64.b64encode(raw).decode() != text:
        raise Unreadable(f"不是 base64：{text[:40]}", f"This is no base64: {text[:40]}")
    return raw


@dataclass(frozen=True)
class Key:
    """A public key; kind 1 is a log's, kind 4 a witness's."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The vkey."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


def key_of(text: str) -> Key:
    """The key a vkey text gives."""
    name, _, rest = text.strip().partition("+")
    key_id, _, packed = rest.partition("+")
    raw = unpack(packed)
    key = Key(name, raw[0] if raw else 0, raw[1:])
    if not name or len(raw) != 33 or key.kind not in (1, 4) or key.id.hex() != key_id:
        raise Unreadable(f"公钥无法读取：{text[:60]}", f"This is no public key: {text[:60]}")
    return key


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint with its signatures, not yet checked. `where`: the file it came from."""

    where: str
    text: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]


def checkpoint_of(note: str, where: str) -> Checkpoint:
    """The checkpoint in a signed note."""
    body, found, lines = note.rpartition("\n\n")
    said = body.split("\n")
    if not found or len(said) < 3 or not all(said) or not NUMBER.fullmatch(said[1]):
        raise Unreadable(f"{where}：不是签名的检查点。", f"{where}: this is no signed checkpoint.")
    root = unpack(said[2])
    signatures = []
    for line in lines.removesuffix("\n").split("\n"):
        name, _, packed = line.removeprefix(DASH).partition(" ")
        raw = unpack(packed)
        if not line.startswith(DASH) or len(raw) < 5 or len(root) != 32:
            raise Unreadable(f"{where}：签名行无法读取。", f"{where}: a signature line cannot be read.")
        signatures.append((name, raw[:4], raw[4:]))
    return Checkpoint(where, body + "\n", said[0], int(said[1]), root, tuple(signatures))


def is_signed(checkpoint: Checkpoint, key: Key) -> bool:
    """Whether this key signed the checkpoint. Raises Fails for a signature of the key's that is false."""
    for name, key_id, raw in checkpoint.signatures:
        if (name, key_id) == (key.name, key.id):
            message = checkpoint.text.encode()
            if key.kind == 4:
                at = int.from_bytes(raw[:8], "big")
                message = f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()
            if not signed(key.public, message, raw[8:] if key.kind == 4 else raw):
                raise Fails(
                    f"{checkpoint.where}：{name} 的签名不真，检查点被改动过。",
                    f"{checkpoint.where}: the signature of {name} is false; the checkpoint was changed.",
                )
            return True
    return False


# ---- what was given --------------------------------------------------------------------------------------------------


@dataclass
class Export:
    """What an export holds, once it has been read and every entry checked."""

    where: str
    origin: str
    first: int
    last: int
    roots: dict[int, bytes] = field(default_factory=dict)  # number of entries → root
    leaves: dict[int, bytes] = field(default_factory=dict)  # number → hash, of the entries asked for
    keys: list[tuple[int, str, Key]] = field(default_factory=list)
    end: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """An inclusion proof; `leaf` is None when the entry is to be found in an export."""

    where: str
    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
    leaf: bytes | None = None


@dataclass(frozen=True)
class Link:
    """A consistency proof."""

    where: str
    old: int
    new: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint


@dataclass
class Given:
    """Everything the files hold."""

    exports: list[str] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    old: list[tuple[str, str, int, str]] = field(default_factory=list)  # where, origin, number, hash
    lines: list[str] = field(default_factory=list)  # what was found in files of lines with proofs


def open_file(name: str) -> IO[str]:
    """The file as text, its line ends untouched."""
    try:
        return open(0 if name == "-" else name, encoding="utf-8", newline="\n", closefd=name != "-")
    except OSError as fault:
        raise Unreadable(f"{name} 打不开。", f"{name} cannot be opened: {fault.strerror}") from fault


def take(name: str, given: Given) -> None:
    """Find out what a file is, and read it unless it is an export."""
    with open_file(name) as file:
        head = file.readline(100_000)
        if '"export":"zhengming-log@' in head and name != "-":
            given.exports.append(name)
            return
        if head.startswith('{"checkpoint":') and '"entries_in_the_log":' in head:
            take_lines(head, file, name, given)
            return
        text = (head + file.read(1_000_000)).removeprefix("\ufeff").replace("\r\n", "\n")
    if text.startswith("c2sp.org/tlog-proof@v1\n"):
        given.proofs.append(proof_of(text, name))
    elif text.startswith("zhengming/consistency-proof@v1\n"):
        given.links.append(link_of(text, name))
    elif text.lstrip().startswith("{"):
        given.proofs.append(proof_file_of(text, name))
    elif f"\n{DASH}" in text:
        given.checkpoints.append(checkpoint_of(text.rstrip("\n") + "\n", name))
    else:
        given.old.append(old_of(text, name))


def proof_of(text: str, where: str, leaf: bytes | None = None) -> Proof:
    """The inclusion proof in a .tlog-proof file."""
    head, _, note = text.partition("\n\n")
    lines = [line for line in head.split("\n")[1:] if not line.startswith("extra ")]
    word, _, index = lines[0].partition(" ") if lines else ("", "", "")
    if word != "index" or not NUMBER.fullmatch(index):
        raise Unreadable(f"{where}：证明无法读取。", f"{where}: the proof cannot be read.")
    return Proof(where, int(index), tuple(map(unpack, lines[1:])), checkpoint_of(note, where), leaf)


def link_of(text: str, where: str) -> Link:
    """The consistency proof in a file."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")[1:]
    found = re.fullmatch(r"old (\d{1,18})\nnew (\d{1,18})", "\n".join(lines[:2]))
    if not found:
        raise Unreadable(f"{where}：证明无法读取。", f"{where}: the proof cannot be read.")
    return Link(
        where, int(found[1]), int(found[2]), tuple(map(unpack, lines[2:])), checkpoint_of(note, where)
    )


def proof_file_of(text: str, where: str) -> Proof:
    """The proof in a file from the website: its entry, and the .tlog-proof inside."""
    try:
        said = json.loads(text)
        entry, proof = said["entry"], said["proof"]
        number = json.loads(entry)["number"]
    except (ValueError, TypeError, KeyError):
        raise Unreadable(f"{where}：不是证明文件。", f"{where}: this is no proof file.") from None
    if not isinstance(entry, str) or not isinstance(proof, str) or type(number) is not int:
        raise Unreadable(f"{where}：不是证明文件。", f"{where}: this is no proof file.")
    made = proof_of(proof, where, hashlib.sha256(b"\x00" + entry.encode()).digest())
    if made.index != number - 1:
        raise Fails(
            f"{where}：编号与证明不符。", f"{where}: the entry's number is not the one that is proved."
        )
    return made


def take_lines(head: str, file: IO[str], where: str, given: Given) -> None:
    """Lines of the log with their proofs: each must stand in the tree of the checkpoint in the first line.

    Which lines were taken was the exporter's choice, so nothing is said about those that are not here.
    """
    said = written_once(head, where, 1)
    checkpoint, numbers = checkpoint_of(said["checkpoint"], where), list[int]()
    if said["entries_in_the_log"] != checkpoint.size:
        raise Fails(
            f"{where}：首行的条数不符。", f"{where}: the number of entries in its first line is wrong."
        )
    for place, line in enumerate(file, start=2):
        numbers.append(check_proven(written_once(line, where, place), where, place, checkpoint))
    given.checkpoints.append(checkpoint)
    span = f"（第 {min(numbers)} 至 {max(numbers)} 条之间）" if numbers else ""
    given.lines.append(
        f"{where}：{len(numbers)} 条{span}，每一条都在日志中。句子（sentence）只供阅读，以 entry 为准。"
        f" Entries that are all in the log: {len(numbers)}. The sentences are there to be read; what counts is `entry`."
    )


def written_once(line: str, where: str, place: int) -> dict[str, Any]:
    """What a line says. It must be written the one right way: no member twice, nothing between them, no broken end."""
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if (
        not isinstance(said, dict)
        or json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n" != line
    ):
        raise Fails(
            f"{where}：第 {place} 行无法读取，被改动过或中断了。",
            f"{where}: line {place} cannot be read; it was changed or broken off.",
        )
    return said


def check_proven(said: dict[str, Any], where: str, place: int, checkpoint: Checkpoint) -> int:
    """One line with its proof: its number, once its hash and its place in the tree are right."""
    entry, proof = said.get("entry"), said.get("proof")
    if (
        not isinstance(entry, dict)
        or not isinstance(proof, dict)
        or set(entry) != MEMBERS
        or entry["format"] != 1
    ):
        raise Fails(
            f"{where}：第 {place} 行的格式不认识。", f"{where}: line {place} is of an unknown format."
        )
    number, index = entry["number"], proof.get("index")
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    leaf = hashlib.sha256(b"\x00" + text.encode()).digest()
    if said.get("entry_hash") != leaf.hex():
        raise Fails(
            f"{where}：第 {number} 条的内容与其哈希不符：该条被改动过。",
            f"{where}: entry {number} does not match its hash: it was changed.",
        )
    path = [unpack(one) for one in proof["path"]]
    if (
        type(index) is not int
        or index != number - 1
        or not included(leaf, index, checkpoint.size, path, checkpoint.root)
    ):
        raise Fails(
            f"{where}：第 {number} 条不在检查点的日志中，或证明被改动过。",
            f"{where}: entry {number} is not in the log of the checkpoint, or the proof was changed.",
        )
    return int(number)


def old_of(text: str, where: str) -> tuple[str, str, int, str]:
    """The three lines of an old checkpoint: where, origin, number, hash."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if len(lines) != 3 or not NUMBER.fullmatch(lines[1]) or not re.fullmatch("[0-9a-f]{64}", lines[2]):
        raise Unreadable(f"{where}：认不出这是什么文件。", f"{where}: it cannot be told what this file is.")
    return where, lines[0], int(lines[1]), lines[2]


# ---- checking an export ----------------------------------------------------------------------------------------------


def read_export(name: str, sizes: set[int], numbers: set[int]) -> Export:
    """Check every entry of an export. Keeps the roots at `sizes` and the hashes of the entries `numbers`."""
    with open_file(name) as file:
        export, tree = export_of(file.readline(100_000), name)
        previous = NO_HASH if export.first == 1 else None
        for line in file:
            if line.startswith('{"checkpoint":'):
                export.end = json.loads(line)
                break
            previous = check_line(line, previous, tree, export)
            if tree.size in numbers:
                export.leaves[tree.size] = bytes.fromhex(previous)
            if tree.size in sizes or tree.size == export.last:
                export.roots[tree.size] = tree.root()
        else:
            raise Fails(
                f"{name}：文件在第 {tree.size} 条之后中断，缺少末行。",
                f"{name}: the file breaks off after entry {tree.size}.",
            )
    if tree.size != export.last:
        raise Fails(
            f"第 {tree.size + 1} 条缺失：到第 {export.last} 条为止的条目不全。",
            f"Entry {tree.size + 1} is missing: the entries up to {export.last} are not all there.",
        )
    return export


def export_of(line: str, where: str) -> tuple[Export, Tree]:
    """What the first line says, and the tree before the first entry."""
    try:
        said = json.loads(line)
        first, last = int(said["from"]), int(said["to"])
        tree = Tree(first - 1, [unpack(one) for one in said["before"]])
    except (ValueError, TypeError, KeyError):
        raise Unreadable(f"{where}：首行无法读取。", f"{where}: its first line cannot be read.") from None
    if said.get("export") != "zhengming-log@v1":
        raise Unreadable(f"{where}：格式不认识。", f"{where}: an unknown format.")
    export = Export(where, str(said["origin"]), first, last)
    export.roots[first - 1] = tree.root()
    return export, tree


def check_line(line: str, previous: str | None, tree: Tree, export: Export) -> str:
    """Check one entry and add it to the tree; its hash."""
    wanted = tree.size + 1
    found = LINE.fullmatch(line.removesuffix("\n"))
    try:
        leaf = json.loads(found[2]) if found else None
    except ValueError:
        leaf = None
    if not found or not isinstance(leaf, dict):
        raise Fails(f"第 {wanted} 条无法读取。", f"Entry {wanted} cannot be read.")
    number = leaf.get("number")
    if type(number) is not int or number != wanted:
        raise Fails(
            f"第 {wanted} 条缺失：该处是编号为 {number} 的条目。",
            f"Entry {wanted} is missing: in its place is number {number}.",
        )
    if hashlib.sha256(b"\x00" + found[2].encode()).hexdigest() != found[1]:
        raise Fails(
            f"第 {number} 条的内容与其哈希不符：该条被改动过。",
            f"Entry {number} does not match its hash: it was changed.",
        )
    check_form(leaf, found[2], previous)
    if leaf["action"] in ("log.begin", "log.change_key"):
        export.keys.append((wanted, leaf["action"], named_key(leaf, wanted)))
    tree.add(bytes.fromhex(found[1]))
    return found[1]


def check_form(leaf: dict[str, Any], text: str, previous: str | None) -> None:
    """The members of an entry, how they are written, and its link to the entry before (None: that one is not here)."""
    number = leaf["number"]
    if (
        json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")) != text
        or leaf.keys() != MEMBERS
        or not all(value is None or type(value) in (str, int) for value in leaf.values())
    ):
        raise Fails(
            f"第 {number} 条不是规范的写法。", f"Entry {number} is not written in the canonical form."
        )
    if leaf["format"] != 1 or not MOMENT.fullmatch(str(leaf["at"])):
        raise Fails(f"第 {number} 条的格式不认识。", f"Entry {number} is of an unknown format.")
    if previous is not None and leaf["previous_hash"] != previous:
        raise Fails(
            f"第 {number} 条与前一条接不上：其中一条被改动、替换或调换过。",
            f"Entry {number} does not follow the one before it: one of the two was changed, replaced or swapped.",
        )


def named_key(leaf: dict[str, Any], number: int) -> Key:
    """The key an entry names."""
    try:
        return key_of(json.loads(leaf["facts"])["vkey"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, Unreadable):
        raise Fails(
            f"第 {number} 条应登记公钥，但其中没有可用的公钥。",
            f"Entry {number} should name a public key, but holds none.",
        ) from None


# ---- the whole -------------------------------------------------------------------------------------------------------


def verify(names: Iterable[str], trusted: Sequence[Key], witnesses: Sequence[Key]) -> list[str]:
    """Check everything together; what was found, as sentences. Raises Fails at the first thing that does not hold."""
    given, said = Given(), list[str]()
    for name in names:
        take(name, given)
    numbers = {one.index + 1 for one in given.proofs if one.leaf is None} | {one[2] for one in given.old}
    sizes = {one.size for one in checkpoints_of(given)} | {one.old for one in given.links}
    exports = [read_export(name, sizes | ends_of(given.exports), numbers) for name in given.exports]
    for export in exports:
        said.append(
            f"{export.where}：第 {export.first} 至 {export.last} 条逐条相连，无缺号，无改动。"
            f" Entries {export.first} to {export.last} are linked, none missing, none changed."
        )
    keys = Keys(trusted, exports)
    every = list(checkpoints_of(given))
    for export in exports:
        every += closing(export, keys)
    for one in every:
        check_checkpoint(one, keys, witnesses, exports)
    agree(every)
    keys.remarks += compare_lengths(every, given, exports)
    anchor(exports, trusted, every, given.links)
    for link in given.links:
        check_link(link, every, exports)
    for proof in given.proofs:
        check_proof(proof, exports)
    for old in given.old:
        check_old(old, exports)
    said += [
        f"{one.where}：第 {one.size} 条处的检查点，签名真实。 The checkpoint at entry {one.size} is truly signed."
        for one in every
    ]
    said += [
        f"{one.where}：第 {one.index + 1} 条在日志中。 Entry {one.index + 1} is in the log."
        for one in given.proofs
    ]
    said += [
        f"{one.where}：第 {one.new} 条处的日志延续自第 {one.old} 条。 The log of {one.new} entries continues that of {one.old}."
        for one in given.links
    ]
    said += [f"{one[0]}：与第 {one[2]} 条相符。 It agrees with entry {one[2]}." for one in given.old]
    return said + given.lines + keys.remarks


def ends_of(names: list[str]) -> set[int]:
    """The sizes of the checkpoints the exports end with, so that their roots are kept on the way."""
    found = set()
    for name in names:
        with open_file(name) as file:
            for line in file:
                if line.startswith('{"checkpoint":'):
                    note = json.loads(line)["checkpoint"]
                    found |= {checkpoint_of(note, name).size} if note else set()
    return found


def checkpoints_of(given: Given) -> Iterator[Checkpoint]:
    """Every checkpoint given, also those inside proofs."""
    yield from given.checkpoints
    yield from (one.checkpoint for one in given.proofs)
    yield from (one.checkpoint for one in given.links)


class Keys:
    """Which keys may sign: those the reader trusts, and those the log leads to from them."""

    def __init__(self, trusted: Sequence[Key], exports: Sequence[Export]) -> None:
        self.known = list(trusted)
        self.remarks: list[str] = []
        named = [one for export in exports for one in sorted(export.keys, key=lambda one: one[0])]
        self.named = sorted({number: key for number, _, key in named}.items())
        if not self.known and named:
            self.known = [named[0][2]]
            self.remarks.append(
                f"未给出公钥，采用导出文件自己登记的：{named[0][2].text}。请与另处得到的公钥核对。"
                " No key was given; the one the export itself names was taken. Compare it with one you got elsewhere."
            )
        own = [key for _, _, key in named]
        if own and not any(key in self.known for key in own):
            raise Fails(
                "日志登记的公钥不是您给出的那一把：密钥被换过，或这是另一份日志。",
                "The log names another key than the one you gave: the key was replaced, or this is another log.",
            )
        self.known += [key for key in own if key not in self.known]
        for number, action, key in named:
            if action == "log.change_key":
                self.remarks.append(
                    f"日志在第 {number} 条更换了密钥：{key.text}。 The log changed its key at entry {number}."
                )

    def in_force(self, size: int) -> list[Key]:
        """The key the entries name last for a log of this size, and those the reader trusts that no entry names."""
        last = [key for number, key in self.named if number <= size][-1:]
        everywhere = [key for _, key in self.named]
        return last + [key for key in self.known if key not in everywhere or not last]

    def sign(self, checkpoint: Checkpoint) -> None:
        """Raises when no known key has signed the checkpoint."""
        if not self.known:
            raise Unreadable(
                "没有公钥，无法核对签名。请用 --key 给出。",
                "There is no key to check signatures with: give one with --key.",
            )
        if not any(
            is_signed(checkpoint, key) and key.name == checkpoint.origin
            for key in self.in_force(checkpoint.size)
        ):
            raise Fails(
                f"{checkpoint.where}：第 {checkpoint.size} 条处的检查点不是用已知的密钥签名的。",
                f"{checkpoint.where}: the checkpoint at entry {checkpoint.size} is not signed by a known key.",
            )


def closing(export: Export, keys: Keys) -> list[Checkpoint]:
    """The checkpoint an export ends with, once it is clear that the entries lead to it."""
    if not export.end.get("checkpoint"):
        keys.remarks.append(f"{export.where}：没有签名的检查点。 It holds no signed checkpoint.")
        return []
    end = checkpoint_of(export.end["checkpoint"], export.where)
    path = [unpack(one) for one in export.end.get("consistency", [])]
    leads = end.size <= export.last or consistent(
        export.last, end.size, export.roots[export.last], end.root, path
    )
    if not leads:
        raise Fails(
            f"{export.where}：到第 {export.last} 条为止的条目与第 {end.size} 条处的检查点不符：被改写过。",
            f"{export.where}: the entries up to {export.last} do not lead to the checkpoint at entry {end.size}: rewritten.",
        )
    return [end]


def check_checkpoint(
    one: Checkpoint, keys: Keys, witnesses: Sequence[Key], exports: Sequence[Export]
) -> None:
    """Signature, witnesses, and agreement with the exports."""
    keys.sign(one)
    for witness in witnesses:
        if not is_signed(one, witness):
            raise Fails(
                f"{one.where}：第 {one.size} 条处的检查点没有 {witness.name} 的见证签名。",
                f"{one.where}: the checkpoint at entry {one.size} bears no cosignature of {witness.name}.",
            )
    for export in exports:
        if export.origin != one.origin:
            raise Fails(
                f"{one.where}：属于另一份日志（{one.origin}）。",
                f"{one.where}: belongs to another log ({one.origin}).",
            )
        root = export.roots.get(one.size)
        if root is not None and root != one.root:
            raise Fails(
                f"第 {one.size} 条或之前的条目与检查点（{one.where}）不符：被改写过。",
                f"Entry {one.size} or an earlier one differs from the checkpoint ({one.where}): it was rewritten.",
            )


def compare_lengths(
    checkpoints: Sequence[Checkpoint], given: Given, exports: Sequence[Export]
) -> Iterator[str]:
    """A checkpoint beyond the entries given must be linked to them; a whole export that ends before it is too short."""
    for export in exports:
        tied = tied_to(export, given.links)
        for one in checkpoints:
            if one.size in tied or one.where == export.where:
                continue
            ends = [export.last, *(other.size for other in checkpoints if other.where == export.where)]
            if one.size > max(ends) and export.first == 1:
                raise Fails(
                    f"日志比检查点（{one.where}）短：它见证过第 {one.size} 条，现在从第 {max(ends) + 1} 条起都没有了。",
                    f"The log is shorter than the checkpoint ({one.where}): it saw entry {one.size}, "
                    f"but everything from entry {max(ends) + 1} is gone.",
                )
            yield (
                f"{one.where}：未与 {export.where} 的条目对照，要对照需有一份连贯证明。"
                f" It was not compared with the entries in {export.where}; that takes a consistency proof."
            )


def tied_to(export: Export, links: Sequence[Link]) -> set[int]:
    """The sizes at which the entries of an export, by themselves or over consistency proofs, fix the root."""
    tied, found = set(export.roots), {0}
    while found:
        # Nothing follows from a proof that begins at no entry: every log continues the empty one.
        found = {link.new for link in links if link.old and link.old in tied} - tied
        tied |= found
    return tied


def anchor(
    exports: Sequence[Export],
    trusted: Sequence[Key],
    checkpoints: Sequence[Checkpoint],
    links: Sequence[Link],
) -> None:
    """Raises when none of the keys the reader trusts has signed anything the entries of an export lead to.

    Anybody can write a log that names a trusted key, and then name a key of their own as its successor.
    """
    for export in exports if trusted else ():
        tied = tied_to(export, links)
        ours = [one for one in checkpoints if one.where == export.where or one.size in tied]
        if not any(is_signed(one, key) for one in ours for key in trusted):
            raise Unreadable(
                f"{export.where}：您给出的公钥没有签过与这些条目相连的检查点，不能断定这就是那一份日志。"
                "请再给出一个用它签过的检查点。",
                f"{export.where}: the key you gave has signed no checkpoint that these entries lead to, so it cannot be "
                "told whether this is that log. Give a checkpoint signed with it as well.",
            )


def agree(checkpoints: Sequence[Checkpoint]) -> None:
    """Raises when two people were shown two histories."""
    seen: dict[tuple[str, int], Checkpoint] = {}
    for one in checkpoints:
        other = seen.setdefault((one.origin, one.size), one)
        if other.root != one.root:
            raise Fails(
                f"{other.where} 与 {one.where}：第 {one.size} 条处有两份不同的历史，两份都签了名。",
                f"{other.where} and {one.where}: at entry {one.size} there are two different histories, both signed.",
            )


def check_link(link: Link, checkpoints: Sequence[Checkpoint], exports: Sequence[Export]) -> None:
    """A consistency proof, between roots that are known here."""
    roots = [one.root for one in checkpoints if one.size == link.old]
    roots += [export.roots[link.old] for export in exports if link.old in export.roots]
    if link.old == 0:
        roots.append(EMPTY)
    if not roots:
        raise Unreadable(
            f"{link.where}：还需要第 {link.old} 条处的检查点。",
            f"{link.where}: the checkpoint at entry {link.old} is needed as well.",
        )
    for root in roots:
        if link.new != link.checkpoint.size or not consistent(
            link.old, link.new, root, link.checkpoint.root, link.path
        ):
            raise Fails(
                f"{link.where}：第 {link.new} 条处的日志不是第 {link.old} 条处那份日志的延续。",
                f"{link.where}: the log of {link.new} entries does not continue that of {link.old}.",
            )


def check_proof(proof: Proof, exports: Sequence[Export]) -> None:
    """An inclusion proof, of the entry it brings or of one in an export."""
    leaf = proof.leaf or next(
        (one.leaves[proof.index + 1] for one in exports if proof.index + 1 in one.leaves), None
    )
    if leaf is None:
        raise Unreadable(
            f"{proof.where}：还需要含第 {proof.index + 1} 条的导出文件。",
            f"{proof.where}: an export with entry {proof.index + 1} is needed as well.",
        )
    if not included(leaf, proof.index, proof.checkpoint.size, proof.path, proof.checkpoint.root):
        raise Fails(
            f"{proof.where}：第 {proof.index + 1} 条不在检查点的日志中，或证明被改动过。",
            f"{proof.where}: entry {proof.index + 1} is not in the log of the checkpoint, or the proof was changed.",
        )


def check_old(old: tuple[str, str, int, str], exports: Sequence[Export]) -> None:
    """An unsigned checkpoint of earlier versions, beside an export that holds its entry."""
    where, _, number, wanted = old
    found = [export.leaves[number] for export in exports if number in export.leaves]
    if not found and any(export.first == 1 and export.last < number for export in exports):
        raise Fails(
            f"日志比检查点（{where}）短：它见证过第 {number} 条。",
            f"The log is shorter than the checkpoint ({where}), which saw {number}.",
        )
    if not found:
        raise Unreadable(
            f"{where}：还需要含第 {number} 条的导出文件。",
            f"{where}: an export with entry {number} is needed.",
        )
    if any(one.hex() != wanted for one in found):
        raise Fails(
            f"第 {number} 条与检查点（{where}）不符：该条或之前的条目被改写过。",
            f"Entry {number} differs from the checkpoint ({where}): it or an earlier one was rewritten.",
        )


def main() -> int:
    """Read the command line; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--key", action="append", default=[], metavar="VKEY", help="the log's public key, repeatable"
    )
    parser.add_argument(
        "--witness", action="append", default=[], metavar="VKEY", help="a witness's key, repeatable"
    )
    asked = parser.parse_args()
    try:
        said = verify(asked.files, [key_of(one) for one in asked.key], [key_of(one) for one in asked.witness])
    except Fails as fault:
        print(f"{'不成立 · Does not hold.' if fault.code == 1 else '无法判断 · Cannot be told.'}\n{fault}")
        return fault.code
    # Bytes that are no text, a JSON that is none, or one that holds other things than it should.
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as fault:
        print(f"无法判断 · Cannot be told.\n文件无法读取。\nA file cannot be read: {fault}")
        return 2
    print("成立 · Holds.", *said, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
