"""People, a published record and tickets at any state, made by the operations the staff themselves use.

Everything here needs an application context and is committed, so that a request made afterwards sees it. Time is held
at the moments of example C-1 (record D-2, November 2026), whatever the machine's clock says; a test that goes on with a
ticket does so `with clock.at(beijing("2026-11-10 18:00"))` or later.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import operations as accounts
from feedback_app.accounts.models import OrgUnit, RoleGrant, StaffUser
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.extensions import db, keyring
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import read_values
from feedback_app.starting_content.sample import beijing
from feedback_app.starting_content.staff import STAFF
from feedback_app.starting_content.units import UNITS
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.carrying import WAITING, carriers_of
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Answer, ClaimWords, Report, ReporterWords
from feedback_app.tickets.workflow import State

__all__ = [
    "HE_JING", "NOBODY", "PASSWORD", "RIGHT_AMOUNT", "STATES_ON_THE_WAY", "WRONG_AMOUNT", "beijing", "changed", "code_of", "people", "person",
    "published_penalty", "report", "sign_in", "ticket_after", "ticket_at",
]  # fmt: skip

PASSWORD = "a long enough password"
_HASH: list[str] = []  # one Argon2 hash serves everybody; making one takes as long as it should

HE_JING = ReporterWords(name="何静", email="hejing@reporter.example", phone="13900000000")
NOBODY = ReporterWords()
WRONG_AMOUNT, RIGHT_AMOUNT = 68_000_000, 6_800_000  # fen: 68万元 was published, 6.8万元 decided
_SEEDS: dict[str, str] = {}  # submission hash → seed


def people() -> SimpleNamespace:
    """The staff of the examples by sign-in name (`people().liweidong`); made at the first call. PASSWORD opens them all."""
    found = {user.login: user for user in db.session.scalars(select(StaffUser))}
    if not found:
        with clock.at(beijing("2026-08-03 10:30")):
            found = _make_staff()
    return SimpleNamespace(**found)


def person(login: str, *roles: str, unit: str = "office") -> StaffUser:
    """Somebody else, with just these roles."""
    people()
    place = db.session.scalars(select(OrgUnit).where(OrgUnit.code == unit)).one()
    user = _user(login, login, login, place)
    db.session.add(user)
    db.session.flush()
    db.session.add_all(RoleGrant(user_id=user.id, role=role, granted_at=clock.now()) for role in roles)
    db.session.commit()
    db.session.refresh(user)
    return user


def published_penalty(**values: Any) -> DisclosureRecord:
    """Record D-2 as it stands published with its error: prepared by 赵明, reviewed by 叶尔肯, approved by 古丽娜尔,
    published by 周婷. `values` replace fields (already read, amounts in fen)."""
    cast, row = people(), category(D2.category)
    with clock.at(beijing(D2.prepared.at)):
        read = read_values(row, D2.values) | values
        record = records.prepare(
            row.key,
            read,
            formed_on=D2.formed_on,
            party_kind=read["party_kind"],
            by=cast.zhaoming,
            is_sample=True,
        )
        records.submit_for_review(record, by=cast.zhaoming)
    with clock.at(beijing(D2.approved.at)):
        records.review(record, by=cast.yeerken)
        records.check_secrecy(record, by=cast.wangxiaoyan)
        records.approve(record, by=cast.gulinaer)
    with clock.at(beijing(D2.published.at)):
        records.publish(record, by=cast.zhouting)
    db.session.commit()
    return record


def changed(record: DisclosureRecord, changed_on: date, **values: Any) -> RecordVersion:
    """An update of the facts, all the way to the public, now. `values` replace fields (already read)."""
    cast, live = people(), record.live
    assert live is not None
    records.prepare_change(
        record, ChangeKind.UPDATE, {**live.field_values, **values},
        note_zh="罚款已缴清。", note_en="The fine was paid.", changed_on=changed_on, by=cast.zhaoming,
    )  # fmt: skip
    records.submit_for_review(record, by=cast.zhaoming)
    records.review(record, by=cast.yeerken)
    records.check_secrecy(record, by=cast.wangxiaoyan)
    records.approve(record, by=cast.gulinaer)
    records.publish(record, by=cast.zhouting)
    db.session.commit()
    return record.newest


def report(
    record: DisclosureRecord | None = None,
    *,
    reporter: ReporterWords = HE_JING,
    claims: tuple[ClaimWords, ...] = (ClaimWords("amount", "68万元", "6.8万元"),),
    words: str = "我公司是被罚6.8万元，网上“罚款金额”一栏写成68万元。请尽快更正，并给我们一个说明。",
    seed: str | None = None,
    kind: str = "inaccuracy_report",
    **more: Any,
) -> Report:
    """Example C-1 as it comes in. Each call is another submission unless it is given the same `seed`."""
    if kind == "inaccuracy_report":
        record = record or published_penalty()
    seed = seed or secrets.token_hex(8)
    return Report(kind, words, seed, record=record, claims=claims, reporter=reporter, **more)


def code_of(ticket: Ticket) -> str:
    """The receipt code of a ticket made here, as its reporter holds it."""
    return tickets.receipt_code(_SEEDS[ticket.submission_hash])


def ticket_at(state: State | str, finding: str = "inaccurate", **how: Any) -> Ticket:
    """A ticket that has come this far; see ticket_after. CORRECTING and CLARIFYING: signed, nothing published yet."""
    ticket = ticket_after(STATES_ON_THE_WAY[State(state)], finding, **how)
    assert ticket.at_state == state, f"a ticket found {finding} is never {state}"
    return ticket


def ticket_after(step: str | None, finding: str = "inaccurate", **how: Any) -> Ticket:
    """A ticket on which the steps up to and with `step` (a name in workflow.STEPS, None: just received) were taken.

    Taken by 孙蕾 (clerk), 李卫东 (leader), 刘芳 (investigator). `finding`: a key of FINDINGS. `how`: see report().
    """
    cast = people()
    with clock.at(beijing("2026-11-09 15:12")):
        words = report(**how)
        ticket = tickets.submit(words, code_hash=keyring.code_hash(tickets.receipt_code(words.seed)))
        _SEEDS[ticket.submission_hash] = words.seed
    for name, moment, take in _way(cast, finding):
        if step is None:
            break
        with clock.at(beijing(moment)):
            take(ticket)
        if name == step:
            break
    db.session.commit()
    return ticket


def sign_in(client: FlaskClient, user: StaffUser | str) -> FlaskClient:
    """The same client, signed in as this person (the sign-in page has its own tests)."""
    with _context(client):
        found = getattr(people(), user) if isinstance(user, str) else db.session.merge(user)
        token = accounts.sign_in(found, hours=8)
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def _context(client: FlaskClient) -> AbstractContextManager[Any]:
    """The test's own application context, so that its session is not kept waiting by a second one; else a short one."""
    return nullcontext() if has_app_context() else client.application.app_context()


STATES_ON_THE_WAY = {
    State.RECEIVED: None,
    State.ACCEPTED: "accept",
    State.LEADER_ASSIGNED: "submit_to_leader",
    State.INVESTIGATING: "assign",
    State.FINDING_DRAFTED: "verify",
    State.CORRECTING: "sign_finding",
    State.CLARIFYING: "sign_finding",
    State.TAKING_DOWN: "sign_finding",
    State.PUBLISHING: "sign_finding",
    State.REPLIED: "reply",
    State.ROOT_CAUSE: "analyse_cause",
    State.ACCOUNTABILITY: "trace_accountability",
    State.CLOSED: "close",
}
Take = Callable[[Ticket], None]


def _way(cast: SimpleNamespace, finding: str) -> Iterator[tuple[str, str, Take]]:
    """The steps of example C-1 in order, each at its moment; for another finding, those it demands."""
    demands = FINDINGS[finding].demands
    clerk, leader, investigator = cast.sunlei, cast.liweidong, cast.liufang
    yield "accept", "2026-11-09 15:40", lambda one: tickets.accept(one, by=clerk)
    yield "submit_to_leader", "2026-11-09 16:05", lambda one: tickets.submit_to_leader(one, leader, by=clerk)
    yield "assign", "2026-11-09 17:30", lambda one: tickets.assign(one, investigator, by=leader)
    yield "verify", "2026-11-10 12:20", lambda one: _verify(one, finding, investigator)
    yield "sign_finding", "2026-11-10 17:10", lambda one: tickets.sign_finding(one, by=leader)
    yield from _remedy(cast, demands)
    yield "reply", "2026-11-10 18:00", lambda one: tickets.reply(one, "经核实已经办理。感谢监督。", by=clerk)
    if Demand.ALL_CHANNELS in demands:
        yield "confirm_carrier", "2026-11-13 12:00", lambda one: _confirm_all(one, clerk)
    if Demand.CAUSE in demands:
        yield "analyse_cause", "2026-11-18 12:00", lambda one: tickets.analyse_cause(
            one, causes=["unit_conversion", "review_failure"], words="录入时把6.8万元写成68。",
            prevention="发布前自动核对金额与正文。", by=investigator,
        )  # fmt: skip
    if Demand.ACCOUNTABILITY in demands:
        yield (
            "trace_accountability",
            "2026-11-20 12:00",
            lambda one: tickets.trace_accountability(one, _criticism(cast), by=leader),
        )
    yield "close", "2026-11-20 17:00", lambda one: tickets.close(one, by=clerk)


def _remedy(cast: SimpleNamespace, demands: frozenset[Demand]) -> Iterator[tuple[str, str, Take]]:
    """What the finding demands first: corrected, explained, sent on, taken down, published."""
    by, at = cast.liufang, "2026-11-10 17:40"
    if Demand.CORRECTION in demands:
        yield "publish_correction", at, lambda one: tickets.publish_correction(one, by=by)
    elif Demand.CLARIFICATION in demands:
        yield (
            "clarify",
            at,
            lambda one: tickets.clarify(one, "经核对决定书原件，公示的内容与原件一致。", by=by),
        )
    elif Demand.REDIRECTION in demands:
        yield "redirect", at, lambda one: tickets.redirect(
            one, to_whom="阜康市市场监督管理局", contact="0994-0000001", told="材料已经转过去。", by=by
        )  # fmt: skip
    elif Demand.PUBLICATION in demands:
        yield "name_omitted", at, lambda one: tickets.name_omitted(
            one, published_penalty(document_number="昌州环阜罚〔2026〕2号"), by=by
        )  # fmt: skip
        yield "confirm_publication", "2026-11-10 17:45", lambda one: tickets.confirm_publication(one, by=by)
    elif Demand.TAKEDOWN in demands:
        yield "take_down", at, lambda one: _take_down(one, cast)
    if Demand.BREACH in demands:
        words = tickets.BreachWords(["id_number"], beijing("2026-10-09 11:20"), beijing("2026-11-10 17:40"))
        yield "register_breach", "2026-11-10 17:50", lambda one: tickets.register_breach(one, words, by=by)


def _take_down(ticket: Ticket, cast: SimpleNamespace) -> None:
    """The record comes down as its finding asks, and that is on record."""
    record = ticket.record
    assert record is not None
    if ticket.finding_is("revoked"):
        paper = tickets.register_instrument(
            ticket, "revoked", issuer="昌吉回族自治州人民政府", number="昌州政复决〔2026〕12号",
            issued_on=date(2026, 11, 6), received_on=date(2026, 11, 9), by=cast.sunlei,
        )  # fmt: skip
        records.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
    else:
        tickets.hide_record(ticket, reason="privacy", by=cast.sunlei)
        records.approve_takedown(records.withdraw(record, "privacy", by=cast.wangxiaoyan), by=cast.liweidong)
    tickets.take_down(ticket, by=cast.liufang)


def _verify(ticket: Ticket, finding: str, by: StaffUser) -> None:
    is_wrong = Demand.CORRECTION in FINDINGS[finding].demands
    tickets.verify(
        ticket, finding=finding, compared="昌州环阜罚〔2026〕3号决定书原件", basis="原件载明罚款人民币6.8万元。",
        new_values={"amount": RIGHT_AMOUNT} if is_wrong else {}, by=by,
    )  # fmt: skip


def _confirm_all(ticket: Ticket, by: StaffUser) -> None:
    for carried in carriers_of(ticket):
        if carried.state in WAITING:
            tickets.confirm_carrier(ticket, carried, evidence="已打开页面核对，金额为6.8万元。", by=by)


def _criticism(cast: SimpleNamespace) -> Answer:
    return Answer("criticism", "分局", date(2026, 11, 20), "录入时未核对单位。", "赵明", cast.zhaoming.id,
                  "not_as_required", "said", "当时没有看清单位。")  # fmt: skip


def _make_staff() -> dict[str, StaffUser]:
    units = {row.code: OrgUnit(code=row.code, name_zh=row.name_zh, name_en=row.name_en) for row in UNITS}
    db.session.add_all(units.values())
    made = {row.login: _user(row.login, row.name, row.post, units[row.unit], row.email) for row in STAFF}
    db.session.add_all(made.values())
    db.session.flush()
    for row in STAFF:
        grants = [
            RoleGrant(user_id=made[row.login].id, role=role.value, granted_at=clock.now())
            for role in row.roles
        ]
        db.session.add_all(grants)
    db.session.commit()
    return made


def _user(login: str, name: str, post: str, unit: OrgUnit, email: str = "") -> StaffUser:
    if not _HASH:
        _HASH.append(accounts._hasher.hash(PASSWORD))
    return StaffUser(
        login=login, password_hash=_HASH[0], name=name, name_en="", post=post, post_en="", email=email, unit=unit,
        created_at=clock.now(),
    )  # fmt: skip
