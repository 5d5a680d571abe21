"""Feeds (Atom, JSON Feed) of the site, a stage, a category, and of the corrections. Chinese, as the records are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from flask import Response, abort, current_app
from flask_babel import force_locale

from feedback_app import clock
from feedback_app.disclosures import catalogue, published, queries
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion, Takedown
from feedback_app.disclosures.views_public import shown
from feedback_app.disclosures.views_public.outlets.blueprint import address, answer, outlets

NEWEST = 50
ALL, CORRECTIONS = "all", "corrections"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Item:
    """One entry. `url` names it for good: what replaces a record keeps its name, so that readers replace it too."""

    url: str
    title: str
    updated: datetime
    published: datetime
    category: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    title: str
    home: str
    own: str
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime:
        return max(
            (item.updated for item in self.items), default=datetime(2026, 1, 1, tzinfo=clock.LEGAL_ZONE)
        )


@outlets.get("/feeds/<scope>.<any(xml, json):form>")
def feed(scope: str, form: str) -> Response:
    with force_locale("zh"):
        made = _feed(scope, form)
    if form == "json":
        return answer(json.dumps(_as_json(made), ensure_ascii=False, indent=1), "application/feed+json")
    return answer(_as_atom(made), "application/atom+xml")


def _feed(scope: str, form: str) -> Feed:
    own, site = address("outlets.feed", scope=scope, form=form), str(current_app.config["SITE_NAME"])
    if scope == CORRECTIONS:
        rows = queries.corrections(limit=NEWEST).rows
        items = tuple(_correction(version) for version in rows)
        return Feed(f"更正公告 - {site}", address("public.corrections"), own, items)
    wanted, label, home = _scope(scope)
    return Feed(f"{label} - {site}", home, own, tuple(_newest(wanted)))


def _scope(scope: str) -> tuple[Wanted, str, str]:
    """What a feed holds, what it is called, and the page it goes with."""
    if scope == ALL:
        return Wanted(), "最新公示", address("public.home")
    for stage in catalogue.STAGES.values():
        if stage.stage == scope:
            return Wanted(stage=scope), stage.label_zh, address("public.stage", stage=scope)
    row = next((one for one in catalogue.CATEGORIES if one.key == scope and one.is_public), None) or abort(
        404
    )
    home = address("public.category", stage=row.stage.value, category_key=row.key)
    return Wanted(stage=row.stage.value, category=row.key), row.label_zh, home


def _newest(wanted: Wanted) -> Iterator[Item]:
    records = queries.published(
        stage=wanted.stage or None, category_key=wanted.category or None, limit=NEWEST, with_versions=True
    ).rows
    items = [_record(record) for record in records if record.live is not None]
    yield from sorted((*items, *_notices(wanted)), key=lambda item: item.updated, reverse=True)[:NEWEST]


def _notices(wanted: Wanted) -> list[Item]:
    """What came down, in the place of what it said: the reason, and nothing of the content."""
    done = [one for one in queries.takedowns_done(NEWEST) if one.record.is_withdrawn]
    return [_notice(one) for one in done if _is_within(one.record, wanted)]


def _is_within(record: DisclosureRecord, wanted: Wanted) -> bool:
    return wanted.stage in ("", record.stage) and wanted.category in ("", record.category_key)


def _notice(down: Takedown) -> Item:
    record, moment = down.record, down.down_at
    assert moment is not None
    label = record.category.label_zh
    return Item(
        address("public.record", ref=record.ref),
        f"已撤下：{label}（{record.ref}）",
        moment,
        record.first_published_at or moment,
        label,
        tuple(words for words in (down.sentence("zh"), down.words_zh) if words),
    )


def _record(record: DisclosureRecord) -> Item:
    live, moment = record.live, record.published_at
    assert live is not None
    assert moment is not None
    is_corrected = live.change_kind == "correction"
    lines = [f"{field.label_zh}：{words}" for field, words in published.lines(record)]
    return Item(
        address("public.record", ref=record.ref),
        f"（已更正）{record.title_zh}" if is_corrected else record.title_zh,
        moment,
        record.first_published_at or moment,
        record.category.label_zh,
        (*([live.notice_zh] if live.notice_zh else []), *lines),
    )


def _correction(version: RecordVersion) -> Item:
    record, moment = version.record, version.published_at
    assert moment is not None
    item = Item(
        f"{address('public.record', ref=record.ref)}#version-{version.number}",
        f"更正：{record.title_zh}",
        moment,
        moment,
        record.category.label_zh,
        (),
    )
    changed = shown.changes(record, version)
    return replace(item, lines=tuple(f"{one.label}：“{one.old}”更正为“{one.new}”" for one in changed))


def _as_atom(feed: Feed) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(root, "id", feed.own)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    ET.SubElement(root, "link", {"rel": "self", "href": feed.own})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    _add(ET.SubElement(root, "author"), "name", str(current_app.config["BUREAU_NAME_ZH"]))
    for item in feed.items:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", item.url)
        _add(entry, "title", item.title)
        _add(entry, "updated", item.updated.isoformat())
        _add(entry, "published", item.published.isoformat())
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.url})
        ET.SubElement(entry, "category", {"term": item.category})
        _add(entry, "content", "\n".join(item.lines)).set("type", "text")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, name: str, words: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = words
    return child


def _as_json(feed: Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": "zh-CN",
        "authors": [{"name": current_app.config["BUREAU_NAME_ZH"]}],
        "items": [
            {
                "id": item.url,
                "url": item.url,
                "title": item.title,
                "content_text": "\n".join(item.lines),
                "date_published": item.published.isoformat(),
                "date_modified": item.updated.isoformat(),
                "tags": [item.category],
            }
            for item in feed.items
        ],
    }
