"""The search index. It is filled by `flask --app wsgi search rebuild`, which every start runs when something is missing.

What is indexed of a record is decided by the catalogue, which no migration can know.

Revision 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQLITE = (
    """
CREATE VIRTUAL TABLE search_words USING fts5(
    stream, tags, content='search_entry', content_rowid='id', tokenize="ascii tokenchars '=_-'"
)
""",
)
POSTGRESQL = (
    """
CREATE INDEX search_words ON search_entry USING gin
((array_to_tsvector(string_to_array(btrim(stream || ' ' || tags), ' '))))
""",
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_key", "search_entry", ["kind", "key"], unique=True)
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_entry")
