"""All records of the starting content."""

from feedback_app.starting_content.examples import EXAMPLES
from feedback_app.starting_content.lists import LISTS
from feedback_app.starting_content.matters import MATTERS
from feedback_app.starting_content.sample import SampleRecord

RECORDS: tuple[SampleRecord, ...] = LISTS + MATTERS + EXAMPLES
