"""The proof of a published version: for anyone, as long as the record is public."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.signing import signer
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations.attesting import forget_proof
from feedback_app.extensions import db
from tests.factories import beijing, published_penalty, ticket_at
from tests.rig.proof_check import check

pytestmark = pytest.mark.one_database


def corrected() -> DisclosureRecord:
    record = ticket_at("closed").record
    assert record is not None
    return record


def test_each_version_and_its_correction_notice_can_be_proved(client: FlaskClient, db_session: Any) -> None:
    record = corrected()
    for number in (1, 2):
        answer = client.get(f"/records/{record.ref}/versions/{number}/proof.json")
        found = check(answer.text, signer.verifier.text)
        assert (found.entry["subject"], found.facts["version"]) == (record.subject, number)
        assert found.file["version"] == number
    assert "罚款金额由“68万元”更正为“6.8万元”" in found.file["content"]


def test_the_leaf_shown_to_anyone_names_nobody(client: FlaskClient, db_session: Any) -> None:
    record = corrected()
    text = client.get(f"/records/{record.ref}/versions/2/proof.json").text
    entry = check(text, signer.verifier.text).entry
    assert (entry["actor_name"], entry["actor_post"], entry["actor_id"]) == ("系统", "", None)
    assert entry["about"] is None
    assert not [name for name in ("周婷", "赵明", "古丽娜尔", "刘芳", "何静", "FK-") if name in text]


def test_record_and_version_pages_lead_to_it(client: FlaskClient, db_session: Any) -> None:
    record = corrected()
    for page, number in (("", 2), ("/versions/1", 1)):
        html = client.get(f"/records/{record.ref}{page}").text
        assert f'href="/records/{record.ref}/versions/{number}/proof"' in html
    assert f'href="/records/{record.ref}/versions/2/proof"' in client.get("/corrections").text
    page = client.get(f"/records/{record.ref}/versions/2/proof")
    assert page.status_code == 200
    assert "罚款金额：6.8 万元（68,000 元）" in page.text
    assert "/log/check" in page.text


def test_a_version_from_before_says_so(client: FlaskClient, db_session: Any) -> None:
    record = published_penalty()
    forget_proof(record.versions[0])
    db.session.commit()
    page = client.get(f"/records/{record.ref}/versions/1/proof")
    assert (page.status_code, "这一版没有存证" in page.text) == (200, True)
    assert client.get(f"/records/{record.ref}/versions/1/proof.json").status_code == 404


@pytest.mark.parametrize("address", ["/records/{}/versions/9/proof", "/records/C4-1/versions/1/proof.json"])
def test_what_is_not_there_is_not_found(client: FlaskClient, db_session: Any, address: str) -> None:
    assert client.get(address.format(published_penalty().ref)).status_code == 404


def test_the_page_tells_the_date_of_the_signature_beside_since_when(
    client: FlaskClient, db_session: Any
) -> None:
    record = published_penalty()
    with clock.at(beijing("2026-11-12 08:15")):
        audit.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    page = client.get(f"/records/{record.ref}/versions/1/proof").text
    assert "最早的签名：2026年11月12日 08:15。" in page
    assert "还没有公布" not in page
