"""A published version as one plain text: all the public saw of it, for anyone to keep, and for the log to commit to.

Written once, when the version goes live, and kept with it: labels and ways of showing may change later, the bytes the
log committed to may not. Values of fields that are not public are never in it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from feedback_app import clock
from feedback_app.audit.hashing import clean
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.change_kinds import CHANGE_KINDS, ChangeKind
from feedback_app.disclosures.fields import show
from feedback_app.disclosures.published import public_part


def version_text(
    row: Category,
    *,
    ref: str,
    party_kind: str | None,
    number: int,
    values: Mapping[str, Any],
    kind: str,
    notice: str,
    at: datetime,
) -> str:
    """Title, public fields and the words about the change, in Chinese; lines ended by a line feed.

    `kind`: of the change, as RecordVersion has it; `at`: when it went live.
    """
    lines = [
        f"公示信息：{ref}，第 {number} 版（{CHANGE_KINDS[ChangeKind(kind)].label_zh}）",
        f"类别：{row.label_zh}",
        f"标题：{row.title_of(values, 'zh')}",
        f"公示时间：{clock.to_local(at):%Y-%m-%d %H:%M:%S}（北京时间）",
        "",
    ]
    if notice:
        lines += ["改动说明：", notice, ""]
    for field in row.public_fields(party_kind):
        words = show(field, public_part(field, values.get(field.key)), "zh")
        lines.append(f"{field.label_zh}：\n{words}" if "\n" in words else f"{field.label_zh}：{words}")
    return clean("\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")) + "\n"


def clarification_text(ref: str, title: str, number: int, words: str, at: datetime) -> str:
    """The words that stand beside a record whose content was right (澄清), in Chinese; lines ended by a line feed."""
    lines = [
        f"关于公示信息 {ref} 的第 {number} 份说明（澄清）",
        f"标题：{title}",
        f"发布时间：{clock.to_local(at):%Y-%m-%d %H:%M:%S}（北京时间）",
        "",
        words,
    ]
    return clean("\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")) + "\n"
