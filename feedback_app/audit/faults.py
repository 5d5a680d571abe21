"""What can be wrong with a log, as a table of sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """{number} is the first place where it shows; the other words are given where the fault is found."""

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
    "sealed_missing": Fault(
        "第 {number} 条的密封内容不见了，日志中没有依法删除的记录。若确属依法删除，请用 log erase 补记原因。",
        "The sealed part of entry {number} is gone, and no entry says that it was erased. If it was erased lawfully, "
        "record that with log erase.",
    ),
    "truncated_sealed": Fault(
        "日志的末尾被截去：第 {number} 条的密封内容还在，条目已不在。",
        "The end of the log was cut off: the sealed part of entry {number} is there, the entry is not.",
    ),
    "node_changed": Fault(
        "哈希树与条目不符：第 {number} 至 {last} 条的树哈希被改动过。",
        "The tree does not match the entries: the stored hash of entries {number} to {last} was changed.",
    ),
    "node_missing": Fault(
        "哈希树不完整：第 {number} 至 {last} 条的树哈希缺失。",
        "The tree is not whole: the stored hash of entries {number} to {last} is missing.",
    ),
    "node_foreign": Fault(
        "哈希树中有多余的哈希：它代表第 {number} 至 {last} 条，日志并没有写入它。",
        "The tree holds a hash too many: it stands for entries {number} to {last}, and the log never wrote it.",
    ),
    "checkpoint_changed": Fault(
        "第 {number} 条处签发的检查点被改动过：它的各栏与签名的文字不符，或签名不真。",
        "The checkpoint issued at entry {number} was changed: its columns differ from the signed text, or the signature is "
        "false.",
    ),
    "checkpoint_missing": Fault(
        "第 {number} 条处的检查点之前少了检查点：有已签发的检查点被删除。",
        "Before the checkpoint at entry {number} another one is missing: an issued checkpoint was deleted.",
    ),
    "cosignature_changed": Fault(
        "第 {number} 条处检查点上的见证人签名不真，或见证人未在日志中登记。",
        "A witness's signature on the checkpoint at entry {number} is false, or the log does not name the witness.",
    ),
    "contradicted": Fault(
        "第 {number} 条处已签发的检查点与日志不符：第 {low} 至 {number} 条之间被改写过。",
        "The log contradicts the checkpoint issued at entry {number}: something from entry {low} to {number} was rewritten.",
    ),
    "truncated_issued": Fault(
        "日志的末尾被截去：已签发第 {kept} 条处的检查点，现在从第 {number} 条起都没有了。",
        "The end of the log was cut off: a checkpoint was issued at entry {kept}, but everything from entry {number} is gone.",
    ),
    "key_unreadable": Fault(
        "第 {number} 条应登记公钥，但其中没有可用的公钥。",
        "Entry {number} should name a public key, but holds none that can be used.",
    ),
    "key_replaced": Fault(
        "条目完好，但签名密钥被换过：第 {number} 条登记的不是现在的密钥。请放回原密钥，或用 log change-key 说明更换。",
        "The entries are whole, but the signing key was replaced: entry {number} names another one. Put the old key back, or "
        "record the change with log change-key.",
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
class Found:
    """A fault and its place."""

    number: int
    fault: str
    words: Mapping[str, object] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """The sentence, in Chinese ('zh') or English."""
        row = FAULTS[self.fault]
        text = row.sentence_zh if lang == "zh" else row.sentence_en
        return text.format(number=self.number, **self.words)
