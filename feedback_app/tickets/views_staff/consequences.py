"""What a finding brings about: sent to who is responsible, the omitted published, the exposed hidden, taken down, masked."""

from flask import url_for
from flask_babel import gettext as _

from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.grounds import HIDERS, HIDING_REASONS
from feedback_app.tickets import operations
from feedback_app.tickets.exposures import WAYS
from feedback_app.tickets.forms_staff.base import StepForm
from feedback_app.tickets.forms_staff.consequences import (
    HideForm,
    OmittedForm,
    RedirectionForm,
    TicketInstrumentForm,
)
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.views_staff.changes import claim_rows
from feedback_app.tickets.workflow import ASIDE, STEPS


@staff.route("/tickets/<ref>/redirection", methods=["GET", "POST"])
def redirection(ref: str) -> Answer:
    """告知归谁管: whose matter it is, how to reach them, what the reporter is told."""
    ticket, form = ticket_or_404(ref), RedirectionForm()
    return take_step(
        ticket, STEPS["redirect"], form, "tickets/staff/redirection.html", claims=claim_rows(ticket),
        act=lambda: operations.redirect(
            ticket, to_whom=form.to_whom.data, contact=form.contact.data, told=form.told.data, by=me()
        ),
        done=_("已记录归谁管、怎么联系。下一步：答复反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/omitted-record", methods=["GET", "POST"])
def omitted_record(ref: str) -> Answer:
    """确定漏公示的信息: which record it is; a draft will do, and whoever prepares records begins it from here."""
    ticket, form = ticket_or_404(ref), OmittedForm()
    return take_step(
        ticket, STEPS["name_omitted"], form, "tickets/staff/omitted_record.html", claims=claim_rows(ticket),
        begin=url_for("staff_records.choose") if me().works_on_records else "",
        act=lambda: _name(ticket, form),
        done=_("已确定是哪一条信息。公示以后，再来记录补充公示。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/publication", methods=["GET", "POST"])
def publication(ref: str) -> Answer:
    """记录补充公示: the record is public, and so many days late."""
    ticket, form = ticket_or_404(ref), StepForm()
    return take_step(
        ticket, STEPS["confirm_publication"], form, "tickets/staff/publication.html", noun=ticket.omitted_publication,
        late=operations.lateness(ticket),
        act=lambda: operations.confirm_publication(ticket, by=me()),
        done=_("补充公示已记录。下一步：答复反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/hiding", methods=["GET", "POST"])
def hiding(ref: str) -> Answer:
    """紧急屏蔽: one press and nobody sees the page or its files any more."""
    ticket = ticket_or_404(ref)
    form = HideForm(data={"reason": "privacy"})
    return take_step(
        ticket, ASIDE["hide_record"], form, "tickets/staff/hiding.html", claims=claim_rows(ticket), reasons=HIDING_REASONS,
        limit=_hide_by(ticket.record.ref) if ticket.record else None,
        act=lambda: operations.hide_record(ticket, reason=form.reason.data, by=me()),
        done=_("已经屏蔽，公众看不到了。领导会在期限内审批。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/instrument", methods=["GET", "POST"])
def instrument(ref: str) -> Answer:
    """登记撤销、变更类文书: its receipt starts the limit, whenever the report came."""
    ticket, form = ticket_or_404(ref), TicketInstrumentForm()
    return take_step(
        ticket, ASIDE["register_instrument"], form, "tickets/staff/instrument.html", claims=claim_rows(ticket),
        act=lambda: operations.register_instrument(
            ticket, form.ground.data, issuer=form.issuer.data, number=form.number.data, issued_on=form.issued_on,
            received_on=form.received_on, by=me(), scans=form.kept,
        ),
        done=_("文书已登记，期限从收到文书之日起计算。下一步：由法制科核对文书并撤下。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/takedown", methods=["GET", "POST"])
def takedown(ref: str) -> Answer:
    """记录撤下或者遮盖: how it left the public's sight; before it has, this page leads to where that is done."""
    ticket, form = ticket_or_404(ref), StepForm()
    record = ticket.record
    now = operations.taken_down_now(ticket)
    return take_step(
        ticket, STEPS["take_down"], form, "tickets/staff/takedown.html", claims=claim_rows(ticket),
        may_hide=bool(me().roles & HIDERS) and record is not None and record.is_public,
        way=WAYS[now.way] if now else None, ways=WAYS,
        instruments=records.open_instruments(record) if record else [],
        hiding=records.open_hiding(record) if record else None,
        act=lambda: operations.take_down(ticket, by=me()),
        done=_("已记录。其他公示载体撤下以后，请逐一确认。"),
    )  # fmt: skip


def _hide_by(record_ref: str) -> object:
    return next(
        (one for one in deadlines.open_clocks("record", record_ref) if one.rule == "EMERGENCY_HIDE"), None
    )


def _name(ticket: Ticket, form: OmittedForm) -> None:
    assert form.found is not None, "validated"
    operations.name_omitted(ticket, form.found, by=me())
