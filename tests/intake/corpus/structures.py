"""How a mail is built: alternatives, files, pictures, parts in parts."""

from collections.abc import Iterator

from tests.intake.corpus.case import TEXT, Case, told
from tests.intake.corpus.markup import HTML, LINES, html
from tests.intake.corpus.writing import DOCX, PDF, PNG, file, mail, multipart, part

SECOND = "第二段：附件是决定书。"


def picture(name: bytes = b"", content_id: str = "") -> bytes:
    extra = (b"Content-ID: <" + content_id.encode() + b">",) if content_id else ()
    disposition = (b"Content-Disposition: inline" + (b"; filename=" + name if name else b""),)
    return part(PNG, "image/png", None, "base64", extra=(*disposition, *extra))


def cases() -> Iterator[Case]:
    yield from _alternatives()
    yield from _files()
    yield from _nested()


def _alternatives() -> Iterator[Case]:
    plain, empty = part(TEXT), part(" \n\n")
    related = multipart(
        "related", html(HTML + '<img src="cid:p1">'), picture(b"p1.png", "p1"), boundary="=_r"
    )
    rows = {
        "plain and html": ((plain, html("<p>不要</p>")), ()),
        "html first": ((html("<p>不要</p>"), plain), ()),
        "an empty plain one": ((empty, html()), ()),
        "plain and related": ((plain, related), (("p1.png", PNG),)),
        "an empty plain one and related": ((empty, related), (("p1.png", PNG),)),
        "related only": ((related,), (("p1.png", PNG),)),
    }
    for name, (parts, files) in rows.items():
        yield Case(
            f"alternative: {name}",
            mail(multipart("alternative", *parts)),
            structure="alternative",
            text=None,
            lines=LINES,
            lacks=("不要",),
            files=files,
        )
    yield Case("related: html and its picture", mail(related), structure="related", text=None, lines=LINES,
               files=(("p1.png", PNG),))  # fmt: skip
    unnamed = multipart("related", html(), picture(content_id="image001@01D"), boundary="=_r")
    yield Case("related: a picture without a name", mail(unnamed), structure="related", text=None, lines=LINES,
               files=((None, PNG),))  # fmt: skip


def _files() -> Iterator[Case]:
    text = part(TEXT)
    rows: dict[str, tuple[tuple[bytes, ...], tuple[tuple[str | None, bytes], ...]]] = {
        "one": ((text, file()), (("a.pdf", PDF),)),
        "three": ((text, file(), file(DOCX, "application/msword", b'filename="b.doc"'), picture(b"c.png")),
                  (("a.pdf", PDF), ("b.doc", DOCX), ("c.png", PNG))),
        "before the text": ((file(), text), (("a.pdf", PDF),)),
        "two of the same name": ((text, file(), file(DOCX)), (("a.pdf", PDF), ("a.pdf", DOCX))),
        "quoted-printable": ((text, file(transfer="quoted-printable", content=b"a=b\r\nc")), (("a.pdf", b"a=b\r\nc"),)),
        "binary": ((text, file(DOCX, transfer="binary")), (("a.pdf", DOCX),)),
        "uuencoded": ((text, file(DOCX, transfer="x-uuencode")), (("a.pdf", DOCX),)),
        "empty": ((text, file(b"")), (("a.pdf", b""),)),
        "a text file": ((text, file("记录".encode("gbk"), "text/plain", b'filename="a.txt"')),
                        (("a.txt", "记录".encode("gbk")),)),
        "an html file": ((text, file(b"<p>x</p>", "text/html", b'filename="a.html"')), (("a.html", b"<p>x</p>"),)),
        "a mail as a file": ((text, file(b"Subject: x\r\n\r\ny", "application/octet-stream", b'filename="a.eml"')),
                             (("a.eml", b"Subject: x\r\n\r\ny"),)),
        "inline pdf without a name": ((text, part(PDF, "application/pdf", None)), ((None, PDF),)),
    }  # fmt: skip
    for name, (parts, files) in rows.items():
        yield Case(f"files: {name}", mail(multipart("mixed", *parts)), structure="mixed", files=files)
    yield Case(
        "the whole mail is a file",
        mail(file()),
        structure="mixed",
        text="",
        files=(("a.pdf", PDF),),
    )
    yield Case(
        "text, file, text",
        mail(multipart("mixed", text, file(), part(SECOND))),
        structure="mixed",
        text=None,
        lines=(*LINES, SECOND),
        files=(("a.pdf", PDF),),
    )
    yield Case(
        "an unknown kind of multipart",
        mail(multipart("x-strange", text, file())),
        structure="mixed",
        files=(("a.pdf", PDF),),
    )
    yield Case(
        "a preamble and an epilogue that nobody is meant to read",
        mail(multipart("mixed", text, file()).replace(b"\r\n\r\n--=_b1", b"\r\n\r\nnot meant to be read\r\n--=_b1", 1)
             + b"nor this\r\n"),
        structure="mixed",
        files=(("a.pdf", PDF),),
    )  # fmt: skip
    body = "应为6.8万元\r\n\r\n".encode() + b"begin 644 a.bin\r\n#0V%T\r\n`\r\nend\r\n"
    yield Case(
        "a file uuencoded inside the text",
        mail(part(body, "text/plain", "utf-8", "8bit")),
        transfer="x-uuencode",
        structure="mixed",
        text="应为6.8万元",
        files=(("a.bin", b"Cat"),),
        faults=None,
    )
    outside = (b'Content-Type: message/external-body; access-type=URL; URL="http://example.com/a.pdf"\r\n\r\n'
               b"Content-Type: application/pdf\r\n\r\n")  # fmt: skip
    yield Case(
        "a file that is only a link",
        mail(multipart("mixed", text, outside)),
        structure="mixed",
        files=None,
        text=None,
        holds=(TEXT,),
        faults=told("file_elsewhere"),
    )


def _nested() -> Iterator[Case]:
    for depth in (3, 10):
        inside = part(TEXT)
        for level in range(depth):
            parts = (inside, file()) if level == 0 else (inside,)
            inside = multipart("mixed", *parts, boundary=f"=_level{level}")
        yield Case(f"nested {depth} deep", mail(inside), structure="nested", files=(("a.pdf", PDF),))
    inside = part(TEXT)
    for level in range(400):
        inside = multipart("mixed", inside, boundary=f"=_{level}")
    yield Case(
        "nested 400 deep",
        mail(inside),
        structure="nested",
        text=None,
        files=None,
        faults=None,
        could_be_read="either",
    )
    many = multipart("mixed", part(TEXT), *[part(b"x", "text/plain", "utf-8", "7bit")] * 20_000)
    yield Case(
        "20,000 parts",
        mail(many),
        structure="nested",
        text=None,
        holds=(TEXT,),
        files=None,
        faults=None,
    )
    same = multipart("mixed", part(TEXT), multipart("mixed", part(SECOND), boundary="=_b1"))
    yield Case(
        "the same boundary twice, one inside the other",
        mail(same),
        structure="nested",
        text=None,
        holds=(TEXT, SECOND),
        faults=None,
    )
    prefix = multipart(
        "mixed", multipart("alternative", part(TEXT), boundary="=_b1x"), part(SECOND), boundary="=_b1"
    )
    yield Case(
        "a boundary that begins like the one around it",
        mail(prefix),
        structure="nested",
        text=None,
        lines=(*LINES, SECOND),
    )
