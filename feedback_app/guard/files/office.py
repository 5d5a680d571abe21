"""Word and Excel: visible words are read place by place; comments, tracked changes, hidden parts and links are named.

Such a file is not repaired here: what it hides may be what its author meant to take out. Its author mends it. Only what
never shows anyone anything (author, company, times, thumbnail, notes inside pictures) is taken out of the copy.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from feedback_app.guard.detectors import inspect_text
from feedback_app.guard.files.package import Package, opened
from feedback_app.guard.files.report import CannotPublish, FileFinding, FileReport, Limits, broken

_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHANGES = frozenset(
    _W + name
    for name in (
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "sectPrChange",
        "cellIns",
        "cellDel",
    )
)
_HIDING = frozenset(_W + name for name in ("vanish", "webHidden", "specVanish"))
_OFF = ("0", "false", "off")
# A link people can see and follow; everything else that points out of the file drags something along.
_HARMLESS_LINK = "hyperlink"
_EMBEDDED = (
    "word/embeddings/",
    "xl/embeddings/",
    "xl/pivotCache/",
    "word/activeX/",
    "xl/activeX/",
    "xl/model/",
    "customUI/",
)
_USUAL_ENDINGS = (
    ".xml", ".rels", "/", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".webp",
    ".odttf", ".vml", ".wdp",
)  # fmt: skip
_TELLING_KEYS = frozenset(
    {"descr", "title", "alt", "tooltip", "prompt", "promptTitle", "error", "errorTitle"}
)
Own = Collection[str]


def inspect_docx(path: Path, report: FileReport, limits: Limits, copy: Path, own: Own) -> None:
    """Read a Word file and write its copy. Raises CannotPublish."""
    with opened(path, limits) as package:
        _note_parts(package, report)
        _note_links(package, report, own)
        for name in package.under("word/"):
            _read_word_part(package, name, report, limits, own)
        _read_the_rest(package, "word/", report, own)
        _read_unseen_words(package, report, own)
        package.write_copy(copy)
    report.pages = 1


def _read_word_part(package: Package, name: str, report: FileReport, limits: Limits, own: Own) -> None:
    part = name.removeprefix("word/").removesuffix(".xml")
    if "/" in part or not part.startswith(
        ("document", "header", "footer", "footnotes", "endnotes", "comments")
    ):
        return
    tree = package.tree(name)
    if part.startswith("comments") and len(tree):
        report.note("comment", f"全文共{len(tree)}处批注", f"{len(tree)} comments")
    for number, paragraph in enumerate(tree.iter(f"{_W}p"), start=1):
        zh, en = f"{_part_zh(part)}第{number}段", f"{part}, paragraph {number}"
        if any(node.tag in _CHANGES for node in paragraph.iter()):
            report.note("tracked_change", zh, en)
        if any(node.tag in _HIDING and node.get(f"{_W}val") not in _OFF for node in paragraph.iter()):
            report.note("hidden_text", zh, en)
        report.read("".join(_word_text(paragraph)), zh, en, own)
        _hold(report, limits)
    if not report.findings and any(node.tag in _CHANGES for node in tree.iter()):
        report.note("tracked_change", _part_zh(part), part)


_WORD_PARTS = ("document", "header", "footer", "footnotes", "endnotes", "comments")
_READ_ALREADY = (
    "xl/worksheets/",
    "xl/sharedStrings",
    "xl/styles",
    "xl/theme",
    "xl/workbook",
    "word/theme",
    "word/styles",
)


def _read_the_rest(package: Package, folder: str, report: FileReport, own: Own) -> None:
    """Words in drawings, text boxes, charts, tables, building blocks: wherever else the format lets words stand."""
    for name in package.under(folder):
        if not name.startswith((*_READ_ALREADY, *(f"word/{part}" for part in _WORD_PARTS))):
            words = [
                node.text or ""
                for node in package.tree(name).iter()
                if node.tag.endswith(("}t", "}v", "}text"))
            ]
            zh, en = f"部件 {name.removeprefix(folder)}", f"part {name.removeprefix(folder)}"
            report.read(_BETWEEN.join(words), zh, en, own)


def _part_zh(part: str) -> str:
    kinds = {"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
    return next((zh for kind, zh in kinds.items() if part.startswith(kind)), "批注")


def _word_text(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag in (f"{_W}t", f"{_W}delText", f"{_W}instrText"):
            yield node.text or ""
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "


def inspect_xlsx(path: Path, report: FileReport, limits: Limits, copy: Path, own: Own) -> None:
    """Read a workbook and write its copy. Raises CannotPublish."""
    with opened(path, limits) as package:
        _note_parts(package, report)
        _note_links(package, report, own)
        if package.under("xl/externalLinks/"):
            report.note("external_link", "整个文件", "the whole file")
        if "xl/connections.xml" in package.names:
            report.note("embedded_object", "数据连接", "data connections")
        shared, used = _shared_words(package), set[int]()
        for number, (name, state, part) in enumerate(_sheets(package), start=1):
            zh, en = f"第{number}张工作表“{name}”", f"sheet {number} “{name}”"
            if state != "visible":
                report.note("hidden_cells", f"{zh}，整张是隐藏的", f"{en} is hidden")
            report.read(name, f"{zh}的名称", f"the name of {en}", own)
            _read_sheet(package.tree(part), zh, en, shared, used, report, limits, own)
        _read_leftovers(shared, used, report, own)
        _read_the_rest(package, "xl/", report, own)
        _read_unseen_words(package, report, own)
        package.write_copy(copy)
    report.pages = 1


def _sheets(package: Package) -> list[tuple[str, str, str]]:
    """(name, state, part) of each sheet in its order. A chart on a sheet of its own has no cells."""
    targets = {link.get("Id"): link.get("Target", "") for link in package.tree("xl/_rels/workbook.xml.rels")}
    found = []
    for sheet in package.tree("xl/workbook.xml").iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part:
            found.append((sheet.get("name", ""), sheet.get("state", "visible"), part))
    return found


def _shared_words(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    tree = package.tree("xl/sharedStrings.xml")
    return ["".join(node.text or "" for node in item.iter(f"{_S}t")) for item in tree.iter(f"{_S}si")]


def _read_sheet(
    tree: Element,
    zh: str,
    en: str,
    shared: list[str],
    used: set[int],
    report: FileReport,
    limits: Limits,
    own: Own,
) -> None:
    for column in tree.iter(f"{_S}col"):
        if column.get("hidden") in ("1", "true") or column.get("width") == "0":
            letter = _letters(int(column.get("min", "1")))
            report.note("hidden_cells", f"{zh}，{letter}列是隐藏列", f"{en}, column {letter} is hidden")
    hides_rows = any(node.get("zeroHeight") in ("1", "true") for node in tree.iter(f"{_S}sheetFormatPr"))
    if hides_rows:
        report.note("hidden_cells", f"{zh}，默认隐藏行", f"{en} hides rows by default")
    for row in tree.iter(f"{_S}row"):
        if row.get("hidden") in ("1", "true") or row.get("ht") == "0":
            report.note(
                "hidden_cells",
                f"{zh}，第{row.get('r', '?')}行是隐藏行",
                f"{en}, row {row.get('r', '?')} is hidden",
            )
    _read_cells(tree, zh, en, shared, used, report, own)
    _hold(report, limits)


def _read_cells(
    tree: Element, zh: str, en: str, shared: list[str], used: set[int], report: FileReport, own: Own
) -> None:
    """All cells as one text, so that a thousand rows are one search; a hit is led back to its cell."""
    words, starts, cells, length = [], [], [], 0
    for cell in tree.iter(f"{_S}c"):
        text = _cell_words(cell, shared, used)
        if text:
            starts.append(length)
            cells.append(cell.get("r", "?"))
            words.append(text)
            length += len(text) + len(_BETWEEN)
    for node in (*tree.iter(f"{_S}oddHeader"), *tree.iter(f"{_S}oddFooter"), *tree.iter(f"{_S}formula1")):
        starts.append(length)
        cells.append("页眉页脚或下拉选项")
        words.append(node.text or "")
        length += len(node.text or "") + len(_BETWEEN)
    whole = _BETWEEN.join(words)
    report.words += whole + "\n"
    for found in inspect_text(whole, own=own):
        at = cells[bisect_right(starts, found.start) - 1]
        report.findings.append(FileFinding(found.key, f"{zh}，{at}", f"{en}, {at}", found.masked))


_BETWEEN = " | "  # no detector reads across it


def _cell_words(cell: Element, shared: list[str], used: set[int]) -> str:
    kind, value = cell.get("t"), cell.findtext(f"{_S}v") or ""
    formula = cell.findtext(f"{_S}f") or ""
    if kind == "s" and value.isdigit() and int(value) < len(shared):
        used.add(int(value))
        value = shared[int(value)]
    elif kind == "inlineStr":
        value = "".join(node.text or "" for node in cell.iter(f"{_S}t"))
    elif "E+" in value.upper():
        value = f"{float(value):.0f}"  # an identity number kept as a number
    return f"{value} {formula}".strip()


def _read_leftovers(shared: list[str], used: set[int], report: FileReport, own: Own) -> None:
    """Words of cells since deleted: Excel may keep them in the file."""
    left = [text for number, text in enumerate(shared) if number not in used and text.strip()]
    if inspect_text(_BETWEEN.join(left), own=own, most=1):
        report.note("leftover_text", f"共{len(left)}处", f"{len(left)} pieces")


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters or "A"


def _note_parts(package: Package, report: FileReport) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        raise CannotPublish(
            "文件里有宏，不能公布。请另存为不带宏的格式再上传。",
            "This file carries macros. Save it in a format without them and upload that.",
        )
    if not any(name in package.names for name in ("word/document.xml", "xl/workbook.xml")):
        raise broken()
    if any(name.startswith(_EMBEDDED) and not name.endswith("/") for name in package.names):
        report.note("embedded_object", "整个文件", "the whole file")
    if package.under("xl/comments") or package.under("xl/threadedComments/") or package.under("xl/comments/"):
        report.note("comment", "表格单元格的批注", "comments on cells")
    if any(not _is_usual(name) for name in package.names):
        report.note("embedded_object", "文件里夹带的其他文件", "other files enclosed in it")
    if any("/media/" in name.lower() and not name.endswith("/") for name in package.names):
        report.note("no_text_layer", "文件里的图片", "pictures in the file")
    if any(name.startswith("docProps/") for name in package.names):
        report.without("作者、单位、修改人、时间等文件信息", "author, company, who changed it and when")


def _is_usual(name: str) -> bool:
    """Whether a part is of a kind these formats are made of; anything else is something enclosed."""
    lower = name.lower()
    return name.startswith(_EMBEDDED) or lower.endswith(_USUAL_ENDINGS) or "/printersettings/" in lower


def _read_unseen_words(package: Package, report: FileReport, own: Own) -> None:
    """Words no page shows but the file hands out: descriptions of pictures, tips, prompts, names of ranges, other data."""
    for name in package.under(""):
        tree = package.tree(name)
        words = [value for node in tree.iter() for key, value in node.items() if key in _TELLING_KEYS]
        words += [node.text or "" for node in tree.iter(f"{_S}definedName")]
        if not name.startswith(("word/", "xl/", "docProps/")):
            words += [one for one in tree.itertext() if one.strip()]
        if words:
            kept = report.words
            report.read(_BETWEEN.join(words), f"部件 {name}", f"part {name}", own)
            report.words = kept  # not for the search


def _note_links(package: Package, report: FileReport, own: Own) -> None:
    for part, kind, target in package.links():
        zh, en = "链接地址", "the address of a link"
        report.read(target, zh, en, own)
        if kind != _HARMLESS_LINK or target.lower().startswith(("file:", "\\\\")) or target[1:3] == ":\\":
            report.note(
                "external_link", f"部件 {part.rpartition('/')[2].removesuffix('.rels')}", f"part {part}"
            )


def _hold(report: FileReport, limits: Limits) -> None:
    if len(report.words) > limits.signs:
        raise CannotPublish(
            "这个文件的文字太多，不能自动检查。请拆成几个文件上传。",
            "This file has too many words to be looked through. Please split it.",
        )
