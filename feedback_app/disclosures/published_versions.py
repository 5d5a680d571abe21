"""What makes a published version unchangeable inside the database, whoever asks: no UPDATE of what it says and no DELETE of its row.
What is kept beside it, such as the proof of its text, may still be erased. One thing may be done to it: when its record
comes down, its words go into the sealed archive, and nothing at all is left of them here.

The statements are constants without colons or per cent signs, one each, so that a migration can carry a copy. A later
migration that rebuilds `record_version` on SQLite (batch mode) loses the triggers and has to put them back.
"""

from sqlalchemy import DDL, event

from feedback_app.disclosures.models.record import RecordVersion

SQLITE = (
    """
CREATE TRIGGER record_version_no_update BEFORE UPDATE OF record_id, number, status, field_values, change_kind, changes,
    notice_zh, notice_en, formed_on, created_at, published_at ON record_version
WHEN OLD.published_at IS NOT NULL AND NOT (OLD.sealed_at IS NULL AND NEW.sealed_at IS NOT NULL AND CAST(NEW.field_values AS text) = '{}'
    AND CAST(NEW.changes AS text) = '[]' AND NEW.notice_zh = '' AND NEW.notice_en = '' AND NEW.record_id = OLD.record_id
    AND NEW.number = OLD.number AND NEW.status = OLD.status AND NEW.change_kind = OLD.change_kind
    AND NEW.formed_on = OLD.formed_on AND NEW.created_at = OLD.created_at AND NEW.published_at = OLD.published_at)
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
CREATE TRIGGER record_version_no_change BEFORE UPDATE OF record_id, number, status, field_values, change_kind, changes,
    notice_zh, notice_en, formed_on, created_at, published_at ON record_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND NOT (OLD.sealed_at IS NULL AND NEW.sealed_at IS NOT NULL AND CAST(NEW.field_values AS text) = '{}'
    AND CAST(NEW.changes AS text) = '[]' AND NEW.notice_zh = '' AND NEW.notice_en = '' AND NEW.record_id = OLD.record_id
    AND NEW.number = OLD.number AND NEW.status = OLD.status AND NEW.change_kind = OLD.change_kind
    AND NEW.formed_on = OLD.formed_on AND NEW.created_at = OLD.created_at AND NEW.published_at = OLD.published_at)) EXECUTE FUNCTION record_version_refuse()
""",
    """
CREATE TRIGGER record_version_no_delete BEFORE DELETE ON record_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION record_version_refuse()
""",
)

for _statement in SQLITE:
    event.listen(RecordVersion.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
for _statement in POSTGRESQL:
    event.listen(RecordVersion.__table__, "after_create", DDL(_statement).execute_if(dialect="postgresql"))
