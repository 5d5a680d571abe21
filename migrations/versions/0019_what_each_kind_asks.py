"""What a reporter answered to the questions of their kind of report; under which number a transfer is kept there.

Revision 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "particular",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("ask", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_particular_ticket_id_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_particular"),
    )
    op.create_index("ix_particular_ticket_id", "particular", ["ticket_id"])
    with op.batch_alter_table("transfer") as table:
        table.add_column(
            sa.Column("ledger_number", sa.String(length=80), nullable=False, server_default=sa.text("''"))
        )


def downgrade() -> None:
    with op.batch_alter_table("transfer") as table:
        table.drop_column("ledger_number")
    op.drop_index("ix_particular_ticket_id", table_name="particular")
    op.drop_table("particular")
