"""Safe copies of files, and what each came with.

Revision 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("part", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("copy_state", sa.String(length=10), nullable=False, server_default="none"))
        table.add_column(sa.Column("copy_tries", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("copy_sha256", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("copy_size", sa.Integer(), nullable=True))
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


def downgrade() -> None:
    op.drop_index("ix_attachment_copy_waiting", "attachment")
    op.drop_index("ix_attachment_copy_sha256", "attachment")
    op.drop_index("ix_attachment_sha256", "attachment")
    with op.batch_alter_table("attachment") as table:
        table.drop_column("copy_size")
        table.drop_column("copy_sha256")
        table.drop_column("copy_tries")
        table.drop_column("copy_state")
        table.drop_column("part")
