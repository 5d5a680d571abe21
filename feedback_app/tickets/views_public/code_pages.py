"""Changing the code: at the first own use of one a clerk handed out, and whenever its owner likes."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback_app.extensions import db, keyring
from feedback_app.tickets import operations
from feedback_app.tickets.spelling import groups_of
from feedback_app.tickets.views_public import reader
from feedback_app.tickets.views_public.status_pages import Page, ask_for_code, status


@status.get("/status/code")
def code() -> Page:
    """The new code, to be written down before it is taken over; until then the old one stays good."""
    reading = reader.current()
    if reading is None:
        return ask_for_code()
    offered = operations.offered_code(reading)
    return render_template(
        "tickets/public/code.html",
        ticket=reading.ticket,
        must_change=reading.must_change,
        code=offered,
        groups=groups_of(offered or ""),
    )


@status.post("/status/code/new")
def new_code() -> Page:
    """Draw another code to look at."""
    reading = reader.current()
    if reading is None:
        return ask_for_code()
    operations.offer_code(reading)
    db.session.commit()
    return redirect(url_for(".code"), 303)


@status.post("/status/code")
def change_code() -> Page:
    """记好了: from here on only the new code is good."""
    reading = reader.current()
    offered = operations.offered_code(reading) if reading else None
    db.session.rollback()
    code_hash = (
        keyring.code_hash(offered) if offered else ""
    )  # slow on purpose: no transaction is open meanwhile
    reading = reader.current()
    if reading is None:
        return ask_for_code()
    if offered is None or operations.offered_code(reading) != offered:
        return redirect(url_for(".code"), 303)
    operations.change_code(reading, code_hash=code_hash)
    db.session.commit()
    flash(_("已经换成新的查询码，原来的不能再用了。"), "success")
    return redirect(url_for(".show"), 303)
