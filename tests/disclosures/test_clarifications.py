"""Words beside a record whose content was right (澄清, Article 15): found by searching, and proved as versions are."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.audit import queries as log
from feedback_app.audit.signing import signer
from feedback_app.disclosures import finding, jobs, operations, queries
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from tests.factories import people, published_penalty
from tests.rig.proof_check import check

pytestmark = pytest.mark.one_database
WORDS = "经核对决定书原件，公示的储煤场面积与原件一致。"


@pytest.fixture
def record(db_session: Any) -> DisclosureRecord:
    found = published_penalty()
    operations.clarify(found, WORDS, by=people().zhouting, about="ticket:FK-JC-1")
    db.session.commit()
    return found


def found(words: str) -> list[str]:
    return [one.ref for one in finding.find(Wanted(words=words)).records]


def test_it_is_found_at_once_by_its_words_and_after_the_index_is_made_anew(record: DisclosureRecord) -> None:
    ref = record.ref
    assert found("储煤场面积") == [ref]
    jobs.rebuild_index()
    assert found("储煤场面积") == [ref]


def test_anyone_can_prove_how_it_stood_and_since_when(record: DisclosureRecord, client: FlaskClient) -> None:
    address = f"/records/{record.ref}/clarifications/1/proof"
    assert f'href="{address}"' in client.get(f"/records/{record.ref}").text
    page = client.get(address).text
    assert "第 1 份澄清说明的存证" in page
    assert WORDS in page
    told = check(client.get(f"{address}.json").text, signer.verifier.text)
    assert (told.entry["subject"], told.facts["clarification"]) == (record.subject, 1)
    assert WORDS in told.file["content"]
    assert told.entry["actor_name"] == "系统"
    assert client.get(f"/records/{record.ref}/clarifications/2/proof").status_code == 404


def test_when_the_record_comes_down_it_is_found_no_more_and_its_proof_is_erased(
    record: DisclosureRecord, client: FlaskClient
) -> None:
    cast = people()
    proposal = operations.withdraw(record, "other_by_law", by=cast.wangxiaoyan, law="《某条例》第三条")
    operations.approve_takedown(proposal, by=cast.majianxin)
    db.session.commit()
    assert found("储煤场面积") == []
    [kept] = queries.clarifications(record)
    assert (kept.text, kept.proof_text, kept.proof_salt) == ("", None, None)
    assert log.entries(subject=record.subject, action="record.attest_clarification"), "the entry stays"
    assert WORDS not in client.get(f"/records/{record.ref}/clarifications/1/proof").text
