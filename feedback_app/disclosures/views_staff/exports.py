"""The file for the credit platform (双公示): which decisions, which days, which kind of file (Article 14)."""

import io
from datetime import timedelta
from itertools import chain

from flask import Response, abort, current_app, render_template, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from feedback_app import clock
from feedback_app.config.table import FACTS
from feedback_app.disclosures import sheets
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.credit_profile import PROFILES
from feedback_app.disclosures.operations.exporting import EXPORTERS, export_credit
from feedback_app.disclosures.sheets import Column
from feedback_app.disclosures.views_staff.blueprint import lang, staff_records
from feedback_app.extensions import db

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST = 366
_CHOOSE = _l("请选择一项。")
_A_DAY = _l("请写一个日期，例如 2026-11-09。")


class CreditExportForm(FlaskForm):
    """Which decisions of which days."""

    kind = RadioField(_l("哪一类决定"), validators=[InputRequired(_CHOOSE)], validate_choice=False)
    from_on = DateField(_l("从哪天公示的"), validators=[InputRequired(_A_DAY)])
    to_on = DateField(_l("到哪天公示的"), validators=[InputRequired(_A_DAY)])
    file = RadioField(
        _l("文件格式"),
        choices=[SelectChoice("xlsx", _l("Excel 表格")), SelectChoice("csv", _l("CSV 文件"))],
        default="xlsx",
        validators=[AnyOf(list(TYPES), _CHOOSE)],
        validate_choice=False,
    )

    def is_right(self) -> bool:
        """Whether everything can be used; faults stand beside their fields."""
        if not self.validate_on_submit():
            for field in (self.from_on, self.to_on):
                if field.errors:
                    field.errors = [str(_A_DAY)]
            return False
        if self.kind.data not in [choice.value for choice in self.kind.choices]:
            self.kind.errors = [str(_CHOOSE)]
        if self.to_on.data < self.from_on.data:
            self.to_on.errors = [_("结束的日期不能早于开始的日期。")]
        elif (self.to_on.data - self.from_on.data).days > LONGEST:
            self.to_on.errors = [_("一次最多导出一年的信息。")]
        return not self.errors


@staff_records.get("/exports/credit")
def credit_export() -> str:
    today = clock.today()
    return _page(_form(from_on=today - timedelta(days=today.weekday() + 7), to_on=today, kind="penalty"))


@staff_records.post("/exports/credit")
def make_credit_export() -> Response | tuple[str, int]:
    form = _form()
    if not form.is_right():
        return _page(form), 422
    profile = PROFILES[form.kind.data]
    facts = {name: str(current_app.config.get(name) or "") for name in FACTS}
    rows = export_credit(profile, form.from_on.data, form.to_on.data, facts, by=current_user)
    db.session.commit()
    columns = [Column(one.code, lambda record, values: "") for one in profile.columns]
    body, file = chain([[one.label for one in profile.columns]], rows), io.BytesIO()
    if form.file.data == "csv":
        sheets.as_csv(columns, body, file)
    else:
        sheets.as_xlsx(columns, body, [_note(len(rows))], file)
    file.seek(0)
    name = f"双公示_{profile.label_zh}_{form.from_on.data:%Y%m%d}-{form.to_on.data:%Y%m%d}.{form.file.data}"
    return send_file(file, TYPES[form.file.data], as_attachment=True, download_name=name)


def _form(**values: object) -> CreditExportForm:
    if not current_user.roles & EXPORTERS:
        abort(404)
    form = CreditExportForm(data=values)
    form.kind.choices = [
        SelectChoice(row.category_key, row.label_en if lang() == "en" else row.label_zh)
        for row in PROFILES.values()
        if category(row.category_key).is_on
    ]
    return form


def _page(form: CreditExportForm) -> str:
    return render_template("disclosures/staff/credit_export.html", form=form)


def _note(count: int) -> str:
    return f"导出时间：{clock.to_local(clock.now()):%Y-%m-%d %H:%M}（北京时间），共{count}条。只含法人、非法人组织和依照规定推送的信息，不含自然人。"
