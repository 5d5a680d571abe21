"""RTF out of winmail.dat: the two examples of [MS-OXRTFCP], words in Chinese code pages, and no harm from noise."""

import random
import time

import pytest

from feedback_app.intake.mime import rtf
from tests.intake.corpus import tnef
from tests.intake.corpus.case import TEXT

SIMPLE = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
CROSSING = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        (SIMPLE, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"),
        (CROSSING, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
    ],
    ids=["simple", "what is repeated is still being written"],
)
def test_the_examples_of_the_specification_are_unpacked(packed: str, plain: bytes) -> None:
    assert rtf.unpacked(bytes.fromhex(packed)) == plain


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (tnef.rtf(TEXT).decode(), TEXT),
        (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f5\fcharset134 SimSun;}}\f0 caf\'e9 \f5 \'b7\'a3\'bf\'ee}", "café 罚款"),
        (r"{\rtf1\ansi\uc1 \u32602?\u27454?{\uc0\u-3913}!}", "罚款\uf0b7!"),
        (r"{\rtf1{\*\generator x}{\pict 00ff}{\field{\*\fldinst HYPERLINK x}{\fldrslt a\{b\}}}\par c}", "a{b}\nc"),
        (r"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 a &amp; b\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}", "a & b"),
    ],
    ids=["code page 936", "a font's own character set", "Unicode", "what is no text", "HTML inside"],
)  # fmt: skip
def test_words_are_read(source: str, words: str) -> None:
    assert rtf.to_text(source.encode()).strip() == words


def test_noise_is_refused_or_read_and_never_takes_long() -> None:
    chance = random.Random(5)
    begun = time.monotonic()
    for _ in range(200):
        noise = chance.randbytes(chance.randrange(400))
        with pytest.raises(ValueError, match="no packed RTF"):
            rtf.unpacked(noise)
        rtf.unpacked(b"\0\0\0\0\xff\xff\xff\xffLZFu" + b"\0\0\0\0" + noise)
        rtf.to_text(noise)
    rtf.to_text(b"{" * 200_000 + b"\\u1" * 100_000)
    assert time.monotonic() - begun < 5
