"""A signed sheet as a PDF. What people wrote reaches typst only as data, never as source."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from feedback_app import clock
from feedback_app.oversight.anomalies import RULES
from feedback_app.oversight.checkpoints import said_of
from feedback_app.oversight.models import ReviewSheet, SupervisorNote
from feedback_app.oversight.month import Month
from feedback_app.oversight.sheet_rows import figure_rows

WORDS = {
    "zh": {
        "title": "{month}监督审阅单", "conclusion": "结论", "figures": "这个月的数字", "pointed": "值得问一句的",
        "none": "规则没有找到什么。", "notes": "监督笔记", "log": "日志是否完好", "unchecked": "这个月没有人核验过日志。",
        "checked": "这个月最后一次核验：{at}，共 {entries} 条，结论：{verdict}。", "holds": "完好", "broken": "不完好", "checkpoint": "月末检查点", "signed": "签字", "by": "监督人", "at": "时间",
        "hash": "内容校验值（SHA-256）", "check": "校验值同时写在责任日志里；改动一个字，校验值就不同。",
    },
    "en": {
        "title": "Supervisor's review of {month}", "conclusion": "Conclusion", "figures": "The month in figures",
        "pointed": "Worth asking about", "none": "The rules found nothing.", "notes": "Supervisors' notes", "log": "Is the log intact?",
        "unchecked": "Nobody verified the log this month.",
        "checked": "Last verified this month: {at}, {entries} entries, {verdict}.", "holds": "intact", "broken": "not intact", "checkpoint": "Checkpoint at the end of the month",
        "signed": "Signature", "by": "Supervisor", "at": "Time", "hash": "SHA-256 of the content",
        "check": "The same value stands in the accountability log; one changed letter makes another.",
    },
}  # fmt: skip


def made(sheet: ReviewSheet, notes: Sequence[SupervisorNote], *, lang: str, bureau: str) -> bytes:
    """The PDF (PDF/A-2b) in 'zh' or 'en', with the notes the signature covers."""
    given = json.dumps(_contents(sheet, notes, lang, bureau), ensure_ascii=False)
    pdf: bytes = typst.compile(
        str(Path(__file__).with_name("review_sheet.typ")),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2b"],
        sys_inputs={"sheet": given},
        timestamp=int(sheet.signed_at.timestamp()),
    )
    return pdf


def _contents(
    sheet: ReviewSheet, notes: Sequence[SupervisorNote], lang: str, bureau: str
) -> dict[str, object]:
    month = Month.read(sheet.month)
    words = dict(WORDS[lang])
    name = "" if month is None else month.label_zh if lang == "zh" else month.label_en
    pointed = sheet.figures.get("pointed_out", {})
    return {
        "lang": lang,
        "bureau": bureau,
        "words": words | {"title": words["title"].format(month=name)},
        "conclusion": sheet.conclusion,
        "figures": [[label, str(number)] for label, number in figure_rows(sheet.figures, lang)],
        "pointed": [
            [rule.label_zh if lang == "zh" else rule.label_en, str(pointed[key])]
            for key, rule in RULES.items()
            if pointed.get(key)
        ],
        "notes": [
            [note.text, f"{note.by_name} · {clock.to_local(note.at):%Y-%m-%d %H:%M}"] for note in notes
        ],
        "checked": _checked(sheet, words),
        "checkpoint": sheet.checkpoint,
        "checkpoint_said": said_of(sheet.checkpoint, month, lang) if month else "",
        "by": f"{sheet.by_name} · {sheet.by_post} · {sheet.by_unit}",
        "at": f"{clock.to_local(sheet.signed_at):%Y-%m-%d %H:%M}",
        "hash": sheet.content_hash,
    }


def _checked(sheet: ReviewSheet, words: dict[str, str]) -> str:
    checked = sheet.figures.get("checked")
    if not checked:
        return words["unchecked"]
    verdict = words["holds" if checked.get("verdict") == "holds" else "broken"]
    return words["checked"].format(at=checked["at"], entries=checked.get("entries", 0), verdict=verdict)


@cache
def _fonts() -> str:
    return str(files(pylopdf_fonts_zh_cn))
