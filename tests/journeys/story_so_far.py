"""Puts a story into a running system's own data, for tests that look at pages: `python -m tests.journeys.story_so_far`.

One report on record D-2 that has gone all the way, one that waits to be accepted and one that is being verified; a record
that is hidden, one taken down, a draft in which the checks find something; made by the operations the staff use, in a
process of its own with the settings of that system (its secrets above all).
Prints what the pages are asked for, as JSON.
"""

import json
import os
import subprocess
import sys
from typing import Any

from sqlalchemy import select

from feedback_app import create_app
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D3
from feedback_app.starting_content.load import read_values
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import ClaimWords
from feedback_app.tickets.workflow import State
from tests import factories
from tests.disclosures.coming_down_story import registered
from tests.journeys.people import RECORD
from tests.rig.running_system import ROOT, RunningSystem, clean_environ

HIDDEN_RECORD = "昌州环阜罚〔2026〕4号"
OTHER_RECORD = "昌州环罚字〔2026〕2-017号"


def tell(system: RunningSystem, story: str = "tests.journeys.story_so_far") -> dict[str, Any]:
    """Fill this system with a story; what was printed."""
    done = subprocess.run(
        [sys.executable, "-m", story],
        cwd=ROOT, env=clean_environ(DATA_DIR=str(system.data_dir), FLASK_SKIP_DOTENV="1"),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _main() -> None:
    with create_app().app_context():
        wrong, other = _record(RECORD), _record(OTHER_RECORD)
        closed = factories.ticket_at(State.CLOSED, record=wrong)
        verifying = _doubtful(other, State.INVESTIGATING)
        received = _doubtful(other, State.RECEIVED)
        told = {
            "record": wrong.ref, "closed": closed.ref, "code": factories.code_of(closed),
            "verifying": verifying.ref, "received": received.ref,
            "hidden": _hidden(), "down": _down(), "draft": _draft(),
        }  # fmt: skip
    print(json.dumps(told))


def _hidden() -> str:
    record = _record(HIDDEN_RECORD)
    records.hide(record, "privacy", by=factories.people().sunlei)
    db.session.commit()
    return record.ref


def _down() -> str:
    """Published some days ago, revoked, taken down."""
    record, cast = factories.published_penalty(document_number="昌州环阜罚〔2026〕28号"), factories.people()
    records.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=registered(record, cast))
    db.session.commit()
    return record.ref


def _draft() -> str:
    """With a telephone number in it, which the checks find."""
    typed = D3.values | {
        "document_number": "昌州环阜罚〔2026〕29号",
        "facts": "周某某（电话13912345678）未如实填报。",
    }
    record = records.prepare(
        D3.category, read_values(category(D3.category), typed), formed_on=D3.formed_on, party_kind="natural_person",
        by=factories.people().chenzhiqiang,
    )  # fmt: skip
    db.session.commit()
    return record.ref


def _record(number: str) -> DisclosureRecord:
    return db.session.scalars(
        select(DisclosureRecord).where(DisclosureRecord.document_number == number)
    ).one()


def _doubtful(record: DisclosureRecord, state: State) -> Ticket:
    claim = ClaimWords("amount", "3万元", "2.8万元")
    return factories.ticket_at(state, record=record, claims=(claim,), words="我听说罚的是2.8万元，请核对。")


if __name__ == "__main__":
    os.chdir(ROOT)
    _main()
