"""The verification and the leader's decision on it (调查核实, Article 15)."""

from flask import abort, jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.disclosures.fields import Field, FieldRefused, parse, show
from feedback_app.files import queries as files
from feedback_app.tickets import operations
from feedback_app.tickets.findings import FINDINGS, Finding
from feedback_app.tickets.forms_staff.base import ReasonForm, StepForm, label_of, lang
from feedback_app.tickets.forms_staff.verifying import verification_form
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.types import Route
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.views_staff.changes import changes_of, claim_rows, contradictions, notice_of
from feedback_app.tickets.workflow import ASIDE, DEMANDS, STEPS, State


@staff.route("/tickets/<ref>/verification", methods=["GET", "POST"])
def verification(ref: str) -> Answer:
    """提交核实结论: what was compared, on what basis, with which finding; the right values when a correction follows."""
    ticket = ticket_or_404(ref)
    rows = _rows(ticket)
    form = verification_form(ticket, rows)
    claimed = [claim.field_key for claim in ticket.claims if claim.field_key in rows]
    live = ticket.record.live.field_values if ticket.record and ticket.record.live else {}
    return take_step(
        ticket, STEPS["verify"], form, "tickets/staff/verification.html", claims=claim_rows(ticket),
        rows=rows, claimed=list(dict.fromkeys(claimed)),
        live={key: show(row, live.get(key), lang()) for key, row in rows.items()},
        leads={code: _leads_to(row) for code, row in FINDINGS.items()},
        act=lambda: operations.verify(
            ticket, finding=form.finding.data, compared=form.compared.data, basis=form.basis.data,
            new_values=form.new_values(), by=me(), kept=tuple(form.kept),
        ),
        done=_("结论已提交，等主管领导签发。"),
    )  # fmt: skip


@staff.get("/tickets/<ref>/reading")
def reading(ref: str) -> Response:
    """How a typed value will read, or why it cannot be taken: for the hint that appears while typing."""
    row = _rows(ticket_or_404(ref)).get(request.args.get("field", "")) or abort(404)
    try:
        value = parse(row, request.args.get("value", "")[:10_000])
    except FieldRefused as refused:
        return jsonify(refused=refused.message(lang()))
    return jsonify(reads=show(row, value, lang()))


@staff.route("/tickets/<ref>/finding-return", methods=["GET", "POST"])
def finding_return(ref: str) -> Answer:
    """退回重查: the leader sends the finding back, with the reason."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["return_finding"], form, "tickets/staff/finding_return.html", changes=changes_of(ticket),
        act=lambda: operations.return_finding(ticket, by=me(), reason=form.reason.data),
        done=_("已退回，调查人员会重新核实。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/signature", methods=["GET", "POST"])
def signature(ref: str) -> Answer:
    """签发结论: the leader sees what was compared, on what basis, and exactly what will change."""
    ticket, form = ticket_or_404(ref), StepForm()
    return take_step(
        ticket, STEPS["sign_finding"], form, "tickets/staff/signature.html", claims=claim_rows(ticket),
        changes=changes_of(ticket), words_of_notice=notice_of(ticket, lang()), contradictions=contradictions(ticket),
        files=files.attachments_of(ticket.subject), leads=_leads_to(ticket.finding) if ticket.finding else "",
        act=lambda: operations.sign_finding(ticket, by=me()),
        done=_("结论已签发。"),
    )  # fmt: skip


def _rows(ticket: Ticket) -> dict[str, Field]:
    """The public fields of the ticket's record, by key."""
    record = ticket.record
    return {row.key: row for row in record.category.public_fields(record.party_kind)} if record else {}


def _leads_to(finding: Finding) -> str:
    """What follows once this finding is signed, step by step, drawn from the workflow."""
    signing = STEPS["sign_finding"].makes
    follows = [
        step
        for step in (*STEPS.values(), ASIDE["confirm_carrier"])
        if step.makes in finding.demands - {signing}
        and Route.VERIFY in step.routes
        and step.frm != {State.MERGED}
    ]
    # The carriers are confirmed as they follow; said last they would seem to come after the accountability.
    follows.sort(key=lambda step: list(DEMANDS).index(step.makes) if step.makes else 0)
    return str(_("接下来：%(steps)s", steps=" → ".join(label_of(step) for step in follows)))
