"""The forms of the register of what is not disclosed: an entry with its basis, and one step of its way."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field as Input
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from feedback_app.disclosures import operations
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.disclosures.fields import clean_text
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.forms_down import OneOf, label_of
from feedback_app.disclosures.operations.withholding import Grounds
from feedback_app.disclosures.withholding import ASKED_BODIES, EXTENTS, LEVELS, WITHHELD_KINDS, WithheldStep

_WAYS_OF_ONE_LINE = {"filters": [lambda typed: clean_text(typed or "", one_line=True)]}
_TOO_LONG = _l("写得太长了，请缩短。")
CATEGORY_ROWS = [row for row in CATEGORIES if row.is_public]


def _choice(label: Any, asked: Any) -> RadioField:
    return RadioField(label, validators=[DataRequired(asked), OneOf(asked)], validate_choice=False)


class GroundsForm(LockedForm):
    """What is not to be disclosed, and on which basis. A paper Article 9 does not allow is refused beside its field."""

    category = SelectField(_l("属于哪一类"), validators=[OneOf(_l("请选一类。"))], validate_choice=False)
    kind = _choice(_l("为什么不公开"), _l("请选一项。"))
    extent = _choice(_l("不公开多少"), _l("请选一项。"))
    basis_level = _choice(_l("依据的级别"), _l("请选依据的级别。"))
    basis_title = StringField(
        _l("依据的名称"),
        validators=[DataRequired(_l("请填写依据的全称。")), Length(max=200, message=_TOO_LONG)],
        **_WAYS_OF_ONE_LINE,
    )
    basis_article = StringField(
        _l("第几条"),
        validators=[DataRequired(_l("请写到条、款、项。")), Length(max=60, message=_TOO_LONG)],
        **_WAYS_OF_ONE_LINE,
    )
    description = TextAreaField(
        _l("是哪一件，为什么适用这一条"),
        filters=[lambda typed: clean_text(typed or "")],
        validators=[
            DataRequired(_l("请写明是哪一件、为什么。")), Length(max=2000, message=_l("最多 2000 字。")),
        ],
    )  # fmt: skip
    document_number = StringField(
        _l("文号"), validators=[Length(max=80, message=_TOO_LONG)], **_WAYS_OF_ONE_LINE
    )

    def __init__(self, *, of_record: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.category.choices = [("", _("请选择")), *((row.key, label_of(row)) for row in CATEGORY_ROWS)]
        self.kind.choices, self.extent.choices = _rows(WITHHELD_KINDS), _rows(EXTENTS)
        self.basis_level.choices = _rows(LEVELS)
        if of_record:  # the record says both
            del self.category
            del self.document_number

    def validate_category(self, field: Input) -> None:
        if not field.data:
            raise ValidationError(_("请选一类。"))

    def validate_basis_title(self, field: Input) -> None:
        field.data = (field.data or "").strip("《》 ")
        self._refuse_basis(field)

    def validate_basis_level(self, field: Input) -> None:
        self._refuse_basis(field)

    def _refuse_basis(self, field: Input) -> None:
        fault = operations.basis_fault(self.basis_level.data or "", self.basis_title.data or "")
        if fault is not None and fault[0] == field.name and self.basis_level.data:
            raise ValidationError(fault[1].say("en" if str(get_locale()) == "en" else "zh"))

    def grounds(self) -> Grounds:
        number = self.document_number.data if "document_number" in self else ""
        return Grounds(
            kind=self.kind.data, extent=self.extent.data, basis_level=self.basis_level.data,
            basis_title=self.basis_title.data or "", basis_article=self.basis_article.data or "",
            description=self.description.data or "", document_number=number or "",
        )  # fmt: skip


class WithheldStepForm(LockedForm):
    """Which step, with which words; whom it asks, where it asks."""

    step = _choice(_l("您的决定"), _l("请选一项。"))
    body = RadioField(_l("向谁请示"), validate_choice=False)
    words = TextAreaField(
        _l("理由"),
        filters=[lambda typed: clean_text(typed or "")],
        validators=[Length(max=2000, message=_l("最多 2000 字。"))],
    )

    def __init__(self, steps: Iterable[WithheldStep], **more: Any) -> None:
        super().__init__(**more)
        self._steps = {row.act: row for row in steps}
        self.step.choices = [(row.act, label_of(row)) for row in self._steps.values()]
        self.body.choices = _rows(ASKED_BODIES)
        if not any("body" in row.needs for row in self._steps.values()):
            del self.body

    def validate_words(self, field: Input) -> None:
        if "words" in self._needs and not field.data:
            raise ValidationError(_("请写明理由。"))

    def validate_body(self, field: Input) -> None:
        if "body" in self._needs and field.data not in ASKED_BODIES:
            raise ValidationError(_("请选向谁请示。"))

    @property
    def _needs(self) -> frozenset[str]:
        chosen = self._steps.get(self.step.data)
        return chosen.needs if chosen else frozenset()

    @property
    def asked_body(self) -> str:
        return str(self.body.data or "") if "body" in self._needs else ""


def _rows(table: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, label_of(row)) for key, row in table.items()]
