"""Lines of the log as a file: for a table program, for a spreadsheet, or with proofs for whoever checks.

What a sealed part says is never in it. Each form writes row by row into a file, so that memory does not grow with it.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter

from feedback_app.audit import hashing
from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.checkpoints import signed_at, size
from feedback_app.audit.models import LogEntry
from feedback_app.audit.tlog_proof import path_text
from feedback_app.audit.tree import tree
from feedback_app.clock import to_local

Say = Callable[[LogEntry], str]
Write = Callable[[IO[bytes], Iterable[LogEntry], Say, str], int]
# What a table program would run as a formula (and the tab and line feed that lead up to one).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HEADS = {
    "zh": ("编号", "时间（北京）", "谁", "职务", "单位", "代谁", "做了什么", "说明", "对象", "有关", "由", "到", "校验值"),
    "en": ("Number", "Time (Beijing)", "Who", "Post", "Unit", "On behalf of", "Act", "Sentence", "On", "About", "From", "To", "Hash"),
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form an export can take. One that costs more per line takes the so-many-th part of LOG_EXPORT_ROWS at once."""

    label_zh: str
    label_en: str
    media_type: str
    ending: str
    write: Write
    part: int = 1


def _row(entry: LogEntry, say: Say, lang: str) -> list[str | int]:
    action = ACTIONS.get(entry.action)
    name = entry.action if action is None else action.label_zh if lang == "zh" else action.label_en
    return [
        entry.number, f"{to_local(entry.at):%Y-%m-%d %H:%M:%S}", entry.actor_name, entry.actor_post, entry.actor_unit,
        entry.on_behalf_of, name, say(entry), entry.subject, entry.about or "", entry.from_state or "",
        entry.to_state or "", entry.entry_hash,
    ]  # fmt: skip


def _write_csv(out: IO[bytes], entries: Iterable[LogEntry], say: Say, lang: str) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    table, count = csv.writer(text), 0
    table.writerow(_HEADS[lang])
    for entry in entries:
        table.writerow([_as_text(cell) for cell in _row(entry, say, lang)])
        count += 1
    text.detach()
    return count


def _as_text(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _write_xlsx(out: IO[bytes], entries: Iterable[LogEntry], say: Say, lang: str) -> int:
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(out, options)
    sheet, bold = book.add_worksheet("责任日志" if lang == "zh" else "Log"), book.add_format({"bold": True})
    for column, width in enumerate((8, 19, 14, 22, 16, 12, 16, 70, 26, 26, 14, 14, 20)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, _HEADS[lang], bold)
    count = 0
    for count, entry in enumerate(entries, start=1):
        sheet.write_row(count, 0, _row(entry, say, lang))
    book.close()
    return count


def _write_jsonl(out: IO[bytes], entries: Iterable[LogEntry], say: Say, lang: str) -> int:
    """One entry in a line, as it is hashed, with its path in the tree; the signed checkpoint in the first line."""
    whole, count = size(), 0
    leaves = tree(whole)
    _put(out, {"checkpoint": signed_at(whole), "entries_in_the_log": whole})
    for entry in entries:
        said = {name: getattr(entry, name) for name in hashing.HASHED_COLUMNS} | {
            "at": hashing.moment_text(entry.at), "format": hashing.FORMAT,
        }  # fmt: skip
        path = path_text(leaves.inclusion_path(entry.number - 1))
        _put(out, {"entry": said, "entry_hash": entry.entry_hash, "sentence": say(entry),
                   "proof": {"index": entry.number - 1, "path": path}})  # fmt: skip
        count += 1
    return count


def _put(out: IO[bytes], line: dict[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {
    "csv": Form("CSV 表格", "CSV", "text/csv; charset=utf-8", "csv", _write_csv),
    "xlsx": Form("Excel 表格", "Excel", _XLSX, "xlsx", _write_xlsx),
    "jsonl": Form(
        "带证明的 JSON", "JSON lines with proofs", "application/x-ndjson", "jsonl", _write_jsonl, 10
    ),
}
