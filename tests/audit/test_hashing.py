"""A stranger with a JSON library and SHA-256 gets the same hashes."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.audit import hashing

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
OPTIONAL = st.none() | TEXTS
ENTRIES = st.fixed_dictionaries(
    dict.fromkeys(hashing.HASHED_COLUMNS, OPTIONAL)
    | {
        "number": st.integers(1, 2**53 - 1),
        "actor_id": st.none() | st.integers(0, 2**53 - 1),
        "at": st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    }
)


def by_hand(entry):
    # For texts, whole numbers and null, RFC 8785 is what a plain JSON writer gives with sorted names and no spaces.
    shown = entry | {"at": entry["at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "format": 1}
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text.encode() == rfc8785.dumps(shown)
    return hashlib.sha256(b"\0" + text.encode()).hexdigest()


@given(ENTRIES)
def test_a_stranger_gets_the_same_hash(entry):
    assert hashing.entry_hash(entry) == by_hand(entry)


@given(ENTRIES, ENTRIES)
def test_different_entries_have_different_hashes(one, other):
    assert (one == other) == (hashing.entry_hash(one) == hashing.entry_hash(other))


@given(
    st.recursive(
        OPTIONAL | st.booleans() | st.integers(), lambda deep: st.lists(deep) | st.dictionaries(TEXTS, deep)
    )
)
def test_canonical_text_is_json_and_stays_as_it_is(value):
    text = hashing.canonical(value)
    assert hashing.canonical(json.loads(text)) == text


@given(st.text())
def test_clean_text_can_be_stored_and_is_left_alone(text):
    clean = hashing.clean(text)
    clean.encode()
    assert "\0" not in clean
    assert len(clean) == len(text)
    assert hashing.clean(clean) == clean


def test_the_same_moment_in_another_zone_is_the_same_text():
    beijing = datetime(2026, 11, 9, 15, 12, tzinfo=timezone(timedelta(hours=8)))
    assert hashing.moment_text(beijing) == "2026-11-09T07:12:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        hashing.moment_text(datetime(2026, 11, 9, 15, 12))


def test_numbers_beyond_a_double_are_texts():
    assert (
        hashing.canonical([2**53 - 1, 2**53, -(2**53)])
        == '[9007199254740991,"9007199254740992","-9007199254740992"]'
    )


def test_the_border_between_salt_and_content_is_fixed():
    with pytest.raises(ValueError, match="32 bytes"):
        hashing.sealed_hash("00" * 33, "x")
