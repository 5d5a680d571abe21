"""How much is kept from the public by law, and on which bases: figures without content (Article 9)."""

from flask import Blueprint, current_app, render_template

from feedback_app import clock
from feedback_app.disclosures import withheld
from feedback_app.disclosures.views_public import shown
from feedback_app.disclosures.withholding import WITHHELD_KINDS

withheld_figures = Blueprint("withheld_figures", __name__)


@withheld_figures.get("/withheld")
def page() -> str:
    """Up to the end of last month: a figure that changes on the day would tell what was withheld that day."""
    up_to = clock.today().replace(day=1)
    smallest = current_app.config["NON_DISCLOSURE_SMALLEST_COUNT"]
    return render_template(
        "disclosures/withheld.html",
        years=withheld.public_years(up_to, smallest),
        up_to=up_to,
        smallest=smallest,
        kinds=WITHHELD_KINDS,
        articles_in=shown.articles_in,
        months=current_app.config["NON_DISCLOSURE_REVIEW_MONTHS"],
    )
