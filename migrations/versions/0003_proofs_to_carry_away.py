"""Proofs that people carry away: what a report said and the salt of its commitments; text and salt of a published version.

What was reported or published before has none: the log holds no commitment to it, and none is invented here.

Revision 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# Columns are added and dropped one by one: making the tables anew would break the references to them on SQLite.


def upgrade() -> None:
    op.add_column("ticket", sa.Column("said_text", sa.Text(), nullable=True))
    op.add_column("ticket", sa.Column("proof_salt", sa.Text(), nullable=True))
    op.add_column("record_version", sa.Column("proof_text", sa.Text(), nullable=True))
    op.add_column("record_version", sa.Column("proof_salt", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("record_version", "proof_salt")
    op.drop_column("record_version", "proof_text")
    op.drop_column("ticket", "proof_salt")
    op.drop_column("ticket", "said_text")
