"""What the inspection of a file says, and the table of what a file may carry besides its visible words."""

from collections.abc import Collection
from dataclasses import dataclass, field

from feedback_app.guard.detectors import inspect_text

NAME_PLACE = ("文件名", "the file's name")


@dataclass(frozen=True)
class Limits:
    """How far an inspection goes before the file is refused as too large for it."""

    seconds: int = 20
    memory_mb: int = 1024
    pages: int = 300
    megapixels: int = 50
    unzipped_mb: int = 200
    signs: int = 2_000_000
    longest_side: int = 0  # dots to which a picture's copy is reduced; 0 leaves it as large as it is


@dataclass(frozen=True)
class FileTrait:
    """One thing a file may carry. `asks_for_eyes`: no machine can tell, so a person looks and says that they did."""

    key: str
    label_zh: str
    label_en: str
    mend_zh: str
    mend_en: str
    is_overridable: bool = True
    asks_for_eyes: bool = False


_ROWS = (
    FileTrait("comment", "批注", "comments",
              "在 Word、Excel 中删除全部批注后重新上传。", "Delete all comments, then upload the file again."),
    FileTrait("tracked_change", "修订痕迹", "tracked changes",
              "接受或者拒绝全部修订，再保存、重新上传。", "Accept or reject all changes, save, and upload again."),
    FileTrait("hidden_text", "隐藏文字", "hidden text",
              "取消隐藏，确认可以公开，或者删除后重新上传。", "Show it and see whether it may be public, or delete it."),
    FileTrait("hidden_cells", "隐藏的行、列或者工作表", "hidden rows, columns or sheets",
              "取消隐藏，确认可以公开，或者删除后重新上传。", "Show them and see whether they may be public, or delete them."),
    FileTrait("leftover_text", "表格里看不到、但仍存着的文字", "words kept in the file though no cell shows them",
              "把内容复制到新表格，另存后上传。", "Copy the content into a new workbook and upload that."),
    FileTrait("external_link", "外部链接", "links to other files",
              "断开外部链接后重新上传。", "Break the links to other files, then upload again."),
    FileTrait("embedded_object", "嵌入的对象", "embedded objects",
              "删除嵌入的文件、数据透视缓存或者数据连接后重新上传。",
              "Delete embedded files, pivot caches or data connections, then upload again."),
    FileTrait("no_text_layer", "扫描件无法自动检查，请逐页看过", "a scan: no machine can read it, look at every page",
              "打开副本逐页看过，没有个人信息的，按“我已逐页看过”。", "Look at every page of the copy, then say that you did.",
              asks_for_eyes=True),
    FileTrait("annotation", "批注、表单或者电子印章，公布的副本里已去掉", "notes, form fields or stamps, left out of the copy",
              "打开副本看看内容是否完整，看过后按“我已逐页看过”。需要印章的，请打印成新的 PDF 再上传。",
              "See whether the copy is still complete, then say that you looked.", asks_for_eyes=True),
)  # fmt: skip
FILE_TRAITS = {row.key: row for row in _ROWS}


@dataclass(frozen=True)
class FileFinding:
    """One place in a file. `key`: of a detector or of FILE_TRAITS; `masked`: what may be shown of it."""

    key: str
    place_zh: str
    place_en: str
    masked: str = ""


@dataclass
class FileReport:
    """What was found, what the safe copy no longer carries, and the words that can be searched."""

    findings: list[FileFinding] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0
    words: str = ""

    def read(self, text: str, place_zh: str, place_en: str, own: Collection[str]) -> None:
        """Look through words that stand at one place of the file."""
        self.words += text + "\n"
        for found in inspect_text(text, own=own):
            self.findings.append(FileFinding(found.key, place_zh, place_en, found.masked))

    def note(self, key: str, place_zh: str, place_en: str) -> None:
        one = FileFinding(key, place_zh, place_en)
        if one not in self.findings:
            self.findings.append(one)

    def without(self, zh: str, en: str) -> None:
        if (zh, en) not in self.removed:
            self.removed.append((zh, en))


class CannotPublish(ValueError):
    """A file no safe copy can be made of; says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def too_long() -> CannotPublish:
    return CannotPublish(
        "这个文件太复杂，检查用的时间或者内存超过了上限。请另存为较小的文件，或者打印成 PDF 再上传。",
        "This file is too complex: looking through it took too much time or memory. Save a smaller one or print it to PDF.",
    )


def broken() -> CannotPublish:
    return CannotPublish(
        "这个文件打不开，可能已经损坏。请在电脑上打开看看，另存后再上传。",
        "This file cannot be opened and may be damaged. Open it, save it anew and upload it again.",
    )


def locked() -> CannotPublish:
    return CannotPublish(
        "这个文件设了密码，不能检查，也不能公布。请去掉密码后再上传。",
        "This file is locked by a password. Take the password off and upload it again.",
    )
