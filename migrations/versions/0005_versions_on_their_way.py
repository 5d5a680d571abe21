"""Each version has a status of its own, and a published version can no longer be changed. Work left to another while
away, planned publications, and who was told about which clock.

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
    op.add_column("disclosure_record", sa.Column("once_hash", sa.String(length=64), nullable=True))
    op.create_index("uq_disclosure_record_once", "disclosure_record", ["once_hash"], unique=True)
    _history_in_whose_name()
    _delegation()
    _publication_plan()
    op.create_table(
        "clock_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("uq_clock_notice", "clock_notice", ["clock_id", "due_on", "stage"], unique=True)


def _history_in_whose_name() -> None:
    with op.batch_alter_table("record_act") as batch:
        batch.add_column(sa.Column("on_behalf_of_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("on_behalf_of_name", sa.String(length=120), nullable=True))
        batch.create_foreign_key("fk_record_act_on_behalf_of", "staff_user", ["on_behalf_of_id"], ["id"])
    op.execute("UPDATE record_act SET on_behalf_of_name = ''")
    with op.batch_alter_table("record_act") as batch:
        batch.alter_column("on_behalf_of_name", existing_type=sa.String(length=120), nullable=False)
    op.create_index("ix_record_act_behalf", "record_act", ["on_behalf_of_id", "record_id", "act"])


def _delegation() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_user_id", sa.Integer(), nullable=False),
        sa.Column("to_user_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("role_names", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["from_user_id"], ["staff_user.id"]),
        sa.ForeignKeyConstraint(["to_user_id"], ["staff_user.id"]),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_delegation_from_user_id", "delegation", ["from_user_id"])
    op.create_index("ix_delegation_to", "delegation", ["to_user_id", "to_on"])


def _publication_plan() -> None:
    op.create_table(
        "publication_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault_zh", sa.Text(), nullable=False),
        sa.Column("fault_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["disclosure_record.id"]),
        sa.ForeignKeyConstraint(["planned_by_id"], ["staff_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_publication_plan_due", "publication_plan", ["state", "publish_at", "id"])
    op.create_index("ix_publication_plan_record", "publication_plan", ["record_id", "id"])


def downgrade() -> None:
    for table in ("clock_notice", "publication_plan", "delegation"):
        op.drop_table(table)
    op.drop_index("uq_disclosure_record_once", table_name="disclosure_record")
    op.drop_column("disclosure_record", "once_hash")
    op.drop_index("ix_record_act_behalf", table_name="record_act")
    with op.batch_alter_table("record_act") as batch:
        batch.drop_column("on_behalf_of_name")
        batch.drop_column("on_behalf_of_id")
    for statement in DROP_SQLITE if _is_sqlite() else DROP_POSTGRESQL:
        op.execute(statement)
    op.drop_index("ix_record_version_status", table_name="record_version")
    with op.batch_alter_table("record_version") as batch:
        batch.drop_column("status")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
