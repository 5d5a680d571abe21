"""The staff's console: internal notes, drafts, who has a ticket open, saved filters.

Revision 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ticket_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _to("ticket_note", "ticket_id", "ticket"),
        _to("ticket_note", "by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_note"),
    )
    op.create_index("ix_ticket_note_ticket_id", "ticket_note", ["ticket_id"])
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to("draft", "ticket_id", "ticket"),
        _to("draft", "user_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_place", "draft", ["ticket_id", "user_id", "place"], unique=True)
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        _to("presence", "ticket_id", "ticket"),
        _to("presence", "user_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_presence"),
    )
    op.create_index("ix_presence_person", "presence", ["ticket_id", "user_id"], unique=True)
    op.create_index("ix_presence_seen_at", "presence", ["seen_at"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        _to("saved_filter", "user_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filter"),
    )
    op.create_index("ix_saved_filter_name", "saved_filter", ["user_id", "name"], unique=True)
    for column in ("type", "channel"):
        op.create_index(f"ix_ticket_{column}", "ticket", [column, "urgency_at", "id"])


def downgrade() -> None:
    for column in ("channel", "type"):
        op.drop_index(f"ix_ticket_{column}", "ticket")
    for table in ("saved_filter", "presence", "draft", "ticket_note"):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
