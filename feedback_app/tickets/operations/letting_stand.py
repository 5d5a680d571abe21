"""A correction the guard holds up by mistake (误报): two people sign that the place may stand, as for any version."""

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.models import GuardOverride
from feedback_app.tickets import steps
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations.taking import take_turn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE


def let_stand(ticket: Ticket, fingerprint: str, *, by: StaffUser, reason: str) -> GuardOverride:
    """Sign for one place of the correction that was signed: the first person, or the second.

    Raises StepNotAllowed when there is no correction to publish, NotAllowedHere for a place nobody may let stand.
    """
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["let_stand"], by)
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None or ticket.correction is not None:
        raise StepNotAllowed("现在没有要发布的更正。", "There is no correction to be published now.")
    return records.let_correction_stand(record, verification.new_values, fingerprint, by=by, reason=reason)
