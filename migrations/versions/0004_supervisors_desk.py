"""Supervisors' own notes and monthly sheets; an index for each filter of the log that had none.

Revision 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervisor_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name="fk_supervisor_note_by_id_staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_supervisor_note"),
    )
    op.create_index("ix_supervisor_note_subject", "supervisor_note", ["subject", "id"])
    op.create_table(
        "review_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("by_unit", sa.String(length=120), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name="fk_review_sheet_by_id_staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_review_sheet"),
    )
    op.create_index("ix_review_sheet_month", "review_sheet", ["month", "by_id"], unique=True)
    op.create_index("ix_log_entry_unit", "log_entry", ["actor_unit", "at", "number", "action"])
    op.create_index("ix_log_entry_whose", "log_entry", ["actor_kind", "at", "number"])
    few = sa.text("on_behalf_of <> ''")
    op.create_index(
        "ix_log_entry_behalf", "log_entry", ["at", "number"], sqlite_where=few, postgresql_where=few
    )


def downgrade() -> None:
    op.drop_index("ix_log_entry_behalf", "log_entry")
    op.drop_index("ix_log_entry_whose", "log_entry")
    op.drop_index("ix_log_entry_unit", "log_entry")
    op.drop_table("review_sheet")
    op.drop_table("supervisor_note")
