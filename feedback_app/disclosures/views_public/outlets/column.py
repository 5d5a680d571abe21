"""A column for the portal of the county or prefecture: the newest of a stage as a list to be set into another page.

County bureaus publish through the county's portal; it fetches this fragment and puts it into its own page, in its own
style. No head, no script, no style; full addresses.
"""

from flask import Response, abort, render_template, request

from feedback_app import clock
from feedback_app.disclosures import catalogue, queries
from feedback_app.disclosures.views_public.outlets.blueprint import address, answer, outlets

NEWEST, MOST = 20, 100


@outlets.get("/column/<stage>")
def column(stage: str) -> Response:
    row = next((row for row in catalogue.STAGES.values() if row.stage == stage), None) or abort(404)
    asked = request.args.get("most", "")
    most = (
        min(int(asked), MOST) if asked.isascii() and asked.isdigit() and len(asked) < len("1000") else NEWEST
    )
    records = queries.published(stage=row.stage.value, limit=max(most, 1)).rows
    page = render_template(
        "disclosures/_column.html",
        records=records,
        corrected=queries.corrected_ids(records),
        stage=row,
        home=address("public.stage", stage=row.stage.value),
        days={one.ref: clock.to_local(one.published_at).date() for one in records if one.published_at},
        hrefs={record.ref: address("public.record", ref=record.ref) for record in records},
    )
    return answer(page, "text/html")
