"""Files of records with their safe copies, and what two people let stand of what the guard found.

Revision 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("copy_sha256", sa.String(64), nullable=False),
        sa.Column("copy_size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("looked_at_by", sa.String(120), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_record_file"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["disclosure_record.id"], name="fk_record_file_record_id_disclosure_record"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_record_file_attachment_id_attachment"
        ),
    )
    op.create_index(
        "ix_record_file_version", "record_file", ["record_id", "version_number", "number"], unique=True
    )
    op.create_index("ix_record_file_attachment_id", "record_file", ["attachment_id"])
    op.create_table(
        "guard_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("check", sa.String(40), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("masked", sa.String(80), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(120), nullable=False),
        sa.Column("first_post", sa.String(120), nullable=False),
        sa.Column("first_reason", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("second_name", sa.String(120), nullable=False),
        sa.Column("second_post", sa.String(120), nullable=False),
        sa.Column("second_reason", sa.Text(), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_guard_override"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["disclosure_record.id"], name="fk_guard_override_record_id_disclosure_record"
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["staff_user.id"], name="fk_guard_override_first_id_staff_user"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["staff_user.id"], name="fk_guard_override_second_id_staff_user"
        ),
    )
    op.create_index(
        "ix_guard_override_place",
        "guard_override",
        ["record_id", "version_number", "fingerprint"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("guard_override")
    op.drop_table("record_file")
