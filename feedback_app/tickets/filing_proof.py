"""What a reporter carries away: the proof that the report was filed, and the text the log committed to."""

from dataclasses import dataclass

from feedback_app.audit.commitments import commitment, digest
from feedback_app.audit.proof_file import Proven, prove
from feedback_app.files import queries as files
from feedback_app.tickets import for_reporter
from feedback_app.tickets.models import Ticket


@dataclass(frozen=True)
class FilingProof:
    """A report, its place in the signed log, and what opens the commitments there."""

    ticket: Ticket
    proven: Proven
    said: str
    salt: str
    file_digests: tuple[str, ...]

    @property
    def file(self) -> str:
        """The small file, see docs/proof-file.md. Neither the words nor any name is in it."""
        return self.proven.file(
            "report",
            self.ticket.ref,
            said=digest(self.said),
            files=list(self.file_digests),
            salt=self.salt,
        )


def filing_proof(ticket: Ticket) -> FilingProof | None:
    """The proof for a ticket; None when it was filed before the log committed to what was said, or that was erased.

    Raises as audit.proof_file.prove; only inside `reading_only`.
    """
    entry = for_reporter.first_entry(ticket)
    if entry is None or ticket.said_text is None or ticket.proof_salt is None:
        return None
    committed = entry.fact_values.get("file_hashes", [])
    by_hash = {
        commitment(ticket.proof_salt, one.sha256): one.sha256 for one in files.attachments_of(ticket.subject)
    }
    digests = tuple(by_hash[one] for one in committed if one in by_hash)
    return FilingProof(ticket, prove(entry), ticket.said_text, ticket.proof_salt, digests)
