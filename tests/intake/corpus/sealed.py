"""Mail in other wrappings: TNEF, S/MIME, PGP."""

from collections.abc import Iterator

from tests.intake.corpus import cms, tnef
from tests.intake.corpus.case import TEXT, Case, told
from tests.intake.corpus.tnef import BINARY, BODY, BODY_HTML, RTF, UNICODE, Property, winmail
from tests.intake.corpus.writing import DOCX, PDF, crlf, file, mail, multipart, part

LONG = "行政处罚决定书〔2026〕3号扫描件.pdf"
LINES = tuple(TEXT.split("\n"))
ARMOUR = "-----BEGIN PGP {0}-----\nVersion: GnuPG v2\n\nhQEMA5oOIC0gVGhpcyBpcyBub3QgcmVhbA==\n=abcd\n-----END PGP {0}-----"


def cases() -> Iterator[Case]:
    yield from _tnef()
    yield from _smime()
    yield from _pgp()


def _dat(content: bytes, kind: str = "application/ms-tnef", name: bytes = b'filename="winmail.dat"') -> bytes:
    return file(content, kind, name)


def _tnef() -> Iterator[Case]:
    files = ((LONG, PDF), ("a.docx", DOCX))
    html = "<html><body><p>你局10月9日公示的处罚，罚款金额写成68万元。</p><p>应为6.8万元，请更正。</p><p>晋庭化工 何静</p></body></html>"
    rows = {
        "files beside a text": multipart("mixed", part(TEXT), _dat(winmail(files=files))),
        "files beside a text, called octet-stream": multipart(
            "mixed", part(TEXT), _dat(winmail(files=files), "application/octet-stream")),
        "called vnd.ms-tnef, under another name": multipart(
            "mixed", part(TEXT), _dat(winmail(files=files), "application/vnd.ms-tnef", b'filename="ATT0001.dat"')),
        "the whole mail": _dat(winmail(Property(BODY, UNICODE, crlf(TEXT)), files=files)),
        "the whole mail, text of old programs": _dat(winmail(old_body=crlf(TEXT), files=files)),
        "text as HTML": _dat(winmail(Property(BODY_HTML, BINARY, html.encode("gbk")), files=files)),
        "text as RTF": _dat(winmail(Property(RTF, BINARY, tnef.compressed(tnef.rtf(TEXT))), files=files)),
        "text as RTF, not compressed": _dat(
            winmail(Property(RTF, BINARY, tnef.compressed(tnef.rtf(TEXT), literal=True)), files=files)),
        "text as HTML hidden in RTF": _dat(
            winmail(Property(RTF, BINARY, tnef.compressed(tnef.html_in_rtf(html))), files=files)),
    }  # fmt: skip
    for name, body in rows.items():
        yield Case(f"TNEF: {name}", mail(body), structure="TNEF", text=None, lines=LINES, files=files)
    short = winmail(files=((LONG, PDF),), long_names=False)
    yield Case("TNEF: names of eight letters", mail(multipart("mixed", part(TEXT), _dat(short))), structure="TNEF",
               files=((tnef.short_name(LONG), PDF),))  # fmt: skip
    yield Case(
        "TNEF: nothing inside",
        mail(multipart("mixed", part(TEXT), _dat(winmail()))),
        structure="TNEF",
        files=None,
    )
    whole = winmail(files=files)
    for name, broken in {
        "cut in the middle": whole[: len(whole) - 400],
        "cut in its head": whole[:5],
        "not TNEF at all": b"this is no TNEF",
        "a length beyond the end": whole[:7] + b"\xff\xff\xff\x7f" + whole[11:],
        "full of noise": whole[:100] + bytes(range(256)) * 4,
    }.items():
        yield Case(
            f"TNEF: {name}",
            mail(multipart("mixed", part(TEXT), _dat(broken))),
            structure="TNEF",
            transfer="broken TNEF",
            files=(("winmail.dat", broken),) if name in ("cut in its head", "not TNEF at all") else None,
            faults=None if "length" in name or "noise" in name or "middle" in name else told("tnef_broken"),
        )


def _smime() -> Iterator[Case]:
    inner = multipart("mixed", part(TEXT), file(), boundary="=_inner")
    signed = file(cms.detached(inner), "application/pkcs7-signature", b'filename="smime.p7s"')
    clear = multipart(
        "signed", inner, signed, extra='; protocol="application/pkcs7-signature"; micalg=sha-256'
    )
    old = clear.replace(b"application/pkcs7-signature", b"application/x-pkcs7-signature")
    der = cms.opaque(inner)
    label = "; smime-type=signed-data; name=smime.p7m"

    def p7m(content: bytes, kind: str = "application/pkcs7-mime", more: str = label) -> bytes:
        return file(content, kind, b'filename="smime.p7m"', type_extra=more)

    rows = {
        "clear signed": clear,
        "clear signed, old names": old,
        "opaque": p7m(der),
        "opaque, old name": p7m(der, "application/x-pkcs7-mime"),
        "opaque, nothing said of its kind": p7m(der, more=""),
        "opaque, called octet-stream": p7m(der, "application/octet-stream", ""),
        "opaque, lengths unknown": p7m(cms.streamed(der)),
        "signed twice": p7m(cms.opaque(p7m(der))),
        "signed, then opaque": p7m(cms.opaque(clear)),
        "opaque inside a list's mail": multipart("mixed", p7m(der)),
    }
    for name, body in rows.items():
        yield Case(
            f"S/MIME: {name}",
            mail(body),
            structure="S/MIME",
            files=(("a.pdf", PDF),),
        )
    yield Case("S/MIME: opaque, a text only", mail(p7m(cms.opaque(part(TEXT, charset="gb2312")))), structure="S/MIME",
               charset="gb2312")  # fmt: skip
    locked = p7m(cms.encrypted(inner), more="; smime-type=enveloped-data; name=smime.p7m")
    for name, body in {
        "encrypted": locked,
        "encrypted, nothing said of its kind": p7m(cms.encrypted(inner), more=""),
        "encrypted inside a signed one": p7m(cms.opaque(locked)),
    }.items():
        yield Case(f"S/MIME: {name}", mail(body), structure="S/MIME", text=None, files=None, faults=told("smime_encrypted"),
                   could_be_read="no")  # fmt: skip
    for name, broken in {"cut": der[:100], "noise": b"\x30\x82" + bytes(200), "empty": b"",
                         "lengths that never end": b"\x30\x80" * 5_000}.items():  # fmt: skip
        yield Case(f"S/MIME: broken, {name}", mail(p7m(broken)), structure="S/MIME", transfer="broken S/MIME", text=None,
                   files=None, faults=None, could_be_read="either")  # fmt: skip
    unsigned = multipart("signed", inner, extra='; protocol="application/pkcs7-signature"')
    yield Case(
        "S/MIME: the signature is missing",
        mail(unsigned),
        structure="S/MIME",
        files=(("a.pdf", PDF),),
        faults=None,
    )


def _pgp() -> Iterator[Case]:
    version = part(b"Version: 1\r\n", "application/pgp-encrypted", None, "7bit")
    coded = part(crlf(ARMOUR.format("MESSAGE")).encode(), "application/octet-stream", None, "7bit")
    locked = multipart("encrypted", version, coded, extra='; protocol="application/pgp-encrypted"')
    yield Case("PGP: encrypted", mail(locked), structure="PGP", text=None, files=None, faults=told("pgp_encrypted"),
               could_be_read="no")  # fmt: skip
    yield Case("PGP: encrypted inside the text", mail(part(ARMOUR.format("MESSAGE"))), structure="PGP", text=None,
               files=None, faults=told("pgp_encrypted"), could_be_read="no")  # fmt: skip
    signature = part(
        crlf(ARMOUR.format("SIGNATURE")).encode(),
        "application/pgp-signature; name=signature.asc",
        None,
        "7bit",
    )
    clear = multipart(
        "signed", part(TEXT), signature, extra='; protocol="application/pgp-signature"; micalg=pgp-sha256'
    )
    yield Case("PGP: signed", mail(clear), structure="PGP")
    inside = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{TEXT}\n{ARMOUR.format('SIGNATURE')}"
    yield Case("PGP: signed inside the text", mail(part(inside)), structure="PGP", text=None, holds=(TEXT,))
    yield Case("PGP: a key as a file", mail(multipart("mixed", part(TEXT), file(b"key", "application/pgp-keys", b'filename="k.asc"'))),
               structure="PGP", files=(("k.asc", b"key"),))  # fmt: skip
