"""What the log gives away to anyone: its checkpoints, its key, its witnesses, a program to verify it, and proofs.

No entry is shown here and nobody is named; hashes and counts are enough to hold the bureau to its log.
"""

from collections.abc import Callable
from pathlib import Path

import segno
from flask import Response, abort, current_app, render_template, request, send_file, url_for
from flask_babel import get_locale
from markupsafe import Markup

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.audit.actions import KINDS
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.audit.models import LogCheckpoint, LogEntry
from feedback_app.audit.note import cosigned_at, parse
from feedback_app.audit.proof_file import own_keys
from feedback_app.audit.tree import TreeDamaged
from feedback_app.extensions import db
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import months
from feedback_app.oversight.queries import public as open_to_all
from feedback_app.oversight.views_public import public_log
from feedback_app.tickets.labels import labels
from feedback_app.watch import queries as watch
from feedback_app.watch.witnessing import witnesses

PAGE, IN_FEED = 30, 50
VERIFIER = Path(__file__).resolve().parents[3] / "tools" / "verify_log.py"
TEXT = "text/plain; charset=utf-8"
_MOST = 2**53


@public_log.get("/log")
def log_page() -> str:
    return render_template(
        "oversight/public/log.html",
        newest=log.latest_issued(),
        size=log.size(),
        keys=own_keys(),
        witnesses=witnesses(current_app.config["LOG_WITNESSES"]),
        signed=_signed_by,
        last_check=watch.last_check(),
        month=Month.of(clock.now()) if _open_to_public() != "none" else None,
    )


@public_log.get("/log/checkpoint")
def newest_checkpoint() -> Response:
    """The newest signed note, for programs."""
    return _text((log.latest_issued() or abort(404)).text)


@public_log.get("/log/checkpoints")
def checkpoints() -> str:
    before = _size(request.args.get("before", ""))
    rows = log.newest_issued(PAGE + 1, before=before)
    return render_template(
        "oversight/public/checkpoints.html",
        rows=rows[:PAGE],
        older=rows[PAGE - 1].size if len(rows) > PAGE else None,
        is_first=before is None,
        signed=_signed_by,
    )


@public_log.get("/log/checkpoints.atom")
def checkpoint_feed() -> Response:
    page = render_template("oversight/public/checkpoints.xml", rows=log.newest_issued(IN_FEED))
    return Response(page, content_type="application/atom+xml; charset=utf-8")


@public_log.get("/log/checkpoints/<int:size>")
def checkpoint(size: int) -> str:
    """One checkpoint, to be read, kept, and printed with a code that holds the whole of it."""
    row = log.issued_at_size(size) or abort(404)
    return render_template(
        "oversight/public/checkpoint.html", row=row, signed=_signed_by(row), code=_code(row.note)
    )


@public_log.get("/log/checkpoints/<int:size>.txt")
def checkpoint_file(size: int) -> Response:
    answer = _text((log.issued_at_size(size) or abort(404)).text)
    answer.headers["Content-Disposition"] = f"attachment; filename=checkpoint-{size}.txt"
    return answer


@public_log.get("/log/months/<month>")
def month(month: str) -> str:
    """What was done in a month, by act; with LOG_PUBLIC=sentences each entry as well, nobody named."""
    chosen, latest = Month.read(month), Month.of(clock.now())
    first = months.first_month()
    if _open_to_public() == "none" or chosen is None or first is None or not first <= chosen <= latest:
        abort(404)
    lines, before = _lines(chosen) if _open_to_public() == "sentences" else ([], None)
    return render_template(
        "oversight/public/month.html",
        counted=open_to_all.public_counts(chosen),
        kinds=KINDS,
        lines=lines,
        before=before,
        is_first="before" not in request.args,
        previous=chosen.previous if chosen > first else None,
        following=chosen.next if chosen < latest else None,
    )


@public_log.get("/log/proof/<int:number>")
def proof(number: int) -> Response:
    """That entry `number` is in the log, as C2SP tlog-proof; `size` names the checkpoint it leads to."""
    return _proof(
        lambda: log.inclusion_proof(number, _size(request.args.get("size", "")) or _newest_size()).text
    )


@public_log.get("/log/consistency")
def consistency() -> Response:
    """That the log of `new` entries begins with the log of `old`."""
    old, new = _size(request.args.get("old", "")), _size(request.args.get("new", ""))
    if old is None:
        abort(400)
    return _proof(lambda: log.consistency_proof(old, new or _newest_size()).text)


@public_log.get("/log/verify_log.py")
def verifier() -> Response:
    """The program that verifies exports and proofs without anything of ours around it."""
    return send_file(VERIFIER, "text/x-python", as_attachment=True, download_name=VERIFIER.name)


def _open_to_public() -> str:
    return str(current_app.config["LOG_PUBLIC"])


def _lines(chosen: Month) -> tuple[list[tuple[LogEntry, str]], int | None]:
    """The entries of a month, newest first, each with its sentence; and where the next page begins."""
    found = log.entries(
        from_on=chosen.first_on,
        to_on=chosen.last_on,
        before=_size(request.args.get("before", "")),
        limit=PAGE + 1,
    )
    lang = "en" if str(get_locale()) == "en" else "zh"
    words = labels(lang)
    shown = open_to_all.without_sealed(found[:PAGE])
    said = [(entry, open_to_all.public_sentence(entry, lang, words)) for entry in shown]
    return [line for line in said if line[1]], found[PAGE - 1].number if len(found) > PAGE else None


def _proof(make: Callable[[], str]) -> Response:
    try:
        return _text(make())
    except (ValueError, NotSigned, TreeDamaged):
        db.session.rollback()
        abort(404)


def _newest_size() -> int:
    newest = log.latest_issued()
    return newest.size if newest else 0


def _size(typed: str) -> int | None:
    return (
        int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 and int(typed) < _MOST else None
    )


def _text(words: str) -> Response:
    answer = Response(words, content_type=TEXT)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _signed_by(row: LogCheckpoint) -> list[tuple[str, int]]:
    """The witnesses that cosigned a checkpoint, each with the second (since 1970) it says it did."""
    own = {key.key_id for key in own_keys()}
    return [(one.name, cosigned_at(one)) for one in parse(row.text).signatures if one.key_id not in own]


def _code(note: str) -> Markup:
    """The whole note as a QR code, drawn as SVG."""
    drawn = segno.make(note, error="m", micro=False).svg_inline(scale=3, border=2, title=url_for(".log_page"))
    return Markup(drawn)  # noqa: S704 - drawn here, of hashes
