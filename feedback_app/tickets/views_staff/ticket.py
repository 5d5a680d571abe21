"""One ticket on one page: what is said, what stands there, how far Article 15 has come, who does what next."""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import queries as audit
from feedback_app.audit.models import LogEntry
from feedback_app.audit.sentences import sentence
from feedback_app.carriers.channels import CHANNELS, Channel
from feedback_app.carriers.models import ChannelPublication
from feedback_app.files import queries as files
from feedback_app.outbox import queries as outbox
from feedback_app.outbox.kinds import KINDS
from feedback_app.tickets import desk_rows, labelled, queries, steps, talk
from feedback_app.tickets.accountability import HEARINGS, OUTCOMES
from feedback_app.tickets.carrying import WAITING, carriers_of
from feedback_app.tickets.causes import CAUSES, FAULTS
from feedback_app.tickets.forms_staff.base import CarrierForm, RevealForm, lang
from feedback_app.tickets.forms_staff.desk import NoteForm
from feedback_app.tickets.labels import labels
from feedback_app.tickets.measures import MEASURES, VIOLATIONS
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.particulars import told
from feedback_app.tickets.progress import progress
from feedback_app.tickets.refusing import NON_ACCEPTANCE
from feedback_app.tickets.steps import Standing, StepNotAllowed
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff
from feedback_app.tickets.views_staff.brought_about import brought_about
from feedback_app.tickets.views_staff.changes import changes_of, claim_rows, seen_and_now
from feedback_app.tickets.views_staff.letting_stand import held_up
from feedback_app.tickets.views_staff.limits import limits_of
from feedback_app.tickets.views_staff.mail import MAIL_STATES
from feedback_app.tickets.views_staff.merging import merged_of
from feedback_app.tickets.views_staff.nouns import page_for
from feedback_app.tickets.views_staff.story import MOMENT_KINDS, story
from feedback_app.tickets.workflow import ASIDE, DEMANDS, Step


@dataclass(frozen=True)
class NextStep:
    """What a person reads first: the step the ticket waits for, and whether it is theirs.

    `waits`: who can take it and what is missing, when this person cannot. `recused`: why they may do nothing here.
    """

    expected: Step | None
    mine: Step | None
    others: list[Step]
    waits: str
    recused: str


@dataclass(frozen=True)
class Carried:
    """One carrier of the correction; `form` when this person may confirm it."""

    publication: ChannelPublication
    channel: Channel
    form: CarrierForm | None


@staff.get("/tickets/<ref>")
def show(ref: str) -> Answer:
    """The page for whoever has a seat on the ticket; a supervisor, who has none, is led to their own page of it."""
    ticket = queries.ticket_for(me(), ref)
    if ticket is not None:
        return ticket_page(ticket)
    if (stub := queries.stub_for(me(), ref)) is not None:
        return stub_page(stub)
    if me().is_supervisor and queries.supervised_ticket(me(), ref) is not None:
        return redirect(url_for("oversight.ticket", ref=ref), 303)
    return abort(404)


def stub_page(ticket: Ticket) -> str:
    """That there is such a ticket, where it stands, and why this person sees no more."""
    why = steps.recusal(steps.standing(ticket), me())
    return render_template(
        "tickets/staff/stub.html",
        ref=ticket.ref,
        state=ticket.state_row,
        is_open=ticket.is_open,
        why=why.say(lang()) if why else "",
    )


def ticket_page(ticket: Ticket) -> str:
    """The whole page."""
    now, user = steps.standing(ticket), me()
    merged, merged_waits = merged_of(ticket)
    return render_template(
        "tickets/staff/ticket.html",
        merged=merged,
        label=labelled.running(ticket),
        labelled_before=labelled.of_contact(ticket),
        may_label=may(now, ASIDE["label_malice"], user) or may(now, ASIDE["sign_label"], user),
        merged_waits=merged_waits,
        ticket=ticket,
        type=TYPES[ticket.type],
        next=next_step_of(now, user),
        claims=claim_rows(ticket),
        particulars=told(ticket, lang()),
        changes=changes_of(ticket),
        progress=progress(ticket),
        limits=limits_of(ticket),
        lacks=[DEMANDS[demand] for demand in now.lacks()] if ticket.is_open else [],
        files=files.attachments_of(ticket.subject),
        carried=carried_of(now, user),
        about=brought_about(now, user),
        **held_up(ticket),
        outcomes=OUTCOMES,
        hearings=HEARINGS,
        violations=VIOLATIONS,
        faults=FAULTS,
        new_messages=talk.new_from_reporters([ticket.id]).get(ticket.id, 0),
        messages=outbox.messages_about(ticket.subject),
        moments=story(ticket, with_sentences(audit.chain(ticket.subject)), request.args.get("show", "")),
        moment_kinds=MOMENT_KINDS,
        shown_kind=request.args.get("show", ""),
        notes=desk_rows.notes_of(ticket),
        note_form=NoteForm(formdata=None),
        others_here=desk_rows.others_at(ticket, user),
        as_seen=seen_and_now(ticket),
        reveal=RevealForm() if may(now, ASIDE["reveal_reporter"], user) else None,
        may_print=may(now, ASIDE["print_letter"], user),
        may_publish=may(now, ASIDE["publish_answer"], user),
        page_for=page_for,
        beside=queries.same_submission(ticket, user),
        grounds=NON_ACCEPTANCE,
        causes=CAUSES,
        measures=MEASURES,
        kinds=KINDS,
        mail_states=MAIL_STATES,
    )


def next_step_of(now: Standing, user: StaffUser) -> NextStep:
    """What the ticket waits for, seen by one person."""
    expected, able = steps.next_step(now), steps.offers(now, user)
    waiting = any(one.state in WAITING for one in carriers_of(now.ticket))
    carriers_wait = waiting and may(now, ASIDE["confirm_carrier"], user)
    able = [*able, ASIDE["confirm_carrier"]] if carriers_wait else able
    mine = expected if expected is not None and may(now, expected, user) else None
    waits = "" if expected is None or mine else _refusal(now, expected, user)
    recused = _refusal(now, expected, user) if expected and steps.recusal(now, user) else ""
    return NextStep(
        expected, mine, [step for step in able if step is not mine], "" if recused else waits, recused
    )


def may(now: Standing, step: Step, user: StaffUser) -> bool:
    """Whether this person may take this step now."""
    return not _refusal(now, step, user)


def carried_of(now: Standing, user: StaffUser) -> list[Carried]:
    """The carriers of what the ticket brought about, those still to be confirmed with a form for whoever may."""
    ticket = now.ticket
    can = may(now, ASIDE["confirm_carrier"], user)
    found = carriers_of(ticket)
    return [Carried(one, CHANNELS[one.channel], _carrier_form(ticket, one) if can else None) for one in found]


def _carrier_form(ticket: Ticket, publication: ChannelPublication) -> CarrierForm | None:
    if publication.state not in WAITING:
        return None
    form = CarrierForm(formdata=None, prefix=f"carrier-{publication.id}-")
    form.lock.data = ticket.lock
    return form


def _refusal(now: Standing, step: Step, user: StaffUser) -> str:
    try:
        steps.check(now, step, user)
    except StepNotAllowed as refusal:
        return refusal.say(lang())
    return ""


def with_sentences(entries: Any) -> list[tuple[LogEntry, str]]:
    """Each entry of the log with its sentence in the reader's language."""
    language = lang()
    words = labels(language)
    return [(entry, sentence(entry, language, words)) for entry in entries]
