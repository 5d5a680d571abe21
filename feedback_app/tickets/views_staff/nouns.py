"""Where each step of the workflow has its page: the noun it leaves, as an address."""

from flask import url_for

from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import Step

ENDPOINTS = {
    "accept": "staff.acceptance",
    "submit_to_leader": "staff.leader_submission",
    "change_leader": "staff.change_leader",
    "assign": "staff.appointment",
    "verify": "staff.verification",
    "change_investigator": "staff.change_investigator",
    "sign_finding": "staff.signature",
    "return_finding": "staff.finding_return",
    "publish_correction": "staff.correction",
    "clarify": "staff.clarification",
    "redirect": "staff.redirection",
    "name_omitted": "staff.omitted_record",
    "confirm_publication": "staff.publication",
    "take_down": "staff.takedown",
    "register_breach": "staff.breach",
    "reply": "staff.reply",
    "answer": "staff.reply",
    "analyse_cause": "staff.cause",
    "trace_accountability": "staff.accountability",
    "close": "staff.closing",
    "ask_supplement": "staff.supplement",
    "supply": "staff.supplement_answer",
    "suspend": "staff.suspension",
    "resume": "staff.resumption",
    "extend": "staff.extension",
    "transfer": "staff.transfer",
    "decline": "staff.non_acceptance",
    "end_withdrawn": "staff.withdrawal_end",
    "mend_anyway": "staff.withdrawal_mending",
    "reopen": "staff.reopening",
    "split": "staff.split",
    "merge": "staff.merge",
    "unmerge": "staff.unmerge",
    "answer_merged": "staff.reply",
}


def page_for(step: Step, ticket: Ticket) -> str:
    """The page on which a step is taken; for acts beside the workflow, their place on the ticket's own page."""
    endpoint = ENDPOINTS.get(step.name)
    if endpoint is None:
        return url_for("staff.show", ref=ticket.ref, _anchor="carriers")
    return url_for(endpoint, ref=ticket.ref)
