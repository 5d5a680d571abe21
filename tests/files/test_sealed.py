"""Files on disk: nobody reads, changes, shortens or exchanges them unnoticed; those kept before are still read."""

import hashlib
import io
import os
from pathlib import Path

import pytest

from feedback_app.extensions import keyring
from feedback_app.files import shelf
from feedback_app.files.operations import store
from feedback_app.files.sealed import PIECE, SealedWriter, unsealed, unsealed_size
from feedback_app.sealing import Keyring, SealBroken
from tests.tickets.reporting import PDF


def keys(**named: bytes) -> Keyring:
    made = Keyring()
    made.load(named or {"k1": b"o" * 32}, b"s" * 32)
    return made


def sealed(content: bytes, keyring: Keyring, portion: int = 1000) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, keyring)
    for start in range(0, len(content), portion):
        writer.write(content[start : start + portion])
    writer.finish()
    return out.getvalue()


def opened(box: bytes, keyring: Keyring) -> bytes:
    return b"".join(unsealed(io.BytesIO(box), keyring))


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_a_file_comes_back_as_it_was_whatever_its_length(size: int) -> None:
    content, ring = os.urandom(size), keys()
    box = sealed(content, ring)
    assert opened(box, ring) == content
    assert unsealed_size(io.BytesIO(box)) == size
    assert content[:40] not in box or size < 40
    assert box != sealed(content, ring), "two seals of the same file do not look alike"


def test_a_change_a_cut_an_exchange_and_a_wrong_key_are_noticed() -> None:
    ring = keys()
    box = sealed(os.urandom(2 * PIECE + 5), ring)
    other = sealed(os.urandom(2 * PIECE + 5), ring)
    head = len(box) - (2 * PIECE + 5) - 3 * 16
    first, second = slice(head, head + PIECE + 16), slice(head + PIECE + 16, head + 2 * PIECE + 32)
    broken = {
        "one bit": box[:-9] + bytes([box[-9] ^ 1]) + box[-8:],
        "cut at a piece": box[: second.stop],
        "cut anywhere": box[:-3],
        "pieces exchanged": box[:head] + box[second] + box[first] + box[second.stop :],
        "a piece of another file": box[:head] + other[first] + box[first.stop :],
        "another salt": box[: head - 1] + bytes([box[head - 1] ^ 1]) + box[head:],
        "no head": box[5:],
        "empty": b"",
    }
    for name, bad in broken.items():
        with pytest.raises(SealBroken):
            pytest.fail(f"{name}: {opened(bad, ring)!r}")
    with pytest.raises(SealBroken):
        opened(box, keys(k1=b"x" * 32))
    with pytest.raises(SealBroken):
        opened(box, keys(k9=b"o" * 32))


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    box = sealed(b"x" * 100, keys(k1=b"o" * 32))
    both = keys(k2=b"n" * 32, k1=b"o" * 32)
    assert opened(box, both) == b"x" * 100
    assert b"k2" in sealed(b"x", both)[:16]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not keyring.newest:
        keyring.load({"k1": b"k" * 32}, b"s" * 32)
    return tmp_path


def test_what_was_kept_before_files_were_sealed_is_still_read(folder: Path) -> None:
    digest = hashlib.sha256(PDF).hexdigest()
    old = shelf.path_of_unsealed(folder, digest)
    old.parent.mkdir()
    old.write_bytes(PDF)
    assert shelf.is_there(folder, digest)
    assert shelf.size_of(folder, digest) == len(PDF)
    assert b"".join(shelf.read(folder, digest)) == PDF
    with shelf.laid_open(folder, digest) as path:
        assert path.read_bytes() == PDF
        assert path.parent.stat().st_mode & 0o077 == 0, "nobody else reads it meanwhile"
    assert not path.exists()


def test_bytes_that_are_not_those_handed_in_are_never_handed_out_whole(folder: Path) -> None:
    kept = store(io.BytesIO(PDF), "a.pdf", folder=folder, limit=999)
    other = store(io.BytesIO(PDF + b"x"), "a.pdf", folder=folder, limit=999)
    shelf.path_of(folder, other.sha256).replace(shelf.path_of(folder, kept.sha256))
    with pytest.raises(SealBroken):
        b"".join(shelf.read(folder, kept.sha256))
