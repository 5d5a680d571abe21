"""Every step beside the straight way, each taken once by those whose it is: for tests that need all of it in the log."""

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.tickets import operations
from feedback_app.tickets.operations import Part, PassedOn
from tests.factories import beijing, people, ticket_after, ticket_at

MONDAY = beijing("2026-11-09 18:00")
TUESDAY = beijing("2026-11-10 18:30")


def everything_beside() -> None:
    """Committed by the caller."""
    _waited()
    _withdrawn()
    _turned()


def _waited() -> None:
    cast, ticket = people(), ticket_at("investigating")
    with clock.at(TUESDAY):
        operations.ask_supplement(ticket, "请补充。", by=cast.liufang)
        operations.supply(ticket, "补充了。", by=None)
        operations.suspend(ticket, by=cast.liweidong, reason="等鉴定")
        operations.resume(ticket, by=cast.liweidong, reason="鉴定到了")
        operations.extend(ticket, to_rule="TICKET_COMPLEX", by=cast.liweidong, reason="要复查")
        operations.ask_supplement(ticket, "再补充。", by=cast.liufang)
        operations.go_on(ticket)
        operations.split(ticket, Part("pollution_report", "晚上灰大。"), by=cast.sunlei)
    db.session.flush()


def _withdrawn() -> None:
    cast = people()
    ended, mended = ticket_at("accepted"), ticket_at("accepted")
    with clock.at(MONDAY):
        for ticket in (ended, mended):
            operations.withdraw(ticket, "看错了。")
        operations.end_withdrawn(ended, by=cast.sunlei, reason="与原件一致")
        operations.mend_anyway(mended, by=cast.sunlei, reason="明显不符")


def _turned() -> None:
    cast = people()
    passed, declined = (ticket_after("accept", kind="inquiry", claims=()) for _ in range(2))
    with clock.at(MONDAY):
        operations.transfer(passed, PassedOn("交通运输局", "0994-0000000", "已转去。"), by=cast.sunlei)
        operations.decline(
            declined, ground="other_procedure", remedy="可以申请复议。", by=cast.liweidong, reason="在复议"
        )
    answered = ticket_at("closed", "accurate")
    with clock.at(beijing("2026-11-21 10:00")):
        operations.reopen(answered, by=cast.majianxin, reason="发现新材料")
    objected = ticket_at("replied", "accurate")
    with clock.at(beijing("2026-11-12 10:00")):
        operations.object_to_answer(objected, "没有看原件。")
