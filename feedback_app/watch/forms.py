"""Closing an alarm."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length


class CloseForm(FlaskForm):
    """What a supervisor found."""

    note = TextAreaField(
        lazy_gettext("查明的情况"),
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired(lazy_gettext("请写明查到了什么、怎样处理。")),
            Length(max=2000, message=lazy_gettext("最多 2000 字。")),
        ],
    )
