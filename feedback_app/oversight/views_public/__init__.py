"""What anyone may read and check of the accountability log, without signing in."""

from flask import Blueprint

public_log = Blueprint("public_log", __name__)

from feedback_app.oversight.views_public import check_page, log_pages  # noqa: E402, F401 - they hang their pages on the blueprint
