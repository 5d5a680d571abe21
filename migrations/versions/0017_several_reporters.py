"""Several reporters of one matter: merging, marks of alike words, the suspicion of malice.

What came in before has no marks: it is found by its record and its outer number.

Revision 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Not in batches: others refer to this table, and SQLite would have to drop it.
    for name in ("text_mark", "contact_mark"):
        op.add_column("ticket", sa.Column(name, sa.String(length=32), nullable=True))
        op.create_index(f"ix_ticket_{name}", "ticket", [name, "id"])
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("main_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_name", sa.String(length=120), nullable=False),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        _to("merge", "ticket_id", "ticket"),
        _to("merge", "main_id", "ticket"),
        _to("merge", "by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
    )
    for column in ("ticket_id", "main_id"):
        op.create_index(f"ix_merge_{column}", "merge", [column])
    op.create_table(
        "likeness",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        _to("likeness", "ticket_id", "ticket"),
        sa.PrimaryKeyConstraint("ticket_id", "mark", name="pk_likeness"),
    )
    op.create_index("ix_likeness_mark", "likeness", ["mark", "ticket_id"])
    op.create_table(
        "malice_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("contact_mark", sa.String(length=32), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_by_name", sa.String(length=120), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_told_on", sa.Date(), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by_name", sa.String(length=120), nullable=False),
        sa.Column("lifted_reason", sa.Text(), nullable=False),
        sa.Column("handed_over_at", MOMENT, nullable=True),
        sa.Column("handed_over_to", sa.String(length=200), nullable=False),
        _to("malice_label", "ticket_id", "ticket"),
        _to("malice_label", "by_id", "staff_user"),
        _to("malice_label", "signed_by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name="pk_malice_label"),
    )
    for column in ("ticket_id", "contact_mark", "review_on"):
        op.create_index(f"ix_malice_label_{column}", "malice_label", [column])


def downgrade() -> None:
    for table in ("malice_label", "likeness", "merge"):
        op.drop_table(table)
    for name in ("contact_mark", "text_mark"):
        op.drop_index(f"ix_ticket_{name}", "ticket")
        op.drop_column("ticket", name)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
