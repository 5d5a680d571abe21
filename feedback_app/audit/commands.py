"""`flask --app wsgi log …`: the log for the person at the command line.

Exit codes: 0 the log holds (or what was asked for was done), 1 it does not (or may not be signed), 2 something could not
be read or was asked wrongly. Sentences are printed in Chinese and English; what a program reads goes to standard output.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from feedback_app.audit import export as exporting
from feedback_app.audit import operations, queries
from feedback_app.audit.actor import operator
from feedback_app.audit.checkpoint import Kept, read_kept
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.audit.note import BadNote, VerifierKey, verifier_key
from feedback_app.audit.signing import signer
from feedback_app.audit.tree import TreeDamaged
from feedback_app.extensions import db, reading_only
from feedback_app.refusals import Refusal

BROKEN, UNREADABLE = 1, 2
BY = operator("命令行")
MOST_BYTES = 100_000
NOT_CONTINUED = (
    "责任日志与现有检查点 {path} 不符，未覆盖。请运行 log verify --checkpoint {path}。\n"
    "The log does not continue the checkpoint in {path}; it was left as it is. Run: log verify --checkpoint {path}"
)
_FILE = click.Path(dir_okay=False, path_type=Path)


class Unreadable(click.ClickException):
    """Something that could not be read; the answer is neither yes nor no."""

    exit_code = UNREADABLE


class Broken(click.ClickException):
    """The log does not hold, or may not be signed as it stands."""

    exit_code = BROKEN


log = AppGroup(
    "log", help="责任日志：核验、检查点、证明、导出 · The accountability log: check, sign, prove, export."
)


@log.command("verify")
@click.option(
    "--checkpoint",
    "paths",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="另处留存的检查点文件，可多次 · A checkpoint kept elsewhere, repeatable ('-': standard input).",
)
@click.option(
    "--key", "vkeys", multiple=True, help="您信任的公钥，可多次 · A public key you trust, repeatable."
)
def verify(paths: tuple[Path, ...], vkeys: tuple[str, ...]) -> None:
    """核验每一条、哈希树和全部检查点，指出第一处不符 · Check everything; name the first bad place."""
    trusted = [_key(text) for text in vkeys]
    kept = [_read(path) for path in paths]
    with _reading():
        try:
            verdict = queries.verify(kept=kept, trusted=trusted)
        except queries.UnknownKey as fault:
            raise _unreadable(
                "留存的检查点不是用本日志登记的密钥签名的：检查点是假的，或者日志和密钥都被换过。"
                "若您另处留有本日志的公钥，请用 --key 给出",
                "A kept checkpoint is not signed by a key this log names: it is false, or log and key were both replaced. "
                "If you kept the log's public key elsewhere, give it with --key",
                fault,
            ) from fault
    click.echo(f"{verdict.sentence_zh}\n{verdict.sentence_en}")
    raise SystemExit(0 if verdict.holds else BROKEN)


@log.command("checkpoint")
@click.option("--out", "path", type=_FILE, help="写入文件 · Write to a file.")
def checkpoint(path: Path | None) -> None:
    """签发并打印检查点 · Sign a checkpoint of the log as it stands, keep it and print it."""
    earlier = _read(path) if path and path.exists() else None
    with _reading():
        is_continued = earlier is None or queries.continues(earlier.checkpoint)
    if not is_continued:
        click.echo(NOT_CONTINUED.format(path=path), err=True)
        raise SystemExit(BROKEN)
    with _writing():
        text = operations.issue_checkpoint(by=BY).text
    _write([text], path)


@log.command("proof")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option(
    "--size",
    type=click.IntRange(min=1),
    help="证明所在的日志条数，默认为全部 · Entries of the log proved in; default: all.",
)
@click.option(
    "--consistency",
    "old",
    type=click.IntRange(min=0),
    help="证明日志延续自较早的这么多条 · Prove that the log continues the one of so many entries.",
)
@click.option("--out", "path", type=_FILE, help="写入文件 · Write to a file.")
def proof(number: int | None, size: int | None, old: int | None, path: Path | None) -> None:
    """某一条在日志中的证明，或日志前后一致的证明 · Prove that an entry is in the log, or that the log only grew."""
    if (number is None) == (old is None):
        raise click.UsageError(
            "给出条目编号，或 --consistency 条数 · Give an entry's number, or --consistency OLD."
        )
    with _reading():
        _write([_proof(number, size, old)], path)


def _proof(number: int | None, size: int | None, old: int | None) -> str:
    try:
        if number is not None:
            return queries.inclusion_proof(number, size).text
        return queries.consistency_proof(old or 0, size).text
    except Refusal:
        raise
    except ValueError as fault:
        raise _unreadable("日志中没有这一条", "The log has no such entry", fault) from fault


@log.command("export")
@click.option("--from", "first", type=click.IntRange(min=1), default=1, help="从第几条 · First entry.")
@click.option(
    "--to", "last", type=click.IntRange(min=1), help="到第几条，默认为最后 · Last entry; default: all."
)
@click.option("--out", "path", type=_FILE, help="写入文件 · Write to a file.")
def export(first: int, last: int | None, path: Path | None) -> None:
    """导出为 JSON 行，任何人可用 tools/verify_log.py 核验 · Export as JSON lines that anyone can check."""
    with _reading():
        present = queries.size()
    if not first <= (last or max(present, first)) <= max(present, first):
        raise _unreadable("日志中没有这些条目", "The log has no such entries", f"{first}–{last} / {present}")
    with _writing():
        facts = {"entries": (last or present + 1) - first + 1, "format": "JSON"}
        wrote = operations.append("log.export", by=BY, subject=operations.SUBJECT, facts=facts)
        end = last or wrote.number
    refused = _sign_if_possible()
    with _reading():
        _write(exporting.lines(first, end), path)
    if refused is not None:
        raise Broken(str(refused))


@log.command("key")
def key() -> None:
    """打印本日志的公钥 · Print the log's public key."""
    click.echo(signer.verifier.text)


@log.command("change-key")
@click.option("--reason", required=True, help="为何更换 · Why it is changed.")
def change_key(reason: str) -> None:
    """更换 LOG_SIGNING_KEY 之后，把新公钥登记在日志中 · After a change of LOG_SIGNING_KEY, write the new key into the log."""
    with _writing():
        changed = operations.change_key(by=BY, reason=reason)
    said = "已登记 · recorded" if changed else "密钥没有变化 · the key is the one in force"
    click.echo(f"{said}: {signer.verifier.text}")


@log.command("mend")
@click.option("--reason", required=True, help="受损的条目如何恢复的 · How the damaged entry was put back.")
def mend(reason: str) -> None:
    """受损条目恢复后，补写期间缺的树哈希 · Once a damaged entry is put back, write the hashes left out meanwhile."""
    with _writing():
        written = operations.mend_tree(by=BY, reason=reason)
    click.echo(f"补写 {written} 个哈希。Hashes written: {written}.")


@log.command("erase")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="依据和原因 · On what ground.")
@click.confirmation_option(
    prompt="密封内容删除后不能恢复，继续吗？ The sealed words cannot be brought back. Go on?"
)
def erase(number: int, reason: str) -> None:
    """依法删除一条的密封内容，条目仍可核验 · Erase the sealed words of an entry; it still verifies."""
    with _writing():
        operations.erase_sealed(number, by=BY, reason=reason)
    click.echo(f"第 {number} 条的密封内容已删除。The sealed words of entry {number} are erased.")


def _sign_if_possible() -> Refusal | None:
    """A checkpoint over what is exported; a log that may not be signed is exported all the same, as evidence."""
    try:
        operations.issue_checkpoint(by=BY)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        return refusal
    return None


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction that only reads, ended at once: on SQLite it would otherwise take the write lock."""
    try:
        with reading_only():
            yield
    except SQLAlchemyError as error:
        raise _unreadable("责任日志无法读取", "The log cannot be read", error) from error
    except Refusal as refusal:
        raise Broken(str(refusal)) from refusal
    finally:
        db.session.rollback()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
        db.session.commit()
    except SQLAlchemyError as error:
        raise _unreadable("责任日志无法读取或写入", "The log cannot be read or written", error) from error
    except (NotSigned, TreeDamaged) as refusal:
        raise Broken(str(refusal)) from refusal
    except Refusal as refusal:
        raise Unreadable(str(refusal)) from refusal
    finally:
        db.session.rollback()


def _read(path: Path) -> Kept:
    try:
        with click.open_file(str(path), encoding="utf-8") as file:
            kept = read_kept(file.read(MOST_BYTES + 1))
    except (OSError, ValueError) as error:
        raise _unreadable(
            f"检查点 {path} 无法读取", f"The checkpoint {path} cannot be read", error
        ) from error
    if kept.checkpoint.origin != signer.origin:
        raise _unreadable(
            f"检查点属于另一份日志（{kept.checkpoint.origin}）",
            "The checkpoint belongs to another log",
            f"here: {signer.origin}",
        )
    return kept


def _key(text: str) -> VerifierKey:
    try:
        return verifier_key(text)
    except BadNote as fault:
        raise _unreadable("公钥无法读取", "The public key cannot be read", fault) from fault


def _write(texts: Iterable[str], path: Path | None) -> None:
    if path is None:
        for text in texts:
            sys.stdout.write(text)
        sys.stdout.flush()
        return
    # Through a second file, so that a full disk cannot leave half a checkpoint in place of a whole one.
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            _pour(texts, file)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unreadable(f"无法写入 {path}", f"{path} cannot be written", error) from error
    except Refusal:
        part.unlink(missing_ok=True)
        raise
    click.echo(f"已写入 · written: {path}", err=True)


def _pour(texts: Iterable[str], file: IO[Any]) -> None:
    for text in texts:
        file.write(text)


def _unreadable(zh: str, en: str, why: object) -> Unreadable:
    cause = str(getattr(why, "orig", None) or why).splitlines()
    return Unreadable(f"{zh}。{en}: {cause[0] if cause else type(why).__name__}")
