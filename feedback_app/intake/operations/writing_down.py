"""From what a clerk took down to its tickets: one a matter, all from the same arrival."""

from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.intake import queries_desk as queries
from feedback_app.intake.desk.written import Matter, WrittenDown
from feedback_app.intake.models import DeskDraft, DeskNote, PastedBack
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.types import TYPES, Route

MOST_MINUTES = 600
NO_WORDS = "（没有记下原话。）"


def write_down(taken: WrittenDown, *, by: StaffUser) -> DeskNote:
    """Make the tickets of a call, letter or visit, or find those that this very form made before.

    What is another body's is passed on at once; when that cannot be, the ticket is there all the same and the note says so.
    """
    earlier = queries.note_made_from(taken.seed)
    if earlier is not None:
        return earlier
    first, missing = None, list(taken.warnings)
    for place, matter in enumerate(taken.matters):
        ticket = _submit(taken, matter, place)
        first = first or ticket
        ticket.submission_ref = first.ref
        if matter.passed_on and not _pass_on(ticket, matter, by):
            missing.append("not_transferred")
    assert first is not None
    note = _note(taken, first, missing, by)
    db.session.add(note)
    facts = {"channel": taken.channel, "parts": len(taken.matters) if len(taken.matters) > 1 else None}
    facts |= {"minutes": taken.minutes}
    kept = {name: value for name, value in facts.items() if value is not None}
    audit.append("desk.write_down", by=by.actor, subject=first.subject, facts=kept)
    db.session.flush()
    return note


def keep_draft(user: StaffUser, channel: str, typed: dict[str, list[str]]) -> None:
    """What has been typed so far, so that nothing is lost when a machine stops."""
    draft = queries.draft_of(user, channel)
    if draft is None:
        draft = DeskDraft(user_id=user.id, channel=channel)
        db.session.add(draft)
    draft.typed, draft.saved_at = typed, clock.now()


def drop_draft(user: StaffUser, channel: str) -> None:
    """It is registered, or not wanted."""
    draft = queries.draft_of(user, channel)
    if draft is not None:
        db.session.delete(draft)


def show_number(note: DeskNote, *, by: StaffUser) -> None:
    """A clerk looks up the number to call back: who looked at it is written down."""
    audit.append("desk.show_number", by=by.actor, subject=note.ticket.subject)


def call_back(note: DeskNote, words: str, *, by: StaffUser) -> None:
    """Somebody was called back. Raises Refusal when that was done already."""
    if note.called_back_at is not None:
        raise Refusal("这个电话已经回过了。", "This call has been returned already.")
    note.called_back_at, note.called_back_by_name, note.called_back_words = clock.now(), by.name, words
    audit.append("desk.call_back", by=by.actor, subject=note.ticket.subject, private={"words": words})


def paste_back(ticket: Ticket, text: str, *, on_day: date, by: StaffUser) -> PastedBack:
    """The answer has been entered in the system of the office that passed the case on."""
    noun = PastedBack(
        ticket_id=ticket.id, by_id=by.id, by_name=by.signature, at=clock.now(), on_day=on_day, text=text
    )
    db.session.add(noun)
    audit.append(
        "desk.paste_back", by=by.actor, subject=ticket.subject, facts={"on": on_day}, private={"text": text}
    )
    return noun


def seed_of(taken: WrittenDown, place: int) -> str:
    return tickets.submission_seed(taken.seed, str(place))


def _submit(taken: WrittenDown, matter: Matter, place: int) -> Ticket:
    seed = seed_of(taken, place)
    report = tickets.Report(
        type=matter.type,
        words=matter.words or NO_WORDS,
        seed=seed,
        record=matter.record,
        claims=matter.claims,
        reporter=taken.reporter,
        kept=taken.kept if place == 0 else (),
        channel=taken.channel,
        received_at=min(taken.received_at, clock.now()),
        outer=taken.outer,
        is_acknowledged=place == 0,
    )
    # No code opens it until one is handed out.
    return tickets.submit(report, code_hash=tickets.audit_hash(f"no code\0{seed}"))


def _pass_on(ticket: Ticket, matter: Matter, by: StaffUser) -> bool:
    """Accepted and passed on in one go; whoever may not do that leaves it to a colleague."""
    if matter.passed_on is None or TYPES[matter.type].route is not Route.ANSWER:
        return False
    try:
        with db.session.begin_nested():
            tickets.accept(ticket, by=by)
            tickets.transfer(ticket, matter.passed_on, by=by)
    except Refusal:
        return False
    return True


def _note(taken: WrittenDown, first: Ticket, missing: list[str], by: StaffUser) -> DeskNote:
    return DeskNote(
        ticket=first,
        submission_ref=first.ref,
        typed_by_id=by.id,
        typed_by_name=by.name,
        typed_at=clock.now(),
        minutes=taken.minutes,
        read_back=taken.read_back,
        is_confirmed=taken.is_confirmed,
        said_time=taken.said_time,
        wants_large_print=taken.wants_large_print,
        address=taken.address,
        warnings=missing,
        call_back_at=taken.call_back_at,
        call_back_to=taken.call_back_to,
    )
