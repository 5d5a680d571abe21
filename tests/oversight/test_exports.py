"""Taking the log away: every form, narrowed as on the page, without what is sealed; capped, logged, provable."""

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app import clock
from feedback_app.audit import operations as audit_log
from feedback_app.audit import queries as log
from feedback_app.audit.hashing import HASHED_COLUMNS
from feedback_app.audit.merkle import verify_inclusion
from feedback_app.audit.signing import signer
from feedback_app.audit.tlog_proof import parse
from feedback_app.extensions import db
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import public
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.labels import labels
from tests.factories import beijing, people, sign_in, ticket_after, ticket_at

one_database = pytest.mark.one_database
SECRET = "因为反映人何静来电催问"


@pytest.fixture
def supervisor(app: Flask, db_session: Any) -> FlaskClient:
    ticket = ticket_at("finding_drafted")
    with clock.at(beijing("2026-11-10 18:00")):
        tickets.return_finding(ticket, by=people().liweidong, reason=SECRET)
    db.session.commit()
    return sign_in(app.test_client(), "hewenbo")


def taken(client: FlaskClient, form: str, **filters: str) -> TestResponse:
    return client.post("/staff/oversight/log/export", data={"form": form, **filters}, buffered=True)


def cells(answer: TestResponse) -> list[list[str]]:
    """The rows of a CSV or an Excel file, the head first."""
    if answer.data[:2] == b"PK":
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True).worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
    assert answer.data.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only behind this mark"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_holds_the_lines_of_the_filters_and_nothing_sealed(
    supervisor: FlaskClient, form: str
) -> None:
    answer = taken(supervisor, form, kind="ticket", q="李卫东")
    rows = cells(answer)
    expected = [one.number for one in log.entries(kind="ticket", person=people().liweidong.id)]
    assert [int(row[0]) for row in rows[1:]] == expected
    assert all(row[2] == "李卫东" and row[7].startswith("李卫东") for row in rows[1:])
    assert SECRET not in json.dumps(rows, ensure_ascii=False)
    assert f".{form}" in answer.headers["Content-Disposition"]


def test_an_export_is_itself_logged_with_its_filters_and_how_much_it_took(supervisor: FlaskClient) -> None:
    count = len(cells(taken(supervisor, "csv", kind="ticket", q="李卫东"))) - 1
    entry = log.entries(action="log.export")[0]
    assert entry.actor_name == "何文博"
    assert entry.fact_values == {
        "entries": count, "format": "csv", "filters": {"kind": "ticket", "person": str(people().liweidong.id)},
    }  # fmt: skip
    assert entry.sealed.words == {"q": "李卫东"}, "what was typed may be anybody's name"


@one_database
@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_becomes_a_formula(supervisor: FlaskClient, evil: str) -> None:
    from dataclasses import replace

    audit_log.append("log.verify", by=replace(people().zhengmin.actor, name=evil), subject="log:all")
    db.session.commit()
    row = cells(taken(supervisor, "csv"))[1]
    assert row[2] == f"'{evil}"
    sheet = openpyxl.load_workbook(
        io.BytesIO(taken(supervisor, "xlsx", action="log.verify").data)
    ).worksheets[0]
    assert (sheet["C2"].data_type, sheet["C2"].value.strip()) == ("s", evil.strip())


def test_each_line_with_its_proof_is_checked_by_the_checkpoint_alone(supervisor: FlaskClient) -> None:
    head, *lines = [json.loads(line) for line in taken(supervisor, "jsonl", kind="ticket").data.splitlines()]
    _origin, size, root = head["checkpoint"].splitlines()[:3]
    assert int(size) == head["entries_in_the_log"] > len(lines) > 3
    for line in lines:
        text = json.dumps(line["entry"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        leaf = hashlib.sha256(b"\0" + text.encode()).digest()
        assert leaf.hex() == line["entry_hash"]
        path = [base64.b64decode(one) for one in line["proof"]["path"]]
        assert verify_inclusion(leaf, line["proof"]["index"], int(size), path, base64.b64decode(root))
        assert set(line["entry"]) == {*HASHED_COLUMNS, "format"}
    assert SECRET not in json.dumps(lines, ensure_ascii=False)


def test_the_proof_of_one_entry_is_a_file_that_checks(supervisor: FlaskClient) -> None:
    answer = supervisor.get("/staff/oversight/entries/3/proof")
    assert "entry-3.tlog-proof" in answer.headers["Content-Disposition"]
    found = parse(answer.text)
    size, root = found.checkpoint.splitlines()[1:3]
    leaf = bytes.fromhex(next(one for one in log.entries(limit=500) if one.number == 3).entry_hash)
    assert verify_inclusion(leaf, 2, int(size), list(found.path), base64.b64decode(root))
    assert supervisor.get("/staff/oversight/entries/99999/proof").status_code == 404


@one_database
def test_more_than_the_setting_allows_is_left_to_the_command_and_said(
    app: Flask, supervisor: FlaskClient
) -> None:
    app.config["LOG_EXPORT_ROWS"] = 3
    answer = taken(supervisor, "csv", kind="ticket")
    assert (answer.status_code, answer.location) == (303, "/staff/oversight/log?kind=ticket")
    assert "flask --app wsgi log export" in supervisor.get(answer.location).text
    assert log.entries(action="log.export") == []
    assert taken(supervisor, "csv", action="ticket.submit").status_code == 200


@one_database
def test_an_unknown_form_is_refused(supervisor: FlaskClient) -> None:
    assert taken(supervisor, "exe").status_code == 422


@one_database
def test_an_export_in_english(supervisor: FlaskClient) -> None:
    supervisor.post("/language", data={"lang": "en"})
    rows = cells(taken(supervisor, "csv", action="ticket.submit"))
    assert (rows[0][0], rows[1][6]) == ("Number", "Report submitted")


# ---- what the public may see -----------------------------------------------------------------------------------------


def test_the_public_is_told_numbers_and_kinds_and_no_names(app: Flask, db_session: Any) -> None:
    ticket_at("closed")
    found = public.public_counts(Month(2026, 11))
    by_action = {row.action: row.count for row in found.counts}
    assert by_action["ticket.submit"] == by_action["ticket.close"] == 1
    assert not {name for name in by_action if name.startswith(("staff.", "user.", "oversight."))}
    assert found.total == sum(by_action.values())
    assert 0 < found.last_number <= log.head().number
    assert public.public_counts(Month(2020, 1)).counts == []


def test_public_sentences_name_nobody(app: Flask, db_session: Any) -> None:
    ticket_after("close")
    names = [user.name for user in vars(people()).values()]
    for lang in ("zh", "en"):
        said = [public.public_sentence(one, lang, labels(lang)) for one in log.entries(limit=500)]
        assert any(said)
        assert not [one for one in said for name in names if name in one]


TOOL = Path(__file__).parents[2] / "tools" / "verify_log.py"


def judged(path: Path, content: str) -> tuple[int, str]:
    """What the stand-alone verifier, beside no code of the app, says of a file: (exit code, words)."""
    path.write_text(content, encoding="utf-8", newline="\n")
    command = [sys.executable, "-I", "-S", str(TOOL), "--key", signer.verifier.text, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


@one_database
def test_the_stand_alone_verifier_takes_the_lines_with_proofs(
    supervisor: FlaskClient, tmp_path: Path
) -> None:
    text = taken(supervisor, "jsonl", kind="ticket").text
    code, said = judged(tmp_path / "log.jsonl", text)
    assert (code, f"{text.count(chr(10)) - 1} 条" in said, "每一条都在日志中" in said) == (0, True, True)


@one_database
@pytest.mark.parametrize(
    ("pattern", "instead", "said"),
    [
        (r'"actor_name":"[^"]+"', '"actor_name":"别人"', "内容与其哈希不符"),
        (r'"entry_hash":"[0-9a-f]{4}', '"entry_hash":"0000', "内容与其哈希不符"),
        (r'"path":\["....', '"path":["AAAA', "不在检查点的日志中"),
        (r'"index":\d+', '"index":99999', "不在检查点的日志中"),
        (r'"action":', '"action":"log.verify","action":', "第 2 行无法读取"),
        (r'"entries_in_the_log":\d+', '"entries_in_the_log":1', "首行的条数不符"),
        (r"(issued 20)\d\d", r"\g<1>11", "的签名不真"),
        (r'"sealed_hash":', '"sealed":', "第 2 行的格式不认识"),
        (r"\}\n\Z", "", "无法读取，被改动过或中断了"),
    ],
)
def test_a_changed_byte_in_the_lines_with_proofs_is_refused_and_placed(
    supervisor: FlaskClient, tmp_path: Path, pattern: str, instead: str, said: str
) -> None:
    text = taken(supervisor, "jsonl", kind="ticket").text
    changed, count = re.subn(pattern, instead, text, count=1)
    assert count == 1
    code, words = judged(tmp_path / "log.jsonl", changed)
    assert (code, said in words) == (1, True), words


@one_database
def test_the_page_of_the_log_offers_the_checkpoints_to_be_kept(supervisor: FlaskClient) -> None:
    assert '<a href="/log/checkpoints">保存检查点</a>' in supervisor.get("/staff/oversight/log").text
