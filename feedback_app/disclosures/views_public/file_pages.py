"""The files of a record, for anyone: the safe copy of the version the public sees now, and nothing else.

The record is looked up at every request, so a file is gone in the moment its record is hidden or comes down; the notice
answers in its place.
"""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from feedback_app.disclosures import queries
from feedback_app.disclosures.views_public.standing import record_or_notice
from feedback_app.files.handing_over import handed_over

files = Blueprint("files", __name__)


@files.get("/records/<ref>/files/<int:number>")
def copy(ref: str, number: int) -> Response:
    """The safe copy of a file that is published with the version the public sees."""
    record = record_or_notice(ref)
    if record.live_number is None:
        abort(404)
    published = queries.files_of(record, record.live_number, published=True)
    found = next((file for file in published if file.number == number), None) or abort(404)
    return handed_over(found.copy_sha256, found.media_type, found.name)
