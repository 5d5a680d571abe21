"""A day, and a figure, as staff type them: checked beside the field."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from feedback_app import clock
from feedback_app.tickets.forms_staff.base import StepForm, tidy_line

EARLIEST, LATEST = 1949, 2100
MOST_COUNTED = 1_000_000_000


class Day:
    """Refuses what is no day. `asked`: the sentence for an empty field, None where it may stay empty; `may_come`: whether
    a day still to come is meant."""

    def __init__(self, asked: Any = None, *, may_come: bool = False) -> None:
        self.asked, self.may_come = asked, may_come
        self.field_flags = {"required": True} if asked else {}

    def __call__(self, form: StepForm, field: StringField) -> None:
        if not field.data:
            if self.asked:
                raise ValidationError(self.asked)
            return
        found = day_of(field)
        if found is None or not EARLIEST <= found.year <= LATEST:
            raise ValidationError(_("请写成年-月-日，例如 2026-11-18。"))
        if found > clock.today() and not self.may_come:
            raise ValidationError(_("这一天还没有到。"))
        if found < clock.today() and self.may_come:
            raise ValidationError(_("这一天已经过了。"))


def day_field(label: Any, asked: Any = None, *, may_come: bool = False) -> StringField:
    return StringField(
        label, widget=DateInput(), filters=[tidy_line], validators=[Day(asked, may_come=may_come)]
    )


def day_of(field: StringField) -> date | None:
    """The day typed; None for an empty field and for what is no day."""
    try:
        return date.fromisoformat(field.data or "")
    except ValueError:
        return None


class Moment:
    """Refuses what is no moment that has been."""

    def __init__(self, asked: Any = None) -> None:
        self.asked = asked
        self.field_flags = {"required": True} if asked else {}

    def __call__(self, form: StepForm, field: StringField) -> None:
        if not field.data:
            if self.asked:
                raise ValidationError(self.asked)
            return
        found = moment_of(field)
        if found is None or found.year < EARLIEST:
            raise ValidationError(_("请写成年-月-日 时:分，例如 2026-11-21 22:40。"))
        if found > clock.now():
            raise ValidationError(_("这个时间还没有到。"))


def moment_of(field: StringField) -> datetime | None:
    """The moment typed, Beijing time; None for an empty field and for what is none."""
    try:
        return datetime.strptime(field.data or "", "%Y-%m-%d %H:%M").replace(tzinfo=clock.LEGAL_ZONE)
    except ValueError:
        return None


class Figure:
    """Refuses what is no whole number; an empty field means that nobody knows."""

    def __call__(self, form: StepForm, field: StringField) -> None:
        if field.data and not (
            field.data.isascii() and field.data.isdigit() and int(field.data) <= MOST_COUNTED
        ):
            raise ValidationError(_("请填写整数；不知道的留空。"))


def figure_of(field: StringField) -> int | None:
    return int(field.data) if field.data else None
