"""The chain of one ticket or record, link by link: what a file to review shows beside each entry."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from feedback_app.audit import queries as audit
from feedback_app.audit.models import LogEntry
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import plain
from feedback_app.disclosures.models import DisclosureRecord

MOST = 500
_UNITS = (
    (timedelta(days=1), "天", "day"),
    (timedelta(hours=1), "小时", "hour"),
    (timedelta(minutes=1), "分钟", "minute"),
)


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Link:
    """One entry, how long after the one before it came, and what it changed in a draft."""

    entry: LogEntry
    after: timedelta | None
    changes: list[Change]

    def waited(self, lang: str) -> str:
        return lasted(self.after, lang) if self.after is not None else ""


def chain(subject: str, category: Category | None, lang: str, *, hushed: Collection[str] = ()) -> list[Link]:
    """Everything on or about one subject, oldest first, but nothing that is on or about one of `hushed`."""
    entries = [one for one in audit.chain(subject, limit=MOST) if not {one.subject, one.about} & set(hushed)]
    earlier = [None, *(one.at for one in entries)]
    return [
        Link(one, one.at - before if before else None, _changes_of(one, category, lang))
        for one, before in zip(entries, earlier, strict=False)
    ]


def version_changes(record: DisclosureRecord, lang: str) -> dict[int, list[Change]]:
    """What each later version changed against the one before it: version number → fields."""
    pairs = zip(record.versions, record.versions[1:], strict=False)
    return {
        after.number: _differences(record.category, before.field_values, after.field_values, lang)
        for before, after in pairs
    }


def lasted(span: timedelta, lang: str) -> str:
    """A span of time in its two greatest units: '2 天 3 小时', '2 days 3 hours'."""
    left, parts = max(span, timedelta()), []
    for unit, zh, en in _UNITS:
        count, left = divmod(left, unit)
        if count:
            parts.append(f"{count} {zh}" if lang == "zh" else f"{count} {en}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or ("1 分钟内" if lang == "zh" else "less than a minute")


def _changes_of(entry: LogEntry, category: Category | None, lang: str) -> list[Change]:
    """What an edit of a draft changed, from the sealed part of its entry; nothing when that has been erased."""
    said = entry.sealed.words.get("changes") if entry.sealed else None
    rows = said if isinstance(said, list) and category is not None else []
    return [_change(category, row["field"], row["old"], row["new"], lang) for row in rows]  # type: ignore[arg-type]


def _differences(
    category: Category, before: dict[str, Any], after: dict[str, Any], lang: str
) -> list[Change]:
    return [
        _change(category, field.key, before.get(field.key), after.get(field.key), lang)
        for field in category.fields
        if before.get(field.key) != after.get(field.key)
    ]


def _change(category: Category, key: str, old: Any, new: Any, lang: str) -> Change:
    field = next((one for one in category.fields if one.key == key), None)
    if field is None:
        return Change(key, str(old), str(new))
    label = field.label_zh if lang == "zh" else field.label_en
    return Change(label[:1].upper() + label[1:], plain(field, old, lang), plain(field, new, lang))
