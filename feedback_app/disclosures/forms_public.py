"""What citizens ask of a record's versions: two of them to compare, or a day. Both are asked by GET and change nothing."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField

from feedback_app import clock
from feedback_app.disclosures.fields import day_of
from feedback_app.disclosures.models import RecordVersion

EARLIEST = 1949


class CompareForm(Form):
    """Two versions, by number; filled with the newest and the one before when nothing was asked."""

    old = SelectField(_l("旧的一版"), name="from", id="from", validate_choice=False)
    new = SelectField(_l("新的一版"), name="to", id="to", validate_choice=False)

    def __init__(self, asked: MultiDict[str, str], published: list[RecordVersion]) -> None:
        numbers = [str(one.number) for one in published]
        defaults = {"from": numbers[1] if len(numbers) > 1 else numbers[0], "to": numbers[0]}
        super().__init__(MultiDict({name: asked.get(name, given) for name, given in defaults.items()}))
        self._published = {str(one.number): one for one in published}
        for field in (self.old, self.new):
            field.choices = [(number, _("第 %(n)s 版", n=number)) for number in numbers]

    def chosen(self) -> tuple[RecordVersion | None, RecordVersion | None]:
        """Both versions, the earlier one first; (None, None) when one of them is none that was published."""
        found = [self._find(field) for field in (self.old, self.new)]
        if None in found:
            return None, None
        older, newer = sorted((one for one in found if one), key=lambda one: one.number)
        self.old.data, self.new.data = str(older.number), str(newer.number)
        return older, newer

    def _find(self, field: SelectField) -> RecordVersion | None:
        version = self._published.get(str(field.data))
        if version is None:
            field.errors = [_("没有这一版，请从列出的版本里选。")]
        return version


class DateForm(Form):
    """A day to look at."""

    day = StringField(_l("哪一天"), name="date", id="date")

    def __init__(self, asked: Mapping[str, str] | None) -> None:
        super().__init__(MultiDict(asked or {}))

    def read(self) -> date | None:
        """The day, or None with the fault in words beside the field."""
        typed = (self.day.data or "").strip()
        on = day_of(typed)
        if on is None:
            self.day.errors = [_("请写成年-月-日，例如 2026-11-09 或者 2026年11月9日。")]
            return None
        if on > clock.today():
            self.day.errors = [_("这一天还没有到。")]
        elif on.year < EARLIEST:
            self.day.errors = [_("这一天太早了，请核对年份。")]
        return None if self.day.errors else on
