"""Files chosen in a form: stored at once, so that nobody has to choose them again when another answer is refused."""

from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app.files.handing_over import files_folder
from feedback_app.files.operations import FileRefused, KeptBytes, store
from feedback_app.tickets.carried import read_file, sign_file


class WithFiles(FlaskForm):
    """What a form with files has beside its other answers. `kept`: the files stored so far."""

    held = SelectMultipleField(
        _l("已经收到的文件"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    evidence = MultipleFileField(_l("文件"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        found = [read_file(signed, folder=files_folder()) for signed in self.held.data or []]
        self.kept = [one for one in found if one is not None][: current_app.config["MAX_FILES"]]
        self.is_file_gone = len(self.kept) < len(found)

    def take_in_files(self) -> None:
        """Store what was chosen now beside what came before. What cannot be taken is said beside the field."""
        refused = [_("有文件没有保存住，请重新选择。")] if self.is_file_gone else []
        most, limit = current_app.config["MAX_FILES"], current_app.config["MAX_UPLOAD_MB"] << 20
        for file in self.evidence.data or []:
            if len(self.kept) >= most:
                refused.append(_("最多 %(most)s 个文件，“%(name)s”没有收下。", most=most, name=file.filename))
                continue
            try:
                self._add(store(file.stream, file.filename or "", folder=files_folder(), limit=limit))
            except FileRefused as refusal:
                refused.append(refusal.say(_lang()))
            except OSError:
                current_app.logger.exception("a file could not be stored")
                refused.append(
                    _("“%(name)s”现在存不下。可以稍后再试，或者先不附文件提交。", name=file.filename)
                )
        self.evidence.errors = refused

    def hold_files(self) -> None:
        """Before the form is shown again: name the files that need not be chosen again."""
        self.held.choices = [(sign_file(one), one.name) for one in self.kept]
        self.held.data = [value for value, _name in self.held.choices]

    def _add(self, one: KeptBytes) -> None:
        if (one.name, one.sha256) not in {(other.name, other.sha256) for other in self.kept}:
            self.kept.append(one)


def _lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
