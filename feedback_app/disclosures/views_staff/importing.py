"""Bringing in a table of records: templates, upload, what is wrong in it, confirmation, and what became of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from flask import (
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from feedback_app.disclosures import catalogue, import_batches, sheets
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.import_batches import PAGE
from feedback_app.disclosures.importing import MOST_ROWS, CannotRead, csv_template, xlsx_template
from feedback_app.disclosures.jobs_importing import folder
from feedback_app.disclosures.models import ImportBatch
from feedback_app.disclosures.operations import allowed_roles
from feedback_app.disclosures.operations import importing as operations
from feedback_app.disclosures.operations.taking import NotAllowedHere
from feedback_app.disclosures.sheets import Column
from feedback_app.disclosures.views_staff.blueprint import at_desk, lang, powers, staff_records
from feedback_app.disclosures.workflow import STATUSES, STEPS, RecordStatus, RecordStep
from feedback_app.extensions import db
from feedback_app.files.operations import tidy_name

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LARGEST = 2**31 - 1  # what the databases take for a number
REFRESH = "5"  # seconds between two looks while a worker is at it
MAKE = {"csv": csv_template, "xlsx": xlsx_template}
# The noun in the address → the step it asks for.
NOUNS = {STEPS[name].noun: name for name in operations.ACTS}


class ImportForm(FlaskForm):
    """A table, and what kind of records it holds."""

    category = SelectField(_l("哪一类信息"), validate_choice=False)
    file = FileField(_l("填好的表格"), validators=[FileRequired(_l("请选择一个 .xlsx 或 .csv 文件。"))])

    def chosen(self) -> Category | None:
        """The category, when everything can be used; faults stand beside their fields."""
        is_right = self.validate_on_submit()
        row = next((row for row in _rows() if row.key == self.category.data), None)
        if row is None:
            self.category.errors = [_("请选择这个表格是哪一类信息。")]
        return row if is_right else None


@dataclass(frozen=True)
class Offer:
    """A step for the whole batch, and how many of its records are ready for it."""

    step: RecordStep
    count: int


@staff_records.get("/import")
def import_start() -> str:
    return _start(_form())


@staff_records.post("/import")
def import_upload() -> AnyResponse | tuple[str, int]:
    form = _form()
    row = form.chosen()
    if row is None:
        return _start(form), 422
    try:
        batch = operations.upload(
            row, _bytes(form), tidy_name(form.file.data.filename or ""), by=current_user, folder=folder()
        )
    except (CannotRead, NotAllowedHere) as why:
        db.session.rollback()
        form.file.errors = [why.say(lang())]
        return _start(form), 422
    db.session.commit()
    return redirect(url_for(".import_show", number=batch.id), 303)


@staff_records.get("/import/templates/<key>.<any(xlsx, csv):file>")
def import_template(key: str, file: str) -> Response:
    row = next((row for row in _rows() if row.key == key), None) or abort(404)
    out = io.BytesIO()
    MAKE[file](row, out)
    return _download(out, file, f"{row.label_zh}_批量导入模板.{file}")


@staff_records.get("/import/<int:number>")
def import_show(number: int) -> Response:
    batch = _batch_or_404(number)
    is_own = batch.by_id == current_user.id
    is_looked_through = batch.is_faulty or batch.is_ready
    after = min(max(request.args.get("after", 0, type=int), 0), _LARGEST)
    shows_warnings = "warnings" in request.args or (batch.fault_count == 0 and batch.warning_count > 0)
    faults = (
        import_batches.faults_of(batch, blocks=not shows_warnings, after=after)
        if is_own and is_looked_through
        else []
    )
    records = import_batches.records_of(batch, after=after) if batch.is_imported else []
    page = render_template(
        "disclosures/staff/import_batch.html",
        batch=batch,
        is_own=is_own,
        faults=faults,
        records=records,
        statuses=STATUSES,
        shows_warnings=shows_warnings,
        most_faults=operations.MOST_FAULTS,
        offers=_offers(batch) if batch.is_imported and not batch.is_taking_step else [],
        steps=STEPS,
        after=faults[-1].id if len(faults) == PAGE else records[-1][0] if len(records) == PAGE else None,
    )
    answer = make_response(page)
    if batch.is_at_work or batch.is_taking_step:
        answer.headers["Refresh"] = REFRESH  # works without scripts; nothing can be typed on this page
    return answer


@staff_records.get("/import/<int:number>/faults.<any(csv, xlsx):file>")
def import_faults(number: int, file: str) -> Response:
    batch = _own_or_404(number)
    out = io.BytesIO()
    if file == "csv":
        sheets.as_csv(_fault_columns(), _fault_lines(batch), out)
    else:
        sheets.as_xlsx(
            _fault_columns(),
            _fault_lines(batch),
            [_("对照本表在原来的表格里改好，再上传一次。")],
            out,
            title=_("导入问题清单"),
        )
    name = _("导入问题清单")
    return _download(out, file, f"{name}_{batch.id}.{file}")


@staff_records.post("/import/<int:number>/confirmation")
def import_confirm(number: int) -> AnyResponse:
    batch = _own_or_404(number)
    operations.confirm(batch, by=current_user)
    db.session.commit()
    return _back(batch)


@staff_records.post("/import/<int:number>/dropping")
def import_drop(number: int) -> AnyResponse:
    batch = _own_or_404(number)
    operations.drop(batch, by=current_user)
    db.session.commit()
    (folder() / batch.token).unlink(missing_ok=True)
    flash(_("已放弃，没有写入任何信息，上传的文件已删除。"), "success")
    return redirect(url_for(".import_start"), 303)


@staff_records.post(
    "/import/<int:number>/<any(submission, review, 'secrecy-check', approval, publication):noun>"
)
def import_step(number: int, noun: str) -> AnyResponse:
    batch = _batch_or_404(number)
    step = STEPS[NOUNS[noun]]
    if not _may(batch, step):
        abort(404)
    operations.ask_step(batch, step.name, by=current_user)
    db.session.commit()
    return _back(batch)


def _start(form: ImportForm) -> str:
    return render_template(
        "disclosures/staff/import_start.html",
        form=form,
        rows=_rows(),
        batches=import_batches.batches_of(current_user),
        most_rows=MOST_ROWS,
        most_mb=current_app.config["MAX_UPLOAD_MB"],
    )


def _form() -> ImportForm:
    rows = _rows() or abort(404)
    form = ImportForm()
    chosen = [SelectChoice(row.key, row.label_en if lang() == "en" else row.label_zh) for row in rows]
    form.category.choices = [SelectChoice("", _("请选择")), *chosen]
    if not form.is_submitted():
        form.category.data = request.args.get("kind", "")
    return form


def _rows() -> list[Category]:
    """The categories this person's post writes."""
    return [row for row in catalogue.CATEGORIES if row.may_be_prepared and powers() & set(row.prepares)]


def _bytes(form: ImportForm) -> bytes:
    limit = int(current_app.config["MAX_UPLOAD_MB"])
    content: bytes = form.file.data.stream.read((limit << 20) + 1)
    if len(content) > limit << 20:
        raise CannotRead(
            f"文件超过 {limit} MB。请分成几个文件，或者把内容粘贴到模板里再上传。",
            f"The file is larger than {limit} MB. Split it, or paste its content into the template.",
        )
    return content


def _batch_or_404(number: int) -> ImportBatch:
    return import_batches.batch_for(current_user, number, at_desk=at_desk()) or abort(404)


def _own_or_404(number: int) -> ImportBatch:
    batch = _batch_or_404(number)
    return batch if batch.by_id == current_user.id else abort(404)


def _offers(batch: ImportBatch) -> list[Offer]:
    """The steps this person may ask for all records at once. Whether each may have it is looked at one by one."""
    there = import_batches.states_of(batch)
    found = []
    for name in operations.ACTS:
        step = STEPS[name]
        count = sum(there.get(RecordStatus(state.value).value, 0) for state in step.frm)
        if count and _may(batch, step):
            found.append(Offer(step, count))
    return found


def _may(batch: ImportBatch, step: RecordStep) -> bool:
    row = batch.category
    is_asked = {
        "review": bool(row.reviews),
        "check_secrecy": row.needs_secrecy_check,
        "publish": row.is_public,
    }
    roles = allowed_roles(row, step) | (
        {one.to for one in row.escalates} if step.name == "approve" else set()
    )
    is_others = not step.not_own or batch.by_id != current_user.id
    return batch.is_imported and is_others and is_asked.get(step.name, True) and bool(powers() & roles)


def _fault_columns() -> list[Column]:
    heads = (_("行"), _("在哪里"), _("问题和改法"), _("是否必须改"))
    return [Column(head, lambda record, values: "", is_wide=at in (1, 2)) for at, head in enumerate(heads)]


def _fault_lines(batch: ImportBatch) -> Iterator[list[str]]:
    english = lang() == "en"
    for fault in import_batches.all_faults(batch):
        place, words = (fault.place_en, fault.words_en) if english else (fault.place_zh, fault.words_zh)
        yield [str(fault.row_number or ""), place, words, _("必须改") if fault.blocks else _("提醒")]


def _download(out: io.BytesIO, file: str, name: str) -> Response:
    out.seek(0)
    return send_file(out, TYPES[file], as_attachment=True, download_name=name)


def _back(batch: ImportBatch) -> AnyResponse:
    return redirect(url_for(".import_show", number=batch.id), 303)
