"""Keys: what they seal nobody else reads or moves; codes nobody guesses; fingerprints that tell nothing."""

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_app.sealing import (
    CODE_LENGTH,
    GROUP,
    GROUPS,
    NO_LOOKALIKES,
    Keyring,
    SealBroken,
    mistyped_groups,
    tidy_code,
    to_half_width,
)  # fmt: skip

OLD, NEW, SECRET = b"o" * 32, b"n" * 32, b"s" * 32
PLACE = "reporter.name"
text = st.text(max_size=200)
seeds = st.text(min_size=1, max_size=60)


def keyring(*, seals: dict[str, bytes] | None = None, secret: bytes = SECRET) -> Keyring:
    made = Keyring()
    made.load(seals or {"k1": OLD}, secret)
    return made


# ---- sealing ---------------------------------------------------------------------------------------------------------


@given(text)
def test_what_is_sealed_comes_back(words: str) -> None:
    keys = keyring()
    assert keys.open(keys.seal(words, PLACE), PLACE) == words


@given(st.text(min_size=1, max_size=50))
def test_a_seal_shows_nothing_and_is_never_the_same_twice(words: str) -> None:
    keys = keyring()
    one, other = keys.seal(words, PLACE), keys.seal(words, PLACE)
    assert one != other
    assert re.fullmatch(r"v1:k1:[\w=-]+:[\w=-]+", one)
    assert len(words) < 3 or words not in one


def test_even_what_no_text_may_hold_comes_back() -> None:
    words = "何静\x00\ud800"
    keys = keyring()
    assert keys.open(keys.seal(words, PLACE), PLACE) == words


def test_a_sealed_value_cannot_be_moved_to_another_place() -> None:
    keys = keyring()
    with pytest.raises(SealBroken):
        keys.open(keys.seal("何静", PLACE), "reporter.email")


@given(st.data())
@settings(max_examples=60)
def test_a_changed_seal_is_refused(data: st.DataObject) -> None:
    keys = keyring()
    sealed = keys.seal("何静", PLACE)
    place = data.draw(st.integers(0, len(sealed) - 1))
    sign = data.draw(st.sampled_from("AZaz09:=-_"))
    changed = sealed[:place] + sign + sealed[place + 1 :]
    if _bytes_of(changed) != _bytes_of(sealed):
        with pytest.raises(SealBroken):
            keys.open(changed, PLACE)


def _bytes_of(sealed: str) -> list[object]:
    """What a seal says, without the bits that base64 leaves unused; the version is a label."""
    try:
        _version, key, nonce, box = sealed.split(":")
        return [key, base64.urlsafe_b64decode(nonce), base64.urlsafe_b64decode(box)]
    except ValueError:
        return [sealed]


@pytest.mark.parametrize(
    "broken", ["", "v1", "v1:k1:x", "v1:k1::", "v1:k9:AAAA:AAAA", "何静", "v1:k1:!!!!:!!!!", "::::"]
)
def test_what_is_no_seal_is_refused(broken: str) -> None:
    with pytest.raises(SealBroken):
        keyring().open(broken, PLACE)


def test_new_keys_seal_and_old_ones_still_open() -> None:
    before = keyring(seals={"k1": OLD}).seal("何静", PLACE)
    both = keyring(seals={"k2": NEW, "k1": OLD})
    assert both.open(before, PLACE) == "何静"
    assert both.seal("何静", PLACE).startswith("v1:k2:")
    with pytest.raises(SealBroken):
        keyring(seals={"k2": NEW}).open(before, PLACE)
    with pytest.raises(SealBroken):
        keyring(seals={"k1": NEW}).open(before, PLACE)


def test_a_refusal_says_where_and_not_what() -> None:
    with pytest.raises(SealBroken) as refused:
        keyring().open("何静", PLACE)
    assert str(refused.value) == PLACE


# ---- receipt codes ---------------------------------------------------------------------------------------------------


@given(seeds)
def test_a_seed_has_one_code_that_reads_as_one(seed: str) -> None:
    keys = keyring()
    code = keys.code_for(seed)
    assert code == keys.code_for(seed)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(NO_LOOKALIKES)
    assert tidy_code(code) == code


def test_without_the_secret_nobody_knows_the_code() -> None:
    assert keyring().code_for("seed") != keyring(secret=b"t" * 32).code_for("seed")


def test_codes_do_not_repeat() -> None:
    keys = keyring()
    assert len({keys.code_for(str(number)) for number in range(5_000)}) == 5_000


def test_every_sign_is_as_likely_as_every_other() -> None:
    keys = keyring()
    counts = dict.fromkeys(NO_LOOKALIKES, 0)
    for number in range(3_000):
        for sign in keys.code_for(str(number))[:-1]:
            counts[sign] += 1
    expected = 3_000 * (CODE_LENGTH - 1) / len(NO_LOOKALIKES)
    assert all(0.8 * expected < count < 1.2 * expected for count in counts.values())


@given(seeds, st.integers(0, CODE_LENGTH - 1), st.sampled_from(NO_LOOKALIKES))
def test_one_wrong_sign_always_shows(seed: str, place: int, sign: str) -> None:
    code = keyring().code_for(seed)
    if code[place] != sign:
        assert tidy_code(code[:place] + sign + code[place + 1 :]) is None


@given(seeds, st.integers(0, CODE_LENGTH - 2))
def test_two_neighbours_swapped_always_show(seed: str, place: int) -> None:
    code = keyring().code_for(seed)
    if code[place] != code[place + 1]:
        assert tidy_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is None


@given(seeds)
@settings(max_examples=30)
def test_a_code_is_read_however_it_is_typed(seed: str) -> None:
    code = keyring().code_for(seed)
    full = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    grouped = [code[start : start + 4] for start in range(0, CODE_LENGTH, 4)]
    for typed in (
        code.lower(),
        " ".join(grouped),
        "-".join(grouped),
        f"  {code}\n",
        full,
        full.lower(),
        f"“{code}”。",
        "—".join(grouped),
    ):
        assert tidy_code(typed) == code


@given(st.text(max_size=40))
def test_no_typing_breaks_the_reading(typed: str) -> None:
    assert tidy_code(typed) is None or len(tidy_code(typed) or "") in (12, CODE_LENGTH)


def test_a_code_is_kept_as_a_slow_hash_that_needs_the_secret() -> None:
    keys, code = keyring(), keyring().code_for("seed")
    assert (
        keys.code_hash(code) == hashlib.scrypt(code.encode(), salt=SECRET, n=2**13, r=8, p=1, dklen=32).hex()
    )
    assert keys.code_hash(code) != keyring(secret=b"t" * 32).code_hash(code)
    assert len(NO_LOOKALIKES) ** (GROUPS * (GROUP - 1)) > 2**54


@given(
    seeds, st.integers(0, GROUPS - 1), st.integers(0, GROUP - 1), st.sampled_from("0OI1LZS" + NO_LOOKALIKES)
)
def test_the_group_with_a_wrong_sign_is_named(seed: str, group: int, place: int, sign: str) -> None:
    code = keyring().code_for(seed)
    at = group * GROUP + place
    wrong = code[:at] + sign + code[at + 1 :]
    assert mistyped_groups(wrong) == (() if wrong == code else (group + 1,))


@given(seeds)
def test_two_groups_exchanged_are_both_named(seed: str) -> None:
    code = keyring().code_for(seed)
    assert mistyped_groups(code[4:8] + code[:4] + code[8:]) == (1, 2)
    assert mistyped_groups(code[:-1]) == (), "of a code that is too short nothing can be told"


def test_a_code_handed_out_before_there_were_groups_is_still_one() -> None:
    assert tidy_code("abcd efgh jkm2") is None
    body = "ABCDEFGHJKM"
    signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    right = body + signs[sum(n * signs.index(sign) for n, sign in enumerate(body, start=1)) % 31]
    assert tidy_code(right.lower()) == right


# ---- fingerprints ----------------------------------------------------------------------------------------------------


def test_a_fingerprint_is_keyed_and_bound_to_its_purpose() -> None:
    keys = keyring()
    one = keys.fingerprint("caller", "192.0.2.1")
    assert one == keys.fingerprint("caller", "192.0.2.1")
    others = {keys.fingerprint("submission", "192.0.2.1"), keys.fingerprint("caller", "192.0.2.2"),
              keyring(secret=b"t" * 32).fingerprint("caller", "192.0.2.1")}  # fmt: skip
    assert one not in others
    assert len(others) == 3
    assert re.fullmatch(r"[0-9a-f]{32}", one)


def test_a_purpose_and_a_text_cannot_run_into_each_other() -> None:
    keys = keyring()
    assert keys.fingerprint("a", "bc") != keys.fingerprint("ab", "c")


@given(st.text(max_size=30))
def test_only_full_width_signs_are_narrowed(typed: str) -> None:
    narrowed = to_half_width(typed)
    assert len(narrowed) == len(typed)
    assert all(now == was or 0xFF01 <= ord(was) <= 0xFF5E for now, was in zip(narrowed, typed, strict=True))
