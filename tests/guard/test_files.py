"""Files before they are published: what stands in them, seen or not, is found; the safe copy carries none of the rest."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter
from PIL import Image

from feedback_app.guard import CannotPublish, FileReport, Limits, inspect_apart, inspect_file
from tests.guard import made
from tests.guard.made import ID, W

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Look = Callable[..., tuple[FileReport, bytes]]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """`look(bytes, kind)` → the report and the safe copy."""

    def looked(raw: bytes, kind: str, name: str = "决定书", **limits: int) -> tuple[FileReport, bytes]:
        given, copy = tmp_path / "given", tmp_path / "copy"
        given.write_bytes(raw)
        report = inspect_file(given, kind, name, copy=copy, limits=Limits(**limits))
        return report, copy.read_bytes()

    return looked


def kinds(report: FileReport) -> set[str]:
    return {one.key for one in report.findings}


def places(report: FileReport, key: str) -> list[str]:
    return [one.place_zh for one in report.findings if one.key == key]


# ---- PDF -------------------------------------------------------------------------------------------------------------


def test_text_under_a_black_box_is_found_on_its_page(look: Look) -> None:
    report, _ = look(made.pdf("第一页没有什么", f"身份证号{ID}，手机13912345678", boxes=True), PDF)
    assert places(report, "id_number") == ["第2页"]
    assert places(report, "mobile") == ["第2页"]
    assert all(ID not in one.masked for one in report.findings)


def test_a_clean_pdf_has_nothing_to_mend_and_its_words_are_kept_for_the_search(look: Look) -> None:
    report, copy = look(made.pdf("罚款人民币6.8万元。"), PDF)
    assert report.findings == []
    assert "罚款人民币6.8万元" in report.words
    again, _ = look(copy, PDF)
    assert "罚款人民币6.8万元" in again.words, "the copy says what the original says"


def test_the_copy_of_a_pdf_carries_nothing_but_its_pages(look: Look) -> None:
    report, copy = look(made.laden_pdf(), PDF)
    flat = io.BytesIO()
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert len(pdf.attachments) == 0
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm", "/AF", "/Metadata"} & set(pdf.Root.keys())
        assert "/Info" not in pdf.trailer or not dict(pdf.trailer.Info)
        pdf.save(
            flat, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip
    for trace in ("ZZSCRIPT", "ZZNOTE", "ZZPIECE", "ZZACTUAL", "ZZCAMERA", "ZZREMARK", ID, "陈志强"):
        for coding in ("utf-8", "utf-16-be"):
            assert trace.encode(coding) not in flat.getvalue(), trace
    assert "PDF 里夹带的其他文件" in {zh for zh, _ in report.removed}
    assert kinds(report) == {"annotation"}, "what the copy lacks, a person looks at"


def test_what_no_page_shows_any_more_is_not_in_the_copy(look: Look) -> None:
    """An editor that appends its changes leaves the old objects in the file."""
    raw = made.pdf("现在的文字") + b"\n999 0 obj\n<< /Old (leftover) >>\nendobj\n"
    _, copy = look(raw, PDF)
    assert b"leftover" not in copy


def test_a_scan_asks_for_a_persons_eyes_page_by_page(look: Look) -> None:
    report, _ = look(made.scan(), PDF)
    assert places(report, "no_text_layer") == ["第1页"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (made.locked_pdf(), "密码"),
        (b"%PDF-1.4 broken", "打不开"),
        (made.pdf("完整")[:300], "打不开"),
        (b"", "打不开"),
        (b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 50, "打不开"),
    ],
    ids=["locked", "broken", "torn", "empty", "endless"],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_its_reason(look: Look, raw: bytes, said: str) -> None:
    with pytest.raises(CannotPublish) as refused:
        look(raw, PDF)
    assert said in refused.value.zh
    assert refused.value.en


def test_a_pdf_of_too_many_pages_is_refused(look: Look) -> None:
    with pytest.raises(CannotPublish, match="3 页"):
        look(made.pdf("一", "二", "三"), PDF, pages=2)


# ---- pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "form"), [("image/jpeg", "JPEG"), ("image/png", "PNG"), ("image/webp", "WEBP")]
)
def test_a_picture_is_drawn_anew_without_where_and_when(look: Look, kind: str, form: str) -> None:
    with Image.open(io.BytesIO(made.jpeg(gps=True))) as photo:
        out = io.BytesIO()
        photo.save(out, form, exif=photo.getexif())
    report, copy = look(out.getvalue(), kind)
    assert "拍摄地点（GPS）" in {zh for zh, _ in report.removed}
    with Image.open(io.BytesIO(copy)) as bare:
        assert bare.size == (40, 30)
        assert not bare.getexif()
    assert b"ZZCAMERA" not in copy
    assert kinds(report) == {"no_text_layer"}


def test_a_picture_of_too_many_dots_is_refused_before_it_is_drawn(look: Look) -> None:
    with pytest.raises(CannotPublish, match="1 百万像素"):
        look(made.jpeg(size=(1100, 1000)), "image/jpeg", megapixels=1)


@pytest.mark.parametrize("raw", [made.jpeg()[:200], b"\xff\xd8\xff" + b"x" * 50, b""])
def test_a_torn_picture_is_refused(look: Look, raw: bytes) -> None:
    with pytest.raises(CannotPublish, match="打不开"):
        look(raw, "image/jpeg")


# ---- Word ------------------------------------------------------------------------------------------------------------


def test_word_names_each_hidden_thing_by_its_place(look: Look) -> None:
    body = (
        made.paragraph("罚款决定")
        + f"<w:p><w:del><w:r><w:delText>原写{ID}</w:delText></w:r></w:del></w:p>"
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>手机13912345678</w:t></w:r></w:p>"
    )
    comments = (
        f'<w:comments {W}><w:comment w:id="0"><w:p><w:r><w:t>再核</w:t></w:r></w:p></w:comment></w:comments>'
    )
    report, _ = look(made.docx(body, word__comments_xml=comments), DOCX)
    assert places(report, "tracked_change") == ["正文第2段"]
    assert places(report, "id_number") == ["正文第2段"]
    assert places(report, "hidden_text") == places(report, "mobile") == ["正文第3段"]
    assert places(report, "comment") == ["全文共1处批注"]


def test_words_in_headers_text_boxes_and_charts_are_read(look: Look) -> None:
    header = f"<w:hdr {W}>{made.paragraph('电话13912345678')}</w:hdr>"
    chart = '<c xmlns:a="urn:a"><a:t>微信号：zhangsan88</a:t></c>'
    report, _ = look(
        made.docx(made.paragraph("好"), word__header1_xml=header, word__charts__chart1_xml=chart), DOCX
    )
    assert places(report, "mobile") == ["页眉第1段"]
    assert places(report, "messenger") == ["部件 charts/chart1.xml"]


def test_a_link_that_leads_out_of_the_file_is_named(look: Look) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/attachedTemplate" Target="file:///C:/templates/a.dotm" TargetMode="External"/>'
        '<Relationship Id="r2" Type="http://x/hyperlink" Target="mailto:chen@qq.com" TargetMode="External"/></Relationships>'
    )
    report, _ = look(made.docx(made.paragraph("好"), **{"word___rels__document_xml.rels": rels}), DOCX)
    assert kinds(report) == {"external_link", "mail_address"}


def test_the_copy_of_a_word_file_no_longer_says_who_made_it(look: Look) -> None:
    report, copy = look(made.docx(made.paragraph("罚款决定")), DOCX)
    assert report.findings == []
    with zipfile.ZipFile(io.BytesIO(copy)) as box:
        whole = b"".join(box.read(name) for name in box.namelist())
        assert "罚款决定".encode() in whole
    assert b"ZZAUTHOR" not in whole
    assert b"ZZCOMPANY" not in whole


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (made.docx(word__vbaProject__bin_xml="", **{"word/vbaProject.bin": "x"}), "宏"),
        (made.docx()[:200], "打不开"),
        (made.zipped({"word/document.xml": "<w:document"}), "打不开"),
        (made.zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "打不开"),
        (made.zipped({"word/document.xml": "<a>" + "x" * 3_000_000 + "</a>"}), "解压后"),
    ],
    ids=["macros", "torn", "no XML", "entities", "bomb"],
)
def test_a_word_file_that_is_not_taken_is_refused_with_its_reason(look: Look, raw: bytes, said: str) -> None:
    with pytest.raises(CannotPublish, match=said):
        look(raw, DOCX, unzipped_mb=2)


# ---- Excel -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hide", "place"),
    [
        ("column", "第2张工作表“明细”，C列是隐藏列"),
        ("row", "第2张工作表“明细”，第2行是隐藏行"),
        ("sheet", "第2张工作表“明细”，整张是隐藏的"),
    ],
)
def test_excel_names_what_is_hidden(look: Look, hide: str, place: str) -> None:
    report, _ = look(made.xlsx(hide=hide), XLSX)
    assert places(report, "hidden_cells") == [place]


def test_excel_cells_are_read_one_by_one_and_named(look: Look) -> None:
    report, _ = look(made.xlsx(cells=("文号", ID, "13912345678")), XLSX)
    assert places(report, "id_number") == ["第2张工作表“明细”，A2"]
    assert places(report, "mobile") == ["第2张工作表“明细”，A3"]


def test_two_cells_are_never_read_as_one_number(look: Look) -> None:
    report, _ = look(made.xlsx(cells=("1101051949", "1231002X")), XLSX)
    assert report.findings == []


def test_comments_on_cells_are_named_and_the_author_is_not_in_the_copy(look: Look) -> None:
    report, _ = look(made.xlsx(note=True), XLSX)
    assert kinds(report) == {"comment"}
    _, copy = look(made.xlsx(), XLSX)
    with zipfile.ZipFile(io.BytesIO(copy)) as box:
        assert all(b"ZZAUTHOR" not in box.read(name) for name in box.namelist())


def test_words_of_cells_since_deleted_are_noticed(look: Look) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string("A1", "文号")
        sheet.write_string("A2", "手机13912345678")
    assert kinds(look(out.getvalue(), XLSX)[0]) == {"mobile"}
    with zipfile.ZipFile(out) as box:
        parts = {name: box.read(name).decode() for name in box.namelist()}
    left = parts["xl/worksheets/sheet1.xml"]
    start = left.index('<row r="2"')
    parts["xl/worksheets/sheet1.xml"] = left[:start] + left[left.index("</row>", start) + len("</row>") :]
    report, _ = look(made.zipped(parts), XLSX)
    assert kinds(report) == {"leftover_text"}


# ---- whatever it is --------------------------------------------------------------------------------------------------


def test_the_files_name_is_read_too(look: Look) -> None:
    report, _ = look(made.pdf("好"), PDF, f"周某某{ID}决定书.pdf")
    assert [(one.key, one.place_zh) for one in report.findings] == [("id_number", "文件名")]


@pytest.mark.parametrize("kind", ["image/heic", "application/ofd"])
def test_kinds_no_copy_can_be_made_of_are_refused_with_what_to_do(look: Look, kind: str) -> None:
    with pytest.raises(CannotPublish, match="再上传"):
        look(b"x", kind)


def test_a_process_of_its_own_says_the_same(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_bytes(made.pdf(f"身份证号{ID}", boxes=True))
    report = inspect_apart(given, PDF, "决定书.pdf", copy=tmp_path / "copy", limits=Limits())
    assert [(one.key, one.place_zh) for one in report.findings] == [("id_number", "第1页")]
    assert (tmp_path / "copy").stat().st_size > 0


@pytest.mark.parametrize("limits", [Limits(memory_mb=40), Limits(seconds=0)])
def test_a_file_that_takes_too_much_is_refused_and_leaves_no_copy(tmp_path: Path, limits: Limits) -> None:
    given = tmp_path / "given"
    given.write_bytes(made.pdf("好"))
    with pytest.raises(CannotPublish):
        inspect_apart(given, PDF, "决定书.pdf", copy=tmp_path / "copy", limits=limits)
    assert not (tmp_path / "copy").exists()


def test_the_process_that_opens_files_knows_no_secret() -> None:
    source = Path("feedback_app/guard/files/apart.py").read_text()
    assert 'env={"PATH": ""}' in source
    assert '"-I"' in source


def test_a_scan_with_a_word_of_text_asks_for_eyes_as_well(look: Look) -> None:
    report, _copy = look(made.pdf_with_picture("第1页"), PDF)
    assert places(report, "no_text_layer") == ["第1页的图片"]


def test_what_a_page_carries_but_does_not_draw_is_not_in_the_copy(look: Look) -> None:
    with pikepdf.open(io.BytesIO(made.pdf("行政处罚决定书"))) as pdf:
        form = pdf.make_stream(
            f"BT ({ID}) Tj ET".encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 9, 9],
        )
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Fm9=form)
        out = io.BytesIO()
        pdf.save(out)
    _report, copy = look(out.getvalue(), PDF)
    with pikepdf.open(io.BytesIO(copy)) as bare:
        assert not any(
            isinstance(one, pikepdf.Stream) and ID.encode() in one.read_bytes() for one in bare.objects
        )


def test_pictures_in_a_word_file_ask_for_eyes(look: Look) -> None:
    report, _copy = look(made.docx(made.paragraph("见图"), word__media__image1_png="x"), DOCX)
    assert places(report, "no_text_layer") == ["文件里的图片"]


@pytest.mark.parametrize(
    "parts",
    [
        {"customXml__item1_xml": f"<a><b>{ID}</b></a>"},
        {"word__drawing1_xml": f'<a><b descr="证件{ID}"/></a>'},
    ],
    ids=["other data", "description of a picture"],
)
def test_words_no_page_shows_are_read_too(look: Look, parts: dict[str, str]) -> None:
    report, _copy = look(made.docx(made.paragraph("决定书"), **parts), DOCX)
    assert kinds(report) == {"id_number"}


def test_a_file_enclosed_under_any_name_is_noticed(look: Look) -> None:
    report, _copy = look(made.docx(made.paragraph("决定书"), word__notes_zip="PK"), DOCX)
    assert kinds(report) == {"embedded_object"}
