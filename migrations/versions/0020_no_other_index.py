"""Nothing: the lists over a million tickets needed other questions, no other index.

Revision 0020
"""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
