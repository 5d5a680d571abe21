"""Errors that come back: the same cause in the same unit and field (Articles 15 to 17)."""

from flask import current_app, render_template

from feedback_app.oversight.views_staff.blueprint import oversight
from feedback_app.tickets import recurrence


@oversight.get("/recurrences")
def recurrences() -> str:
    """Every cause that came back within the months the bureau set, the most frequent first."""
    months = current_app.config["RECURRENCE_MONTHS"]
    return render_template(
        "oversight/recurrences.html",
        rows=recurrence.recurring(months=months),
        months=months,
        fields=recurrence.FIELDS,
    )
