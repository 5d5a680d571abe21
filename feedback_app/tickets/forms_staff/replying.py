"""The answer to the reporter, and the answer everybody may read."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from feedback_app.tickets.answers.blanks import still_asking
from feedback_app.tickets.forms_staff.base import StepForm, TextForm, words_field


class AnswerForm(TextForm):
    """The answer. A template's blank that nobody filled in is refused by its own words."""

    def validate_text(self, field: TextAreaField) -> None:
        asked = still_asking(field.data or "")
        if asked:
            raise ValidationError(_("还有地方没有写完：%(places)s", places="、".join(asked)))


class PublicAnswerForm(StepForm):
    """What was asked and what came of it, for everybody to read."""

    asked = words_field(_l("反映的是什么"), _l("请写明反映的是什么。"), most=1_000)
    text = words_field(_l("怎样答复"), _l("请写明怎样答复。"), most=3_000)
