"""What the report form carries through the browser and back, signed so that nobody else can make or change it.

The form's own token makes a submission itself: the same form sent twice is one report. The names of files that lie
stored already let a person mend one answer without choosing the files again.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from feedback_app import clock
from feedback_app.files.kinds import BY_MEDIA_TYPE
from feedback_app.files.operations import KeptBytes
from feedback_app.files.shelf import touch

GOOD_FOR = timedelta(
    days=3
)  # a person may be called away in the middle; longer, and the page is too old to trust


@dataclass(frozen=True)
class FormToken:
    """One form as it was handed out. `nonce`: 128 random bits, hex. `version`: of the record the person saw."""

    nonce: str
    version: int


def sign_token(token: FormToken) -> str:
    return _sign("report-form", {"nonce": token.nonce, "version": token.version})


def read_token(signed: str | None) -> FormToken | None:
    """The form's token; None when it is missing, not ours or too old."""
    said = _read("report-form", signed)
    return FormToken(said["nonce"], said["version"]) if said else None


def sign_file(kept: KeptBytes) -> str:
    said = {"name": kept.name, "kind": kept.kind.media_type, "size": kept.size, "sha256": kept.sha256}
    return _sign("report-file", said)


def read_file(signed: str, *, folder: Path) -> KeptBytes | None:
    """A file stored earlier, which is still wanted; None when the reference is not ours or too old, or the bytes are gone."""
    said = _read("report-file", signed)
    if said is None or not touch(folder, said["sha256"]):
        return None
    return KeptBytes(said["name"], BY_MEDIA_TYPE[said["kind"]], said["size"], said["sha256"])


def _sign(purpose: str, said: dict[str, Any]) -> str:
    until = clock.now() + GOOD_FOR
    signed = _signer(purpose).dumps(said | {"until": int(until.timestamp())})
    return signed if isinstance(signed, str) else signed.decode()


def _read(purpose: str, signed: str | None) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = _signer(purpose).loads(signed or "")
    except BadSignature:
        return None
    return said if clock.now().timestamp() < said["until"] else None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
