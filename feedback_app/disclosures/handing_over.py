"""Where a record's files lie, and how one is handed over: only ever as a download, under its own Chinese name."""

from pathlib import Path

from flask import abort, current_app, send_file
from werkzeug.wrappers import Response

from feedback_app.files.operations import path_of

# Even a browser that insists on opening the file runs nothing in it.
SANDBOX = "default-src 'none'; sandbox"


def files_folder() -> Path:
    """The folder in which every file lies under its own hash."""
    return Path(current_app.config["DATA_DIR"]) / "files"


def handed_over(sha256: str, media_type: str, name: str) -> Response:
    """The bytes with this hash as a download. Whoever calls this has decided that the person may have them."""
    path = path_of(files_folder(), sha256)
    if not path.is_file():
        abort(404)
    answer = send_file(
        path, media_type, as_attachment=True, download_name=name, conditional=False, etag=False
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer
