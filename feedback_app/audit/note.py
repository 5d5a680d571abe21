"""Signed notes after C2SP signed-note, and witnesses' cosignatures (cosignature/v1) after C2SP tlog-cosignature. Pure.

A note is a text, an empty line, and lines `— <key name> <base64 of key id and signature>`. The text means nothing until
a signature by a key one trusts has been checked: `opened` gives it only then.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 1
COSIGNATURE = 4
MOST_BYTES = 100_000
MOST_SIGNATURES = 100
_DASH = "\N{EM DASH} "
_KEY_ID_BYTES, _KEY_BYTES, _SIGNATURE_BYTES, _TIME_BYTES = 4, 32, 64, 8
_PRIVATE = "PRIVATE+KEY+"


class BadNote(ValueError):
    """A note, a key or a signature that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line. `raw` is what stands behind the four bytes of the key id."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def line(self) -> str:
        """The line, with its line feed."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text (its last line feed included) and its signatures, not yet checked."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(one.line for one in self.signatures)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: what a reader must have got from somewhere they trust.

    `kind`: ED25519 for the log's own key, COSIGNATURE for a witness.
    """

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """SHA-256(name || 0x0A || kind || public key)[:4]."""
        return _key_id(self.name, self.kind, self.public)

    @property
    def text(self) -> str:
        """The vkey: name+id+base64(kind || public key)."""
        return (
            f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"
        )

    def made(self, signature: Signature) -> bool:
        """Whether the signature says it is by this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def holds(self, signature: Signature, text: str) -> bool:
        """Whether this key signed this text with it."""
        if not self.made(signature):
            return False
        raw, message = signature.raw, text.encode()
        if self.kind == COSIGNATURE:
            if len(raw) != _TIME_BYTES + _SIGNATURE_BYTES:
                return False
            message, raw = _cosigned(text, cosigned_at(signature)), raw[_TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key (`seed`: 32 bytes) with its name."""

    name: str
    seed: bytes
    kind: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, public, self.kind)

    @property
    def private_text(self) -> str:
        """The form `signing_key` reads: PRIVATE+KEY+name+id+base64(kind || seed)."""
        packed = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{packed}"

    def sign(self, text: str, *, at: int | None = None) -> Signature:
        """This key's signature of a text. `at`: seconds since 1970, for a cosignature only.

        Raises BadNote for a text no note can hold.
        """
        _check_text(text)
        if (self.kind == COSIGNATURE) != (at is not None):
            raise BadNote("a cosignature, and nothing else, bears a time")
        message = text.encode() if at is None else _cosigned(text, at)
        made = Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)
        stamp = b"" if at is None else at.to_bytes(_TIME_BYTES, "big")
        return Signature(self.name, self.verifier.key_id, stamp + made)


def is_key_name(name: str) -> bool:
    """Whether a key may be called so: not empty, no spaces, no plus sign, no control signs."""
    return bool(name) and "+" not in name and not any(sign.isspace() or ord(sign) < 0x20 for sign in name)


def parse(text: str) -> Note:
    """The note in `text`. Raises BadNote, in a sentence, when it is none; checks no signature."""
    if len(text) > MOST_BYTES:
        raise BadNote("the note is too long")
    body, found, lines = text.rpartition("\n\n")
    if not found or not lines.endswith("\n"):
        raise BadNote("a note has a text, an empty line, and signature lines, each ended by a line feed")
    signatures = tuple(signature(line) for line in lines.removesuffix("\n").split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise BadNote("the note has too many signatures")
    _check_text(body + "\n")
    return Note(body + "\n", signatures)


def signature(line: str) -> Signature:
    """The signature in one line, without its line feed. Raises BadNote."""
    name, found, packed = line.removeprefix(_DASH).partition(" ")
    raw = _unpack(packed)
    if not line.startswith(_DASH) or not found or not is_key_name(name) or len(raw) <= _KEY_ID_BYTES:
        raise BadNote("a signature line reads: em dash, space, key name, space, base64")
    return Signature(name, raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:])


def verifier_key(text: str) -> VerifierKey:
    """The key a vkey text gives. Raises BadNote for one that is damaged or of an unknown kind."""
    name, _, rest = text.strip().partition("+")
    key_id, _, packed = rest.partition("+")
    raw = _unpack(packed)
    if not is_key_name(name) or len(raw) != 1 + _KEY_BYTES or raw[0] not in (ED25519, COSIGNATURE):
        raise BadNote("a verifier key reads: name+id+base64, of an Ed25519 key")
    key = VerifierKey(name, raw[1:], raw[0])
    if key.key_id.hex() != key_id:
        raise BadNote("the id of the verifier key does not belong to it: it was copied wrongly or changed")
    return key


def signing_key(text: str) -> SigningKey:
    """The private key in the text form of Go's sumdb/note: PRIVATE+KEY+name+id+base64. Raises BadNote."""
    name, _, rest = text.strip().removeprefix(_PRIVATE).partition("+")
    key_id, _, packed = rest.partition("+")
    raw = _unpack(packed)
    if not text.startswith(_PRIVATE) or not is_key_name(name) or len(raw) != 1 + _KEY_BYTES:
        raise BadNote("a private key reads: PRIVATE+KEY+name+id+base64")
    key = SigningKey(name, raw[1:], raw[0])
    if raw[0] not in (ED25519, COSIGNATURE) or key.verifier.key_id.hex() != key_id:
        raise BadNote("the id of the private key does not belong to it")
    return key


def opened(note: Note, keys: Iterable[VerifierKey]) -> tuple[Signature, ...]:
    """The signatures of the note made by these keys, all of them good.

    Signatures by other keys are passed over. Raises BadNote when none of these keys signed, or one of theirs is false.
    """
    known = list(keys)
    ours = [(key, one) for one in note.signatures for key in known if key.made(one)]
    if not ours:
        raise BadNote("no key that is known has signed this note")
    for key, one in ours:
        if not key.holds(one, note.text):
            raise BadNote(f"the signature of {key.name} is false: the text or the signature was changed")
    return tuple(one for _, one in ours)


def cosigned_at(signature: Signature) -> int:
    """When a witness signed, in seconds since 1970. Raises BadNote for another kind of signature."""
    if len(signature.raw) != _TIME_BYTES + _SIGNATURE_BYTES:
        raise BadNote("this is no cosignature")
    return int.from_bytes(signature.raw[:_TIME_BYTES], "big")


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_KEY_ID_BYTES]


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise BadNote("the text of a note ends with a line feed")
    if any(sign < " " and sign != "\n" for sign in text):
        raise BadNote("the text of a note holds no control signs")


def _unpack(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("what should be base64 is not") from None
    if base64.b64encode(raw).decode() != text:
        raise BadNote("what should be base64 is not")
    return raw
