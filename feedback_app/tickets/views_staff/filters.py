"""The views of the list a person keeps for themselves."""

from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from feedback_app.extensions import db
from feedback_app.tickets import desk_rows
from feedback_app.tickets.filtering import Wanted
from feedback_app.tickets.forms_staff.base import tidy_line
from feedback_app.tickets.operations import desk as desk_operations
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff

VIEWS = ("mine", "late", "all")


@staff.post("/filters")
def save_filter() -> Answer:
    """保存筛选: under a name; the same name again replaces it."""
    name, query = tidy_line(request.form.get("name"))[:60], _query()
    back = f"{url_for('staff.queue')}?{query}"
    if not name or len(query) > 500:
        flash(_("请给筛选起个名字。"), "error")
    elif len(desk_rows.filters_of(me())) >= desk_rows.MOST_FILTERS:
        flash(_("最多保存 %(most)s 个筛选。先删掉不用的。", most=desk_rows.MOST_FILTERS), "error")
    else:
        desk_operations.save_filter(name, query, is_default=bool(request.form.get("is_default")), by=me())
        db.session.commit()
        flash(_("筛选“%(name)s”已保存。", name=name), "success")
    return redirect(back, 303)


@staff.post("/filters/<int:number>/removal")
def drop_filter(number: int) -> Answer:
    """删除筛选: one's own only; another's number is as if there were none."""
    desk_operations.drop_filter(number, by=me())
    db.session.commit()
    return redirect(url_for("staff.queue", view="mine"), 303)


def _query() -> str:
    """Only what the list understands, so that nothing else can stand in the address."""
    wanted = Wanted.read(dict(parse_qsl(request.form.get("query", "")[:2000])))
    view = request.form.get("view", "")
    return urlencode({"view": view if view in VIEWS else "mine"} | wanted.given)
