"""The blanks of an answer's template: what fills each from the file, and what it asks for when the file is silent.

A blank that is still asking stands in the text as （请写明…）; such an answer is not sent.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from feedback_app import clock
from feedback_app.disclosures.fields import plain
from feedback_app.tickets.answers.templates import AnswerTemplate
from feedback_app.tickets.models import Ticket


@dataclass(frozen=True)
class Blank:
    """`fill(ticket, lang)` gives its words, empty when the file has none; then `ask_*` stands there."""

    name: str
    fill: Callable[[Ticket, str], str]
    ask_zh: str = ""
    ask_en: str = ""


def filled(template: AnswerTemplate, ticket: Ticket, lang: str) -> str:
    """The template's words for this ticket, in 'zh' or 'en'."""
    text = template.en if lang == "en" else template.zh
    words = {blank.name: _words(blank, ticket, lang) for blank in BLANKS if f"{{{blank.name}}}" in text}
    lines = (" ".join(line.split()) for line in text.format_map(words).splitlines())
    return "\n".join(line for line in lines if line)


def still_asking(text: str) -> list[str]:
    """What a text still asks its writer for, in the order it stands there."""
    asked = [ask for blank in BLANKS for ask in (blank.ask_zh, blank.ask_en) if ask and ask in text]
    return sorted(dict.fromkeys(asked), key=text.index)


def said_changes(ticket: Ticket) -> tuple[list[str], str]:
    """The fields this ticket's correction changed, by key, and the day in Chinese; nothing when there is none."""
    record, correction = ticket.record, ticket.correction
    version = record.version(correction.to_number) if record and correction else None
    return ([row["field"] for row in version.changes] if version else []), _corrected_on(ticket, "zh")


def _words(blank: Blank, ticket: Ticket, lang: str) -> str:
    return blank.fill(ticket, lang) or (blank.ask_en if lang == "en" else blank.ask_zh)


def _record(ticket: Ticket, lang: str) -> str:
    record = ticket.record
    if record is None:
        return "this matter" if lang == "en" else "这件事"
    return record.title_en if lang == "en" else record.title_zh


_CHANGE = {
    "zh": "{field}原来写的是“{old}”，已更正为“{new}”。",
    "en": "{field} read “{old}” and now reads “{new}”.",
}


def _changes(ticket: Ticket, lang: str) -> str:
    record, correction = ticket.record, ticket.correction
    version = record.version(correction.to_number) if record and correction else None
    if record is None or version is None:
        return ""
    said = []
    for row in version.changes:
        field = record.category.field(row["field"])
        name = field.label_en if lang == "en" else f"“{field.label_zh}”"
        old, new = plain(field, row["old"], lang), plain(field, row["new"], lang)
        said.append(_CHANGE[lang].format(field=name, old=old, new=new))
    return (" " if lang == "en" else "").join(said)


def _corrected_on(ticket: Ticket, lang: str) -> str:
    if ticket.correction is None:
        return ""
    on = clock.to_local(ticket.correction.at).date()
    return f"{on.day} {on:%B %Y}" if lang == "en" else f"{on.month}月{on.day}日"


def _compared(ticket: Ticket, lang: str) -> str:
    return ticket.verification.compared.rstrip("。.") if ticket.verification else ""


def _basis(ticket: Ticket, lang: str) -> str:
    return ticket.verification.basis if ticket.verification else ""


def _hotline(ticket: Ticket, lang: str) -> str:
    number = current_app.config["HOTLINE"]
    return str(number) or ("the published telephone" if lang == "en" else "公布的电话")


_OBJECTION = {
    "zh": "对答复有不同意见的，可以在15日内凭查询码提出，由另外的领导重新核实。",
    "en": "If you disagree you can say so with your code within 15 days; another leader will have it verified again.",
}


def _nothing(ticket: Ticket, lang: str) -> str:
    return ""


BLANKS = (
    Blank("record", _record),
    Blank("changes", _changes, "（请写明改了什么）", "(say what was changed)"),
    Blank("corrected_on", _corrected_on, "（请写明哪一天）", "(say on which day)"),
    Blank("compared", _compared, "（请写明对照了什么）", "(say what it was compared with)"),
    Blank("basis", _basis),
    Blank("to", _nothing, "（请写明归哪个单位）", "(say which authority)"),
    Blank("contact", _nothing, "（请写明电话或者地址）", "(say how to reach it)"),
    Blank("told", _nothing),
    Blank("facts", _nothing, "（请写明情况）", "(say what there is to say)"),
    Blank("hotline", _hotline),
    Blank("objection", lambda ticket, lang: _OBJECTION[lang]),
)
