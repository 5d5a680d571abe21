"""Every act is in the log: steps and refusals, looks and downloads, exports, settings; and nothing changes without it."""

import ast
import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from feedback_app import clock
from feedback_app.audit import operations as audit_log
from feedback_app.audit import queries as log
from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.models import LogEntry
from feedback_app.config.table import SETTINGS
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.catalogue import category
from feedback_app.extensions import db
from feedback_app.files.operations import store
from feedback_app.files.queries import attachments_of
from feedback_app.oversight import operations
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import load, read_values
from tests.factories import beijing, people, published_penalty, sign_in, ticket_after, ticket_at
from tests.rig.every_act_logged import NotLogged, every_act_logged
from tests.test_architecture import CODE, actions_in_code, tree

one_database = pytest.mark.one_database
# Rows nobody appends here and now: name → why they stay.
FOR_OTHERS = {
    "record.update": "an update in one step; entries of earlier versions bear it",
    "channel.fail": "a push by machine that failed; pushes are confirmed by persons so far",
    "sample.load": "appended by the sample's loader, which is no part of the system's own work",
}


def written() -> set[str]:
    """Every action some code names, whole or by the step it is made of, but for the table itself and the sample."""
    named = {
        node.value
        for path in CODE
        if path.parent.name != "actions" and "sample" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    of_steps = {
        name
        for name in ACTIONS
        if name.startswith(("record.", "withheld.")) and name.partition(".")[2] in named
    }
    return actions_in_code() | (named & ACTIONS.keys()) | (of_steps - FOR_OTHERS.keys())


def last() -> LogEntry:
    db.session.rollback()
    return log.entries(limit=1)[0]


# ---- the table of actions --------------------------------------------------------------------------------------------


def test_every_row_of_the_table_of_actions_is_appended_somewhere() -> None:
    assert ACTIONS.keys() - written() - FOR_OTHERS.keys() == set(), "rows that nothing ever writes"


def test_what_is_kept_for_others_is_really_written_by_nobody() -> None:
    assert FOR_OTHERS.keys() <= ACTIONS.keys()
    assert FOR_OTHERS.keys() & written() == set()


# ---- the rule itself -------------------------------------------------------------------------------------------------


def test_a_change_without_an_entry_is_noticed(app: Flask, db_session: Any) -> None:
    cast = people()
    cast.sunlei.post = "不记日志的改动"
    with every_act_logged(), pytest.raises(NotLogged):
        db.session.commit()
    db.session.rollback()
    cast.sunlei.post = "记了日志的改动"
    audit_log.append("log.verify", by=cast.sunlei.actor, subject="log:all")
    with every_act_logged():
        db.session.commit()


def test_an_entry_that_was_rolled_back_does_not_count(app: Flask, db_session: Any) -> None:
    people()
    with every_act_logged():
        audit_log.append("log.verify", by=people().sunlei.actor, subject="log:all")
        db.session.rollback()
        db.session.execute(text("UPDATE staff_user SET post = 'x'"))
        with pytest.raises(NotLogged):
            db.session.commit()
    db.session.rollback()


# ---- refusals --------------------------------------------------------------------------------------------------------


def test_a_refused_step_is_logged_in_a_transaction_of_its_own(app: Flask, db_session: Any) -> None:
    ticket = ticket_at("investigating")
    before = log.head().number
    involved = sign_in(app.test_client(), "liweidong")
    refused = involved.post(f"/staff/tickets/{ticket.ref}/verification", data={"lock": ticket.lock})
    assert refused.status_code == 409
    entry = last()
    assert (entry.action, entry.subject, entry.about) == (
        "ticket.refuse_step",
        ticket.subject,
        ticket.record.subject,
    )
    assert (entry.actor_name, entry.fact_values["step_zh"], entry.fact_values["own_work"]) == (
        "李卫东",
        "提交核实结论",
        False,
    )
    assert "调查人员" in entry.fact_values["why_zh"]
    assert entry.number == before + 2, "his sign-in, and the refusal"
    assert log.verify().holds


@one_database
def test_a_person_with_the_record_in_hand_is_refused_and_that_is_called_own_work(
    app: Flask, db_session: Any
) -> None:
    ticket, cast = ticket_at("correcting"), people()
    db.session.execute(text("UPDATE ticket SET investigator_id = :who"), {"who": cast.zhouting.id})
    db.session.commit()
    involved = sign_in(app.test_client(), "zhouting")
    assert (
        involved.post(f"/staff/tickets/{ticket.ref}/correction", data={"lock": ticket.lock}).status_code
        == 409
    )
    assert (last().action, last().fact_values["own_work"]) == ("ticket.refuse_step", True)


@one_database
def test_a_refused_step_on_a_record_is_logged_with_its_name(app: Flask, db_session: Any) -> None:
    record = published_penalty()
    refused = sign_in(app.test_client(), "zhaoming").post(
        f"/staff/records/{record.ref}/approval", data={"lock": record.lock}
    )
    assert refused.status_code == 409
    entry = last()
    assert (entry.action, entry.subject, entry.fact_values["step_zh"]) == (
        "record.refuse_step",
        record.subject,
        "批准",
    )


@one_database
def test_what_the_guard_holds_up_is_logged_without_the_words_that_were_typed(
    app: Flask, db_session: Any
) -> None:
    cast, number = people(), "13912345678"
    values = read_values(category("penalty"), D2.values) | {"facts": f"该公司联系电话{number}。"}
    record = records.prepare(
        "penalty", values, formed_on=clock.today(), party_kind=values["party_kind"], by=cast.zhaoming
    )
    db.session.commit()
    held = sign_in(app.test_client(), "zhaoming").post(
        f"/staff/records/{record.ref}/submission", data={"lock": record.lock, "lang_checked": "y"}
    )
    assert held.status_code == 422
    entry = last()
    assert (entry.action, entry.actor_name, entry.fact_values["step_zh"]) == (
        "record.refuse_step",
        cast.zhaoming.name,
        "提交审核",
    )
    assert "公布前的检查发现" in entry.fact_values["why_zh"]
    assert "手机号" in entry.fact_values["why_zh"]
    assert number[-4:] not in entry.facts
    assert not record.is_public


@one_database
def test_a_form_filled_in_badly_or_a_page_that_grew_old_is_no_refusal(app: Flask, db_session: Any) -> None:
    ticket = ticket_at("investigating")
    address, lock = f"/staff/tickets/{ticket.ref}/verification", ticket.lock
    client = sign_in(app.test_client(), "liufang")
    before = log.head().number
    assert client.post(address, data={"lock": lock}).status_code == 422
    assert client.post(address, data={"lock": lock - 1}).status_code == 409
    assert log.head().number == before


# ---- looks and downloads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "place"), [("sunlei", "/staff/tickets"), ("hewenbo", "/staff/oversight/tickets")]
)
def test_a_file_taken_away_is_logged_without_its_name(
    app: Flask, db_session: Any, login: str, place: str
) -> None:
    proof = store(
        io.BytesIO(b"%PDF-1.4 x"), "何静的决定书.pdf", folder=Path(app.config["DATA_DIR"]) / "files", limit=99
    )
    ticket = ticket_after("accept", kept=(proof,))
    (file,) = attachments_of(ticket.subject)
    address, client = f"{place}/{ticket.ref}/files/{file.id}", sign_in(app.test_client(), login)
    assert client.get(address, buffered=True).data == b"%PDF-1.4 x"
    entry = last()
    assert (entry.action, entry.subject, entry.fact_values) == (
        "file.download", ticket.subject, {"file": file.id, "size": 10},
    )  # fmt: skip
    assert entry.sealed is None
    client.head(address, buffered=True)
    assert last().number == entry.number, "nothing was taken away"


# ---- settings and content --------------------------------------------------------------------------------------------


@one_database
def test_settings_that_changed_since_the_last_start_are_logged_and_no_secret_ever(
    app: Flask, db_session: Any
) -> None:
    assert operations.note_settings(app.config)
    first = last_of_transaction()
    assert first.fact_values["first"] == len(first.fact_values["hashes"])
    assert not operations.note_settings(app.config), "nothing has changed"
    changed = app.config | {
        "HOTLINE": "0994-7654321",
        "SECRET_KEY": "another secret key altogether, and a long one",
    }
    assert operations.note_settings(changed)
    entry = last_of_transaction()
    assert entry.fact_values["names"] == ["HOTLINE"]
    assert "7654321" not in entry.facts
    secrets = {name for name, row in SETTINGS.items() if row.is_secret}
    assert not secrets & first.fact_values["hashes"].keys()
    assert not operations.note_settings(changed)
    assert operations.note_settings(app.config), "back again is a change too"


@one_database
def test_the_command_of_the_start_notes_settings_once(app: Flask, db_session: Any) -> None:
    run = app.test_cli_runner().invoke
    db.session.commit()
    assert "已记入日志" in run(args=["settings", "note"]).output
    assert "没有变化" in run(args=["settings", "note"]).output


@one_database
def test_loading_the_starting_content_is_logged_once(app: Flask, db_session: Any) -> None:
    loaded = load(beijing("2026-11-23 12:00"))
    load(beijing("2026-11-23 12:00"))
    (entry,) = log.entries(action="content.load")
    assert entry.fact_values["records"] == loaded.records


def last_of_transaction() -> LogEntry:
    return log.entries(limit=1)[0]


# ---- nothing of the bureau's is changed by a supervisor --------------------------------------------------------------


def test_no_operation_of_oversight_touches_a_table_of_the_bureau() -> None:
    """What oversight's operations add are its own rows; they call no operation of another package but the log's."""
    folder = Path(__file__).parents[2] / "feedback_app" / "oversight" / "operations"
    imported = {
        node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    taken = {name for name in imported if name.startswith("feedback_app.")}
    assert not {name for name in taken if name.endswith("operations") and "oversight" not in name}
    assert {name.split(".")[1] for name in taken} <= {
        "accounts", "audit", "clock", "config", "extensions", "oversight", "refusals",
    }  # fmt: skip
