"""What an address of a record answers: the record, or the notice that says why it is no longer there.

Every public page about one record asks here, whichever package draws it (pages, versions, proofs, attachments), so that
none of them can go on showing what came down.

The notice answers 200. It is the page the law asks for: the reason has to be public (行政处罚法 48), people arrive here by
old links and from other sites, and the checks run on government websites count every 4xx as a dead link. What 410 would
say to a search engine is said by `noindex` in the page and in a header. Nothing is to be kept on the way: `no-store`.
"""

import re
from typing import Any

from flask import Response, abort, make_response, render_template, request

from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.explaining import explain
from feedback_app.disclosures import catalogue, queries
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion, Takedown
from feedback_app.disclosures.views_public import shapes, shown

_REF = re.compile(r"[A-Za-z0-9-]{1,40}")


def record_or_notice(ref: str) -> DisclosureRecord:
    """The record the public may see. One that came down, or is hidden, answers with its notice instead; one that never was
    public with 404. What cannot be a reference never reaches the database."""
    found = queries.once_public(ref) if _REF.fullmatch(ref) else None
    if found is None:
        abort(404)
    if not found.is_public:
        abort(notice_of(found))
    return found


def notice_of(record: DisclosureRecord) -> Response:
    """The page that stands at every address of a record that is not public any more."""
    page = _hidden(record) if record.is_hidden else _taken_down(record)
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def page_of(record: DisclosureRecord, version: RecordVersion) -> dict[str, Any]:
    """What the record's page and its versions' pages share."""
    content = shown.content_of(record, version)
    return {
        "version": version,
        "published_stamp": shown.stamp(version),
        **place_of(record),
        **content,
        **shapes.shapes_of(list(content["fields"]), content["values"], request.args.to_dict(), shown.lang()),
    }


def place_of(record: DisclosureRecord) -> dict[str, Any]:
    """The record, and where it stands in the catalogue."""
    return {
        "record": record,
        "category": record.category,
        "stage": catalogue.STAGES[record.category.stage],
    }


def _hidden(record: DisclosureRecord) -> str:
    return render_template("disclosures/hidden.html", **place_of(record), hiding=queries.open_hiding(record))


def _taken_down(record: DisclosureRecord) -> str:
    down = queries.takedown_of(record)
    return render_template(
        "disclosures/taken_down.html",
        **place_of(record),
        down=down,
        sentence=down.sentence(shown.lang()) if down else "",
        law=_law(down) if down else "",
        limit=_limit(record, down) if down else None,
    )


def _law(down: Takedown) -> str:
    row = down.ground_row
    return down.law or (row.law_en if shown.lang() == "en" else row.law_zh)


def _limit(record: DisclosureRecord, down: Takedown) -> tuple[Any, str] | None:
    """The clock that ran from the instrument's receipt, with how it was counted."""
    rule = down.ground_row.clock
    found = [one for one in deadlines.clocks("record", record.ref) if rule and one.rule == rule]
    return (found[-1], explain(found[-1].count, shown.lang())) if found else None
