"""Files handed in: stored whole or not at all, known by what they are, named as they were."""

import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from feedback_app.audit import queries as log
from feedback_app.audit.actor import REPORTER
from feedback_app.extensions import db, keyring
from feedback_app.files import operations, queries
from feedback_app.files.kinds import BY_ENDING, BY_MEDIA_TYPE, KINDS, kind_of
from feedback_app.files.operations import FileRefused, KeptBytes, store, tidy_name
from feedback_app.files.shelf import path_of, read
from tests.tickets.reporting import PDF, png, zipped

LIMIT = 20_000
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\x00" * 20
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 20
DOCX, XLSX, OFD = zipped("word/document.xml"), zipped("xl/workbook.xml"), zipped("OFD.xml")


@pytest.fixture(autouse=True)
def keys() -> None:
    """Storing seals, with the application or without."""
    if not keyring.newest:
        keyring.load({"k1": b"k" * 32}, b"s" * 32)


def keep(folder: Path, content: bytes, name: str, limit: int = LIMIT) -> KeptBytes:
    return store(io.BytesIO(content), name, folder=folder, limit=limit)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (JPEG, "照片.jpg"), (JPEG, "照片.JPEG"), (png(), "a.png"), (HEIC, "IMG_0001.HEIC"), (WEBP, "a.webp"), (PDF, "决定书.pdf"),
        (DOCX, "说明.docx"), (XLSX, "台账.xlsx"), (OFD, "决定书.ofd"),
    ],
)  # fmt: skip
def test_what_people_send_is_taken_and_known(tmp_path: Path, content: bytes, name: str) -> None:
    kept = keep(tmp_path, content, name)
    assert kept.kind is BY_ENDING[name.rpartition(".")[2].lower()]
    assert (kept.name, kept.size, kept.sha256) == (name, len(content), hashlib.sha256(content).hexdigest())
    assert b"".join(read(tmp_path, kept.sha256)) == content
    assert content[:20] not in path_of(tmp_path, kept.sha256).read_bytes(), "nobody reads it off the disk"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.pdf", "是空文件"),
        (b"MZ\x90\x00" + b"\x00" * 60, "setup.exe", "不是可以接收的文件"),
        (b"<html><script>", "a.pdf", "不是可以接收的文件"),
        (b"hello", "a.txt", "不是可以接收的文件"),
        (zipped("a.txt"), "a.docx", "不是可以接收的文件"),
        (zipped("a.txt"), "a.zip", "不是可以接收的文件"),
        (b"GIF89a" + b"\x00" * 20, "a.gif", "不是可以接收的文件"),
        (PDF + b"\x00" * LIMIT, "大.pdf", "超过"),
    ],
)
def test_what_it_is_not_taken_for_is_said_and_nothing_stays_behind(
    tmp_path: Path, content: bytes, name: str, said: str
) -> None:
    with pytest.raises(FileRefused, match=said) as refused:
        keep(tmp_path, content, name)
    assert name.rpartition(".")[0][:4] in refused.value.say("zh")
    assert refused.value.say("en").isascii() or name.isascii() or name in refused.value.say("en")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("content", "given", "kept"),
    [
        (PDF, "决定书.jpg", "决定书.pdf"), (PDF, "决定书", "决定书.pdf"), (PDF, "决定书.pdf.exe", "决定书.pdf"),
        (DOCX, "a.xlsx", "a.docx"), (HEIC, "IMG_0001.JPG", "IMG_0001.heic"), (PDF, "setup.exe", "setup.exe.pdf"),
        (PDF, "", "PDF.pdf"), (JPEG, "照片.2026.11", "照片.2026.11.jpg"),
    ],
)  # fmt: skip
def test_the_content_decides_and_a_wrong_ending_is_put_right(
    tmp_path: Path, content: bytes, given: str, kept: str
) -> None:
    assert keep(tmp_path, content, given).name == kept


def test_exactly_the_limit_is_taken(tmp_path: Path) -> None:
    content = PDF + b"\x00" * (LIMIT - len(PDF))
    assert keep(tmp_path, content, "a.pdf").size == LIMIT
    with pytest.raises(FileRefused):
        keep(tmp_path, content + b"\x00", "a.pdf")


def test_an_endless_file_is_refused_at_the_limit(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"\x00" * size

    endless = Endless()
    with pytest.raises(FileRefused):
        store(endless, "a.pdf", folder=tmp_path, limit=LIMIT)
    assert endless.given < 10 * LIMIT
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_same_bytes_are_stored_once_whatever_they_are_called(tmp_path: Path) -> None:
    one, other = keep(tmp_path, PDF, "a.pdf"), keep(tmp_path, PDF, "b.pdf")
    assert one.sha256 == other.sha256
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_bytes_folder_and_folder_above_are_flushed_before_the_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut must not take: the bytes, the entry in their folder, the new folder's entry in its own."""
    flushed: list[str] = []
    really = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: flushed.append(str(Path(f"/proc/self/fd/{handle}").readlink())) or really(handle),
    )
    kept = keep(tmp_path, PDF, "a.pdf")
    scratch, upper, own = flushed
    assert Path(scratch).name.startswith(".new-")
    assert (upper, own) == (str(tmp_path), str(tmp_path / kept.sha256[:2]))


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, PDF, "a.pdf")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("投诉材料.pdf", "投诉材料.pdf"), ("C:\\Users\\何静\\决定书.pdf", "决定书.pdf"), ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"), ("a\x00b.pdf", "ab.pdf"), ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("  . a.pdf . ", "a.pdf"), ("ئۇيغۇر.pdf", "ئۇيغۇر.pdf"), ("a.pdf/", ""), ("长" * 500 + ".pdf", "长" * 200 + ".pdf"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_kept_without_folders_and_control_signs(given: str, kept: str) -> None:
    assert tidy_name(given) == kept


def test_a_row_says_what_the_bytes_are_and_who_handed_them_in(db_session: Any, tmp_path: Path) -> None:
    kept = keep(tmp_path, PDF, "何静的决定书.pdf")
    attachment = operations.keep(kept, subject="ticket:FK-1", kept_by="reporter", by=REPORTER)
    db.session.commit()
    assert (attachment.name, attachment.media_type, attachment.size) == (
        "何静的决定书.pdf",
        "application/pdf",
        len(PDF),
    )
    assert queries.attachments_of("ticket:FK-1") == [attachment]
    assert "何静" not in str(db.session.execute(text("SELECT * FROM attachment")).all()), (
        "a name may say who sent it"
    )
    entry = log.entries(action="file.keep")[0]
    assert entry.actor_kind == "reporter"
    assert "何静" not in f"{entry.facts}{entry.subject}"


def test_a_file_is_found_only_with_what_it_belongs_to(db_session: Any, tmp_path: Path) -> None:
    attachment = operations.keep(
        keep(tmp_path, PDF, "a.pdf"), subject="ticket:FK-1", kept_by="staff", by=REPORTER
    )
    db.session.commit()
    assert queries.attachment("ticket:FK-1", attachment.id) is attachment
    assert queries.attachment("ticket:FK-2", attachment.id) is None
    assert queries.attachment("ticket:FK-1", attachment.id + 1) is None
    assert queries.attachments_of("ticket:FK-2") == []


@pytest.mark.one_database
def test_bytes_no_row_names_do_no_harm(db_session: Any, tmp_path: Path) -> None:
    """A person who stored a file and closed the page: the bytes lie there, nothing points to them."""
    kept = keep(tmp_path, PDF, "a.pdf")
    db.session.rollback()
    assert queries.attachments_of("ticket:FK-1") == []
    assert keep(tmp_path, PDF, "a.pdf") == kept


def test_kinds_hang_together() -> None:
    assert len(BY_MEDIA_TYPE) == len(KINDS)
    assert sum(len(kind.endings) for kind in KINDS) == len(BY_ENDING)
    assert all(kind.label_zh and kind.label_en for kind in KINDS)


def test_a_torn_archive_is_nothing_we_take(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(DOCX[: len(DOCX) // 2])
    assert kind_of(file) is None
    file.write_bytes(DOCX)
    assert zipfile.is_zipfile(file)
    assert kind_of(file) is BY_ENDING["docx"]
