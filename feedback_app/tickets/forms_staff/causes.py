"""The cause of an error, how much fault was in it, what prevents the next, and that it was done."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app import clock
from feedback_app.tickets.causes import CAUSES, FAULTS
from feedback_app.tickets.forms_staff.base import (
    Chosen,
    StepForm,
    choice_field,
    label_of,
    line_field,
    words_field,
)
from feedback_app.tickets.forms_staff.days import day_field, day_of


class CauseForm(StepForm):
    """Why the error came about and what will prevent the next: the measure, who sees to it, by when."""

    causes = SelectMultipleField(
        _l("错误产生的原因"), validate_choice=False, validators=[Chosen(_l("请至少选一项原因。"))],
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    words = words_field(_l("经过和原因"), _l("请写明错误是怎样产生的、为什么没有发现。"))
    fault = choice_field(_l("过错程度"), _l("请选择过错程度；几个原因轻重不同的，选最重的。"))
    prevention = words_field(_l("今后怎样防止"), _l("请写明采取什么办法防止再次发生。"))
    prevention_by = line_field(_l("由谁落实"), _l("请写明由哪个科室或者哪个人落实。"), most=120)
    prevention_due = day_field(_l("什么时候落实"), _l("请填写落实的日期。"), may_come=True)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        rows = [row for row in CAUSES.values() if row.is_error]
        self.causes.choices = [SelectChoice(row.code, label_of(row)) for row in rows]
        self.fault.choices = [SelectChoice(row.code, label_of(row)) for row in FAULTS.values()]

    @property
    def prevention_due_on(self) -> date | None:
        return day_of(self.prevention_due)


class PreventionDoneForm(StepForm):
    """When the measure was done."""

    done = day_field(_l("落实的日期"), _l("请填写落实的日期。"))

    @property
    def done_on(self) -> date:
        return day_of(self.done) or clock.today()


class SameForm(StepForm):
    """Another ticket about the same correction, whose result counts for this one, too."""

    earlier = choice_field(_l("引用哪件工单"), _l("请选择一件工单。"))
