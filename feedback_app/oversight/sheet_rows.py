"""The figures of a month as rows of a page or a sheet: a table of what is shown, in which order."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FigureRow:
    """One figure: its name in `queries.months.figures`, its words."""

    name: str
    label_zh: str
    label_en: str


ROWS = (
    FigureRow("entries", "日志条目", "Entries in the log"),
    FigureRow("tickets_opened", "收到反映", "Reports received"),
    FigureRow("tickets_closed", "办结反映", "Reports closed"),
    FigureRow("ticket_limits_kept", "反映：按时完成的期限", "Reports: limits kept"),
    FigureRow("ticket_limits_late", "反映：逾期的期限", "Reports: limits missed"),
    FigureRow("extensions", "反映：延长的期限", "Reports: limits extended"),
    FigureRow("records_published", "公示信息", "Records published"),
    FigureRow("record_limits_kept", "公示：按时完成的期限", "Records: limits kept"),
    FigureRow("record_limits_late", "公示：逾期的期限", "Records: limits missed"),
    FigureRow("corrections", "更正", "Corrections"),
    FigureRow("taken_down", "撤下、屏蔽", "Taken down or hidden"),
    FigureRow("deadlines_missed", "期限届满未办", "Limits that passed unmet"),
    FigureRow("reveals", "查看反映人身份", "Looks at who reported"),
)


def figure_rows(figures: dict[str, Any], lang: str) -> list[tuple[str, int]]:
    """(words, number) for each figure."""
    return [(row.label_zh if lang == "zh" else row.label_en, int(figures.get(row.name, 0))) for row in ROWS]
