"""Each version that goes live is committed to in the log, by an entry that names nobody."""

from dataclasses import replace
from typing import Any

import pytest

from feedback_app.audit import queries as log
from feedback_app.audit.commitments import commitment, digest
from feedback_app.audit.models import LogEntry
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.fields import Field, FieldKind
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations.attesting import forget_proof
from feedback_app.disclosures.public_text import version_text
from feedback_app.extensions import db
from tests.factories import beijing, published_penalty, ticket_at

pytestmark = pytest.mark.one_database


def attested(record: DisclosureRecord) -> dict[int, LogEntry]:
    entries = log.entries(subject=record.subject, action="record.attest")
    return {one.fact_values["version"]: one for one in entries}


def binds(entry: LogEntry, version: RecordVersion) -> bool:
    assert version.proof_text
    assert version.proof_salt
    return entry.fact_values["content_hash"] == commitment(version.proof_salt, digest(version.proof_text))


def test_publishing_puts_the_version_on_record(db_session: Any) -> None:
    record = published_penalty()
    (entry,) = attested(record).values()
    assert binds(entry, record.versions[0])
    assert (entry.actor_kind, entry.actor_id, entry.about) == ("system", None, None)


def test_a_correction_is_put_on_record_with_its_notice(db_session: Any) -> None:
    record = ticket_at("closed").record
    assert record is not None
    found = attested(record)
    assert set(found) == {1, 2}
    assert all(binds(found[one.number], one) for one in record.versions)
    text = record.versions[1].proof_text or ""
    assert text.startswith(f"公示信息：{record.ref}，第 2 版（更正）\n")
    assert "罚款金额由“68万元”更正为“6.8万元”" in text
    assert "罚款金额：6.8 万元（68,000 元）" in text


def test_what_is_not_public_is_not_in_the_text(db_session: Any) -> None:
    record = published_penalty(served_on="2026-09-30")
    hidden = [row.label_zh for row in record.category.fields if not row.public]
    text = record.versions[0].proof_text or ""
    assert hidden
    assert not [label for label in hidden if f"\n{label}：" in text]


def test_a_forgotten_proof_leaves_the_entry_and_a_log_that_verifies(db_session: Any) -> None:
    record = published_penalty()
    forget_proof(record.versions[0])
    db.session.commit()
    assert (record.versions[0].proof_text, record.versions[0].proof_salt) == (None, None)
    assert attested(record)
    assert log.verify().holds


def test_internal_columns_of_a_table_are_not_in_the_text() -> None:
    """No category has such a column today; the day one does, it must not leave the house this way."""
    name = Field("name", FieldKind.TEXT, "名称", "Name")
    note = Field("note", FieldKind.TEXT, "内部记录", "Internal note", public=False)
    rows = Field("rows", FieldKind.TABLE, "清单", "List", columns=(name, note))
    row = replace(category("penalty"), fields=(rows,), title_zh="清单", title_en="List")
    text = version_text(
        row, ref="C4-2026-0001", party_kind=None, number=3, kind="typing_error", notice="改了一个字。",
        values={"rows": [{"name": "甲", "note": "不能说的"}]}, at=beijing("2026-11-09 15:12"),
    )  # fmt: skip
    assert text == (
        "公示信息：C4-2026-0001，第 3 版（错别字）\n类别：行政处罚\n标题：清单\n公示时间：2026-11-09 15:12:00（北京时间）\n\n"
        "改动说明：\n改了一个字。\n\n清单：名称：甲\n"
    )
