"""While the log grows a checkpoint is signed every so many minutes, by whichever relay looks first."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback_app import clock, rounds
from feedback_app.audit import jobs, queries
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.extensions import db

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def sizes():
    found = [row.size for row in queries.issued()]
    db.session.rollback()
    return found


def test_an_empty_log_gets_no_checkpoint(app):
    assert jobs.issue_due() is False
    assert sizes() == []


def test_a_log_that_grew_is_signed_when_the_pause_is_over(app, fill):
    app.config["CHECKPOINT_MINUTES"] = 10
    with clock.at(NOON):
        fill(2)
        assert jobs.issue_due()
        assert sizes() == [3]
        fill(1)
        assert not jobs.issue_due()
    with clock.at(NOON + timedelta(minutes=9, seconds=59)):
        assert not jobs.issue_due()
    with clock.at(NOON + timedelta(minutes=10)):
        assert jobs.issue_due()
        assert not jobs.issue_due(), "a second relay finds it done"
    assert sizes() == [3, 4]
    with clock.at(NOON + timedelta(days=3)):
        assert not jobs.issue_due(), "nothing was written since"
    assert queries.verify().holds


def test_a_damaged_log_is_complained_about_each_time_and_other_rounds_go_on(
    app, fill, owner, caplog, monkeypatch
):
    with clock.at(NOON):
        fill(4)
        jobs.issue_due()
    owner().change(2, entry_hash="ab" * 32)
    done = []
    after = rounds.Round("after", 1, lambda: done.append(1))
    row = rounds.Round("sign", 1, jobs.issue_due)
    monkeypatch.setattr(rounds, "ROUNDS", (row, after))
    with clock.at(NOON + timedelta(hours=1)):
        fill(1)
        with pytest.raises(NotSigned):
            jobs.issue_due()
        db.session.rollback()
        rounds.start()
        rounds.look()
    assert done == [1]
    assert "round sign failed" in caplog.text
    assert sizes() == [5]
