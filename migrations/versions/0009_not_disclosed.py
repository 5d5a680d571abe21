"""The register of what is not disclosed by law, who did what to it; since when a record may be public again.

Going down is refused while there is any entry: nothing else holds what law keeps back.

Revision 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    # Not in a batch: others refer to this table, and SQLite would have to drop it.
    op.add_column("disclosure_record", sa.Column("released_on", sa.Date(), nullable=True))
    op.create_table(
        "non_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("extent", sa.String(length=10), nullable=False),
        sa.Column("category_key", sa.String(length=40), nullable=False),
        sa.Column("basis_level", sa.String(length=30), nullable=False),
        sa.Column("basis_title", sa.String(length=200), nullable=False),
        sa.Column("basis_article", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("handling_unit_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("lock", sa.Integer(), nullable=False),
        _reference("non_disclosure", "record_id", "disclosure_record"),
        _reference("non_disclosure", "handling_unit_id", "org_unit"),
        _reference("non_disclosure", "proposed_by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_disclosure")),
        sa.UniqueConstraint("ref", name=op.f("uq_non_disclosure_ref")),
    )
    with op.batch_alter_table("non_disclosure", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_non_disclosure_record_id"), ["record_id"], unique=False)
        batch_op.create_index("ix_non_disclosure_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_non_disclosure_review", ["state", "review_on", "id"], unique=False)
        batch_op.create_index("ix_non_disclosure_author", ["proposed_by_id", "id"], unique=False)
    op.create_table(
        "non_disclosure_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("non_disclosure_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("user_post", sa.String(length=120), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_name", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _reference("non_disclosure_act", "non_disclosure_id", "non_disclosure"),
        _reference("non_disclosure_act", "user_id", "staff_user"),
        _reference("non_disclosure_act", "on_behalf_of_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_disclosure_act")),
    )
    with op.batch_alter_table("non_disclosure_act", schema=None) as batch_op:
        batch_op.create_index("ix_non_disclosure_act_entry", ["non_disclosure_id", "id"], unique=False)


def downgrade() -> None:
    kept = op.get_bind().execute(sa.text("SELECT count(*) FROM non_disclosure")).scalar()
    if kept:
        raise RuntimeError(
            f"{kept} entries of what is not disclosed would be lost; settle and export them first"
        )
    op.drop_table("non_disclosure_act")
    op.drop_table("non_disclosure")
    op.drop_column("disclosure_record", "released_on")
