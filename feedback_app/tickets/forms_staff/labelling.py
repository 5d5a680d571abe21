"""The suspicion of malice, and what is done about it."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired

from feedback_app.tickets.forms_staff.base import StepForm, tidy_line, words_field

PROPOSE, SIGN, KEEP, LIFT, HAND_OVER = "propose", "sign", "keep", "lift", "hand_over"


class ReasonsForm(StepForm):
    """Why: the facts, not the tone."""

    reasons = words_field(_l("理由"), _l("请写明理由：哪些话是威胁、敲诈或者编造，证据是什么。"))


class HandOverForm(StepForm):
    """To which authority."""

    to = StringField(
        _l("移送给"), filters=[tidy_line], validators=[DataRequired(_l("请写明移送给哪个机关。"))]
    )
