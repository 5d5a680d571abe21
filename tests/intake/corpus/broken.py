"""Mail as it should not be: what can be had of it must come out, and the rest must do no harm."""

from collections.abc import Iterator

from tests.intake.corpus.case import TEXT, Case, told
from tests.intake.corpus.writing import LINE, PDF, b64, crlf, file, head, mail, multipart, part, qp, words

PLAIN = b"Content-Type: text/plain; charset=utf-8"


def cases() -> Iterator[Case]:
    yield from _little()
    yield from _lines()
    yield from _headers()
    yield from _transfers()
    yield from _multiparts()
    yield from _huge()


def _coded(transfer: str, body: bytes) -> bytes:
    return mail(LINE + body, PLAIN, b"Content-Transfer-Encoding: " + transfer.encode())


def _little() -> Iterator[Case]:
    for name, raw in {"nothing": b"", "one line break": b"\r\n", "line breaks": b"\n\n\n\n", "blanks": b"   ",
                      "NULs": b"\x00" * 500, "noise": bytes(range(128, 256)) * 4}.items():  # fmt: skip
        yield Case(
            f"{name}",
            raw,
            structure="empty",
            subject=None if name == "noise" else "",
            text=None if name == "noise" else "",
            files=None,
            faults=None,
            could_be_read="either" if name == "noise" else "no",
        )
    yield Case("headers only", head(), structure="headers only", text="", faults=None)
    yield Case(
        "headers only, without the last line break",
        head().rstrip(),
        structure="headers only",
        text="",
        faults=None,
    )
    yield Case("an empty text", mail(part("")), structure="headers only", text="", faults=None)
    yield Case(
        "no headers",
        crlf(TEXT).encode(),
        structure="no headers",
        subject=None,
        text=None,
        holds=("应为6.8万元，请更正。", "晋庭化工 何静"),
        faults=told("no_headers"),
    )
    yield Case(
        "no headers, GBK",
        crlf(TEXT).encode("gbk"),
        charset="gbk",
        structure="no headers",
        subject=None,
        text=None,
        holds=("应为6.8万元，请更正。", "晋庭化工 何静"),
        faults=None,
    )
    yield Case(
        "the body begins with an empty line that ends the headers too early",
        LINE + mail(part(TEXT, transfer="8bit")),
        structure="no headers",
        subject=None,
        text=None,
        holds=("应为6.8万元，请更正。",),
        faults=None,
    )


def _lines() -> Iterator[Case]:
    good = mail(multipart("mixed", part(TEXT, transfer="8bit"), file(), boundary="=_x"))
    for name, end in {"LF only": b"\n", "CR only": b"\r"}.items():
        yield Case(
            f"{name} line ends",
            good.replace(b"\r\n", end),
            structure="line ends",
            files=(("a.pdf", PDF),),
            faults=None,
        )
    half = good.index(b"--=_x")
    yield Case("LF in the headers, CRLF in the body", good[:half].replace(b"\r\n", b"\n") + good[half:],
               structure="line ends", files=(("a.pdf", PDF),), faults=None)  # fmt: skip
    yield Case("CRCRLF everywhere", _coded("8bit", crlf(TEXT).encode()).replace(b"\r\n", b"\r\r\n"),
               structure="line ends", text=None, holds=("应为6.8万元，请更正。",), subject=None, faults=None)  # fmt: skip
    yield Case("an mbox line before the headers", b"From hejing@example.com Mon Nov  9 15:12:00 2026\r\n" + good,
               structure="line ends", files=(("a.pdf", PDF),), faults=None)  # fmt: skip
    yield Case("a UTF-8 mark before the headers", b"\xef\xbb\xbf" + good, structure="line ends", files=(("a.pdf", PDF),),
               faults=None)  # fmt: skip
    yield Case("NULs in the text", _coded("8bit", crlf(TEXT).replace("罚", "\x00罚\x00").encode()), structure="control signs",
               faults=None)  # fmt: skip
    yield Case("control signs in the text", _coded("8bit", crlf(TEXT).replace("罚", "\x1b[31m罚\x07\x08").encode()),
               structure="control signs", text=None, holds=("请更正。",), lacks=("\x1b", "\x07"), faults=None)  # fmt: skip
    yield Case("NULs in the headers", mail(part(TEXT)).replace(b"Subject: ", b"Sub\x00ject: \x00"),
               structure="control signs", subject=None, text=None, faults=None)  # fmt: skip
    bidi = TEXT.replace("罚款", "\u202e罚款\u2066")
    yield Case("bidi controls in the text", mail(part(bidi)), structure="control signs")
    yield Case("a form feed, a vertical tab, a next line", mail(part(TEXT.replace("。\n", "。\x0b\x0c\x85\n"))),
               structure="control signs", text=None, holds=("请更正。",), faults=None)  # fmt: skip


def _headers() -> Iterator[Case]:
    body = part(TEXT)
    twice = b"Subject: " + words("另一个主题")
    yield Case("two subjects", mail(body, twice), structure="headers", subject=None, faults=None)
    yield Case(
        "two senders in two lines", mail(body, b"From: other@example.com"), structure="headers", faults=None
    )
    yield Case("two Content-Types", mail(body, b"Content-Type: text/html"), structure="headers", text=None,
               holds=("应为6.8万元，请更正。",), faults=None)  # fmt: skip
    yield Case("two transfer encodings", mail(body, b"Content-Transfer-Encoding: 7bit"), structure="headers", text=None,
               files=None, faults=None)  # fmt: skip
    yield Case("a header line without a colon", mail(body, b"this is no header"), structure="headers", text=None,
               faults=None, files=None)  # fmt: skip
    yield Case("the first line is a continuation", b" continued\r\n" + mail(body), structure="headers", subject=None,
               text=None, faults=None, files=None)  # fmt: skip
    yield Case("header names in odd letters", mail(body).replace(b"Subject:", b"sUBJECT :").replace(b"Content-T", b"CONTENT-t"),
               structure="headers", faults=None)  # fmt: skip
    yield Case("5,000 header lines", mail(body, *[b"X-Line: %d" % one for one in range(5_000)]), structure="headers",
               faults=None)  # fmt: skip
    yield Case(
        "a header of 300,000 signs",
        mail(body, b"X-Long: " + b"a " * 150_000),
        structure="headers",
        faults=None,
    )
    yield Case("references of 100,000 signs", mail(body, b"References: " + b"<a@b.c> " * 12_000), structure="headers",
               faults=None)  # fmt: skip
    for name, written in {
        "nonsense": b"yesterday",
        "the year 0": b"Mon, 01 Jan 0000 00:00:00 +0000",
        "the year 99999": b"Mon, 01 Jan 99999 00:00:00 +0000",
        "an impossible zone": b"Mon, 09 Nov 2026 15:12:00 +9999",
        "31 February": b"Tue, 31 Feb 2026 15:12:00 +0800",
        "Chinese": "2026年11月9日 15:12".encode(),
        "in GBK": "2026年11月9日 15:12".encode("gbk"),
        "empty": b"",
        "a huge number": b"9" * 5_000,
    }.items():
        raw = mail(body).replace(b"Mon, 09 Nov 2026 15:12:00 +0800", written)
        yield Case(f"date: {name}", raw, structure="headers", faults=None)
    for name, line in {
        "half a Content-Type": b"Content-Type: text",
        "a Content-Type of commas": b"Content-Type: ;;;,,,",
        "a Content-Type with a slash only": b"Content-Type: /; charset=utf-8",
        "an empty Content-Type": b"Content-Type: ",
    }.items():
        yield Case(name, mail(LINE + crlf(TEXT).encode(), line), structure="headers", faults=None)


def _transfers() -> Iterator[Case]:
    coded = b64(TEXT.encode())
    rows: dict[str, tuple[str, bytes, str | None]] = {
        "base64 without padding": ("base64", coded.rstrip(b"="), TEXT),
        "base64 in one line": ("base64", b64(TEXT.encode(), 100_000), TEXT),
        "base64 in lines of three": ("base64", b64(TEXT.encode(), 3), TEXT),
        "base64 with blanks and strange signs": ("base64", coded.replace(b"5", b" !5* "), TEXT),
        "base64 cut in the middle": ("base64", coded[: len(coded) // 2 + 1], None),
        "base64 with a footer behind it": ("base64", coded + b"\r\n\r\n-- \r\nfooter of a list\r\n", None),
        "base64 in two pieces, each padded": ("base64", b64(TEXT.encode()[:61]) + LINE + b64(TEXT.encode()[61:]), TEXT),
        "base64 that is none": ("base64", crlf(TEXT).encode(), None),
        "quoted-printable with bad escapes": ("quoted-printable", qp(TEXT.encode()) + b"=ZZ =E", None),
        "quoted-printable, small letters": ("quoted-printable", qp(TEXT.encode()).lower().replace(b"=\r\n", b""), TEXT),
        "quoted-printable ends in a soft break": ("quoted-printable", qp(TEXT.encode()) + b"=", TEXT),
        "quoted-printable with blanks behind the soft breaks": (
            "quoted-printable", qp(TEXT.encode()).replace(b"=\r\n", b"=  \t\r\n"), TEXT),
        "quoted-printable with raw 8-bit signs": ("quoted-printable", crlf(TEXT).encode(), TEXT),
        "called 7bit, is 8bit": ("7bit", crlf(TEXT).encode(), TEXT),
        "called 7bit, is base64": ("7bit", coded, None),
        "the transfer encoding is called utf-8": ("utf-8", crlf(TEXT).encode(), TEXT),
        "the transfer encoding is unknown": ("x-strange", crlf(TEXT).encode(), TEXT),
        "the transfer encoding is empty": ("", crlf(TEXT).encode(), TEXT),
        "the transfer encoding in capitals, with a comment": ("BASE64 (yes)", coded, TEXT),
        "the transfer encoding twice in one line": ("base64, base64", coded, None),
        "uuencode without an end": ("x-uuencode", b"begin 644 x\r\n#0V%T\r\n", None),
        "uuencode that is none": ("x-uuencode", crlf(TEXT).encode(), None),
    }  # fmt: skip
    for name, (transfer, body, text) in rows.items():
        label = "quoted-printable" if "quoted" in name else "base64" if "base64" in name else transfer
        held = {"base64 cut in the middle": ("你局10月9日",), "base64 with a footer behind it": ("你局10月9日", "请更正。"),
                "base64 that is none": ("罚款金额",), "quoted-printable with bad escapes": ("应为6.8万元，请更正。",),
                "uuencode that is none": ("罚款金额",)}.get(name, ())  # fmt: skip
        yield Case(
            name,
            _coded(transfer, body),
            transfer=f"broken {label}",
            structure="transfer",
            text=text,
            holds=held,
            files=None if text is None else (),
            faults=None,
            could_be_read="yes" if text or held else "either",
        )
    broken = file(PDF).replace(b64(PDF), b64(PDF)[:20] + b"!!!")
    yield Case("a file cut in the middle of its base64", mail(multipart("mixed", part(TEXT), broken)),
               transfer="broken base64", structure="transfer", files=None, faults=None)  # fmt: skip


def _multiparts() -> Iterator[Case]:
    whole = mail(multipart("mixed", part(TEXT, transfer="8bit"), file()))
    second = whole.index(b"--=_b1", whole.index(b"--=_b1") + 10)
    held = ("应为6.8万元，请更正。", "晋庭化工 何静")
    rows = {
        "cut before the last boundary": (whole[: whole.rindex(b"--=_b1--")], (("a.pdf", PDF),)),
        "cut inside the file": (whole[: second + 170], None),
        "cut inside the first text": (whole[: whole.index("晋庭".encode()) + 40], None),
        "cut behind the text": (whole[:second], ()),
        "no boundary in the label": (whole.replace(b'; boundary="=_b1"', b""), None),
        "another boundary in the label": (whole.replace(b'boundary="=_b1"', b'boundary="other"'), None),
        "an empty boundary": (whole.replace(b'boundary="=_b1"', b'boundary=""'), None),
        "a boundary with blanks at its end": (whole.replace(b'boundary="=_b1"', b'boundary="=_b1  "'), None),
        "a boundary without quotes": (whole.replace(b'boundary="=_b1"', b"boundary==_b1"), None),
        "a boundary of 3,000 signs": (whole.replace(b"=_b1", b"b" * 3_000), (("a.pdf", PDF),)),
        "no empty line behind a boundary": (whole.replace(b"--=_b1\r\n", b"--=_b1\r\n\r\n", 1), None),
        "the first boundary twice": (
            whole.replace(b"--=_b1\r\n", b"--=_b1\r\n--=_b1\r\n", 1),
            (("a.pdf", PDF),),
        ),
    }
    for name, (raw, files) in rows.items():
        yield Case(
            f"multipart: {name}",
            raw,
            structure="broken multipart",
            text=None,
            holds=() if "first text" in name else held,
            files=files,
            faults=None,
        )
    base = mail(multipart("mixed", part(TEXT), file()), b"Content-Transfer-Encoding: base64")
    yield Case("multipart: said to be base64 as a whole", base, structure="broken multipart", text=None, holds=held,
               files=None, faults=None)  # fmt: skip
    yield Case("multipart: no part at all", mail(multipart("mixed")), structure="broken multipart", text=None, files=None,
               faults=None, could_be_read="either")  # fmt: skip
    forged = mail(part(TEXT + "\n--=_b1\nContent-Type: text/html\n\n<p>x</p>"))
    yield Case("a text that holds a boundary", forged, structure="broken multipart",
               text=TEXT + "\n--=_b1\nContent-Type: text/html\n\n<p>x</p>")  # fmt: skip


def _huge() -> Iterator[Case]:
    yield Case(
        "10,000 characters without a blank", mail(part("长" * 10_000)), structure="huge", text="长" * 10_000
    )
    yield Case(
        "a line of 5,000 bytes, unfolded", _coded("8bit", b"a" * 5_000), structure="huge", text="a" * 5_000
    )
    yield Case("a line of 300,000 bytes", _coded("8bit", b"a" * 300_000), structure="huge", text=None, holds=("a" * 1_000,),
               faults=None)  # fmt: skip
    yield Case(
        "100,000 lines",
        _coded("8bit", b"a\r\n" * 100_000),
        structure="huge",
        text=None,
        holds=("a\na",),
        faults=None,
    )
    yield Case("2 MB of blanks", _coded("8bit", b" " * 2_000_000 + b"x"), structure="huge", text=None, faults=None,
               could_be_read="either")  # fmt: skip
    yield Case("a file of 3 MB", mail(multipart("mixed", part(TEXT), file(b"\xff" * 3_000_000))), structure="huge",
               files=(("a.pdf", b"\xff" * 3_000_000),))  # fmt: skip
    yield Case("html of 1 MB of opening brackets", mail(part("<" * 1_000_000, "text/html")), structure="huge", text=None,
               faults=None, could_be_read="either")  # fmt: skip
    # Each of these takes for ever where something is looked through again from every sign on.
    long = {
        "cells of a table": mail(part("<td> <td>" * 40_000, "text/html")),
        "CRs": _coded("8bit", b"\r" * 400_000),
        "brackets": mail(part("<a " * 100_000, "text/html")),
        "pieces of base64": _coded("base64", b"A=" * 100_000),
        "uuencoded lines": _coded("8bit", b"begin 644 a\r\n" + b"#0V%T\r\n" * 40_000 + b"end\r\n"),
        "encoded words": mail(part(""), subject=b"=?utf-8?B?QQ==?= =?" * 20_000),
        "quotes": mail(part(""), sender=b'"(<' * 50_000),
        "parameters": mail(LINE + b"x", b"Content-Type: text/plain" + b'; a="' * 50_000),
    }
    for name, raw in long.items():
        yield Case(f"endless {name}", raw, structure="huge", subject=None, text=None, files=None, faults=None,
                   could_be_read="either")  # fmt: skip
    yield Case("100 MIME-like lines in the text", _coded("8bit", crlf(f"{TEXT}\n").encode() + b"--x\r\n" * 100), structure="huge",
               text=None, holds=(TEXT,))  # fmt: skip
