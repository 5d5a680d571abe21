"""What every form shares that becomes a report: the words, the files, how to reach the person, the question for whoever sends
very often. Nothing is written but files, whose bytes lie on disk before any row names them."""

import json
import re
import secrets
from pathlib import Path
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app.disclosures.fields import clean_text
from feedback_app.files.handing_over import files_folder
from feedback_app.files.kinds import KINDS
from feedback_app.files.operations import FileRefused, KeptBytes, store
from feedback_app.sealing import to_half_width
from feedback_app.tickets.carried import FormToken, read_file, read_token, sign_file, sign_token
from feedback_app.tickets.likeness.question import Question
from feedback_app.tickets.operations import ReporterWords

MOST_WORDS = 10_000
ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
# Loosely: digits and what people put between them, so that two numbers or an extension pass and words do not.
_PHONE = re.compile(r"(?:[+() /.,;、，；:#*–—-]|转|ext|[0-9]){5,60}", re.IGNORECASE)
FEWEST_DIGITS = 5


def tidy(typed: str | None) -> str:
    return clean_text(typed or "")


def tidy_line(typed: str | None) -> str:
    return clean_text(typed or "", one_line=True)


def tidy_number(typed: str | None) -> str:
    return to_half_width(tidy_line(typed)).strip()


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


class SendingForm(FlaskForm):
    """A report about to be sent, and, if the person likes, how to reach them.

    `token` is what the form came with (None: none, forged or too old); `kept` are the files stored so far.
    """

    form_token = HiddenField()
    words = TextAreaField(_l("是怎么回事"), filters=[tidy], validators=[LongText()])
    recuse = TextAreaField(_l("有谁不应该来办"), filters=[tidy], validators=[LongText()])
    held = SelectMultipleField(
        _l("已经收到的文件"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    evidence = MultipleFileField(_l("证明材料"))
    name = StringField(_l("姓名或者单位"), filters=[tidy_line], validators=[ShortText(100)])
    phone = StringField(_l("电话"), filters=[tidy_number], validators=[ShortText(60)])
    email = StringField(_l("邮箱"), filters=[tidy_number], validators=[ShortText(254)])
    question = StringField(_l("请回答一个小问题"), filters=[tidy_number])
    question_token = StringField()  # drawn beside the question alone

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.token = read_token(self.form_token.data)
        self.kept, self.is_file_gone = self._read_held()
        self.is_asking = False

    @property
    def seen_version(self) -> int:
        """Of the record the form is about, the version it shows; 0 where it makes no difference."""
        return 0

    def renew(self) -> None:
        """Make it a form of its own: a fresh token for the record as it stands now."""
        self.token = FormToken(secrets.token_hex(16), self.seen_version)

    def prepare_page(self) -> None:
        """Before it is shown: the token, a fresh one where there is none, and the files that need not be chosen again."""
        if self.token is None:
            self.renew()
        assert self.token is not None
        self.form_token.data = sign_token(self.token)
        self.held.choices = [(sign_file(one), f"{one.name} · {size_words(one.size)}") for one in self.kept]
        self.held.data = [value for value, _name in self.held.choices]

    def ask(self, question: Question) -> None:
        """Put the small question to whoever sends very often; everything typed stays."""
        self.is_asking = True
        self.question.label.text = question.en if lang() == "en" else question.zh
        self.question_token.data, self.question.data = question.token, ""
        self.question.errors = [
            _("刚才从这里提交得比较多。内容都还在，请回答这个小问题，再按一次提交。答不了就打电话。")
        ]

    @property
    def reporter(self) -> ReporterWords:
        return ReporterWords(name=self.name.data, email=self.email.data, phone=self.phone.data)

    @property
    def contact(self) -> list[str]:
        return [self.name.data, self.email.data, self.phone.data]

    @property
    def said_in_words(self) -> str:
        """What was said without the files: after the back button a browser gives back the words, but no files."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """Everything said, in one canonical text: what makes two submissions the same."""
        files = sorted([one.name, one.sha256] for one in self.kept)
        return json.dumps([self.said_in_words, files], ensure_ascii=False)

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
                refused.append(refusal.say(lang()))
            except OSError:
                current_app.logger.exception("a file could not be stored")
                refused.append(
                    _("“%(name)s”现在存不下。可以稍后再试，或者先不附文件提交。", name=file.filename)
                )
        self.evidence.errors = refused

    def validate_form_token(self, field: HiddenField) -> None:
        if self.token is None:
            raise ValidationError(_("这一页打开得太久了。内容都还在，请再按一次“提交反映”。"))

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


def lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
