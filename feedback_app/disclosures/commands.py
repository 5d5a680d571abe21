"""`flask --app wsgi search …`: is the search index complete, and making it anew."""

import click
from flask.cli import AppGroup

from feedback_app.disclosures import indexing, jobs

search = AppGroup("search", help="检索索引 · The search index.")
SHOWN = 20


@search.command("rebuild")
@click.option("--missing", is_flag=True, help="只补缺漏 · Only what is missing or left over.")
def rebuild(missing: bool) -> None:
    """重建检索索引；期间照常可以检索 · Make the search index anew; searching goes on meanwhile."""
    total = len(indexing.missing(10**9)) if missing else jobs.how_many_public()
    with click.progressbar(length=total, label="检索索引 search index") as bar:
        written = (jobs.mend_index if missing else jobs.rebuild_index)(bar.update)
    click.echo(f"写入 {written} 条。{written} entries written.")


@search.command("check")
def check() -> None:
    """检索索引和公示信息是否一致；不一致时退出码为 1 · Whether index and public records agree; exit code 1 if not."""
    missing, left_over = indexing.missing(SHOWN), indexing.left_over(SHOWN)
    for words, refs in (("没有编入 missing", missing), ("应当除去 left over", left_over)):
        if refs:
            more = "…" if len(refs) == SHOWN else ""
            click.echo(f"{words}: {', '.join(refs)}{more}")
    if missing or left_over:
        click.echo("请运行 run: flask --app wsgi search rebuild --missing")
        raise SystemExit(1)
    click.echo("一致。Index and records agree.")
