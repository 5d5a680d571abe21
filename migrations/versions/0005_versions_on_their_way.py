"""Each version has a status of its own, and a published version can no longer be changed.

What is there already: a version that was published is published; any other stands where its record
stood, and one beside a version that is public was never used.

Revision 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

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
DROP_SQLITE = ("DROP TRIGGER record_version_no_update", "DROP TRIGGER record_version_no_delete")
DROP_POSTGRESQL = (
    "DROP TRIGGER record_version_no_change ON record_version",
    "DROP FUNCTION record_version_refuse()",
)


def upgrade() -> None:
    op.add_column("record_version", sa.Column("status", sa.String(length=20), nullable=True))
    op.execute(
        "UPDATE record_version SET status = CASE WHEN published_at IS NOT NULL THEN 'published' ELSE "
        "coalesce((SELECT disclosure_record.status FROM disclosure_record "
        "WHERE disclosure_record.id = record_version.record_id "
        "AND disclosure_record.status IN ('draft', 'in_review', 'returned', 'approved')), 'dropped') END"
    )
    with op.batch_alter_table("record_version") as batch:
        batch.alter_column("status", existing_type=sa.String(length=20), nullable=False)
    op.create_index("ix_record_version_status", "record_version", ["status", "created_at", "id"])
    for statement in SQLITE if _is_sqlite() else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for statement in DROP_SQLITE if _is_sqlite() else DROP_POSTGRESQL:
        op.execute(statement)
    op.drop_index("ix_record_version_status", table_name="record_version")
    with op.batch_alter_table("record_version") as batch:
        batch.drop_column("status")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
