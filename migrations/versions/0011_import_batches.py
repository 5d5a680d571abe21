"""Tables of records that are brought in: batches, what is wrong in them, and the records they became.

Revision 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_wrong", sa.Integer(), nullable=False),
        sa.Column("fault_count", sa.Integer(), nullable=False),
        sa.Column("warning_count", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("step_by_id", sa.Integer(), nullable=True),
        sa.Column("step_row", sa.Integer(), nullable=False),
        sa.Column("step_done", sa.Integer(), nullable=False),
        sa.Column("step_refused", sa.Integer(), nullable=False),
        sa.Column("step_fault_zh", sa.Text(), nullable=False),
        sa.Column("step_fault_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step_by_id"], ["staff_user.id"], name=op.f("fk_import_batch_step_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_import_batch_by_id_staff_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_fingerprint"), "import_batch", ["fingerprint"])
    op.create_index("ix_import_batch_state", "import_batch", ["state", "id"])
    op.create_index("ix_import_batch_by", "import_batch", ["by_id", "id"])
    op.create_table(
        "import_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("place_zh", sa.Text(), nullable=False),
        sa.Column("place_en", sa.Text(), nullable=False),
        sa.Column("words_zh", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_fault_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_fault")),
    )
    op.create_index("ix_import_fault_batch", "import_fault", ["batch_id", "blocks", "id"])
    op.create_table(
        "imported_record",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_imported_record_batch_id_import_batch")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["disclosure_record.id"],
            name=op.f("fk_imported_record_record_id_disclosure_record"),
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_imported_record")),
    )
    op.create_index("uq_imported_record_row", "imported_record", ["batch_id", "row_number"], unique=True)


def downgrade() -> None:
    op.drop_table("imported_record")
    op.drop_table("import_fault")
    op.drop_table("import_batch")
