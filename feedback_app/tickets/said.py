"""What a report said, as one plain text that its sender can keep and the log commits to.

No name, no way to reach anybody and no receipt code stands in it. It is written once, at submission, and kept sealed:
the names of fields may change later, the bytes the log committed to may not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feedback_app import clock
from feedback_app.audit.hashing import clean
from feedback_app.disclosures.catalogue import Category


@dataclass(frozen=True)
class ClaimWords:
    """One thing the reporter says is wrong; `field_key` None for the record as a whole."""

    field_key: str | None
    says: str
    should_say: str


@dataclass(frozen=True)
class RecordShown:
    """The record a report is about: its reference, its category, the version the reporter saw."""

    ref: str
    category: Category
    version: int | None

    def label(self, field_key: str | None, lang: str) -> str:
        """The name of a field; empty for None and for a field that is none of this category."""
        found = next((one for one in self.category.fields if one.key == field_key), None)
        return "" if found is None else found.label_en if lang == "en" else found.label_zh


@dataclass(frozen=True)
class _Words:
    head: str
    ref: str
    at: str
    moment: str
    record: str
    version: str
    field: str
    whole: str
    says: str
    should_say: str
    words: str


_WORDS = {
    "zh": _Words(
        head="反映内容", ref="工单编号：{}", at="收到时间：{}", moment="{:%Y-%m-%d %H:%M:%S}（北京时间）",
        record="反映的信息：{}", version="，第 {} 版", field="哪一栏：{}", whole="整条信息",
        says="当时公示的是：{}", should_say="认为应该是：{}", words="是怎么回事：",
    ),
    "en": _Words(
        head="What was reported", ref="Ticket: {}", at="Received: {}", moment="{:%Y-%m-%d %H:%M:%S} (Beijing time)",
        record="About the record: {}", version=", version {}", field="Field: {}", whole="the record as a whole",
        says="Published then: {}", should_say="Should say: {}", words="What happened:",
    ),
}  # fmt: skip


def said_text(
    *,
    ref: str,
    at: datetime,
    record: RecordShown | None,
    claims: Iterable[ClaimWords],
    words: str,
    lang: str,
    answers: Iterable[tuple[str, str]] = (),
) -> str:
    """The text, in the language the report was made in; lines ended by a line feed."""
    say = _WORDS["en" if lang == "en" else "zh"]
    lines = [say.head, say.ref.format(ref), say.at.format(say.moment.format(clock.to_local(at)))]
    if record is not None:
        lines.append(
            say.record.format(record.ref) + (say.version.format(record.version) if record.version else "")
        )
    for claim in claims:
        label = record.label(claim.field_key, lang) if record else ""
        lines += ["", say.field.format(label or say.whole)]
        lines += [say.says.format(claim.says)] if claim.says else []
        lines += [say.should_say.format(claim.should_say)] if claim.should_say else []
    for label, answer in answers:
        lines += ["", label, answer]
    if words:
        lines += ["", say.words, words]
    return clean("\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")) + "\n"


def message_text(*, ref: str, number: int, at: datetime, words: str, lang: str) -> str:
    """The same for one message between reporter and bureau; written once, as it stood when it was sent."""
    say = _WORDS["en" if lang == "en" else "zh"]
    head = f"Message {number}" if lang == "en" else f"往来第 {number} 条"
    lines = [head, say.ref.format(ref), say.at.format(say.moment.format(clock.to_local(at))), "", words]
    return clean("\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")) + "\n"
