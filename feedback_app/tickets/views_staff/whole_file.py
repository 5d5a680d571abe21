"""The whole file of a ticket as one ZIP: what stands on its page, the originals, the log's entries with their proofs.

Who reported is never in it. The log says who took it away.
"""

import hashlib
import json
import tempfile
import zipfile
from typing import IO

from flask import Response, current_app, flash, redirect, render_template, send_file
from flask_babel import gettext as _

from feedback_app import clock
from feedback_app.audit import queries as audit
from feedback_app.audit.proof_file import prove
from feedback_app.extensions import db, reading_only
from feedback_app.files import queries as files
from feedback_app.files import shelf
from feedback_app.files.handing_over import files_folder
from feedback_app.refusals import Refusal
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import desk as desk_operations
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on_to, page_of, staff, ticket_or_404
from feedback_app.tickets.views_staff.story import story
from feedback_app.tickets.views_staff.ticket import with_sentences

MOST_BYTES = 200 << 20


@staff.post("/tickets/<ref>/whole-file")
def whole_file(ref: str) -> Answer | Response:
    """导出全卷."""
    ticket = ticket_or_404(ref)
    kept = files.attachments_of(ticket.subject)
    if sum(one.size for one in kept) > MOST_BYTES:
        flash(_("附件太多，不能一次导出。请逐个下载。"), "error")
        return redirect(page_of(ticket), 303)
    db.session.rollback()
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    try:
        with reading_only():
            _write(out, ticket)
            db.session.rollback()
    except Refusal as refusal:
        out.close()
        return moved_on_to(page_of(ticket), refusal)
    desk_operations.note_whole_file(ticket, files=len(kept), by=me())
    db.session.commit()
    out.seek(0)
    answer = send_file(out, "application/zip", as_attachment=True, download_name=f"{ref}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _write(out: IO[bytes], ticket: Ticket) -> None:
    """Every part, and last the list of them all with their hashes."""
    parts: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        entries = audit.chain(ticket.subject)
        page = render_template(
            "tickets/staff/_whole_file.html",
            ticket=ticket,
            moments=story(ticket, with_sentences(entries)),
            made_at=clock.now(),
        )
        _put(box, parts, "file.html", page.encode())
        for entry in entries:
            proof = prove(entry).file("entry", str(entry.number))
            _put(box, parts, f"proofs/{entry.number}.json", proof.encode())
        for one in files.attachments_of(ticket.subject):
            bytes_of = b"".join(shelf.read(files_folder(), one.sha256))
            _put(box, parts, f"originals/{one.id}-{one.name}", bytes_of)
        listed = {"ticket": ticket.ref, "bureau": current_app.config["BUREAU_NAME_ZH"], "sha256": parts}
        box.writestr("manifest.json", json.dumps(listed, ensure_ascii=False, indent=1))


def _put(box: zipfile.ZipFile, parts: dict[str, str], name: str, content: bytes) -> None:
    box.writestr(name, content)
    parts[name] = hashlib.sha256(content).hexdigest()
