"""One entry by itself, and the notes a supervisor writes: on an entry, a ticket, a record or a month."""

import re

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.audit import checkpoints, hashing
from feedback_app.audit import queries as audit
from feedback_app.disclosures import queries as records
from feedback_app.extensions import db
from feedback_app.oversight import operations
from feedback_app.oversight.anomalies import RULES
from feedback_app.oversight.forms import NoteForm
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import lines, months
from feedback_app.oversight.views_staff.blueprint import me, oversight, sayer
from feedback_app.tickets import queries as tickets
from feedback_app.tickets import sight

_SUBJECT = re.compile(r"(entry|ticket|record|month):([^\s#]{1,60})(?:#(\w+))?")


@oversight.get("/entries/<int:number>")
def entry(number: int) -> str:
    """One entry of the log, how it is proved, and what supervisors noted on it."""
    found = lines.entry(number, hushed=sight.hushed(me())) or abort(404)
    subject = f"entry:{number}"
    return render_template(
        "oversight/entry.html",
        entry=found,
        is_intact=hashing.is_intact(found),
        head=audit.head(),
        since=checkpoints.first_issued_with(number),
        said=sayer(),
        notes=months.notes_on(subject),
        form=NoteForm(data={"subject": subject}),
    )


@oversight.post("/notes")
def write_note() -> Response | tuple[str, int]:
    """A note of one's own; it is never edited, only followed by another."""
    form = NoteForm()
    back = page_of(form.subject.data or "") or abort(404)
    if not form.validate_on_submit():
        return render_template("oversight/note.html", form=form, back=back), 422
    operations.write_note(form.subject.data, form.text.data, by=me())
    db.session.commit()
    flash(_("笔记已保存，只有监督人员能看到。"), "success")
    return redirect(back, 303)


def page_of(subject: str) -> str | None:
    """The page of what a note is about; None when there is no such thing."""
    found = _SUBJECT.fullmatch(subject)
    if found is None:
        return None
    kind, ref, rule = found.groups()
    if kind == "month":
        is_known = Month.read(ref) is not None and (rule is None or rule in RULES)
        return url_for(".month", month=ref, _anchor=f"rule-{rule}" if rule else "notes") if is_known else None
    if rule:
        return None
    if kind == "entry":
        is_there = (
            ref.isascii()
            and ref.isdigit()
            and len(ref) < 12
            and lines.entry(int(ref), hushed=sight.hushed(me())) is not None
        )
        return url_for(".entry", number=int(ref), _anchor="notes") if is_there else None
    there = tickets.supervised_ticket(me(), ref) if kind == "ticket" else records.record_by_ref(ref)
    return url_for(f".{kind}", ref=ref, _anchor="notes") if there else None
