"""The first tables, and the triggers that keep the accountability log append-only.

Revision 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY_SQLITE = (
    """
CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry
BEGIN SELECT RAISE(ABORT, 'log_entry is append-only'); END
""",
    """
CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry
BEGIN SELECT RAISE(ABORT, 'log_entry is append-only'); END
""",
    """
CREATE TRIGGER log_entry_next_number BEFORE INSERT ON log_entry
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM log_entry)
BEGIN SELECT RAISE(ABORT, 'log_entry takes the next number only'); END
""",
)
APPEND_ONLY_POSTGRESQL = (
    """
CREATE FUNCTION log_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'log_entry is append-only'; END $$
""",
    """
CREATE FUNCTION log_entry_next_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number IS DISTINCT FROM (SELECT coalesce(max(number), 0) + 1 FROM log_entry) THEN
        RAISE EXCEPTION 'log_entry takes the next number only';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER log_entry_no_change BEFORE UPDATE OR DELETE ON log_entry
FOR EACH ROW EXECUTE FUNCTION log_entry_refuse()
""",
    """
CREATE TRIGGER log_entry_no_truncate BEFORE TRUNCATE ON log_entry
FOR EACH STATEMENT EXECUTE FUNCTION log_entry_refuse()
""",
    """
CREATE TRIGGER log_entry_next_number BEFORE INSERT ON log_entry
FOR EACH ROW EXECUTE FUNCTION log_entry_next_number()
""",
)
DROP_SQLITE = (
    "DROP TRIGGER log_entry_no_update",
    "DROP TRIGGER log_entry_no_delete",
    "DROP TRIGGER log_entry_next_number",
)
DROP_POSTGRESQL = (
    "DROP TRIGGER log_entry_no_change ON log_entry",
    "DROP TRIGGER log_entry_no_truncate ON log_entry",
    "DROP TRIGGER log_entry_next_number ON log_entry",
    "DROP FUNCTION log_entry_refuse()",
    "DROP FUNCTION log_entry_next_number()",
)


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if op.get_bind().dialect.name == "sqlite" else postgresql:
        op.execute(sa.text(statement))


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("kept_by", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_subject", ["subject", "id"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("layer", sa.String(length=10), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("source_document", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_day_day_on"), ["day_on"], unique=False)

    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source_document", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_ref", sa.String(length=64), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alarm_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("extended_to", sa.String(length=40), nullable=True),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=4), nullable=True),
        sa.Column("late_by", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.create_index("ix_clock_open_due", ["stopped_at", "due_at", "id"], unique=False)
        batch_op.create_index("ix_clock_subject", ["subject_kind", "subject_ref"], unique=False)
        batch_op.create_index(
            "uq_clock_running",
            ["rule", "subject_kind", "subject_ref"],
            unique=True,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.create_table(
        "log_entry",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_post", sa.Text(), nullable=False),
        sa.Column("actor_unit", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("sealed_hash", sa.String(length=64), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_entry")),
    )
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_log_entry_about_log_entry_number"), ["about", "number"], unique=False
        )
        batch_op.create_index("ix_log_entry_action", ["action", "at", "number"], unique=False)
        batch_op.create_index("ix_log_entry_person", ["actor_id", "at", "number", "action"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_log_entry_subject_log_entry_number"), ["subject", "number"], unique=False
        )
        batch_op.create_index("ix_log_entry_time", ["at", "number"], unique=False)

    op.create_table(
        "log_sealed",
        sa.Column(
            "entry_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_number", name=op.f("pk_log_sealed")),
    )
    op.create_table(
        "org_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_org_unit_code")),
    )
    op.create_table(
        "owed_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("to_role", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_message")),
    )
    with op.batch_alter_table("owed_message", schema=None) as batch_op:
        batch_op.create_index("ix_owed_message_about", ["about", "id"], unique=False)
        batch_op.create_index("ix_owed_message_due", ["state", "due_again_at", "id"], unique=False)

    op.create_table(
        "series",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_series")),
    )
    op.create_table(
        "clock_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on_before", sa.Date(), nullable=True),
        sa.Column("due_on_after", sa.Date(), nullable=False),
        sa.Column("alarm_on_after", sa.Date(), nullable=False),
        sa.Column("counted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by_kind", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_clock_event_clock_id_clock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_event")),
    )
    with op.batch_alter_table("clock_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_event_clock_id"), ["clock_id"], unique=False)

    op.create_table(
        "disclosure_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("category_key", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("title_zh", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=400), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("party_kind", sa.String(length=30), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live_number", sa.Integer(), nullable=True),
        sa.Column("under_verification", sa.Boolean(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("handling_unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handling_unit_id"], ["org_unit.id"], name=op.f("fk_disclosure_record_handling_unit_id_org_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_record")),
        sa.UniqueConstraint("ref", name=op.f("uq_disclosure_record_ref")),
    )
    with op.batch_alter_table("disclosure_record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_disclosure_record_category", ["status", "category_key", "published_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_disclosure_record_document_number"), ["document_number"], unique=False
        )
        batch_op.create_index("ix_disclosure_record_newest", ["status", "published_at", "id"], unique=False)
        batch_op.create_index(
            "ix_disclosure_record_stage", ["status", "stage", "published_at", "id"], unique=False
        )

    op.create_table(
        "staff_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("post_en", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_staff_user_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_user_login")),
    )
    with op.batch_alter_table("staff_user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_user_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "channel_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_ref", sa.String(length=40), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["staff_user.id"],
            name=op.f("fk_channel_publication_confirmed_by_id_staff_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_publication")),
    )
    with op.batch_alter_table("channel_publication", schema=None) as batch_op:
        batch_op.create_index(
            "ix_channel_publication_record", ["record_ref", "version_number", "channel"], unique=True
        )
        batch_op.create_index("ix_channel_publication_state", ["state", "id"], unique=False)

    op.create_table(
        "record_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("user_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["disclosure_record.id"], name=op.f("fk_record_act_record_id_disclosure_record")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_record_act_user_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_act")),
    )
    with op.batch_alter_table("record_act", schema=None) as batch_op:
        batch_op.create_index("ix_record_act_record", ["record_id", "id"], unique=False)
        batch_op.create_index("ix_record_act_user", ["user_id", "record_id", "act"], unique=False)

    op.create_table(
        "record_clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["disclosure_record.id"],
            name=op.f("fk_record_clarification_record_id_disclosure_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_clarification")),
    )
    with op.batch_alter_table("record_clarification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_clarification_record_id"), ["record_id"], unique=False)

    op.create_table(
        "record_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field_values", sa.JSON(), nullable=False),
        sa.Column("change_kind", sa.String(length=20), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("notice_zh", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["disclosure_record.id"],
            name=op.f("fk_record_version_record_id_disclosure_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_version")),
    )
    with op.batch_alter_table("record_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_version_corrections", ["change_kind", "published_at", "id"], unique=False
        )
        batch_op.create_index("ix_record_version_record", ["record_id", "number"], unique=True)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_role_grant_user_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index("ix_role_grant_role", ["role", "revoked_at"], unique=False)
        batch_op.create_index("ix_role_grant_user_id", ["user_id"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_user.id"], name=op.f("fk_staff_session_user_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("record_number", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("submission_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("investigator_id", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.String(length=30), nullable=True),
        sa.Column("waits_for", sa.String(length=20), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgency_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["staff_user.id"], name=op.f("fk_ticket_investigator_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["staff_user.id"], name=op.f("fk_ticket_leader_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["disclosure_record.id"], name=op.f("fk_ticket_record_id_disclosure_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_ticket_code_hash")),
        sa.UniqueConstraint("ref", name=op.f("uq_ticket_ref")),
        sa.UniqueConstraint("submission_hash", name=op.f("uq_ticket_submission_hash")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_investigator", ["investigator_id", "waits_for", "urgency_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_ticket_leader", ["leader_id", "waits_for", "urgency_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_ticket_open",
            ["urgency_at", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index("ix_ticket_received", ["received_at", "id"], unique=False)
        batch_op.create_index("ix_ticket_record", ["record_id", "id"], unique=False)
        batch_op.create_index("ix_ticket_state", ["state", "urgency_at", "id"], unique=False)
        batch_op.create_index("ix_ticket_waiting", ["waits_for", "urgency_at", "id"], unique=False)

    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_acceptance_by_id_staff_user")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_acceptance_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acceptance_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "accountability",
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_user_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(length=30), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff_user.id"], name=op.f("fk_accountability_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["subject_user_id"], ["staff_user.id"], name=op.f("fk_accountability_subject_user_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_accountability_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability")),
    )
    with op.batch_alter_table("accountability", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accountability_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("investigator_id", sa.Integer(), nullable=False),
        sa.Column("investigator_name", sa.String(length=120), nullable=False),
        sa.Column("investigator_post", sa.String(length=120), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_appointment_by_id_staff_user")),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["staff_user.id"], name=op.f("fk_appointment_investigator_id_staff_user")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_appointment_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "cause_analysis",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("prevention", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff_user.id"], name=op.f("fk_cause_analysis_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_cause_analysis_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_analysis")),
    )
    with op.batch_alter_table("cause_analysis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cause_analysis_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("field_key", sa.String(length=40), nullable=True),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("should_say", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_claim_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "clarification",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_clarification_by_id_staff_user")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_clarification_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification")),
    )
    with op.batch_alter_table("clarification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clarification_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_closing_by_id_staff_user")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_closing_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closing_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_correction_by_id_staff_user")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["disclosure_record.id"], name=op.f("fk_correction_record_id_disclosure_record")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_correction_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "leader_submission",
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("leader_name", sa.String(length=120), nullable=False),
        sa.Column("leader_post", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff_user.id"], name=op.f("fk_leader_submission_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["staff_user.id"], name=op.f("fk_leader_submission_leader_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_leader_submission_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_submission")),
    )
    with op.batch_alter_table("leader_submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leader_submission_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_reply_by_id_staff_user")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_reply_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "reporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_reporter_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_reporter_ticket_id")),
    )
    op.create_table(
        "verification",
        sa.Column("finding", sa.String(length=30), nullable=False),
        sa.Column("compared", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("new_values", sa.JSON(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_name", sa.String(length=120), nullable=False),
        sa.Column("signed_by_post", sa.String(length=120), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_post", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff_user.id"], name=op.f("fk_verification_by_id_staff_user")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_verification_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "cause_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["cause_analysis.id"], name=op.f("fk_cause_category_analysis_id_cause_analysis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_category")),
    )
    with op.batch_alter_table("cause_category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cause_category_analysis_id"), ["analysis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cause_category_cause"), ["cause"], unique=False)
    _run(APPEND_ONLY_SQLITE, APPEND_ONLY_POSTGRESQL)


def downgrade() -> None:
    _run(DROP_SQLITE, DROP_POSTGRESQL)
    with op.batch_alter_table("cause_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cause_category_cause"))
        batch_op.drop_index(batch_op.f("ix_cause_category_analysis_id"))

    op.drop_table("cause_category")
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_ticket_id"))

    op.drop_table("verification")
    op.drop_table("reporter")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_ticket_id"))

    op.drop_table("reply")
    with op.batch_alter_table("leader_submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leader_submission_ticket_id"))

    op.drop_table("leader_submission")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_ticket_id"))

    op.drop_table("correction")
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closing_ticket_id"))

    op.drop_table("closing")
    with op.batch_alter_table("clarification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clarification_ticket_id"))

    op.drop_table("clarification")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_ticket_id"))

    op.drop_table("claim")
    with op.batch_alter_table("cause_analysis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cause_analysis_ticket_id"))

    op.drop_table("cause_analysis")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_ticket_id"))

    op.drop_table("appointment")
    with op.batch_alter_table("accountability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accountability_ticket_id"))

    op.drop_table("accountability")
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptance_ticket_id"))

    op.drop_table("acceptance")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_waiting")
        batch_op.drop_index("ix_ticket_state")
        batch_op.drop_index("ix_ticket_record")
        batch_op.drop_index("ix_ticket_received")
        batch_op.drop_index(
            "ix_ticket_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_ticket_leader")
        batch_op.drop_index("ix_ticket_investigator")

    op.drop_table("ticket")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_user_id"))

    op.drop_table("staff_session")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_role_grant_user_id")
        batch_op.drop_index("ix_role_grant_role")

    op.drop_table("role_grant")
    with op.batch_alter_table("record_version", schema=None) as batch_op:
        batch_op.drop_index("ix_record_version_record")
        batch_op.drop_index("ix_record_version_corrections")

    op.drop_table("record_version")
    with op.batch_alter_table("record_clarification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_clarification_record_id"))

    op.drop_table("record_clarification")
    with op.batch_alter_table("record_act", schema=None) as batch_op:
        batch_op.drop_index("ix_record_act_user")
        batch_op.drop_index("ix_record_act_record")

    op.drop_table("record_act")
    with op.batch_alter_table("channel_publication", schema=None) as batch_op:
        batch_op.drop_index("ix_channel_publication_state")
        batch_op.drop_index("ix_channel_publication_record")

    op.drop_table("channel_publication")
    with op.batch_alter_table("staff_user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_user_unit_id"))

    op.drop_table("staff_user")
    with op.batch_alter_table("disclosure_record", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosure_record_stage")
        batch_op.drop_index("ix_disclosure_record_newest")
        batch_op.drop_index(batch_op.f("ix_disclosure_record_document_number"))
        batch_op.drop_index("ix_disclosure_record_category")

    op.drop_table("disclosure_record")
    with op.batch_alter_table("clock_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_event_clock_id"))

    op.drop_table("clock_event")
    op.drop_table("series")
    with op.batch_alter_table("owed_message", schema=None) as batch_op:
        batch_op.drop_index("ix_owed_message_due")
        batch_op.drop_index("ix_owed_message_about")

    op.drop_table("owed_message")
    op.drop_table("org_unit")
    op.drop_table("log_sealed")
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_log_entry_time")
        batch_op.drop_index(batch_op.f("ix_log_entry_subject_log_entry_number"))
        batch_op.drop_index("ix_log_entry_person")
        batch_op.drop_index("ix_log_entry_action")
        batch_op.drop_index(batch_op.f("ix_log_entry_about_log_entry_number"))

    op.drop_table("log_entry")
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_clock_running",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.drop_index("ix_clock_subject")
        batch_op.drop_index("ix_clock_open_due")

    op.drop_table("clock")
    op.drop_table("calendar_year")
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_day_day_on"))

    op.drop_table("calendar_day")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_subject")

    op.drop_table("attachment")
