"""Rounds of a ticket, the doors it came in by, and what happens beside the straight way.

Every step taken so far belongs to the first round, every ticket is a submission of its own, and the limit to object to
an answer given before is not made up afterwards. Going down, a ticket that waits beside the way goes back to where it
was, and one that ended there is closed.

Revision 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DEEDS = (
    "acceptance", "leader_submission", "appointment", "verification", "correction", "clarification", "reply",
    "cause_analysis", "accountability", "closing",
)  # fmt: skip
ADDED = (
    ("submission_ref", sa.String(length=40)),
    ("duplicate_of_id", sa.Integer()),
    ("resumes_to", sa.String(length=30)),
    ("outer_number", sa.String(length=80)),
    ("outer_due_on", sa.Date()),
    ("outer_sender", sa.String(length=200)),
    ("registered_at", MOMENT),
)
INDEXED = ("submission_ref", "duplicate_of_id", "outer_number")


def upgrade() -> None:
    # Not in batches: others refer to these tables, and SQLite would have to drop them.
    for name, kind in ADDED:
        if name != "duplicate_of_id":
            op.add_column("ticket", sa.Column(name, kind, nullable=True))
    _add_reference()
    op.add_column("ticket", _round())
    _set_state_length("20", "30")
    op.execute("UPDATE ticket SET submission_ref = ref")
    for name in INDEXED:
        op.create_index(op.f(f"ix_ticket_{name}"), "ticket", [name])
    for table in DEEDS:
        op.add_column(table, _round())
    op.add_column("reply", sa.Column("object_until", sa.Date(), nullable=True))
    _side_tables_up()


def _round() -> sa.Column[int]:
    return sa.Column("round", sa.Integer(), server_default="1", nullable=False)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _add_reference() -> None:
    """A column that refers to its own table; SQLite takes the reference only together with the column."""
    if _is_sqlite():
        op.execute(
            "ALTER TABLE ticket ADD COLUMN duplicate_of_id INTEGER "
            "CONSTRAINT fk_ticket_duplicate_of_id_ticket REFERENCES ticket (id)"
        )
        return
    op.add_column("ticket", sa.Column("duplicate_of_id", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_ticket_duplicate_of_id_ticket", "ticket", "ticket", ["duplicate_of_id"], ["id"])


def _set_state_length(old: str, new: str) -> None:
    """SQLite keeps a length only as words in the table's definition, and looks at it never."""
    if not _is_sqlite():
        op.alter_column("ticket", "state", type_=sa.String(length=int(new)), existing_nullable=False)
        return
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, 'state VARCHAR({old})', 'state VARCHAR({new})') "  # noqa: S608
        "WHERE type = 'table' AND name = 'ticket'"
    )
    op.execute("PRAGMA writable_schema = RESET")


def _noun(table: str, *columns: sa.Column[object], by_reporter: bool = False) -> None:
    """A table of nouns: of which ticket and round, by whom, when."""
    who = "typed_by" if by_reporter else "by"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        _round(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(f"{who}_id", sa.Integer(), nullable=by_reporter),
        sa.Column(f"{who}_name", sa.String(length=120), nullable=False),
        *([] if by_reporter else [sa.Column("by_post", sa.String(length=120), nullable=False)]),
        *columns,
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f(f"fk_{table}_ticket_id_ticket")),
        sa.ForeignKeyConstraint(
            [f"{who}_id"], ["staff_user.id"], name=op.f(f"fk_{table}_{who}_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_ticket_id"), table, ["ticket_id"])


def _side_tables_up() -> None:
    _noun(
        "supplement",
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column(
            "typed_by_id",
            sa.Integer(),
            sa.ForeignKey("staff_user.id", name="fk_supplement_typed_by_id_staff_user"),
            nullable=True,
        ),
        sa.Column("typed_by_name", sa.String(length=120), nullable=False),
    )
    _noun(
        "extension",
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("to_rule", sa.String(length=40), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    _noun(
        "suspension",
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_name", sa.String(length=120), nullable=False),
        sa.Column("ended_reason", sa.Text(), nullable=False),
    )
    _noun(
        "transfer",
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("feedback_owed", sa.Boolean(), nullable=False),
    )
    _noun(
        "non_acceptance",
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
    )
    _noun(
        "withdrawal",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_name", sa.String(length=120), nullable=False),
        sa.Column("decided_reason", sa.Text(), nullable=False),
        by_reporter=True,
    )
    _noun("objection", sa.Column("words", sa.Text(), nullable=False), by_reporter=True)
    _noun("reopening", sa.Column("reason", sa.Text(), nullable=False))


def downgrade() -> None:
    for table in (
        "reopening", "objection", "withdrawal", "non_acceptance", "transfer", "suspension", "extension", "supplement",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("reply", "object_until")
    for table in reversed(DEEDS):
        op.drop_column(table, "round")
    op.execute("UPDATE ticket SET state = resumes_to WHERE resumes_to IS NOT NULL")
    op.execute("UPDATE ticket SET state = 'accepted' WHERE state IN ('transferred', 'objection')")
    op.execute("UPDATE ticket SET state = 'correcting' WHERE state IN ('taking_down', 'publishing')")
    op.execute("UPDATE ticket SET state = 'closed' WHERE state IN ('not_accepted', 'merged', 'archived')")
    for name in INDEXED:
        op.drop_index(op.f(f"ix_ticket_{name}"), table_name="ticket")
    _set_state_length("30", "20")
    op.drop_column("ticket", "round")
    if not _is_sqlite():
        op.drop_constraint("fk_ticket_duplicate_of_id_ticket", "ticket", type_="foreignkey")
    for name, _kind in reversed(ADDED):
        op.drop_column("ticket", name)
