"""Files made for the tests: with everything in them that must not go out, and without."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pylopdf_fonts_zh_cn
import typst
from openpyxl.comments import Comment
from PIL import Image, ImageDraw

ID = "11010519491231002X"  # the standard's own sample: the only identity number in these tests
FONTS = str(Path(pylopdf_fonts_zh_cn.__file__).parent)


def pdf(*lines: str, boxes: bool = False) -> bytes:
    """A PDF that says these lines, one page each; with `boxes`, a black box is drawn over the whole of each page."""
    box = "#place(top + left, rect(width: 100%, height: 100%, fill: black))" if boxes else ""
    pages = "\n#pagebreak()\n".join(f"#raw({_quoted(line)})\n{box}" for line in lines)
    source = f'#set text(font: "Noto Sans SC")\n#show raw: set text(font: "Noto Sans SC")\n{pages}'
    return bytes(typst.compile(source.encode(), font_paths=[FONTS]))


def _quoted(line: str) -> str:
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def laden_pdf(line: str = "罚款人民币0.2万元。") -> bytes:
    """A harmless page in a file that carries everything else a PDF may carry."""
    with pikepdf.open(io.BytesIO(pdf(line))) as made:
        made.docinfo["/Author"] = "陈志强"
        with made.open_metadata() as meta:
            meta["dc:creator"] = ["陈志强"]
        made.attachments["底稿.txt"] = f"身份证 {ID}".encode()
        made.Root.AF = pikepdf.Array([made.Root.Names.EmbeddedFiles.Names[1]])
        made.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('ZZSCRIPT')")
        )
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 20, 20],
                                  Contents=pikepdf.String("ZZNOTE"))  # fmt: skip
        made.pages[0].obj.Annots = made.make_indirect(pikepdf.Array([made.make_indirect(note)]))
        made.pages[0].obj.PieceInfo = pikepdf.Dictionary(
            Word=pikepdf.Dictionary(Private=pikepdf.String("ZZPIECE"))
        )
        tagged = made.make_stream(b"/Span << /ActualText (ZZACTUAL) >> BDC EMC")
        made.pages[0].contents_add(tagged)
        image = made.make_stream(jpeg(gps=True))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 40, 30, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        made.pages[0].add_resource(image, pikepdf.Name.XObject, pikepdf.Name.Photo)
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def scan() -> bytes:
    """A PDF whose one page is a picture."""
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(out, "PDF")
    return out.getvalue()


def pdf_with_picture(line: str) -> bytes:
    """A page with these words and a picture over the rest of it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(line))) as made, pikepdf.open(io.BytesIO(scan())) as picture:
        made.pages[0].add_overlay(picture.pages[0])
        made.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("秘密"))) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def jpeg(*, gps: bool = False, size: tuple[int, int] = (40, 30)) -> bytes:
    """A photo; with `gps`, where and with what it was taken stands in its EXIF."""
    picture = Image.new("RGB", size, "teal")
    ImageDraw.Draw(picture).line((0, 0, *size), fill="white")
    out, exif = io.BytesIO(), Image.Exif()
    if gps:
        exif[0x010F] = "ZZCAMERA"
        exif.get_ifd(0x8825)[2] = (44.0, 9.0, 12.0)
    picture.save(out, "JPEG", exif=exif, comment=b"ZZREMARK" if gps else b"")
    return out.getvalue()


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str = "", **parts: str) -> bytes:
    """A Word file with this body (runs of w:p) and further parts, named with __ for / and _ for a dot."""
    all_parts = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": "<cp><creator>ZZAUTHOR</creator></cp>",
        "docProps/app.xml": "<Properties><Company>ZZCOMPANY</Company></Properties>",
    }
    all_parts |= {name.replace("__", "/").replace("_xml", ".xml"): words for name, words in parts.items()}
    return zipped(all_parts)


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, words in parts.items():
            box.writestr(name, words)
    return out.getvalue()


def xlsx(*, hide: str = "", note: bool = False, cells: tuple[str, ...] = ("文号", "金额")) -> bytes:
    """A workbook of two sheets; `hide`: "column", "row" or "sheet" of the second."""
    book = openpyxl.Workbook()
    book.active.append(["一览"])
    second = book.create_sheet("明细")
    for cell in cells:
        second.append([cell, "", "x"])
    if hide == "column":
        second.column_dimensions["C"].hidden = True
    if hide == "row":
        second.row_dimensions[2].hidden = True
    if hide == "sheet":
        second.sheet_state = "hidden"
    if note:
        second["A1"].comment = Comment("电话再核", "ZZAUTHOR")
    book.properties.creator = "ZZAUTHOR"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
