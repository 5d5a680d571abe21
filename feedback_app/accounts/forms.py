"""What is typed to sign in, and to leave one's work to another."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget


def _printable(typed: str | None) -> str:
    return "".join(sign for sign in typed or "" if sign.isprintable()).strip()


def _tidy(typed: str | None) -> str:
    return "".join(sign for sign in typed or "" if sign.isprintable() or sign == "\n").strip()


class SignInForm(FlaskForm):
    """Name and password."""

    login = StringField(
        _("登录名"), filters=[_printable], validators=[InputRequired(_("请填写登录名。")), Length(max=60)]
    )
    password = PasswordField(_("密码"), validators=[InputRequired(_("请填写密码。")), Length(max=200)])


class DelegationForm(FlaskForm):
    """Who stands in for whom, from when to when, in which posts and why."""

    from_user = SelectField(_("谁的工作"), validate_choice=False)
    to_user = SelectField(_("由谁代办"), validate_choice=False)
    from_on = StringField(_("从哪天"), filters=[_printable])
    to_on = StringField(_("到哪天（含当天）"), filters=[_printable])
    roles = SelectMultipleField(
        _("哪些岗位"),
        description=_("不选就是全部公示岗位。"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    reason = TextAreaField(
        _("代办的原因"),
        filters=[_tidy],
        validators=[
            InputRequired(_("请写明原因，例如出差、休假。")),
            Length(max=500, message=_("最多 500 字。")),
        ],
    )

    def offer(
        self, from_people: list[SelectChoice], to_people: list[SelectChoice], roles: list[SelectChoice]
    ) -> None:
        self.from_user.choices, self.to_user.choices, self.roles.choices = from_people, to_people, roles

    def day(self, name: str) -> date | None:
        """The date typed there; None, with words beside the field, when it is none."""
        field = self[name]
        try:
            return date.fromisoformat(field.data or "")
        except ValueError:
            self.refuse(name, gettext("日期请写成 2026-11-27 这样。"))
            return None

    def refuse(self, name: str, words: str) -> None:
        if name:
            self[name].errors = [*self[name].errors, words]
        else:
            self.form_errors.append(words)
