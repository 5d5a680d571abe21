"""Mails inside mails, and invitations."""

from collections.abc import Iterator

from tests.intake.corpus.case import TEXT, Case
from tests.intake.corpus.writing import LINE, PDF, crlf, file, head, mail, multipart, part, word

FORWARDED = "—— 转发的邮件 ——"


def cases() -> Iterator[Case]:
    yield from _forwarded()
    yield from _invitations()


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
    calendar = (
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
            files=((None, crlf(calendar).encode()),),
        )
    yield Case(
        "an invitation without an end",
        mail(multipart("mixed", part(TEXT), part(calendar[:180], "text/calendar"))),
        structure="calendar",
        text=None,
        holds=(TEXT,),
        files=((None, crlf(calendar[:180]).encode()),),
        faults=None,
    )
