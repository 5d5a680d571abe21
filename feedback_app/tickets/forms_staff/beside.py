"""The steps beside the straight way: asking for more, extending, passing on, not accepting, splitting."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import Length

from feedback_app.deadlines.clock_rule import ClockRule, length_of
from feedback_app.tickets.forms_sending import tidy_line
from feedback_app.tickets.forms_staff.base import (
    Chosen,
    ReasonForm,
    StepForm,
    choice_field,
    label_of,
    lang,
    line_field,
    words_field,
)
from feedback_app.tickets.refusing import NON_ACCEPTANCE, Ground
from feedback_app.tickets.types import TYPES, Route


class SupplementForm(StepForm):
    """What the reporter is asked for; they read it word for word."""

    asked = words_field(_l("请反映人补充什么"), _l("请写明要补充什么，说得具体一点。"), most=2_000)


class SuppliedForm(StepForm):
    """What the reporter said, taken down by a clerk."""

    answer = words_field(_l("反映人补充的内容"), _l("请写下反映人补充的内容。"))


class ExtensionForm(ReasonForm):
    """To which limit, and why."""

    to_rule = choice_field(_l("延长到"), _l("请选择延长到多久。"))

    def offer(self, rules: Sequence[ClockRule]) -> None:
        self.to_rule.choices = [
            SelectChoice(row.id, _("共%(days)s个工作日（%(what)s）", days=length_of(row), what=label_of(row)))
            for row in rules
        ]


class TransferForm(StepForm):
    """Whose matter it is, how to reach them, what the reporter is told."""

    to_whom = line_field(_l("转给谁"), _l("请写明转给哪个单位或者部门。"))
    contact = line_field(_l("对方的联系方式"), _l("请写明反映人怎样联系对方，例如电话。"))
    told = words_field(_l("告知反映人的话"), _l("请写明怎样告知反映人。"), most=2_000)
    ledger_number = StringField(
        _l("对方的登记编号（12369 台账等，没有就空着）"), filters=[tidy_line], validators=[Length(max=80)]
    )
    feedback_owed = BooleanField(_l("由本机关的同事查处，查完还要把结果告诉反映人"))


class NonAcceptanceForm(StepForm):
    """On which ground, explained, and what the reporter can do instead."""

    ground = choice_field(_l("哪一种理由"), _l("请选择理由。"))
    explanation = words_field(_l("向反映人说明理由"), _l("请写明为什么不予受理。"), most=2_000)
    remedy = words_field(_l("告知反映人可以怎么做"), _l("请写明反映人可以走什么途径。"), most=2_000)

    def offer(self, route: Route) -> None:
        """The grounds that hold for this kind of ticket, each with the basis it rests on and the remedy to be told."""
        rows = [row for row in NON_ACCEPTANCE.values() if route in row.routes]
        self.ground.choices = [SelectChoice(row.code, label_of(row)) for row in rows]
        self.hints = {row.code: _basis_and_remedy(row) for row in rows}


class SplitForm(StepForm):
    """The other matter: its kind, its words, and whether it is about the same record."""

    kind = SelectField(_l("这件事属于哪一类"), validate_choice=False, validators=[Chosen(_l("请选择类别。"))])
    words = words_field(_l("属于这件事的话"), _l("请从反映内容中摘出属于这件事的话。"))
    same_record = BooleanField(_l("也是关于这条公示信息的"))

    def offer(self) -> None:
        self.kind.choices = [SelectChoice(row.code, label_of(row)) for row in TYPES.values()]


def _basis_and_remedy(row: Ground) -> str:
    if lang() == "en":
        return f"{row.basis_en}. {row.remedy_en}"
    return f"{row.basis_zh}。{row.remedy_zh}"
