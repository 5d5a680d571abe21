"""For search engines: what they may read, and where every public page stands. Nothing that came down is named."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from flask import Response, abort
from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.disclosures import catalogue, queries
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public.outlets.blueprint import address, answer, outlets
from feedback_app.extensions import db

PAGE = 10_000  # the standard allows 50,000 addresses in one file
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@outlets.get("/robots.txt")
def robots() -> Response:
    closed = (
        "/staff/",
        "/status",
        "/receipt",
        "/search",
        "/downloads/",
        "/records/*/report",
        "/records/*/versions/",
    )
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {address('outlets.sitemap_index')}",
    ]
    return answer("\n".join(lines) + "\n", "text/plain")


@outlets.get("/sitemap.xml")
def sitemap_index() -> Response:
    """The parts: the site's own pages, and the records by their number, ten thousand to a part."""
    parts = [address("outlets.sitemap_pages")]
    parts += [address("outlets.sitemap", number=number) for number in range(1, _parts() + 1)]
    rows = "".join(f"<sitemap><loc>{escape(part)}</loc></sitemap>\n" for part in parts)
    return answer(f"{_HEAD}<sitemapindex {_XMLNS}>\n{rows}</sitemapindex>\n", "application/xml")


@outlets.get("/sitemaps/pages.xml")
def sitemap_pages() -> Response:
    pages = [address(f"public.{name}") for name in ("home", "corrections", "procedure", "regulation")]
    pages += [address("public.stage", stage=row.stage.value) for row in catalogue.STAGES.values()]
    pages += [
        address("public.category", stage=row.stage.value, category_key=row.key)
        for row in catalogue.CATEGORIES
        if row.is_public
    ]
    rows = "".join(f"<url><loc>{escape(page)}</loc></url>\n" for page in pages)
    return answer(f"{_HEAD}<urlset {_XMLNS}>\n{rows}</urlset>\n", "application/xml")


@outlets.get("/sitemaps/<int:number>.xml")
def sitemap(number: int) -> Response:
    if not 1 <= number <= _parts():
        abort(404)
    return answer("".join(_part(number)), "application/xml")


def _parts() -> int:
    last = db.session.scalar(select(func.max(DisclosureRecord.id))) or 0
    return -(-last // PAGE)


def _part(number: int) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_XMLNS}>\n"
    for ref, published_at in queries.for_search_engines((number - 1) * PAGE, number * PAGE):
        day = clock.to_local(published_at).date().isoformat()
        yield f"<url><loc>{escape(address('public.record', ref=ref))}</loc><lastmod>{day}</lastmod></url>\n"
    yield "</urlset>\n"
