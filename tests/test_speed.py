"""No page asks the database more often because there is more in it, and every list is answered by an index."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event, select, text

from feedback_app.audit.actor import operator
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.extensions import db
from feedback_app.sample.load import load
from feedback_app.tickets.models import Correction, Ticket

pytestmark = pytest.mark.with_content

# What everybody looks at, and who looks: None is a citizen. {record} was corrected, {ticket} went the whole way.
PAGES: dict[str, tuple[str | None, str]] = {
    "home": (None, "/"),
    "stage": (None, "/disclosures/ex_post"),
    "category": (None, "/disclosures/ex_post/penalty"),
    "record": (None, "/records/{record}"),
    "version": (None, "/records/{record}/versions/1"),
    "report form": (None, "/records/{record}/report"),
    "corrections": (None, "/corrections"),
    "search": (None, "/search?q=%E7%BD%9A%E6%AC%BE"),
    "search for one character": (None, "/search?q=%E7%BD%9A&kind=penalty&year=2025"),
    "narrowed list": (None, "/disclosures/ex_post?year=2025&party=organization&unit=3"),
    "corrected": (None, "/disclosures/ex_post/penalty?corrected=yes"),
    "late": (None, "/disclosures/ex_post?late=yes"),
    "feed": (None, "/feeds/ex_post.xml"),
    "feed of corrections": (None, "/feeds/corrections.json"),
    "column": (None, "/column/ex_post"),
    "records for programs": (None, "/api/records?kind=penalty&limit=20"),
    "record for programs": (None, "/api/records/{record}"),
    "sitemap": (None, "/sitemap.xml"),
    "queue of a clerk": ("sunlei", "/staff/"),
    "queue of a leader": ("liweidong", "/staff/"),
    "queue of an investigator": ("liufang", "/staff/"),
    "queue of a publisher": ("zhouting", "/staff/"),
    "all open": ("sunlei", "/staff/?view=all"),
    "all late": ("sunlei", "/staff/?view=late"),
    "all of a state": ("sunlei", "/staff/?view=all&state=investigating"),
    "all by kind and way in": ("sunlei", "/staff/?view=all&type=inaccuracy_report&channel=web&due=late"),
    "looked for": ("sunlei", "/staff/?words={record}"),
    "ticket": ("sunlei", "/staff/tickets/{ticket}"),
    "records of staff": ("zhouting", "/staff/records/"),
    "record of staff": ("zhouting", "/staff/records/{record}"),
    "mail": ("sunlei", "/staff/mail"),
    "register": ("hewenbo", "/staff/oversight/tickets"),
    "log": ("hewenbo", "/staff/oversight/log"),
    "log by kind": ("hewenbo", "/staff/oversight/log?kind=ticket"),
    "log by person": ("hewenbo", "/staff/oversight/log?person=9"),
    "log by day": ("hewenbo", "/staff/oversight/log?from_on=2025-03-01&to_on=2025-03-31"),
    "log by subject": ("hewenbo", "/staff/oversight/log?subject={ticket}"),
    "log by unit": ("hewenbo", "/staff/oversight/log?unit=办公室"),
    "log by kind of actor": ("hewenbo", "/staff/oversight/log?whose=system"),
    "log on behalf": ("hewenbo", "/staff/oversight/log?on_behalf=1"),
    "log by action": ("hewenbo", "/staff/oversight/log?action=ticket.verify"),
    "log by many": (
        "hewenbo",
        "/staff/oversight/log?unit=办公室&kind=ticket&whose=staff&from_on=2025-03-01&q=刘芳",
    ),
    "chain of a ticket": ("hewenbo", "/staff/oversight/tickets/{ticket}"),
    "months": ("hewenbo", "/staff/oversight/months"),
    "month": ("hewenbo", "/staff/oversight/months/2026-03"),
    "entry": ("hewenbo", "/staff/oversight/entries/100"),
    "chain of a record": ("hewenbo", "/staff/oversight/records/{record}"),
}
MOST_QUERIES = 56
# Lists that may grow without end: read in their order, never gathered and sorted first. (What waits for one person is.)
IN_ORDER = (
    "home",
    "stage",
    "category",
    "corrections",
    "all open",
    "all late",
    "all of a state",
    "mail",
    "register",
    "log",
)
# Tables that grow with every report. Staff, units, sessions and the calendar do not.
GROWING = {
    "ticket", "claim", "disclosure_record", "record_version", "record_act", "clock", "log_entry", "log_sealed",
    "owed_message", "search_entry", "channel_publication", "correction", "verification", "attachment", "record_clarification",
}  # fmt: skip
# A later page of each, wherever it begins: {moment} and a number.
LATER = {
    "stage": (None, "/disclosures/ex_post?after={moment}_5"),
    "category": (None, "/disclosures/ex_post/penalty?after={moment}_5"),
    "corrections": (None, "/corrections?after={moment}_5"),
    "all open": ("sunlei", "/staff/?view=all&after={moment}_5"),
    "all of a state": ("sunlei", "/staff/?view=all&state=closed&after={moment}_5"),
    "register": ("hewenbo", "/staff/oversight/tickets?after={moment}_5"),
    "log": ("hewenbo", "/staff/oversight/log?before=300"),
    "log by kind": ("hewenbo", "/staff/oversight/log?kind=ticket&before=300"),
    "log by unit": ("hewenbo", "/staff/oversight/log?unit=办公室&before=300"),
    "log by kind of actor": ("hewenbo", "/staff/oversight/log?whose=staff&before=300"),
    "log on behalf": ("hewenbo", "/staff/oversight/log?on_behalf=1&before=300"),
    "log by person and kind": ("hewenbo", "/staff/oversight/log?person=10&kind=ticket&before=300"),
}
# Indexes that hold a few rows only: reading one from end to end is not reading the table.
OF_FEW = ("ix_ticket_open", "ix_log_entry_behalf")
SignIn = Callable[[str], FlaskClient]


@dataclass(frozen=True)
class Statement:
    """A statement as it was sent, and how often it had to be asked before."""

    words: str
    given: Any


@pytest.fixture
def few(db_session: Any) -> None:
    load(40, 10, seed=1, by=operator("tests"))
    db.session.commit()


def _addresses() -> dict[str, tuple[str | None, str]]:
    """PAGES with a record that was corrected and the ticket that led to it."""
    found = db.session.execute(
        select(Ticket.ref, DisclosureRecord.ref)
        .join(DisclosureRecord, Ticket.record_id == DisclosureRecord.id)
        .join(Correction, Correction.ticket_id == Ticket.id)
        .join(RecordVersion, RecordVersion.record_id == DisclosureRecord.id)
        .where(Ticket.closed_at.is_not(None), RecordVersion.change_kind == "correction")
        .order_by(Ticket.id)
    ).first()
    assert found is not None
    ticket, record = found
    return {name: (who, page.format(record=record, ticket=ticket)) for name, (who, page) in PAGES.items()}


class Readers:
    """A browser for each person, signed in once."""

    def __init__(self, client: FlaskClient, sign_in: SignIn) -> None:
        self._client, self._sign_in = client, sign_in
        self._browsers: dict[str, FlaskClient] = {}

    def statements(self, who: str | None, address: str) -> list[Statement]:
        """What the page asked of the database."""
        if who and who not in self._browsers:
            self._browsers[who] = self._sign_in(who)
        browser = self._browsers[who] if who else self._client
        with _listening() as heard:
            answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return heard


@contextmanager
def _listening() -> Iterator[list[Statement]]:
    heard: list[Statement] = []

    def hear(
        connection: Connection, cursor: Any, statement: str, given: Any, context: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "WITH")):
            heard.append(Statement(statement, given))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def test_pages_ask_as_often_of_many_rows_as_of_few(few: None, client: FlaskClient, sign_in: SignIn) -> None:
    load(150, 30, seed=2, by=operator("tests"))  # so that no page is empty: an empty one asks for less
    db.session.commit()
    readers, addresses = Readers(client, sign_in), _addresses()
    before = {name: len(readers.statements(*page)) for name, page in addresses.items()}
    load(200, 60, seed=3, by=operator("tests"))
    db.session.commit()
    after = {name: len(readers.statements(*page)) for name, page in addresses.items()}
    assert after == before
    assert max(after.values()) <= MOST_QUERIES, after


def test_tickets_of_one_kind_are_read_alike(few: None, sign_in: SignIn, client: FlaskClient) -> None:
    """However many claims, versions, clocks and log entries a ticket has."""
    readers = Readers(client, sign_in)
    closed = select(Ticket.ref).join(Correction).where(Ticket.closed_at.is_not(None)).order_by(Ticket.id)
    counts = {
        len(readers.statements("sunlei", f"/staff/tickets/{ref}"))
        for ref in db.session.scalars(closed).all()[:8]
    }
    assert max(counts) - min(counts) <= 1, counts  # whoever left a way to be reached is asked about once more


def test_every_list_is_answered_by_an_index(few: None, client: FlaskClient, sign_in: SignIn) -> None:
    readers = Readers(client, sign_in)
    walked = {
        name: found
        for name, page in _addresses().items()
        if (found := [table for one in readers.statements(*page) for table in _walked_through(one)])
    }
    assert not walked, f"read from end to end: {walked}"


def test_lists_without_end_are_read_in_their_order(few: None, client: FlaskClient, sign_in: SignIn) -> None:
    readers, addresses = Readers(client, sign_in), _addresses()
    in_order = {name: readers.statements(*addresses[name]) for name in IN_ORDER}
    cut = {name: [one for one in heard if "LIMIT" in one.words] for name, heard in in_order.items()}
    assert all(cut.values()), "every one of them reads a page"
    assert not {name for name, heard in cut.items() if any(_is_sorted(one) for one in heard)}


def test_a_later_page_begins_at_its_place(few: None, client: FlaskClient, sign_in: SignIn) -> None:
    """And does not walk through the pages before it."""
    readers = Readers(client, sign_in)
    walked = []
    for name, (who, address) in LATER.items():
        heard = readers.statements(who, address.format(moment="2026-06-01T00:00:00%2B00:00"))
        if not any(_begins_within(one) for one in heard if "LIMIT" in one.words):
            walked.append(name)
    assert not walked


def _begins_within(one: Statement) -> bool:
    """Whether an index is entered at a place given by its order."""
    if db.engine.dialect.name == "sqlite":
        return any(re.match(r"SEARCH .*\w[<>]\?", line) for line in _plan_of_sqlite(one))
    conditions = [node.get("Index Cond", "") for node in _plan_of_postgresql(one, "bitmapscan", "sort")]
    return any(re.search(r"[<>]", condition) for condition in conditions)


def _is_sorted(one: Statement) -> bool:
    """Whether the rows have to be gathered and sorted before the first can be given."""
    if db.engine.dialect.name == "sqlite":
        return any("B-TREE FOR ORDER BY" in line for line in _plan_of_sqlite(one))
    return any(
        node["Node Type"] in ("Sort", "Incremental Sort")
        for node in _plan_of_postgresql(one, "bitmapscan", "sort")
    )


def _walked_through(one: Statement) -> list[str]:
    """The growing tables that a statement reads from end to end."""
    return _walked_on_sqlite(one) if db.engine.dialect.name == "sqlite" else _walked_on_postgresql(one)


def _walked_on_sqlite(one: Statement) -> list[str]:
    lines = _plan_of_sqlite(one)
    is_sorted_afterwards = any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
    is_cut = (
        "LIMIT" in one.words and not is_sorted_afterwards
    )  # walks an index, or the rows' own order, until it has enough
    scans = [
        match[1]
        for line in lines
        if (match := re.match(r"SCAN (\w+)", line)) and not any(index in line for index in OF_FEW)
    ]
    return [] if is_cut else [table for table in scans if re.sub(r"_\d+$", "", table) in GROWING]


def _walked_on_postgresql(one: Statement) -> list[str]:
    return [node["Relation Name"] for node in _plan_of_postgresql(one) if _is_whole(node)]


def _plan_of_sqlite(one: Statement) -> list[str]:
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {one.words}", one.given)
    return [row[3] for row in plan]


def _plan_of_postgresql(one: Statement, *without: str) -> list[dict[str, Any]]:
    """What it would do with large tables: small ones it reads whole and sorts whatever there is, unless told not to."""
    for way in ("seqscan", *without):
        db.session.execute(text(f"SET LOCAL enable_{way} = off"))
    plan = (
        db.session.connection().exec_driver_sql(f"EXPLAIN (FORMAT JSON) {one.words}", one.given).scalar_one()
    )
    return list(_nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _is_whole(node: dict[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


@pytest.mark.one_database
def test_what_was_found_is_read_by_its_numbers(few: None, client: FlaskClient, sign_in: SignIn) -> None:
    """And not by walking through everything that is public, which SQLite prefers when it is asked for the status too."""
    heard = Readers(client, sign_in).statements(None, "/search?q=%E7%BD%9A%E6%AC%BE")
    [records] = [one for one in heard if "disclosure_record.ref IN" in one.words]
    assert ["ref=?" in line for line in _plan_of_sqlite(records) if "disclosure_record" in line] == [True]
