"""The files of a record on the staff's side: handed in and looked through at once, described, looked at, taken away.

The looking-through happens while the person waits, in a process of its own with limits of time and memory; see the ADR.
"""

from typing import BinaryIO, cast

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from feedback_app.audit import operations as audit
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.forms_guard import FileWordsForm, UploadForm, words_form
from feedback_app.disclosures.models import DisclosureRecord, RecordFile
from feedback_app.disclosures.views_staff.blueprint import (
    lang,
    moved_on,
    preparable_or_404,
    record_or_404,
    seen_version,
    staff_records,
)
from feedback_app.disclosures.workflow import EDITABLE
from feedback_app.extensions import db
from feedback_app.files.handing_over import files_folder, handed_over
from feedback_app.files.kinds import KINDS
from feedback_app.files.operations import FileRefused, KeptBytes, store
from feedback_app.files.shelf import laid_open
from feedback_app.guard import BY_KEY, FILE_TRAITS, CannotPublish, FileReport, inspect_apart
from feedback_app.guard.settled import limits, own_numbers

# Kinds a safe copy can be made of.
PUBLISHABLE = [kind for kind in KINDS if not {"heic", "ofd"} & set(kind.endings)]
ACCEPT = ",".join(f".{ending}" for kind in PUBLISHABLE for ending in kind.endings)
COPY_GROWTH = 4  # a picture drawn anew may be larger than the one handed in


@staff_records.get("/<ref>/files")
def files(ref: str) -> str:
    record = _open_or_404(ref)
    return _page(record, UploadForm(data={"lock": record.lock}))


@staff_records.post("/<ref>/files")
def upload(ref: str) -> Response | tuple[str, int]:
    record, form = preparable_or_404(ref), UploadForm()
    operations.check_editable(record)
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _page(record, form), 422
    try:
        kept, copy, report = _looked_through(form.file.data)
    except (FileRefused, CannotPublish) as refusal:
        form.file.errors = [refusal.zh if lang() == "zh" else refusal.en]
        return _page(record, form), 422
    operations.add_file(record, kept, copy, report, by=current_user)
    db.session.commit()
    flash(_("文件已检查并保存。看过检查结果后，选择是否公布。"), "success")
    return redirect(url_for(".files", ref=ref), 303)


@staff_records.post("/<ref>/files/<int:number>")
def describe(ref: str, number: int) -> Response | tuple[str, int]:
    record = preparable_or_404(ref)
    file = _file_or_404(record, number)
    form = words_form(file, record.lock, typed=True)
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _page(record, UploadForm(None, data={"lock": record.lock}), form, number), 422
    operations.describe_file(record, file, form.words, by=current_user)
    return _done(record, _("附件已保存。"))


@staff_records.post("/<ref>/files/<int:number>/<any(look, removal):noun>")
def act_on_file(ref: str, number: int, noun: str) -> Response | tuple[str, int]:
    """逐页看过, or taken away."""
    record, form = preparable_or_404(ref), LockedForm()
    file = _file_or_404(record, number)
    if form.is_stale(record):
        return moved_on(record, form)
    if noun == "look":
        operations.look_at_file(record, file, by=current_user)
        return _done(record, _("已记录您逐页看过这个附件。"))
    operations.drop_file(record, file, by=current_user)
    return _done(record, _("附件已去掉。"))


@staff_records.get("/<ref>/files/<int:number>/copy")
def file_copy(ref: str, number: int) -> Response:
    """What the public would get."""
    file = _file_or_404(_with_words_or_404(ref), number)
    return handed_over(file.copy_sha256, file.media_type, file.name)


@staff_records.post("/<ref>/files/<int:number>/original")
def file_original(ref: str, number: int) -> Response:
    """What was handed in, for who works on the record. It may say everything the copy must not: who takes it is logged."""
    record = _with_words_or_404(ref)
    original = _file_or_404(record, number).original
    audit.append(
        "file.download", by=current_user.actor, subject=record.subject, facts={"size": original.size}
    )
    db.session.commit()
    return handed_over(original.sha256, original.media_type, original.name)


def sees_words(record: DisclosureRecord) -> bool:
    """Whether this person's post works on such records, and so needs to see what the guard found in clear."""
    row = record.category
    posts = {*row.prepares, *row.reviews, *row.approves, *operations.ANSWERS_FOR_AN_OVERRIDE}
    return bool(current_user.roles & posts)


def _with_words_or_404(ref: str) -> DisclosureRecord:
    record = _open_or_404(ref)
    return record if sees_words(record) else abort(404)


def _open_or_404(ref: str) -> DisclosureRecord:
    """Nobody looks at the files of what law keeps back."""
    record = record_or_404(ref)
    return record if not record.is_withheld else abort(404)


def _looked_through(sent: FileStorage) -> tuple[KeptBytes, KeptBytes, FileReport]:
    """The original, its safe copy and what was found. Raises FileRefused or CannotPublish."""
    folder, most = files_folder(), current_app.config["MAX_UPLOAD_MB"] << 20
    kept = store(cast("BinaryIO", sent.stream), sent.filename or "", folder=folder, limit=most)
    with laid_open(folder, kept.sha256) as original:
        copy = original.with_name("copy")
        report = inspect_apart(
            original,
            kept.kind.media_type,
            kept.name,
            copy=copy,
            limits=limits(),
            own=own_numbers(),
        )
        with copy.open("rb") as bare:
            return kept, store(bare, kept.name, folder=folder, limit=most * COPY_GROWTH), report


def _page(
    record: DisclosureRecord, form: UploadForm, tried: FileWordsForm | None = None, number: int = 0
) -> str:
    """All files of the newest version this person may see; `tried` is the form of file `number` that was sent and refused."""
    may_change = record.newest.state in EDITABLE and bool(current_user.roles & set(record.category.prepares))
    found = queries.files_of(record, seen_version(record).number)
    return render_template(
        "disclosures/staff/files.html",
        record=record,
        form=form,
        files=[
            (file, tried if tried and file.number == number else words_form(file, record.lock))
            for file in found
        ],
        refused=tried,
        may_change=may_change,
        sees_words=sees_words(record),
        traits=FILE_TRAITS | BY_KEY,
        accept=ACCEPT,
        kinds=PUBLISHABLE,
        max_mb=current_app.config["MAX_UPLOAD_MB"],
        seconds=limits().seconds,
    )


def _file_or_404(record: DisclosureRecord, number: int) -> RecordFile:
    there = queries.files_of(record, record.newest.number)
    return next((file for file in there if file.number == number), None) or abort(404)


def _done(record: DisclosureRecord, words: str) -> Response:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(".files", ref=record.ref), 303)
