"""Signing in and out."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from feedback_app.accounts import operations, queries
from feedback_app.accounts.forms import SignInForm
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.way_back import own_page
from feedback_app.extensions import caller_key, db, limiter, reading_only

accounts = Blueprint("accounts", __name__)


@accounts.get("/staff/sign-in")
def sign_in() -> str | Response:
    if current_user.is_authenticated:
        return redirect(_landing(current_user), 303)
    return render_template("accounts/sign_in.html", form=SignInForm())


@accounts.post("/staff/sign-in")
@limiter.limit(
    lambda: current_app.config["LIMIT_SIGN_IN"],
    key_func=caller_key,
    # Only failures count: a whole office may sign in through one address in the morning.
    deduct_when=lambda answer: answer.status_code != 303,
)
def enter() -> str | Response | tuple[str, int]:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    user = _find(form.login.data or "", form.password.data or "")
    if user is None:
        form.password.errors = [_("登录名或密码不对。请核对后再试；忘记密码请找系统管理员重设。")]
        return render_template("accounts/sign_in.html", form=form), 422
    return _open_session(user)


@accounts.post("/staff/sign-out")
def sign_out() -> Response:
    if current_user.is_authenticated:
        operations.sign_out(current_user)
        db.session.commit()
        logout_user()
    kept = {name: session[name] for name in ("language", "elder") if name in session}
    session.clear()
    session.update(kept)
    flash(_("您已退出。"))
    return redirect(url_for(".sign_in"), 303)


def _find(login: str, password: str) -> StaffUser | None:
    """The person, if the password fits. Checked before any write lock is taken: it is slow on purpose."""
    with reading_only():
        user = queries.user_by_login(login.strip())
        fits = operations.password_fits(user, password)
        db.session.rollback()
    user = queries.user_by_login(login.strip())
    if not fits:
        operations.refuse_sign_in(user)
        db.session.commit()
        return None
    return user


def _open_session(user: StaffUser) -> Response:
    token = operations.sign_in(user, hours=current_app.config["SESSION_HOURS"])
    db.session.commit()
    kept = {name: session[name] for name in ("language", "elder") if name in session}
    session.clear()  # nothing a stranger may have planted before survives the sign-in
    session.update(kept)
    user.session_token = token
    login_user(user)
    return redirect(_wanted() or _landing(user), 303)


def _wanted() -> str | None:
    """The staff page that asked for the sign-in, if it is really one of ours."""
    wanted = own_page(request.args.get("next", ""))
    # The bare desk is not a wish: everyone begins where their post does.
    return wanted if wanted is not None and wanted.startswith("/staff/") and wanted != "/staff/" else None


def _landing(user: StaffUser) -> str:
    if user.is_supervisor:
        return url_for("oversight.log")
    return url_for("staff.queue" if user.works_on_tickets else "staff_records.index")
