"""The page where anyone checks a receipt or the proof of a published version, and the same page as one file to keep.

The checking is done by the reader's own browser (static/js/proof.js and check.js); nothing chosen there is sent here. The
site's page therefore has no POST, and the file works with the network off and long after this site is gone.
"""

from io import BytesIO
from pathlib import Path

from flask import Response, current_app, render_template, send_file
from flask_babel import gettext as _
from wtforms import Form, MultipleFileField, TextAreaField
from wtforms.fields import FileField

from feedback_app.audit.proof_file import own_keys
from feedback_app.oversight.views_public import public_log
from feedback_app.oversight.views_public.check_words import words
from feedback_app.oversight.views_public.one_file import in_one_file


@public_log.get("/log/check")
def check() -> str:
    return _page("oversight/public/check.html")


@public_log.get("/log/check/offline")
def offline_check() -> Response:
    page = in_one_file(_page("oversight/public/check_offline.html"), Path(current_app.static_folder or ""))
    answer = send_file(
        BytesIO(page.encode()), "text/html", as_attachment=True, download_name=_("核对回执（不用联网）.html")
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(template: str) -> str:
    return render_template(template, form=_form(), words=words(), keys=[key.text for key in own_keys()])


def _form() -> Form:
    """Drawn only; nobody ever sends it. A class of its own for each page, for the labels speak the reader's language."""
    fields = {
        "proof": FileField(_("回执文件")),
        "said": FileField(_("反映内容（.txt 文件）")),
        "attachments": MultipleFileField(_("当时交的文件")),
        "other": TextAreaField(_("另一个检查点的全文")),
        "other_file": FileField(_("或者选另一个检查点的文件")),
    }
    return type("CheckForm", (Form,), fields)(prefix="check-")
