"""The files of a record, for anyone: the safe copy of the version the public sees now, and nothing else.

Looked up through `public_record` at every request, so a file is gone in the moment its record is hidden or comes down.
"""

import re

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from feedback_app.disclosures import queries
from feedback_app.disclosures.handing_over import handed_over

files = Blueprint("files", __name__)
_REF = re.compile(r"[A-Za-z0-9-]{1,40}")


@files.get("/records/<ref>/files/<int:number>")
def copy(ref: str, number: int) -> Response:
    """The safe copy of a file that is published with the version the public sees."""
    record = queries.public_record(ref) if _REF.fullmatch(ref) else None
    if record is None or record.live_number is None:
        abort(404)
    published = queries.files_of(record, record.live_number, published=True)
    found = next((file for file in published if file.number == number), None) or abort(404)
    return handed_over(found.copy_sha256, found.media_type, found.name)
