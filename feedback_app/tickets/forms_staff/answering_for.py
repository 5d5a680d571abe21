"""The cause of an error, and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.fields import Field, FieldKind, FieldRefused, parse
from feedback_app.tickets.causes import CAUSES
from feedback_app.tickets.forms_staff.base import (
    Chosen,
    StepForm,
    choice_field,
    label_of,
    lang,
    line_field,
    tidy_line,
    words_field,
)
from feedback_app.tickets.measures import MEASURES, PERSON, UNIT, MeasureKind
from feedback_app.tickets.operations import Answer

OTHER, NOBODY = "other", "nobody"
MOST_NAME = 200
_DECIDED_ON = Field("decided_on", FieldKind.DATE, "决定日期", "Date of the decision")


class CauseForm(StepForm):
    """Why the error came about and what will prevent the next."""

    causes = SelectMultipleField(
        _l("错误产生的原因"), validate_choice=False, validators=[Chosen(_l("请至少选一项原因。"))],
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    words = words_field(_l("经过和原因"), _l("请写明错误是怎样产生的、为什么没有发现。"))
    prevention = words_field(_l("今后怎样防止"), _l("请写明采取什么办法防止再次发生。"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        rows = [row for row in CAUSES.values() if row.is_error]
        self.causes.choices = [SelectChoice(row.code, label_of(row)) for row in rows]


@dataclass(frozen=True)
class Answerable:
    """Who may have to answer: `key` as the form sends it, `kind` person or unit, `why_not` when this leader cannot say."""

    key: str
    kind: str
    label: str
    name: str
    user_id: int | None = None
    why_not: str = ""


class AccountabilityForm(StepForm):
    """Who answers for the error, by which measure, decided by whom; or why nobody does."""

    subject = choice_field(_l("谁承担责任"), _l("请选择责任人或者责任单位；没有人有过错，就选最后一项。"))
    other = StringField(_l("其他人员或者单位的名称"), filters=[tidy_line])
    measure = choice_field(_l("处理方式"), _l("请选择处理方式。"))
    decided_by = line_field(
        _l("决定机关或者决定人"), _l("请写明是谁决定的，例如“本机关”或者有权机关的名称。")
    )
    decided_on = StringField(_l("决定日期"), widget=DateInput(), filters=[tidy_line])
    reasons = words_field(_l("理由"), _l("请写明为什么这样处理；不追究的，写明为什么没有过错。"))

    def offer(self, answerable: Sequence[Answerable], by: StaffUser, received_on: date) -> None:
        """Who can be named, and what the rest is checked against."""
        self.by, self.received_on = by, received_on
        self.answerable = {one.key: one for one in answerable}
        self.subject.choices = [
            *(
                SelectChoice(one.key, one.label, {"disabled": True} if one.why_not else {})
                for one in answerable
            ),
            SelectChoice(OTHER, _("其他人员或者单位（请在下面写明）")),
            SelectChoice(NOBODY, _("没有人有过错")),
        ]
        self.hints = {one.key: one.why_not for one in answerable if one.why_not}
        self.measure.choices = [SelectChoice(row.code, label_of(row)) for row in MEASURES.values()]

    @property
    def answer(self) -> Answer:
        """What was decided. Call after `validate`."""
        one = self.answerable.get(self.subject.data)
        name = one.name if one else self.other.data if self.subject.data == OTHER else ""
        return Answer(
            self.measure.data, self.decided_by.data, date.fromisoformat(self.decided_on.data), self.reasons.data,
            name, one.user_id if one else None,
        )  # fmt: skip

    def validate_subject(self, field: RadioField) -> None:
        one = self.answerable.get(field.data or "")
        if one is not None and one.why_not:
            raise ValidationError(one.why_not)

    def validate_other(self, field: StringField) -> None:
        if self.subject.data != OTHER:
            return
        if not field.data:
            raise ValidationError(_("请写明是谁。"))
        if len(field.data) > MOST_NAME:
            raise ValidationError(
                _("最多 %(most)s 字，现在有 %(now)s 字，请缩短。", most=MOST_NAME, now=len(field.data))
            )
        if self.by.name in field.data:
            raise ValidationError(_("不能给自己记责任，请由其他领导办理。"))

    def validate_measure(self, field: RadioField) -> None:
        row = MEASURES.get(field.data or "")
        if row is None or self.subject.data is None:
            return
        is_exempt = row.kind is MeasureKind.NO_FAULT
        if is_exempt != (self.subject.data == NOBODY):
            raise ValidationError(
                _("没有人有过错的，处理方式选“免责”；有责任人或者责任单位的，不能选“免责”。")
            )
        one = self.answerable.get(self.subject.data)
        if one is not None and one.kind not in row.targets:
            only = {PERSON: _("这一项只能对个人作出，请改选。"), UNIT: _("这一项只能对单位作出，请改选。")}
            raise ValidationError(only[next(iter(row.targets))])

    def validate_decided_on(self, field: StringField) -> None:
        try:
            day = parse(_DECIDED_ON, field.data)
        except FieldRefused as refused:
            raise ValidationError(refused.message(lang())) from None
        field.data = str(day)
        if date.fromisoformat(field.data) < self.received_on:
            raise ValidationError(_("决定日期不能早于收到反映的日期。"))
