"""What a citizen types: which record, what is wrong with it, the receipt code. Shapes and words only; nothing is written
but files, whose bytes lie on disk before any row names them."""

import json
import re
import secrets
from pathlib import Path
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app.disclosures.fields import Field, clean_text, plain, show
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.files.handing_over import files_folder
from feedback_app.files.kinds import KINDS
from feedback_app.files.operations import FileRefused, KeptBytes, store
from feedback_app.sealing import to_half_width
from feedback_app.tickets.carried import FormToken, read_file, read_token, sign_file, sign_token
from feedback_app.tickets.operations import ClaimWords, ReporterWords

JOIN = "join"  # the button “I have met the same”: its value is the field
WHOLE = "whole"  # the answer "not in this list, or more than one"
MOST_WORDS = 10_000
SHORT_VALUE = 24  # signs of a value shown within a choice
ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
# Loosely: digits and what people put between them, so that two numbers or an extension pass and words do not.
_PHONE = re.compile(r"(?:[+() /.,;、，；:#*–—-]|转|ext|[0-9]){5,60}", re.IGNORECASE)
FEWEST_DIGITS = 5


def _tidy(typed: str | None) -> str:
    return clean_text(typed or "")


def _tidy_line(typed: str | None) -> str:
    return clean_text(typed or "", one_line=True)


def _tidy_number(typed: str | None) -> str:
    return to_half_width(_tidy_line(typed)).strip()


class FindForm(FlaskForm):
    """The number of a record, to find it by. Asked by GET, so it carries no token."""

    class Meta:
        csrf = False

    number = StringField(_l("文号、编号或者单位名称"), filters=[_tidy_line])


class CodeForm(FlaskForm):
    """The code on the receipt."""

    code = StringField(
        _l("查询码"), filters=[_tidy_line], validators=[DataRequired(_l("请填写回执上的查询码。"))]
    )


class AskRecusalForm(FlaskForm):
    """Who should take no part in a report that has come in, and why."""

    recuse = TextAreaField(
        _l("有谁不应该来办"),
        filters=[_tidy],
        validators=[
            DataRequired(_l("请写明是谁、为什么。")),
            Length(max=2_000, message=_l("最多 2000 字，请缩短。")),
        ],
    )


class OwnWordsForm(FlaskForm):
    """One box: what was asked for, why it is withdrawn, what is objected to."""

    words = TextAreaField(
        filters=[_tidy], validators=[Length(max=5_000, message=_l("最多 5000 字，请缩短。"))]
    )

    def says_enough(self, *, must: bool) -> bool:
        """Whether something is written, where something must be."""
        if must and not self.words.data:
            self.words.errors = [_("请写几句话。")]
            return False
        return True


class LongText:
    """Refuses more than `MOST_WORDS` signs and says how many there are."""

    def __call__(self, form: FlaskForm, field: TextAreaField) -> None:
        now = len(field.data or "")
        if now > MOST_WORDS:
            raise ValidationError(
                _(
                    "最多 %(most)s 字，现在有 %(now)s 字。请缩短，或者把长材料作为文件上传。",
                    most=MOST_WORDS,
                    now=now,
                )
            )


class ShortText:
    """Refuses more than `most` signs."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: FlaskForm, field: StringField) -> None:
        now = len(field.data or "")
        if now > self.most:
            raise ValidationError(_("最多 %(most)s 字，现在有 %(now)s 字。请缩短。", most=self.most, now=now))


class ReportForm(FlaskForm):
    """What is wrong with one record, and, if the person likes, how to reach them (Article 15).

    `token` is what the form came with (None: none, forged or too old); `kept` are the files stored so far.
    """

    form_token = HiddenField()
    field = SelectField(_l("哪一栏有问题"), validate_choice=False)
    should_say = TextAreaField(_l("应该是什么"), filters=[_tidy], validators=[LongText()])
    words = TextAreaField(_l("是怎么回事"), filters=[_tidy], validators=[LongText()])
    recuse = TextAreaField(_l("有谁不应该来办"), filters=[_tidy], validators=[LongText()])
    held = SelectMultipleField(
        _l("已经收到的文件"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    evidence = MultipleFileField(_l("证明材料"))
    name = StringField(_l("姓名或者单位"), filters=[_tidy_line], validators=[ShortText(100)])
    phone = StringField(_l("电话"), filters=[_tidy_number], validators=[ShortText(60)])
    email = StringField(_l("邮箱"), filters=[_tidy_number], validators=[ShortText(254)])

    def __init__(self, record: DisclosureRecord, **given: Any) -> None:
        super().__init__(**given)
        self.record = record
        self.fields = {row.key: row for row in record.category.public_fields(record.party_kind)}
        self.values = record.live.field_values if record.live else {}
        self.field.choices = self._choices()
        self.token = read_token(self.form_token.data)
        self.kept, self.is_file_gone = self._read_held()

    def renew(self) -> None:
        """Make it a form of its own: a fresh token for the record as it stands now."""
        self.token = FormToken(secrets.token_hex(16), self.record.live_number or 0)

    def prepare_page(self) -> None:
        """Before it is shown: the token, a fresh one where there is none, and the files that need not be chosen again."""
        if self.token is None:
            self.renew()
        assert self.token is not None
        self.form_token.data = sign_token(self.token)
        self.held.choices = [(sign_file(one), f"{one.name} · {size_words(one.size)}") for one in self.kept]
        self.held.data = [value for value, _name in self.held.choices]

    @property
    def chosen(self) -> Field | None:
        """The field the report is about, when it is one."""
        return self.fields.get(self.field.data or "")

    @property
    def says(self) -> str:
        """What the record shows in the chosen field, in full."""
        return show(self.chosen, self.values.get(self.chosen.key), _lang()) if self.chosen else ""

    @property
    def claims(self) -> tuple[ClaimWords, ...]:
        """What is said of the record; what it says now is taken from the record and never from the browser."""
        if self.chosen:
            says = plain(self.chosen, self.values.get(self.chosen.key), "zh")
            return (ClaimWords(self.chosen.key, says, self.should_say.data),)
        return (ClaimWords(None, "", self.should_say.data),) if self.should_say.data else ()

    @property
    def reporter(self) -> ReporterWords:
        return ReporterWords(name=self.name.data, email=self.email.data, phone=self.phone.data)

    @property
    def said(self) -> str:
        """Everything said, in one canonical text: what makes two submissions the same."""
        files = sorted([one.name, one.sha256] for one in self.kept)
        return json.dumps([self.said_in_words, files], ensure_ascii=False)

    @property
    def said_in_words(self) -> str:
        """What was said without the files: after the back button a browser gives back the words, but no files."""
        words = [self.record.ref, self.field.data, self.should_say.data, self.words.data, self.recuse.data]
        contact = [self.name.data, self.email.data, self.phone.data]
        return json.dumps([words, contact], ensure_ascii=False)

    def take_in_files(self, folder: Path) -> None:
        """Store what was chosen now beside what came before. What cannot be taken is said beside the field.

        Files are stored even when another answer is refused, so that nobody has to choose them twice.
        """
        refused = [_("有文件没有保存住，请重新选择。")] if self.is_file_gone else []
        most, limit = current_app.config["MAX_FILES"], current_app.config["MAX_UPLOAD_MB"] << 20
        for file in self.evidence.data or []:
            if len(self.kept) >= most:
                refused.append(_("最多 %(most)s 个文件，“%(name)s”没有收下。", most=most, name=file.filename))
                continue
            try:
                self._add(store(file.stream, file.filename, folder=folder, limit=limit))
            except FileRefused as refusal:
                refused.append(refusal.say(_lang()))
            except OSError:
                current_app.logger.exception("a file could not be stored")
                refused.append(
                    _("“%(name)s”现在存不下。可以稍后再试，或者先不附文件提交。", name=file.filename)
                )
        self.evidence.errors = refused

    def validate_form_token(self, field: HiddenField) -> None:
        if self.token is None:
            raise ValidationError(_("这一页打开得太久了。内容都还在，请再按一次“提交反映”。"))

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

    def validate_email(self, field: StringField) -> None:
        if not field.data:
            return
        before, at, _after = field.data.rpartition("@")
        if at and not before.isascii():
            raise ValidationError(_("邮箱 @ 前面要用英文字母或者数字，中文的暂时寄不到。也可以只留电话。"))
        try:
            field.data = validate_email(
                field.data, check_deliverability=False, allow_smtputf8=False
            ).ascii_email
        except EmailNotValidError:
            raise ValidationError(
                _("这个邮箱地址不完整，请对照着改一下，例如 name@example.com。也可以空着。")
            ) from None

    def validate_phone(self, field: StringField) -> None:
        digits = sum(sign.isdigit() for sign in field.data)
        if field.data and not (_PHONE.fullmatch(field.data) and digits >= FEWEST_DIGITS):
            raise ValidationError(_("电话号码请只写数字，例如 13900000000 或者 0994-0000000。也可以空着。"))

    def _choices(self) -> list[tuple[str, Any]]:
        lang = _lang()
        rows = [("", _l("请选择"))]
        for key, row in self.fields.items():
            label = row.label_en if lang == "en" else row.label_zh
            value = plain(row, self.values.get(key), lang)
            short = value if len(value) <= SHORT_VALUE else f"{value[:SHORT_VALUE]}…"
            rows.append((key, f"{label}{_('：')}{short}"))
        return [*rows, (WHOLE, _l("不在上面，或者不止一处"))]

    def _read_held(self) -> tuple[list[KeptBytes], bool]:
        """The files that came with the form before, and whether one of them cannot be found any more."""
        folder = files_folder()
        found = [read_file(signed, folder=folder) for signed in self.held.data or []]
        kept = [one for one in found if one is not None]
        return kept[: current_app.config["MAX_FILES"]], len(kept) < len(found)

    def _add(self, one: KeptBytes) -> None:
        if (one.name, one.sha256) not in {(other.name, other.sha256) for other in self.kept}:
            self.kept.append(one)


def size_words(size: int) -> str:
    """A file's size as people read it."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(size >> 10, 1)} KB"


def _lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
