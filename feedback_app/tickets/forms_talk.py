"""What reporter and bureau type to each other."""

import json
import secrets
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import ValidationError

from feedback_app.disclosures.fields import clean_text
from feedback_app.tickets.carried import FormToken, read_token, sign_token
from feedback_app.tickets.forms_files import WithFiles
from feedback_app.tickets.operations import submission_seed

MOST_WORDS = 5_000


def _tidy(typed: str | None) -> str:
    return clean_text(typed or "")


class MessageForm(WithFiles):
    """One message with its files. `seed` makes it itself: the same form sent twice is one message."""

    form_token = HiddenField()
    words = TextAreaField(_l("想说的话"), filters=[_tidy])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.token = read_token(self.form_token.data)

    def prepare_page(self) -> None:
        """Before it is shown: a token of its own, and the files that came before."""
        self.token = self.token or FormToken(secrets.token_hex(16), 0)
        self.form_token.data = sign_token(self.token)
        self.hold_files()

    @property
    def seed(self) -> str:
        """Raises AttributeError for a form that did not validate."""
        assert self.token is not None
        files = sorted([one.name, one.sha256] for one in self.kept)
        return submission_seed(self.token.nonce, json.dumps([self.words.data, files], ensure_ascii=False))

    def is_good(self) -> bool:
        """Read everything, the files first: a photo alone is a message too."""
        self.take_in_files()
        refused = list(self.evidence.errors)
        is_valid = self.validate_on_submit()
        self.evidence.errors = refused
        return is_valid and not refused

    def validate_words(self, field: TextAreaField) -> None:
        if not field.data and not self.kept:
            raise ValidationError(_("请写几句话，或者选一个文件。"))
        if len(field.data) > MOST_WORDS:
            raise ValidationError(
                _("最多 %(most)s 字，现在有 %(now)s 字。请分几次说。", most=MOST_WORDS, now=len(field.data))
            )

    def validate_form_token(self, field: HiddenField) -> None:
        if self.token is None:
            raise ValidationError(_("这一页打开得太久了。内容都还在，请再按一次。"))
