"""What a reporter may say to an answer: how satisfied they are."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Length

from feedback_app.disclosures.fields import clean_text


class RatingForm(FlaskForm):
    """One to five; words if they like."""

    score = RadioField(
        _l("您对这次办理满意吗"),
        choices=[
            SelectChoice("5", _l("很满意")), SelectChoice("4", _l("满意")), SelectChoice("3", _l("一般")), SelectChoice("2", _l("不满意")), SelectChoice("1", _l("很不满意")),
        ],
        validators=[DataRequired(_l("请选一项。"))],
    )  # fmt: skip
    words = TextAreaField(
        _l("想说什么都可以写"),
        filters=[lambda typed: clean_text(typed or "")],
        validators=[Length(max=2_000, message=_l("最多 2000 字，请缩短。"))],
    )
