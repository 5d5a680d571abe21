"""Keys and what they do: encryption at rest, receipt codes, keyed fingerprints.

A sealed value reads `v1:<key id>:<nonce>:<ciphertext>`; new keys are added in front, old ones still open what they
sealed. Losing the keys loses the sealed words, so they belong in the backup, apart from the database.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# 23 signs, a prime number: nothing that a hand or an eye takes for another (0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V).
NO_LOOKALIKES = "346789ACDEFHJKMNPRTUWXY"
GROUPS, GROUP = 4, 4  # like the number of a bank card; the last sign of a group checks it
CODE_LENGTH = GROUPS * GROUP  # 12 random signs (54 bits, kept only as a slow hash) and four check signs
_FIRST_ALPHABET, _FIRST_LENGTH = (
    "23456789ABCDEFGHJKMNPQRSTUVWXYZ",
    12,
)  # codes handed out before there were groups
_SCRYPT = {"n": 2**13, "r": 8, "p": 1, "dklen": 32}


class SealBroken(ValueError):
    """A sealed value that no key opens, or that was moved from another place."""


class Keyring:
    """The deployment's keys; filled once by the app from its settings."""

    def __init__(self) -> None:
        self._seals: dict[str, AESGCM] = {}
        self._keys: dict[str, bytes] = {}
        self._newest = ""
        self._secret = b""

    def load(self, seal_keys: dict[str, bytes], secret: bytes) -> None:
        """`seal_keys`: id → 32 bytes, newest first; `secret`: the key of codes and fingerprints."""
        self._seals = {name: AESGCM(key) for name, key in seal_keys.items()}
        self._keys = dict(seal_keys)
        self._newest = next(iter(seal_keys))
        self._secret = secret

    def seal(self, text: str, place: str) -> str:
        nonce = os.urandom(12)
        box = self._seals[self._newest].encrypt(nonce, text.encode("utf-8", "surrogatepass"), place.encode())
        return ":".join(("v1", self._newest, _b64(nonce), _b64(box)))

    def open(self, sealed: str, place: str) -> str:
        try:
            _, key_id, nonce, box = sealed.split(":")
            opened = self._seals[key_id].decrypt(_unb64(nonce), _unb64(box), place.encode())
            return opened.decode("utf-8", "surrogatepass")
        except (KeyError, ValueError, InvalidTag) as fault:
            raise SealBroken(place) from fault

    def seal_bytes(self, raw: bytes, place: str) -> bytes:
        """As `seal`, for files: as long as what is in it, and a few dozen bytes."""
        nonce = os.urandom(12)
        return b"v1:%s:%s" % (self._newest.encode(), nonce) + self._seals[self._newest].encrypt(
            nonce, raw, place.encode()
        )

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """What seal_bytes sealed in this place; raises SealBroken."""
        try:
            version, key_id, rest = sealed.split(b":", 2)
            if version != b"v1":
                raise SealBroken(place)
            return self._seals[key_id.decode()].decrypt(rest[:12], rest[12:], place.encode())
        except (KeyError, ValueError, InvalidTag) as fault:
            raise SealBroken(place) from fault

    @property
    def newest(self) -> str:
        """The id of the key that seals what comes in now."""
        return self._newest

    def key_for_file(self, key_id: str, salt: bytes) -> AESGCM:
        """A key that one file has to itself, drawn from the seal's key and the file's own salt. Raises SealBroken."""
        if key_id not in self._keys:
            raise SealBroken("file")
        return AESGCM(HKDF(SHA256(), 32, salt, b"zhengming file").derive(self._keys[key_id]))

    def fingerprint(self, purpose: str, text: str) -> str:
        """A keyed hash (hex, 32 signs) for looking something up without keeping it."""
        return hmac.new(self._secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]

    def wrap(self, purpose: str, raw: bytes) -> bytes:
        """A box that nobody else can make or read, 16 bytes longer than its content; the same content, the same box."""
        return self._box().encrypt(raw, [purpose.encode()])

    def unwrap(self, purpose: str, box: bytes) -> bytes | None:
        """What is in a box that `wrap` made for this purpose; None for anything else."""
        try:
            return self._box().decrypt(box, [purpose.encode()])
        except (InvalidTag, ValueError):
            return None

    def _box(self) -> AESSIV:
        return AESSIV(hmac.new(self._secret, b"box", hashlib.sha256).digest())

    def code_for(self, seed: str) -> str:
        """The receipt code that belongs to a seed: the same seed, the same code, and nothing is kept.

        Lets a form sent twice show its one receipt again although only a hash of the code is stored.
        """
        number = int.from_bytes(
            hmac.new(self._secret, b"code\0" + seed.encode(), hashlib.sha256).digest(), "big"
        )
        groups = []
        for group in range(GROUPS):
            signs = ""
            for _ in range(GROUP - 1):
                number, place = divmod(number, len(NO_LOOKALIKES))
                signs += NO_LOOKALIKES[place]
            groups.append(signs + _check_sign(signs, group))
        return "".join(groups)

    def code_hash(self, code: str) -> str:
        """The slow hash under which a code is kept; about 20 ms, the same for right and wrong codes."""
        return hashlib.scrypt(code.encode(), salt=self._secret, **_SCRYPT).hex()


def tidy_code(typed: str) -> str | None:
    """What a person typed or spelt out, as a code; None when it cannot be one (length or check signs)."""
    code = _signs(typed)
    if len(code) == _FIRST_LENGTH:
        return code if _is_of_the_first(code) else None
    return code if len(code) == CODE_LENGTH and not mistyped_groups(code) else None


def mistyped_groups(typed: str) -> tuple[int, ...]:
    """Which groups (1…4) of a code hold a wrong sign; empty when none does or the length tells nothing."""
    code = _signs(typed)
    if len(code) != CODE_LENGTH:
        return ()
    groups = [code[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP)]
    return tuple(number for number, group in enumerate(groups, start=1) if not _holds(group, number - 1))


def count_signs(typed: str) -> int:
    """How many letters and digits were typed."""
    return len(_signs(typed))


def _signs(typed: str) -> str:
    return "".join(sign for sign in to_half_width(typed).upper() if sign.isalnum())


def _holds(group: str, place: int) -> bool:
    return all(sign in NO_LOOKALIKES for sign in group) and _check_sign(group[:-1], place) == group[-1]


def _is_of_the_first(code: str) -> bool:
    if not all(sign in _FIRST_ALPHABET for sign in code):
        return False
    total = sum(weight * _FIRST_ALPHABET.index(sign) for weight, sign in enumerate(code[:-1], start=1))
    return _FIRST_ALPHABET[total % len(_FIRST_ALPHABET)] == code[-1]


def to_half_width(text: str) -> str:
    """Full-width letters and digits, as Chinese keyboards give them, to plain ones."""
    return "".join(chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in text)


def _check_sign(signs: str, place: int) -> str:
    # Weights 1…3 modulo the prime 23, and 5 for each place: one wrong sign, two neighbours exchanged and two groups
    # exchanged always show, and in which group.
    total = 5 * place + sum(weight * NO_LOOKALIKES.index(sign) for weight, sign in enumerate(signs, start=1))
    return NO_LOOKALIKES[total % len(NO_LOOKALIKES)]


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
