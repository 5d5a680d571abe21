"""One of several processes that append at the same time: appender.py URL COUNT MARK."""

import sys

from feedback_app import create_app
from feedback_app.audit import operations
from feedback_app.audit.actor import Actor
from feedback_app.extensions import db


def append_alone(url: str, count: int, mark: int) -> None:
    by = Actor("staff", mark, f"进程{mark}")
    with create_app(TESTING=True, DATABASE_URL=url).app_context():
        for turn in range(count):
            operations.append("ticket.note", by=by, subject=f"ticket:FK-{mark}", facts={"turn": turn})
            if turn % 50 == 49:
                db.session.rollback()  # an act that failed after its entry was written
                operations.append("ticket.note", by=by, subject=f"ticket:FK-{mark}", facts={"turn": turn})
            db.session.commit()


if __name__ == "__main__":
    append_alone(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
