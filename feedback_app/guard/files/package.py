"""The zip in which a Word or Excel file comes: opened within limits, read as XML without entities, written anew."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from feedback_app.guard.files.images import bare_jpeg
from feedback_app.guard.files.report import CannotPublish, Limits, broken, locked

MOST_PARTS = 5_000
_PROPERTIES = {
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "word/people.xml": '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
    "xl/persons/person.xml": (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'
    ),
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_BLANK_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000000500017a5eab3f0000000049454e44ae426082"
)


class Package:
    """An opened file of parts. Every part is read whole, so what all of them come to unpacked is asked first."""

    def __init__(self, box: zipfile.ZipFile, limits: Limits) -> None:
        self._box = box
        parts = box.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise locked()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unzipped_mb << 20:
            raise CannotPublish(
                f"这个文件解压后超过 {limits.unzipped_mb} MB，或者内部的部件太多。请另存为较小的文件再上传。",
                f"Unpacked, this file is larger than {limits.unzipped_mb} MB or has too many parts. Save a smaller one.",
            )
        self.names = [part.filename for part in parts]
        if len(set(self.names)) != len(self.names):
            raise broken()  # two parts of one name: programs differ on which they show

    def bytes_of(self, name: str) -> bytes:
        return self._box.read(name)

    def tree(self, name: str) -> ET.Element:
        """The part as XML. Raises CannotPublish for one that is none or that declares entities of its own."""
        raw = self.bytes_of(name)
        head = raw[:2_000].replace(b"\0", b"").upper()  # UTF-16 too
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise broken()
        return ET.fromstring(raw)  # noqa: S314 - entities were refused above, and expat bounds the rest

    def under(self, folder: str, ending: str = ".xml") -> list[str]:
        return sorted(name for name in self.names if name.startswith(folder) and name.endswith(ending))

    def links(self) -> Iterator[tuple[str, str, str]]:
        """(part it belongs to, kind, target) of everything that lies outside the file."""
        for name in self.under("", ".rels"):
            for link in self.tree(name):
                if link.get("TargetMode") == "External":
                    yield name, link.get("Type", "").rpartition("/")[2], link.get("Target", "")

    def write_copy(self, copy: Path) -> None:
        """The same parts without who made the file, when and with what."""
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as out:
            for name in self.names:
                if not name.endswith("/"):
                    out.writestr(zipfile.ZipInfo(name, _LONG_AGO), self._bare(name), zipfile.ZIP_DEFLATED)

    def _bare(self, name: str) -> bytes:
        if name in _PROPERTIES:
            return (_HEAD + _PROPERTIES[name]).encode()
        lower = name.lower()
        if lower.startswith("docprops/thumbnail"):
            return bare_jpeg(b"") or _BLANK_PNG
        raw = self.bytes_of(name)
        return _bare_picture(raw) if "/media/" in lower else raw


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Package]:
    """The file's parts. Whatever is broken in them becomes CannotPublish."""
    try:
        with zipfile.ZipFile(path) as box:
            yield Package(box, limits)
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        NotImplementedError,
        EOFError,
        KeyError,
        OSError,
    ) as fault:
        raise broken() from fault
    except (ValueError, TypeError, IndexError, RuntimeError) as fault:
        if isinstance(fault, CannotPublish):
            raise
        raise broken() from fault


_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NOTES = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")


def _bare_picture(raw: bytes) -> bytes:
    """A picture inside a document without its notes; kinds other than JPEG and PNG come back as they are."""
    if not raw.startswith(_PNG):
        return bare_jpeg(raw)
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(raw):
        end = at + 12 + int.from_bytes(raw[at : at + 4], "big")
        if raw[at + 4 : at + 8] not in _PNG_NOTES:
            kept.append(raw[at:end])
        if raw[at + 4 : at + 8] == b"IEND":
            break
        at = end
    return b"".join(kept)
