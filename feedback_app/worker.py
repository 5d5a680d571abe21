"""The RQ worker: one application for its whole life, an application context for each job."""

from flask import current_app
from rq import Queue, Worker
from rq.executions import Execution
from rq.job import Job

from feedback_app.extensions import db
from feedback_app.outbox.jobs import QUEUE, SLOW, connect

QUEUES = (QUEUE, SLOW)  # the first goes first


class AppWorker(Worker):
    """Forks for each job as RQ does; the child opens database connections of its own."""

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        db.engine.dispose(close=False)  # the parent's connections are not the child's to use
        return bool(super().perform_job(job, queue, execution))


def work() -> None:
    """Work the queue until told to stop. Needs an application context around it."""
    assert current_app
    connection = connect()
    AppWorker([Queue(name, connection=connection) for name in QUEUES], connection=connection).work(
        with_scheduler=False, logging_level="WARNING"
    )
