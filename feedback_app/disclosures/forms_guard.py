"""Forms of a record's files and of what two people let stand. Shapes and words only."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from feedback_app.disclosures.fields import clean_text
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.models import RecordFile
from feedback_app.disclosures.operations import FileWords

MOST_PLACES = 99


def _tidy(typed: str | None) -> str:
    return clean_text(typed or "")


def _tidy_line(typed: str | None) -> str:
    return clean_text(typed or "", one_line=True)


class UploadForm(LockedForm):
    """A file to be looked through."""

    file = FileField(_l("选择文件"), validators=[FileRequired(_l("请选择一个文件。"))])


class FileWordsForm(LockedForm):
    """What the public sees of a file, and whether it does."""

    is_published = BooleanField(_l("随这条信息公布副本"))
    name = StringField(
        _l("公布时的文件名"),
        filters=[_tidy_line],
        validators=[InputRequired(_l("请填写文件名。")), Length(max=200)],
    )
    description = StringField(
        _l("说明"), filters=[_tidy_line], validators=[Length(max=300, message=_l("最多 300 字。"))]
    )
    position = IntegerField(
        _l("排在第几个"),
        validators=[
            InputRequired(_l("请填写 1 到 99 的数字。")),
            NumberRange(1, MOST_PLACES, message=_l("请填写 1 到 99 的数字。")),
        ],
    )

    ending = ""

    def validate_name(self, field: StringField) -> None:
        if not (field.data or "").lower().endswith(self.ending):
            raise ValidationError(_l("文件名要以 %(ending)s 结尾。", ending=self.ending))

    @property
    def words(self) -> FileWords:
        return FileWords(
            bool(self.is_published.data),
            self.name.data or "",
            self.description.data or "",
            self.position.data or 1,
        )


class OverrideForm(LockedForm):
    """Why one place may stand."""

    fingerprint = HiddenField()
    reason = TextAreaField(
        _l("放行的理由"),
        filters=[_tidy],
        validators=[
            InputRequired(_l("请写明为什么这一处可以公布。")),
            Length(min=5, max=1000, message=_l("请用 5 到 1000 字写明理由。")),
        ],
    )


def words_form(file: RecordFile, lock: int, *, typed: bool = False) -> FileWordsForm:
    """The form of one file, each with its own prefix, so that several stand on a page; `typed`: read from the request."""
    filled = {
        "is_published": file.is_published,
        "name": file.name,
        "description": file.description,
        "position": file.position,
    }
    prefix = f"file-{file.number}"
    form = (
        FileWordsForm(prefix=prefix)
        if typed
        else FileWordsForm(None, prefix=prefix, data=filled | {"lock": lock})
    )
    form.ending = "." + file.name.rpartition(".")[2].lower()
    return form
