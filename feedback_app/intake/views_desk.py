"""The desk: what people say on the telephone and across the counter, what comes on paper and from other offices, typed in
by whoever takes reports in. A code is shown once, on the answer to the press that made it, and stands nowhere else.
"""

from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.intake import queries_desk as queries
from feedback_app.intake.desk import pasting
from feedback_app.intake.desk.doors import DOORS
from feedback_app.intake.desk.missing import MISSING
from feedback_app.intake.forms_desk import DeskForm, facts_of, found_records
from feedback_app.intake.forms_pasting import CalledBackForm, PastingForm
from feedback_app.intake.models import DeskNote
from feedback_app.intake.operations import writing_down
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations as tickets
from feedback_app.tickets import queries as of_tickets
from feedback_app.tickets.channels import CHANNELS
from feedback_app.tickets.forms_sending import ACCEPT
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.spelling import groups_of
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on_to, page_of

desk = Blueprint("desk", __name__, url_prefix="/staff/desk")
NOT_KEPT = ("csrf_token", "do")
MOST_TYPED = 100  # signs of a search


@desk.before_request
@login_required
def only_intake() -> None:
    """Who reported stays with whoever takes reports in; to anyone else there is no such page."""
    if not getattr(me(), "takes_in_mail", False):  # a stranger asks only for the methods
        abort(404)


@desk.get("/")
def form() -> str:
    """The empty form at one door, or what was left unfinished there."""
    channel = _channel(request.args.get("channel"))
    draft = queries.draft_of(me(), channel)
    filled = DeskForm.of_draft(channel, draft.typed) if draft else DeskForm.fresh(channel)
    return _page(filled, draft_at=draft.saved_at if draft else None)


@desk.post("/")
def register() -> Answer:
    """Look for a record, open another matter, keep what is typed, or register it all."""
    form, wanted = DeskForm(_channel(request.form.get("channel"))), request.form.get("do", "register")
    form.take_in_files()
    if wanted != "register":
        return _go_on(form, wanted)
    if not form.is_fit():
        return _page(form), 422
    written = form.written
    written = replace(written, read_back="\n".join(form.sentences(written)))
    try:
        note = writing_down.write_down(written, by=me())
        writing_down.drop_draft(me(), form.door.channel.code)
        ref = note.ticket.ref
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.say(lang()))
        return _page(form), 422
    return redirect(url_for(".written", ref=ref), 303)


def _go_on(form: DeskForm, wanted: str) -> str:
    """Not finished yet: the same form, kept, with what was asked for."""
    if wanted == "another":
        form.add_matter()
    _keep(form)
    db.session.commit()
    return _page(form)


@desk.post("/draft")
def draft() -> Response:
    """Keep what is typed so far; answers with what to read aloud and what is still missing."""
    form = DeskForm(_channel(request.form.get("channel")))
    _keep(form)
    db.session.commit()
    return jsonify(_said(form) | {"saved": f"{clock.to_local(clock.now()):%H:%M:%S}"})


@desk.post("/draft/clearing")
def clear() -> Response:
    """Nothing of it is wanted: begin anew."""
    channel = _channel(request.form.get("channel"))
    writing_down.drop_draft(me(), channel)
    db.session.commit()
    return redirect(url_for(".form", channel=channel), 303)


@desk.get("/records")
def records() -> Response:
    """Published records while somebody types, each with what it says."""
    rows = found_records(request.args.get("q", "")[:MOST_TYPED])
    found = [
        {"ref": row.ref, "title": row.title_en if lang() == "en" else row.title_zh, "facts": facts_of(row)}
        for row in rows
    ]
    return jsonify(rows=found)


@desk.get("/written/<ref>")
def written(ref: str) -> str:
    """What was registered: its numbers, what is missing, what to do before hanging up."""
    note = _note(ref)
    return render_template(
        "intake/desk/written.html",
        note=note,
        tickets=queries.tickets_of(note),
        missing=[MISSING[code] for code in note.warnings if code in MISSING],
        door=DOORS[note.ticket.channel],
        may_code=_may_code(note),
    )


@desk.post("/written/<ref>/code")
def code(ref: str) -> Answer:
    """Hand out the code: on this page, this once."""
    note = _note(ref)
    if not queries.is_open_to(me(), note):
        abort(404)  # the code opens all of it, also to whoever took it down and must keep away now
    try:
        said = tickets.issue_code(note.ticket, by=me())
        ticket, groups = note.ticket, groups_of(said)
        page = render_template("intake/desk/slip.html", ticket=ticket, code=said, groups=groups, note=note)
        db.session.commit()
    except Refusal as refusal:
        return moved_on_to(url_for(".written", ref=ref), refusal)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@desk.get("/call-backs")
def call_backs() -> str:
    """Who waits to be called back, the earliest first."""
    return render_template("intake/desk/call_backs.html", rows=queries.to_call_back(me()), now=clock.now())


@desk.post("/call-backs/<int:number>/number")
def show_number(number: int) -> Answer:
    """The number to call, shown on this answer; that it was looked at is in the log."""
    note = queries.waiting_note(me(), number) or abort(404)
    writing_down.show_number(note, by=me())
    page = render_template("intake/desk/call_back.html", note=note, form=CalledBackForm(formdata=None))
    db.session.commit()
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@desk.post("/call-backs/<int:number>/done")
def called_back(number: int) -> Answer:
    note, form = queries.waiting_note(me(), number) or abort(404), CalledBackForm()
    if not form.validate():
        return render_template("intake/desk/call_back.html", note=note, form=form), 422
    try:
        writing_down.call_back(note, form.words.data, by=me())
        db.session.commit()
    except Refusal as refusal:
        return moved_on_to(url_for(".call_backs"), refusal)
    flash(_("已记下回电。"))
    return redirect(url_for(".call_backs"), 303)


@desk.route("/pasting/<ref>", methods=["GET", "POST"])
def paste(ref: str) -> Answer:
    """The answer for the other office's system, without who reported; and when it was entered there."""
    ticket = of_tickets.ticket_for(me(), ref)
    if ticket is None or not CHANNELS[ticket.channel].has_outer:
        abort(404)
    text = pasting.reply_text(ticket, lang())
    if text is None:
        flash(_("还没有答复，不能回填。"), "notice")
        return redirect(page_of(ticket), 303)
    form = PastingForm(data={"text": text, "on_day": clock.today()})
    shown = {"ticket": ticket, "form": form, "done": queries.pasted_back(ticket)}
    if request.method == "GET":
        return render_template("intake/desk/pasting.html", **shown)
    form.told = pasting.who_is_named(ticket, form.text.data or "")
    if not form.validate():
        return render_template("intake/desk/pasting.html", **shown), 422
    writing_down.paste_back(ticket, form.text.data, on_day=form.on_day.data, by=me())
    db.session.commit()
    flash(_("已记下回填。"))
    return redirect(url_for(".paste", ref=ref), 303)


def template_names() -> dict[str, Any]:
    """What the ticket's own page asks of the desk."""
    return {"desk_note_of": queries.note_of, "pasted_back_of": queries.pasted_back, "channel_rows": CHANNELS}


def _page(form: DeskForm, **shown: Any) -> str:
    form.prepare()
    return render_template(
        "intake/desk/form.html",
        form=form,
        door=form.door,
        doors=DOORS.values(),
        facts=[facts_of(one.chosen) if one.chosen else [] for one in form.matters],
        said=_said(form),
        waiting=len(queries.to_call_back(me())),
        accept=ACCEPT,
        most_files=current_app.config["MAX_FILES"],
        largest=current_app.config["MAX_UPLOAD_MB"],
        **{"draft_at": None} | shown,
    )


def _said(form: DeskForm) -> dict[str, Any]:
    """What is read aloud, what is missing, and the hour on both clocks."""
    both = form.both_times
    return {
        "sentences": form.sentences(form.written),
        "missing": [_words(code) for code in form.warnings()],
        "both": _("北京时间 %(beijing)s，新疆时间 %(xinjiang)s", beijing=both[0], xinjiang=both[1])
        if both
        else "",
    }


def _words(code: str) -> str:
    row = MISSING[code]
    return row.words_en if lang() == "en" else row.words_zh


def _keep(form: DeskForm) -> None:
    typed = {name: values for name, values in request.form.lists() if name not in NOT_KEPT}
    typed |= {"nonce": [form.nonce.data or ""], "count": [form.count.data or "1"]}
    writing_down.keep_draft(me(), form.door.channel.code, typed)


def _channel(wanted: str | None) -> str:
    return wanted if wanted in DOORS else "phone"


def _note(ref: str) -> DeskNote:
    note = queries.note_for(me(), ref)
    if note is None or (note.typed_by_id != me().id and not queries.is_open_to(me(), note)):
        abort(404)
    return note


def _may_code(note: DeskNote) -> bool:
    ticket: Ticket = note.ticket
    return not ticket.code_is_changed and queries.is_open_to(me(), note)
