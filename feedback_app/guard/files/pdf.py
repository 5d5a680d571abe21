"""PDF: the words of every page as they stand in the file, under a black box or not; and a copy written anew from its pages.

The copy is a new file into which the pages are taken over, so earlier revisions, attachments, scripts, forms and metadata
stay behind. What a page itself carries along (notes, thumbnails, XMP of its pictures, alternative words of tagged text) is
taken out piece by piece.
"""

import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from feedback_app.guard.files.images import bare_jpeg
from feedback_app.guard.files.report import CannotPublish, FileReport, Limits, broken, locked

# What no object of the copy keeps, wherever it hangs.
_LEFT_BEHIND = (
    "/AA", "/AF", "/Annots", "/JS", "/JavaScript", "/LastModified", "/Metadata", "/OpenAction", "/PieceInfo", "/StructParent",
    "/StructParents", "/Thumb", "/ID", "/Alternates", "/OPI", "/Measure", "/PtData", "/B", "/Dur", "/Trans", "/PresSteps",
)  # fmt: skip
_DEEPEST = 40


def inspect_pdf(path: Path, report: FileReport, limits: Limits, copy: Path, own: Collection[str]) -> None:
    """Read every page and write the copy. Raises CannotPublish."""
    try:
        with pikepdf.open(path) as pdf:
            report.pages = len(pdf.pages)
            _check_size(report.pages, limits)
            _note_traces(pdf, report)
            _note_annotations(pdf, report, own)
            _write_copy(pdf, copy)
        _read_pages(path, report, limits, own)
    except pikepdf.PasswordError:
        raise locked() from None
    except (
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ) as fault:
        if isinstance(fault, CannotPublish):
            raise
        raise broken() from fault


def _check_size(pages: int, limits: Limits) -> None:
    if pages == 0:
        raise broken()
    if pages > limits.pages:
        raise CannotPublish(
            f"这个 PDF 有 {pages} 页，超过 {limits.pages} 页的上限。请拆成几个文件上传。",
            f"This PDF has {pages} pages; at most {limits.pages} can be looked through. Please split it.",
        )


def _read_pages(path: Path, report: FileReport, limits: Limits, own: Collection[str]) -> None:
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage().get_text_range()
            has_pictures = any(True for _one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
            page.close()
            zh, en = f"第{number + 1}页", f"page {number + 1}"
            if not text.strip() or _is_garbled(text):
                report.note("no_text_layer", zh, en)
            elif has_pictures:  # a scan often has a word or two of text: a page number, a stamp
                report.note("no_text_layer", f"{zh}的图片", f"{en}, a picture")
            report.read(text, zh, en, own)
            if len(report.words) > limits.signs:
                raise CannotPublish(
                    "这个 PDF 的文字太多，不能自动检查。请拆成几个文件上传。",
                    "This PDF has too many words to be looked through. Please split it.",
                )
    finally:
        document.close()


def _is_garbled(text: str) -> bool:
    """A font that does not say which signs its shapes are: people read them, machines do not."""
    return any(sign == "\ufffd" or unicodedata.category(sign) == "Co" for sign in text)


def _note_traces(pdf: pikepdf.Pdf, report: FileReport) -> None:
    root = pdf.Root
    if "/Metadata" in root or pdf.trailer.get("/Info"):
        report.without("作者、软件、时间等文件信息", "author, program and times")
    if len(pdf.attachments) or "/AF" in root:
        report.without("PDF 里夹带的其他文件", "files enclosed in the PDF")
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in root.get("/Names", {}):
        report.without("自动运行的脚本", "scripts that run by themselves")
    if "/AcroForm" in root:
        report.without("可填写的表单", "form fields")
    if "/Prev" in pdf.trailer:
        report.without("以前的修改留下的内容", "what earlier edits had left")


def _note_annotations(pdf: pikepdf.Pdf, report: FileReport, own: Collection[str]) -> None:
    """Links are merely left out; anything that carries words or draws something asks for a person's eyes."""
    for number, page in enumerate(pdf.pages, start=1):
        notes: Any = page.obj.get("/Annots", [])
        if any(str(one.get("/Subtype", "")) not in ("/Link", "/Popup") for one in notes):
            report.note("annotation", f"第{number}页", f"page {number}")


def _write_copy(pdf: pikepdf.Pdf, copy: Path) -> None:
    with pikepdf.new() as bare:
        bare.pages.extend(pdf.pages)
        bare.remove_unreferenced_resources()  # what no page draws, such as the picture under a redaction
        for thing in bare.objects:
            _strip(thing, 0)
            if isinstance(thing, pikepdf.Stream):
                _strip_stream(thing)
        for page in bare.pages:
            _strip_tags(page.obj, bare)
        bare.save(copy, fix_metadata_version=False, deterministic_id=True)


def _strip(thing: Any, depth: int) -> None:
    """Take the keys out of a dictionary and of what is written inside it; what it points to is a thing of its own."""
    if depth > _DEEPEST:
        raise broken()
    if isinstance(thing, pikepdf.Array):
        inner = [one for one in thing if isinstance(one, pikepdf.Object)]
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in _LEFT_BEHIND:
            if key in thing:
                del thing[key]
        inner = [one for _key, one in thing.items() if isinstance(one, pikepdf.Object)]
    else:
        return
    for one in inner:
        if not one.is_indirect and isinstance(one, (pikepdf.Array, pikepdf.Dictionary)):
            _strip(one, depth + 1)


def _strip_stream(stream: pikepdf.Stream) -> None:
    subtype = stream.get("/Subtype")
    if subtype == "/Image" and stream.get("/Filter") == "/DCTDecode":
        stream.write(bare_jpeg(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
    elif subtype == "/Form":
        stream.write(_without_tags(stream))


def _strip_tags(page: Any, pdf: pikepdf.Pdf) -> None:
    if "/Contents" in page:
        page.Contents = pdf.make_stream(_without_tags(page))


def _without_tags(drawn: Any) -> bytes:
    """The drawing without the words tags carry beside it (ActualText, Alt) and without comments."""
    kept: list[Any] = []
    for step in pikepdf.parse_content_stream(drawn):
        if str(step.operator) in ("BDC", "DP"):
            kept.append(([step.operands[0], pikepdf.Dictionary()], step.operator))
        else:
            kept.append(step)
    return pikepdf.unparse_content_stream(kept)
