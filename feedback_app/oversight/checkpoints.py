"""The log's state at the end of a month, as a text a signature can be put under."""

from feedback_app.audit import checkpoints
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import months
from feedback_app.refusals import Refusal


def checkpoint_of(month: Month) -> str:
    """A signed checkpoint over everything written by the end of the month; empty before there was anything, and when
    the log cannot be signed because it is damaged."""
    last = months.last_entry(month)
    try:
        return checkpoints.signed_at(last.number) if last else ""
    except Refusal:
        return ""
