"""What is derived from what the public sees: the search index, and whatever else repeats a record elsewhere in the house.

Every operation that changes what the public sees ends here, in the same transaction, so that nothing derived can outlive
a record that came down. Feeds, downloads and the sitemap are read from the records themselves and need no mirror.
"""

from feedback_app.disclosures import indexing
from feedback_app.disclosures.models import DisclosureRecord


def reflect(record: DisclosureRecord) -> None:
    """Make everything derived agree with what the public sees of this record now."""
    indexing.put(record)
