"""疑似恶意: proposed, signed, looked at again, lifted; the evidence as one file."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import evidence, labelled, operations, queries, steps
from feedback_app.tickets.forms_staff.labelling import (
    HAND_OVER,
    KEEP,
    LIFT,
    PROPOSE,
    SIGN,
    HandOverForm,
    ReasonsForm,
)
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on, page_of, staff, ticket_or_404
from feedback_app.tickets.workflow import ASIDE


@staff.get("/tickets/<ref>/malice")
def malice(ref: str) -> Answer:
    """The label as it stands; its reasons and what can be done only for those whose it is to say."""
    return _page(ticket_or_404(ref))


@staff.post("/tickets/<ref>/malice")
def malice_act(ref: str) -> Answer:
    """One act: the button says which."""
    ticket, user = ticket_or_404(ref), me()
    reasons, handing = ReasonsForm(), HandOverForm()
    acts: dict[str, tuple[ReasonsForm | HandOverForm | None, Callable[[], object]]] = {
        PROPOSE: (reasons, lambda: operations.label_malice(ticket, reasons=reasons.reasons.data, by=user)),
        SIGN: (None, lambda: operations.sign_label(ticket, by=user)),
        KEEP: (reasons, lambda: operations.keep_label(ticket, by=user, reason=reasons.reasons.data)),
        LIFT: (reasons, lambda: operations.lift_label(ticket, by=user, reason=reasons.reasons.data)),
        HAND_OVER: (handing, lambda: operations.hand_over(ticket, to=handing.to.data, by=user)),
    }
    form, act = acts.get(request.form.get("act", "")) or abort(400)
    g.step_tried = ASIDE["label_malice"]
    if form is not None and not form.validate():
        return _page(ticket, reasons=reasons, handing=handing), 422
    try:
        act()
        db.session.commit()
    except Refusal as refusal:
        return moved_on(ref, form, refusal)
    flash(_("已记入责任日志。"))
    return redirect(f"{page_of(ticket)}/malice", 303)


@staff.post("/tickets/<ref>/evidence")
def evidence_pack(ref: str) -> Answer | Response:
    """导出证据: every copy's words as they came in, with their hashes; nobody's identity."""
    ticket = ticket_or_404(ref)
    try:
        steps.check(steps.standing(ticket), ASIDE["label_malice"], me())
    except StepNotAllowed as refusal:
        return moved_on(ref, None, refusal)
    every = [ticket, *queries.merged_into(ticket, me())]
    audit.append("ticket.export_evidence", by=me().actor, subject=ticket.subject, facts={"count": len(every)})
    packed = evidence.packed(every)
    db.session.commit()
    answer = Response(packed, mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{ref}-evidence.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(ticket: Ticket, *, reasons: ReasonsForm | None = None, handing: HandOverForm | None = None) -> str:
    now, user = steps.standing(ticket), me()
    may = {name: _may(now, name) for name in ("label_malice", "sign_label")}
    label = labelled.running(ticket)
    return render_template(
        "tickets/staff/malice.html",
        ticket=ticket,
        label=label,
        may=may,
        is_own=label is not None and label.by_id == user.id,
        form=reasons or ReasonsForm(formdata=None),
        handing=handing or HandOverForm(formdata=None, prefix=""),
    )


def _may(now: steps.Standing, name: str) -> bool:
    try:
        steps.check(now, ASIDE[name], me())
    except StepNotAllowed:
        return False
    return True
