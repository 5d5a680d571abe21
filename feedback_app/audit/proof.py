"""Checking a log, entry by entry. Pure: rows in, the first fault out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback_app.audit import hashing
from feedback_app.audit.checkpoint import OldCheckpoint
from feedback_app.audit.faults import FAULTS, Found
from feedback_app.audit.merkle import Frontier


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the log holds, how far it was read, and where it first fails."""

    holds: bool
    entries: int
    head_hash: str
    first_bad_number: int | None
    sentence_zh: str
    sentence_en: str
    erased: int = 0
    """How many entries had a sealed part that has been erased."""
    root: bytes = b""
    """The root of the tree over the entries that were read."""
    fault: str | None = None
    """The name of the fault in faults.FAULTS."""


@dataclass(slots=True)
class Walk:
    """A walk along the log from its first entry. `step` takes the entries in the order of their numbers.

    On its way it builds the tree: `nodes` holds every hash log_node must hold, `roots` the roots at the sizes wanted,
    `unsealed` the entries whose sealed part is not there.
    """

    old: Collection[OldCheckpoint] = ()
    sizes: Collection[int] = frozenset()
    number: int = 0
    head_hash: str = hashing.NO_HASH
    unsealed: list[int] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    frontier: Frontier = field(init=False)
    _old: dict[int, list[OldCheckpoint]] = field(init=False)

    def __post_init__(self) -> None:
        self.frontier = Frontier(self._keep)
        self._old = {one.size: [other for other in self.old if other.size == one.size] for one in self.old}
        self._look()

    def step(self, row: Mapping[str, Any], sealed: tuple[str, str] | None) -> bool:
        """Check the next entry: its columns, and (salt, opened content) of its sealed part when that is there.

        Returns whether the walk may go on.
        """
        if row["number"] != self.number + 1:
            late = row["number"] > self.number
            return self.stop("missing", self.number + 1) if late else self.stop("foreign", row["number"])
        fault = self._fault_of(row, sealed)
        if fault:
            return self.stop(fault, row["number"])
        self.number, self.head_hash = row["number"], row["entry_hash"]
        self.frontier.add(bytes.fromhex(self.head_hash))
        if sealed is None and row["sealed_hash"] is not None:
            self.unsealed.append(self.number)
        return self._look()

    def stop(self, fault: str, number: int, **words: object) -> bool:
        """Note a bad place, and that the walk ends there."""
        self.found.append(Found(number, fault, words))
        return False

    def verdict(self, *, issued: int = 0, kept: Collection[int] = ()) -> Verdict:
        """What was found, in words; call it at the end. `issued`: how many issued checkpoints agreed; `kept`: the sizes
        of the kept ones that did."""
        root = self.frontier.root()
        if self.found:
            first = min(self.found, key=lambda one: one.number)
            zh = "责任日志不成立。" + first.say("zh")
            en = "The log does not hold. " + first.say("en")
            return Verdict(
                False,
                self.number,
                self.head_hash,
                first.number,
                zh,
                en,
                len(self.unsealed),
                root,
                first.fault,
            )
        zh, en = self._praise(issued, sorted(kept))
        return Verdict(True, self.number, self.head_hash, None, zh, en, len(self.unsealed), root)

    def _look(self) -> bool:
        """Whether what was kept elsewhere agrees with the log up to here."""
        if self.number in self.sizes:
            self.roots[self.number] = self.frontier.root()
        if any(one.head_hash != self.head_hash for one in self._old.get(self.number, ())):
            return self.stop("rewritten", self.number)
        return True

    def _keep(self, level: int, position: int, found: bytes) -> None:
        self.nodes[level, position] = found

    def _fault_of(self, row: Mapping[str, Any], sealed: tuple[str, str] | None) -> str | None:
        if row["previous_hash"] != self.head_hash:
            return "broken_link"
        try:
            if hashing.entry_hash(row) != row["entry_hash"]:
                return "changed"
            if sealed and hashing.sealed_hash(*sealed) != row["sealed_hash"]:
                return "sealed_changed"
        except (ValueError, TypeError, AttributeError):
            return "unreadable"
        return None

    def _praise(self, issued: int, kept: list[int]) -> tuple[str, str]:
        zh = f"责任日志成立：共 {self.number} 条，逐条相连，无缺号，无改动，哈希树完好。"
        en = f"The log holds: {self.number} entries, each linked to the one before, none missing, none changed, the tree whole."
        if self.unsealed:
            zh += f"其中 {len(self.unsealed)} 条的密封内容已依法删除并有记录，不影响核验。"
            en += f" Sealed parts erased, with their record: {len(self.unsealed)}; this does not affect the check."
        if issued:
            zh += f"与本系统已签发的 {issued} 个检查点相符。"
            en += f" Issued checkpoints it agrees with: {issued}."
        if kept:
            zh += f"与留存的检查点（{'、'.join(f'第 {size} 条' for size in kept)}）相符。"
            en += f" It agrees with what was kept elsewhere (entry {', '.join(map(str, kept))})."
        else:
            zh += "未对照另处留存的检查点，不能排除末尾被截去或全部被重写。"
            en += " No kept checkpoint was compared, so a cut-off end or a complete rewriting cannot be ruled out."
        return zh, en


__all__ = ["FAULTS", "Found", "Verdict", "Walk"]
