"""How a record leaves the public's sight: instruments, take-downs, hidings, the sealed archive, withdrawals from carriers.

Going down, what was taken down or hidden keeps its status, which no page shows; and it is refused while anything lies in
the sealed archive, which would be lost.

Revision 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEALING = """(OLD.sealed_at IS NULL AND NEW.sealed_at IS NOT NULL AND CAST(NEW.field_values AS text) = '{}'
    AND CAST(NEW.changes AS text) = '[]' AND NEW.notice_zh = '' AND NEW.notice_en = '' AND NEW.record_id = OLD.record_id
    AND NEW.number = OLD.number AND NEW.status = OLD.status AND NEW.change_kind = OLD.change_kind
    AND NEW.formed_on = OLD.formed_on AND NEW.created_at = OLD.created_at AND NEW.published_at = OLD.published_at)"""
COLUMNS = """record_id, number, status, field_values, change_kind, changes,
    notice_zh, notice_en, formed_on, created_at, published_at"""
LITE = f"""
CREATE TRIGGER record_version_no_update BEFORE UPDATE OF {COLUMNS} ON record_version
WHEN OLD.published_at IS NOT NULL AND NOT {SEALING}
BEGIN SELECT RAISE(ABORT, 'a published version is never edited'); END
"""
LITE_BEFORE = LITE.replace(f" AND NOT {SEALING}", "")
POSTGRES = (
    f"""
CREATE TRIGGER record_version_no_change BEFORE UPDATE OF {COLUMNS} ON record_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND NOT {SEALING}) EXECUTE FUNCTION record_version_refuse()
""",
    """
CREATE TRIGGER record_version_no_delete BEFORE DELETE ON record_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION record_version_refuse()
""",
)
POSTGRES_BEFORE = f"""
CREATE TRIGGER record_version_no_change BEFORE DELETE OR UPDATE OF {COLUMNS} ON record_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION record_version_refuse()
"""
MOMENT = sa.DateTime(timezone=True)


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    # Not in batches: others refer to these tables, and SQLite would have to drop them.
    op.add_column("disclosure_record", sa.Column("expiry_pending_on", sa.Date(), nullable=True))
    op.add_column("disclosure_record", sa.Column("credit_repaired_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_disclosure_record_retention",
        "disclosure_record",
        ["status", "party_kind", "first_published_at", "id"],
        unique=False,
    )
    op.add_column("record_version", sa.Column("sealed_at", MOMENT, nullable=True))
    _triggers_up()
    _carriers_up()
    _instruments_up()
    _takedowns_up()
    _hidings_up()
    _archive_up()


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _triggers_up() -> None:
    """A published version is never edited; now its words may go into the archive, all of them at once."""
    if _is_sqlite():
        op.execute("DROP TRIGGER record_version_no_update")
        op.execute(LITE)
        return
    op.execute("DROP TRIGGER record_version_no_change ON record_version")
    for statement in POSTGRES:
        op.execute(statement)


def _triggers_down() -> None:
    if _is_sqlite():
        op.execute("DROP TRIGGER record_version_no_update")
        return
    for name in ("record_version_no_change", "record_version_no_delete"):
        op.execute(f"DROP TRIGGER {name} ON record_version")
    op.execute(POSTGRES_BEFORE)


def _carriers_up() -> None:
    with op.batch_alter_table("channel_publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawal_asked_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawal_evidence", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_channel_publication_withdrawn_by_id_staff_user"),
            "staff_user",
            ["withdrawn_by_id"],
            ["id"],
        )


def _instruments_up() -> None:
    op.create_table(
        "takedown_instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_by", sa.String(length=120), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=False),
        sa.Column("found_not_ours", sa.Text(), nullable=False),
        _reference("takedown_instrument", "record_id", "disclosure_record"),
        _reference("takedown_instrument", "registered_by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown_instrument")),
    )
    with op.batch_alter_table("takedown_instrument", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_takedown_instrument_record_id"), ["record_id"], unique=False)
        batch_op.create_index("ix_takedown_instrument_open", ["settled_at", "id"], unique=False)


def _takedowns_up() -> None:
    op.create_table(
        "takedown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=True),
        sa.Column("law", sa.String(length=300), nullable=False),
        sa.Column("words_zh", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.String(length=120), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("refused_because", sa.Text(), nullable=False),
        sa.Column("down_at", MOMENT, nullable=True),
        sa.Column("late_by", sa.Integer(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        _reference("takedown", "record_id", "disclosure_record"),
        _reference("takedown", "instrument_id", "takedown_instrument"),
        _reference("takedown", "proposed_by_id", "staff_user"),
        _reference("takedown", "reviewed_by_id", "staff_user"),
        _reference("takedown", "decided_by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown")),
    )
    with op.batch_alter_table("takedown", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_takedown_record_id"), ["record_id"], unique=False)
        batch_op.create_index(op.f("ix_takedown_instrument_id"), ["instrument_id"], unique=False)
        batch_op.create_index("ix_takedown_waiting", ["decided_at", "down_at", "id"], unique=False)


def _hidings_up() -> None:
    op.create_table(
        "hiding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=False),
        sa.Column("hidden_by_id", sa.Integer(), nullable=False),
        sa.Column("hidden_by", sa.String(length=120), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=False),
        sa.Column("ending", sa.String(length=20), nullable=False),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        _reference("hiding", "record_id", "disclosure_record"),
        _reference("hiding", "hidden_by_id", "staff_user"),
        _reference("hiding", "confirmed_by_id", "staff_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiding")),
    )
    with op.batch_alter_table("hiding", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_hiding_record_id"), ["record_id"], unique=False)
        batch_op.create_index("ix_hiding_open", ["ended_at", "id"], unique=False)


def _archive_up() -> None:
    op.create_table(
        "sealed_original",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        _reference("sealed_original", "record_id", "disclosure_record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_original")),
    )
    with op.batch_alter_table("sealed_original", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sealed_original_record", ["record_id", "version_number", "id"], unique=False
        )


def downgrade() -> None:
    sealed = op.get_bind().execute(sa.text("SELECT count(*) FROM sealed_original")).scalar()
    if sealed:
        raise RuntimeError(f"{sealed} sealed originals would be lost; export the archive and empty it first")
    for table in ("sealed_original", "hiding", "takedown", "takedown_instrument"):
        op.drop_table(table)
    with op.batch_alter_table("channel_publication", schema=None) as batch_op:
        batch_op.drop_constraint(
            op.f("fk_channel_publication_withdrawn_by_id_staff_user"), type_="foreignkey"
        )
        for column in ("withdrawal_asked_at", "withdrawn_at", "withdrawn_by_id", "withdrawal_evidence"):
            batch_op.drop_column(column)
    _triggers_down()
    op.drop_column("record_version", "sealed_at")
    if _is_sqlite():
        op.execute(LITE_BEFORE)
    op.drop_index("ix_disclosure_record_retention", table_name="disclosure_record")
    op.drop_column("disclosure_record", "credit_repaired_on")
    op.drop_column("disclosure_record", "expiry_pending_on")
