"""What every step's form shares: the texts and choices it checks, and the state of the ticket it was drawn for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field as Input
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from feedback_app.disclosures.fields import clean_text

MOST_WORDS = 5_000


def lang() -> str:
    """The reader's language, 'zh' or 'en'."""
    return "en" if str(get_locale()).startswith("en") else "zh"


def words_of(row: Any) -> str:
    """A table row's name in the reader's language, within a sentence."""
    return str(row.label_en if lang() == "en" else row.label_zh)


def label_of(row: Any) -> str:
    """The same by itself, as a choice or a heading: with a capital."""
    words = words_of(row)
    return words[:1].upper() + words[1:]


class Words:
    """Refuses an empty text with the sentence given, and more than `most` signs with how many there are."""

    field_flags = {"required": True}

    def __init__(self, asked: Any, most: int = MOST_WORDS) -> None:
        self.asked, self.most = asked, most

    def __call__(self, form: FlaskForm, field: Input) -> None:
        now = len(field.data or "")
        if not now:
            raise ValidationError(self.asked)
        if now > self.most:
            raise ValidationError(_("最多 %(most)s 字，现在有 %(now)s 字，请缩短。", most=self.most, now=now))


class Chosen:
    """Refuses anything that is not among the choices that may be made, with the sentence given."""

    field_flags = {"required": True}

    def __init__(self, asked: Any) -> None:
        self.asked = asked

    def __call__(self, form: FlaskForm, field: Input) -> None:
        values = field.data if isinstance(field.data, list) else [field.data]
        offered = {str(choice.value) for choice in field.choices or ()}
        if not values or any(str(value) not in offered for value in values):
            raise ValidationError(self.asked)


def tidy(typed: str | None) -> str:
    """What was typed, without signs no page can show."""
    return clean_text(typed or "")


def tidy_line(typed: str | None) -> str:
    return clean_text(typed or "", one_line=True)


def words_field(label: Any, asked: Any, *, most: int = MOST_WORDS) -> TextAreaField:
    return TextAreaField(label, filters=[tidy], validators=[Words(asked, most)])


def line_field(label: Any, asked: Any, *, most: int = 200) -> StringField:
    return StringField(label, filters=[tidy_line], validators=[Words(asked, most)])


def choice_field(label: Any, asked: Any, choices: Iterable[Any] = ()) -> RadioField:
    return RadioField(label, choices=list(choices), validate_choice=False, validators=[Chosen(asked)])


class StepForm(FlaskForm):
    """Every step carries the ticket's `lock`: the state of the ticket the person was looking at."""

    lock = HiddenField()
    keeps_drafts = False  # whether its page keeps what is typed, and since when it lay there
    draft_at: datetime | None = None

    def was_drawn_for(self, lock: int) -> bool:
        """Whether the page said which state of the ticket it showed; if not, it does now, to be sent once more."""
        if self.lock.data == str(lock):
            return True
        self.lock.data = str(lock)
        self.form_errors.append(_("这一页不完整。请核对内容，再提交一次。"))
        return False

    def refuse(self, words: str) -> None:
        """Say beside what was typed why the step could not be taken with it."""
        self.form_errors.append(words)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed or chosen, by label, to be given back when the step cannot be taken."""
        fields = (field for field in self if field.type not in ("HiddenField", "CSRFTokenField"))
        return [(str(field.label.text), words) for field in fields if (words := _said(field))]


def _said(field: Input) -> str:
    if isinstance(field, (RadioField, SelectField, SelectMultipleField)):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return "；".join(str(label) for value, label, *_more in field.choices or () if value in chosen)
    return field.data if isinstance(field.data, str) else ""


class ReasonForm(StepForm):
    """A step that only needs its reason."""

    reason = words_field(_l("理由"), _l("请写明理由。"), most=2_000)


class TextForm(StepForm):
    """One text that goes out: the clarification, the reply."""

    text = words_field(_l("内容"), _l("请写内容。"))


class CarrierForm(StepForm):
    """What shows that a carrier has the correction."""

    evidence = words_field(
        _l("怎样确认的"), _l("请写明怎样确认的，例如网页地址、截图说明或者对方的回复。"), most=2_000
    )


class RevealForm(FlaskForm):
    """Why somebody needs to know who reported."""

    reason = line_field(_l("查看理由"), _l("请写明为什么要查看，例如“电话核对事实”。"), most=500)
