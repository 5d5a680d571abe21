"""A commitment binds to content and shows nothing of it."""

import hashlib

import pytest

from feedback_app.audit.commitments import commitment, digest, new_salt

SALT = "11" * 32


def test_it_is_the_hash_of_salt_and_inner_hash() -> None:
    inner = hashlib.sha256("罚款6.8万元".encode()).digest()
    assert digest("罚款6.8万元") == inner.hex()
    assert commitment(SALT, inner.hex()) == hashlib.sha256(b"\x11" * 32 + inner).hexdigest()


def test_another_salt_or_another_content_makes_another() -> None:
    one = commitment(SALT, digest("6.8万元"))
    assert len({one, commitment("12" * 32, digest("6.8万元")), commitment(SALT, digest("68万元"))}) == 3


def test_salts_are_32_bytes_and_never_the_same() -> None:
    salts = {new_salt() for _ in range(50)}
    assert len(salts) == 50
    assert {len(bytes.fromhex(salt)) for salt in salts} == {32}


@pytest.mark.parametrize("salt", ["", "11" * 31, "11" * 33, "not hex"])
def test_a_salt_of_another_length_is_refused(salt: str) -> None:
    with pytest.raises(ValueError):
        commitment(salt, digest("x"))
    with pytest.raises(ValueError):
        commitment(SALT, salt)
