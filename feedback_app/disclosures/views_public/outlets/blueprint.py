"""The blueprint of the outlets, full addresses, and the headers all of them bear."""

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

outlets = Blueprint("outlets", __name__)


def address(endpoint: str, **values: Any) -> str:
    """A full address under the name the public uses."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + url_for(endpoint, **values)


def answer(body: str | bytes, mimetype: str) -> Response:
    """An answer whoever asked may keep, but must ask about again: unchanged it costs nothing, changed it is never stale.

    It is public and the same for everybody, so scripts of other sites (a portal's column) may read it.
    """
    made = Response(body, content_type=f"{mimetype}; charset=utf-8")
    made.headers["Cache-Control"] = "no-cache"
    made.headers["Access-Control-Allow-Origin"] = "*"
    made.headers["X-Robots-Tag"] = "noindex"
    made.add_etag()
    made.make_conditional(request)
    return made
