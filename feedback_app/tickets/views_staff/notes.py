"""Internal notes, and that a ticket is open on somebody's screen: seen by colleagues, never by the reporter."""

from flask import flash, jsonify, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.tickets.forms_staff.desk import NoteForm
from feedback_app.tickets.forms_staff.people import name_and_post
from feedback_app.tickets.operations import desk as desk_operations
from feedback_app.tickets.views_staff import drafts_kept
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, ticket_or_404


@staff.post("/tickets/<ref>/notes")
def write_note(ref: str) -> Answer:
    """加内部备注."""
    ticket, form = ticket_or_404(ref), NoteForm()
    if not form.validate():
        flash(" ".join(str(error) for error in form.words.errors) or _("没有保存，请再试一次。"), "error")
    else:
        desk_operations.write_note(ticket, form.words.data or "", by=me())
        db.session.commit()
        flash(_("内部备注已保存，反映人看不到。"), "success")
    return redirect(url_for("staff.show", ref=ref, _anchor="notes"), 303)


@staff.post("/tickets/<ref>/presence")
def presence(ref: str) -> Response:
    """This page is open; the answer names who else has the ticket open."""
    ticket = ticket_or_404(ref)
    others = desk_operations.be_seen(ticket, by=me())
    db.session.commit()
    return jsonify(others=[name_and_post(one)[0] for one in others])


@staff.post("/tickets/<ref>/drafts/<path:place>")
def keep_draft(ref: str, place: str) -> Response:
    """What a script sends while somebody types into the form at this place."""
    ticket = ticket_or_404(ref)
    desk_operations.keep_draft(ticket, place[:60], drafts_kept.typed(), by=me())
    db.session.commit()
    return jsonify(said=_("草稿已保存 %(time)s", time=f"{clock.to_local(clock.now()):%H:%M}"))
