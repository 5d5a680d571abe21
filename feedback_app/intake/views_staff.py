"""What came in by mail, for whoever takes reports in: what became of each letter, the letter itself, and what the program
left to a person. Who wrote stands here and nowhere else, so nobody else comes in.
"""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from feedback_app.extensions import db, writing_apart
from feedback_app.files.handing_over import SANDBOX
from feedback_app.intake import jobs, operations, queries
from feedback_app.intake.faults import FAULTS
from feedback_app.intake.forms import FileForm, JoinForm, TicketForm
from feedback_app.intake.mail_states import MAIL_STATES, NATURES, WAYS
from feedback_app.intake.models import RawMail
from feedback_app.intake.natures import BY_CODE
from feedback_app.intake.read_mail import ReadMail
from feedback_app.paging import After, Page
from feedback_app.refusals import Refusal
from feedback_app.sealing import SealBroken
from feedback_app.tickets import queries as tickets
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on_to, page_of

mail_in = Blueprint("mail_in", __name__, url_prefix="/staff/mail-in")
SHOWN_WORDS = 20_000


@mail_in.before_request
@login_required
def only_intake() -> None:
    """The sender's address is for intake alone; to anyone else there is no such page."""
    if not getattr(me(), "takes_in_mail", False):  # a stranger asks only for the methods
        abort(404)


@mail_in.get("/")
def index() -> str:
    state = request.args.get("state", "")
    state = state if state in MAIL_STATES else ""
    after = After.read(request.args.get("after"))
    return _list(queries.mails(me(), state or None, after=after), state=state, is_first=after is None)


def _list(
    page: Page[RawMail], *, state: str = "", is_first: bool = True, ticket: Ticket | None = None
) -> str:
    return render_template(
        "intake/index.html",
        page=page,
        ticket=ticket,
        state=state,
        is_first=is_first,
        counts=queries.count_by_state(me()),
        look=queries.last_look(),
        states=MAIL_STATES,
        seen=queries.tickets_seen(me(), (mail.may_belong_to for mail in page.rows)),
    )


@mail_in.get("/tickets/<ref>")
def of_ticket(ref: str) -> str:
    """The letters of one ticket, and so their originals."""
    ticket = tickets.ticket_for(me(), ref) or abort(404)
    return _list(queries.mails_of(me(), ticket), ticket=ticket)


@mail_in.get("/<int:number>")
def show(number: int) -> str:
    return _page(_mail(number))


@mail_in.get("/<int:number>/original")
def original(number: int) -> Response:
    """The mail, byte for byte, as a file any mail program opens."""
    mail = _mail(number)
    return _handed_over(mail, _bytes_of(mail), f"来信-{mail.id}.eml", "message/rfc822", "original")


@mail_in.get("/<int:number>/files/<int:place>")
def file(number: int, place: int) -> Response:
    """One file of the mail, whatever its kind; only ever downloaded."""
    mail = _mail(number)
    read = jobs.read_again(mail)
    if not 1 <= place <= len(read.files):
        abort(404)
    found = read.files[place - 1]
    return _handed_over(mail, found.content, found.name, "application/octet-stream", "file")


@mail_in.post("/<int:number>/ticket")
def make_ticket(number: int) -> Answer:
    mail, form = _mail(number), TicketForm()
    if not form.validate():
        return _page(mail, ticket_form=form), 422
    reading = jobs.reading_of(mail)
    try:
        ticket = operations.make_ticket(mail, reading, type_code=form.type.data, by=me())
        db.session.commit()
    except Refusal as refusal:
        return moved_on_to(url_for(".show", number=number), refusal)
    flash(_("已登记为工单，时限从来信到达时算起。"))
    return redirect(page_of(ticket), 303)


@mail_in.post("/<int:number>/join")
def join(number: int) -> Answer:
    mail, form = _mail(number), JoinForm()
    form.found = tickets.ticket_for(me(), form.ref.data or "")
    if not form.validate() or form.found is None:
        return _page(mail, join_form=form), 422
    ref = form.found.ref
    reading = jobs.reading_of(mail)
    ticket = tickets.ticket_for(me(), ref) or abort(404)
    try:
        operations.join_by_hand(mail, ticket, reading, by=me(), reason=form.reason.data)
        db.session.commit()
    except Refusal as refusal:
        return moved_on_to(url_for(".show", number=number), refusal)
    flash(_("已并入工单。寄信人不是反映人的，内容不出现在往来里，请把要点写进工单。"))
    return redirect(page_of(ticket), 303)


@mail_in.post("/<int:number>/filing")
def file_away(number: int) -> Answer:
    mail, form = _mail(number), FileForm()
    if not form.validate():
        return _page(mail, file_form=form), 422
    try:
        operations.file_away(mail, by=me(), reason=form.reason.data)
        db.session.commit()
    except Refusal as refusal:
        return moved_on_to(url_for(".show", number=number), refusal)
    flash(_("已归档，理由记入责任日志。"))
    return redirect(url_for(".show", number=number), 303)


def _mail(number: int) -> RawMail:
    return queries.mail_for(me(), number) or abort(404)


def _page(
    mail: RawMail,
    *,
    ticket_form: TicketForm | None = None,
    join_form: JoinForm | None = None,
    file_form: FileForm | None = None,
) -> str:
    read = _read(mail)
    failed = next((form for form in (ticket_form, join_form, file_form) if form), None)
    said = f"{read.subject}\n{read.text}" if read else ""
    return render_template(
        "intake/show.html",
        mail=mail,
        read=read,
        words=read.text[:SHOWN_WORDS] if read else "",
        is_cut=bool(read and len(read.text) > SHOWN_WORDS),
        way=WAYS[mail.came_by],
        nature=NATURES.get(mail.nature or ""),
        rule=BY_CODE.get(mail.caught_by),
        faults=[FAULTS[code] for code in mail.faults if code in FAULTS],
        records=queries.records_spoken_of(said) if mail.waits_for_a_person or mail.ticket_id else [],
        sees_other=bool(queries.tickets_seen(me(), [mail.may_belong_to])),
        failed=failed,
        ticket_form=ticket_form or TicketForm(formdata=None),
        join_form=join_form or JoinForm(formdata=None),
        file_form=file_form or FileForm(formdata=None),
    )


def _read(mail: RawMail) -> ReadMail | None:
    """What the mail says; None when its bytes cannot be had."""
    try:
        return jobs.read_again(mail)
    except (OSError, SealBroken):
        return None


def _bytes_of(mail: RawMail) -> bytes:
    try:
        return operations.opened(mail, folder=jobs.folder())
    except (OSError, SealBroken):
        abort(404)


def _handed_over(mail: RawMail, content: bytes, name: str, media_type: str, what: str) -> Response:
    answer = send_file(
        BytesIO(content), media_type, as_attachment=True, download_name=name, conditional=False, etag=False
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    if request.method == "GET":
        number = mail.id
        with writing_apart():
            operations.note_opened(db.session.get_one(RawMail, number), by=me(), what=what)
            db.session.commit()
    return answer
