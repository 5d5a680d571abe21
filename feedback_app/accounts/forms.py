"""What is typed to sign in."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


def _printable(typed: str | None) -> str:
    return "".join(sign for sign in typed or "" if sign.isprintable()).strip()


class SignInForm(FlaskForm):
    """Name and password."""

    login = StringField(
        _("登录名"), filters=[_printable], validators=[InputRequired(_("请填写登录名。")), Length(max=60)]
    )
    password = PasswordField(_("密码"), validators=[InputRequired(_("请填写密码。")), Length(max=200)])
