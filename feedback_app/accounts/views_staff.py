"""Staff: leaving one's work to another while away, and taking it back (代为行使)."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from feedback_app import clock
from feedback_app.accounts import delegating, queries
from feedback_app.accounts.forms import DelegationForm
from feedback_app.accounts.models import Delegation, StaffUser
from feedback_app.accounts.roles import DELEGABLE, NEVER_DELEGATES, ROLES, Role
from feedback_app.extensions import db

delegations = Blueprint("delegations", __name__, url_prefix="/staff/delegations")


@delegations.before_request
@login_required
def signed_in() -> None:
    """Every page here asks for a sign-in."""


@delegations.get("/")
def index() -> str:
    return _page(_form())


@delegations.post("/")
def make() -> Response | tuple[str, int]:
    form = _form()
    people = {str(one.id): one for one in queries.active_staff()}
    whose = people.get(form.from_user.data or "") if _arranges() else current_user
    to_user = people.get(form.to_user.data or "")
    good = form.validate_on_submit()
    from_on, to_on = form.day("from_on"), form.day("to_on")
    for name, chosen in (("from_user", whose), ("to_user", to_user)):
        if chosen is None:
            form.refuse(name, _("请从名单里选一个人。"))
    if not good or form.errors or whose is None or to_user is None or from_on is None or to_on is None:
        return _page(form), 422
    roles = [role for role in DELEGABLE if role.value in (form.roles.data or [])]
    try:
        delegating.delegate(
            whose,
            to_user,
            from_on=from_on,
            to_on=to_on,
            roles=roles,
            by=current_user,
            reason=form.reason.data or "",
        )
    except delegating.DelegationRefused as refusal:
        form.refuse(refusal.where, refusal.say(_lang()))
        return _page(form), 422
    db.session.commit()
    flash(_("已安排代办，并发邮件告知对方。"), "success")
    return redirect(url_for(".index"), 303)


@delegations.post("/<int:number>/end")
def end(number: int) -> Response:
    found = db.session.get(Delegation, number)
    if found is None or not (_arranges() or current_user.id == found.from_user_id):
        abort(404)
    delegating.end(found, by=current_user)
    db.session.commit()
    flash(_("代办已收回，即时生效。"), "success")
    return redirect(url_for(".index"), 303)


def _page(form: DelegationForm) -> str:
    return render_template(
        "accounts/delegations.html",
        form=form,
        rows=queries.delegations(None if _arranges() else current_user),
        may_make=_arranges() or bool(_own_roles()),
        arranges=_arranges(),
        roles=ROLES,
    )


def _form() -> DelegationForm:
    form = DelegationForm(data={"from_on": clock.today().isoformat(), "from_user": str(current_user.id)})
    staff = queries.active_staff()
    helpers = [one for one in staff if not one.roles & NEVER_DELEGATES]
    form.offer(
        [_choice(one) for one in staff if one.roles & frozenset(DELEGABLE)],
        [SelectChoice("", _("请选择")), *(_choice(one) for one in helpers)],
        [SelectChoice(role.value, _label(role)) for role in (DELEGABLE if _arranges() else _own_roles())],
    )
    return form


def _choice(one: StaffUser) -> SelectChoice:
    english = _lang() == "en" and one.name_en
    name, post = (one.name_en, one.post_en or one.post) if english else (one.name, one.post)
    return SelectChoice(str(one.id), _("%(name)s（%(post)s）", name=name, post=post))


def _own_roles() -> list[Role]:
    return [role for role in DELEGABLE if role in current_user.roles]


def _label(role: Role) -> str:
    words = ROLES[role].label_en if _lang() == "en" else ROLES[role].label_zh
    return words[:1].upper() + words[1:]


def _arranges() -> bool:
    return delegating.may_arrange_for_others(current_user)


def _lang() -> str:
    return "en" if str(get_locale()) == "en" else "zh"
