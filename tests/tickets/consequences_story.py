"""Examples C-3, C-7 and C-8, and what follows for those responsible, by the operations the staff themselves use."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from feedback_app import clock
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db, keyring
from feedback_app.tickets import operations
from feedback_app.tickets.carrying import WAITING, carriers_of
from feedback_app.tickets.models import Accountability, Ticket
from feedback_app.tickets.operations import Answer, Decided
from tests.factories import beijing, people, published_penalty, report, ticket_after, ticket_at

IDENTITY = "我的身份证号、手机号、家里门牌全登出来了，这一个月接到二十多个贷款诈骗电话。请马上删掉。"
AT = beijing("2026-11-20 12:00")


def everything_findings_bring_about() -> None:
    """Each act of this story once, for the tests that read the whole log."""
    omitted_and_published()
    exposed_and_withdrawn()
    with clock.at(AT):
        ticket, noun = proposed("criticism")
        operations.hear(ticket, noun, way="said", words="当时没有看清单位。", by=people().liweidong)
        operations.decide(ticket, noun, decided_by="本机关", decided_on=clock.today(), by=people().liweidong)
        ticket, noun = proposed("sanction_demerit")
        referred_and_decided(ticket, noun)
        ticket_after("redirect", "not_our_matter")
        operations.confirm_prevention(ticket, done_on=clock.today(), by=people().liufang)
    db.session.commit()


def omitted_and_published() -> Ticket:
    """C-3: decided on 23 September, due on 8 October, public on 17 November."""
    cast = people()
    ticket = ticket_after(
        "sign_finding", "omitted", kind="omission_report", claims=(), words="9月23日的处罚查不到。"
    )
    with clock.at(beijing("2026-11-16 10:00")):
        draft = records.prepare(
            "penalty",
            omitted_values(),
            formed_on=date(2026, 9, 23),
            party_kind="organization",
            by=cast.zhaoming,
        )
        operations.name_omitted(ticket, draft, by=cast.liufang)
    db.session.commit()
    with clock.at(beijing("2026-11-17 10:00")):
        publish(draft, cast)
        operations.confirm_publication(ticket, by=cast.liufang)
    db.session.commit()
    return ticket


def publish(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    records.submit_for_review(record, by=cast.zhaoming)
    records.review(record, by=cast.yeerken)
    records.check_secrecy(record, by=cast.wangxiaoyan)
    records.approve(record, by=cast.gulinaer)
    records.publish(record, by=cast.zhouting)


def exposed_and_withdrawn() -> Ticket:
    """C-7 in short: hidden, taken down, registered, search engines asked, carriers confirmed."""
    cast = people()
    ticket = ticket_after("register_breach", "over_disclosed", kind="privacy_takedown", record=published_penalty(
        document_number="昌州环阜罚〔2026〕4号"), words=IDENTITY)  # fmt: skip
    with clock.at(beijing("2026-11-10 18:10")):
        row = operations.ask_search_removal(ticket, engine="某搜索", asked_on=clock.today(), by=cast.liufang)
        operations.confirm_search_removal(ticket, row, gone_on=clock.today(), by=cast.liufang)
        confirm_all(ticket, cast)
    db.session.commit()
    return ticket


def confirm_all(ticket: Ticket, cast: SimpleNamespace) -> None:
    for one in carriers_of(ticket):
        if one.state in WAITING:
            operations.confirm_carrier(ticket, one, evidence="已经查不到", by=cast.sunlei)


def proposed(measure: str) -> tuple[Ticket, Accountability]:
    """A ticket on which this was proposed about 赵明 and nothing decided."""
    cast, ticket = people(), ticket_at("root_cause")
    answer = Answer(measure, "本机关", None, "未核对。", "赵明", cast.zhaoming.id, "not_as_required")
    operations.trace_accountability(ticket, answer, by=cast.liweidong)
    db.session.flush()
    return ticket, ticket.accountabilities[-1]


def referred_and_decided(ticket: Ticket, noun: Accountability) -> None:
    by, today = people().liweidong, clock.today()
    operations.refer(ticket, noun, referred_to="任免机关", referred_on=today, by=by)
    decided = Decided("昌吉州生态环境局", "昌州环人〔2026〕8号", today, "sanction_warning", "从轻。")
    operations.record_outcome(ticket, noun, decided, by=by)


def submitted(kind: str, record: DisclosureRecord, words: str) -> Ticket:
    """A report as it comes in now."""
    given = report(record, kind=kind, words=words, claims=())
    ticket = operations.submit(given, code_hash=keyring.code_hash(operations.receipt_code(given.seed)))
    db.session.commit()
    return ticket


def omitted_values() -> dict[str, Any]:
    live = published_penalty().live
    assert live is not None
    return live.field_values | {
        "document_number": "昌州环阜罚〔2026〕2号", "amount": 6_800_000, "decided_on": "2026-09-23",
    }  # fmt: skip
