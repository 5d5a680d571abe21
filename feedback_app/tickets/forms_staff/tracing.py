"""What follows a proposal: the person is heard, the branch decides, it is referred, the other body's decision comes."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import ValidationError

from feedback_app import clock
from feedback_app.tickets.accountability import HEARINGS
from feedback_app.tickets.forms_staff.base import StepForm, choice_field, label_of, line_field, tidy
from feedback_app.tickets.forms_staff.days import day_field, day_of
from feedback_app.tickets.measures import MEASURES, MeasureKind
from feedback_app.tickets.operations import Decided

MOST_SAID = 5_000


class HearingForm(StepForm):
    """What the person concerned said, or that they declined."""

    way = choice_field(_l("本人陈述"), _l("请选一项。"))
    words = TextAreaField(_l("本人怎么说的"), filters=[tidy])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.way.choices = [SelectChoice(code, label_of(row)) for code, row in HEARINGS.items()]

    def validate_words(self, field: TextAreaField) -> None:
        row = HEARINGS.get(self.way.data or "")
        if row is not None and row.needs_words and not field.data:
            raise ValidationError(_("请写明本人怎么说的。"))
        if len(field.data or "") > MOST_SAID:
            raise ValidationError(
                _("最多 %(most)s 字，现在有 %(now)s 字，请缩短。", most=MOST_SAID, now=len(field.data or ""))
            )


class DecisionForm(StepForm):
    """Who decided, and when; for a referral, to whom it went, and when."""

    decided_by = line_field(_l("决定机关或者决定人"), _l("请写明是谁。"))
    decided = day_field(_l("决定日期"), _l("请填写日期。"))

    @property
    def decided_on(self) -> date:
        return day_of(self.decided) or clock.today()


class OutcomeForm(StepForm):
    """What another body decided, with its document."""

    body = line_field(_l("作出决定的机关"), _l("请写明是哪个机关决定的。"))
    document = line_field(_l("决定文书号"), _l("请填写文书号。没有文书的，不能记录处理结果。"), most=120)
    decided = day_field(_l("决定日期"), _l("请填写文书上的日期。"))
    measure = choice_field(_l("处理结果"), _l("请选择处理结果。"))
    words = TextAreaField(_l("说明"), filters=[tidy])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        rows = [row for row in MEASURES.values() if row.kind is not MeasureKind.DECIDED_HERE]
        self.measure.choices = [SelectChoice(row.code, label_of(row)) for row in rows]

    def validate_measure(self, field: RadioField) -> None:
        row = MEASURES.get(field.data or "")
        if row is not None and row.kind is MeasureKind.DECIDED_HERE:
            raise ValidationError(_("这一项由本机关决定，不是有权机关的处理结果。"))

    @property
    def outcome(self) -> Decided:
        return Decided(
            self.body.data, self.document.data, day_of(self.decided) or clock.today(), self.measure.data,
            self.words.data or "",
        )  # fmt: skip
