"""我的利害关系: what a member of staff declares of their own, so that no ticket about that party comes to them."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, recusals
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.forms_staff.recusing import RelationForm
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff


@staff.get("/relations")
def relations() -> str:
    _not_for_supervisors()
    return _page(RelationForm(None).prepare())


@staff.post("/relations")
def declare_relation() -> Answer:
    _not_for_supervisors()
    form = RelationForm().prepare()
    if not form.validate():
        return _page(form), 422
    try:
        operations.declare_relation(
            party=form.party.data, credit_code=form.credit_code.data, ground=form.ground.data, reason=form.reason.data, by=me()
        )  # fmt: skip
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.say(lang()))
        return _page(form), 422
    flash(_("已申报。以后反映这个单位或者个人的工单，您都要回避。"))
    return redirect(url_for("staff.relations"), 303)


@staff.post("/relations/<int:number>/end")
def end_relation(number: int) -> Answer:
    found = next((one for one in recusals.relations_of(me()) if one.id == number), None) or abort(404)
    if found.is_running:
        operations.end_relation(found, by=me())
        db.session.commit()
        flash(_("已记下：这项利害关系不再存在。已经决定的回避不变。"))
    return redirect(url_for("staff.relations"), 303)


def _page(form: RelationForm) -> str:
    return render_template("tickets/staff/relations.html", form=form, rows=recusals.relations_of(me()))


def _not_for_supervisors() -> None:
    """They change nothing here; an officer put in the lead of one ticket says it on that ticket."""
    if me().is_supervisor:
        abort(404)
