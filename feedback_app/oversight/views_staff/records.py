"""One record's whole chain: every hand it went through, every version, every limit."""

from flask import abort, render_template

from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.oversight.exporting import FORMS
from feedback_app.oversight.forms import NoteForm
from feedback_app.oversight.queries import months
from feedback_app.oversight.queries.chain import chain, version_changes
from feedback_app.oversight.views_staff.blueprint import lang, me, oversight, sayer
from feedback_app.tickets import sight
from feedback_app.tickets.labels import labels


@oversight.get("/records/<ref>")
def record(ref: str) -> str:
    found = records.record_by_ref(ref) or abort(404)
    return render_template(
        "oversight/record.html",
        record=found,
        history=records.history(found),
        acts=ACT_LABELS,
        clocks=deadlines.clocks("record", found.ref),
        chain=chain(found.subject, found.category, lang(), hushed=sight.hushed(me())),
        changed=version_changes(found, lang()),
        said=sayer(),
        forms=FORMS,
        labels=labels(lang()),
        notes=months.notes_on(found.subject),
        note_form=NoteForm(data={"subject": found.subject}),
    )
