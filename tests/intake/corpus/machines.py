"""Mail that no person wrote, and mail of persons that only looks like it."""

from collections.abc import Iterator

from feedback_app.intake.reading import Nature
from tests.intake.corpus.case import OWN_DOMAINS, SUBJECT, TEXT, Case
from tests.intake.corpus.writing import PDF, crlf, file, head, mail, multipart, part, words

OURS = f"<out-7.abc@{OWN_DOMAINS[0]}>"
MAILER = b"Mail Delivery System <MAILER-DAEMON@mx.example.com>"


def cases() -> Iterator[Case]:
    yield from _bounces()
    yield from _auto_replies()
    yield from _lists()
    yield from _persons()
    own = mail(part(TEXT)).replace(b"<a.1@example.com>", OURS.encode())
    yield Case("our own mail comes back", own, structure="own mail", nature=Nature.OWN)


def _report(kind: str, *parts: bytes) -> bytes:
    return multipart("report", *parts, extra=f"; report-type={kind}", boundary="=_report")


def _original() -> bytes:
    lines = [
        "From: noreply@zhengming.example.gov.cn",
        "To: nobody@example.com",
        "Subject: =?utf-8?B?562U5aSN?=",
    ]
    return crlf("\n".join([*lines, f"Message-ID: {OURS}"]) + "\n").encode()


def _bounces() -> Iterator[Case]:
    words_of = part("您的邮件无法送达 nobody@example.com：用户不存在。")
    status = part(
        b"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; nobody@example.com\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n",
        "message/delivery-status", None, "7bit",
    )  # fmt: skip
    whole = part(_original() + b"\r\n" + crlf(TEXT).encode(), "message/rfc822", None, "8bit")
    headers = part(_original(), "text/rfc822-headers", None, "7bit")
    returned = (b"Return-Path: <>", b"Auto-Submitted: auto-replied")
    for name, parts in {
        "with the whole mail": (words_of, status, whole),
        "with its headers": (words_of, status, headers),
        "with nothing of it": (words_of, status),
    }.items():
        yield Case(
            f"bounce, delivery report {name}",
            mail(_report("delivery-status", *parts), *returned, sender=MAILER),
            structure="bounce",
            text=None,
            holds=("您的邮件无法送达",),
            files=None,
            nature=Nature.BOUNCE,
            fields={"bounced_ids": (OURS,) if len(parts) > 2 else ()},
        )
    plain = {
        "QQ": (b"PostMaster <PostMaster@qq.com>", "系统退信/The email is returned", "原因：收件人邮件地址不存在。"),
        "163": (b"Postmaster@163.com", "系统退信", "抱歉，您的邮件被退回来了…… 原因：User not found"),
        "126": (b"postmaster@126.com", "系统退信", "抱歉，您的邮件被退回来了……"),
        "sina": (b"MAILER-DAEMON@sina.com", "系统退信", "邮件无法投递"),
        "qmail": (b"MAILER-DAEMON@mx.example.com", "failure notice", "Hi. This is the qmail-send program at mx.example.com."),
        "Exchange": (b"Microsoft Outlook <postmaster@example.com>", "Undeliverable: answer", "Your message couldn't be delivered."),
        "Postfix": (MAILER, "Undelivered Mail Returned to Sender", "This is the mail system at host mx.example.com."),
        "a delay": (MAILER, "Delayed Mail (still being retried)", "THIS IS A WARNING ONLY."),
    }  # fmt: skip
    for name, (sender, subject, text) in plain.items():
        yield Case(
            f"bounce without any report: {name}",
            mail(part(text), subject=words(subject), sender=sender),
            structure="bounce",
            subject=subject,
            text=text,
            nature=Nature.BOUNCE,
        )
    html = part(
        "<h3>抱歉，您的邮件被退回来了</h3><p>收件人 nobody@example.com 不存在</p>", "text/html", "gb18030"
    )
    yield Case(
        "bounce of QQ in HTML and GB18030, with the mail as a file",
        mail(multipart("mixed", html, file(_original(), "message/rfc822", b'filename="a.eml"', transfer="7bit")),
             subject=words("系统退信", "gb18030"), sender=b"PostMaster@qq.com"),
        structure="bounce",
        charset="gb18030",
        subject="系统退信",
        text=None,
        holds=("抱歉，您的邮件被退回来了",),
        files=None,
        nature=Nature.BOUNCE,
        fields={"bounced_ids": (OURS,)},
    )  # fmt: skip
    yield Case(
        "bounce told only by the empty return path and the failed recipient",
        mail(part(TEXT), b"Return-Path: <>", b"X-Failed-Recipients: nobody@example.com"),
        structure="bounce",
        nature=Nature.BOUNCE,
    )
    truncated = mail(_report("delivery-status", words_of, status, whole), *returned, sender=MAILER)
    yield Case(
        "a bounce cut in the middle of its report",
        truncated[: truncated.index(b"Final-Recipient") + 30],
        structure="bounce",
        text=None,
        files=None,
        faults=None,
        nature=Nature.BOUNCE,
    )


def _auto_replies() -> Iterator[Case]:
    headers = {
        "Auto-Submitted: auto-replied": b"Auto-Submitted: auto-replied",
        "Auto-Submitted, generated, with a comment": b"Auto-Submitted: auto-generated (cron)",
        "X-Autoreply": b"X-Autoreply: yes",
        "X-Autorespond": b"X-Autorespond: away",
        "Precedence: auto_reply": b"Precedence: auto_reply",
        "Exchange": b"X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated",
    }
    for name, line in headers.items():
        yield Case(
            f"auto-reply by its header: {name}",
            mail(part(TEXT), line),
            structure="auto-reply",
            nature=Nature.AUTO_REPLY,
        )
    subjects = {
        "QQ": (b"12345@qq.com", "自动回复：我们已收到您的反映", "您好，您的邮件已收到，我会尽快回复。"),
        "QQ, old": (
            b"12345@qq.com",
            "自动回复:我们已收到您的反映",
            "您好，我最近正在休假中，无法亲自回复您的邮件。",
        ),
        "163": (b"he@163.com", "自动回复: 我们已收到您的反映", "您好，您的来信已收到。"),
        "foxmail": (
            b"he@foxmail.com",
            "自动回复：答复",
            "这是来自QQ邮箱的假期自动回复邮件。\n您好，我最近正在休假中。",
        ),
        "Outlook, Chinese": (b"he@example.com", "自动答复: 答复", "我不在办公室。"),
        "Outlook, English": (b"he@example.com", "Automatic reply: your answer", "I am out of the office."),
        "Gmail's words": (b"he@example.com", "Out of Office Re: answer", "I am away."),
        "traditional characters": (b"he@example.com", "自動回覆: 答覆", "我不在辦公室。"),
    }
    for name, (sender, subject, text) in subjects.items():
        yield Case(
            f"auto-reply without any header: {name}",
            mail(part(text, charset="gb18030"), subject=words(subject, "gb18030"), sender=sender),
            charset="gb18030",
            structure="auto-reply",
            subject=subject,
            text=text,
            nature=Nature.AUTO_REPLY,
        )
    words_only = "这是来自QQ邮箱的假期自动回复邮件。\n您好，我最近正在休假中，无法亲自回复您的邮件。"
    yield Case(
        "auto-reply of QQ whose subject is an ordinary Re:",
        mail(part(words_only), subject=words("Re: 我们已收到您的反映"), sender=b"12345@qq.com"),
        structure="auto-reply",
        subject="Re: 我们已收到您的反映",
        text=words_only,
        nature=Nature.AUTO_REPLY,
    )
    receipt = part(b"Final-Recipient: rfc822; he@example.com\r\nDisposition: manual-action/MDN-sent; displayed\r\n",
                   "message/disposition-notification", None, "7bit")  # fmt: skip
    yield Case(
        "a receipt that the mail was opened",
        mail(
            _report("disposition-notification", part("您的邮件已被阅读。"), receipt),
            subject=words("已读：答复"),
        ),
        structure="auto-reply",
        subject="已读：答复",
        text=None,
        files=None,
        nature=Nature.AUTO_REPLY,
    )


def _lists() -> Iterator[Case]:
    for name, lines in {
        "List-Id": (b"List-Id: <news.example.com>",),
        "List-Unsubscribe": (b"List-Unsubscribe: <mailto:off@example.com>",),
        "Precedence: list": (b"Precedence: list",),
        "Precedence: bulk": (b"Precedence: bulk",),
        "Mailing-List": (b"Mailing-List: contact news@example.com", b"List-Post: <mailto:news@example.com>"),
    }.items():
        yield Case(f"list mail: {name}", mail(part(TEXT), *lines), structure="list mail", nature=Nature.LIST)


def _persons() -> Iterator[Case]:
    rows: dict[str, tuple[bytes, ...]] = {
        "Auto-Submitted: no": (b"Auto-Submitted: no",),
        "an empty Precedence": (b"Precedence: ",),
        "Precedence: first-class": (b"Precedence: first-class",),
        "a return path": (b"Return-Path: <hejing@example.com>",),
        "X-Mailer of Foxmail": (b"X-Mailer: Foxmail 7.2.25", b"X-Priority: 3", b"X-Has-Attach: no"),
        "QQ Mail's headers": (b"X-QQ-SSF: 00000000", b"X-QQ-mid: webmail", b"X-Originating-IP: 192.0.2.1"),
        "answers one of our mails": (f"In-Reply-To: {OURS}".encode(), f"References: <x@y.z> {OURS}".encode()),
    }
    for name, lines in rows.items():
        yield Case(f"a person: {name}", mail(part(TEXT), *lines), structure="person")
    for subject in (
        "为什么我总是收到自动回复？",
        "反映自动回复的问题",
        "Re: 退信是怎么回事",
        "请给我发送失败的原因",
    ):
        yield Case(f"a person who writes of {subject}", mail(part(TEXT), subject=words(subject)), structure="person",
                   subject=subject)  # fmt: skip
    quoting = f"我的补充：应为6.8万元。\n\n-----原始邮件-----\n{SUBJECT}\n这是自动回复，请勿直接回复本邮件。"
    yield Case("a person who quotes our automatic mail", mail(part(quoting), subject=words("Re: 我们已收到您的反映")),
               structure="person", subject="Re: 我们已收到您的反映", text=quoting)  # fmt: skip
    yield Case(
        "what threads go by",
        mail(part(TEXT), f"In-Reply-To: {OURS}".encode(), f"References: <x@y.z>\r\n {OURS}".encode()),
        structure="person",
        fields={"message_id": "<a.1@example.com>", "in_reply_to": OURS, "references": ("<x@y.z>", OURS)},
    )
    yield Case(
        "a person's mail with a file and a list of other readers",
        head(b"Cc: a@example.com, b@example.com")
        + multipart("mixed", part(TEXT), file(name=b'filename="a.pdf"')),
        structure="person",
        files=(("a.pdf", PDF),),
    )
