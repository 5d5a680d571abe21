"""The emergency path on a phone: hide with one reason, and the leader's word afterwards."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import operations
from feedback_app.disclosures.forms_down import DecisionForm, HidingForm, label_of
from feedback_app.disclosures.grounds import HIDING_REASONS
from feedback_app.disclosures.models import DisclosureRecord, Hiding
from feedback_app.disclosures.views_staff.blueprint import lang, moved_on, record_or_404, staff_records
from feedback_app.disclosures.views_staff.down import Down, down_of, step_page
from feedback_app.extensions import db

Page = str | Response | tuple[str, int]


@staff_records.get("/<ref>/hiding")
def ask_hiding(ref: str) -> Page:
    return _hiding_page(_hidable(ref), HidingForm())


@staff_records.post("/<ref>/hiding")
def hide(ref: str) -> Page:
    """No stale page stops an emergency: what counts is that the record is public now."""
    record, form = _hidable(ref), HidingForm()
    if not form.validate_on_submit():
        return _hiding_page(record, form), 422
    operations.hide(record, form.reason.data, by=current_user, alerted_at=form.alerted_at)
    db.session.commit()
    flash(_("已经屏蔽，公众看不到了。领导会在期限内审批。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/hiding/decision")
def ask_hiding_decision(ref: str) -> Page:
    record, down = _decidable(ref)
    return _decision_page(record, _open(down), _decision(down))


@staff_records.post("/<ref>/hiding/decision")
def decide_hiding(ref: str) -> Page:
    record, down = _decidable(ref)
    hiding, form = _open(down), _decision(down)
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _decision_page(record, hiding, form), 422
    if form.agrees:
        operations.confirm_hiding(hiding, by=current_user, reason=form.reason.data)
        said = _("已同意。接下来改好重新公示，或者撤下。") if record.is_hidden else _("已同意。")
    else:
        operations.lift(hiding, by=current_user, reason=form.reason.data or "")
        said = _("已恢复公示。")
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".show", ref=ref), 303)


def _hidable(ref: str) -> DisclosureRecord:
    record = record_or_404(ref)
    return record if record.is_public and down_of(record).may_hide else abort(404)


def _decidable(ref: str) -> tuple[DisclosureRecord, Down]:
    record = record_or_404(ref)
    down = down_of(record)
    return (record, down) if down.may_decide_hiding else abort(404)


def _open(down: Down) -> Hiding:
    assert down.hiding is not None
    return down.hiding


def _decision(down: Down) -> DecisionForm:
    """Approving is offered once, lifting as long as it is hidden."""
    hiding = _open(down)
    agree = _("同意屏蔽") if hiding.is_unapproved else ""
    return DecisionForm(agree, _("恢复公示") if hiding.ended_at is None else "")


def _hiding_page(record: DisclosureRecord, form: HidingForm) -> str:
    return step_page(
        record,
        form,
        title=_("紧急屏蔽"),
        lead=_("按下以后，公众马上看不到这条信息。主管领导在 1 个工作日内审批。"),
        verb=_("马上屏蔽"),
        danger=True,
        hints={"reason": {key: getattr(row, f"help_{lang()}") for key, row in HIDING_REASONS.items()}},
        notes={"alerted": _("有人反映才填，例如 2026-11-21 22:40。自己发现的不用填。")},
    )


def _decision_page(record: DisclosureRecord, hiding: Hiding, form: DecisionForm) -> str:
    running = [one for one in deadlines.clocks("record", record.ref) if one.rule == "EMERGENCY_HIDE_APPROVE"]
    told = [
        {"label": _("谁屏蔽的"), "value": hiding.hidden_by},
        {"label": _("屏蔽的原因"), "value": label_of(hiding.reason_row)},
    ]
    return step_page(
        record,
        form,
        title=_("审批紧急屏蔽"),
        lead=_("同意的，继续暂停公示，改好或者撤下；没有问题的，写明理由，恢复公示。"),
        verb=_("确认决定"),
        facts_of=told,
        hiding=hiding,
        limit=running[-1] if running else None,
        notes={"reason": _("恢复公示必须写明理由。")},
    )
