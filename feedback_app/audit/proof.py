"""Checking a log, entry by entry. Pure: rows in, the first fault out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback_app.audit import hashing
from feedback_app.audit.checkpoint import OldCheckpoint as Checkpoint


@dataclass(frozen=True, slots=True)
class Fault:
    """What can be wrong with a log; {number} is the first place where it shows, {kept} the kept checkpoint's."""

    sentence_zh: str
    sentence_en: str


FAULTS = {
    "missing": Fault(
        "第 {number} 条缺失：该条已被删除，或其后各条被重新编号。",
        "Entry {number} is missing: it was deleted, or the entries after it were renumbered.",
    ),
    "foreign": Fault(
        "出现编号为 {number} 的条目：日志从第 1 条开始，此条不是由系统写入的。",
        "There is an entry numbered {number}: the log begins at 1, the system never wrote this one.",
    ),
    "unreadable": Fault(
        "第 {number} 条无法读取：其中有不可能由系统写入的内容。",
        "Entry {number} cannot be read: it holds something the system could not have written.",
    ),
    "broken_link": Fault(
        "第 {number} 条与前一条接不上：其中一条被改动、替换或调换过。",
        "Entry {number} does not follow the one before it: one of the two was changed, replaced or swapped.",
    ),
    "changed": Fault(
        "第 {number} 条的内容与其哈希不符：该条被改动过。",
        "Entry {number} does not match its hash: it was changed.",
    ),
    "sealed_changed": Fault(
        "第 {number} 条的密封内容与写入时的承诺不符：密封内容被改动、替换或添加过。",
        "The sealed part of entry {number} does not match what was committed to: it was changed, replaced or added.",
    ),
    "sealed_unreadable": Fault(
        "第 {number} 条的密封内容无法解开：内容被改动，或密钥不对。",
        "The sealed part of entry {number} cannot be opened: it was changed, or the key is not the right one.",
    ),
    "truncated_sealed": Fault(
        "日志的末尾被截去：第 {number} 条的密封内容还在，条目已不在。",
        "The end of the log was cut off: the sealed part of entry {number} is there, the entry is not.",
    ),
    "truncated": Fault(
        "日志比留存的检查点短：检查点见证过第 {kept} 条，现在从第 {number} 条起都没有了。",
        "The log is shorter than the kept checkpoint: it saw entry {kept}, but everything from entry {number} is gone.",
    ),
    "rewritten": Fault(
        "第 {number} 条与留存的检查点不符：该条或之前的条目被改写过，日志不是检查点见证的那一份。",
        "Entry {number} differs from the kept checkpoint: it or an earlier one was rewritten; this is not the log "
        "that the checkpoint saw.",
    ),
}


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


@dataclass(slots=True)
class Walk:
    """A walk along the log from its first entry. `step` takes the entries in the order of their numbers."""

    checkpoint: Checkpoint | None = None
    number: int = 0
    head_hash: str = hashing.NO_HASH
    erased: int = 0
    fault: str | None = field(default=None)
    bad_number: int | None = field(default=None)

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
        self.erased += row["sealed_hash"] is not None and sealed is None
        if (
            self.checkpoint
            and self.number == self.checkpoint.size
            and self.head_hash != self.checkpoint.head_hash
        ):
            return self.stop("rewritten", self.number)
        return True

    def stop(self, fault: str, number: int) -> bool:
        """End the walk at the first bad place."""
        self.fault, self.bad_number = fault, number
        return False

    def verdict(self) -> Verdict:
        """What the walk has found, in words; call it at the end."""
        kept = self.checkpoint.size if self.checkpoint else 0
        if not self.fault and kept > self.number:
            self.stop("truncated", self.number + 1)
        if self.fault:
            zh, en = FAULTS[self.fault].sentence_zh, FAULTS[self.fault].sentence_en
            words = {"number": self.bad_number, "kept": kept}
            zh, en = "责任日志不成立。" + zh.format(**words), "The log does not hold. " + en.format(**words)
        else:
            zh, en = self._praise()
        return Verdict(not self.fault, self.number, self.head_hash, self.bad_number, zh, en, self.erased)

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

    def _praise(self) -> tuple[str, str]:
        zh = f"责任日志成立：共 {self.number} 条，逐条相连，无缺号，无改动。"
        en = f"The log holds: {self.number} entries, each linked to the one before, none missing, none changed."
        if self.erased:
            zh += f"其中 {self.erased} 条的密封内容已删除，不影响核验。"
            en += f" Sealed parts erased: {self.erased}; this does not affect the check."
        if self.checkpoint:
            zh += f"与留存的检查点（第 {self.checkpoint.size} 条）相符。"
            en += f" It agrees with the kept checkpoint (entry {self.checkpoint.size})."
        else:
            zh += "未对照留存的检查点，不能排除末尾被截去或全部被重写。"
            en += " No kept checkpoint was compared, so a cut-off end or a complete rewriting cannot be ruled out."
        return zh, en
