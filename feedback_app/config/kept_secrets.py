"""Secrets for trials: made once, kept beside the data. In production they come from the operator, never from here."""

import base64
import contextlib
import json
import os
import secrets
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
    return found


def fresh() -> dict[str, str]:
    """New values for every secret, as they stand in the environment."""
    return {"SECRET_KEY": secrets.token_urlsafe(48), "SEAL_KEYS": f"k1:{_key()}", "CODE_KEY": _key()}


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _make(place: Path) -> None:
    """Written aside, then linked into place: of two processes starting at once one wins, and both read the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(fresh(), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, place)
    finally:
        aside.unlink(missing_ok=True)
