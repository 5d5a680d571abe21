"""A process that acts until it is killed: killed.py URL MARK. Each act makes a unit and its entry, in one transaction."""

import sys

from feedback_app import create_app
from feedback_app.accounts import operations as accounts
from feedback_app.audit import operations
from feedback_app.audit.actor import SYSTEM
from feedback_app.extensions import db


def act_for_ever(url: str, mark: str) -> None:
    with create_app(TESTING=True, DATABASE_URL=url).app_context():
        for turn in range(1_000_000):
            accounts.create_unit(f"u{mark}-{turn}", "科", "Unit", by=SYSTEM)
            db.session.commit()
            if turn % 40 == 39:
                operations.issue_checkpoint(by=SYSTEM)
                db.session.commit()
            print(turn, flush=True)


if __name__ == "__main__":
    act_for_ever(sys.argv[1], sys.argv[2])
