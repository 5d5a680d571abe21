"""A correction the guard holds up: where, who has signed that it may stand, and the form for whoever may sign next."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback_app.disclosures import operations as records
from feedback_app.disclosures.checks import Finding
from feedback_app.disclosures.models import GuardOverride
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, steps
from feedback_app.tickets.forms_staff.base import StepForm, words_field
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on, staff, ticket_or_404
from feedback_app.tickets.workflow import ASIDE, STEPS, State


class LetStandForm(StepForm):
    """Why one place may stand."""

    reason = words_field(_l("放行的理由"), _l("请写明为什么这一处可以公布。"), most=1_000)


@dataclass(frozen=True)
class Held:
    """One place that holds the correction up. `form`: for whoever may sign for it now."""

    finding: Finding
    signed: GuardOverride | None
    form: LetStandForm | None

    @property
    def is_let_stand(self) -> bool:
        return self.signed is not None and self.signed.is_complete


@staff.post("/tickets/<ref>/correction/places/<fingerprint>")
def let_stand(ref: str, fingerprint: str) -> Answer:
    """签名放行: the first person, or the second; the place is looked for anew."""
    ticket, form = ticket_or_404(ref), LetStandForm(prefix=_prefix(fingerprint))
    if not form.validate() or not form.was_drawn_for(ticket.lock):
        return render_template(
            "tickets/staff/let_stand.html", ticket=ticket, step=ASIDE["let_stand"], form=form
        ), 422
    try:
        row = operations.let_stand(ticket, fingerprint, by=me(), reason=form.reason.data)
        is_complete = row.is_complete
        db.session.commit()
    except Refusal as refusal:
        return moved_on(ref, form, refusal)
    flash(_("两个人都已签名，这一处放行。") if is_complete else _("已签名。还要另一个人签名才放行。"))
    publishes = steps.may(steps.standing(ticket), STEPS["publish_correction"], me())
    return redirect(url_for("staff.correction" if publishes else "staff.show", ref=ref), 303)


def held_up(ticket: Ticket) -> dict[str, Any]:
    """What the pages of a ticket and its correction show of the guard; nothing once it is published."""
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None or ticket.correction is not None:
        return {"held": []}
    if (
        ticket.at_state is not State.CORRECTING
        or verification.corrected_number
        or not verification.new_values
    ):
        return {"held": []}
    may = _may(ticket)
    rows = records.correction_held_up(record, verification.new_values)
    return {"held": [Held(row.finding, row.signed, _form(ticket, row, may)) for row in rows]}


def _form(ticket: Ticket, row: records.HeldUp, may: bool) -> LetStandForm | None:
    signed = row.signed
    is_open = may and row.finding.is_overridable and not (signed and signed.is_complete)
    if not is_open or (signed and signed.first_id == me().id):
        return None
    form = LetStandForm(formdata=None, prefix=_prefix(row.finding.fingerprint))
    form.lock.data = str(ticket.lock)
    return form


def _prefix(fingerprint: str) -> str:
    """Several of these forms stand on one page."""
    return f"place-{fingerprint[:12]}-"


def _may(ticket: Ticket) -> bool:
    try:
        steps.check(steps.standing(ticket), ASIDE["let_stand"], me())
    except steps.StepNotAllowed:
        return False
    return True
