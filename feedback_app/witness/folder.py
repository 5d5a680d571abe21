"""The witness's folder: its private key (made once), its memory, and the keys of the logs it knows."""

import os
from pathlib import Path

from feedback_app.audit import note as notes
from feedback_app.witness.judging import Witness
from feedback_app.witness.memory import Memory

KEY, MEMORY, LOGS = "witness.key", "witness.sqlite3", "logs.txt"


class Unusable(Exception):
    """A folder that cannot be used; the message says why, in both languages."""


def open_folder(folder: Path, name: str, more_logs: tuple[str, ...] = ()) -> Witness:
    """The witness that lives in `folder`, made with a fresh key called `name` when there is none.

    `logs.txt` holds one verifier key (vkey) a line; `more_logs` are added to it for good. Raises Unusable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        key = _key(folder / KEY, name)
        logs = _logs(folder / LOGS, more_logs)
        return Witness(key, Memory(folder / MEMORY), logs)
    except (OSError, ValueError) as fault:
        raise Unusable(
            f"见证程序的文件夹无法使用：{fault}\nThe witness's folder cannot be used: {fault}"
        ) from fault


def _key(file: Path, name: str) -> notes.SigningKey:
    if not file.exists():
        if not notes.is_key_name(name):
            raise ValueError(f"a key cannot be called {name!r}: no spaces, no plus sign")
        made = notes.SigningKey(name, os.urandom(32), notes.COSIGNATURE)
        _write_privately(file, made.private_text + "\n")
    key = notes.signing_key(file.read_text("utf-8"))
    if key.kind != notes.COSIGNATURE:
        raise ValueError(f"{file.name} does not hold a witness's key")
    return key


def _write_privately(file: Path, text: str) -> None:
    # A second file first: a key half written would be a witness nobody can trust again.
    part = file.with_name(file.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _logs(file: Path, more: tuple[str, ...]) -> tuple[notes.VerifierKey, ...]:
    lines = [line.strip() for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    there = [line for line in lines if line and not line.startswith("#")]
    fresh = [text.strip() for text in more if text.strip() not in there]
    found = tuple(notes.verifier_key(text) for text in (*there, *fresh))
    if fresh:
        with file.open("a", encoding="utf-8") as out:
            out.writelines(f"{text}\n" for text in fresh)
    return found
