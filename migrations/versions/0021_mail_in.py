"""Mail as it came in, when a mailbox was last looked into, and to whom an automatic answer went.

Revision 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raw_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("came_by", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("essence", sa.String(length=64), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nature", sa.String(length=12), nullable=True),
        sa.Column("caught_by", sa.String(length=30), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("from_address", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("may_belong_to_id", sa.Integer(), nullable=True),
        sa.Column("filed_by_name", sa.String(length=120), nullable=False),
        sa.Column("filed_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_raw_mail_ticket_id_ticket")),
        sa.ForeignKeyConstraint(
            ["may_belong_to_id"], ["ticket.id"], name=op.f("fk_raw_mail_may_belong_to_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_mail")),
        sa.UniqueConstraint("place", name=op.f("uq_raw_mail_place")),
        sa.UniqueConstraint("essence", name=op.f("uq_raw_mail_essence")),
    )
    op.create_index(op.f("ix_raw_mail_ticket_id"), "raw_mail", ["ticket_id"])
    op.create_index(op.f("ix_raw_mail_may_belong_to_id"), "raw_mail", ["may_belong_to_id"])
    op.create_index("ix_raw_mail_state", "raw_mail", ["state", "arrived_at", "id"])
    op.create_index("ix_raw_mail_arrived", "raw_mail", ["arrived_at", "id"])
    op.create_index("ix_raw_mail_due", "raw_mail", ["state", "due_again_at", "id"])
    op.create_table(
        "automatic_answer",
        sa.Column("address", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("address", "on_day", name=op.f("pk_automatic_answer")),
    )
    op.create_table(
        "mailbox_look",
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("last_uid", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_mailbox_look")),
    )


def downgrade() -> None:
    op.drop_table("mailbox_look")
    op.drop_table("automatic_answer")
    op.drop_table("raw_mail")
