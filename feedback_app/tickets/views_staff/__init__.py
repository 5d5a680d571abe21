"""The staff's side of tickets: what waits, one ticket, each step as a page at its noun, the mail that was owed.

One module per part of a ticket's way; all hang their routes on one blueprint, which lets nobody in without a sign-in.
"""

from feedback_app.tickets.views_staff import (
    answering_for,
    beside,
    breaches,
    bulk,
    consequences,
    desk,
    files,
    filters,
    first_steps,
    labelling,
    letting_stand,
    mail,
    merging,
    messages,
    notes,
    recusals,
    relations,
    remedies,
    replying,
    reporter,
    reveals,
    ticket,
    tracing,
    verifying,
    whole_file,
)
from feedback_app.tickets.views_staff.blueprint import staff

__all__ = [
    "answering_for", "beside", "breaches", "bulk", "consequences", "desk", "files", "filters", "first_steps",
    "labelling", "letting_stand", "mail", "merging", "messages", "notes", "recusals", "relations", "remedies",
    "replying", "reporter", "reveals", "staff", "ticket", "tracing", "verifying", "whole_file",
]  # fmt: skip
