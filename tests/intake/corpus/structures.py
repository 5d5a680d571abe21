"""How a mail is built: texts, HTML, files, pictures, mails inside mails, invitations."""

from collections.abc import Iterator

from tests.intake.corpus.case import TEXT, Case, told
from tests.intake.corpus.writing import DOCX, LINE, PDF, PNG, crlf, file, head, mail, multipart, part, word

HTML = (
    "<!DOCTYPE html><html><head><title>不要</title><style>p{color:red}</style><script>alert('不要')</script></head><body>"
    "<div>你局10月9日公示的处罚，罚款金额写成68万元。<br>应为6.8万元，请更正。</div><p>晋庭化工&nbsp;何静</p><!-- 不要 -->"
    "</body></html>"
)
LINES = tuple(TEXT.split("\n"))
SECOND = "第二段：附件是决定书。"
FORWARDED = "—— 转发的邮件 ——"


def html(content: str = HTML, charset: str = "utf-8", transfer: str = "base64") -> bytes:
    return part(content, "text/html", charset, transfer)


def picture(name: bytes = b"", content_id: str = "") -> bytes:
    extra = (b"Content-ID: <" + content_id.encode() + b">",) if content_id else ()
    disposition = (b"Content-Disposition: inline" + (b"; filename=" + name if name else b""),)
    return part(PNG, "image/png", None, "base64", extra=(*disposition, *extra))


def cases() -> Iterator[Case]:
    yield from _html()
    yield from _alternatives()
    yield from _files()
    yield from _nested()
    yield from _forwarded()
    yield from _invitations()


def _html() -> Iterator[Case]:
    for charset in ("utf-8", "gb2312", "gb18030"):
        for transfer in ("8bit", "quoted-printable", "base64"):
            yield Case(
                f"html only, {charset}, {transfer}",
                mail(html(charset=charset, transfer=transfer)),
                charset=charset,
                transfer=transfer,
                structure="html only",
                text=None,
                lines=LINES,
                lacks=("不要", "<", "color"),
            )
    shown = {
        "entities": ("<p>&#32602;&#x6B3E; &lt;68&gt; &amp; 6.8&hellip;</p>", ("罚款 <68> & 6.8…",)),
        "table": (
            "<table><tr><td>罚款</td><td>68万元</td></tr><tr><td>应为</td><td>6.8万元</td></tr></table>",
            None,
        ),
        "list": ("<ul><li>罚款68万元</li><li>应为6.8万元</li></ul>", None),
        "never closed": ("<div><p>罚款68万元<p>应为6.8万元<b>请更正", ("罚款68万元", "应为6.8万元请更正")),
        "hidden preheader": ('<div style="display:none">罚款</div><p>应为6.8万元</p>', None),
        "comment never closed": ("<p>应为6.8万元</p><!-- 罚款", None),
        "word's own tags": (
            "<o:p></o:p><p class=MsoNormal>应为6.8万元<o:p>&nbsp;</o:p></p>",
            ("应为6.8万元",),
        ),
        "breaks": ("应为6.8万元<br><br><br><br>请更正<br/>", ("应为6.8万元", "请更正")),
        "script in the middle": (
            "应为<script>document.write('<p>不要</p>')</script>6.8万元",
            ("应为6.8万元",),
        ),
        "tag inside an attribute": ('<p title="a > b">应为6.8万元</p>', ("应为6.8万元",)),
    }
    for name, (content, lines) in shown.items():
        yield Case(
            f"html: {name}",
            mail(html(content)),
            structure="html only",
            text=None,
            lines=lines,
            holds=() if lines else ("应为",) if name != "list" else ("应为6.8万元",),
            lacks=("不要",),
        )
    yield Case(
        "html that names another character set than the header",
        mail(html('<meta charset="gb2312"><p>应为6.8万元</p>')),
        structure="html only",
        text=None,
        lines=("应为6.8万元",),
    )
    yield Case(
        "html in GBK that only its meta element says",
        mail(
            part(
                '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>应为6.8万元</p>'.encode(
                    "gbk"
                ),
                "text/html",
                None,
                "base64",
            )
        ),
        charset="gbk",
        structure="html only",
        text=None,
        lines=("应为6.8万元",),
        faults=None,
    )
    yield Case(
        "html nested ten thousand deep",
        mail(html("<div>" * 10_000 + "应为6.8万元" + "</div>" * 10_000)),
        structure="html only",
        text=None,
        holds=("应为6.8万元",),
        faults=None,
    )


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


def _inner(body: bytes = b"", charset: str = "utf-8") -> bytes:
    subject = word("原来的主题", charset, codec="gb18030" if charset == "gb2312" else charset)
    return head(subject=subject, sender=b"Wang <wang@example.com>") + (
        body or part("原来的话", charset=charset)
    )


def _forwarded() -> Iterator[Case]:
    def wrapped(inner: bytes, transfer: str = "7bit") -> bytes:
        return part(inner, "message/rfc822", None, transfer)

    told_of = (FORWARDED, "主题：原来的主题", "发件人：", "原来的话")
    rows = {
        "as an attachment": (wrapped(_inner(), "8bit"), (), frozenset[str]()),
        "in gb2312": (wrapped(_inner(charset="gb2312"), "8bit"), (), frozenset[str]()),
        "with a file": (wrapped(_inner(multipart("mixed", part("原来的话"), file(), boundary="=_in")), "8bit"),
                        (("a.pdf", PDF),), frozenset[str]()),
        "in base64, which no standard allows": (wrapped(_inner(), "base64"), (), None),
        "in quoted-printable, which no standard allows": (wrapped(_inner(), "quoted-printable"), (), None),
    }  # fmt: skip
    for name, (inner, files, faults) in rows.items():
        yield Case(
            f"forwarded {name}",
            mail(multipart("mixed", part(TEXT), inner)),
            structure="forwarded",
            text=None,
            holds=(TEXT, *told_of),
            files=files,
            faults=faults,
        )
    twice = _inner(multipart("mixed", part("中间的话"), wrapped(_inner(), "8bit"), boundary="=_mid"))
    yield Case(
        "forwarded twice",
        mail(multipart("mixed", part(TEXT), wrapped(twice, "8bit"))),
        structure="forwarded",
        text=None,
        holds=(TEXT, "中间的话", "原来的话"),
    )
    yield Case(
        "nothing but a forwarded mail",
        mail(wrapped(_inner(), "8bit")),
        structure="forwarded",
        text=None,
        holds=told_of,
    )
    for nested in ("digest", "mixed"):
        plain = [LINE + _inner(part(f"第{number}封")) for number in (1, 2, 3)]
        parts = plain if nested == "digest" else [wrapped(one.removeprefix(LINE), "8bit") for one in plain]
        yield Case(
            f"several forwarded in a multipart/{nested}",
            mail(multipart(nested, *parts)),
            structure="digest" if nested == "digest" else "forwarded",
            text=None,
            holds=("第1封", "第2封", "第3封"),
        )
    quoted = f'{TEXT}\n\n-----原始邮件-----\n发件人: "王" <wang@example.com>\n主题: 原来的主题\n\n> 原来的话\n>> 更早的话'
    yield Case("forwarded as text", mail(part(quoted)), structure="forwarded", text=quoted)
    yield Case(
        "a forwarded mail that is not one",
        mail(multipart("mixed", part(TEXT), wrapped(b"\x00\x01\x02", "base64"))),
        structure="forwarded",
        text=None,
        holds=(TEXT,),
        files=None,
        faults=None,
    )


def _invitations() -> Iterator[Case]:
    calendar = crlf(
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VTIMEZONE\nTZID:China\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\n"
        "SUMMARY;LANGUAGE=zh-CN:关于罚款金额的\n 说明会\nDTSTART:20261125T020000Z\nDTEND:20261125T030000Z\n"
        "LOCATION:阜康市分局二楼\\, 203室\nDESCRIPTION:请带决定书原件。\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    event = part(calendar, "text/calendar; method=REQUEST")
    event = event.replace(
        b"text/calendar; method=REQUEST; charset=utf-8", b"text/calendar; charset=utf-8; method=REQUEST"
    )
    told_of = (
        "关于罚款金额的说明会",
        "阜康市分局二楼, 203室",
        "请带决定书原件。",
        "日程：",
        "时间：",
        "地点：",
    )
    for name, body in {
        "alone": event,
        "beside a text": multipart("alternative", part(TEXT), event),
        "beside a text, as a file too": multipart(
            "mixed", multipart("alternative", part(TEXT), event, boundary="=_a")
        ),
    }.items():
        yield Case(
            f"invitation {name}",
            mail(body),
            structure="calendar",
            text=None,
            holds=told_of if name == "alone" else (TEXT, *told_of),
            files=((None, calendar.encode()),),
        )
    yield Case(
        "an invitation without an end",
        mail(multipart("mixed", part(TEXT), part(calendar[:180], "text/calendar"))),
        structure="calendar",
        text=None,
        holds=(TEXT,),
        files=((None, calendar[:180].encode()),),
        faults=None,
    )
