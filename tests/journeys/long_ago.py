"""Puts records whose public time is over into a running system: `python -m tests.journeys.long_ago`.

Three decisions on natural persons, public since two years and a day or more, made by the operations the staff use, each
on its day; then the round that looks for what has expired, as the relay does it. Prints their numbers, as JSON.
"""

import json
import os
from datetime import datetime, time, timedelta

from feedback_app import clock, create_app
from feedback_app.disclosures import jobs, operations
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D3
from feedback_app.starting_content.load import read_values
from tests.factories import people
from tests.rig.running_system import ROOT

LAW = "《中华人民共和国大气污染防治法》（2018年修正）第一百一十七条。"


def _main() -> None:
    with create_app().app_context():
        records = [_published(number) for number in (31, 32, 33)]
        told = {"refs": [one.ref for one in records], "numbers": [one.document_number for one in records]}
        jobs.look_at_expiry()
    print(json.dumps(told))


def _published(number: int) -> DisclosureRecord:
    """Decided and published on one morning, two years and `number` days ago."""
    today = clock.today()
    on = today.replace(year=today.year - 2, day=min(today.day, 28)) - timedelta(days=number)
    cast, row = people(), category(D3.category)
    typed = D3.values | {
        "document_number": f"昌州环罚字〔{on.year}〕2-0{number}号",
        "legal_basis": LAW,
        "facts": "周某某经营的甘河子镇某塑料加工点，废气未经处理直接排放。",
        "acting_capacity": "entrusted",
        "decided_on": on.isoformat(),
        "served_on": on.isoformat(),
    }
    with clock.at(datetime.combine(on, time(10), clock.LEGAL_ZONE)):
        record = operations.prepare(
            row.key, read_values(row, typed), formed_on=on, party_kind="natural_person", by=cast.chenzhiqiang,
            is_sample=True,
        )  # fmt: skip
        operations.submit_for_review(record, by=cast.chenzhiqiang)
        operations.review(record, by=cast.yeerken)
        operations.check_secrecy(record, by=cast.wangxiaoyan)
        operations.approve(record, by=cast.gulinaer)
        operations.publish(record, by=cast.zhouting)
        db.session.commit()
    return record


if __name__ == "__main__":
    os.chdir(ROOT)
    _main()
