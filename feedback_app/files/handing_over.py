"""Handing a file over: only ever as a download under its own Chinese name, unsealed on its way, never run in our pages."""

from itertools import chain
from pathlib import Path
from urllib.parse import quote

from flask import Response, abort, current_app

from feedback_app.files import shelf

# Even a browser that insists on opening the file runs nothing in it.
SANDBOX = "default-src 'none'; sandbox"


def files_folder() -> Path:
    """The folder in which every file lies under its own hash."""
    return Path(current_app.config["DATA_DIR"]) / "files"


def handed_over(sha256: str, media_type: str, name: str) -> Response:
    """The file with this hash as a download; 404 when its bytes are gone. Whoever calls this has decided that the person
    may have it. A page may still show a picture from this address: what is shown inside a page is not opened by itself.
    """
    folder = files_folder()
    pieces = shelf.read(folder, sha256)
    try:
        first = next(pieces)  # what cannot be read at all gets a page that says so, not a download of nothing
    except FileNotFoundError:
        abort(404)
    answer = Response(chain([first], pieces), mimetype=media_type, direct_passthrough=True)
    answer.content_length = shelf.size_of(folder, sha256)
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def disposition(name: str) -> str:
    """The header that names a download: in plain signs for old programs, and in full (RFC 6266, RFC 8187)."""
    plain = "".join(
        sign if sign.isascii() and sign.isprintable() and sign not in '"\\' else "_" for sign in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
