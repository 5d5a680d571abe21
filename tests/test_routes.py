"""Who gets in where: every route, every method, every role, as one table.

A new route is one new line in TABLE; until it stands there, the first test fails. Everybody a line does not name is kept
out: a stranger is asked to sign in, staff are told that there is no such page (REFUSED where a line says so).
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from feedback_app import clock, create_app
from feedback_app.accounts import delegating
from feedback_app.audit import operations as log
from feedback_app.audit.actor import SYSTEM
from feedback_app.carriers.models import ChannelPublication
from feedback_app.carriers.queries import latest_of
from feedback_app.disclosures import operations as records
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.disclosures.models import DisclosureRecord, RecordFile
from feedback_app.extensions import db
from feedback_app.files.models import Attachment
from feedback_app.files.operations import keep, store
from feedback_app.guard import FileReport
from feedback_app.intake import jobs
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets.models import Ticket
from feedback_app.watch import operations as watch
from tests.disclosures.coming_down_story import registered
from tests.disclosures.withheld_story import in_force
from tests.factories import PASSWORD, beijing, people, person, published_penalty, sign_in, ticket_at
from tests.rig.app import Client
from tests.rig.every_act_logged import tables_changed

IN, SIGN_IN, HIDDEN, REFUSED = "let in", "asked to sign in", "no such page", "refused"

# Everybody who may come: one pure holder of each role, and two whose history counts.
STRANGER = "stranger"
ROLES = {
    "clerk": ["intake_clerk"],
    "leader": ["supervising_leader"],  # the leader of every ticket here
    "other leader": ["supervising_leader"],
    "principal": ["principal_leader"],
    "investigator": ["investigator"],  # appointed to every ticket here
    "other investigator": ["investigator"],
    "publisher": ["publisher"],
    "involved publisher": [
        "publisher",
        "legal_clerk",
        "investigator",
    ],  # 周婷: she published the record reported here
    "legal head": ["legal_section_head"],
    "legal clerk": ["legal_clerk"],
    "section head": ["section_head"],
    "handler": ["handler"],
    "reviewer": ["disclosure_reviewer"],
    "duty officer": ["duty_officer"],
    "discipline liaison": ["discipline_liaison"],
    "system administrator": ["sys_admin"],
    "security administrator": ["sec_admin"],
    "audit administrator": ["audit_admin"],
    "superior": ["superior_org"],
    "justice bureau": ["justice_bureau"],
    "nobody in particular": [],
}
# Where these come and where not follows from what they lack; they are walked without the forms, to save time.
READING_ONLY = frozenset({"principal", "reviewer", "duty officer", "discipline liaison", "security administrator", "superior",
                          "justice bureau"})  # fmt: skip
STAFF = frozenset(ROLES)
ALL = STAFF | {STRANGER}
NOBODY = frozenset[str]()
SUPERVISORS = frozenset({"audit administrator", "superior", "justice bureau"})
LEADERS = frozenset({"leader", "other leader", "principal"})
KEEPS_ALL_IN_VIEW = LEADERS | {"clerk", "legal head"}
EXPORTERS = frozenset({"publisher", "involved publisher", "legal head"})
SEATED = KEEPS_ALL_IN_VIEW | {"investigator"}
DESK = LEADERS | {
    "handler", "section head", "legal clerk", "legal head", "publisher", "involved publisher", "reviewer",
}  # fmt: skip
PRINCIPAL = frozenset({"principal"})
READS_MAIL = LEADERS | {"clerk", "system administrator"}
PREPARES_PENALTIES = frozenset({"handler"})
PREPARES = PREPARES_PENALTIES | {"legal clerk", "legal head", "involved publisher"}

LEGAL = frozenset({"legal head", "legal clerk", "involved publisher"})
TAKERS = frozenset({"legal head", "publisher", "involved publisher"})
HIDERS = LEADERS | TAKERS | {"duty officer"}
REGISTRARS = DESK | {"clerk", "duty officer"}
SEES_DOWN = DESK | HIDERS | SUPERVISORS | {"clerk"}

# Who gets in depends on the thing: its kind → who. What stands for each kind is in World.
Who = Mapping[str, frozenset[str]]
REPORTABLE: Who = {"published": ALL, "draft": NOBODY, "hidden": NOBODY, "down": NOBODY}
PUBLIC_RECORD: Who = {
    "published": ALL,
    "draft": NOBODY,
    "hidden": ALL,
    "down": ALL,
}  # the notice is for everybody
SEEN_NO_MORE = DESK | HIDERS | SUPERVISORS
RECORD: Who = {"published": STAFF, "draft": DESK, "hidden": SEEN_NO_MORE, "down": SEEN_NO_MORE}
NEW_RECORD: Who = {
    row.key: frozenset(role for role, held in ROLES.items() if set(held) & set(row.prepares))
    for row in CATEGORIES
}
OWN_RECORD: dict[str, frozenset[str]] = {"published": PREPARES_PENALTIES, "draft": PREPARES_PENALTIES}
READS_GAPS = LEADERS | {"legal head", "legal clerk", "publisher", "involved publisher"}
GUARDED: Who = {"published": NOBODY, "draft": DESK}
SEES_WORDS = frozenset({"handler", "section head", "leader", "other leader", "legal head"})
WITH_WORDS: Who = {"published": SEES_WORDS, "draft": SEES_WORDS}
WITHHOLDERS = LEGAL | {"handler", "section head"}
WITHHELD_READERS = LEGAL | LEADERS | SUPERVISORS | {"reviewer"}
WITHHELD: Who = {"withheld": WITHHELD_READERS}
TICKET: Who = {"unsigned": SEATED, "signed": SEATED | {"publisher"}}
CLERK_ALONE = frozenset({"clerk"})
CLERKS_TICKET: Who = {"unsigned": frozenset({"clerk"})}
CARRIER: Who = {"signed": SEATED | {"publisher"}, "unsigned": NOBODY}
SEEN: Who = {"unsigned": SUPERVISORS, "signed": SUPERVISORS}
# Supervisors are led from the desk's address, which a mail may carry, to their own page of the ticket.
TICKET_OR_CHAIN: Who = {kind: who | SUPERVISORS for kind, who in TICKET.items()}
SEEN_RECORD: Who = {
    "published": SUPERVISORS,
    "draft": SUPERVISORS,
    "hidden": SUPERVISORS,
    "down": SUPERVISORS,
}


@dataclass(frozen=True)
class Row:
    rule: str
    methods: str
    who: frozenset[str] | Who
    otherwise: str = HIDDEN

    @property
    def kinds(self) -> list[str]:
        """The kinds of thing to walk: of the many categories, one for each way of preparing."""
        if self.who is NEW_RECORD:
            return ["penalty", "item_list", "random_result"]
        return list(self.who) if isinstance(self.who, Mapping) else ["published"]

    def expected(self, role: str, kind: str) -> str:
        who = self.who.get(kind, NOBODY) if isinstance(self.who, Mapping) else self.who
        if role in who:
            return IN
        # A page that is public for some things is "no such page" for the others, for strangers too.
        is_public = isinstance(self.who, Mapping) and any(STRANGER in some for some in self.who.values())
        return SIGN_IN if role == STRANGER and not is_public else self.otherwise


TABLE = (
    Row("/static/<path:filename>", "GET", ALL),
    Row("/healthz", "GET", ALL),
    Row("/readyz", "GET", ALL),
    Row("/language", "POST", ALL),
    Row("/size", "POST", ALL),
    # What anyone may read
    Row("/", "GET", ALL),
    Row("/disclosures/<stage>", "GET", ALL),
    Row("/disclosures/<stage>/<category_key>", "GET", ALL),
    Row("/records/<ref>", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/versions/<int:number>", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/versions/<int:number>/proof", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/versions/<int:number>/proof.json", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/clarifications/<int:number>/proof", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/clarifications/<int:number>/proof.json", "GET", PUBLIC_RECORD),
    Row("/search", "GET", ALL),
    Row("/records/<ref>/changes", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/on", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/on/<path:day>", "GET", PUBLIC_RECORD),
    # What can be taken along
    Row("/feeds/<scope>.<any(xml, json):form>", "GET", ALL),
    Row("/downloads/records.<any(csv, xlsx):file>", "GET", ALL),
    Row("/api/records", "GET", ALL),
    Row("/api/records/<ref>", "GET", REPORTABLE),
    Row("/api/schema/<key>", "GET", ALL),
    Row("/api/openapi.json", "GET", ALL),
    Row("/column/<stage>", "GET", ALL),
    Row("/robots.txt", "GET", ALL),
    Row("/sitemap.xml", "GET", ALL),
    Row("/sitemaps/pages.xml", "GET", ALL),
    Row("/sitemaps/<int:number>.xml", "GET", ALL),
    Row("/records/<ref>/files/<int:number>", "GET", PUBLIC_RECORD),
    Row("/corrections", "GET", ALL),
    Row("/procedure", "GET", ALL),
    Row("/regulation", "GET", ALL),
    Row("/officers", "GET", ALL),
    # Reporting, and asking where a report stands
    Row("/report", "GET", ALL),
    Row("/procedure/kinds", "GET", ALL),
    Row("/report/<topic>", "GET POST", ALL),
    Row("/records/<ref>/report", "GET", PUBLIC_RECORD),
    Row("/records/<ref>/report", "POST", REPORTABLE),
    Row("/receipt", "GET", ALL),
    Row("/status", "GET POST", ALL),
    Row("/status/ticket", "GET", ALL),
    Row("/status/ticket/proof", "GET", ALL),
    Row("/status/ticket/proof.json", "GET", ALL),
    Row("/status/ticket/proof.pdf", "GET", ALL),
    Row("/status/ticket/said.txt", "GET", ALL),
    Row("/status/leave", "POST", ALL),
    Row("/status/ticket/rating", "POST", ALL),
    Row("/status/ticket/publication", "POST", ALL),
    Row("/answers", "GET", ALL),
    Row("/status/ticket/recusal", "POST", ALL),
    Row("/status/ticket/supplement", "GET POST", ALL),
    Row("/status/ticket/withdrawal", "GET POST", ALL),
    Row("/status/ticket/objection", "GET POST", ALL),
    Row("/status/ticket/messages", "GET POST", ALL),
    Row("/status/ticket/messages/seen", "POST", ALL),
    Row("/status/ticket/files/<int:number>", "GET", ALL),
    Row("/status/code", "GET POST", ALL),
    Row("/status/code/new", "POST", ALL),
    # Checking a proof
    Row("/log", "GET", ALL),
    Row("/log/checkpoint", "GET", ALL),
    Row("/log/months/<month>", "GET", ALL),
    Row("/log/checkpoints", "GET", ALL),
    Row("/log/checkpoints.atom", "GET", ALL),
    Row("/log/checkpoints/<int:size>", "GET", ALL),
    Row("/log/checkpoints/<int:size>.txt", "GET", ALL),
    Row("/log/proof/<int:number>", "GET", ALL),
    Row("/log/consistency", "GET", ALL),
    Row("/log/verify_log.py", "GET", ALL),
    Row("/log/check", "GET", ALL),
    Row("/log/check/offline", "GET", ALL),
    # Signing in and out
    Row("/staff/sign-in", "GET POST", ALL),
    Row("/staff/sign-out", "POST", ALL),
    # Tickets
    Row("/staff/", "GET", STAFF),
    Row("/staff/bulk", "GET POST", STAFF),
    Row("/staff/filters", "POST", STAFF),
    Row("/staff/filters/<int:number>/removal", "POST", STAFF),
    Row("/staff/tickets/<ref>", "GET", TICKET_OR_CHAIN),
    Row("/staff/tickets/<ref>/acceptance", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/leader-submission", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/change-leader", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/appointment", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/change-investigator", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/verification", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/reading", "GET", TICKET),
    Row("/staff/tickets/<ref>/finding-return", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/supplement", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/supplement-answer", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/suspension", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/resumption", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/extension", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/transfer", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/non-acceptance", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/withdrawal-end", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/withdrawal-mending", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/reopening", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/split", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/signature", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/correction", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/clarification", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/correction/places/<fingerprint>", "POST", TICKET),
    Row("/staff/tickets/<ref>/redirection", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/omitted-record", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/publication", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/hiding", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/instrument", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/takedown", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/breach", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/breach/search-removals", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/breach/search-removals/<int:number>", "GET POST", NOBODY),
    Row("/staff/breaches", "GET", LEADERS | SUPERVISORS | {"legal head", "reviewer"}),
    Row("/staff/tickets/<ref>/same-cause", "POST", TICKET),
    Row("/staff/tickets/<ref>/same-accountability", "POST", TICKET),
    Row("/staff/tickets/<ref>/prevention", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/accountability/<int:number>/hearing", "GET POST", CARRIER),
    Row("/staff/tickets/<ref>/accountability/<int:number>/decision", "GET POST", CARRIER),
    Row("/staff/tickets/<ref>/accountability/<int:number>/referral", "GET POST", CARRIER),
    Row("/staff/tickets/<ref>/accountability/<int:number>/outcome", "GET POST", CARRIER),
    Row("/staff/tickets/<ref>/reply", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/merge", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/malice", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/evidence", "POST", TICKET),
    Row("/staff/tickets/<ref>/unmerge", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/merged-answers", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/letters", "POST", TICKET),
    Row("/staff/tickets/<ref>/public-answer", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/public-answer/withdrawal", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/carriers/<int:number>", "GET POST", CARRIER),
    Row("/staff/tickets/<ref>/cause", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/accountability", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/closing", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/reporter", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/messages", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/notes", "POST", TICKET),
    Row("/staff/tickets/<ref>/whole-file", "POST", TICKET),
    Row("/staff/tickets/<ref>/presence", "POST", TICKET),
    Row("/staff/tickets/<ref>/drafts/<path:place>", "POST", TICKET),
    Row("/staff/tickets/<ref>/messages/seen", "POST", TICKET),
    Row("/staff/tickets/<ref>/files/<int:number>", "GET", TICKET),
    # Who keeps away, and looks at a reporter by consent: tests/tickets/test_recusal.py
    Row("/staff/recusals", "GET", STAFF),
    Row("/staff/tickets/<ref>/recusals", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/recusals/entered", "POST", CLERKS_TICKET),
    Row("/staff/tickets/<ref>/recusals/named", "POST", CLERKS_TICKET),
    Row("/staff/tickets/<ref>/recusals/<int:number>/person", "POST", {"unsigned": NOBODY}),
    Row("/staff/tickets/<ref>/recusals/<int:number>/decision", "GET POST", {"unsigned": NOBODY}),
    Row("/staff/relations", "GET POST", STAFF - SUPERVISORS),
    Row("/staff/relations/<int:number>/end", "POST", NOBODY),
    Row("/staff/tickets/<ref>/reveals", "GET POST", TICKET),
    Row("/staff/tickets/<ref>/reveals/<int:number>/decision", "POST", {"unsigned": NOBODY}),
    Row("/staff/tickets/<ref>/reveals/<int:number>/look", "GET", TICKET),
    Row("/staff/tickets/<ref>/reveals/<int:number>/look", "POST", {"unsigned": NOBODY}),
    Row("/staff/tickets/<ref>/files/<int:number>/copy", "GET", TICKET),
    # Mail
    Row("/staff/mail", "GET", READS_MAIL),
    Row("/staff/mail/<int:number>", "GET", READS_MAIL),
    Row("/staff/mail/<int:number>/again", "POST", READS_MAIL),
    Row("/staff/mail/<int:number>/html", "GET", READS_MAIL - {"system administrator"}),
    Row("/staff/mail/kinds", "GET", READS_MAIL),
    Row("/staff/mail/kinds/<kind>", "GET", READS_MAIL),
    Row("/staff/mail/kinds/<kind>/<any(zh, en):lang>", "GET", READS_MAIL),
    Row("/staff/queues", "GET", {"clerk", "system administrator"}),
    # Mail that came in: whoever takes reports in, and nobody else
    Row("/staff/mail-in/", "GET", CLERK_ALONE),
    Row("/staff/mail-in/<int:number>", "GET", CLERK_ALONE),
    Row("/staff/mail-in/tickets/<ref>", "GET", {"unsigned": CLERK_ALONE, "signed": CLERK_ALONE}),
    Row("/staff/mail-in/<int:number>/original", "GET", CLERK_ALONE),
    Row("/staff/mail-in/<int:number>/files/<int:place>", "GET", CLERK_ALONE),
    Row("/staff/mail-in/<int:number>/ticket", "POST", CLERK_ALONE),
    Row("/staff/mail-in/<int:number>/join", "POST", CLERK_ALONE),
    Row("/staff/mail-in/<int:number>/filing", "POST", CLERK_ALONE),
    # The desk: calls, visits, letters, cases passed on; the same people
    Row("/staff/desk/", "GET POST", CLERK_ALONE),
    Row("/staff/desk/draft", "POST", CLERK_ALONE),
    Row("/staff/desk/draft/clearing", "POST", CLERK_ALONE),
    Row("/staff/desk/records", "GET", CLERK_ALONE),
    Row("/staff/desk/written/<ref>", "GET", NOBODY),  # nothing was taken down here; tests/intake/test_desk.py
    Row("/staff/desk/written/<ref>/code", "POST", NOBODY),
    Row("/staff/desk/call-backs", "GET", CLERK_ALONE),
    Row("/staff/desk/call-backs/<int:number>/number", "POST", NOBODY),
    Row("/staff/desk/call-backs/<int:number>/done", "POST", NOBODY),
    Row("/staff/desk/pasting/<ref>", "GET POST", NOBODY),  # no ticket here came from another office
    # Records
    Row("/staff/records/", "GET", STAFF),
    Row("/staff/records/exports/credit", "GET POST", EXPORTERS),
    Row("/staff/records/desk", "GET", DESK),
    Row("/staff/records/deadlines", "GET", DESK | SUPERVISORS),
    Row("/staff/delegations/", "GET POST", STAFF),
    Row("/staff/delegations/<int:number>/end", "POST", PRINCIPAL),
    Row("/staff/records/new", "GET", PREPARES),
    Row("/staff/records/new/<key>", "GET POST", NEW_RECORD),
    Row("/staff/records/<ref>/sheet", "GET", RECORD),
    Row("/staff/records/<ref>", "GET", RECORD),
    Row("/staff/records/<ref>/draft", "GET POST", OWN_RECORD),
    Row("/staff/records/<ref>/return", "POST", RECORD),
    Row("/staff/records/<ref>/change", "GET POST", OWN_RECORD | {"hidden": PREPARES_PENALTIES}),
    Row("/staff/records/<ref>/dropping", "POST", OWN_RECORD | {"hidden": PREPARES_PENALTIES}),
    Row("/staff/records/<ref>/versions/<int:number>", "GET", RECORD),
    Row("/staff/records/<ref>/plan", "POST", RECORD),
    Row(
        "/staff/records/<ref>/<any(submission, review, 'secrecy-check', approval, publication, 'plan-cancellation'):noun>",
        "POST",
        RECORD,
    ),
    Row("/staff/records/import", "GET POST", PREPARES),
    Row("/staff/records/import/templates/<key>.<any(xlsx, csv):file>", "GET", NEW_RECORD),
    # Everybody's own; there is none here. With one: tests/disclosures/test_import_pages.py
    Row("/staff/records/import/<int:number>", "GET", NOBODY),
    Row("/staff/records/import/<int:number>/faults.<any(csv, xlsx):file>", "GET", NOBODY),
    Row("/staff/records/import/<int:number>/confirmation", "POST", NOBODY),
    Row("/staff/records/import/<int:number>/dropping", "POST", NOBODY),
    Row(
        "/staff/records/import/<int:number>/<any(submission, review, 'secrecy-check', approval, publication):noun>",
        "POST",
        NOBODY,
    ),
    Row("/staff/records/gaps", "GET", READS_GAPS),
    Row("/staff/records/<ref>/guard", "GET POST", GUARDED),
    Row("/staff/records/<ref>/files", "GET", RECORD),
    Row("/staff/records/<ref>/files", "POST", OWN_RECORD),
    Row("/staff/records/<ref>/files/<int:number>", "POST", OWN_RECORD),
    Row("/staff/records/<ref>/files/<int:number>/<any(look, removal):noun>", "POST", OWN_RECORD),
    Row("/staff/records/<ref>/files/<int:number>/copy", "GET", WITH_WORDS),
    Row("/staff/records/<ref>/files/<int:number>/original", "POST", WITH_WORDS),
    # Coming down
    Row("/staff/records/coming-down", "GET", SEES_DOWN),
    Row("/staff/records/coming-down/expired", "POST", LEGAL | {"principal"}),
    Row(
        "/staff/records/<ref>/hiding",
        "GET POST",
        {"published": HIDERS, "draft": NOBODY, "hidden": NOBODY, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/hiding/decision",
        "GET POST",
        {"published": NOBODY, "hidden": LEADERS, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/instruments/new",
        "GET POST",
        {"published": REGISTRARS, "draft": NOBODY, "hidden": REGISTRARS - {"clerk"}, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/instruments/<int:number>/scan",
        "GET",
        {"hidden": DESK | HIDERS | SUPERVISORS, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/instruments/<int:number>/dismissal",
        "GET POST",
        {"hidden": {"legal head"}, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/takedown",
        "GET POST",
        {"published": TAKERS, "draft": NOBODY, "hidden": TAKERS, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/takedown/decision",
        "GET POST",
        {"published": NOBODY, "hidden": {"leader", "other leader"}, "down": NOBODY},
    ),
    Row(
        "/staff/records/<ref>/takedown/notice",
        "GET POST",
        {"published": NOBODY, "hidden": NOBODY, "down": {"legal head", "principal"}},
    ),
    Row(
        "/staff/records/<ref>/carriers/<int:number>/withdrawal",
        "GET POST",
        dict.fromkeys(("hidden", "down"), LEGAL | {"publisher", "duty officer"}),
    ),
    Row(
        "/staff/records/<ref>/archive",
        "GET POST",
        {"published": NOBODY, "draft": NOBODY, "down": SUPERVISORS | {"legal head"}},
    ),
    # What is not disclosed, by law
    Row("/withheld", "GET", ALL),
    Row("/staff/withheld/", "GET", WITHHELD_READERS | WITHHOLDERS),
    Row("/staff/withheld/new", "GET POST", WITHHOLDERS),
    Row("/staff/withheld/records/<ref>", "GET POST", {"published": NOBODY, "draft": WITHHOLDERS}),
    Row("/staff/withheld/<ref>", "GET", WITHHELD),
    Row("/staff/withheld/<ref>/content", "POST", WITHHELD),
    Row("/staff/withheld/<ref>/decision", "POST", {"withheld": LEGAL}),
    Row(
        "/staff/withheld/<ref>/draft", "GET POST", {"withheld": NOBODY}
    ),  # while it was sent back: tests/disclosures
    Row(
        "/staff/withheld/<ref>/record", "POST", {"withheld": NOBODY}
    ),  # once it was released: tests/disclosures
    # Supervision
    Row("/staff/oversight/log", "GET", SUPERVISORS),
    Row("/staff/oversight/tickets", "GET", SUPERVISORS),
    Row("/staff/oversight/tickets/<ref>", "GET", SEEN),
    Row("/staff/oversight/tickets/<ref>/files/<int:number>", "GET", SEEN),
    Row("/staff/oversight/records/<ref>", "GET", SEEN_RECORD),
    Row("/staff/oversight/verification", "POST", SUPERVISORS),
    Row("/staff/oversight/log/export", "POST", SUPERVISORS),
    Row("/staff/oversight/entries/<int:number>", "GET", SUPERVISORS),
    Row("/staff/oversight/entries/<int:number>/proof", "GET", SUPERVISORS),
    Row("/staff/oversight/notes", "POST", NOBODY),  # a note on nothing; on something: tests/oversight
    Row("/staff/oversight/months", "GET", SUPERVISORS),
    Row("/staff/oversight/recurrences", "GET", SUPERVISORS),
    Row("/staff/oversight/months/<month>", "GET", SUPERVISORS),
    Row("/staff/oversight/months/<month>/signature", "POST", SUPERVISORS),
    Row("/staff/oversight/months/<month>/sheets/<int:number>", "GET", NOBODY),  # none is signed here
    Row("/staff/oversight/months/<month>/sheets/<int:number>/pdf", "GET", NOBODY),
    Row("/staff/log-alarms/", "GET", SUPERVISORS | {"security administrator", "principal"}),
    Row("/staff/log-alarms/<int:number>/closing", "POST", SUPERVISORS),
)
# A mail that waits for a clerk, with a file.
AWAY = (
    b"From: a@example.com\r\nSubject: away\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain; name=a.txt\r\n"
    b"Content-Disposition: attachment\r\n\r\nI am away."
)
QUERIES = {"/staff/tickets/<ref>/reading": "?field=amount&value=6.8", "/log/consistency": "?old=1"}
NOUNS = {"/staff/records/<ref>/files/<int:number>/<any(look, removal):noun>": "look"}
ROWS = {(method, row.rule): row for row in TABLE for method in row.methods.split()}


@dataclass
class World:
    """A system in which every kind of thing is there once, and everybody's browser, signed in."""

    app: Flask
    browsers: dict[str, FlaskClient]
    things: dict[str, dict[str, Any]]  # kind → what stands for it in an address
    numbers: dict[tuple[str, str], int]  # (rule, kind) → <int:number> there
    kinds: dict[str, str]  # every ref → its kind
    checkpoint: int  # the size of the log's checkpoint

    def addresses(self, method: str, rule: Rule) -> Iterator[tuple[str, str]]:
        """(address, kind) for each kind of thing the rule's line tells apart."""
        row = ROWS[method, rule.rule]
        for kind in row.kinds:
            values: dict[str, Any] = {
                "stage": "ex_post",
                "category_key": "penalty",
                "filename": "css/base.css",
                "key": "penalty",
                "scope": "ex_post",
                "form": "xml",
                "file": "csv",
                "size": self.checkpoint,
                "fingerprint": "0" * 64,
            }
            values |= {
                "place": 1,
                "day": "2026-11-08",
                "month": "2026-10",
                "kind": "ticket_received",
                "topic": "suggestion",
                "lang": "zh",
            }
            values |= {"noun": NOUNS.get(rule.rule, "review"), **self.things.get(kind, {"key": kind})}
            values["number"] = self.numbers.get((rule.rule, kind), 1)
            wanted = {name: value for name, value in values.items() if name in rule.arguments}
            yield (
                self.app.url_map.bind("localhost").build(rule.endpoint, wanted) + QUERIES.get(rule.rule, ""),
                kind,
            )

    def fetch(self, role: str, method: str, address: str) -> TestResponse:
        return self.browsers[role].open(address, method=method, buffered=True)


def outcome(answer: TestResponse, address: str) -> str:
    is_monitors = address == "/readyz"  # nothing runs beside the tests, and it says so
    assert answer.status_code < 500 or is_monitors, f"{address} failed: {answer.status}"
    if (
        answer.status_code == 303
        and urlsplit(answer.location).path == "/staff/sign-in"
        and address != "/staff/sign-out"
    ):
        return SIGN_IN
    return {403: REFUSED, 404: HIDDEN}.get(answer.status_code, IN)


@pytest.fixture(scope="module")
def world(sqlite_templates: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    file: Path = tmp_path_factory.mktemp("world") / "world.sqlite3"
    file.write_bytes(sqlite_templates(False).read_bytes())
    app = create_app(
        TESTING=True, DATABASE_URL=f"sqlite:///{file}", WTF_CSRF_ENABLED=False, DATA_DIR=file.parent,
    )  # fmt: skip
    app.test_client_class = Client
    with app.app_context():
        yield _furnish(app)
        db.session.remove()
        db.engine.dispose()


def _furnish(app: Flask) -> World:
    cast = people()
    made = {
        role: person(f"p{number}", *roles)
        for number, (role, roles) in enumerate(ROLES.items())
        if role != "involved publisher"
    }
    made["involved publisher"] = cast.zhouting
    record = published_penalty()
    records.clarify(record, "经核对，公示的内容与决定书原件一致。", by=cast.zhouting, about="ticket:x")
    draft = records.prepare(
        "penalty",
        record.live.field_values,
        formed_on=record.formed_on,
        party_kind="organization",
        by=cast.chenzhiqiang,
    )
    proof = store(
        io.BytesIO(b"%PDF-1.4 evidence"), "证据.pdf", folder=Path(app.config["DATA_DIR"]) / "files", limit=99
    )
    records.add_file(draft, proof, proof, FileReport(), by=cast.chenzhiqiang)
    db.session.flush()
    beside = queries.files_of(draft, 1)[0].values() | {"record_id": record.id, "is_published": True}
    db.session.add(RecordFile(**beside, version_number=1))
    tickets = {
        kind: ticket_at(state, record=record, kept=(proof,))
        for kind, state in (("unsigned", "finding_drafted"), ("signed", "correcting"), ("closed", "closed"))
    }
    for ticket in tickets.values():
        ticket.leader, ticket.investigator = made["leader"], made["investigator"]
    watch.raise_alarm("log_damaged", "第 1 条被改动过。", "Entry 1 was changed.")
    checkpoint = log.issue_checkpoint(by=SYSTEM).size
    db.session.commit()
    delegating.delegate(
        cast.liweidong,
        made["leader"],
        from_on=clock.today(),
        to_on=clock.today(),
        by=cast.liweidong,
        reason="出差",
    )
    jobs.take_in(AWAY, came_by="lmtp")
    hidden, down, papers = _coming_down(app)
    entry = in_force(document_number="")
    db.session.commit()
    browsers = {role: sign_in(app.test_client(), user) for role, user in made.items()}
    return World(
        app,
        browsers | {STRANGER: app.test_client()},
        things={
            "published": {"ref": record.ref}, "draft": {"ref": draft.ref}, "hidden": {"ref": hidden.ref},
            "down": {"ref": down.ref}, "withheld": {"ref": entry.ref},
            "unsigned": {"ref": tickets["unsigned"].ref}, "signed": {"ref": tickets["closed"].ref},
        },
        numbers=_numbers(tickets) | papers,
        kinds={
            record.ref: "published", draft.ref: "draft", hidden.ref: "hidden", down.ref: "down", entry.ref: "withheld", tickets["unsigned"].ref: "unsigned",
            tickets["signed"].ref: "signed", tickets["closed"].ref: "signed",
        },
        checkpoint=checkpoint,
    )  # fmt: skip


def _coming_down(app: Flask) -> tuple[DisclosureRecord, DisclosureRecord, dict[tuple[str, str], int]]:
    """One record hidden at once, its removal proposed and an instrument with its scan registered; one that is down."""
    cast = people()
    hidden, down = (published_penalty(document_number=f"昌州环阜罚〔2026〕{number}号") for number in (81, 82))
    with clock.at(beijing("2026-11-19 16:30")):
        records.withdraw(hidden, "privacy", by=cast.wangxiaoyan)
        paper = registered(hidden, cast)
        db.session.flush()
        folder = Path(app.config["DATA_DIR"]) / "files"
        scan = store(io.BytesIO(b"%PDF-1.4 instrument"), "复议决定.pdf", folder=folder, limit=99)
        keep(scan, subject=paper.subject, kept_by="staff", by=cast.sunlei.actor)
        records.withdraw(down, "revoked", by=cast.wangxiaoyan, instrument=registered(down, cast))
    db.session.flush()
    waiting, other = (
        next(one for one in latest_of(record.ref) if one.state == "withdrawing") for record in (hidden, down)
    )
    rules = "/staff/records/<ref>/instruments/<int:number>"
    return hidden, down, {
        (f"{rules}/scan", "hidden"): paper.id, (f"{rules}/dismissal", "hidden"): paper.id,
        ("/staff/records/<ref>/carriers/<int:number>/withdrawal", "hidden"): waiting.id,
        ("/staff/records/<ref>/carriers/<int:number>/withdrawal", "down"): other.id,
    }  # fmt: skip


def _numbers(tickets: dict[str, Ticket]) -> dict[tuple[str, str], int]:
    files = "/staff/tickets/<ref>/files/<int:number>"
    numbers = {
        (files, kind): db.session.scalars(
            select(Attachment.id).where(Attachment.subject == tickets[name].subject)
        ).one()
        for kind, name in (("unsigned", "unsigned"), ("signed", "closed"))
    }
    numbers |= {
        ("/staff/oversight/tickets/<ref>/files/<int:number>", kind): found
        for (_, kind), found in numbers.items()
    }
    numbers |= {(f"{files}/copy", kind): numbers[files, kind] for kind in ("unsigned", "signed")}
    newest = tickets["closed"].correction.to_number
    carrier = select(ChannelPublication.id).where(ChannelPublication.version_number == newest)
    numbers["/staff/tickets/<ref>/carriers/<int:number>", "signed"] = db.session.scalars(carrier).first()
    for noun in ("hearing", "decision", "referral", "outcome"):
        rule = f"/staff/tickets/<ref>/accountability/<int:number>/{noun}"
        numbers[rule, "signed"] = tickets["closed"].accountabilities[0].id
    assert db.session.scalar(select(OwedMessage.id).where(OwedMessage.id == 1)), "a message to fetch"
    return numbers


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def test_every_route_stands_in_the_table_and_none_that_is_gone(world: World) -> None:
    there = {(method, rule.rule) for method, rule in rules(world.app)}
    assert there - ROWS.keys() == set(), "routes nobody has decided about: give each a line in TABLE"
    assert ROWS.keys() - there == set(), "lines of TABLE without a route"


@pytest.mark.parametrize("role", sorted(ALL))
def test_each_role_gets_where_the_table_says_and_nowhere_else(world: World, role: str) -> None:
    wrong = []
    for method, rule in rules(world.app):
        if rule.rule == "/staff/sign-out" or (method == "POST" and role in READING_ONLY):
            continue  # signing out ends the session that everything else needs
        for address, kind in world.addresses(method, rule):
            got = outcome(world.fetch(role, method, address), address)
            wanted = ROWS[method, rule.rule].expected(role, kind)
            if got != wanted:
                wrong.append(f"{method} {address} ({kind}): {got}, but the table says {wanted}")
    assert wrong == []


def test_other_methods_tell_a_stranger_nothing_of_a_staff_page(world: World) -> None:
    for method, rule in rules(world.app):
        if not rule.rule.startswith("/staff/") or "/sign-" in rule.rule:
            continue
        for address, _kind in world.addresses(method, rule):
            asked = world.fetch(STRANGER, "OPTIONS", address)
            assert asked.status_code == 404 or (asked.status_code, asked.data) == (200, b""), (
                f"{asked.status}: {address}"
            )
            if method == "GET":
                answer = world.fetch(STRANGER, "HEAD", address)
                assert outcome(answer, address) == SIGN_IN, f"HEAD {address}: {answer.status}"


MOST_ALIKE = 3  # addresses of one rule about one kind of thing


def test_what_one_role_saw_every_other_role_is_shown_or_refused_as_the_table_says(world: World) -> None:
    """Attachments, mails, versions, oversight pages: every address on anybody's pages, fetched by everybody else."""
    seen = {address for role in sorted(ALL - READING_ONLY) for address in _addresses_shown_to(world, role)}
    assert len(seen) > 60, "the pages lead somewhere"
    map_ = world.app.url_map.bind("localhost")
    wrong, asked = [], Counter[tuple[str, str]]()
    for address in sorted(address for address in seen if address.startswith("/staff/")):
        rule, values = map_.match(address, return_rule=True)
        kind = world.kinds.get(values.get("ref", ""), values.get("key", "published"))
        asked[rule.rule, kind] += 1
        if asked[rule.rule, kind] > MOST_ALIKE:  # the same list, narrowed or turned over in yet another way
            continue
        for role in sorted(ALL - READING_ONLY):
            got = outcome(world.fetch(role, "GET", address), address)
            wanted = ROWS["GET", rule.rule].expected(role, kind)
            if got != wanted:
                wrong.append(f"{role} at {address} ({kind}): {got}, but the table says {wanted}")
    assert wrong == []


@pytest.mark.parametrize("role", sorted(SUPERVISORS))
def test_a_supervisor_changes_nothing_but_the_log_and_what_is_their_own(world: World, role: str) -> None:
    """Every POST of the whole application, with as much filled in as would do harm."""
    own = {
        "log_entry",
        "log_sealed",
        "log_node",
        "log_check",
        "log_alarm",
        "supervisor_note",
        "review_sheet",
        "draft",
        "presence",
        "saved_filter",
    }
    filled = {
        "lock": "1", "reason": "理由", "text": "笔记", "subject": "month:2026-10", "conclusion": "结论", "password": PASSWORD,
        "form": "csv", "kind": "ticket", "finding": "accurate", "evidence": "已核对", "words": "原因", "login": "x",
    }  # fmt: skip
    tried = 0
    with tables_changed() as changed:
        for method, rule in rules(world.app):
            if (
                method != "POST"
                or rule.rule in ("/staff/sign-out", "/staff/sign-in")
                or _is_a_citizens(rule.rule)
            ):
                continue
            for address, _kind in world.addresses(method, rule):
                answer = world.browsers[role].post(address, data=filled, buffered=True)
                assert answer.status_code < 500 or address == "/readyz", address
                tried += 1
    assert tried > 25
    assert changed, "notes and signatures are written"
    assert changed <= own, f"a supervisor changed {sorted(changed - own)}"


def _is_a_citizens(rule: str) -> bool:
    """What anyone may do without a sign-in, whoever they are."""
    who = ROWS["POST", rule].who
    return ALL in (who.values() if isinstance(who, Mapping) else [who])


def test_things_are_found_only_with_what_they_belong_to(world: World) -> None:
    clerk, files = world.browsers["clerk"], "/staff/tickets/<ref>/files/<int:number>"
    mine, other = world.things["unsigned"]["ref"], world.numbers[files, "signed"]
    assert (
        world.fetch(
            "clerk", "GET", f"/staff/tickets/{mine}/files/{world.numbers[files, 'unsigned']}"
        ).status_code
        == 200
    )
    assert clerk.get(f"/staff/tickets/{mine}/files/{other}").status_code == 404
    carrier = world.numbers["/staff/tickets/<ref>/carriers/<int:number>", "signed"]
    assert clerk.get(f"/staff/tickets/{mine}/carriers/{carrier}").status_code == 404
    assert clerk.get("/staff/mail/4096").status_code == 404


def _addresses_shown_to(world: World, role: str) -> set[str]:
    """Two clicks deep from the pages everybody begins at."""
    shown: set[str] = set()
    fresh = {
        "/",
        "/staff/",
        "/staff/?view=all&state=closed",
        "/staff/records/",
        "/staff/mail",
        "/staff/oversight/log",
        "/staff/oversight/tickets",
    }
    for _click in range(3):
        found = {link for address in fresh for link in _links(world.fetch(role, "GET", address))}
        fresh = found - shown
        shown |= fresh
        fresh = {link for link in fresh if link.startswith("/staff/")}
    return shown


def _links(page: TestResponse) -> set[str]:
    if page.status_code != 200 or page.mimetype != "text/html":
        return set()
    links = {urlsplit(link) for link in re.findall(r'(?:href|src)="([^"]+)"', page.text)}
    return {link.path for link in links if not link.netloc and not link.scheme and link.path}
