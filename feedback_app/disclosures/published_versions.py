"""What makes a published version unchangeable inside the database, whoever asks: no UPDATE of what it says and no DELETE of its row.
What is kept beside it, such as the proof of its text, may still be erased.

The statements are constants without colons or per cent signs, one each, so that a migration can carry a copy. A later
migration that rebuilds `record_version` on SQLite (batch mode) loses the triggers and has to put them back.
"""

from sqlalchemy import DDL, event

from feedback_app.disclosures.models.record import RecordVersion

SQLITE = (
    """
CREATE TRIGGER record_version_no_update BEFORE UPDATE OF record_id, number, status, field_values, change_kind, changes,
    notice_zh, notice_en, formed_on, created_at, published_at ON record_version
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published version is never edited'); END
""",
    """
CREATE TRIGGER record_version_no_delete BEFORE DELETE ON record_version
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published version is never deleted'); END
""",
)

POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION record_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published version is never edited or deleted'; END $$
""",
    """
CREATE TRIGGER record_version_no_change BEFORE DELETE OR UPDATE OF record_id, number, status, field_values, change_kind, changes,
    notice_zh, notice_en, formed_on, created_at, published_at ON record_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION record_version_refuse()
""",
)

for _statement in SQLITE:
    event.listen(RecordVersion.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
for _statement in POSTGRESQL:
    event.listen(RecordVersion.__table__, "after_create", DDL(_statement).execute_if(dialect="postgresql"))
