"""Where the bytes of files lie: under their own hash, sealed; what was kept before files were sealed is still read.

A file is put here once, whole, flushed and with its folder flushed, and is only ever replaced by itself or taken away as
an orphan (sweeping.py). The hash is that of the file as it was handed in, so that anyone who has it can be answered.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedback_app.extensions import keyring
from feedback_app.files.sealed import PIECE, unsealed, unsealed_size
from feedback_app.sealing import SealBroken

SEALED = ".sealed"
SCRATCH = ".open-"


def path_of(folder: Path, sha256: str) -> Path:
    """Where the sealed bytes of the file with this hash lie."""
    return folder / sha256[:2] / f"{sha256}{SEALED}"


def path_of_unsealed(folder: Path, sha256: str) -> Path:
    """Where a file lies that was kept before files were sealed."""
    return folder / sha256[:2] / sha256


def is_there(folder: Path, sha256: str) -> bool:
    """Whether the bytes with this hash are kept."""
    return path_of(folder, sha256).is_file() or path_of_unsealed(folder, sha256).is_file()


def size_of(folder: Path, sha256: str) -> int:
    """How many bytes the file had when it was handed in. Raises FileNotFoundError."""
    sealed = path_of(folder, sha256)
    if sealed.is_file():
        with sealed.open("rb") as source:
            return unsealed_size(source)
    return path_of_unsealed(folder, sha256).stat().st_size


def touch(folder: Path, sha256: str) -> bool:
    """Say that a file nobody has named yet is still wanted, so that no sweep takes it; False when it is gone."""
    for path in (path_of(folder, sha256), path_of_unsealed(folder, sha256)):
        try:
            os.utime(path)
        except FileNotFoundError:
            continue
        return True
    return False


def read(folder: Path, sha256: str) -> Iterator[bytes]:
    """The file, piece by piece; whoever has not yet been given the last piece does not have it whole.

    Raises FileNotFoundError before the first piece; SealBroken when the bytes are not those that were handed in.
    """
    digest = hashlib.sha256()
    for piece in _pieces(folder, sha256):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise SealBroken("file")


@contextmanager
def laid_open(folder: Path, sha256: str) -> Iterator[Path]:
    """The file as it was handed in, as a file only we can read, for as long as the block lasts. Raises as `read`."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=SCRATCH) as scratch:
        path = Path(scratch) / "file"
        with path.open("wb") as out:
            for piece in read(folder, sha256):
                out.write(piece)
        yield path


def flush_folder(folder: Path) -> None:
    """Make what was put into a folder, or taken from it, survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(folder: Path, sha256: str) -> Iterator[bytes]:
    sealed = path_of(folder, sha256)
    if sealed.is_file():
        with sealed.open("rb") as source:
            yield from unsealed(source, keyring)
        return
    with path_of_unsealed(folder, sha256).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece
