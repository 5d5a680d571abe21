"""Signed notes as C2SP and Go's sumdb write them, byte for byte."""

import base64

import pytest

from feedback_app.audit import note
from feedback_app.audit.note import BadNote, Note, SigningKey

# The key and the note published with golang.org/x/mod/sumdb/note.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PETER = note.verifier_key(VKEY)
LOG = SigningKey("log.example/a", b"l" * 32)
WITNESS = SigningKey("witness.example/w", b"w" * 32, note.COSIGNATURE)


def test_the_published_note_verifies_and_is_made_again():
    assert PETER.text == VKEY
    assert PETER.key_id.hex() == "c74f20a3"
    assert [one.name for one in note.opened(note.parse(SIGNED), [PETER])] == ["PeterNeumann"]
    key = note.signing_key(SKEY)
    assert key.verifier == PETER
    assert str(Note(TEXT, (key.sign(TEXT),))) == SIGNED


def test_no_part_of_a_key_text_passes_for_the_key():
    for begin in range(len(VKEY)):
        for end in range(begin + 1, len(VKEY) + 1):
            if (begin, end) != (0, len(VKEY)):
                with pytest.raises(BadNote):
                    note.verifier_key(VKEY[begin:end])
    for place in range(len(VKEY)):
        with pytest.raises(BadNote):
            note.verifier_key(VKEY[:place] + chr(ord(VKEY[place]) + 1) + VKEY[place + 1 :])


@pytest.mark.parametrize("place", range(0, len(TEXT) - 1, 7))
def test_one_changed_sign_of_the_text_is_refused(place):
    changed = TEXT[:place] + ("x" if TEXT[place] != "x" else "y") + TEXT[place + 1 :]
    with pytest.raises(BadNote, match="false"):
        note.opened(note.parse(SIGNED.replace(TEXT, changed)), [PETER])


def test_one_changed_byte_of_the_signature_is_refused():
    raw = base64.b64decode(SIGNED.split()[-1])
    for place in range(4, len(raw), 5):
        forged = base64.b64encode(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]).decode()
        with pytest.raises(BadNote):
            note.opened(note.parse(SIGNED.replace(SIGNED.split()[-1], forged)), [PETER])


def test_signatures_by_unknown_keys_are_passed_over_and_one_known_must_be_there():
    both = Note(TEXT, (note.signing_key(SKEY).sign(TEXT), LOG.sign(TEXT)))
    assert len(note.opened(both, [PETER])) == 1
    assert len(note.opened(both, [PETER, LOG.verifier])) == 2
    with pytest.raises(BadNote, match="no key that is known"):
        note.opened(both, [SigningKey("log.example/a", b"m" * 32).verifier])
    with pytest.raises(BadNote):
        note.opened(both, [])


def test_a_known_key_with_a_false_signature_spoils_the_note():
    false = note.Signature("log.example/a", LOG.verifier.key_id, bytes(64))
    with pytest.raises(BadNote, match=r"log\.example/a is false"):
        note.opened(Note(TEXT, (note.signing_key(SKEY).sign(TEXT), false)), [PETER, LOG.verifier])


def test_a_cosignature_covers_its_time():
    line = WITNESS.sign(TEXT, at=1_679_315_147)
    signed = note.parse(str(Note(TEXT, (LOG.sign(TEXT), line))))
    assert note.cosigned_at(signed.signatures[1]) == 1_679_315_147
    assert len(note.opened(signed, [LOG.verifier, WITNESS.verifier])) == 2
    later = note.Signature(line.name, line.key_id, (1_679_315_148).to_bytes(8, "big") + line.raw[8:])
    assert not WITNESS.verifier.holds(later, TEXT)
    assert WITNESS.verifier.text == note.verifier_key(WITNESS.verifier.text).text
    plain = SigningKey(WITNESS.name, WITNESS.seed)
    assert plain.verifier.key_id != WITNESS.verifier.key_id, "the same key as a log's is another key"
    with pytest.raises(BadNote, match="time"):
        WITNESS.sign(TEXT)
    with pytest.raises(BadNote, match="time"):
        LOG.sign(TEXT, at=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signature\n",
        "text\n\n",
        SIGNED.removesuffix("\n"),
        SIGNED.replace("—", "-"),
        SIGNED.replace("— Peter", "—  Peter"),
        SIGNED.replace("PeterNeumann x", "x"),
        SIGNED.replace("PeterNeumann x", "Peter+Neumann x"),
        SIGNED.replace("JnAM=", "JnAN="),
        SIGNED.replace("JnAM=", "JnAM"),
        SIGNED.replace("JnAM=", "JnAM= more"),
        SIGNED.replace("your", "yo\tur"),
        SIGNED.replace("your", "yo\x00ur"),
        SIGNED + "\n",
        "x" * 200_000 + SIGNED,
        TEXT + "\n" + SIGNED.split("\n\n")[1] * 101,
        TEXT + "\n— PeterNeumann x08gow==\n",
    ],
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(BadNote):
        note.parse(text)


def test_a_text_may_hold_empty_lines_but_ends_with_a_line_feed():
    text = "a\n\nb\n"
    assert note.parse(str(Note(text, (LOG.sign(text),)))).text == text
    for bad in ("a", "a\r\n", "a\tb\n"):
        with pytest.raises(BadNote):
            LOG.sign(bad)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_some_names_no_key_may_have(name):
    assert not note.is_key_name(name)
