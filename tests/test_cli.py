"""What an operator types: what each command prints, what it changes, how it ends. Each says itself in both languages."""

from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from feedback_app.accounts import operations as accounts
from feedback_app.accounts import queries as account_rows
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import queries as log
from feedback_app.audit.models import LogEntry
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from feedback_app.starting_content.records import RECORDS
from feedback_app.starting_content.staff import STAFF
from tests.factories import people, ticket_after


@pytest.fixture
def run(app: Flask) -> Any:
    """`run("users create", "login", …)` → the result, in an application context of its own as in production."""

    def invoke(command: str, *arguments: str, **more: Any) -> Result:
        if app.extensions.get("sqlalchemy"):
            from flask.globals import app_ctx

            if app_ctx:
                db.session.commit()
        return app.test_cli_runner().invoke(args=[*command.split(), *arguments], **more)

    return invoke


NEWCOMER = ("--name", "新人", "--post", "科员", "--unit", "office", "--password", "a long enough one")


# ---- users -----------------------------------------------------------------------------------------------------------


def test_users_create_makes_an_account_that_can_sign_in(run: Any, app: Flask, db_session: Any) -> None:
    people()
    done = run(
        "users create",
        "newcomer",
        *NEWCOMER,
        "--email",
        "n@staff.example",
        "--role",
        "handler",
        "--role",
        "investigator",
    )
    assert (done.exit_code, done.output) == (0, "账号 newcomer 已建立。Account newcomer created.\n")
    user = account_rows.user_by_login("newcomer")
    assert user.roles == {Role.HANDLER, Role.INVESTIGATOR}
    assert accounts.password_fits(user, "a long enough one")
    entry = log.entries(action="user.create")[0]
    assert (entry.actor_kind, entry.subject) == ("operator", "user:newcomer")
    assert (
        app.test_client()
        .post("/staff/sign-in", data={"login": "newcomer", "password": "a long enough one"})
        .status_code
        == 303
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sunlei", *NEWCOMER), "已被使用"),
        (("n", *NEWCOMER[:-1], "short"), "密码至少 10 位"),
        (
            ("n", "--name", "x", "--post", "x", "--unit", "moon", "--password", "a long enough one"),
            "没有代码为 moon 的科室",
        ),
        (("n", *NEWCOMER, "--role", "king"), "king"),
        (("n",), "--name"),
    ],
)
def test_users_create_says_what_is_wrong_and_makes_nothing(
    run: Any, db_session: Any, arguments: tuple[str, ...], said: str
) -> None:
    people()
    before = db.session.scalar(select(func.count(StaffUser.id)))
    done = run("users create", *arguments)
    assert done.exit_code in (1, 2)
    assert said in done.output
    assert "Traceback" not in done.output
    assert db.session.scalar(select(func.count(StaffUser.id))) == before


@pytest.mark.one_database
def test_the_password_may_be_typed_unseen(run: Any, db_session: Any) -> None:
    people()
    done = run("users create", "newcomer", *NEWCOMER[:-2], input="a long enough one\na long enough one\n")
    assert done.exit_code == 0
    assert "a long enough one" not in done.output


# ---- content ---------------------------------------------------------------------------------------------------------


def test_content_load_fills_an_empty_system_once(run: Any, db_session: Any) -> None:
    first = run("content load")
    assert first.exit_code == 0
    assert f"{len(STAFF)} 人、{len(RECORDS)} 条公示信息" in first.output
    assert f"{len(STAFF)} people, {len(RECORDS)} records" in first.output
    again = run("content load")
    assert again.exit_code == 0
    assert "已有内容，未改动" in again.output
    assert db.session.scalar(select(func.count(DisclosureRecord.id))) == len(RECORDS)
    assert log.verify().holds


# ---- log -------------------------------------------------------------------------------------------------------------


@pytest.mark.with_content
def test_log_verify_says_that_it_holds(run: Any, db_session: Any) -> None:
    done = run("log verify")
    assert done.exit_code == 0
    entries = log.head().number
    assert f"责任日志成立：共 {entries} 条" in done.output
    assert f"The log holds: {entries} entries" in done.output
    assert log.head().number == entries, "asking changes nothing"


@pytest.mark.with_content
def test_log_verify_finds_the_entry_that_was_changed(run: Any, app: Flask, db_session: Any) -> None:
    """By the owner of the database, who can drop the trigger."""
    from feedback_app.audit import triggers

    with db.engine.begin() as owner:
        triggers.drop(owner)
        owner.execute(LogEntry.__table__.update().where(LogEntry.number == 7).values(actor_name="别人"))
    done = run("log verify")
    assert done.exit_code == 1
    assert "责任日志不成立" in done.output
    assert "第 7 条" in done.output


@pytest.mark.one_database
def test_log_verify_of_an_empty_log_and_of_a_file_that_is_none(
    run: Any, db_session: Any, tmp_path: Any
) -> None:
    assert run("log verify").exit_code == 0
    (tmp_path / "kept").write_text("hello")
    asked = run("log verify", "--checkpoint", str(tmp_path / "kept"))
    assert asked.exit_code == 2
    assert run("log verify", "--checkpoint", str(tmp_path / "nowhere")).exit_code == 2


# ---- outbox ----------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_outbox_deliver_sends_what_is_due_and_says_so(run: Any, app: Flask, db_session: Any) -> None:
    ticket_after(None)
    done = run("outbox deliver")
    assert (done.exit_code, done.output) == (0, "处理 1 封，仍待发 0 封。Tried 1, still waiting 0.\n")
    assert len(list((app.config["DATA_DIR"] / "mail").glob("*.eml"))) == 1
    assert run("outbox deliver").output.startswith("处理 0 封")


@pytest.mark.one_database
def test_outbox_deliver_ends_with_a_fault_when_something_is_left(
    run: Any, app: Flask, db_session: Any
) -> None:
    ticket_after(None)
    app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    (app.config["DATA_DIR"] / "mail").write_text("in the way")
    done = run("outbox deliver")
    assert (done.exit_code, done.output) == (1, "处理 1 封，仍待发 1 封。Tried 1, still waiting 1.\n")
    assert outbox.newest()[0].state == "owed"


# ---- deadlines -------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_deadlines_due_counts_aloud_and_ends_with_the_date_alone(run: Any, db_session: Any) -> None:
    done = run("deadlines due", "2026-09-18", "--working-days", "5")
    lines = done.output.strip().splitlines()
    assert done.exit_code == 0
    assert lines[-1] == "2026-09-24"
    assert any("2026-09-20" in line and "第" in line for line in lines), (
        "a Sunday that is a working day is counted"
    )
    wrong = run("deadlines due", "yesterday", "--working-days", "5")
    assert wrong.exit_code == 2
    assert "不是日期" in wrong.output


# ---- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_every_command_of_ours_says_what_it_does_in_both_languages(app: Flask) -> None:
    theirs = {"db", "routes", "run", "shell"}
    for name, command in app.cli.commands.items():
        if name not in theirs:
            for one in getattr(command, "commands", {name: command}).values():
                words = one.help or ""
                assert any("一" <= sign <= "鿿" for sign in words), f"{name} {one.name}"
                assert any(sign.isascii() and sign.isalpha() for sign in words), f"{name} {one.name}"


@pytest.mark.one_database
def test_a_command_nobody_knows_is_refused(run: Any) -> None:
    assert run("users delete", "sunlei").exit_code == 2


@pytest.mark.one_database
def test_users_unit_makes_a_unit_once_and_then_says_it_is_there(app: Flask) -> None:
    asked = ["users", "unit", "archive", "--name-zh", "档案室", "--name-en", "Archive"]
    made, again = (app.test_cli_runner().invoke(args=asked) for _ in range(2))
    assert (made.exit_code, again.exit_code) == (0, 2)
    assert "科室 archive 已建立" in made.output
    assert "已经有了" in again.output
