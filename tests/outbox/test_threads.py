"""Tokens by which answers find back."""

import pytest

from feedback_app.outbox import threads

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("app")]
ABOUT = "ticket:FK-JC-20261109-0007"


def test_a_token_leads_back_to_its_subject_and_says_nothing_by_itself():
    for about in (ABOUT, "ticket:0007", "record:CF-20261009-0001", "staff:别的"):
        assert threads.about_of(threads.thread_token(about)) == about
    assert "20261109" not in threads.thread_token(ABOUT)
    assert threads.about_of(threads.thread_token(ABOUT).upper()) == ABOUT


def test_a_token_with_one_sign_changed_is_none_of_ours():
    token = threads.thread_token(ABOUT)
    for place in range(len(token)):
        other = "a" if token[place] != "a" else "q"
        changed = token[:place] + other + token[place + 1 :]
        assert threads.about_of(changed) in (None, ABOUT if place == len(token) - 1 else None)
    for forged in ("", "=", "a" * 47, "FK-JC-20261109-0007", "é" * 40):
        assert threads.about_of(forged) is None


def test_a_message_id_names_its_message_and_cannot_be_made_up():
    made = threads.message_id_for(ABOUT, 41, domain="www.example.gov.cn")
    assert threads.issued_as(made) == (ABOUT, 41)
    assert threads.issued_as("<owed-41.1700000000@www.example.gov.cn>") is None
    assert threads.issued_as(made.replace("@", "@@")) is None


def test_the_address_for_answers_stays_within_what_an_address_may_be():
    address = threads.reply_address(ABOUT, "feedback@example.gov.cn")
    assert len(address.partition("@")[0]) <= 64
    assert threads.about_in_address(address) == ABOUT
    assert threads.about_in_address(f"正名 <{address.upper()}>") == ABOUT
    long = "x" * 60 + "@example.gov.cn"
    assert threads.reply_address(ABOUT, long) == long
    assert threads.about_in_address("feedback@example.gov.cn") is None
