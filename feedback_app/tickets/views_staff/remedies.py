"""Putting it right and saying so: correction or clarification, carriers, the answer (更正、澄清、答复, Article 15)."""

from flask import abort
from flask_babel import gettext as _

from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS, Channel
from feedback_app.carriers.models import WITHDRAWING, ChannelPublication
from feedback_app.tickets import operations
from feedback_app.tickets.carrying import carriers_of
from feedback_app.tickets.forms_staff.base import CarrierForm, StepForm, TextForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import (
    Answer,
    me,
    staff,
    take_step,
    ticket_or_404,
)
from feedback_app.tickets.views_staff.changes import changes_of, claim_rows, notice_of
from feedback_app.tickets.views_staff.drafts import clarification_draft
from feedback_app.tickets.views_staff.letting_stand import held_up
from feedback_app.tickets.workflow import ASIDE, STEPS


@staff.route("/tickets/<ref>/correction", methods=["GET", "POST"])
def correction(ref: str) -> Answer:
    """发布更正: exactly what was signed; the public notice is shown word for word before it is published."""
    ticket, form = ticket_or_404(ref), StepForm()
    return take_step(
        ticket, STEPS["publish_correction"], form, "tickets/staff/correction.html", changes=changes_of(ticket),
        notice_zh=notice_of(ticket, "zh"), notice_en=notice_of(ticket, "en"), channels=_channels(ticket),
        **held_up(ticket),
        act=lambda: operations.publish_correction(ticket, by=me()),
        done=_("更正已发布，更正公告已公开。其他公示载体更新后，请逐一确认。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/clarification", methods=["GET", "POST"])
def clarification(ref: str) -> Answer:
    """发布澄清说明: public words beside a record that stays as it is."""
    ticket = ticket_or_404(ref)
    form = TextForm(data={"text": clarification_draft(ticket)})
    form.text.label.text = _("澄清说明")
    return take_step(
        ticket, STEPS["clarify"], form, "tickets/staff/clarification.html", claims=claim_rows(ticket),
        act=lambda: operations.clarify(ticket, form.text.data, by=me()),
        done=_("澄清说明已公开。下一步：答复反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/carriers/<int:number>", methods=["GET", "POST"])
def carrier(ref: str, number: int) -> Answer:
    """确认公示载体: the carrier shows the correction, and what proves it."""
    ticket = ticket_or_404(ref)
    publication, form = _publication(ticket, number), CarrierForm(prefix=f"carrier-{number}-")
    return take_step(
        ticket, ASIDE["confirm_carrier"], form, "tickets/staff/carrier.html",
        channel=CHANNELS[publication.channel], changes=changes_of(ticket), leaves=publication.state == WITHDRAWING,
        act=lambda: operations.confirm_carrier(ticket, publication, evidence=form.evidence.data, by=me()),
        done=_("已确认：这个载体已经撤下。") if publication.state == WITHDRAWING
        else _("已确认：这个载体显示的是更正后的内容。"), anchor="carriers",
    )  # fmt: skip


def _publication(ticket: Ticket, number: int) -> ChannelPublication:
    """One carrier of what this ticket brought about; any other does not exist here."""
    return next((one for one in carriers_of(ticket) if one.id == number), None) or abort(404)


def _channels(ticket: Ticket) -> list[Channel]:
    """Where the corrected version will go: what the category names, and wherever the wrong one was shown."""
    record = ticket.record
    if record is None or record.live is None:
        return []
    shown = carriers.publications_of(record.ref, record.live.number)
    codes = [
        *record.category.carriers_for(record.party_kind, record.live.field_values),
        *(one.channel for one in shown),
    ]
    return [CHANNELS[code] for code in dict.fromkeys(codes)]
