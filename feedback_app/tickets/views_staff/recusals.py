"""Recusal (回避) as pages: what is asked for on a ticket, what waits for a decision, and the decision itself."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, queries, recusals
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.forms_staff.people import Candidate
from feedback_app.tickets.forms_staff.recusing import DecideForm, EnterRecusalForm, OwnRecusalForm, WhoForm
from feedback_app.tickets.models import Recusal, Ticket
from feedback_app.tickets.operations import Decision
from feedback_app.tickets.recusal import ASKERS
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on_to, staff, ticket_or_404
from feedback_app.tickets.views_staff.first_steps import candidates_for
from feedback_app.tickets.workflow import Seat

OWN, ENTERED = "own-", "entered-"


@staff.get("/recusals")
def recusals_waiting() -> str:
    """The recusals this person has to decide."""
    rows = [(row, recusals.may_decide(row, me())) for row in recusals.waiting_for(me())]
    return render_template("tickets/staff/recusals_waiting.html", rows=rows, askers=ASKERS)


@staff.get("/tickets/<ref>/recusals")
def ticket_recusals(ref: str) -> str:
    """Every recusal of one ticket: asked for, decided; and the ways to ask for one."""
    return _page(ticket_or_404(ref))


@staff.post("/tickets/<ref>/recusals")
def recuse_self(ref: str) -> Answer:
    """本人申请回避."""
    ticket, form = ticket_or_404(ref), OwnRecusalForm(prefix=OWN).prepare()
    if not form.validate():
        return _page(ticket, own=form), 422
    done = _("已申请回避，等上一级决定。决定以前，请不要再办理这件工单。")
    act = lambda: operations.recuse_self(ticket, ground=form.ground.data, words=form.words.data, by=me())  # noqa: E731
    return _acted(
        ref, act, form, done, again=lambda: _page(queries.ticket_for(me(), ref) or abort(404), own=form)
    )


@staff.post("/tickets/<ref>/recusals/entered")
def enter_recusal(ref: str) -> Answer:
    """登记回避申请: what somebody asked for by telephone or letter."""
    ticket = _for_clerks(ref)
    form = EnterRecusalForm(prefix=ENTERED).offer(_staff_of_the_bureau())
    if not form.validate():
        return _page(ticket, entered=form), 422
    act = lambda: operations.enter_recusal(  # noqa: E731
        ticket, form.chosen, ground=form.ground.data, words=form.words.data, by=me()
    )
    return _acted(
        ref,
        act,
        form,
        _("已登记回避申请，已通知决定的人。"),
        again=lambda: _page(_for_clerks(ref), entered=form),
    )


@staff.post("/tickets/<ref>/recusals/<int:number>/person")
def recusal_person(ref: str, number: int) -> Answer:
    """Who is meant by the reporter's words."""
    ticket = _for_clerks(ref)
    recusal = recusals.one(ticket, number) or abort(404)
    form = WhoForm(prefix=f"who-{number}-").offer(_staff_of_the_bureau())
    if not form.validate():
        return _page(ticket, who={number: form}), 422
    act = lambda: operations.say_who_is_meant(recusal, form.chosen, by=me())  # noqa: E731
    return _acted(
        ref,
        act,
        form,
        _("已指明，已通知决定的人。"),
        again=lambda: _page(_for_clerks(ref), who={number: form}),
    )


@staff.post("/tickets/<ref>/recusals/named")
def recusal_named(ref: str) -> Answer:
    """登记被举报人: whom a report about conduct is about."""
    ticket = _for_clerks(ref)
    form = WhoForm(prefix="named-").offer(_staff_of_the_bureau(with_supervisors=True))
    if not form.validate():
        return _page(ticket, named=form), 422
    act = lambda: operations.name_in_report(ticket, form.chosen, by=me())  # noqa: E731
    return _acted(
        ref,
        act,
        form,
        _("已登记被举报人，他看不到这件工单。"),
        again=lambda: _page(_for_clerks(ref), named=form),
    )


@staff.route("/tickets/<ref>/recusals/<int:number>/decision", methods=["GET", "POST"])
def recusal_decision(ref: str, number: int) -> Answer:
    """决定回避: for whoever is next above. They need not see the ticket itself."""
    ticket = queries.whole_ticket(ref) or abort(404)
    recusal = recusals.one(ticket, number)
    if recusal is None or not recusals.may_decide(recusal, me()):
        abort(404)
    seat = operations.seat_of(ticket, recusal.person) if recusal.person else None
    held = recusal.person is not None and operations.is_held(ticket, recusal.person)
    form = DecideForm().offer(_successors(ticket, recusal, seat), recusal.ground, is_held=held)
    shown = {
        "ticket": ticket,
        "recusal": recusal,
        "form": form,
        "seat": seat,
        "is_held": held,
        "askers": ASKERS,
    }
    if not form.validate_on_submit():
        return render_template(
            "tickets/staff/recusal_decision.html", **shown
        ), 422 if form.is_submitted() else 200
    try:
        decision = Decision(
            form.is_granted, form.ground.data, form.reason.data, form.chosen if seat else None
        )
        operations.decide_recusal(recusal, decision, by=me())
        db.session.commit()
    except StaleDataError as fault:
        return moved_on_to(url_for("staff.recusals_waiting"), fault)
    except Refusal as refusal:
        db.session.rollback()
        g.refused = refusal
        form.form_errors.append(refusal.say(lang()))
        return render_template("tickets/staff/recusal_decision.html", **shown), 422
    flash(_("已决定回避。") if form.is_granted else _("已决定不需要回避。"))
    return redirect(url_for("staff.recusals_waiting"), 303)


def _acted(
    ref: str, act: Callable[[], object], form: FlaskForm, done: str, *, again: Callable[[], str]
) -> Answer:
    """One act, one commit; what cannot be done is said on the same page, with what was typed."""
    try:
        act()
        db.session.commit()
    except StaleDataError as fault:
        return moved_on_to(url_for("staff.ticket_recusals", ref=ref), fault)
    except Refusal as refusal:
        db.session.rollback()
        g.refused = refusal
        form.form_errors.append(refusal.say(lang()))
        return again(), 422
    flash(done)
    # Whoever has just asked to keep away may see no more than a stub; the ticket's page knows.
    return redirect(url_for("staff.show", ref=ref), 303)


def _page(
    ticket: Ticket, *, own: OwnRecusalForm | None = None, entered: EnterRecusalForm | None = None,
    who: dict[int, WhoForm] | None = None, named: WhoForm | None = None,
) -> str:  # fmt: skip
    rows, is_clerk, given = recusals.of(ticket), _is_clerk(), who or {}
    people = _staff_of_the_bureau() if is_clerk else []
    asks = {
        row.id: given.get(row.id) or WhoForm(None, prefix=f"who-{row.id}-").offer(people)
        for row in rows
        if is_clerk and row.is_waiting and row.user_id is None
    }
    everyone = _staff_of_the_bureau(with_supervisors=True) if is_clerk and ticket.is_sealed else []
    return render_template(
        "tickets/staff/recusals.html",
        ticket=ticket,
        rows=[(row, recusals.may_decide(row, me())) for row in rows],
        askers=ASKERS,
        own=own or OwnRecusalForm(None, prefix=OWN).prepare() if ticket.is_open else None,
        entered=entered or EnterRecusalForm(None, prefix=ENTERED).offer(people)
        if is_clerk and ticket.is_open
        else None,
        asks=asks,
        named=named or WhoForm(None, prefix="named-").offer(everyone)
        if everyone and ticket.is_open
        else None,
    )


def _for_clerks(ref: str) -> Ticket:
    ticket = ticket_or_404(ref)
    return ticket if _is_clerk() else abort(404)


def _is_clerk() -> bool:
    return Role.INTAKE_CLERK in accounts.powers(me())


def _staff_of_the_bureau(*, with_supervisors: bool = False) -> list[StaffUser]:
    everyone = accounts.active_staff()
    outside = {Role.SUPERIOR_ORG, Role.JUSTICE_BUREAU}
    return [one for one in everyone if one.id != me().id and (with_supervisors or not one.roles & outside)]


def _successors(ticket: Ticket, recusal: Recusal, seat: Seat | None) -> list[Candidate]:
    """Who could take the seat that falls free; the person who would leave it cannot."""
    if seat is None or recusal.user_id is None or not ticket.is_open:
        return []
    return candidates_for(ticket, seat, {recusal.user_id: _("正在决定此人是否回避。")})
