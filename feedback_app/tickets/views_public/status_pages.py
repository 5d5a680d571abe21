"""Where a report stands, for whoever has its code."""

import re

from flask import Blueprint, abort, current_app, flash, redirect, render_template, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from feedback_app.extensions import caller_key, db, keyring, limiter, reading_only
from feedback_app.files import queries as files
from feedback_app.refusals import Refusal
from feedback_app.sealing import CODE_LENGTH, GROUPS, count_signs, mistyped_groups, tidy_code, to_half_width
from feedback_app.tickets import for_reporter, operations, queries, talk
from feedback_app.tickets.causes import CAUSES
from feedback_app.tickets.forms_answered import RatingForm
from feedback_app.tickets.forms_public import AskRecusalForm, CodeForm
from feedback_app.tickets.forms_sending import size_words
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.particulars import told
from feedback_app.tickets.progress import progress
from feedback_app.tickets.refusing import NON_ACCEPTANCE
from feedback_app.tickets.views_public import reader, tries

status = Blueprint("status", __name__)
Page = str | Response | tuple[str, int]


@status.get("/status")
def ask() -> Page:
    return render_template("tickets/public/ask.html", form=CodeForm())


@status.post("/status")
@limiter.limit(tries.allowed, key_func=caller_key, deduct_when=tries.is_wrong)
def look_up() -> Page:
    form = CodeForm()
    number = _ticket_of(form.code.data) if form.validate_on_submit() else None
    ticket = queries.whole_ticket(number) if number else None
    if ticket is None:
        tries.count_wrong()
        return _ask_again(form, f"{_not_a_code(form.code.data)}{_tries_left()}"), tries.WRONG
    reader.begin(ticket)
    must_change = ticket.code_is_temporary
    db.session.commit()
    return redirect(url_for(".code" if must_change else ".show"), 303)


@status.get("/status/ticket")
def show() -> Page:
    ticket = read_ticket()
    return ask_for_code() if ticket is None else ticket_page(ticket)


@status.post("/status/ticket/recusal")
@limiter.limit(lambda: current_app.config["LIMIT_SUBMIT"], key_func=caller_key)
def ask_recusal() -> Page:
    """请某某回避: the reporter asks that somebody take no part."""
    ticket, form = read_ticket(), AskRecusalForm()
    if ticket is None:
        return ask_for_code()
    if not form.validate():
        return ticket_page(ticket, recusing=form), 422
    try:
        operations.ask_recusal(ticket, form.recuse.data)
    except Refusal as refusal:
        db.session.rollback()
        form.recuse.errors = [refusal.say(lang())]
        return ticket_page(read_ticket() or abort(404), recusing=form), 422
    db.session.commit()
    flash(_("已经收到。由上一级决定这个人要不要回避，结果会写在这一页上。"), "success")
    return redirect(url_for(".show", _anchor="recusal"), 303)


def read_ticket() -> Ticket | None:
    """The ticket whose code was typed on this device not long ago, and need not be changed first."""
    ref = reader.ref_in_hand()
    return queries.whole_ticket(ref) if ref else None


def ticket_page(
    ticket: Ticket, *, rating: RatingForm | None = None, recusing: AskRecusalForm | None = None
) -> str:
    """Where it stands; `rating`, `recusing`: a form as it was sent, when it must be shown again."""
    spoken = talk.spoken(ticket)
    return render_template(
        "tickets/public/show.html",
        ticket=ticket,
        rating=rating or (RatingForm() if ticket.reply and not ticket.satisfaction else None),
        what_is_next=for_reporter.what_is_next(ticket),
        steps=progress(ticket),
        limits=for_reporter.limits(ticket),
        changes=for_reporter.changes(ticket, lang()),
        particulars=told(ticket, lang()),
        claims=[(for_reporter.claim_label(ticket, claim, lang()), claim) for claim in ticket.claims],
        attachments=[
            (one.name, size_words(one.size))
            for one in files.attachments_of(ticket.subject)
            if one.kept_by == "reporter" and one.part is None
        ],
        own_steps=for_reporter.own_steps(ticket),
        beside=queries.same_submission(ticket, None),
        grounds=NON_ACCEPTANCE,
        said_last=spoken[-1].message if spoken else None,
        new_messages=sum(
            1 for one in spoken if not one.message.is_from_reporter and one.message.seen_at is None
        ),
        is_signed=for_reporter.is_signed(ticket),
        causes=CAUSES,
        answered_for=for_reporter.answered_for(ticket),
        asked_to_recuse=for_reporter.asked_to_recuse(ticket),
        is_with_superior=for_reporter.is_with_superior(ticket),
        recusing=(recusing or AskRecusalForm(None)) if ticket.is_open else None,
    )


@status.post("/status/leave")
def leave() -> Page:
    """Forget the report and its receipt on this device."""
    reader.leave()
    db.session.commit()
    session.pop("receipt", None)
    flash(_("已经退出，这台设备上不再显示您的反映。"), "success")
    return redirect(url_for(".ask"), 303)


def ask_for_code() -> Response:
    """For whoever opens a page of a report without having typed its code, or too long ago, or with a code to be changed."""
    found = reader.current()
    if found is not None and found.must_change:
        return redirect(url_for("status.code"), 303)
    flash(_("请输入查询码。为了保护您的信息，每次打开后过 30 分钟要重新输入。"), "notice")
    return redirect(url_for("status.ask"), 303)


@status.errorhandler(CSRFError)
def _question_too_old(fault: CSRFError) -> Page:
    return _ask_again(CodeForm(), _("这一页打开得太久了，请再按一次。")), 400


def _ask_again(form: CodeForm, words: str) -> str:
    form.code.errors = form.code.errors or [words]
    form.code.render_kw = {"autofocus": True}
    return render_template("tickets/public/ask.html", form=form)


def _ticket_of(typed: str) -> str | None:
    """The ticket a receipt code opens. A code that cannot be one is hashed and looked for all the same."""
    code_hash = keyring.code_hash(tidy_code(typed) or typed[:100])
    with reading_only():
        ticket = queries.by_code(code_hash)
        number = ticket.ref if ticket else None
        db.session.rollback()
    return number


def _not_a_code(typed: str) -> str:
    """What is wrong with it, as far as the code itself tells; the same sentence for a wrong code and for none."""
    if re.match(r"\s*FK-", to_half_width(typed), re.IGNORECASE):
        return str(_("这是工单编号。请填回执上的查询码，16 位字母和数字。"))
    groups = mistyped_groups(typed)
    if groups and len(groups) < GROUPS:
        return str(
            _(
                "第 %(which)s 组好像打错了，请对照回执再看这几位。",
                which=_("、").join(str(one) for one in groups),
            )
        )
    if not groups and count_signs(typed) == CODE_LENGTH:
        return str(_("没有查到。这个查询码可能已经换过，请看看手里是不是最新的一个。"))
    count = count_signs(typed)
    if count != CODE_LENGTH:
        return str(
            _("查询码是 16 位字母和数字，每 4 位一组；您填了 %(count)s 位。请对照回执再看一遍。", count=count)
        )
    return str(_("没有查到。请对照回执再看一遍：查询码里没有 0、1、2、5，也没有 B、G、I、L、O、Q、S、V、Z。"))


def _tries_left() -> str:
    left = tries.left()
    if left is None:
        return ""
    return str(
        _("还可以试 %(left)s 次，之后要等几分钟。", left=left) if left else _("请过几分钟再试，或者打电话。")
    )


def lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
