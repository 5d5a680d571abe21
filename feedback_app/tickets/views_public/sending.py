"""What every form that becomes a report does once its button is pressed: the very same again is the same report, whoever sends
very often answers a small question, and the receipt lies in this browser's session."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

from flask import current_app, session
from limits import parse
from limits.errors import StorageError
from redis.exceptions import RedisError
from sqlalchemy.exc import IntegrityError

from feedback_app import clock
from feedback_app.extensions import caller_key, db, keyring, limiter, reading_only
from feedback_app.tickets import operations, queries
from feedback_app.tickets.forms_sending import SendingForm
from feedback_app.tickets.likeness import question
from feedback_app.tickets.models import Ticket

# Who counts may be away: then nobody is asked, and no receipt is lost over it.
COUNTER_AWAY = (StorageError, RedisError, OSError)
SHOWN_FOR = timedelta(
    hours=24
)  # how long this browser can open the receipt again; it may not be the person's own


def seed_of(form: SendingForm) -> str:
    """What makes this submission itself. The form has its token."""
    assert form.token is not None
    return operations.submission_seed(form.token.nonce, form.said)


def must_answer_first(form: SendingForm) -> bool:
    """Whether this comes from somebody who sends very often and has not answered the small question; it is put to them.

    The answer counts for these very words alone. Whoever answers is never refused; the same form sent twice is not asked.
    """
    seed = seed_of(form)
    if not _is_often(form) or _is_in(seed):
        return False
    now, secret = clock.now(), f"{current_app.config['SECRET_KEY']} {seed}".encode()
    if question.is_answer(form.question.data or "", form.question_token.data or "", now, secret):
        return False
    form.ask(question.ask(now, secret))
    return True


def enter(seed: str, make: Callable[[str], Ticket | None]) -> str | None:
    """The number of the ticket this submission makes or has made; None when `make`, which is given the hash of the code
    and works in the transaction, makes none."""
    mark = operations.audit_hash(seed)
    # Slow on purpose, so it is done before any transaction holds a lock.
    code_hash = keyring.code_hash(operations.receipt_code(seed))
    try:
        ticket = queries.by_submission(mark) or make(code_hash)
        if ticket is None:
            db.session.rollback()
            return None
        number = ticket.ref
        db.session.commit()
    except IntegrityError:
        # A twin of this very request was faster; its ticket is ours.
        db.session.rollback()
        twin = queries.by_submission(mark)
        if twin is None:
            raise
        return twin.ref
    return number


def put_to_the_same_words(ticket: Ticket) -> None:
    """To an earlier report with the very same words, unasked."""
    operations.group(ticket, within=timedelta(hours=current_app.config["LIMIT_SAME_WORDS_HOURS"]))


def keep_receipt(form: SendingForm, seed: str, number: str) -> None:
    """Let this browser show the receipt again, and count who sent."""
    session["receipt"] = {
        "seed": seed,
        "ref": number,
        "until": int((clock.now() + SHOWN_FOR).timestamp()),
        "said": _fingerprint(form.said_in_words),
        "files": [_fingerprint(one.sha256) for one in form.kept],
    }
    with contextlib.suppress(*COUNTER_AWAY):
        for key in _senders(form):
            limiter.limiter.hit(parse(current_app.config["LIMIT_SUBMIT_EASY"]), "reports sent", key)


def was_just_sent(form: SendingForm) -> bool:
    """Whether this browser holds the receipt of these very words, and nothing was added: the back button was used."""
    last = session.get("receipt", {})
    if last.get("until", 0) <= clock.now().timestamp() or last.get("said") != _fingerprint(
        form.said_in_words
    ):
        return False
    return {_fingerprint(one.sha256) for one in form.kept} <= set(last.get("files", []))


def _is_in(seed: str) -> bool:
    """Whether this submission has made its ticket."""
    with reading_only():
        found = queries.by_submission(operations.audit_hash(seed)) is not None
        db.session.rollback()
    return found


def _is_often(form: SendingForm) -> bool:
    limit = parse(current_app.config["LIMIT_SUBMIT_EASY"])
    try:
        return not all(limiter.limiter.test(limit, "reports sent", key) for key in _senders(form))
    except COUNTER_AWAY:
        return False


def _senders(form: SendingForm) -> list[str]:
    """The address it comes from, and who can be reached how; neither can be read back."""
    reachable = [form.phone.data, form.email.data.casefold()]
    return [caller_key(), *(keyring.fingerprint("often", one) for one in reachable if one)]


def _fingerprint(text: str) -> str:
    return keyring.fingerprint("just sent", text)
