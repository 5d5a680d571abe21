"""What leaves the house: two forms that say the same, headers no robot answers, and an end for what is never taken."""

import re
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from flask import Flask

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.extensions import db
from feedback_app.outbox import examples, jobs, operations, queries
from feedback_app.outbox.channels import smtp
from feedback_app.outbox.composing import compose, draw, letter_of
from feedback_app.outbox.kinds import KINDS, Discreet
from feedback_app.outbox.models import BOUNCED, DEAD, OWED, REFUSED, SENT, OwedMessage
from feedback_app.outbox.threads import about_in_address, message_id_for
from tests.factories import beijing
from tests.outbox.conftest import PostOffice
from tests.rig.smtp_sink import DEFER, REFUSE, TAKE, Mailbox

AT = beijing("2026-11-09 15:12")
ABOUT = "ticket:FK-JC-20261109-0007"


def owe(kind: str = "ticket_accepted", address: str = "hejing@reporter.example", **more: Any) -> OwedMessage:
    given = {"to_role": "reporter", "about": ABOUT, "context": examples.context_of(kind, "zh")}
    operations.owe(kind, to_address=address, **given | more)
    db.session.commit()
    return queries.newest(limit=1)[0]


def words_of(html: str) -> str:
    """What a reader sees of the HTML, in order, without the spaces."""
    body = html[html.index("<body") :]
    return "".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


@pytest.mark.one_database
class TestBothForms:
    def test_every_kind_says_the_same_in_text_and_html(self, app: Flask) -> None:
        with app.app_context():
            for kind in KINDS:
                for lang in ("zh", "en"):
                    letter = examples.example_of(kind, lang)
                    assert words_of(letter.html) == "".join(f"{letter.subject}{letter.text}".split()), (
                        kind,
                        lang,
                    )

    def test_html_loads_nothing_runs_nothing_and_stays_dark_where_it_is_dark(self, app: Flask) -> None:
        with app.app_context():
            for kind in KINDS:
                html = examples.example_of(kind, "zh").html
                assert not re.search(
                    r"<(img|script|link|iframe|style)|url\(|\ssrc=|\son\w+=|background", html
                ), kind
                assert all(
                    link.startswith(f"{app.config['PUBLIC_URL']}/")
                    for link in re.findall(r'href="([^"]*)"', html)
                )

    def test_what_people_wrote_is_words_in_the_html_and_never_a_way_out(self, app: Flask) -> None:
        with app.app_context():
            evil = '<b>x</b> & "y"\nhttps://evil.example/staff/\n金额：6.8万元\r\n<script>1</script>'
            context = examples.context_of("ticket_answered", "zh") | {"answer": evil}
            html = draw("ticket_answered", context, "zh").html
        assert "&lt;b&gt;x&lt;/b&gt;" in html
        assert 'href="https://evil' not in html
        assert "<script" not in html

    def test_no_subject_says_more_than_the_number_and_the_day(self, app: Flask) -> None:
        """Subjects stand on locked screens: no party, no words of the report, no code, nobody's name but a colleague's."""
        canary, harmless = "金丝雀", {"ref", "year", "size", "count", "on_day", "absent"}
        with app.app_context():
            for kind, row in KINDS.items():
                context = examples.context_of(kind, "zh")
                context |= dict.fromkeys(row.needs - harmless - {"what"}, canary)
                for lang in ("zh", "en"):
                    assert canary not in draw(kind, context, lang).subject, kind


@pytest.mark.one_database
class TestDiscretion:
    def test_whoever_would_not_be_known_reads_that_something_is_new_and_no_more(
        self, app: Flask, db_session: Any
    ) -> None:
        for kind, row in KINDS.items():
            context = dict.fromkeys(row.needs, "金丝雀") | {"ref": "FK-JC-20261109-0007"}
            operations.owe(kind, to_address="x@throwaway.example", to_role="reporter", about=ABOUT, context=context, is_discreet=True)  # fmt: skip
        db.session.commit()
        owed = queries.newest()
        assert {one.kind for one in owed} == {
            kind for kind, row in KINDS.items() if row.when_discreet is not Discreet.NOTHING
        }
        for one in owed:
            said = str(letter_of(one))
            assert "金丝雀" not in said
            assert "FK-JC" not in said
            assert "反映" not in letter_of(one).subject
            assert "/status" in said


class TestOnTheWire:
    def test_headers_and_return_path_keep_robots_quiet(
        self, post_office: PostOffice, mailbox: Mailbox
    ) -> None:
        post_office.app.config["MAIL_REPLY_TO"] = "feedback@example.gov.cn"
        message = owe()
        jobs.deliver(message.id)
        [letter] = mailbox.received
        assert mailbox.senders in (["<>"], [""])
        assert letter["Auto-Submitted"] == "auto-generated"
        assert "List-Id" not in letter
        assert letter["Message-ID"].strip().endswith("@www.example.gov.cn>")
        assert about_in_address(str(letter["Reply-To"])) == ABOUT
        assert "multipart/alternative" in [part.get_content_type() for part in letter.walk()]
        text, html = (letter.get_body((form,)) for form in ("plain", "html"))
        assert isinstance(text, EmailMessage)
        assert isinstance(html, EmailMessage)
        assert text.get_content().split() == str(compose(queries.newest()[0]).body).split()

    def test_a_batch_goes_out_by_one_connection(
        self, post_office: PostOffice, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made, connect = [], smtp.Line.configure_host

        def counting(line: smtp.Line) -> Any:
            made.append(1)
            return connect(line)

        monkeypatch.setattr(smtp.Line, "configure_host", counting)
        for number in range(12):
            owe(address=f"r{number}@reporter.example")
        assert jobs.drain() == 12
        assert len(mailbox.received) == 12
        assert len(made) == 1
        assert {one.state for one in queries.newest()} == {SENT}

    def test_a_refusal_of_this_mailbox_ends_it_at_once_and_the_others_go_on(
        self, post_office: PostOffice, mailbox: Mailbox
    ) -> None:
        mailbox.behaves = REFUSE
        first = owe()
        jobs.drain()
        mailbox.behaves = TAKE
        second = owe(address="b@reporter.example")
        jobs.drain()
        db.session.expire_all()
        states = {one.id: (one.state, one.attempts) for one in queries.newest()}
        assert states == {first.id: (REFUSED, 1), second.id: (SENT, 1)}
        refused = queries.message(first.id)
        assert refused is not None
        assert "550" in refused.last_fault
        assert "hejing" not in refused.last_fault.lower()
        assert log.entries(action="message.refused")[0].subject == ABOUT

    def test_one_that_is_deferred_holds_up_no_other_and_a_line_that_is_down_ends_the_round(
        self, post_office: PostOffice, mailbox: Mailbox
    ) -> None:
        mailbox.behaves = DEFER
        for number in range(3):
            owe(address=f"r{number}@reporter.example")
        assert jobs.drain() == 3
        assert {one.state for one in queries.newest()} == {OWED}
        post_office.app.config["MAIL_PORT"] = 1
        with clock.at(queries.newest()[0].due_again_at):
            assert jobs.drain() == 1, "nobody knocks three times at a door that is not there"


class TestBounces:
    def test_a_bounce_finds_its_message_once_and_by_our_own_number_only(
        self, db_session: Any, freeze: Any
    ) -> None:
        freeze(AT)
        message = owe()
        name = message_id_for(ABOUT, message.id, domain="www.example.gov.cn")
        assert operations.bounced(name, "550") is None, "it is not out yet"
        operations.claim(message.id)
        operations.settle_sent(message)
        db.session.commit()
        for forged in ("<owed.1@www.example.gov.cn>", "", name.replace(".", "x.", 1), f"<x{name[1:]}"):
            assert operations.bounced(forged, "550") is None
        told = operations.bounced(name, "550 <hejing@reporter.example> mailbox full")
        db.session.commit()
        assert told is message
        assert (message.state, message.last_fault, message.failed_at) == (BOUNCED, "550 <…> mailbox full", AT)
        assert operations.bounced(name, "550") is None
        assert log.entries(action="message.bounced")[0].subject == ABOUT
        assert operations.due_ids() == []


@pytest.mark.one_database
def test_two_who_ask_at_once_for_the_next_get_two_different_ones(db_session: Any) -> None:
    first, second = owe(), owe(address="b@reporter.example")
    taken = [operations.claim_next() for _turn in range(3)]
    assert [one and one.id for one in taken] == [first.id, second.id, None]


@pytest.mark.one_database
def test_what_was_given_up_is_told_to_a_person_once(db_session: Any) -> None:
    for state in (DEAD, BOUNCED, REFUSED, SENT):
        owe().state = state
    db.session.commit()
    assert len(queries.untold_failures()) == queries.failures() == 3
    for one in queries.untold_failures():
        one.told_at = AT
    db.session.commit()
    assert queries.untold_failures() == []
