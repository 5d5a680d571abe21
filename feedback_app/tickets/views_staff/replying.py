"""答复反映人: a draft from the template that fits, a look at exactly what the reporter sees, the letter, the public answer."""

from collections.abc import Callable
from typing import Any

from flask import current_app, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.outbox import composing
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, operations, steps
from feedback_app.tickets.answers.blanks import filled
from feedback_app.tickets.answers.letter import LetterWords
from feedback_app.tickets.answers.public_words import answer_draft, asked_draft
from feedback_app.tickets.answers.templates import AnswerTemplate, fitting
from feedback_app.tickets.forms_staff.base import ReasonForm, lang
from feedback_app.tickets.forms_staff.replying import AnswerForm, PublicAnswerForm
from feedback_app.tickets.models import Letter, Ticket
from feedback_app.tickets.types import Route
from feedback_app.tickets.views_staff.blueprint import (
    Answer,
    me,
    moved_on,
    page_of,
    staff,
    take_step,
    ticket_or_404,
)
from feedback_app.tickets.views_staff.changes import claim_rows
from feedback_app.tickets.workflow import ASIDE, STEPS, State, Step

_LETTER = {
    "zh": ("关于您所反映事项的答复", "{name}：", "您好：", ("联系电话：{HOTLINE}", "地址：{ADDRESS}")),
    "en": ("Answer to your report", "Dear {name},", "Dear reader,", ("Telephone: {HOTLINE}", "Address: {ADDRESS}")),
}  # fmt: skip


@staff.route("/tickets/<ref>/reply", methods=["GET", "POST"])
def reply(ref: str) -> Answer:
    """答复反映人: the reporter reads it under the code and by mail."""
    ticket = ticket_or_404(ref)
    told = ticket.duplicate_of or ticket  # what was found was found there
    rows = fitting(ticket.type, told.finding.code if told.finding else None)
    chosen = _chosen(rows)
    form = AnswerForm(data={"text": filled(chosen, told, language_of(ticket))})
    form.text.label.text = _("答复内容")
    return take_step(
        ticket, _step_of(ticket), form, "tickets/staff/reply.html",
        claims=claim_rows(ticket), templates=rows, chosen=chosen, mail=lambda: _mail(ticket, form.text.data),
        act=lambda: _answer(ticket)(ticket, form.text.data, by=me()),
        done=_("已答复反映人。"),
    )  # fmt: skip


@staff.post("/tickets/<ref>/letters")
def letters(ref: str) -> Answer | Response:
    """印答复函: the PDF for the seal. Each print is in the log, because it shows to whom the letter goes."""
    ticket = ticket_or_404(ref)
    g.step_tried = ASIDE["print_letter"]
    try:
        letter = operations.print_letter(
            ticket, to=ticket.reporter.name, is_large=bool(request.form.get("large")), by=me()
        )
    except Refusal as refusal:
        return moved_on(ref, None, refusal)
    db.session.commit()
    return _download(ticket, letter)


@staff.route("/tickets/<ref>/public-answer", methods=["GET", "POST"])
def public_answer(ref: str) -> Answer:
    """公开答复: in words of its own, when the reporter has agreed; the guard looks at them first."""
    ticket = ticket_or_404(ref)
    g.step_tried = ASIDE["publish_answer"]
    form = PublicAnswerForm(data={"asked": asked_draft(ticket), "text": answer_draft(ticket)})
    shown: dict[str, Any] = {"ticket": ticket, "form": form, "step": ASIDE["publish_answer"]}
    try:
        steps.check(steps.standing(ticket), ASIDE["publish_answer"], me())
    except steps.StepNotAllowed as refusal:
        return moved_on(ref, None, refusal)
    if request.method == "GET":
        return render_template("tickets/staff/public_answer.html", **shown)
    if not form.validate():
        return render_template("tickets/staff/public_answer.html", **shown), 422
    try:
        operations.publish_answer(ticket, asked=form.asked.data, text=form.text.data, by=me())
        db.session.commit()
    except operations.CannotBePublic as refusal:
        db.session.rollback()
        g.refused = refusal
        form.refuse(refusal.say(lang()))
        return render_template("tickets/staff/public_answer.html", **shown), 422
    return redirect(page_of(ticket), 303)


@staff.route("/tickets/<ref>/public-answer/withdrawal", methods=["GET", "POST"])
def public_answer_withdrawal(ref: str) -> Answer:
    """撤下公开的答复, with the reason."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    g.step_tried = ASIDE["publish_answer"]
    shown: dict[str, Any] = {"ticket": ticket, "form": form, "step": ASIDE["publish_answer"]}
    answer = ticket.public_answer
    if answer is None:
        return redirect(page_of(ticket), 303)
    if request.method == "GET":
        return render_template("tickets/staff/public_answer_withdrawal.html", **shown)
    if not form.validate():
        return render_template("tickets/staff/public_answer_withdrawal.html", **shown), 422
    try:
        operations.withdraw_answer(ticket, answer, by=me(), reason=form.reason.data)
        db.session.commit()
    except Refusal as refusal:
        return moved_on(ref, form, refusal)
    return redirect(page_of(ticket), 303)


def _step_of(ticket: Ticket) -> Step:
    if ticket.at_state is State.MERGED:
        return STEPS["answer_merged"]
    return STEPS["answer" if ticket.route is Route.ANSWER else "reply"]


def _answer(ticket: Ticket) -> Callable[..., None]:
    return operations.answer_merged if ticket.at_state is State.MERGED else operations.reply


def language_of(ticket: Ticket) -> str:
    """The language the report was made in, which the answer speaks."""
    return "en" if ticket.locale.startswith("en") else "zh"


def _chosen(rows: list[AnswerTemplate]) -> AnswerTemplate:
    wanted = request.args.get("template")
    return next((row for row in rows if row.key == wanted), rows[0])


def _mail(ticket: Ticket, text: str) -> composing.Letter | None:
    """The mail as it would go out now; None when the reporter left no address."""
    message = messages.answer_to_be(ticket, text)
    return composing.letter_of(message) if message is not None else None


def _download(ticket: Ticket, letter: Letter) -> Response:
    answer = Response(_paper(ticket, letter).pdf(letter.at), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{ticket.ref}.pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _paper(ticket: Ticket, letter: Letter) -> LetterWords:
    language = language_of(ticket)
    title, named, unnamed, contact = _LETTER[language]
    on = clock.to_local(letter.at).date()
    facts = {name: str(current_app.config.get(name, "")) for name in ("HOTLINE", "ADDRESS")}
    return LetterWords(
        lang=language,
        bureau=str(current_app.config[f"BUREAU_NAME_{language.upper()}"]),
        number=ticket.ref,
        title=title,
        to=named.format(name=letter.to) if letter.to else unnamed,
        paragraphs=tuple(line for line in letter.text.splitlines() if line.strip()),
        day=f"{on.day} {on:%B %Y}" if language == "en" else f"{on.year}年{on.month}月{on.day}日",
        contact=tuple(line.format(**facts) for line in contact),
        large=letter.is_large,
    )
