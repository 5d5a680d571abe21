"""What follows an answer: letters, permission and public answers, satisfaction.

Revision 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        *_deed("letter"),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_large", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_letter_ticket_id", "letter", ["ticket_id"])
    op.create_table(
        "publication_permission",
        *_said("publication_permission"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "public_answer",
        *_deed("public_answer"),
        sa.Column("ref", sa.String(length=30), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["disclosure_record.id"], name="fk_public_answer_record_id_disclosure_record"
        ),
        sa.UniqueConstraint("ref", name="uq_public_answer_ref"),
    )
    op.create_index("ix_public_answer_ticket_id", "public_answer", ["ticket_id"])
    op.create_index("ix_public_answer_newest", "public_answer", ["at", "id"])
    op.create_index("ix_public_answer_record", "public_answer", ["record_id", "id"])
    op.create_table(
        "satisfaction",
        *_said("satisfaction"),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_satisfaction_at", "satisfaction", ["at"])


def downgrade() -> None:
    for table in ("satisfaction", "public_answer", "publication_permission", "letter"):
        op.drop_table(table)


def _deed(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=f"fk_{table}_ticket_id_ticket"),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=f"fk_{table}_by_id_staff_user"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _said(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=f"fk_{table}_ticket_id_ticket"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ticket_id", "round", name=f"uq_{table}_ticket_id_round"),
    ]
