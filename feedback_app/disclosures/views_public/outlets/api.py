"""The interface for programs: public records as JSON, page by page, and what their fields mean."""

import json
from typing import Any

from flask import Response, request

from feedback_app.disclosures import catalogue, finding, published, queries
from feedback_app.disclosures.catalogue.schema import schema_of
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public import narrowing
from feedback_app.disclosures.views_public.outlets.blueprint import address, answer, outlets
from feedback_app.disclosures.views_public.outlets.openapi import description

MOST = 100


@outlets.get("/api/records")
def api_records() -> Response:
    """The newest that fit, and the address of the next page."""
    wanted = narrowing.read(request.args)
    page = finding.find(
        wanted, after=finding.place(request.args.get("after")), limit=_limit(), with_versions=True
    )
    further = {
        "kind": wanted.category or wanted.stage,
        "stage": "",
        "category": "",
        "limit": _limit(),
        "after": page.after,
    }
    onward = address("outlets.api_records", **narrowing.query(wanted, **further)) if page.after else None
    return _say({"records": [_record(one) for one in page.records if one.live is not None], "next": onward})


@outlets.get("/api/records/<ref>")
def api_record(ref: str) -> Response:
    record = queries.public_record(ref) if len(ref) <= 40 and ref.isascii() else None
    if record is None or record.live is None:
        return _not_there()
    return _say(_record(record))


@outlets.get("/api/schema/<key>")
def api_schema(key: str) -> Response:
    row = next((row for row in catalogue.CATEGORIES if row.key == key and row.is_public), None)
    return _say(schema_of(row)) if row else _not_there()


@outlets.get("/api/openapi.json")
def api_description() -> Response:
    return _say(description(address("public.home").rstrip("/")))


def _limit() -> int:
    asked = request.args.get("limit", "")
    return (
        min(max(int(asked), 1), MOST)
        if asked.isascii() and asked.isdigit() and len(asked) < len("10000")
        else finding.PAGE
    )


def _record(record: DisclosureRecord) -> dict[str, Any]:
    out = [one for one in record.versions if one.published_at is not None]
    return {
        "ref": record.ref,
        "url": address("public.record", ref=record.ref),
        "stage": record.stage,
        "category": record.category_key,
        "title": record.title_zh,
        "title_en": record.title_en,
        "party_kind": record.party_kind,
        "formed_on": record.formed_on.isoformat(),
        "first_published_at": record.first_published_at and record.first_published_at.isoformat(),
        "published_at": record.published_at and record.published_at.isoformat(),
        "version": record.live_number,
        "corrected": any(one.change_kind == "correction" for one in out),
        "under_verification": record.under_verification,
        "is_sample": record.is_sample,
        "values": published.values(record),
        "versions": [
            {
                "number": one.number,
                "kind": one.change_kind,
                "published_at": one.published_at and one.published_at.isoformat(),
            }
            for one in out
        ],
    }


def _say(said: Any) -> Response:
    return answer(json.dumps(said, ensure_ascii=False, indent=1), "application/json")


def _not_there() -> Response:
    made = answer(
        json.dumps(
            {"error": "没有这项内容，或者已经不再公示。Not there, or no longer public."}, ensure_ascii=False
        ),
        "application/json",
    )
    made.status_code = 404
    return made
