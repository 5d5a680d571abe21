"""Everything about keeping away that leaves an entry in the log."""

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.tickets import operations, recusals
from feedback_app.tickets.operations import Decision
from tests.factories import beijing, people, ticket_at


def everything_about_keeping_away() -> None:
    """Asked for in words and by name, granted and refused; declared and ended; looks asked for, consented to, refused."""
    cast = people()
    ticket = ticket_at("accepted")
    with clock.at(beijing("2026-11-09 18:00")):
        (asked,) = operations.ask_recusal(ticket, "请那位副局长回避")
        operations.say_who_is_meant(asked, cast.liweidong, by=cast.sunlei)
        operations.decide_recusal(asked, Decision(True, "other", "情况属实"), by=cast.majianxin)
        other = operations.enter_recusal(
            ticket, cast.liufang, ground="other", words="电话里说的", by=cast.sunlei
        )
        operations.decide_recusal(
            other, Decision(False, "", "没有利害关系"), by=recusals.deciders(ticket, cast.liufang)[1][0]
        )
        relation = operations.declare_relation(
            party="某某公司", ground="own_interest", reason="参股", by=cast.chenzhiqiang
        )
        operations.end_relation(relation, by=cast.chenzhiqiang)
        for granted in (True, False):
            look = operations.ask_reveal(ticket, by=cast.majianxin, reason="核对重复反映")
            operations.decide_reveal(look, granted=granted, reason="可以", by=cast.wangxiaoyan)
            look.expires_at = clock.now() if granted else None
            db.session.flush()
    db.session.commit()
