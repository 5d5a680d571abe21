"""Which files are taken, told by their content and not by their name."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filetype


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type, the endings it may carry, what people call it.

    `is_copied`: whether a safe copy of it can be made, for people to look at. `is_picture`: whether a page can show it.
    """

    media_type: str
    endings: tuple[str, ...]
    label_zh: str
    label_en: str
    is_copied: bool = False
    is_picture: bool = False


KINDS = (
    FileKind("image/jpeg", ("jpg", "jpeg"), "照片 JPG", "JPG photo", is_copied=True, is_picture=True),
    FileKind("image/png", ("png",), "图片 PNG", "PNG image", is_copied=True, is_picture=True),
    FileKind("image/heic", ("heic", "heif"), "照片 HEIC", "HEIC photo"),
    FileKind("image/webp", ("webp",), "图片 WEBP", "WEBP image", is_copied=True, is_picture=True),
    FileKind("application/pdf", ("pdf",), "PDF", "PDF", is_copied=True),
    FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        "Word 文档",
        "Word",
    ),
    FileKind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), "Excel 表格", "Excel"
    ),
    FileKind("application/ofd", ("ofd",), "OFD 版式文件", "OFD"),
)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
# A zip container is what its inner files say it is.
_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
_CONTAINERS = {BY_ENDING[ending].media_type for ending in _INSIDE.values()}


def kind_of(source: Path | BinaryIO) -> FileKind | None:
    """What the bytes of a file, or of a stream that can be gone back in, are; None when they are nothing we take."""
    guess = filetype.guess(source)
    if guess is None:
        return None
    try:
        # By its first bytes a torn archive still looks whole, and a PDF may hide one.
        if guess.mime in _CONTAINERS or zipfile.is_zipfile(source):
            return _zip_kind(source)
        return BY_MEDIA_TYPE.get(guess.mime)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None  # a damaged container, or one in a way nobody reads


def _zip_kind(source: Path | BinaryIO) -> FileKind | None:
    with zipfile.ZipFile(source) as box:
        names = set(box.namelist())
    for inner, ending in _INSIDE.items():
        if inner in names:
            return BY_ENDING[ending]
    return None
