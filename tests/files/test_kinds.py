"""What a file is, told from bytes that somebody damaged or made up."""

import io
import zipfile
from pathlib import Path

import pytest

from feedback_app.files.kinds import kind_of

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
END_OF_MANY_DISKS = b"PK\x06\x06" + b"\xff" * 52 + b"PK\x06\x07" + b"\xff" * 16 + b"PK\x05\x06" + b"\xff" * 18


def word() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        for name in ("[Content_Types].xml", "word/document.xml"):
            box.writestr(name, "<x/>")
    return made.getvalue()


def of_a_version_nobody_reads(whole: bytes) -> bytes:
    at = whole.index(b"PK\x01\x02") + 6
    return whole[:at] + b"\xff" + whole[at + 1 :]


@pytest.mark.parametrize(
    "content",
    [
        word() + END_OF_MANY_DISKS,
        JPEG + END_OF_MANY_DISKS,
        of_a_version_nobody_reads(word()),
        word()[:-22] + b"PK\x05\x06" + b"\xff" * 18,
    ],
    ids=["document of many disks", "photo of many disks", "version", "end"],
)
def test_a_damaged_container_is_nothing_we_take(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert kind_of(tmp_path / "file") is None


def test_a_whole_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(word())
    kind = kind_of(tmp_path / "file")
    assert kind is not None
    assert kind.endings == ("docx",)
