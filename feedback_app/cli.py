"""What an operator types: `flask --app wsgi …`. Each command says what it does and ends with an exit code."""

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from feedback_app import clock, rounds
from feedback_app.accounts import operations as accounts
from feedback_app.accounts import queries as account_rows
from feedback_app.accounts.roles import ROLES, Role
from feedback_app.audit.actor import operator
from feedback_app.audit.commands import log
from feedback_app.deadlines.commands import deadlines
from feedback_app.disclosures.commands import search
from feedback_app.extensions import db
from feedback_app.intake.commands import mail
from feedback_app.outbox import jobs
from feedback_app.oversight import operations as oversight
from feedback_app.refusals import Refusal
from feedback_app.sample.commands import sample
from feedback_app.witness.commands import witness

settings = AppGroup("settings", help="设置 · The settings.")
content = AppGroup("content", help="示例内容 · The starting content.")
outbox = AppGroup("outbox", help="待发邮件 · Messages owed.")
users = AppGroup("users", help="工作人员账号 · Staff accounts.")


def init_app(app: Flask) -> None:
    """Hang the commands on the app."""
    log.add_command(witness)
    for command in (content, settings, outbox, users, log, deadlines, search, worker, sample, mail):
        app.cli.add_command(command)


@content.command("load")
def load_content() -> None:
    """首次启动时装入示例内容，已有内容则不动 · Load the starting content unless there is some already."""
    from feedback_app.starting_content.load import load

    if account_rows.anyone():
        click.echo("已有内容，未改动。There is content already; nothing was changed.")
        return
    loaded = load(clock.now())
    db.session.commit()
    click.echo(
        f"示例内容已装入：{loaded.units} 个科室、{loaded.staff} 人、{loaded.records} 条公示信息。"
        f"Starting content loaded: {loaded.units} units, {loaded.staff} people, {loaded.records} records."
    )


@settings.command("note")
def note_settings() -> None:
    """把与上次启动不同的设置记入责任日志（不含密钥） · Log which settings differ from the last start; never a secret."""
    noted = oversight.note_settings(current_app.config)
    db.session.commit()
    click.echo("设置有变化，已记入日志。Noted in the log." if noted else "设置没有变化。Nothing has changed.")


@outbox.command("deliver")
def deliver() -> None:
    """立即发出全部到期邮件，不经队列 · Send everything that is due now, without the queue."""
    tried = jobs.deliver_due()
    left = sum(row["count"] for row in jobs.waiting().values())
    click.echo(f"处理 {tried} 封，仍待发 {left} 封。Tried {tried}, still waiting {left}.")
    raise SystemExit(1 if left else 0)


@outbox.command("relay")
def relay() -> None:
    """不停地把待发邮件放入队列，并按时做到期的事（守护进程） · Keep putting owed messages into the queue; do what time asks for."""
    rounds.start()
    while True:
        rounds.look()
        time.sleep(1)


@click.command("worker")
def worker() -> None:
    """处理队列（守护进程） · Work the queue."""
    from feedback_app.worker import work

    work()


@users.command("unit")
@click.argument("code")
@click.option("--name-zh", required=True, help="科室名称 · Name in Chinese.")
@click.option("--name-en", required=True, help="英文名称 · Name in English.")
def create_unit(code: str, name_zh: str, name_en: str) -> None:
    """新建科室 · Create a unit; every account belongs to one."""
    if account_rows.unit_by_code(code) is not None:
        raise click.BadParameter(f"科室 {code} 已经有了 · there is a unit {code} already", param_hint="CODE")
    accounts.create_unit(code, name_zh, name_en, by=operator("命令行"))
    db.session.commit()
    click.echo(f"科室 {code} 已建立。Unit {code} created.")


@users.command("create")
@click.argument("login")
@click.option("--name", required=True, help="姓名 · Name.")
@click.option("--post", required=True, help="职务 · Post.")
@click.option("--unit", required=True, help="科室代码 · Code of the unit.")
@click.option("--email", default="", help="邮箱 · E-mail.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in ROLES]),
    help="岗位，可多次 · Roles.",
)
@click.password_option(help="密码 · Password.")
def create_user(
    login: str, name: str, post: str, unit: str, email: str, roles: tuple[str, ...], password: str
) -> None:
    """新建账号 · Create an account."""
    found = account_rows.unit_by_code(unit)
    if found is None:
        raise click.BadParameter(
            f"没有代码为 {unit} 的科室 · no unit has the code {unit}", param_hint="--unit"
        )
    try:
        accounts.create_user(
            login=login,
            password=password,
            name=name,
            post=post,
            unit=found,
            email=email,
            roles=frozenset(Role(role) for role in roles),
            by=operator("命令行"),
        )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"账号 {login} 已建立。Account {login} created.")
