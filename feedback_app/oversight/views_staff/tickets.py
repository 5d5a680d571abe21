"""The register of tickets, and one ticket's whole chain: a file to review."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.files import queries as files
from feedback_app.oversight.exporting import FORMS
from feedback_app.oversight.forms import NoteForm
from feedback_app.oversight.queries import months
from feedback_app.oversight.queries import register as registers
from feedback_app.oversight.queries.chain import chain
from feedback_app.oversight.views_staff.blueprint import lang, me, oversight, sayer
from feedback_app.paging import After
from feedback_app.tickets import queries as tickets
from feedback_app.tickets import recusals, reveals, steps
from feedback_app.tickets.causes import CAUSES
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.labels import labels
from feedback_app.tickets.measures import MEASURES
from feedback_app.tickets.progress import progress
from feedback_app.tickets.recusal import ASKERS
from feedback_app.tickets.views_staff.changes import changes_of
from feedback_app.tickets.views_staff.files import handed_over
from feedback_app.tickets.workflow import DEMANDS


@oversight.get("/tickets")
def register() -> str:
    page = registers.tickets(me(), after=After.read(request.args.get("after")))
    return render_template("oversight/register.html", page=page)


@oversight.get("/tickets/<ref>")
def ticket(ref: str) -> str:
    found = tickets.supervised_ticket(me(), ref) or abort(404)
    now = steps.standing(found)
    correction = found.correction
    carried = (
        carriers.publications_of(found.record.ref, correction.to_number)
        if correction and found.record
        else []
    )
    return render_template(
        "oversight/ticket.html",
        ticket=found,
        progress=progress(found),
        lacks=[DEMANDS[demand] for demand in now.lacks()] if found.is_open else [],
        clocks=deadlines.clocks("ticket", found.ref),
        carried=carried,
        channels=CHANNELS,
        attachments=files.attachments_of(found.subject),
        causes=CAUSES,
        findings=FINDINGS,
        measures=MEASURES,
        chain=chain(found.subject, found.record.category if found.record else None, lang()),
        said=sayer(),
        forms=FORMS,
        labels=labels(lang()),
        acts=ACT_LABELS,
        changes=changes_of(found),
        recused=recusals.of(found),
        revealed=reveals.of(found),
        askers=ASKERS,
        notes=months.notes_on(found.subject),
        note_form=NoteForm(data={"subject": found.subject}),
    )


@oversight.get("/tickets/<ref>/files/<int:number>")
def attachment(ref: str, number: int) -> Response:
    """A file of one ticket: the evidence a finding rests on can be judged by who supervises."""
    found = tickets.supervised_ticket(me(), ref) or abort(404)
    return handed_over(files.attachment(found.subject, number) or abort(404))
