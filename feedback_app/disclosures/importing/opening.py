"""What a file is, before anything reads it: told by its bytes, refused with its reason, never opened beyond its limits."""

import io
import zipfile
from collections.abc import Iterator

from feedback_app.disclosures.importing.fault import CannotRead

MOST_UNPACKED = 64 << 20  # bytes: sheets of ten thousand rows come to about a tenth
_MOST_PARTS, _HEAD = 2_000, 2_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED_INSIDE = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<script")
_OTHERS = {
    b"%PDF": "PDF",
    b"\xff\xd8\xff": "JPG",
    b"\x89PNG": "PNG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "GZ",
}
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def look_at(content: bytes, name: str) -> str:
    """ "xlsx" or "csv". Raises CannotRead for everything else, and for what its name says it is not."""
    kind = _kind(content)
    ending = name.rpartition(".")[2].casefold()
    if ending not in ("xlsx", "csv", "txt"):
        raise CannotRead("请上传 .xlsx 或 .csv 文件。", "Upload an .xlsx or a .csv file.")
    if (ending == "xlsx") != (kind == "xlsx"):
        really = "Excel 文件（.xlsx）" if kind == "xlsx" else "文本"
        raise CannotRead(
            f"文件名的后缀和内容不一致：内容是{really}。请用 Excel 另存后再上传。",
            "The ending of the file's name is not what the file is. Save it anew in Excel and upload that.",
        )
    return kind


def _kind(content: bytes) -> str:
    if not content.strip():
        raise CannotRead("这是空文件，请重新选择。", "The file is empty; please choose it again.")
    if content.startswith(_OLE):
        raise _old_or_locked(content)
    if content.startswith(b"PK"):
        _refuse_unsafe(content)
        return "xlsx"
    for start, what in _OTHERS.items():
        if content.startswith(start):
            raise CannotRead(f"这是{what}文件，不是表格。", f"This is a {what} file, not a table.")
    if content[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB_PAGE):
        raise CannotRead(
            "这是网页格式的文件，不是真正的表格。请用 Excel 打开，另存为 .xlsx 后再上传。",
            "This is a web page, not a table. Open it in Excel, save it as .xlsx and upload that.",
        )
    if b"\0" in content and not content.startswith(_WIDE_MARKS):
        raise CannotRead(
            "这个文件不是表格，读不出文字。", "This file is no table: there are no words in it to read."
        )
    return "csv"


def _old_or_locked(content: bytes) -> CannotRead:
    if _LOCKED_INSIDE in content:
        return CannotRead(
            "这个文件有密码。请在 Excel 中去掉密码后再上传。",
            "The file has a password. Remove it in Excel first.",
        )
    return CannotRead(
        "这是旧版的 .xls 或者其他文件。请在 Excel 中另存为 .xlsx 后再上传。",
        "This is an old .xls or another kind of file. Save it as .xlsx in Excel and upload that.",
    )


def _refuse_unsafe(content: bytes) -> None:
    """A box of parts that is locked, broken, no workbook, too large unpacked, or that declares entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            parts = box.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise CannotRead(
                    "这个文件有密码。请去掉密码后再上传。", "The file has a password. Remove it first."
                )
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise CannotRead(
                    f"这个文件解压后超过{MOST_UNPACKED >> 20} MB，或者内部的部件太多。请把内容粘贴到模板里再上传。",
                    "Unpacked, this file is too large. Paste its content into the template and upload that.",
                )
            if "xl/workbook.xml" not in box.namelist():
                raise CannotRead(
                    "这不是 Excel 表格。请上传 .xlsx 文件。",
                    "This is no Excel workbook. Upload an .xlsx file.",
                )
            if any(b"<!DOCTYPE" in head or b"<!ENTITY" in head for head in _heads(box)):
                raise broken()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as fault:
        raise broken() from fault


def _heads(box: zipfile.ZipFile) -> Iterator[bytes]:
    for name in box.namelist():
        if name.endswith((".xml", ".rels")):
            with box.open(name) as part:
                yield part.read(_HEAD).replace(b"\0", b"").upper()


def broken() -> CannotRead:
    return CannotRead(
        "这个文件已损坏，打不开。请在 Excel 中打开并另存后再上传。",
        "The file is damaged. Open it in Excel, save it anew and upload that.",
    )
