"""The proof of filing, for whoever may read the report: on a page, on paper, and as small files to keep."""

from flask import abort, current_app, render_template, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.audit.proof_sheet import Line, Sheet, square_code_address
from feedback_app.audit.taking_away import check_address, handed_over, moment_words
from feedback_app.refusals import Refusal
from feedback_app.tickets import queries
from feedback_app.tickets.filing_proof import FilingProof, filing_proof
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_public import reader
from feedback_app.tickets.views_public.status_pages import ask_for_code, lang, status

Page = str | Response


@status.get("/status/ticket/proof")
def proof() -> Page:
    ticket = _ticket_in_hand()
    if ticket is None:
        return ask_for_code()
    try:
        found, is_away = filing_proof(ticket), False
    except Refusal:  # the log is damaged; the reporter's own page opens all the same
        found, is_away = None, True
    return render_template(
        "tickets/public/proof.html",
        ticket=ticket,
        is_reading=reader.ref_in_hand() is not None,
        proof=found,
        is_away=is_away,
        check_address=check_address(),
        code=square_code_address(check_address()),
    )


@status.get("/status/ticket/proof.json")
def proof_file() -> Page:
    found = _proof_in_hand()
    if found is None:
        return ask_for_code()
    return handed_over(found.file.encode(), "application/json", _("回执-%(ref)s.json", ref=found.ticket.ref))


@status.get("/status/ticket/said.txt")
def said_file() -> Page:
    found = _proof_in_hand()
    if found is None:
        return ask_for_code()
    return handed_over(found.said.encode(), "text/plain", _("反映内容-%(ref)s.txt", ref=found.ticket.ref))


@status.get("/status/ticket/proof.pdf")
def proof_sheet() -> Page:
    found = _proof_in_hand()
    if found is None:
        return ask_for_code()
    sheet = _sheet(found).pdf(clock.now())
    return handed_over(sheet, "application/pdf", _("回执证明-%(ref)s.pdf", ref=found.ticket.ref))


def _ticket_in_hand() -> Ticket | None:
    """The report this browser may read: its code was typed within half an hour, or it was sent from here today."""
    ref = reader.ref_in_hand()
    if ref is None and session.get("receipt", {}).get("until", 0) > clock.now().timestamp():
        ref = session["receipt"]["ref"]
    return queries.whole_ticket(ref) if ref else None


def _proof_in_hand() -> FilingProof | None:
    """None when no code was typed; 404 when the report has no proof."""
    ticket = _ticket_in_hand()
    return None if ticket is None else filing_proof(ticket) or abort(404)


def _sheet(found: FilingProof) -> Sheet:
    entry, facts = found.proven.entry, found.proven.entry.fact_values
    return Sheet(
        lang=lang(),
        bureau=current_app.config["BUREAU_NAME_EN" if lang() == "en" else "BUREAU_NAME_ZH"] or "",
        title=_("回执证明"),
        lead=[
            _(
                "%(moment)s（北京时间）收到反映 %(ref)s，已写入责任日志第 %(n)s 条。",
                moment=moment_words(entry.at),
                ref=found.ticket.ref,
                n=entry.number,
            ),
            _("这张纸上没有反映人的姓名和联系方式，也没有反映的内容，只有它们的指纹。"),
        ],
        rows=[
            Line(_("工单编号"), found.ticket.ref),
            Line(_("收到时间"), _("%(moment)s（北京时间）", moment=moment_words(entry.at))),
            Line(_("在责任日志"), _("第 %(n)s 条", n=entry.number)),
            Line(_("条目的指纹"), entry.entry_hash, exact=True),
            Line(_("反映内容的指纹"), facts["said_hash"], exact=True),
            *(
                Line(_("第 %(n)s 个文件的指纹", n=n), one, exact=True)
                for n, one in enumerate(facts["file_hashes"], start=1)
            ),
        ],
        checkpoint_title=_("责任日志的检查点，写到第 %(n)s 条，已签名", n=found.proven.size),
        checkpoint=found.proven.proof.checkpoint.splitlines(),
        check=[
            _("核对要用同时下载的回执文件（.json）。扫码打开核对页，也可以把核对页存下来，断网也能核对。")
        ],
        address=check_address(),
        footer=_("%(moment)s打印", moment=moment_words(clock.now())),
    )
