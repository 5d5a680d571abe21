"""What a clerk took down at the desk: beside the tickets, unfinished, and what was pasted back to who passed a case on.

What came in before was typed by nobody and has nothing here.

Revision 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "desk_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("submission_ref", sa.String(length=40), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_by_name", sa.String(length=120), nullable=False),
        sa.Column("typed_at", MOMENT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("read_back", sa.Text(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("said_time", sa.Text(), nullable=False),
        sa.Column("wants_large_print", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("call_back_at", MOMENT, nullable=True),
        sa.Column("call_back_to", sa.Text(), nullable=False),
        sa.Column("called_back_at", MOMENT, nullable=True),
        sa.Column("called_back_by_name", sa.String(length=120), nullable=False),
        sa.Column("called_back_words", sa.Text(), nullable=False),
        _to("desk_note", "ticket_id", "ticket"),
        _to("desk_note", "typed_by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_note"),
        sa.UniqueConstraint("ticket_id", name="uq_desk_note_ticket_id"),
        sa.UniqueConstraint("submission_ref", name="uq_desk_note_submission_ref"),
    )
    op.create_index("ix_desk_note_call_back", "desk_note", ["called_back_at", "call_back_at", "id"])
    op.create_table(
        "desk_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        _to("desk_draft", "user_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_draft"),
        sa.UniqueConstraint("user_id", "channel", name="uq_desk_draft_user_id_channel"),
    )
    op.create_table(
        "pasted_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _to("pasted_back", "ticket_id", "ticket"),
        _to("pasted_back", "by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_pasted_back"),
    )
    op.create_index("ix_pasted_back_ticket_id", "pasted_back", ["ticket_id"])


def downgrade() -> None:
    for table in ("pasted_back", "desk_draft", "desk_note"):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
