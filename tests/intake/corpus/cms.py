"""Signed and encrypted mail with real keys, made once and thrown away."""

from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)
from cryptography.x509.oid import NameOID


@cache
def _person() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "何静")])
    begun = datetime(2026, 1, 1)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(begun).not_valid_after(begun + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return key, certificate


def opaque(content: bytes) -> bytes:
    """SignedData with the content inside, in DER."""
    key, certificate = _person()
    builder = PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [PKCS7Options.Binary])


def detached(content: bytes) -> bytes:
    """SignedData without the content: what `smime.p7s` holds."""
    key, certificate = _person()
    builder = PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [PKCS7Options.Binary, PKCS7Options.DetachedSignature])


def encrypted(content: bytes) -> bytes:
    """EnvelopedData that nobody can open any more."""
    builder = PKCS7EnvelopeBuilder().set_data(content).add_recipient(_person()[1])
    return builder.encrypt(Encoding.DER, [PKCS7Options.Binary])


def streamed(der: bytes) -> bytes:
    """The same in BER as programs write it that do not know the length beforehand: no lengths, octets in pieces."""
    found = b""
    while der:
        tag, head, size = _header(der)
        content, der = der[head : head + size], der[head + size :]
        if tag & 0x20:
            found += bytes([tag, 0x80]) + streamed(content) + b"\0\0"
        elif tag == 0x04 and size > 100:
            pieces = [content[at : at + 100] for at in range(0, size, 100)]
            found += b"\x24\x80" + b"".join(bytes([4, len(one)]) + one for one in pieces) + b"\0\0"
        else:
            found += bytes([tag]) + _length(size) + content
    return found


def _header(der: bytes) -> tuple[int, int, int]:
    if der[1] < 0x80:
        return der[0], 2, der[1]
    more = der[1] & 0x7F
    return der[0], 2 + more, int.from_bytes(der[2 : 2 + more], "big")


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    raw = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(raw)]) + raw
