"""A note for colleagues, and one step for many tickets."""

from flask_babel import lazy_gettext as _l

from feedback_app.tickets.forms_staff.base import StepForm, words_field
from feedback_app.tickets.forms_staff.people import PersonForm


class NoteForm(StepForm):
    """An internal note."""

    words = words_field(_l("内部备注"), _l("请写备注。"), most=5_000)


class BulkPersonForm(PersonForm):
    """The same person for many tickets; whether they can take each is asked ticket by ticket."""
