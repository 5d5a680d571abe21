"""The log's state at the end of a month: a checkpoint that was given out, never one signed for whoever looks later."""

from feedback_app.audit import checkpoint as checkpoints
from feedback_app.audit import note
from feedback_app.audit.checkpoints import first_issued_with, newest_issued_between
from feedback_app.clock import to_local
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import months

WORDS = {
    "zh": {
        "none": "这个月没有签发检查点，之后也没有。",
        "within": "这个月签发的最后一个检查点：{at}签发，共 {size} 条。",
        "outside": "这个检查点不是这个月签发的：{at}签发，共 {size} 条，包含到这个月末为止的全部记录。",
    },
    "en": {
        "none": "No checkpoint was issued in this month, and none after it.",
        "within": "The last checkpoint issued in this month: issued {at}, {size} entries.",
        "outside": "This checkpoint was not issued in this month: issued {at}, {size} entries, with everything written by the end of the month.",
    },
}  # fmt: skip


def checkpoint_of(month: Month) -> str:
    """The newest checkpoint issued in the month, else the first issued one that holds the month's last entry; empty
    when there is neither."""
    found = newest_issued_between(month.begins_at, month.ends_at)
    if found is None:
        last = months.last_entry(month)
        found = first_issued_with(last.number) if last else None
    return found.text if found else ""


def said_of(text: str, month: Month, lang: str) -> str:
    """One sentence about a checkpoint that stands for a month: whether it was issued in it, when, and how far it goes."""
    words = WORDS[lang]
    if not text:
        return words["none"]
    try:
        found = checkpoints.read(note.parse(text).text)
    except ValueError:  # a sheet that was tampered with must still open: its page says that it was
        return ""
    at = found.issued_at
    key = "within" if at is not None and Month.of(at) == month else "outside"
    return words[key].format(at=f"{to_local(at):%Y-%m-%d %H:%M}" if at else "—", size=found.size)
