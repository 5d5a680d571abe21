"""The reader against the corpus: every mail as it should be read, and nothing that makes it raise, hang or let harm through."""

import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_app.intake import reading
from feedback_app.intake.reading import ReadMail, read
from tests.intake.corpus import cases
from tests.intake.corpus.case import ADDRESS, NAME, OWN_DOMAINS, Case

LONGEST = 5.0  # seconds, on a machine that does other things too
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
STRUCTURES = {
    "text", "html only", "alternative", "related", "mixed", "nested", "forwarded", "digest", "calendar", "file name",
    "subject", "sender", "bounce", "auto-reply", "list mail", "own mail", "person", "TNEF", "S/MIME", "PGP", "empty",
    "headers only", "no headers", "line ends", "control signs", "headers", "transfer", "broken multipart", "huge",
}  # fmt: skip
CHARSETS = {
    "utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "hz", "iso-2022-cn", "big5", "big5hkscs", "utf-16", "utf-16-le",
    "utf-16-be", "utf-32", "utf-7", "cp1251", "koi8-r", "kz1048", "cp1256", "latin-1", "cp1252", "ascii", "iso2022_jp",
    "shift_jis", "euc-kr", "cp949",
}  # fmt: skip
TRANSFERS = {
    "7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "broken base64", "broken quoted-printable",
    "broken TNEF", "broken S/MIME",
}  # fmt: skip


def test_the_corpus_is_large_and_covers_every_dimension() -> None:
    corpus = cases()
    assert len(corpus) >= 150
    assert [name for name, times in Counter(case.name for case in corpus).items() if times > 1] == []
    assert {case.structure for case in corpus} >= STRUCTURES
    assert {case.charset for case in corpus} >= CHARSETS
    assert {case.transfer for case in corpus} >= TRANSFERS
    expecting = [case for case in corpus if case.text or case.lines or case.holds]
    assert len(expecting) >= 150, "most of it says which words must come out"


def test_every_mail_of_the_corpus_is_read_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: list[str] = []
    monkeypatch.setattr(reading, "_heads_only", _no_net)
    for case in cases():
        begun = time.monotonic()
        try:
            found = read(case.raw, own_domains=OWN_DOMAINS)
        except BaseException as fault:  # noqa: BLE001 - that it raises is what is looked for
            wrong.append(f"{case.name}: raised {fault!r}"[:300])
            continue
        taken = time.monotonic() - begun
        complaints = [*_differences(case, found), *improper(found)]
        if taken > LONGEST:
            complaints.append(f"took {taken:.1f} s")
        wrong += [f"{case.name}: {one}" for one in complaints]
    assert not wrong, f"{len(wrong)} complaints about {len(cases())} mails:\n" + "\n".join(wrong)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_nothing_makes_the_reader_raise_or_let_harm_through(data: st.DataObject) -> None:
    small = [case.raw for case in cases() if len(case.raw) < 20_000]
    raw = bytearray(data.draw(st.sampled_from(small)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        change = data.draw(st.sampled_from(("set", "cut", "insert", "repeat", "end")))
        if change == "set" and raw:
            raw[at] = data.draw(st.integers(0, 255))
        elif change == "cut":
            del raw[at : at + data.draw(st.integers(1, 40))]
        elif change == "insert":
            raw[at:at] = data.draw(
                st.sampled_from((b"\0", b"\r", b"\n", b"=?", b"?=", b"--", b"\xff\xfe", b'"', b"(", b";"))
            )
        elif change == "repeat":
            raw[at:at] = raw[at : at + 60] * 3
        else:
            del raw[at:]
    begun = time.monotonic()
    found = read(bytes(raw), own_domains=OWN_DOMAINS)
    assert time.monotonic() - begun < LONGEST
    assert improper(found) == []


def _no_net(raw: bytes, fault: str) -> ReadMail:
    """In place of what the reader falls back to when it stumbled: no mail of the corpus is to make it stumble."""
    raise AssertionError(f"{fault}, because of {sys.exc_info()[1]!r}")


def _differences(case: Case, found: ReadMail) -> list[str]:
    """What was read otherwise than expected."""
    text = found.text.removesuffix("\n")
    pairs: dict[str, tuple[object, object]] = {
        "subject": (case.subject, found.subject),
        "text": (case.text, text),
        "lines": (case.lines, tuple(line for line in text.split("\n") if line)),
        "files": _files(case, found),
        "faults": (
            None if case.faults is None else sorted(case.faults),
            sorted({one.code for one in found.faults}),
        ),
        "nature": (case.nature, found.nature),
        "could be read": (
            {"yes": True, "no": False, "either": None}[case.could_be_read],
            found.could_be_read,
        ),
        **{name: (value, getattr(found, name)) for name, value in case.fields.items()},
    }
    if case.structure in ("text", "alternative", "mixed", "TNEF", "S/MIME", "PGP"):
        pairs["sender"] = ((NAME, ADDRESS), (found.from_name, found.from_address))
        pairs["sent at"] = ("2026-11-09 07:12:00+00:00", str(found.sent_at))
    return [
        *(f"lost {words[:60]!r} of {text[:160]!r}" for words in case.holds if words not in text),
        *(f"shows {words!r} in {text[:160]!r}" for words in case.lacks if words in text),
        *(
            f"{what}: expected {str(expected)[:160]!r}, read {str(given)[:160]!r}"
            for what, (expected, given) in pairs.items()
            if expected is not None and expected != given
        ),
    ]


def _files(case: Case, found: ReadMail) -> tuple[object, object]:
    """Expected and found; short, where they differ. A name the case leaves open is whatever was found."""
    if case.files is None:
        return None, None
    given = [(file.name, file.content) for file in found.files]
    names = [name for name, _ in given] + [None] * len(case.files)
    expected = [(name or names[at], content) for at, (name, content) in enumerate(case.files)]
    return (True, True) if expected == given else (_brief(expected), _brief(given))


def _brief(files: Iterable[tuple[str | None, bytes]]) -> list[tuple[str | None, int, bytes]]:
    return [(name, len(content), content[:20]) for name, content in files]


def improper(found: ReadMail) -> list[str]:
    """What must never leave the reader, whatever came in."""
    wrong: list[str] = []
    one_line = {"subject": found.subject, "from_name": found.from_name, "from_address": found.from_address,
                "message_id": found.message_id, "in_reply_to": found.in_reply_to}  # fmt: skip
    many = {"to": found.to, "references": found.references, "bounced_ids": found.bounced_ids,
            "file name": tuple(file.name for file in found.files)}  # fmt: skip
    lines = [*one_line.items(), *((name, one) for name, words in many.items() for one in words)]
    for name, words in lines:
        wrong += [f"{name} has {bad}" for bad in _bad_signs(words, "")]
    wrong += [f"text has {bad}" for bad in _bad_signs(found.text, "\n\t")]
    for file in found.files:
        if not file.name.strip(". ") or set(file.name) & set("/\\") or len(file.name) > 255:
            wrong.append(f"a file is called {file.name[:80]!r}")
        if not file.kind or file.kind != file.kind.lower():
            wrong.append(f"a file's kind is {file.kind!r}")
    if found.sent_at is not None and str(found.sent_at.utcoffset()) != "0:00:00":
        wrong.append("sent_at is not in UTC")
    if "\n\n\n" in found.text or found.text.strip("\n") != found.text.removesuffix("\n"):
        wrong.append("empty lines in a row, or at an end")
    if any(line != line.rstrip(" \t") for line in found.text.split("\n")):
        wrong.append("blanks at the end of a line")
    return wrong


def _bad_signs(words: str, allowed: str) -> list[str]:
    bad = {
        one
        for one in words
        if (unicodedata.category(one) in ("Cc", "Cs") or one in BIDI) and one not in allowed
    }
    return [f"U+{ord(one):04X}" for one in sorted(bad)][:5]


@pytest.mark.parametrize("raw", [b"", b"x", b"\r\n\r\n"])
def test_improper_sees_nothing_wrong_in_almost_nothing(raw: bytes) -> None:
    assert improper(read(raw)) == []
