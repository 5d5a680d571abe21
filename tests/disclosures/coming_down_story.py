"""Every way a record leaves the public's sight, happening once: for the tests that read the whole log."""

from datetime import date
from types import SimpleNamespace

from feedback_app import clock
from feedback_app.carriers import operations as sending
from feedback_app.carriers import queries as carriers
from feedback_app.disclosures import jobs, operations, queries
from feedback_app.disclosures.models import DisclosureRecord, TakedownInstrument
from feedback_app.extensions import db
from tests.factories import beijing, people, published_penalty


def everything_that_comes_down() -> None:
    """Hidden and lifted, mended, refused, revoked, marked, expired and reported further up; the archive opened."""
    cast = people()
    records = [published_penalty(document_number=f"昌州环阜罚〔2026〕{number}号") for number in range(21, 27)]
    with clock.at(beijing("2026-11-19 16:30")):
        for carried in carriers.latest_of(records[0].ref):
            if carried.state == "pending":
                sending.confirm(carried, evidence="已核对", by=cast.zhouting.actor)
        _hidden(records[0], records[1], cast)
        _refused(records[2], cast)
        _instruments(records[3], records[4], cast)
    _expired(records[5], cast)
    _left_one_carrier(records[0], cast)
    db.session.commit()


def registered(
    record: DisclosureRecord, cast: SimpleNamespace, ground: str = "revoked"
) -> TakedownInstrument:
    return operations.register_instrument(
        record, ground, issuer="昌吉回族自治州人民政府", number="昌州政复决〔2026〕12号",
        issued_on=date(2026, 11, 16), received_on=date(2026, 11, 18), by=cast.sunlei,
    )  # fmt: skip


def _hidden(one: DisclosureRecord, other: DisclosureRecord, cast: SimpleNamespace) -> None:
    hiding = operations.hide(one, "privacy", by=cast.sunlei, alerted_at=clock.now())
    operations.confirm_hiding(hiding, by=cast.liweidong)
    operations.lift(hiding, by=cast.liweidong, reason="核对后没有个人信息")
    operations.hide(other, "secret", by=cast.sunlei)
    operations.publish_correction(other, {"facts": "改好的事实。"}, by=cast.zhouting, about="ticket:FK-JC-1")


def _refused(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    proposal = operations.withdraw(record, "other_by_law", by=cast.wangxiaoyan, law="《某条例》第三条")
    operations.refuse_takedown(proposal, by=cast.majianxin, reason="依据不足")


def _instruments(one: DisclosureRecord, other: DisclosureRecord, cast: SimpleNamespace) -> None:
    operations.dismiss_instrument(registered(one, cast), by=cast.wangxiaoyan, reason="不是这一件")
    operations.withdraw(one, "revoked", by=cast.wangxiaoyan, instrument=registered(one, cast))
    operations.reword_notice(
        queries.takedown_of(one), words_zh="以新决定为准。", words_en="", by=cast.wangxiaoyan, reason="补充"
    )
    for carried in carriers.latest_of(one.ref):
        if carried.state == "withdrawing":
            operations.confirm_withdrawal(one, carried, evidence="查不到了", by=cast.zhouting)
    operations.open_archive(one, by=cast.wangxiaoyan, reason="核对原文")
    operations.mark_credit_repaired(
        other, by=cast.wangxiaoyan, instrument=registered(other, cast, "credit_repaired")
    )


def _expired(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    db.session.commit()
    record.party_kind = "natural_person"
    db.session.commit()
    with clock.at(beijing("2028-11-20 09:00")):
        jobs.look_at_expiry()
        operations.review_takedown(queries.waiting_takedown(record), by=cast.zhouting)
        db.session.commit()
    with clock.at(beijing("2029-01-20 09:00")):
        jobs.look_at_expiry()


def _left_one_carrier(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    """Its year on the credit platform was over when the round looked at what had expired."""
    with clock.at(beijing("2029-01-21 09:00")):
        for proposal in queries.waiting_of(record):
            operations.review_takedown(proposal, by=cast.zhouting)
            operations.approve_takedown(proposal, by=cast.majianxin)
