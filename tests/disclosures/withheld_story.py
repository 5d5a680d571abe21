"""Everything that can happen to what is not disclosed by law, happening once: for the tests that read the whole log."""

from datetime import timedelta
from typing import Any

from feedback_app import clock
from feedback_app.disclosures import jobs, operations
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.models import DisclosureRecord, NonDisclosure
from feedback_app.disclosures.operations.withholding import Grounds
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import read_values
from tests.factories import RIGHT_AMOUNT, beijing, people

SECRET = "晋庭化工的催化剂配方"
NUMBER = "昌州环阜罚〔2026〕37号"


def grounds(**other: Any) -> Grounds:
    given = {
        "kind": "trade_secret", "extent": "whole", "basis_level": "administrative_regulation",
        "basis_title": "政府信息公开条例", "basis_article": "第十五条", "description": SECRET, "document_number": NUMBER,
    }  # fmt: skip
    return Grounds(**(given | other))


def drafted(number: str = NUMBER) -> DisclosureRecord:
    """A penalty on its way, written by 赵明."""
    values = read_values(category(D2.category), D2.values) | {
        "document_number": number,
        "amount": RIGHT_AMOUNT,
    }
    return operations.prepare(
        D2.category, values, formed_on=D2.formed_on, party_kind=values["party_kind"], by=people().zhaoming
    )


def proposed(record: DisclosureRecord | None = None, **other: Any) -> NonDisclosure:
    """Asked for by 赵明."""
    entry = operations.propose_withholding(
        grounds(**other), category_key="penalty", by=people().zhaoming, record=record
    )
    db.session.flush()
    return entry


def step(entry: NonDisclosure, act: str, by: Any = None, **more: Any) -> None:
    """The step by whom it belongs to: the legal section is 王晓燕, the leader in charge 李卫东."""
    cast = people()
    who = by or (cast.liweidong if act in ("approve", "refuse", "keep", "disclose") else cast.wangxiaoyan)
    operations.take_withholding_step(entry, act, by=who, months=12, **({"reason": "理由"} | more))


def in_force(record: DisclosureRecord | None = None, **other: Any) -> NonDisclosure:
    entry = proposed(record, **other)
    for act in ("review", "approve"):
        step(entry, act)
    return entry


def everything_withheld() -> None:
    """Refused, given up, asked about, approved, reminded of, kept, released and entered; looked at."""
    cast = people()
    with clock.at(beijing("2026-11-09 11:00")):
        refused = proposed(document_number="")
        for act in ("review", "refuse"):
            step(refused, act)
        dropped = proposed(document_number="")
        step(dropped, "send_back")
        operations.edit_withholding(dropped, grounds(document_number=""), by=cast.zhaoming)
        step(dropped, "send_back")
        step(dropped, "drop", by=cast.zhaoming)
        asked = proposed(document_number="昌州环阜罚〔2026〕38号")
        step(asked, "ask", body="secrecy")
        step(asked, "note_answer")
        record = drafted()
        entry = in_force(record)
        direct = in_force(document_number="昌州环阜罚〔2026〕39号")
        operations.open_withheld(entry, by=cast.wangxiaoyan)
        db.session.commit()
    with clock.at(beijing("2026-11-09 11:00") + timedelta(days=370)):
        jobs.remind_of_withheld()
        for one in (entry, direct):
            step(one, "assess")
            step(one, "keep")
            step(one, "assess")
            step(one, "disclose")
        operations.begin_released_record(direct, by=cast.zhaoming)
    db.session.commit()
