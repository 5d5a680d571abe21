"""Who answers for an error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.fields import Field, FieldKind, FieldRefused, parse
from feedback_app.tickets.accountability import HEARINGS
from feedback_app.tickets.forms_staff.base import (
    StepForm,
    choice_field,
    label_of,
    lang,
    line_field,
    tidy,
    tidy_line,
    words_field,
)
from feedback_app.tickets.measures import MEASURES, PERSON, UNIT, VIOLATIONS, MeasureKind
from feedback_app.tickets.operations import Answer

OTHER, NOBODY, NONE = "other", "nobody", "none"
DONE, PROPOSED = "done", "proposed"
MOST_NAME = 200
_DECIDED_ON = Field("decided_on", FieldKind.DATE, "决定日期", "Date of the decision")


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
    violation = choice_field(_l("违反了什么（本制度第十七条）"), _l("请选一项。"))
    measure = choice_field(_l("处理方式"), _l("请选择处理方式。"))
    stage = choice_field(_l("办到哪一步"), _l("请选一项。"))
    heard = RadioField(_l("本人陈述"), validate_choice=False)
    statement = TextAreaField(_l("本人怎么说的"), filters=[tidy])
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
        self.violation.choices = [
            *(SelectChoice(row.code, label_of(row)) for row in VIOLATIONS.values()),
            SelectChoice(NONE, _("没有违反")),
        ]
        self.measure.choices = [SelectChoice(row.code, label_of(row)) for row in MEASURES.values()]
        self.stage.choices = [
            SelectChoice(DONE, _("已经决定，或者已经移送")),
            SelectChoice(PROPOSED, _("先提出，还没有决定")),
        ]
        self.heard.choices = [SelectChoice(code, label_of(row)) for code, row in HEARINGS.items()]

    @property
    def answer(self) -> Answer:
        """What was decided. Call after `validate`."""
        one = self.answerable.get(self.subject.data)
        name = one.name if one else self.other.data if self.subject.data == OTHER else ""
        is_done = self.stage.data == DONE
        violation = "" if self.violation.data == NONE else self.violation.data
        return Answer(
            self.measure.data, self.decided_by.data, date.fromisoformat(self.decided_on.data) if is_done else None,
            self.reasons.data, name, one.user_id if one else None, violation,
            (self.heard.data or "") if self.hears else "", (self.statement.data or "") if self.hears else "",
        )  # fmt: skip

    @property
    def hears(self) -> bool:
        """Whether a person is concerned, who has to be heard."""
        one = self.answerable.get(self.subject.data or "")
        row = MEASURES.get(self.measure.data or "")
        is_person = one is not None and one.kind == PERSON
        return is_person or (self.subject.data == OTHER and row is not None and row.targets == {PERSON})

    def validate_heard(self, field: RadioField) -> None:
        """The person concerned is heard before the branch decides anything about them."""
        if field.data and field.data not in HEARINGS:
            raise ValidationError(_("请选一项。"))
        row = MEASURES.get(self.measure.data or "")
        decides_here = row is not None and row.kind is MeasureKind.DECIDED_HERE and self.stage.data == DONE
        if self.hears and decides_here and not field.data:
            raise ValidationError(_("决定以前，要先听取本人陈述，或者记下本人放弃陈述。"))

    def validate_statement(self, field: TextAreaField) -> None:
        row = HEARINGS.get(self.heard.data or "")
        if self.hears and row is not None and row.needs_words and not field.data:
            raise ValidationError(_("请写明本人怎么说的。"))

    def validate_violation(self, field: RadioField) -> None:
        if self.subject.data not in (None, NOBODY) and field.data == NONE:
            raise ValidationError(_("有人承担责任的，请写明违反了哪一项。"))

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
