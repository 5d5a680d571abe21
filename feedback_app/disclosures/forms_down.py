"""The forms by which a record leaves the public's sight: one reason to hide, an instrument, a ground, a decision."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import Field as Input
from wtforms import FileField, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app import clock
from feedback_app.disclosures.fields import clean_text
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.grounds import HIDING_REASONS, WITH_INSTRUMENT, Ground
from feedback_app.disclosures.models import TakedownInstrument
from feedback_app.files.operations import FileRefused, KeptBytes, store

AGREE, REFUSE = "agree", "refuse"
EARLIEST = 1949


def label_of(row: Any) -> str:
    words = str(row.label_en if str(get_locale()) == "en" else row.label_zh)
    return words[:1].upper() + words[1:]


def _tidy(typed: str | None) -> str:
    return clean_text(typed or "")


def _tidy_line(typed: str | None) -> str:
    return clean_text(typed or "", one_line=True)


def _line(label: Any, asked: Any, most: int = 120) -> StringField:
    return StringField(
        label,
        filters=[_tidy_line],
        validators=[DataRequired(asked), Length(max=most, message=_l("写得太长了，请缩短。"))],
    )


def _words(label: Any, asked: Any = None) -> TextAreaField:
    must = [DataRequired(asked)] if asked else []
    return TextAreaField(
        label, filters=[_tidy], validators=[*must, Length(max=2000, message=_l("最多 2000 字。"))]
    )


def _choice(label: Any, asked: Any, choices: Iterable[tuple[str, str]] = ()) -> RadioField:
    return RadioField(label, choices=list(choices), validators=[DataRequired(asked)], validate_choice=False)


class OneOf:
    """Refuses what is not offered, with the sentence of the field."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked

    def __call__(self, form: LockedForm, field: Input) -> None:
        if field.data not in {value for value, *_more in field.choices}:
            raise ValidationError(self.asked)


class HidingForm(LockedForm):
    """One reason, and when we were told if somebody told us."""

    reason = RadioField(
        _l("为什么屏蔽"),
        validators=[DataRequired(_l("请选一个原因。")), OneOf(_l("请选一个原因。"))],
        validate_choice=False,
    )
    alerted = StringField(_l("接到反映的时间"), filters=[_tidy_line])
    alerted_at: datetime | None = None

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.reason.choices = [(row.key, label_of(row)) for row in HIDING_REASONS.values()]

    def validate_alerted(self, field: Input) -> None:
        """Empty: we found it ourselves just now."""
        if not field.data:
            return
        try:
            found = datetime.strptime(field.data, "%Y-%m-%d %H:%M").replace(tzinfo=clock.LEGAL_ZONE)
        except ValueError:
            raise ValidationError(_("请写成年-月-日 时:分，例如 2026-11-21 22:40。")) from None
        if found > clock.now():
            raise ValidationError(_("这个时间还没有到。"))
        if (clock.now() - found).days > 366:
            raise ValidationError(_("这个时间太早了，请核对年份。"))
        self.alerted_at = found


class DecisionForm(LockedForm):
    """Yes or no; a no needs its reason."""

    decision = RadioField(
        _l("决定"),
        validators=[DataRequired(_l("请选一项。")), OneOf(_l("请选一项。"))],
        validate_choice=False,
    )
    reason = _words(_l("理由"))

    def __init__(self, agree: str, refuse: str = "", **more: Any) -> None:
        super().__init__(**more)
        offered = ((AGREE, agree), (REFUSE, refuse))
        self.decision.choices = [(value, words) for value, words in offered if words]

    def validate_reason(self, field: Input) -> None:
        if self.decision.data == REFUSE and not field.data:
            raise ValidationError(_("请写明理由。"))

    @property
    def agrees(self) -> bool:
        return bool(self.decision.data == AGREE)


class InstrumentForm(LockedForm):
    """What was received: who issued it, its number, its days, and a scan if there is one."""

    ground = RadioField(
        _l("这份文书做了什么"),
        validators=[DataRequired(_l("请选一项。")), OneOf(_l("请选一项。"))],
        validate_choice=False,
    )
    issuer = _line(_l("作出文书的机关"), _l("请填写机关全称。"), 200)
    number = _line(_l("文书号"), _l("请填写文书号。"))
    issued = StringField(
        _l("文书日期"), filters=[_tidy_line], validators=[DataRequired(_l("请填写文书日期。"))]
    )
    received = StringField(
        _l("本局收到的日期"), filters=[_tidy_line], validators=[DataRequired(_l("请填写收到的日期。"))]
    )
    scan = FileField(_l("文书的照片或者扫描件"))
    issued_on: date | None = None
    received_on: date | None = None
    kept: KeptBytes | None = None

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.ground.choices = [(row.key, label_of(row)) for row in WITH_INSTRUMENT]

    def validate_issued(self, field: Input) -> None:
        self.issued_on = _day(field)

    def validate_received(self, field: Input) -> None:
        self.received_on = _day(field)
        if self.issued_on and self.received_on < self.issued_on:
            raise ValidationError(_("收到日期不能早于文书日期。"))

    def take_in_scan(self, folder: Path) -> bool:
        """Store the scan's bytes; a file that is not taken is refused beside its field. Whether all is well."""
        given = self.scan.data
        if not isinstance(given, FileStorage) or not given.filename:
            return True
        limit = current_app.config["MAX_UPLOAD_MB"] << 20
        try:
            self.kept = store(cast("BinaryIO", given.stream), given.filename, folder=folder, limit=limit)
        except FileRefused as fault:
            self.scan.errors = [fault.say("en" if str(get_locale()) == "en" else "zh")]
        return self.kept is not None


class TakedownForm(LockedForm):
    """The ground, the instrument that proves it, and what the notice adds."""

    ground = RadioField(
        _l("撤下的理由"),
        validators=[DataRequired(_l("请选撤下的理由。")), OneOf(_l("请选撤下的理由。"))],
        validate_choice=False,
    )
    law = StringField(
        _l("法律、法规依据"),
        filters=[_tidy_line],
        validators=[Length(max=300, message=_l("写得太长了，请缩短。"))],
    )
    words_zh = _words(_l("公开说明的补充（中文）"))
    words_en = _words(_l("公开说明的补充（英文）"))
    found: TakedownInstrument | None = None

    def __init__(
        self, grounds: Iterable[Ground], instruments: Iterable[TakedownInstrument], **more: Any
    ) -> None:
        super().__init__(**more)
        self._instruments = {one.ground: one for one in instruments}
        offered = [row for row in grounds if not row.needs_instrument or row.key in self._instruments]
        self._asking = {row.key for row in offered if row.asks_citation}
        self.ground.choices = [(row.key, label_of(row)) for row in offered]

    def validate_law(self, field: Input) -> None:
        if self.ground.data in self._asking and not field.data:
            raise ValidationError(_("请写明哪部法律、法规的第几条。"))

    @property
    def instrument(self) -> TakedownInstrument | None:
        return self._instruments.get(self.ground.data)


class NoticeForm(LockedForm):
    """What the notice of a take-down adds, corrected afterwards."""

    words_zh = _words(_l("公开说明的补充（中文）"))
    words_en = _words(_l("公开说明的补充（英文）"))
    reason = _words(_l("为什么更正"), _l("请写明为什么更正。"))


class ReasonAloneForm(LockedForm):
    """A step that needs its reason and nothing else."""

    reason = _words(_l("理由"), _l("请写明理由。"))


class EvidenceForm(LockedForm):
    """What shows that a carrier no longer has it."""

    evidence = _words(_l("怎样确认的"), _l("请写明怎样确认的，例如网页地址、截图说明或者对方的回复。"))


class ExpiredForm(LockedForm):
    """Which of the expired records are meant."""

    chosen = SelectMultipleField(
        _l("选哪几条"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        coerce=int,
        validate_choice=False,
    )


def _day(field: Input) -> date:
    try:
        found = date.fromisoformat(field.data or "")
    except ValueError:
        raise ValidationError(_("请写成年-月-日，例如 2026-11-18。")) from None
    if found > clock.today():
        raise ValidationError(_("这一天还没有到。"))
    if found.year < EARLIEST:
        raise ValidationError(_("这一天太早了，请核对年份。"))
    return found
