"""Files handed in with a ticket: the safe copy to look at, the original to take away; the log remembers each look."""

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.extensions import db, writing_apart
from feedback_app.files import handing_over, operations, queries
from feedback_app.files.models import Attachment
from feedback_app.tickets.views_staff.blueprint import me, page_of, staff, ticket_or_404


@staff.get("/tickets/<ref>/files/<int:number>")
def attachment(ref: str, number: int) -> Response:
    """The original, for whoever may see its ticket; the name as it was given, Chinese intact (RFC 5987)."""
    ticket = ticket_or_404(ref)
    return handed_over(queries.attachment(ticket.subject, number) or abort(404))


@staff.get("/tickets/<ref>/files/<int:number>/copy")
def attachment_copy(ref: str, number: int) -> Response:
    """The safe copy: drawn anew, without what says where, when and by whom a picture was taken."""
    ticket = ticket_or_404(ref)
    found = queries.attachment(ticket.subject, number) or abort(404)
    if not found.is_copied:
        flash(_("这个文件现在没有可以查看的副本。"), "notice")
        return redirect(page_of(ticket), 303)
    return copy_handed_over(found)


def handed_over(found: Attachment) -> Response:
    """The original as a download, which the log remembers. Whoever calls this has decided that the person may have it."""
    answer = handing_over.handed_over(found.sha256, found.media_type, found.name)
    if request.method == "GET":
        with writing_apart():
            operations.note_download(found, by=me().actor)
            db.session.commit()
    return answer


def copy_handed_over(found: Attachment) -> Response:
    """The safe copy, which a page may show; the log remembers the look."""
    answer = handing_over.handed_over(found.copy_sha256 or "", found.media_type, found.name)
    if request.method == "GET":
        with writing_apart():
            operations.note_view(found, by=me().actor)
            db.session.commit()
    return answer
