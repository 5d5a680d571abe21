"""What the pages with proofs share: files handed over, and the address where they are checked."""

from datetime import datetime
from io import BytesIO

from flask import Response, current_app, send_file, url_for


def handed_over(content: bytes, media_type: str, name: str) -> Response:
    """A download that nobody on the way keeps."""
    answer = send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def check_address() -> str:
    """Where a proof is checked; what the square code leads to. Nothing about the proof is in it."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + url_for("public_log.check")


def moment_words(at: datetime) -> str:
    """A moment as the pages write it."""
    return str(current_app.jinja_env.filters["moment"](at))
