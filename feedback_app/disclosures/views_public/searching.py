"""The search page: whatever a citizen remembers of a record is enough to find it."""

import re
from dataclasses import asdict

from flask import Blueprint, render_template, request

from feedback_app.disclosures import finding, queries
from feedback_app.disclosures.finding import Result, Wanted
from feedback_app.disclosures.views_public import narrowing
from feedback_app.search.snippets import Piece, snippet, whole
from feedback_app.search.words import Phrase

_END = re.compile(r"(?<=[^。；！？…])\n")  # where one value ends and the next begins
searching = Blueprint("searching", __name__)


@searching.get("/search")
def search() -> str:
    wanted, after = narrowing.read(request.args), finding.place(request.args.get("after"))
    page = finding.find(wanted, after=after) if wanted.words else finding.Results([], None)
    looked_for = finding.looked_for(wanted)
    kind = wanted.category or wanted.stage
    return render_template(
        "disclosures/search.html",
        wanted=wanted,
        kind=kind,
        here=_address(wanted),
        choices=narrowing.choices(),
        rows=[(one.record, *_marked(one, looked_for)) for one in page.rows],
        corrected=queries.corrected_ids(page.records),
        after=page.after,
        is_first=after is None,
        was_narrowed=len({name for name, value in asdict(wanted).items() if value} - {"words"}) > 0,
    )


def _address(wanted: Wanted) -> dict[str, str]:
    asked = narrowing.query(wanted, stage="", category="", kind=wanted.category or wanted.stage)
    return {name: str(value) for name, value in asked.items()}


def _marked(one: Result, looked_for: tuple[Phrase, ...]) -> tuple[list[Piece], list[Piece]]:
    """The title with its finds, and the passage of the text that has one."""
    title, _, body = one.text.partition("\n")
    passage = snippet(_END.sub("；", body).replace("\n", ""), looked_for)
    return whole(title, looked_for), passage if any(piece.is_found for piece in passage) else []
