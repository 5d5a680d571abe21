"""How long a record stays on each carrier; in whose name it came down; wordings of a notice; proofs of clarifications;
and drafts take over the names their fields bear now.

The period of what stands on carriers already is counted here as the catalogue counted it on the day of this revision; an
individual business has the two years that are the default. Published versions are never edited: those that bear an old
name of a field are read by it (disclosures/fields/old_names.py).

Revision 0024
"""

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ENDING = frozenset(
    {
        "penalty", "coercive", "licence", "order_correct", "inspection", "supervision_result", "random_result",
        "on_request", "annual_stats", "withdrawal_notice", "correction_notice",
    }
)  # fmt: skip
CREDIT_MONTHS = {"minor": 3, "ordinary": 12, "serious": 36}
# category → old name of a field → its name now
RENAMED = {
    "penalty": {"conduct_ended_on": "conduct_to", "social_impact": "social_impact_basis"},
    "order_correct": {"conduct_ended_on": "conduct_to"},
    "case_notice": {"result": "result_records"},
}
VERSIONS = sa.table(
    "record_version",
    sa.column("id", sa.Integer),
    sa.column("record_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("field_values", sa.JSON),
    sa.column("published_at", MOMENT),
)
RECORDS = sa.table(
    "disclosure_record",
    sa.column("id", sa.Integer),
    sa.column("ref", sa.String),
    sa.column("category_key", sa.String),
    sa.column("party_kind", sa.String),
)
CARRIED = sa.table(
    "channel_publication",
    sa.column("id", sa.Integer),
    sa.column("record_ref", sa.String),
    sa.column("version_number", sa.Integer),
    sa.column("channel", sa.String),
    sa.column("confirmed_at", MOMENT),
    sa.column("keeps_years", sa.Integer),
    sa.column("public_until", sa.Date),
)


def upgrade() -> None:
    op.add_column("channel_publication", sa.Column("keeps_years", sa.Integer(), nullable=True))
    op.add_column("channel_publication", sa.Column("public_until", sa.Date(), nullable=True))
    op.create_index(
        "ix_channel_publication_over", "channel_publication", ["state", "public_until", "id"], unique=False
    )
    with op.batch_alter_table("takedown") as batch:
        batch.add_column(sa.Column("channel", sa.String(length=30), nullable=True))
        batch.add_column(sa.Column("proposed_for_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reviewed_for_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("notice_number", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("reworded_at", MOMENT, nullable=True))
        batch.create_foreign_key(
            op.f("fk_takedown_proposed_for_id_staff_user"), "staff_user", ["proposed_for_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_takedown_reviewed_for_id_staff_user"), "staff_user", ["reviewed_for_id"], ["id"]
        )
    with op.batch_alter_table("takedown") as batch:
        batch.alter_column("notice_number", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("hiding") as batch:
        batch.add_column(sa.Column("hidden_for_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_hiding_hidden_for_id_staff_user"), "staff_user", ["hidden_for_id"], ["id"]
        )
    op.add_column("record_clarification", sa.Column("proof_text", sa.Text(), nullable=True))
    op.add_column("record_clarification", sa.Column("proof_salt", sa.String(length=64), nullable=True))
    _count_periods()
    _rename(RENAMED)


def downgrade() -> None:
    single = (
        op.get_bind().execute(sa.text("SELECT count(*) FROM takedown WHERE channel IS NOT NULL")).scalar()
    )
    if single:
        raise RuntimeError(
            f"{single} removals from single carriers would become removals of whole records; settle them first"
        )
    _rename({key: {new: old for old, new in names.items()} for key, names in RENAMED.items()})
    op.drop_column("record_clarification", "proof_salt")
    op.drop_column("record_clarification", "proof_text")
    with op.batch_alter_table("hiding") as batch:
        batch.drop_constraint(op.f("fk_hiding_hidden_for_id_staff_user"), type_="foreignkey")
        batch.drop_column("hidden_for_id")
    with op.batch_alter_table("takedown") as batch:
        batch.drop_constraint(op.f("fk_takedown_reviewed_for_id_staff_user"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_takedown_proposed_for_id_staff_user"), type_="foreignkey")
        for column in ("reworded_at", "notice_number", "reviewed_for_id", "proposed_for_id", "channel"):
            batch.drop_column(column)
    op.drop_index("ix_channel_publication_over", table_name="channel_publication")
    op.drop_column("channel_publication", "public_until")
    op.drop_column("channel_publication", "keeps_years")


def _count_periods() -> None:
    bind = op.get_bind()
    since: dict[tuple[str, str], Any] = {}
    for row in bind.execute(
        sa.select(CARRIED.c.record_ref, CARRIED.c.channel, sa.func.min(CARRIED.c.confirmed_at))
        .where(CARRIED.c.confirmed_at.is_not(None))
        .group_by(CARRIED.c.record_ref, CARRIED.c.channel)
    ):
        since[row[0], row[1]] = row[2]
    wanted = (
        sa.select(
            CARRIED.c.id, CARRIED.c.record_ref, CARRIED.c.channel, RECORDS.c.party_kind, VERSIONS.c.field_values
        )
        .join(RECORDS, RECORDS.c.ref == CARRIED.c.record_ref)
        .join(
            VERSIONS,
            (VERSIONS.c.record_id == RECORDS.c.id) & (VERSIONS.c.number == CARRIED.c.version_number),
        )
        .where(RECORDS.c.category_key.in_(sorted(ENDING)))
    )  # fmt: skip
    for number, ref, channel, party_kind, values in bind.execute(wanted).all():
        years, until = _term(channel, party_kind, values or {}, since.get((ref, channel)))
        bind.execute(
            CARRIED.update().where(CARRIED.c.id == number).values(keeps_years=years, public_until=until)
        )


def _term(
    channel: str, party_kind: str | None, values: dict[str, Any], first_at: Any
) -> tuple[int | None, date | None]:
    months = CREDIT_MONTHS.get(values.get("credit_class") or "")
    if channel == "credit_push" and months and values.get("decided_on"):
        return None, _later(date.fromisoformat(values["decided_on"]), months)
    years = 5 if party_kind in (None, "organization") else 2
    return years, _later(_civil(first_at), years * 12) if first_at else None


def _civil(moment: datetime) -> date:
    """Its day in the legal zone; SQLite keeps moments in UTC without saying so."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(timezone(timedelta(hours=8))).date()


def _later(on: date, months: int) -> date:
    """The corresponding day, else the last of that month (民法典 202)."""
    count = on.month - 1 + months
    year, month = on.year + count // 12, count % 12 + 1
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def _rename(names: dict[str, dict[str, str]]) -> None:
    """Of versions nobody has published: the others the database itself keeps as they are."""
    bind = op.get_bind()
    drafts = (
        sa.select(VERSIONS.c.id, VERSIONS.c.field_values, RECORDS.c.category_key)
        .join(RECORDS, RECORDS.c.id == VERSIONS.c.record_id)
        .where(VERSIONS.c.published_at.is_(None), RECORDS.c.category_key.in_(sorted(names)))
    )
    for number, values, key in bind.execute(drafts).all():
        new = {names[key].get(name, name): value for name, value in (values or {}).items()}
        if new != values:
            bind.execute(VERSIONS.update().where(VERSIONS.c.id == number).values(field_values=new))
