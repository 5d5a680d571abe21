"""A parsed mail taken apart: its words and its files, in the order a reader meets them."""

import re
from dataclasses import dataclass, field

from feedback_app.intake.mime import headers, invitation, markup, smime, transfer, winmail
from feedback_app.intake.mime.charsets import clean, decode
from feedback_app.intake.mime.names import name_for
from feedback_app.intake.mime.part import Part, parse
from feedback_app.intake.read_mail import ReadFile

MOST_PARTS = 400
DEEPEST = 25
LONGEST_HTML = 4_000_000
FORWARDED = "—— 转发的邮件 ——"
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_REPORTS = (
    "message/delivery-status",
    "message/disposition-notification",
    "text/rfc822-headers",
    "message/global-delivery-status",
)
_FORWARDS = ("message/rfc822", "message/global")
_PGP = "-----BEGIN PGP MESSAGE-----"
_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,190}?)[ \t]*\r?$", re.MULTILINE)


@dataclass
class Gathered:
    """What has been taken out so far. `returned_ids`: Message-IDs of mails inside reports."""

    is_report: bool = False
    texts: list[str] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    returned_ids: list[str] = field(default_factory=list)
    parts: int = 0

    def fault(self, code: str | None) -> None:
        if code and code not in self.faults:
            self.faults.append(code)

    def file(self, name: str, content: bytes, kind: str) -> None:
        self.files.append(ReadFile(name_for(clean(name), kind, len(self.files) + 1), content, kind))


def gather(part: Part, got: Gathered, depth: int = 0) -> None:
    """Take the words and files out of a part and all that is in it."""
    got.parts += 1
    if got.parts > MOST_PARTS or depth > DEEPEST:
        got.fault("too_many_parts" if got.parts > MOST_PARTS else "too_deep")
        return
    kind = media_type(part)
    if kind == "message/external-body":
        got.fault("file_elsewhere")
    elif kind in _FORWARDS:
        _forwarded(_mail_inside(part, got), got, depth)
    elif kind in _REPORTS:
        got.returned_ids += (
            headers.ids(part.travelled.decode("latin-1")) if kind == "text/rfc822-headers" else ()
        )
    elif kind == "multipart/encrypted":
        got.fault("pgp_encrypted")
    elif part.parts:
        _several(kind, part.parts, got, depth)
    elif kind.startswith("multipart/"):
        _without_boundary(part, got, depth)
    else:
        _single(part, kind, got, depth)


def _mail_inside(part: Part, got: Gathered) -> Part:
    """A mail sent as a part; some programs encode it, which no standard allows."""
    if not part.parts:
        return parse(_content(part, got))
    encoding = headers.transfer_encoding(part)
    if encoding not in ("base64", "quoted-printable"):
        return part.parts[0]
    return parse(transfer.untransfer(part.parts[0].as_bytes(), encoding)[0])


def media_type(part: Part) -> str:
    said = headers.first_word(headers.raw_value(part, "Content-Type"))
    if re.fullmatch(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", said):
        return said
    return {"text": "text/plain", "html": "text/html"}.get(said, part.get_default_type())


def _several(kind: str, parts: list[Part], got: Gathered, depth: int) -> None:
    if kind != "multipart/alternative":
        for part in parts:
            gather(part, got, depth + 1)
        return
    offered: list[tuple[str, list[str]]] = []
    before = got.texts
    for part in parts:
        got.texts = []
        gather(part, got, depth + 1)
        offered.append((media_type(part), got.texts))
    invitations = [text for kind, texts in offered if kind == "text/calendar" for text in texts]
    got.texts = before + _best_of(offered) + invitations


def _best_of(offered: list[tuple[str, list[str]]]) -> list[str]:
    """The plain words, unless they are empty or only say that there is HTML."""
    said = [(kind, texts) for kind, texts in offered if "".join(texts).strip() and kind != "text/calendar"]
    plain = next(
        (texts for kind, texts in said if kind == "text/plain" and not _only_points_to_html(texts)), None
    )
    rich = [texts for kind, texts in said if kind != "text/plain"]
    return plain or (rich[-1] if rich else said[0][1] if said else [])


def _only_points_to_html(texts: list[str]) -> bool:
    text = "".join(texts).strip()
    says = re.search(r"html", text, re.IGNORECASE) and re.search(
        r"不支持|不能显示|无法显示|not support|cannot|can't|unable|view", text
    )
    return len(text) < 200 and bool(says)


def _without_boundary(part: Part, got: Gathered, depth: int) -> None:
    """It says it has parts, and its border is missing or another: the first line that looks like one is taken for it."""
    got.fault("structure_broken")
    travelled = part.travelled
    found = _BOUNDARY.search(travelled)
    again = (
        parse(b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"\r\n\r\n' + travelled)
        if found
        else part
    )
    if again.parts:
        gather(again, got, depth + 1)
    else:
        _words(part, "text/plain", got)


def _forwarded(inner: Part, got: Gathered, depth: int) -> None:
    got.returned_ids += headers.ids(headers.raw_value(inner, "Message-ID"))
    if got.is_report:
        return  # what came back are our own words
    name, address = headers.sender(inner)
    sent_at = headers.raw_value(inner, "Date")
    lines = [
        FORWARDED,
        *_line("主题", headers.header(inner, "Subject")),
        *_line("发件人", f"{name} <{address}>" if name and address else name or address),
        *_line("时间", headers.words(sent_at)),
    ]
    before, got.texts = got.texts, []
    gather(inner, got, depth + 1)
    got.texts = [*before, "\n".join([*lines, "", ""]) + "\n\n".join(got.texts)]


def _line(label: str, said: str) -> list[str]:
    return [f"{label}：{said}"] if said else []


def _single(part: Part, kind: str, got: Gathered, depth: int) -> None:
    disposition = headers.raw_value(part, "Content-Disposition")
    name = file_name(part)
    if kind in _SIGNATURES:
        return
    if kind in _SMIME or name.lower().endswith(".p7m"):
        _smime(part, name, kind, got, depth)
    elif kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        _winmail(part, name, kind, got)
    elif kind == "text/calendar":
        _invitation(part, name, kind, got)
    elif kind.startswith("text/") and _is_to_be_read(kind, disposition, name, depth):
        _words(part, kind, got)
    else:
        content = _content(part, got)
        if content or name:
            got.file(name, content, kind)


def _is_to_be_read(kind: str, disposition: str, name: str, depth: int) -> bool:
    if headers.first_word(disposition) == "attachment":
        return False
    # Some programs give the letter itself a name; that it stands alone shows what it is.
    return (not name or depth == 0) and kind not in (
        "text/csv",
        "text/vcard",
        "text/x-vcard",
        "text/css",
        "text/x-amp-html",
    )


def file_name(part: Part) -> str:
    for header, parameter in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        name = headers.parameters(headers.raw_value(part, header)).get(parameter, "")
        if name:
            return name
    return ""


def _words(part: Part, kind: str, got: Gathered) -> None:
    raw = _content(part, got)
    said = headers.parameters(headers.raw_value(part, "Content-Type"))
    files, raw = transfer.uuencoded(raw)
    label = said.get("charset", "")
    if kind in ("text/html", "text/xhtml") and not label:
        label = markup.declared_charset(raw)
    text, fault = decode(raw, label)
    got.fault(fault)
    if kind in ("text/html", "text/xhtml", "text/enriched", "text/richtext") or _looks_like_html(kind, text):
        text = markup.to_text(text[:LONGEST_HTML])
    elif said.get("format", "").lower() == "flowed":
        text = _flowed(text, said.get("delsp", "").lower() == "yes")
    if _PGP in text[:400]:
        got.fault("pgp_encrypted")
        text = text.partition(_PGP)[0]
    got.texts.append(text)
    for name, content in files:
        got.file(headers.words(name), content, "application/octet-stream")


def _looks_like_html(kind: str, text: str) -> bool:
    return kind != "text/plain" and text.lstrip()[:200].lower().startswith(("<!doctype html", "<html"))


def _flowed(text: str, without_blank: bool) -> str:
    """Lines that were only broken for their length are joined again (RFC 3676)."""
    out = ""
    for line in (line.removeprefix(" ") for line in clean(text).split("\n")):
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        out += (line[:-1] if without_blank else line) if soft else line + "\n"
    return out


def _invitation(part: Part, name: str, kind: str, got: Gathered) -> None:
    raw = _content(part, got)
    text, fault = decode(raw, headers.parameters(headers.raw_value(part, "Content-Type")).get("charset", ""))
    got.fault(fault)
    if said := invitation.to_text(clean(text)):
        got.texts.append(said)
    got.file(name or "invite.ics", raw, kind)


def _winmail(part: Part, name: str, kind: str, got: Gathered) -> None:
    raw = _content(part, got)
    try:
        unpacked = winmail.unpack(raw)
    except Exception:  # noqa: BLE001 - its parser raises whatever a strange byte leads it to
        got.fault("tnef_broken")
        got.file(name or "winmail.dat", raw, kind)
        return
    if unpacked.text.strip() and not any(text.strip() for text in got.texts):
        got.texts.append(unpacked.text)
    for one, content in unpacked.files:
        got.file(one, content, "application/octet-stream")


def _smime(part: Part, name: str, kind: str, got: Gathered, depth: int) -> None:
    raw = _content(part, got)
    try:
        signed = smime.content(raw)
    except smime.IsEncrypted:
        got.fault("smime_encrypted")
    except smime.IsBroken:
        got.fault("smime_broken")
        got.file(name or "smime.p7m", raw, kind)
    else:
        gather(parse(signed), got, depth + 1)


def _content(part: Part, got: Gathered) -> bytes:
    content, fault = transfer.untransfer(part.travelled, headers.transfer_encoding(part))
    got.fault(fault)
    return content
