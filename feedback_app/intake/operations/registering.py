"""From a letter to its ticket, or to words on the ticket it belongs to."""

from dataclasses import dataclass, field

from feedback_app.audit.actor import Actor
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.files.operations import KeptBytes
from feedback_app.intake import mail_types, queries
from feedback_app.intake.models import RawMail
from feedback_app.intake.operations.answering import may_answer
from feedback_app.intake.read_mail import ReadMail
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.models import Ticket

MOST_WORDS = 20_000
_CUT_SHORT = "\n\n（正文太长，后面的部分见来信原件。）"


@dataclass(frozen=True)
class Reading:
    """A mail as it was read, its files as far as they are kept with tickets, and the hash of its code (slow on purpose)."""

    mail: ReadMail
    kept: tuple[KeptBytes, ...] = field(default=())
    code_hash: str = ""


def seed_of(mail: RawMail) -> str:
    """The secret of this submission; the same mail, the same ticket, however often it is tried."""
    return tickets.submission_seed("mail", mail.essence)


def words_of(read: ReadMail) -> str:
    """What the letter says, as its ticket keeps it."""
    said = (
        "\n\n".join(part for part in (read.subject, read.text) if part)
        or "（来信没有文字，见附件和来信原件。）"
    )
    return said if len(said) <= MOST_WORDS else said[:MOST_WORDS] + _CUT_SHORT


def register(mail: RawMail, reading: Reading, *, by: Actor, type_code: str | None = None) -> Ticket:
    """The ticket of a letter. It arrived when the mail did; its sender's address is sealed with the reporter."""
    read = reading.mail
    record = queries.record_named_in(f"{read.subject}\n{read.text}")
    report = tickets.Report(
        type=type_code or _type_of(read, record),
        words=words_of(read),
        seed=seed_of(mail),
        record=record,
        reporter=tickets.ReporterWords(name=read.from_name[:100], email=read.from_address),
        kept=reading.kept,
        channel="email",
        received_at=mail.arrived_at,
        is_acknowledged=may_answer(read.from_address),
        code=tickets.receipt_code(seed_of(mail)),
    )
    return tickets.submit(report, code_hash=reading.code_hash)


def _type_of(read: ReadMail, record: DisclosureRecord | None) -> str:
    return mail_types.type_of(read.subject, read.text, names_a_record=record is not None)
