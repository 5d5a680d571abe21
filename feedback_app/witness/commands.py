"""`flask --app wsgi log witness`, and the same as `python -m feedback_app.witness` where only this program is wanted."""

from pathlib import Path

import click

from feedback_app.witness.folder import Unusable, open_folder
from feedback_app.witness.server import Server, application

FOLDER = Path("var/witness")


@click.command("witness")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default=True,
    help="密钥和记忆所在的文件夹 · Where its key and memory are.",
)
@click.option(
    "--name", default="witness.example", show_default=True, help="首次运行时密钥的名称 · Name of a new key."
)
@click.option(
    "--log", "logs", multiple=True, help="所见证日志的公钥 vkey，可多次 · A log's verifier key, repeatable."
)
@click.option("--listen", default="127.0.0.1:8810", show_default=True, help="监听地址 · Where to listen.")
@click.option(
    "--key", "only_key", is_flag=True, help="只显示本见证的公钥 · Print the witness's own vkey and end."
)
def witness(folder: Path, name: str, logs: tuple[str, ...], listen: str, only_key: bool) -> None:
    """上级机关运行的见证程序：只为接得上的检查点签名 · Run by the superior body: cosigns checkpoints that only grow."""
    try:
        found = open_folder(folder, name, logs)
    except Unusable as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(found.key.verifier.text)
    if only_key:
        return
    if not found.logs:
        raise click.ClickException(
            "还没有要见证的日志，请用 --log 给出它的公钥。\nNo log to witness yet: give its verifier key with --log."
        )
    for key in found.logs:
        click.echo(f"见证 · witnessing {key.name}", err=True)
    Server(application(found), listen).run()
