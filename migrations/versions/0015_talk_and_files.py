"""Messages between reporter and bureau, readings by code, codes a clerk has seen; safe copies of files.

Revision 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


# SQLite drops and adds these in place: a table made anew would turn the key columns of earlier revisions into constraints.
ADDED = (
    ("attachment", "part", sa.String(length=40), None),
    ("attachment", "copy_state", sa.String(length=10), "none"),
    ("attachment", "copy_tries", sa.Integer(), "0"),
    ("attachment", "copy_sha256", sa.String(length=64), None),
    ("attachment", "copy_size", sa.Integer(), None),
    ("ticket", "code_is_temporary", sa.Boolean(), sa.text("false")),
    ("ticket", "code_is_changed", sa.Boolean(), sa.text("false")),
)


def upgrade() -> None:
    for table, name, kind, default in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])
    op.create_index("ix_attachment_copy_sha256", "attachment", ["copy_sha256"])
    is_waiting = sa.text("copy_state = 'waiting'")
    op.create_index(
        "ix_attachment_copy_waiting",
        "attachment",
        ["id"],
        sqlite_where=is_waiting,
        postgresql_where=is_waiting,
    )
    # What was handed in with tickets before gets its safe copy as well.
    op.execute(
        "UPDATE attachment SET copy_state = 'waiting' WHERE subject LIKE 'ticket:%'"
        " AND media_type IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')"
    )
    _make_message()
    _make_reading()


def _make_message() -> None:
    op.create_table(
        "ticket_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_from_reporter", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_text", sa.Text(), nullable=True),
        sa.Column("proof_salt", sa.Text(), nullable=True),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("submission_hash", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_message_ticket_id_ticket")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff_user.id"], name=op.f("fk_ticket_message_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_message")),
        sa.UniqueConstraint("submission_hash", name=op.f("uq_ticket_message_submission_hash")),
    )
    op.create_index("ix_ticket_message_number", "ticket_message", ["ticket_id", "number"], unique=True)
    is_unseen = sa.text("seen_at IS NULL")
    op.create_index(
        "ix_ticket_message_unseen", "ticket_message", ["ticket_id", "is_from_reporter"],
        sqlite_where=is_unseen, postgresql_where=is_unseen,
    )  # fmt: skip


def _make_reading() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("new_seed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_reading_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reading_token_hash")),
    )
    op.create_index(op.f("ix_reading_ticket_id"), "reading", ["ticket_id"])
    op.create_index(op.f("ix_reading_expires_at"), "reading", ["expires_at"])


def downgrade() -> None:
    op.drop_table("reading")
    op.drop_table("ticket_message")
    op.drop_index("ix_attachment_copy_waiting", "attachment")
    op.drop_index("ix_attachment_copy_sha256", "attachment")
    op.drop_index("ix_attachment_sha256", "attachment")
    for table, name, _kind, _default in reversed(ADDED):
        op.drop_column(table, name)
