"""How the work behind the pages is running: queues, rounds, workers, mail in and out. For who keeps the system, and clerks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from flask import Blueprint, abort, current_app, render_template
from flask_login import current_user, login_required
from redis.exceptions import RedisError
from rq import Queue, Worker

from feedback_app import clock, runs
from feedback_app.accounts.models import StaffUser
from feedback_app.intake import queries as mail_in
from feedback_app.outbox import jobs
from feedback_app.outbox import queries as owed
from feedback_app.outbox.channels.open import CHANNELS, is_on
from feedback_app.outbox.models import FAILED, OWED, SENDING
from feedback_app.rounds import ROUNDS
from feedback_app.web import readiness
from feedback_app.web.round_words import ROUND_WORDS
from feedback_app.worker import QUEUES

queues = Blueprint("queues", __name__, url_prefix="/staff/queues")
QUEUE_LABELS = {jobs.QUEUE: ("发信", "Messages"), jobs.SLOW: ("费时的工作", "Long work")}


@dataclass(frozen=True)
class RoundLine:
    """One piece of periodic work. `next_at`: about when it is due again; None while it has never been done."""

    label_zh: str
    label_en: str
    every: int | None
    run: runs.RoundRun | None
    next_at: datetime | None


@dataclass(frozen=True)
class QueueLine:
    label_zh: str
    label_en: str
    waiting: int
    failed: int


@dataclass(frozen=True)
class WorkerLine:
    name: str
    state: str
    seen_at: datetime | None


@dataclass(frozen=True)
class ChannelLine:
    label_zh: str
    label_en: str
    is_on: bool
    waiting: int
    failed: int


@queues.before_request
@login_required
def only_readers() -> None:
    """Whoever has no part in keeping the system finds no such page."""
    user = cast("StaffUser", current_user)
    if not user.is_authenticated or not user.reads_queues:  # OPTIONS passes the sign-in
        abort(404)


@queues.get("")
def show() -> str:
    waiting, workers = _redis()
    standing = readiness.standing()
    return render_template(
        "outbox/queues.html",
        checks=[(row, standing[row.name]) for row in readiness.CHECKS],
        queues=waiting,
        workers=workers,
        channels=_channels(),
        oldest=owed.oldest_due(),
        now=clock.now(),
        rounds=_rounds(),
        mail_in=mail_in.last_look(),
        fetches_mail=bool(current_app.config.get("IMAP_HOST")),
    )


def _redis() -> tuple[list[QueueLine] | None, list[WorkerLine]]:
    """What stands in the queues and who works them; None when Redis does not answer."""
    if not jobs.queue_answers():
        return None, []
    try:
        connection = jobs.connect()
        lines = []
        for name in QUEUES:
            queue = Queue(name, connection=connection)
            lines.append(QueueLine(*QUEUE_LABELS[name], queue.count, queue.failed_job_registry.count))
        found = Worker.all(connection=connection)
        return lines, [WorkerLine(one.name[:8], str(one.get_state()), one.last_heartbeat) for one in found]
    except (RedisError, ValueError):
        return None, []


def _channels() -> list[ChannelLine]:
    counts = owed.counts_by_state()

    def total(name: str, states: tuple[str, ...]) -> int:
        return sum(counts.get((name, state), 0) for state in states)

    return [
        ChannelLine(row.label_zh, row.label_en, is_on(row.name), total(row.name, (OWED, SENDING)), total(row.name, FAILED))
        for row in CHANNELS.values()
    ]  # fmt: skip


def _rounds() -> list[RoundLine]:
    done = runs.all_runs()
    every = {row.name: row.every for row in ROUNDS}
    names = [*every, *(name for name in done if name not in every)]
    return [_round(name, every.get(name), done.get(name)) for name in names]


def _round(name: str, every: int | None, run: runs.RoundRun | None) -> RoundLine:
    next_at = run.ended_at + timedelta(seconds=every) if run is not None and every is not None else None
    return RoundLine(*ROUND_WORDS.get(name, (name, name)), every, run, next_at)
