"""What is done with mail that came in: kept first, then settled; and what a clerk decides where the program could not.

Nothing here commits. `jobs.take_in` is the one way in: it keeps, commits, reads apart and settles.
"""

from feedback_app.intake.operations.answering import may_answer
from feedback_app.intake.operations.deciding import (
    NotDecidedHere,
    file_away,
    join_by_hand,
    make_ticket,
    note_opened,
)
from feedback_app.intake.operations.keeping import essence_of, keep, opened
from feedback_app.intake.operations.looking import note_high_water, note_look
from feedback_app.intake.operations.settling import Reading, claim, due_ids, give_up, put_off, settle

__all__ = [
    "NotDecidedHere",
    "Reading",
    "claim",
    "due_ids",
    "essence_of",
    "file_away",
    "give_up",
    "join_by_hand",
    "keep",
    "make_ticket",
    "may_answer",
    "note_high_water",
    "note_look",
    "note_opened",
    "opened",
    "put_off",
    "settle",
]
