"""`flask --app wsgi log …`: the log for the person at the command line.

Exit codes: 0 the log holds (or the checkpoint was written), 1 it does not, 2 something could not be read or was asked
wrongly. Sentences are printed in Chinese and English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from feedback_app.audit import queries
from feedback_app.audit.checkpoint import OldCheckpoint as Checkpoint
from feedback_app.audit.checkpoint import read_old
from feedback_app.extensions import db, reading_only

BROKEN, UNREADABLE = 1, 2
NOT_CONTINUED = (
    "现有检查点 {path} 与责任日志不符，未覆盖。请运行 log verify --checkpoint {path}。\n"
    "The log does not continue the checkpoint in {path}; it was left as it is. Run: log verify --checkpoint {path}"
)


class Unreadable(click.ClickException):
    """Something that could not be read; the answer is neither yes nor no."""

    exit_code = UNREADABLE


log = AppGroup("log", help="核验责任日志 · Check the accountability log.")


@log.command("verify")
@click.option(
    "--checkpoint",
    "path",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="另处留存的检查点文件 · A checkpoint kept elsewhere ('-': standard input).",
)
def verify(path: Path | None) -> None:
    """核验每一条，指出第一处不符 · Check every entry; name the first bad place."""
    kept = _read(path) if path else None
    with _reading():
        verdict = queries.verify(checkpoint=kept)
    click.echo(f"{verdict.sentence_zh}\n{verdict.sentence_en}")
    raise SystemExit(0 if verdict.holds else BROKEN)


@log.command("checkpoint")
@click.option(
    "--out", "path", type=click.Path(dir_okay=False, path_type=Path), help="写入文件 · Write to a file."
)
def checkpoint(path: Path | None) -> None:
    """打印检查点：来源、末条编号、末条哈希 · Print a checkpoint: origin, last number, last hash."""
    earlier = _read(path) if path and path.exists() else None
    with _reading():
        now = Checkpoint(_origin(), *queries.head())
        is_continued = earlier is None or queries.continues(earlier)
    if not is_continued:
        click.echo(NOT_CONTINUED.format(path=path), err=True)
        raise SystemExit(BROKEN)
    _write(now, path) if path else click.echo(now.text, nl=False)


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction that only reads, ended at once: on SQLite it would otherwise take the write lock."""
    try:
        with reading_only():
            yield
    except SQLAlchemyError as error:
        raise _unreadable("责任日志无法读取", "The log cannot be read", error) from error
    finally:
        db.session.rollback()


def _read(path: Path) -> Checkpoint:
    try:
        with click.open_file(str(path), encoding="utf-8") as file:
            kept = read_old(file.read(10_000))
    except (OSError, ValueError) as error:
        raise _unreadable(
            f"检查点 {path} 无法读取", f"The checkpoint {path} cannot be read", error
        ) from error
    if kept.origin != _origin():
        raise _unreadable(
            f"检查点属于另一份日志（{kept.origin}）",
            "The checkpoint belongs to another log",
            f"here: {_origin()}",
        )
    return kept


def _write(now: Checkpoint, path: Path) -> None:
    # Through a second file, so that a full disk cannot leave half a checkpoint in place of a whole one.
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(now.text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise _unreadable(
            f"检查点无法写入 {path}", f"The checkpoint cannot be written to {path}", error
        ) from error
    click.echo(f"已写入 · written: {path}", err=True)


def _origin() -> str:
    return str(current_app.config["LOG_ORIGIN"])


def _unreadable(zh: str, en: str, why: object) -> Unreadable:
    cause = str(getattr(why, "orig", None) or why).splitlines()
    return Unreadable(f"{zh}。{en}: {cause[0] if cause else type(why).__name__}")
