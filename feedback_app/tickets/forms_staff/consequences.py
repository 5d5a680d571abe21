"""What a finding brings about: whose matter it is, which record was omitted, how it leaves the public's sight, what it exposed."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app import clock
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.grounds import HIDING_REASONS, WITH_INSTRUMENT
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.tickets.exposures import EXPOSURES
from feedback_app.tickets.forms_staff.base import (
    Chosen,
    StepForm,
    Words,
    choice_field,
    label_of,
    line_field,
    tidy_line,
    words_field,
)
from feedback_app.tickets.forms_staff.days import Figure, Moment, day_field, day_of, figure_of, moment_of
from feedback_app.tickets.forms_staff.verifying import EvidenceMixin
from feedback_app.tickets.models import Breach
from feedback_app.tickets.operations import BreachWords

_MOMENT = "%Y-%m-%d %H:%M"


class RedirectionForm(StepForm):
    """Whose matter it is, how to reach them, what the reporter is told."""

    to_whom = line_field(_l("归谁管"), _l("请写明归哪个单位管。"))
    contact = line_field(_l("怎么联系"), _l("请写明电话、地址或者网址。"), most=300)
    told = words_field(_l("告诉反映人的话"), _l("请写明告诉反映人什么。"), most=2_000)


class OmittedForm(StepForm):
    """The record that should have been public, by its number or that of its document."""

    record = line_field(_l("哪一条信息"), _l("请填写公示编号或者决定书文号。"))
    found: DisclosureRecord | None = None

    def validate_record(self, field: StringField) -> None:
        self.found = records.record_by_ref(field.data) or records.record_by_document(field.data)
        if self.found is None:
            raise ValidationError(_("没有找到这条信息。还没有拟制的，请先拟制草稿，再填它的编号。"))


class HideForm(StepForm):
    """Why it is hidden."""

    reason = choice_field(_l("为什么屏蔽"), _l("请选一个原因。"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.reason.choices = [SelectChoice(row.key, label_of(row)) for row in HIDING_REASONS.values()]


class TicketInstrumentForm(EvidenceMixin, StepForm):
    """The document that undoes the decision. The limit counts from the day it was received."""

    ground = choice_field(_l("这份文书做了什么"), _l("请选一项。"))
    issuer = line_field(_l("作出文书的机关"), _l("请填写机关全称。"))
    number = line_field(_l("文书号"), _l("请填写文书号。"), most=120)
    issued = day_field(_l("文书日期"), _l("请填写文书日期。"))
    received = day_field(_l("本局收到的日期"), _l("请填写收到的日期。"))
    evidence = MultipleFileField(_l("文书扫描件"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        undoing = [row for row in WITH_INSTRUMENT if row.names_document]
        self.ground.choices = [SelectChoice(row.key, label_of(row)) for row in undoing]

    def validate(self, extra_validators: Any = None) -> bool:
        self.take_in_files()
        return bool(super().validate(extra_validators))

    def validate_received(self, field: StringField) -> None:
        issued, received = day_of(self.issued), day_of(field)
        if issued and received and received < issued:
            raise ValidationError(_("收到日期不能早于文书日期。"))

    @property
    def issued_on(self) -> date:
        return day_of(self.issued) or clock.today()

    @property
    def received_on(self) -> date:
        return day_of(self.received) or clock.today()


class BreachForm(StepForm):
    """One row of the register of what was exposed. What is not known yet stays empty and is added later."""

    exposures = SelectMultipleField(
        _l("泄露了什么"), validate_choice=False, validators=[Chosen(_l("请至少选一项。"))],
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    exposed_from = StringField(
        _l("从什么时候起"), filters=[tidy_line], validators=[Moment(_l("请填写开始公开的时间。"))]
    )
    exposed_to = StringField(_l("到什么时候止"), filters=[tidy_line], validators=[Moment()])
    views = StringField(_l("页面打开次数"), filters=[tidy_line], validators=[Figure()])
    downloads = StringField(_l("附件下载次数"), filters=[tidy_line], validators=[Figure()])
    figures_from = StringField(
        _l("次数从哪里查到的"),
        filters=[tidy_line],
        validators=[Words(_l("请写明从哪里查到的；查不到的，写明原因。"), 500)],
    )
    authority = StringField(_l("报告了哪个主管部门"), filters=[tidy_line])
    authority_told = day_field(_l("报告日期"))
    person_told = day_field(_l("告知本人的日期"))
    assessed = day_field(_l("重新做影响评估的日期"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.exposures.choices = [SelectChoice(row.code, label_of(row)) for row in EXPOSURES.values()]

    def validate_exposed_to(self, field: StringField) -> None:
        begun, ended = moment_of(self.exposed_from), moment_of(field)
        if begun and ended and ended < begun:
            raise ValidationError(_("结束时间不能早于开始时间。"))

    def validate_authority(self, field: StringField) -> None:
        if self.authority_told.data and not field.data:
            raise ValidationError(_("填了报告日期，请写明报告了哪个部门。"))

    @property
    def words(self) -> BreachWords:
        """What was typed. Call after `validate`."""
        begun = moment_of(self.exposed_from)
        assert begun is not None
        return BreachWords(
            exposures=list(self.exposures.data or []), exposed_from=begun, exposed_to=moment_of(self.exposed_to),
            views=figure_of(self.views), downloads=figure_of(self.downloads),
            figures_from=self.figures_from.data or "", authority=self.authority.data or "",
            authority_told_on=day_of(self.authority_told), person_told_on=day_of(self.person_told),
            assessed_on=day_of(self.assessed),
        )  # fmt: skip


def breach_draft(record: DisclosureRecord | None, row: Breach | None) -> dict[str, Any]:
    """What the form begins with: the row as it stands; for a new one, what the record's own history knows."""
    if row is not None:
        return {
            "exposures": row.exposures, "exposed_from": _said(row.exposed_from), "exposed_to": _said(row.exposed_to),
            "views": _number(row.views), "downloads": _number(row.downloads), "figures_from": row.figures_from,
            "authority": row.authority, "authority_told": _day(row.authority_told_on),
            "person_told": _day(row.person_told_on), "assessed": _day(row.assessed_on),
        }  # fmt: skip
    hidden = records.hidings_of(record) if record else []
    ended = hidden[0].hidden_at if hidden else None
    begun = record.first_published_at if record else None
    return {"exposed_from": _said(begun), "exposed_to": _said(ended)}


class SearchRemovalForm(StepForm):
    """A search engine that was asked to forget the page."""

    engine = line_field(_l("搜索引擎"), _l("请写明是哪个搜索引擎。"), most=120)
    asked = day_field(_l("申请日期"), _l("请填写申请日期。"))

    @property
    def asked_on(self) -> date:
        return day_of(self.asked) or clock.today()


class SearchGoneForm(StepForm):
    """Since when it is not found there any more."""

    gone = day_field(_l("查不到了的日期"), _l("请填写日期。"))

    @property
    def gone_on(self) -> date:
        return day_of(self.gone) or clock.today()


def _said(moment: Any) -> str:
    return clock.to_local(moment).strftime(_MOMENT) if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
