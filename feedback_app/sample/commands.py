"""`flask --app wsgi sample load`: the sample, from the command line."""

import time

import click
from flask.cli import AppGroup

from feedback_app.audit.actor import operator
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

sample = AppGroup("sample", help="大量示例数据 · Sample data in bulk.")


@sample.command("load")
@click.option("--tickets", type=int, default=2_000, show_default=True, help="工单件数 · How many tickets.")
@click.option("--records", type=int, default=500, show_default=True, help="公示信息条数 · How many records.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="种子：相同则内容相同 · Same seed, same content."
)
def load(tickets: int, records: int, seed: int) -> None:
    """生成虚构的公示信息和工单，加在现有内容之上；再运行一次会再加一批。

    Make fictional records and tickets on top of what is there; run again, it adds more. Everything is marked as sample.
    """
    from feedback_app.sample import load as sample_load

    began = time.monotonic()
    try:
        sample_load.refuse(tickets, records)
        with click.progressbar(
            length=tickets + records, label="示例数据 sample", update_min_steps=100
        ) as bar:
            loaded = sample_load.load(
                tickets,
                records,
                seed=seed,
                by=operator("命令行"),
                progress=lambda: bar.update(1),
            )
        db.session.commit()
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    seconds = time.monotonic() - began
    click.echo(
        f"已加入 {loaded.tickets} 件工单、{loaded.records} 条公示信息、{loaded.entries} 条日志，用时 {seconds:.1f} 秒。"
        f"都是虚构的示例数据。\nAdded {loaded.tickets} tickets, {loaded.records} records and {loaded.entries} log entries "
        f"in {seconds:.1f} s. All of it is fictional sample data."
    )
    for ref, code in loaded.codes.items():
        click.echo(f"查询码 receipt code {ref}: {code}")
