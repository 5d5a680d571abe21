"""Reading the answers that are public: none about a record that is not."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.paging import After, Page, newest_first
from feedback_app.tickets.models import PublicAnswer

PAGE = 20


def newest(*, after: After | None = None, limit: int = PAGE) -> Page[PublicAnswer]:
    """The public answers, newest first."""
    wanted = (
        select(PublicAnswer)
        .outerjoin(DisclosureRecord, PublicAnswer.record_id == DisclosureRecord.id)
        .where(
            PublicAnswer.withdrawn_at.is_(None),
            or_(PublicAnswer.record_id.is_(None), DisclosureRecord.status == PUBLISHED),
        )
        .options(joinedload(PublicAnswer.record))
    )
    return newest_first(wanted, PublicAnswer.at, PublicAnswer.id, after=after, limit=limit)
