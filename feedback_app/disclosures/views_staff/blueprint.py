"""The blueprint of the staff's record pages, the sign-in before each of them, and who may look a record up."""

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user, login_required

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import Standing
from feedback_app.accounts.roles import SUPERVISORS, Role
from feedback_app.disclosures import queries, withheld
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.grounds import HIDERS
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.workflow import DESK_ROLES

staff_records = Blueprint("staff_records", __name__, url_prefix="/staff/records")


@staff_records.before_request
@login_required
def signed_in() -> None:
    """Every page here asks for a sign-in."""


def record_or_404(ref: str) -> DisclosureRecord:
    """The record, if this person may see it: drafts only at the desks that work on records; what was hidden or taken down
    also by whoever may hide, and by supervisors; what law keeps back only by whoever may look up its entry."""
    record = queries.record_by_ref(ref)
    if record is not None and record.is_withheld and not _sees_withheld(record):
        abort(404)
    return (
        record if record is not None and (record.is_public or at_desk() or _sees_down(record)) else abort(404)
    )


def _sees_down(record: DisclosureRecord) -> bool:
    return (record.is_hidden or record.is_withdrawn) and bool(powers() & (HIDERS | SUPERVISORS))


def _sees_withheld(record: DisclosureRecord) -> bool:
    entry = withheld.newest_entry_of(record)
    return entry is not None and withheld.entry_for(current_user, standings(), entry.ref) is not None


def preparable_or_404(ref: str) -> DisclosureRecord:
    """The record, if this person's post prepares records of its category."""
    record = record_or_404(ref)
    return record if powers() & set(record.category.prepares) else abort(404)


def moved_on(record: DisclosureRecord, form: LockedForm) -> tuple[str, int]:
    """Nobody overwrites, or passes, what they have not seen: the page was drawn before somebody else's change."""
    page = render_template(
        "errors/409.html",
        layout="layouts/staff.html",
        heading=_("这条信息已有新进展"),
        reason=_("这一页打开以后，这条信息又有了变动，您的操作没有保存。"),
        kept=form.typed(),
        back_href=url_for("staff_records.show", ref=record.ref),
    )
    return page, 409


def standings() -> list[Standing]:
    """In whose names this person may act today; asked once for each page."""
    if "standings" not in g:
        g.standings = accounts.standings(current_user)
    found: list[Standing] = g.standings
    return found


def powers() -> frozenset[Role]:
    """Every role this person may use today, their own or that of somebody who is away."""
    return frozenset().union(*(one.roles for one in standings()))


def at_desk() -> bool:
    """Whether this person's desk works on records."""
    return bool(powers() & DESK_ROLES)


def seen_version(record: DisclosureRecord) -> RecordVersion:
    """The version on its way, for whose desk works on records; for other staff the one that went before the public."""
    return record.newest if at_desk() or record.live is None else record.live


def lang() -> str:
    return "en" if str(get_locale()) == "en" else "zh"
