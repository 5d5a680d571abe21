"""Names: of files, of senders, and the subject line, in every way programs write them."""

from collections.abc import Iterator
from urllib.parse import quote_from_bytes

from tests.intake.corpus.case import SUBJECT, TEXT, Case
from tests.intake.corpus.writing import PDF, b64, file, head, mail, multipart, part, raw_word, word, words

NAME = "行政处罚决定书〔2026〕3号.pdf"
UTF8 = quote_from_bytes(NAME.encode()).encode()
GBK = quote_from_bytes(NAME.encode("gbk")).encode()
UYGHUR = "قارار.pdf"


def cases() -> Iterator[Case]:
    yield from _files()
    yield from _subjects()
    yield from _senders()


def _pieces(coded: bytes, size: int = 20, *, order: int = 1, first: str = "utf-8''") -> bytes:
    found = [coded[at : at + size] for at in range(0, len(coded), size)]
    written = [
        f"filename*{number}*=".encode() + (first.encode() if number == 0 else b"") + one
        for number, one in enumerate(found)
    ]
    return b";\r\n ".join(written[::order])


def _files() -> Iterator[Case]:
    half = NAME.encode()[:10]
    rows: dict[str, tuple[bytes, str | None]] = {
        "plain": (b"filename=a.pdf", "a.pdf"),
        "RFC 2231": (b"filename*=utf-8''" + UTF8, NAME),
        "RFC 2231 with a language": (b"filename*=UTF-8'zh-cn'" + UTF8, NAME),
        "RFC 2231 in GBK": (b"filename*=gb2312''" + GBK, NAME),
        "RFC 2231 in an unknown character set": (b"filename*=x-foo''" + UTF8, None),
        "RFC 2231 without the quotes": (b"filename*=" + UTF8, NAME),
        "RFC 2231 in pieces, cut inside characters": (_pieces(UTF8), NAME),
        "RFC 2231 in pieces, GBK": (_pieces(GBK, 18, first="gbk''"), NAME),
        "RFC 2231 in pieces, backwards": (_pieces(UTF8, order=-1), NAME),
        "RFC 2231, plain pieces": (b'filename*0="juedingshu-"; filename*1="2026-3.pdf"', "juedingshu-2026-3.pdf"),
        "RFC 2231, pieces coded and plain": (b"filename*0*=utf-8''%E7%BD%9A; filename*1=\"-3.pdf\"", "罚-3.pdf"),
        "RFC 2231 beside a plain one": (b'filename="juedingshu.pdf"; filename*=utf-8\'\'' + UTF8, NAME),
        "RFC 2231 with a bad escape": (b"filename*=utf-8''a%ZZ%E7.pdf", None),
        "encoded word": (b'filename="' + word(NAME) + b'"', NAME),
        "encoded word, GBK": (b'filename="' + word(NAME, "gb2312", codec="gbk") + b'"', NAME),
        "encoded word, Q": (b'filename="' + word(NAME, how="Q") + b'"', NAME),
        "encoded word without quotes": (b"filename=" + word(NAME), NAME),
        "encoded words, folded": (b'filename="' + words(NAME, size=6) + b'"', NAME),
        "encoded words cut inside a character": (
            b'filename="' + raw_word(half, "utf-8") + b"\r\n " + raw_word(NAME.encode()[10:], "utf-8") + b'"', NAME),
        "raw UTF-8": (b'filename="' + NAME.encode() + b'"', NAME),
        "raw GBK": (b'filename="' + NAME.encode("gbk") + b'"', NAME),
        "raw GB18030": (b'filename="' + "䶮镕.pdf".encode("gb18030") + b'"', "䶮镕.pdf"),
        "percent signs, as some web mails do": (b'filename="' + UTF8 + b'"', None),
        "right to left": (b"filename*=utf-8''" + quote_from_bytes(UYGHUR.encode()).encode(), UYGHUR),
        "right-to-left override": (b"filename*=utf-8''a%E2%80%AEfdp.exe", "afdp.exe"),
        "folders": (b'filename="../../etc/passwd"', "passwd"),
        "folders of Windows": (b'filename="C:\\\\Users\\\\he\\\\a.pdf"', "a.pdf"),
        "folders, coded": (b"filename*=utf-8''..%2F..%2Fa.pdf", "a.pdf"),
        "NUL": (b"filename*=utf-8''a%00.exe%00.pdf", None),
        "a header line inside": (b"filename*=utf-8''a%0D%0ABcc:%20x%40y.z%0D%0A.pdf", None),
        "empty": (b'filename=""', None),
        "dots only": (b'filename=".."', None),
        "blanks around": (b'filename="  a.pdf  "', "a.pdf"),
        "a semicolon inside": (b'filename="a;b.pdf"', "a;b.pdf"),
        "quotes inside": (b'filename="a\\"b\\".pdf"', None),
        "no closing quote": (b'filename="a.pdf', "a.pdf"),
        "2,000 characters": (b"filename*=utf-8''" + quote_from_bytes(("长" * 2000 + ".pdf").encode()).encode(), None),
        "script": (b'filename="<script>alert(1)</script>.pdf"', None),
        "none at all": (b"", None),
    }  # fmt: skip
    for name, (written, expected) in rows.items():
        yield Case(
            f"file name: {name}",
            mail(multipart("mixed", part(TEXT), file(name=written))),
            structure="file name",
            charset="gbk" if "GB" in name else "utf-8",
            files=((expected, PDF),),
            faults=None,
        )
    for name, extra in {
        "name only in Content-Type": '; name="' + word(NAME).decode() + '"',
        "RFC 2231 name in Content-Type": "; name*=utf-8''" + UTF8.decode(),
        "name in pieces in Content-Type": ";\r\n name*0*=utf-8''"
        + UTF8[:30].decode()
        + ";\r\n name*1*="
        + UTF8[30:].decode(),
    }.items():
        yield Case(
            f"file name: {name}",
            mail(multipart("mixed", part(TEXT), file(name=b"", type_extra=extra))),
            structure="file name",
            files=((NAME, PDF),),
            faults=None,
        )


def _subjects() -> Iterator[Case]:
    raw, gbk = SUBJECT.encode(), SUBJECT.encode("gbk")
    rows: dict[str, tuple[bytes, str | None]] = {
        "one word": (word(SUBJECT), SUBJECT),
        "Q": (word(SUBJECT, how="Q"), SUBJECT),
        "small letters b, q": (raw_word(raw[:12], "UTF-8", "b") + b" " + raw_word(raw[12:], "utf-8", "q"), SUBJECT),
        "GBK called gb2312": (word(SUBJECT, "gb2312", codec="gbk"), SUBJECT),
        "cut inside a character": (raw_word(raw[:10], "utf-8") + b"\r\n " + raw_word(raw[10:], "utf-8"), SUBJECT),
        "cut inside a character, GBK": (raw_word(gbk[:7], "gbk") + b"\r\n " + raw_word(gbk[7:], "gbk"), SUBJECT),
        "cut inside a character, Q": (raw_word(raw[:10], "utf-8", "Q") + b"\r\n " + raw_word(raw[10:], "utf-8", "Q"), SUBJECT),
        "no blank between the words": (raw_word(raw[:12], "utf-8") + raw_word(raw[12:], "utf-8"), SUBJECT),
        "stuck to other text": (b"Re:" + word("罚款") + b"68", "Re:罚款68"),
        "two character sets": (word("罚款", "gb2312") + b" " + word("金额"), "罚款金额"),
        "words and plain text": (b"Fwd: " + word("罚款") + b" (68)", "Fwd: 罚款 (68)"),
        "with a language": (b"=?utf-8*zh-CN?B?" + b64(raw, 1000) + b"?=", SUBJECT),
        "raw UTF-8": (raw, SUBJECT),
        "raw GBK": (gbk, SUBJECT),
        "raw GB18030": ("镕䶮罚款金额".encode("gb18030"), "镕䶮罚款金额"),
        "raw UTF-8, folded": (raw[:12] + b"\r\n " + raw[12:], SUBJECT[:4] + " " + SUBJECT[4:]),
        "unknown character set": (raw_word(raw, "x-none"), SUBJECT),
        "wrong character set": (raw_word(raw, "us-ascii"), SUBJECT),
        "broken base64": (b"=?utf-8?B?" + b64(raw, 1000).rstrip(b"=")[:-2] + b"?=", None),
        "base64 with blanks": (b"=?utf-8?B?" + b64(raw, 1000)[:8] + b" " + b64(raw, 1000)[8:] + b"?=", None),
        "no padding": (b"=?utf-8?B?" + b64("罚款金额".encode() + b"1", 1000).rstrip(b"=") + b"?=", "罚款金额1"),
        "never closed": (b"=?utf-8?B?" + b64(raw, 1000), None),
        "no letter for the encoding": (b"=?utf-8?X?abc?=", None),
        "a line break inside": (raw_word("罚款\r\nBcc: victim@example.com\r\n\r\n<b>".encode(), "utf-8"), None),
        "NUL inside": (raw_word("罚\x00款".encode(), "utf-8"), "罚款"),
        "right-to-left override": (word("罚款\u202e金额\u202c"), "罚款金额"),
        "Uyghur": (word("جەرىمانە خاتا"), "جەرىمانە خاتا"),
        "script": (b"<script>alert(1)</script>", "<script>alert(1)</script>"),
        "a formula": (b"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        "a template": (b"{{ 7*7 }} ${jndi:ldap://x}", "{{ 7*7 }} ${jndi:ldap://x}"),
        "10,000 characters": (words("长" * 10_000), None),
        "emoji": (word("罚款😡👍🏽"), "罚款😡👍🏽"),
        "utf-7": (raw_word("罚款金额".encode("utf-7"), "utf-7", "Q"), "罚款金额"),
        "empty word": (b"=?utf-8?B??= abc", None),
        "blank": (b"", ""),
    }  # fmt: skip
    for name, (written, expected) in rows.items():
        yield Case(
            f"subject: {name}",
            mail(part(TEXT), subject=written),
            structure="subject",
            charset="gbk" if "GB" in name else "utf-8",
            subject=expected,
            faults=None,
        )
    yield Case(
        "no subject at all",
        mail(part(TEXT)).replace(b"Subject: ", b"X-Other: "),
        structure="subject",
        subject="",
    )


def _senders() -> Iterator[Case]:
    he = b" <hejing@example.com>"
    rows: dict[str, tuple[bytes, str | None, str | None]] = {
        "encoded word": (word("何静") + he, "何静", "hejing@example.com"),
        "encoded word in quotes": (b'"' + word("何静") + b'"' + he, "何静", "hejing@example.com"),
        "raw GBK": ("何静".encode("gbk") + he, "何静", "hejing@example.com"),
        "raw UTF-8 in quotes": ('"何静"'.encode() + he, "何静", "hejing@example.com"),
        "raw GBK in quotes": ('"何静"'.encode("gbk") + he, "何静", "hejing@example.com"),
        "no name": (b"hejing@example.com", "", "hejing@example.com"),
        "comment": (b"hejing@example.com (He Jing)", None, "hejing@example.com"),
        "a comma in the name": (b'"He, Jing"' + he, "He, Jing", "hejing@example.com"),
        "a comma hidden in an encoded word": (word("何静, x@y.z") + he, "何静, x@y.z", "hejing@example.com"),
        "an address hidden in an encoded word": (
            word("何静 <evil@example.org>") + he, "何静 <evil@example.org>", "hejing@example.com"),
        "a line break hidden in an encoded word": (word("何静\r\nBcc: x@y.z") + he, None, "hejing@example.com"),
        "right to left": (word("\u202eگۈلنار\u202c") + he, "گۈلنار", "hejing@example.com"),
        "no address": (word("何静"), None, ""),
        "nobody": (b"", "", ""),
        "brackets only": (b"<>", "", ""),
        "no domain": (b"He <hejing>", None, None),
        "two senders": (b"a@example.com, b@example.com", None, "a@example.com"),
        "a group": (b"undisclosed: a@example.com;", None, None),
        "a Chinese local part": ("<何静@example.com>".encode(), None, None),
        "blanks in the address": (b"He < hejing@example.com >", "He", "hejing@example.com"),
        "never closed": (b"He <hejing@example.com", None, None),
        "10,000 characters": (b"A" * 10_000 + he, None, None),
        "10,000 brackets": (b"(" * 10_000 + b"<" * 10_000, None, None),
        "script": (b'"<script>alert(1)</script>"' + he, "<script>alert(1)</script>", "hejing@example.com"),
    }  # fmt: skip
    for name, (written, expected, address) in rows.items():
        fields = {"from_name": expected, "from_address": address}
        yield Case(
            f"sender: {name}",
            mail(part(TEXT), sender=written),
            structure="sender",
            charset="gbk" if "GB" in name else "utf-8",
            faults=None,
            fields={key: value for key, value in fields.items() if value is not None},
        )
    everything = head(
        b"Cc: " + word("<script>抄送</script>") + b" <c@example.com>",
        b"Reply-To: <script>@example.com",
        b"Organization: <script>alert(1)</script>",
        subject=b"<script>alert(1)</script>",
        sender=b'"<script>alert(1)</script>" <x@example.com>',
    )
    yield Case(
        "script in every field",
        everything
        + multipart("mixed", part("<script>alert(1)</script>"), file(name=b'filename="<script>.pdf"')),
        structure="sender",
        subject="<script>alert(1)</script>",
        text="<script>alert(1)</script>",
        files=((None, PDF),),
        faults=None,
        fields={"from_name": "<script>alert(1)</script>"},
    )
