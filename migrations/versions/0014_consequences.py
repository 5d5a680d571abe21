"""What each finding demands, and what follows for those responsible: redirection, take-down, omitted publication, register
of exposures, cause with fault and prevention, proposals heard, decided or referred, and their outcomes.

Measures on record so far were decided here, referred, or nobody's, as their kind says (measures.py as of this revision).
How much fault there was nobody asked then, and it stays unsaid. A report that was not our matter had its explanation
published; what was said there counts as what its reporter was told. Going down, a proposal counts as decided on the day it
was made, and a finding the older program does not know as out of date.

Revision 0014
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFERRED = ("certificate_suspend", "admonition", "post_adjustment", "refer_discipline", "refer_judicial")
NEW_TABLES = (
    "accountability_outcome", "statement", "search_removal", "breach", "omitted_publication", "ticket_takedown",
    "redirection", "cause_field",
)  # fmt: skip


def upgrade() -> None:
    _columns_up()
    _nouns_up()
    _register_up()
    _hearing_up()
    _backfill()


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _add_reference(table: str, column: str, target: str) -> None:
    """A column that refers to a row; SQLite takes the reference only together with the column."""
    name = f"fk_{table}_{column}_{target}"
    if _is_sqlite():
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {target} (id)"
        )
        return
    op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
    op.create_foreign_key(name, table, target, [column], ["id"])


def _drop_reference(table: str, column: str, target: str) -> None:
    if not _is_sqlite():
        op.drop_constraint(f"fk_{table}_{column}_{target}", table, type_="foreignkey")
    op.drop_column(table, column)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)


def _columns_up() -> None:
    op.add_column("verification", sa.Column("seen_number", sa.Integer(), nullable=True))
    op.add_column("verification", sa.Column("corrected_number", sa.Integer(), nullable=True))
    for column in (_words("fault", 20), _words("prevention_by", 120), _words("prevention_done_by", 120)):
        op.add_column("cause_analysis", column)
    for name in ("prevention_due_on", "prevention_done_on"):
        op.add_column("cause_analysis", sa.Column(name, sa.Date(), nullable=True))
    _add_reference("cause_analysis", "unit_id", "org_unit")
    _add_reference("cause_analysis", "same_as_id", "cause_analysis")
    op.create_index("ix_cause_analysis_unit", "cause_analysis", ["unit_id", "at", "id"])
    op.create_index("ix_cause_analysis_at", "cause_analysis", ["at", "id"])
    op.add_column("accountability", _words("violation", 30))
    op.add_column(
        "accountability",
        sa.Column("status", sa.String(length=20), server_default="decided_here", nullable=False),
    )
    _add_reference("accountability", "same_as_id", "accountability")
    _set_decided_on("NOT NULL", "")


def _set_decided_on(old: str, new: str) -> None:
    """Whether the day of the decision must be there. SQLite would have to make the whole table anew."""
    if not _is_sqlite():
        op.alter_column("accountability", "decided_on", existing_type=sa.Date(), nullable=not new)
        return
    before, after = (f"decided_on DATE {one}".rstrip() for one in (old, new))
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, '{before}', '{after}') "  # noqa: S608
        "WHERE type = 'table' AND name = 'accountability'"
    )
    op.execute("PRAGMA writable_schema = RESET")


def _noun(table: str, *columns: sa.Column[object], refers: tuple[tuple[str, str], ...] = ()) -> None:
    """A table of nouns: of which ticket and round, by whom, when; `refers`: (column, table) pairs, each with its index."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f(f"fk_{table}_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f(f"fk_{table}_by_id_staff_user")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
            for column, target in refers
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("ticket_id", *(name for name, _target in refers)):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _nouns_up() -> None:
    op.create_table(
        "cause_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("field_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["cause_analysis.id"], name=op.f("fk_cause_field_analysis_id_cause_analysis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_field")),
    )
    op.create_index(op.f("ix_cause_field_analysis_id"), "cause_field", ["analysis_id"])
    op.create_index(op.f("ix_cause_field_field_key"), "cause_field", ["field_key"])
    _noun(
        "redirection",
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
    )
    _noun(
        "ticket_takedown",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("takedown_id", sa.Integer(), nullable=True),
        refers=(("record_id", "disclosure_record"), ("takedown_id", "takedown")),
    )
    _noun(
        "omitted_publication",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=True),
        refers=(("record_id", "disclosure_record"),),
    )


def _register_up() -> None:
    _noun(
        "breach",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("exposures", sa.JSON(), nullable=False),
        sa.Column("exposed_from", MOMENT, nullable=False),
        sa.Column("exposed_to", MOMENT, nullable=True),
        sa.Column("views", sa.Integer(), nullable=True),
        sa.Column("downloads", sa.Integer(), nullable=True),
        sa.Column("figures_from", sa.Text(), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("authority_told_on", sa.Date(), nullable=True),
        sa.Column("person_told_on", sa.Date(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        refers=(("record_id", "disclosure_record"),),
    )
    op.create_index("ix_breach_at", "breach", ["at", "id"])
    op.create_table(
        "search_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=120), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breach.id"], name=op.f("fk_search_removal_breach_id_breach")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_removal")),
    )
    op.create_index(op.f("ix_search_removal_breach_id"), "search_removal", ["breach_id"])


def _hearing_up() -> None:
    of_accountability = (("accountability_id", "accountability"),)
    _noun(
        "statement",
        sa.Column("accountability_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        refers=of_accountability,
    )
    _noun(
        "accountability_outcome",
        sa.Column("accountability_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        refers=of_accountability,
    )


def _backfill() -> None:
    named = ", ".join(f"'{one}'" for one in REFERRED)
    op.execute(
        f"UPDATE accountability SET status = 'referred' WHERE measure IN ({named}) "  # noqa: S608
        "OR measure LIKE 'sanction_%' OR measure LIKE 'gov_sanction_%'"
    )
    op.execute("UPDATE accountability SET status = 'no_fault' WHERE measure = 'exempt'")
    op.execute(
        "UPDATE cause_analysis SET unit_id = (SELECT disclosure_record.handling_unit_id FROM ticket "
        "JOIN disclosure_record ON disclosure_record.id = ticket.record_id WHERE ticket.id = cause_analysis.ticket_id)"
    )
    op.execute(
        "INSERT INTO redirection (ticket_id, round, by_id, by_name, by_post, at, to_whom, contact, told) "
        "SELECT c.ticket_id, c.round, c.by_id, c.by_name, c.by_post, c.at, '', '', c.text FROM clarification c "
        "WHERE (SELECT v.finding FROM verification v WHERE v.ticket_id = c.ticket_id AND v.returned_at IS NULL "
        "ORDER BY v.id DESC LIMIT 1) = 'not_our_matter'"
    )
    _name_fields()


def _name_fields() -> None:
    """The fields each analysed error was in: those that were put right."""
    bind = op.get_bind()
    found = bind.execute(
        sa.text(
            "SELECT a.id, v.new_values FROM cause_analysis a JOIN verification v ON v.ticket_id = a.ticket_id "
            "WHERE v.returned_at IS NULL ORDER BY a.id, v.id"
        )
    )
    latest = {row[0]: row[1] for row in found}
    rows = [
        {"analysis": number, "field": key}
        for number, values in latest.items()
        for key in (json.loads(values) if isinstance(values, str) else values or {})
    ]
    if rows:
        bind.execute(
            sa.text("INSERT INTO cause_field (analysis_id, field_key) VALUES (:analysis, :field)"), rows
        )


def downgrade() -> None:
    op.execute("UPDATE verification SET finding = 'outdated' WHERE finding = 'revoked'")
    for table in NEW_TABLES:
        op.drop_table(table)
    op.execute("UPDATE accountability SET decided_on = date(at) WHERE decided_on IS NULL")
    _set_decided_on("", "NOT NULL")
    _drop_reference("accountability", "same_as_id", "accountability")
    op.drop_column("accountability", "status")
    op.drop_column("accountability", "violation")
    op.drop_index("ix_cause_analysis_at", table_name="cause_analysis")
    op.drop_index("ix_cause_analysis_unit", table_name="cause_analysis")
    _drop_reference("cause_analysis", "same_as_id", "cause_analysis")
    _drop_reference("cause_analysis", "unit_id", "org_unit")
    for name in ("prevention_done_on", "prevention_due_on", "prevention_done_by", "prevention_by", "fault"):
        op.drop_column("cause_analysis", name)
    op.drop_column("verification", "corrected_number")
    op.drop_column("verification", "seen_number")
