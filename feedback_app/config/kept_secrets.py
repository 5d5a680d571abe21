"""Secrets for trials: made once, kept beside the data. In production they come from the operator, never from here."""

import base64
import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

FILE = "secrets"


def kept(data_dir: Path, *, database: Path) -> dict[str, str]:
    """The secrets of this data folder as text, made at the first call.

    Raises OSError when the folder cannot be used, ValueError when `database` is there but its keys are gone: new keys
    would open nothing that is sealed in it.
    """
    place = data_dir / FILE
    if not place.exists():
        if database.exists():
            raise ValueError(
                "数据库还在，它的密钥却不见了，请从备份放回 / the database is there but its keys are gone"
            )
        _make(place)
    found: dict[str, str] = json.loads(place.read_text())
    return found if fresh().keys() <= found.keys() else _complete(place)


def fresh() -> dict[str, str]:
    """New values for every secret, as they stand in the environment."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEAL_KEYS": f"k1:{_key()}",
        "CODE_KEY": _key(),
        "LOG_SIGNING_KEY": _key(),
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _complete(place: Path) -> dict[str, str]:
    """A file of an earlier version gets the secrets it lacks; one process does it, the others wait and read it."""
    with _opened(place.parent) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        found: dict[str, str] = json.loads(place.read_text())
        whole = fresh() | found
        if whole != found:
            with _aside(place, whole) as aside:
                aside.replace(place)
    return whole


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _make(place: Path) -> None:
    """Written aside, then linked into place: of two processes starting at once one wins, and both read the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with _aside(place, fresh()) as aside, contextlib.suppress(FileExistsError):
        os.link(aside, place)


@contextlib.contextmanager
def _aside(place: Path, values: dict[str, str]) -> Iterator[Path]:
    """The values in a file beside the place, closed to others and safe on the disk; gone at the end."""
    aside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(values, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        yield aside
    finally:
        aside.unlink(missing_ok=True)
