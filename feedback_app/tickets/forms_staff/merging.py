"""Several reporters of one matter: into which ticket, and the answers to those who were merged."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app.tickets.answers.blanks import still_asking
from feedback_app.tickets.forms_staff.base import (
    Chosen,
    ReasonForm,
    StepForm,
    choice_field,
    lang,
    tidy_line,
    words_field,
)
from feedback_app.tickets.likeness.candidates import Candidate

OTHER = "other"


class MergeForm(ReasonForm):
    """One of the likely ones, or another by its number."""

    main = choice_field(_l("并到哪一件"), _l("请选择一件，或者填写工单编号。"))
    number = StringField(_l("别的工单编号"), filters=[tidy_line])

    def offer(self, found: Sequence[Candidate]) -> None:
        """The likely ones, each with why."""
        self.main.choices = [
            *(SelectChoice(one.ticket.ref, one.ticket.ref) for one in found),
            SelectChoice(OTHER, _("不在上面，填写编号")),
        ]
        self.hints = {one.ticket.ref: _why(one) for one in found}

    @property
    def ref(self) -> str:
        return str(self.number.data.upper() if self.main.data == OTHER else self.main.data)

    def validate_number(self, field: StringField) -> None:
        if self.main.data == OTHER and not field.data:
            raise ValidationError(_("请填写工单编号。"))


class MergedAnswersForm(StepForm):
    """One text for those that are ticked."""

    refs = SelectMultipleField(
        _l("答复给"), validate_choice=False, validators=[Chosen(_l("请至少选一件。"))],
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    text = words_field(_l("答复内容"), _l("请写内容。"))

    def offer(self, tickets: Sequence[Any]) -> None:
        self.refs.choices = [SelectChoice(one.ref, one.ref) for one in tickets]

    def validate_text(self, field: StringField) -> None:
        asked = still_asking(field.data or "")
        if asked:
            raise ValidationError(_("还有地方没有写完：%(places)s", places="、".join(asked)))


def _why(one: Candidate) -> str:
    english = lang() == "en"
    whys = [
        f"{why.label_en if english else why.label_zh}{f' {one.likeness}%' if why.key == 'words' else ''}"
        for why in one.whys
    ]
    ticket = one.ticket
    title = ticket.record.title_zh if ticket.record else ""
    state = ticket.state_row.label_en if english else ticket.state_row.label_zh
    return " · ".join([*whys, state, title])
