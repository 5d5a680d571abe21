"""What a clerk says about a mail: which kind of report it is, whose it is, or why nothing is done."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from feedback_app.tickets.forms_staff.base import Chosen, Words, label_of, tidy_line, words_field
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.types import TYPES


class TicketForm(FlaskForm):
    """It is a report: of which kind."""

    type = SelectField(_l("按哪一类登记"), validate_choice=False, validators=[Chosen(_l("请选择一类。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="ticket", **kwargs)
        self.type.choices = [
            SelectChoice(row.code, label_of(row)) for row in TYPES.values() if row.code != "foi_request"
        ]


class JoinForm(FlaskForm):
    """It belongs to a ticket there is."""

    ref = StringField(
        _l("工单编号"),
        filters=[tidy_line],
        validators=[Words(_l("请填写工单编号，例如 FK-JC-20261109-0001。"), 40)],
    )
    reason = words_field(
        _l("怎么知道是这件事"), _l("请写明怎么知道的，例如“来信说的是同一份决定书”。"), most=1_000
    )
    found: Ticket | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="join", **kwargs)

    def validate_ref(self, field: StringField) -> None:
        if field.data and self.found is None:
            raise ValidationError(_("没有这个编号的工单，请核对。"))


class FileForm(FlaskForm):
    """Nothing is to be done."""

    reason = words_field(_l("为什么不用办理"), _l("请写明理由，例如“广告”。"), most=1_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="file", **kwargs)
