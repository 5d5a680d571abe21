"""What a citizen types: which record, what is wrong with it, the receipt code. Shapes and words only."""

import json
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from feedback_app.disclosures.fields import Field, plain, show
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.tickets.forms_sending import LongText, SendingForm, lang, tidy, tidy_line
from feedback_app.tickets.operations import ClaimWords

JOIN = "join"  # the button “I have met the same”: its value is the field
WHOLE = "whole"  # the answer "not in this list, or more than one"
SHORT_VALUE = 24  # signs of a value shown within a choice


class FindForm(FlaskForm):
    """The number of a record, to find it by. Asked by GET, so it carries no token."""

    class Meta:
        csrf = False

    number = StringField(_l("文号、编号或者单位名称"), filters=[tidy_line])


class CodeForm(FlaskForm):
    """The code on the receipt."""

    code = StringField(
        _l("查询码"), filters=[tidy_line], validators=[DataRequired(_l("请填写回执上的查询码。"))]
    )


class AskRecusalForm(FlaskForm):
    """Who should take no part in a report that has come in, and why."""

    recuse = TextAreaField(
        _l("有谁不应该来办"),
        filters=[tidy],
        validators=[
            DataRequired(_l("请写明是谁、为什么。")),
            Length(max=2_000, message=_l("最多 2000 字，请缩短。")),
        ],
    )


class OwnWordsForm(FlaskForm):
    """One box: what was asked for, why it is withdrawn, what is objected to."""

    words = TextAreaField(
        filters=[tidy], validators=[Length(max=5_000, message=_l("最多 5000 字，请缩短。"))]
    )

    def says_enough(self, *, must: bool) -> bool:
        """Whether something is written, where something must be."""
        if must and not self.words.data:
            self.words.errors = [_("请写几句话。")]
            return False
        return True


class ReportForm(SendingForm):
    """What is wrong with one record (Article 15)."""

    field = SelectField(_l("哪一栏有问题"), validate_choice=False)
    should_say = TextAreaField(_l("应该是什么"), filters=[tidy], validators=[LongText()])

    def __init__(self, record: DisclosureRecord, **given: Any) -> None:
        super().__init__(**given)
        self.record = record
        self.fields = {row.key: row for row in record.category.public_fields(record.party_kind)}
        self.values = record.live.field_values if record.live else {}
        self.field.choices = self._choices()

    @property
    def seen_version(self) -> int:
        return self.record.live_number or 0

    @property
    def chosen(self) -> Field | None:
        """The field the report is about, when it is one."""
        return self.fields.get(self.field.data or "")

    @property
    def says(self) -> str:
        """What the record shows in the chosen field, in full."""
        return show(self.chosen, self.values.get(self.chosen.key), lang()) if self.chosen else ""

    @property
    def claims(self) -> tuple[ClaimWords, ...]:
        """What is said of the record; what it says now is taken from the record and never from the browser."""
        if self.chosen:
            says = plain(self.chosen, self.values.get(self.chosen.key), "zh")
            return (ClaimWords(self.chosen.key, says, self.should_say.data),)
        return (ClaimWords(None, "", self.should_say.data),) if self.should_say.data else ()

    @property
    def said_in_words(self) -> str:
        """What was said without the files: after the back button a browser gives back the words, but no files."""
        words = [self.record.ref, self.field.data, self.should_say.data, self.words.data, self.recuse.data]
        return json.dumps([words, self.contact], ensure_ascii=False)

    @property
    def joins(self) -> bool:
        """Whether “I have met the same” was pressed: it says which field, and no words are needed."""
        return bool(request.form.get(JOIN))

    def take_up_join(self) -> None:
        """Fill in what the press of “I have met the same” says."""
        if self.joins:
            self.field.data = request.form[JOIN]
            self.words.data = self.words.data or str(_("我也遇到同样的问题。"))

    def validate_field(self, field: SelectField) -> None:
        if field.data != WHOLE and field.data not in self.fields:
            raise ValidationError(_("请选择一栏；拿不准就选最后一项。"))

    def validate_should_say(self, field: TextAreaField) -> None:
        if not (field.data or self.words.data):
            raise ValidationError(_("请写下应该是什么；说不准，就在下一题里讲讲是怎么回事。"))

    def _choices(self) -> list[tuple[str, Any]]:
        language = lang()
        rows = [("", _l("请选择"))]
        for key, row in self.fields.items():
            label = row.label_en if language == "en" else row.label_zh
            value = plain(row, self.values.get(key), language)
            short = value if len(value) <= SHORT_VALUE else f"{value[:SHORT_VALUE]}…"
            rows.append((key, f"{label}{_('：')}{short}"))
        return [*rows, (WHOLE, _l("不在上面，或者不止一处"))]
