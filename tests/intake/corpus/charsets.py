"""Character sets × transfer encodings, labelled rightly, wrongly, unknowably and not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.intake.corpus.case import SUBJECT, TEXT, Case, told
from tests.intake.corpus.writing import ENCODERS, LINE, crlf, mail, part, raw_word

TRADITIONAL = "罰款金額寫錯了\n應為6.8萬元，請更正。"
RARE = "镕堃祎喆䶮㛃，罚款金额写错了。\n请更正。"
UYGHUR = "ئەسسالامۇ ئەلەيكۇم، جەرىمانە سوممىسى خاتا يېزىلغان.\nتۈزىتىپ بېرىڭ."
KAZAKH = "Сәлеметсіз бе, айыппұл сомасы қате жазылған.\nТүзетіп беріңіз."
UYGHUR_CYRILLIC = "Ассаламу әләйкум, җәриманә соммиси хата йезилған.\nТүзитип бериң."
RUSSIAN = "Здравствуйте, сумма штрафа указана неверно.\nПрошу исправить."
FRENCH = "Bonjour, le montant est erroné : 6,8 au lieu de 68.\nMerci de corriger, très cordialement."
CURLY = "The “fine” is wrong – it’s 6.8, not 68…\nPlease correct it."
EMOJI = "罚款写错了😡👍🏽\n请更正🙏"
JAPANESE = "罰金の金額が間違っています。\n訂正してください。"
KOREAN = "과징금 금액이 잘못되었습니다.\n정정해 주십시오."
HANDFUL = ("8bit", "quoted-printable", "base64")
CODED = ("quoted-printable", "base64")
SEVEN = ("7bit", "quoted-printable", "base64")


@dataclass(frozen=True)
class Row:
    """`label`: what the mail says (None: nothing); `codec`: what it truly is. `guess`: nobody could know, it has to be told."""

    label: str | None
    codec: str
    text: str
    transfers: tuple[str, ...] = HANDFUL
    guess: bool = False
    subject: bool = True  # whether the subject is written the same way


ROWS = (
    Row("utf-8", "utf-8", TEXT, ("8bit", "quoted-printable", "base64", "binary", "x-uuencode")),
    Row("UTF8", "utf-8", TEXT, ("8bit",)),
    Row("utf8mb4", "utf-8", TEXT, ("base64",)),
    Row("utf-8", "utf-8-sig", TEXT),
    Row("utf-8", "utf-8", UYGHUR),
    Row("utf-8", "utf-8", KAZAKH),
    Row("utf-8", "utf-8", UYGHUR_CYRILLIC),
    Row("utf-8", "utf-8", EMOJI),
    Row("gb2312", "gb2312", TEXT, ("8bit", "quoted-printable", "base64", "x-uuencode")),
    Row("gb2312", "gbk", "朱镕堃祎喆，罚款金额写错了。\n请更正。"),
    Row("gb2312", "gb18030", RARE),
    Row("GB_2312-80", "gb2312", TEXT, ("base64",)),
    Row("gbk", "gbk", TEXT),
    Row("x-gbk", "gbk", TEXT),
    Row("cp936", "gbk", TEXT, CODED),
    Row("ms936", "gbk", TEXT, CODED),
    Row("gb18030", "gb18030", RARE),
    Row("hz-gb-2312", "hz", TEXT, SEVEN),
    Row("iso-2022-cn", "iso-2022-cn", TEXT, SEVEN),
    Row("big5", "big5", TRADITIONAL),
    Row("big5-hkscs", "big5hkscs", TRADITIONAL, CODED),
    Row("x-x-big5", "big5", TRADITIONAL, ("base64",)),
    Row("utf-16", "utf-16", TEXT, CODED),
    Row("utf-16le", "utf-16-le", TEXT, CODED),
    Row("utf-16be", "utf-16-be", TEXT, CODED),
    Row("utf-32", "utf-32", TEXT, ("base64",)),
    Row("utf-7", "utf-7", TEXT, SEVEN),
    Row("unicode-1-1-utf-7", "utf-7", TEXT, ("7bit",)),
    Row("windows-1251", "cp1251", RUSSIAN),
    Row("koi8-r", "koi8-r", RUSSIAN),
    Row("kz-1048", "kz1048", KAZAKH),
    Row("windows-1256", "cp1256", "السلام عليكم، مبلغ الغرامة خطأ.\nالرجاء التصحيح."),
    Row("iso-8859-1", "latin-1", FRENCH),
    Row("iso-8859-1", "cp1252", CURLY),
    Row("us-ascii", "ascii", "The fine is wrong.\nPlease correct it.", ("7bit", "quoted-printable")),
    Row("iso-2022-jp", "iso2022_jp", JAPANESE, ("7bit", "base64")),
    Row("shift_jis", "shift_jis", JAPANESE, CODED),
    Row("euc-kr", "euc-kr", KOREAN, CODED),
    Row("ks_c_5601-1987", "cp949", KOREAN, ("base64",)),
    # no label: ASCII by the standard, which it is not
    Row(None, "utf-8", TEXT, subject=False),
    Row(None, "gbk", TEXT, subject=False, guess=True),
    Row(None, "ascii", "The fine is wrong.\nPlease correct it.", ("7bit",), subject=False),
    # the wrong label
    Row("utf-8", "gbk", TEXT, guess=True),
    Row("gbk", "utf-8", TEXT, guess=True),
    Row("gb2312", "utf-8", TEXT, guess=True),
    Row("us-ascii", "utf-8", TEXT, guess=True),
    Row("us-ascii", "gbk", TEXT, guess=True),
    Row("iso-8859-1", "gbk", TEXT, guess=True),
    Row("iso-8859-1", "utf-8", TEXT, guess=True),
    # labels that name nothing
    Row("unknown-8bit", "utf-8", TEXT, guess=True),
    Row("x-unknown", "gbk", TEXT, guess=True),
    Row("default_charset", "utf-8", TEXT, ("base64",), guess=True),
    Row("%charset%", "gbk", TEXT, ("base64",), guess=True),
    Row("base64", "utf-8", TEXT, ("base64",), guess=True),  # a codec of Python, but not of text
    Row("rot13", "utf-8", TEXT, ("base64",), guess=True),
    *(
        Row(codec, "gbk", TEXT, ("base64",), guess=True)
        for codec in (
            "idna",
            "rot-13",
            "hex",
            "zip",
            "punycode",
            "unicode_escape",
            "undefined",
            "\N{SNOWMAN}",
        )
    ),
)


def cases() -> Iterator[Case]:
    for number, row in enumerate(ROWS):
        for how, transfer in zip("BQBQB", row.transfers, strict=False):
            yield _case(number, row, transfer, how)
    yield from _labels()


def encode(text: str, codec: str) -> bytes:
    return _iso_2022_cn(text) if codec == "iso-2022-cn" else text.encode(codec)


def _case(number: int, row: Row, transfer: str, how: str) -> Case:
    content = encode(crlf(row.text) + "\r\n", row.codec)
    first = row.text.split("\n")[0]
    subject = raw_word(encode(first, row.codec), row.label or "", how) if row.subject else None
    return Case(
        f"charset {number}: {row.codec} labelled {row.label}, {transfer}",
        mail(part(content, "text/plain", row.label, transfer), subject=subject),
        charset=row.codec,
        transfer=transfer,
        subject=first if row.subject else SUBJECT,
        text=row.text,
        faults=None if row.guess else frozenset(),
    )


def _labels() -> Iterator[Case]:
    """Ways in which programs write the parameter itself."""
    for written in (
        b'"gb2312"',
        b"'gbk'",
        b'"utf-8',
        b"utf-8;",
        b"utf-8 ; format=flowed",
        b' "utf-8"',
        b"UTF-8\r\n\t(plain)",
    ):
        codec = "gbk" if b"gb" in written else "utf-8"
        lines = (b"Content-Type: text/plain; charset=" + written, b"Content-Transfer-Encoding: 8bit")
        yield Case(
            f"label written {written!r}",
            mail(LINE + crlf(TEXT).encode(codec), *lines),
            charset=codec,
            faults=None,
        )
    two = b"Content-Type: text/plain; charset=utf-8; charset=gbk\r\n\r\n" + crlf(TEXT).encode()
    yield Case("two labels in one line", mail(two), faults=None)
    lost = "罚款".encode() + b"\xff\xfe\xfa" + "写错了".encode()
    yield Case(
        "some bytes belong to no character set",
        mail(part(lost, "text/plain", "utf-8", "8bit")),
        text=None,
        holds=("罚款", "写错了"),
        faults=told("charset_lost"),
    )
    yield Case(
        "half a surrogate pair, written as UTF-8",
        mail(part("罚款".encode() + b"\xed\xa0\xbd" + "写错了".encode(), "text/plain", "utf-8", "base64")),
        text=None,
        holds=("罚款", "写错了"),
        faults=None,
    )
    yield Case(
        "a GBK text cut inside its last character",
        mail(part(TEXT.encode("gbk")[:-1], "text/plain", "gb2312", "base64")),
        text=None,
        holds=("应为6.8万元，请更正。", "晋庭化工"),
        charset="gbk",
        faults=None,
    )


def _iso_2022_cn(text: str) -> bytes:
    """RFC 1922, its GB 2312 part: designated on each line, shifted in and out."""
    lines = []
    for line in text.split("\r\n"):
        shifted, coded = False, b"\x1b$)A" if not line.isascii() else b""
        for one in line:
            wide = not one.isascii()
            if wide != shifted:
                coded += b"\x0e" if wide else b"\x0f"
                shifted = wide
            coded += bytes(byte & 0x7F for byte in one.encode("gb2312")) if wide else one.encode()
        lines.append(coded + (b"\x0f" if shifted else b""))
    return b"\r\n".join(lines)


assert set(ENCODERS) >= {transfer for row in ROWS for transfer in row.transfers}
