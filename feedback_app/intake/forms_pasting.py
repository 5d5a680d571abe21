"""What a clerk says after calling back, or after entering an answer in another office's system."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from feedback_app import clock
from feedback_app.tickets.forms_staff.base import words_field


class CalledBackForm(FlaskForm):
    """What was said."""

    words = words_field(_l("说了什么"), _l("请写一句说了什么；没打通也写明。"), most=2_000)


class PastingForm(FlaskForm):
    """The words as they were entered, and the day. `told`: what in them says who reported."""

    text = words_field(_l("回填的内容"), _l("请写回填的内容。"))
    on_day = DateField(_l("哪一天填回去的"), validators=[DataRequired(_l("请写明日期，例如 2026-11-09。"))])
    told: list[str] = []

    def validate_text(self, field: TextAreaField) -> None:
        if self.told:
            raise ValidationError(
                _("这些字会让人知道反映人是谁，请去掉：%(places)s。", places=_("、").join(self.told))
            )

    def validate_on_day(self, field: DateField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("日期不能晚于今天。"))
