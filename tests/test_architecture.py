"""Rules of the house that no tool knows: who assigns, who commits, what the log can say, and that the map is true."""

import ast
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment, nodes
from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import delegating
from feedback_app.accounts import operations as accounts
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as log
from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.actor import SYSTEM, operator
from feedback_app.audit.models import LogEntry
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_rows
from feedback_app.deadlines import calendar_operations as calendar
from feedback_app.deadlines import jobs as deadline_jobs
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines.queries import open_clocks
from feedback_app.disclosures import credit_profile
from feedback_app.disclosures import jobs as record_jobs
from feedback_app.disclosures import operations as records
from feedback_app.disclosures import workflow as record_workflow
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.operations import exporting
from feedback_app.extensions import db, keyring
from feedback_app.files.operations import note_view, store
from feedback_app.files.queries import attachments_of as files_of
from feedback_app.guard import FileReport
from feedback_app.outbox import jobs as outbox_jobs
from feedback_app.outbox import operations as outbox
from feedback_app.outbox import queries as outbox_rows
from feedback_app.outbox.threads import message_id_for
from feedback_app.oversight import operations as oversight
from feedback_app.starting_content.load import load
from feedback_app.tickets import operations as tickets
from feedback_app.tickets import workflow as ticket_workflow
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import desk as at_desk
from feedback_app.tickets.operations import reading as readings
from feedback_app.watch import operations as watch
from tests.disclosures.coming_down_story import everything_that_comes_down
from tests.disclosures.import_story import everything_that_is_imported
from tests.disclosures.withheld_story import everything_withheld
from tests.factories import (
    PASSWORD,
    RIGHT_AMOUNT,
    beijing,
    changed,
    people,
    published_penalty,
    sign_in,
    ticket_after,
    ticket_at,
)
from tests.intake.desk_story import everything_at_the_desk
from tests.intake.mail_story import everything_that_comes_by_mail
from tests.tickets.beside_story import everything_beside
from tests.tickets.consequences_story import everything_findings_bring_about
from tests.tickets.recusal_story import everything_about_keeping_away

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "feedback_app").rglob("*.py"))
TEMPLATES = ROOT / "templates"
MAP = ROOT / "docs" / "regulation.md"
# Where writing to the database is a person's or a clock's request and ends with a commit.
EDGES = ("views_", "jobs", "cli", "commands", "rounds")
KNOWS_NOTHING_OF_HTTP = ("operations", "queries", "models", "workflow", "catalogue", "rules", "roles", "findings", "causes", "measures",
                         "types", "channels", "kinds", "actions", "fields", "steps", "numbering", "sealing", "clock")  # fmt: skip


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def is_in(path: Path, *parts: str) -> bool:
    """Whether the module, or a package around it, has a name that begins with one of these."""
    return any(
        part.removesuffix(".py").startswith(parts) for part in path.relative_to(ROOT / "feedback_app").parts
    )


def calls(path: Path, attribute: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == attribute
        ):
            yield node


# ---- code ------------------------------------------------------------------------------------------------------------


def test_only_operations_assign_a_state() -> None:
    """`ticket.state = …` elsewhere would be a step that skips the log."""
    wrong = []
    for path in CODE:
        for node in ast.walk(tree(path)):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            flat = [
                part
                for target in targets
                for part in (target.elts if isinstance(target, ast.Tuple) else [target])
            ]
            if any(isinstance(one, ast.Attribute) and one.attr in ("state", "status") for one in flat):
                wrong.append(f"{name(path)}:{node.lineno}")
    assert [place for place in wrong if "/operations" not in place] == []


def test_one_place_moves_a_ticket_and_one_a_record() -> None:
    def places(package: str, attribute: str) -> set[str]:
        return {
            function.name
            for path in (ROOT / "feedback_app" / package).rglob("*.py")
            for function in ast.walk(tree(path))
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Attribute) and target.attr == attribute
        }

    assert len(places("tickets", "state")) == 1
    assert len(places("disclosures", "status")) == 1


def test_only_the_edges_commit() -> None:
    wrong = [
        f"{name(path)}:{call.lineno}"
        for path in CODE
        for call in calls(path, "commit")
        if not is_in(path, *EDGES)
    ]
    assert wrong == []


def test_a_view_commits_once() -> None:
    """Two commits in one function are two transactions: half of the act could survive."""
    two_ways_out = {"enter"}  # signing in: refused and let in are two different ends
    for path in CODE:
        for function in ast.walk(tree(path)):
            if (
                isinstance(function, ast.FunctionDef)
                and is_in(path, "views_")
                and function.name not in two_ways_out
            ):
                commits = [
                    call
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "commit"
                ]
                assert len(commits) <= 1, f"{name(path)}: {function.name}"


def test_what_decides_knows_nothing_of_http_forms_or_queues() -> None:
    wrong = []
    for path in CODE:
        if not is_in(path, *KNOWS_NOTHING_OF_HTTP) or is_in(
            path, *EDGES, "forms", "web", "sample", "starting_content"
        ):
            continue
        if path.parent == ROOT / "feedback_app" / "outbox" / "channels":
            continue  # these speak to mail servers and gateways: an edge as well
        for node in ast.walk(tree(path)):
            named = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if {one.split(".")[0] for one in named} & {"flask", "flask_wtf", "wtforms", "rq"}:
                wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []


def test_migrations_import_nothing_of_the_application() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "feedback_app" not in path.read_text(), f"{path.name} would change its meaning with the code"


# ---- log -------------------------------------------------------------------------------------------------------------


def actions_in_code() -> set[str]:
    """Every action the code can append: written out, or built from the rows of the workflow tables."""
    found = {f"ticket.{step}" for step in ticket_workflow.STEPS} | {
        f"record.{row.act}" for row in record_workflow.STEPS.values()
    }
    for path in CODE:
        if not is_in(path, "audit", "sample"):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ACTIONS:
                    found.add(node.value)
            for call in calls(path, "append"):
                if any(keyword.arg == "by" for keyword in call.keywords):
                    found |= {
                        part.value
                        for part in ast.walk(call.args[0])
                        if isinstance(part, ast.Constant) and "." in str(part.value)[:-1]
                    }
    return found


def test_every_action_the_code_appends_has_its_sentences() -> None:
    assert actions_in_code() - ACTIONS.keys() == set()
    for action, row in ACTIONS.items():
        for words in (row.label_zh, row.label_en, row.zh, row.en):
            assert words.strip(), action
        assert not re.search(r"[A-Za-z]{4,}", re.sub(r"\{\w+\}", "", row.zh)), (
            f"{action}: the Chinese sentence is Chinese"
        )
        assert not re.search(r"[一-鿿]", row.en), f"{action}: the English sentence is English"


def _whole_story(app: Flask) -> None:
    """Example C-1 from first to last, and beside it everything else that leaves an entry."""
    cast, at = people(), clock.at
    with at(beijing("2026-11-09 09:00")):
        unit = accounts.create_unit("archive", "档案室", "Archive", by=SYSTEM)
        new = accounts.create_user(
            login="newcomer",
            password=PASSWORD,
            name="新人",
            post="科员",
            unit=unit,
            by=operator("命令行"),
            roles=frozenset({Role.HANDLER}),
        )
        accounts.revoke_role(new, Role.HANDLER, by=cast.linjing.actor, reason="轮岗")
        accounts.deactivate(new, by=cast.gaoxiang.actor, reason="离职")
        day = calendar.enter_day(
            clock.today().replace(month=12, day=31), is_working=False, layer="XJ", name_zh="封冻假", name_en="Frost day",
            source_document="新政办发〔2026〕1号", by=cast.wangxiaoyan.actor,
        )  # fmt: skip
        deadlines.start(
            "RANDOM_NORMAL_PUBLISH", subject_kind="record", subject_ref="C2-2026-0099",
            started_on=clock.today().replace(month=12, day=10), by=SYSTEM,
        )  # fmt: skip
        calendar.approve([day], by=cast.majianxin.actor)
    record = published_penalty()
    with at(beijing("2026-11-09 10:00")):
        fit = {"document_number": "昌州环阜罚〔2026〕9号", "amount": 6_800_000}
        draft = records.prepare(
            "penalty",
            record.live.field_values | fit,
            formed_on=clock.today(),
            party_kind="organization",
            by=cast.chenzhiqiang,
        )
        records.submit_for_review(draft, by=cast.chenzhiqiang)
        records.send_back(draft, by=cast.gulinaer, reason="金额请核对")
        records.edit(
            draft,
            record.live.field_values,
            formed_on=clock.today(),
            party_kind="organization",
            by=cast.chenzhiqiang,
        )
        changed(record, clock.today(), performance="已缴清")
        draft = records.prepare_change(
            record, ChangeKind.UPDATE, record.live.field_values | {"performance": "分期缴纳"}, note_zh="更新",
            changed_on=clock.today(), by=cast.zhaoming,
        )  # fmt: skip
        records.drop_change(record, by=cast.zhaoming, reason="写错了记录")
        left = delegating.delegate(
            cast.gulinaer, cast.liweidong, from_on=clock.today(), to_on=clock.today(), by=cast.gulinaer,
            roles=[Role.SUPERVISING_LEADER], reason="出差",
        )  # fmt: skip
        delegating.end(left, by=cast.gulinaer)
        planned = published_penalty_at_approval(record, cast)
        records.plan_publication(planned, beijing("2026-11-09 12:00"), by=cast.zhouting)
        records.cancel_plan(planned, by=cast.zhouting)
        records.plan_publication(planned, beijing("2026-11-09 12:00"), by=cast.zhouting)
        records.send_back(planned, by=cast.zhouting, reason="金额请核对")
        records.prepare_change(
            record,
            ChangeKind.UPDATE,
            draft.field_values,
            note_zh="更新",
            changed_on=clock.today(),
            by=cast.zhaoming,
        )
        for carried in carrier_rows.publications_of(record.ref, 2):
            if carried.state == "pending":
                carriers.confirm(carried, evidence="已核对", by=cast.zhouting.actor)
    exporting.export_credit(
        credit_profile.PROFILES["penalty"], clock.today(), clock.today(), {}, by=cast.zhouting
    )
    proof = store(
        io.BytesIO(b"%PDF-1.4 original"), "原件.pdf", folder=Path(app.config["DATA_DIR"]) / "files", limit=99
    )
    _guarded(app, cast, proof)
    other = ticket_after("verify", record=record, kept=(proof,))
    with at(beijing("2026-11-10 18:00")):
        running = next(one for one in open_clocks("ticket", other.ref) if one.rule == "TICKET_NORMAL")
        deadlines.pause(running, by=cast.liweidong.actor, reason="等检测机构的结果")
        deadlines.resume(running, by=cast.liweidong.actor, reason="结果到了")
        deadlines.extend(running, by=cast.liweidong.actor, reason="情况复杂", to_rule="TICKET_COMPLEX")
        tickets.return_finding(other, by=cast.liweidong, reason="依据不足")
        tickets.change_investigator(other, person_who_may(cast), by=cast.liweidong, reason="出差")
        tickets.change_leader(other, cast.majianxin, by=cast.sunlei, reason="出差")
        tickets.reveal_reporter(other, by=cast.sunlei, reason="电话核对事实")
    ticket_at("clarifying", "accurate", record=record)
    ticket_after("reply", "accurate", record=published_penalty())
    ticket_at("closed", record=record)
    answered = ticket_after("reply", record=published_penalty())
    _merged(answered, cast)
    _labelled(answered, app, cast)
    _after_the_answer(answered, cast)
    asked = ticket_after("accept", kind="inquiry", claims=())
    tickets.reply(asked, "每天上午十点以后都可以来看。", by=cast.sunlei)
    db.session.commit()
    outbox_jobs.deliver_due()
    with at(beijing("2026-12-30 12:00")):
        late = ticket_after(None, record=record)
        message = outbox_rows.messages_about(late.subject)[0]
        outbox.send_again(message, by=cast.sunlei.actor)
        message.attempts = 99
        outbox.settle_failed(message, "refused")
        outbox.settle_failed(message, "550 no such user", for_good=True)
        message.state = "sent"
        outbox.bounced(message_id_for(message.about, message.id, domain="x"), "550 no such user")
        db.session.commit()
        deadline_jobs.note_missed()
        deadline_jobs.remind_of_calendar()
        record_jobs.tell_about_limits()
    everything_beside()
    db.session.commit()
    everything_that_comes_down()
    everything_withheld()
    everything_at_the_desk(cast)
    everything_about_keeping_away()
    everything_that_is_imported()
    everything_that_comes_by_mail()
    everything_findings_bring_about()
    db.session.commit()
    accounts.refuse_sign_in(cast.zhaoming)
    db.session.commit()
    client = app.test_client()
    client.post("/staff/sign-in", data={"login": "sunlei", "password": PASSWORD})
    client.post("/staff/sign-out")
    _refused(app, record, other)
    _talked_with(other)
    _supervised(app, other)
    _watched(cast)


def _refused(app: Flask, record: Any, ticket: Ticket) -> None:
    """What the rules refuse, at the desk."""
    clerk = sign_in(app.test_client(), "sunlei")
    assert (
        clerk.post(f"/staff/tickets/{ticket.ref}/acceptance", data={"lock": ticket.lock}).status_code == 409
    )
    preparer = sign_in(app.test_client(), "chenzhiqiang")
    assert preparer.post(f"/staff/records/{record.ref}/review", data={"lock": record.lock}).status_code == 409


def _talked_with(ticket: Ticket) -> None:
    """A report by telephone: the code read out and changed, words both ways."""
    cast = people()
    called = ticket_after(None, channel="phone")
    tickets.issue_code(called, by=cast.sunlei)
    token = readings.begin(called)
    db.session.flush()
    opened = readings.current(token)
    assert opened is not None
    tickets.change_code(opened, code_hash=keyring.code_hash(tickets.offered_code(opened) or ""))
    tickets.write_message(ticket, "请问是哪一天？", seed="story 1", by=cast.sunlei)
    tickets.tell(ticket, "十一月九日。", seed="story 2")
    tickets.see_messages(ticket, by=cast.sunlei)
    at_desk.write_note(ticket, "请先看原件。", by=cast.sunlei)
    at_desk.note_whole_file(ticket, files=1, by=cast.sunlei)
    db.session.commit()


def _supervised(app: Flask, ticket: Ticket) -> None:
    """Everything a supervisor may do of their own."""
    supervisor = sign_in(app.test_client(), "zhengmin")
    supervisor.post("/staff/oversight/verification")
    supervisor.post("/staff/oversight/notes", data={"subject": f"ticket:{ticket.ref}", "text": "请说明"})
    supervisor.post("/staff/oversight/log/export", data={"form": "csv", "kind": "ticket"}, buffered=True)
    kept = files_of(ticket.subject)[0]
    assert (
        supervisor.get(f"/staff/oversight/tickets/{ticket.ref}/files/{kept.id}", buffered=True).status_code
        == 200
    )
    note_view(kept, by=people().zhengmin.actor)
    db.session.commit()
    month = "/staff/oversight/months/2026-10/signature"
    assert supervisor.post(month, data={"conclusion": "已审阅。", "password": "别的"}).status_code == 422
    assert supervisor.post(month, data={"conclusion": "已阅", "password": PASSWORD}).status_code == 303
    oversight.note_settings(app.config)
    oversight.note_settings(app.config | {"HOTLINE": "0994-1234567"})
    with clock.at(beijing("2026-08-02 10:00")):
        assert load(clock.now())
    db.session.commit()


def _watched(cast: Any) -> None:
    """A checkpoint mailed, and an alarm of the log that is looked into."""
    watch.mail_checkpoint(log.issue_checkpoint(by=SYSTEM), on_day=clock.today())
    alarm = watch.raise_alarm("log_damaged", "第 3 条被改动过。", "Entry 3 was changed.")
    db.session.commit()
    watch.close_alarm(alarm, note="查过了", by=cast.zhengmin)
    db.session.commit()


def _merged(main: Ticket, cast: Any) -> None:
    """Another reporter of the same: merged, taken apart, merged again, answered after the main one."""
    other = ticket_after(None, record=main.record, words="也是这个金额写错了，请改一下。")
    tickets.merge(other, main, by=cast.sunlei, reason="同一件事")
    tickets.unmerge(other, by=cast.sunlei, reason="先分开")
    tickets.merge(other, main, by=cast.sunlei, reason="同一件事")
    tickets.answer_merged(other, "已经更正。", by=cast.sunlei)


def _labelled(ticket: Ticket, app: Flask, cast: Any) -> None:
    """Suspected malice: proposed, signed, handed over, kept, its evidence taken, lifted."""
    tickets.label_malice(ticket, reasons="索要5万元。", by=cast.wangxiaoyan)
    tickets.sign_label(ticket, by=cast.liweidong)
    tickets.hand_over(ticket, to="阜康市公安局", by=cast.wangxiaoyan)
    tickets.keep_label(ticket, by=cast.wangxiaoyan, reason="仍在反复威胁")
    db.session.commit()
    browser = sign_in(app.test_client(), "wangxiaoyan")
    assert browser.post(f"/staff/tickets/{ticket.ref}/evidence").status_code == 200
    tickets.lift_label(ticket, by=cast.liweidong, reason="没有再来")


def _after_the_answer(answered: Ticket, cast: Any) -> None:
    """It is printed, rated, allowed to be public, made so, taken down, and the permission is taken back."""
    tickets.print_letter(answered, to="何静", is_large=False, by=cast.sunlei)
    tickets.rate(answered, score=4, words="办得快")
    tickets.allow_publication(answered)
    public = tickets.publish_answer(answered, asked="有人反映金额有误。", text="已更正。", by=cast.sunlei)
    tickets.withdraw_answer(answered, public, by=cast.sunlei, reason="写错了")
    tickets.forbid_publication(answered)


def _guarded(app: Flask, cast: Any, proof: Any) -> None:
    """A draft with a file that is described, looked at and dropped, and a telephone number two people let stand."""
    with clock.at(beijing("2026-11-09 10:10")):
        values = published_penalty().live.field_values | {"facts": "联系电话13912345678", "amount": 6_800_000}
        draft = records.prepare(
            "penalty", values, formed_on=clock.today(), party_kind="organization", by=cast.chenzhiqiang
        )
        file = records.add_file(draft, proof, proof, FileReport(), by=cast.chenzhiqiang)
        records.describe_file(
            draft, file, records.FileWords(True, "决定书.pdf", "决定书", 1), by=cast.chenzhiqiang
        )
        records.look_at_file(draft, file, by=cast.chenzhiqiang)
        browser = sign_in(app.test_client(), "chenzhiqiang")
        assert browser.post(f"/staff/records/{draft.ref}/files/1/original", buffered=True).status_code == 200
        records.drop_file(draft, file, by=cast.chenzhiqiang)
        found = next(one for one in records.findings_of(draft, draft.newest) if one.check == "mobile")
        for who in (cast.chenzhiqiang, cast.wangxiaoyan):
            records.override_guard(draft, found, version_number=1, by=who, reason="公布的举报电话")


def published_penalty_at_approval(like: Any, cast: Any) -> Any:
    """Another record, approved and not yet public."""
    values = like.live.field_values | {"document_number": "昌州环阜罚〔2026〕9号", "amount": RIGHT_AMOUNT}
    record = records.prepare(
        "penalty", values, formed_on=clock.today(), party_kind="organization", by=cast.zhaoming
    )
    records.submit_for_review(record, by=cast.zhaoming)
    records.review(record, by=cast.yeerken)
    records.check_secrecy(record, by=cast.wangxiaoyan)
    records.approve(record, by=cast.gulinaer)
    return record


def person_who_may(cast: Any) -> Any:
    """Another investigator without a part in the record."""
    accounts.grant_role(cast.fengli, Role.INVESTIGATOR, by=SYSTEM)
    db.session.flush()
    db.session.refresh(cast.fengli)
    return cast.fengli


@pytest.mark.one_database
def test_every_sentence_of_the_log_can_be_read_by_anybody(app: Flask, db_session: Any) -> None:
    """No gap and no code in any sentence, in either language, on the page where supervisors read them."""
    _whole_story(app)
    happened = set(db.session.scalars(select(LogEntry.action)))
    assert actions_in_code() - happened <= {"sample.load"}, (
        "the story leaves something out: let it happen above"
    )
    for lang in ("zh", "en"):
        client = sign_in(app.test_client(), "zhengmin")
        client.post("/language", data={"lang": lang})
        for said in _sentences(client):
            assert "（未记）" not in said, said
            assert "(not recorded)" not in said, said
            keyless = re.sub(r"\S+\+[0-9a-f]{8}\+\S+", "", said)  # a public key is for programs
            plain = re.sub(
                r"”[（ ][(]?[a-z]+[）)]", "”", keyless
            )  # a sign-in name or a unit's code, behind the name itself
            assert not re.search(r"[a-z]+_[a-z_]+", plain), f"a code instead of a word: {said}"
            if lang == "zh":
                assert not re.search(r"[a-z]{4,}", plain), f"a code instead of a word: {said}"


def _sentences(client: Any) -> list[str]:
    found, address = [], "/staff/oversight/log"
    while address:
        page = client.get(address).text
        found += [
            re.sub(r"<[^>]+>", "", one).strip()
            for one in re.findall(r'<p class="log-sentence"[^>]*>(.*?)</p>', page)
        ]
        older = re.search(r'href="(/staff/oversight/log\?[^"]*before=\d+[^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(found) > 60
    return found


# ---- templates -------------------------------------------------------------------------------------------------------


@pytest.fixture
def jinja(app: Flask) -> Environment:
    return app.jinja_env


def every(folder: str = "", ending: str = "html") -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / folder).rglob(f"*.{ending}"))


PAGES = [
    one
    for one in every()
    if not one.startswith(("components/", "layouts/")) and not Path(one).name.startswith("_")
]


@pytest.mark.one_database
def test_every_template_compiles(jinja: Environment) -> None:
    for template in every() + every(ending="txt"):
        jinja.get_template(template)


@pytest.mark.one_database
def test_every_page_names_its_title_and_has_one_heading(jinja: Environment) -> None:
    for page in PAGES:
        chain = _ancestors(jinja, page)
        assert chain[-1] == "layouts/base.html", f"{page} is built on the layouts"
        assert any("title" in _blocks(jinja, one) for one in chain if not one.startswith("layouts/")), (
            f"{page} has no title"
        )


def _parsed(jinja: Environment, template: str) -> nodes.Template:
    return jinja.parse((TEMPLATES / template).read_text())


def _blocks(jinja: Environment, template: str) -> set[str]:
    return {block.name for block in _parsed(jinja, template).find_all(nodes.Block)}


def _ancestors(jinja: Environment, template: str) -> list[str]:
    """The template and what it is built on; error pages may be given another layout, their default counts."""
    extends = _parsed(jinja, template).find(nodes.Extends)
    if extends is None:
        return [template]
    parent = next(
        part.value
        for part in [extends.template, *extends.template.find_all(nodes.Const)]
        if isinstance(part, nodes.Const) and str(part.value).endswith(".html")
    )
    return [template, *_ancestors(jinja, parent)]


def test_pages_draw_no_input_table_or_button_by_hand() -> None:
    """They use the components, so that a label, an error and a hint are never forgotten."""
    allowed = {
        "accounts": (), "disclosures": (), "errors": (), "outbox": (), "oversight": (), "tickets": (),
    }  # fmt: skip
    for page in PAGES:
        if page.split("/")[0] in allowed:
            source = (TEMPLATES / page).read_text()
            found = re.findall(r"<(input|select|textarea|table|button)\b[^>]*>", source)
            assert not [one for one in found if one != "input"], page
            assert all('type="hidden"' in one for one in re.findall(r"<input\b[^>]*>", source)), page


# ---- the tree --------------------------------------------------------------------------------------------------------

# In two halves each: no file of the project, this one neither, names such a host.
_INDEXES = "|".join(
    one + other
    for one, other in (("py", "pi"), ("python", "hosted"), ("arti", "factory"), ("ne", "xus"), ("npm", "js"))
)
_OPTIONS = "|".join(f"--{one}{other}" for one, other in (("(?:extra-)?", "index-url"), ("find", "-links")))
NOT_OURS = {
    "a path of somebody's machine": r"/(?:work|root|home/\w+|opt|Users)/[\w.-]+|/tmp/[\w-]+/[\w.-]+",
    "a package index": rf"https?://[^\s\"'`]*(?:{_INDEXES}|mirrors?\.)|{_OPTIONS}",
    "a secret key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
}


def test_nothing_in_the_tree_belongs_to_a_machine() -> None:
    listed = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        .stdout.decode()
        .split("\0")
    )
    files = [ROOT / one for one in listed if one] or [path for path in ROOT.rglob("*") if path.is_file()]
    wrong = []
    for path in files:
        if not path.is_file() or path == Path(__file__) or path.suffix in (".mo", ".png", ".otf", ".woff2"):
            continue
        source = path.read_text(errors="replace")
        wrong += [
            f"{name(path)}: {what}: {found[0]}"
            for what, pattern in NOT_OURS.items()
            if (found := re.search(pattern, source))
        ]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "https://" + "py" + "pi.org/simple", "http://files.python" + "hosted.org/x", "https://mirrors.example.org/a",
        "https://x.example/ne" + "xus/repository", "pip install --extra-" + "index-url x", "--index" + "-url x",
        "--find" + "-links wheels", "https://registry.npm" + "js.org/a",
    ],
)  # fmt: skip
def test_a_host_of_packages_would_be_noticed(line: str) -> None:
    assert re.search(NOT_OURS["a package index"], line)


# ---- the map ---------------------------------------------------------------------------------------------------------


def rows_of_the_map() -> dict[int, list[str]]:
    """Article → the cells of its row: what it asks, table row, page, test."""
    found = {}
    for line in MAP.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0].isdigit():
            assert int(cells[0]) not in found, f"article {cells[0]} stands there twice"
            found[int(cells[0])] = cells[1:]
    return found


def test_every_article_has_its_row() -> None:
    rows = rows_of_the_map()
    assert sorted(rows) == list(range(1, 21))
    for number, cells in rows.items():
        assert len(cells) == 4, f"article {number}: what it asks, table row, page, test"
        for cell in cells:
            assert "`" in cell or "not built yet" in cell or cell == cells[0] or cell == "—", (
                f"article {number}: {cell!r} names nothing"
            )


def test_every_test_the_map_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", MAP.read_text())
    assert len(named) > 20
    for file, function in named:
        path = ROOT / file
        assert path.is_file(), file
        functions = {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
        assert function in functions, f"{file} has no {function}"


def test_every_table_row_the_map_names_is_there() -> None:
    named = re.findall(r"`(feedback_app/[\w/]+\.py)(?:: ([^`]+))?`", MAP.read_text())
    assert len(named) > 15
    for file, rows in named:
        source = (ROOT / file).read_text()
        for row in filter(None, (part.strip() for part in (rows or "").split(","))):
            assert re.search(rf"\b{re.escape(row)}\b", source), f"{file} has no {row}"


@pytest.mark.one_database
def test_every_page_the_map_names_is_a_route(app: Flask) -> None:
    there = {rule.rule for rule in app.url_map.iter_rules()}
    named = set(re.findall(r"`(/[^`\s]*)`", MAP.read_text()))
    assert len(named) > 10
    assert named - there == set()


def test_every_row_that_cites_an_article_cites_one_that_exists() -> None:
    from feedback_app.carriers.channels import CHANNELS
    from feedback_app.disclosures.catalogue import CATEGORIES
    from feedback_app.outbox.kinds import KINDS
    from feedback_app.tickets.findings import FINDINGS
    from feedback_app.tickets.workflow import ASIDE, STEPS

    tables = (
        CHANNELS.values(),
        CATEGORIES,
        KINDS.values(),
        FINDINGS.values(),
        STEPS.values(),
        ASIDE.values(),
        record_workflow.STEPS.values(),
    )
    for table in tables:
        for row in table:
            numbers = [int(part) for part in re.findall(r"(?:^|,\s*)(\d+)", row.article)]
            assert numbers, f"{row} cites its article"
            assert all(1 <= number <= 20 for number in numbers), row.article


def test_the_ticket_has_columns_for_what_the_queue_sorts_by() -> None:
    """What waits for whom is read from an index; a page must never work it out ticket by ticket."""
    indexed = {tuple(column.name for column in index.columns) for index in Ticket.__table__.indexes}
    assert ("waits_for", "urgency_at", "id") in indexed
