"""Messages: their channel, whether they are discreet, how they failed; and when each round was last done.

Revision 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("owed_message") as table:
        table.add_column(sa.Column("channel", sa.String(length=10), nullable=False, server_default="smtp"))
        table.add_column(sa.Column("is_discreet", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE owed_message SET failed_at = due_again_at, told_at = due_again_at WHERE state = 'dead'"
    )
    with op.batch_alter_table("owed_message") as table:
        table.alter_column("channel", existing_type=sa.String(length=10), server_default=None)
        table.alter_column("is_discreet", existing_type=sa.Boolean(), server_default=None)
    op.create_index("ix_owed_message_failed", "owed_message", ["state", "told_at", "id"])
    op.create_table(
        "round_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("well_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_round_run")),
    )


def downgrade() -> None:
    op.drop_table("round_run")
    op.execute("UPDATE owed_message SET state = 'dead' WHERE state IN ('refused', 'bounced')")
    op.drop_index("ix_owed_message_failed", table_name="owed_message")
    with op.batch_alter_table("owed_message") as table:
        for name in ("told_at", "failed_at", "is_discreet", "channel"):
            table.drop_column(name)
