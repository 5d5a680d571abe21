"""Files handed in with a ticket: only ever downloaded, never shown inside our own pages."""

from flask import abort, request, send_file
from werkzeug.wrappers import Response

from feedback_app.extensions import db, writing_apart
from feedback_app.files import operations, queries
from feedback_app.files.models import Attachment
from feedback_app.files.operations import path_of
from feedback_app.tickets.forms_public import files_folder
from feedback_app.tickets.views_staff.blueprint import me, staff, ticket_or_404

# Even a browser that insists on opening the file runs nothing in it.
SANDBOX = "default-src 'none'; sandbox"


@staff.get("/tickets/<ref>/files/<int:number>")
def attachment(ref: str, number: int) -> Response:
    """One file, for whoever may see its ticket; the name as it was given, Chinese intact (RFC 5987)."""
    ticket = ticket_or_404(ref)
    return handed_over(queries.attachment(ticket.subject, number) or abort(404))


def handed_over(found: Attachment) -> Response:
    """The bytes of a file as a download, which the log remembers. Whoever calls this has decided that the person may
    have it."""
    path = path_of(files_folder(), found.sha256)
    if not path.is_file():
        abort(404)
    answer = send_file(
        path, found.media_type, as_attachment=True, download_name=found.name, conditional=False, etag=False
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    if request.method == "GET":
        with writing_apart():
            operations.note_download(found, by=me().actor)
            db.session.commit()
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
