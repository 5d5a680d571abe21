"""The steps beside the straight way, each a page at the noun it leaves."""

from flask import current_app
from flask_babel import gettext as _

from feedback_app.deadlines.rules import RULES, pause_cap_of
from feedback_app.tickets import operations
from feedback_app.tickets.forms_staff.base import ReasonForm
from feedback_app.tickets.forms_staff.beside import (
    ExtensionForm,
    NonAcceptanceForm,
    SplitForm,
    SupplementForm,
    SuppliedForm,
    TransferForm,
)
from feedback_app.tickets.operations import Part, PassedOn
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.views_staff.changes import claim_rows
from feedback_app.tickets.ways import PASSED_TO
from feedback_app.tickets.workflow import STEPS

PAGE = "tickets/staff/beside.html"


@staff.route("/tickets/<ref>/supplement", methods=["GET", "POST"])
def supplement(ref: str) -> Answer:
    """请反映人补充: the limits stand still until the answer."""
    ticket, form = ticket_or_404(ref), SupplementForm()
    return take_step(
        ticket, STEPS["ask_supplement"], form, PAGE, claims=claim_rows(ticket),
        lead=_(
            "反映人会看到这段话，留了邮箱的还会收到邮件。等待期间办理期限暂停，前后加起来最多 %(days)s 个工作日。",
            days=pause_cap_of(RULES["TICKET_NORMAL"]),
        ),
        act=lambda: operations.ask_supplement(ticket, form.asked.data, by=me()),
        done=_("已请反映人补充，办理期限暂停。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/supplement-answer", methods=["GET", "POST"])
def supplement_answer(ref: str) -> Answer:
    """登记反映人的补充: for who answers by telephone or in person."""
    ticket, form = ticket_or_404(ref), SuppliedForm()
    return take_step(
        ticket, STEPS["supply"], form, PAGE, claims=claim_rows(ticket),
        lead=_("反映人打电话或者当面补充的，记在这里，念给对方听一遍。记下后办理期限恢复。"),
        act=lambda: operations.supply(ticket, form.answer.data, by=me()),
        done=_("已登记，办理期限恢复。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/suspension", methods=["GET", "POST"])
def suspension(ref: str) -> Answer:
    """中止办理: with the reason, which the reporter is told."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["suspend"], form, PAGE, claims=claim_rows(ticket),
        lead=_("等鉴定、等判决等原因不能接着办时，才中止。理由会告诉反映人。"),
        act=lambda: operations.suspend(ticket, by=me(), reason=form.reason.data),
        done=_("已中止，并告知了反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/resumption", methods=["GET", "POST"])
def resumption(ref: str) -> Answer:
    """恢复办理."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["resume"], form, PAGE, claims=claim_rows(ticket), lead=_("写明为什么可以接着办了。"),
        act=lambda: operations.resume(ticket, by=me(), reason=form.reason.data), done=_("已恢复办理。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/extension", methods=["GET", "POST"])
def extension(ref: str) -> Answer:
    """延长办理期限: once, signed by the leader."""
    ticket, form = ticket_or_404(ref), ExtensionForm()
    running = operations.limit_of_the_answer(ticket)
    form.offer([RULES[code] for code in running.row.extends_to] if running else [])
    return take_step(
        ticket, STEPS["extend"], form, PAGE, claims=claim_rows(ticket), limit=running,
        lead=_("只能延长一次，由主管领导签字。理由会告诉反映人，延长的件数对外公布。"),
        act=lambda: operations.extend(ticket, to_rule=form.to_rule.data, by=me(), reason=form.reason.data),
        done=_("期限已延长，并告知了反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/transfer", methods=["GET", "POST"])
def transfer(ref: str) -> Answer:
    """转办: whose matter it is, and what the reporter was told."""
    ticket = ticket_or_404(ref)
    usual = PASSED_TO.get(ticket.type)
    contact = current_app.config["HOTLINE"]
    drafted = (
        {"to_whom": usual.whom, "contact": contact, "told": usual.told, "feedback_owed": True}
        if usual
        else {}
    )
    form = TransferForm(data=drafted)

    def act() -> None:
        passed = PassedOn(
            form.to_whom.data,
            form.contact.data,
            form.told.data,
            form.feedback_owed.data,
            form.ledger_number.data or "",
        )
        operations.transfer(ticket, passed, by=me())

    return take_step(
        ticket, STEPS["transfer"], form, PAGE, claims=claim_rows(ticket), act=act,
        lead=_("写给反映人看：转给了谁、怎么联系。不要把反映人是谁写进来。"),
        done=_("已转办，并告知了反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/non-acceptance", methods=["GET", "POST"])
def non_acceptance(ref: str) -> Answer:
    """不予受理: by a leader, on a ground of the table, with the remedy."""
    ticket, form = ticket_or_404(ref), NonAcceptanceForm()
    form.offer(ticket.route)

    def act() -> None:
        operations.decline(
            ticket, ground=form.ground.data, remedy=form.remedy.data, by=me(), reason=form.explanation.data
        )

    return take_step(
        ticket, STEPS["decline"], form, PAGE, claims=claim_rows(ticket), act=act,
        lead=_("只有下面这些理由可以不予受理。态度不好、说得不客气，不是理由。"),
        done=_("已决定不予受理，并告知了反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/withdrawal-end", methods=["GET", "POST"])
def withdrawal_end(ref: str) -> Answer:
    """没有明显错误，办结: what was withdrawn comes to its end."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["end_withdrawn"], form, PAGE, claims=claim_rows(ticket),
        lead=_("反映人已撤回。请再对照一眼公示的内容：没有明显错误，才可以办结。写明看了什么。"),
        act=lambda: operations.end_withdrawn(ticket, by=me(), reason=form.reason.data), done=_("已办结。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/withdrawal-mending", methods=["GET", "POST"])
def withdrawal_mending(ref: str) -> Answer:
    """仍有明显错误，继续核实: the error is mended although nobody asks for it any more."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["mend_anyway"], form, PAGE, claims=claim_rows(ticket),
        lead=_("反映人已撤回，但公示的内容明显有误，仍然要核实、更正。写明哪里明显有误。不用再答复反映人。"),
        act=lambda: operations.mend_anyway(ticket, by=me(), reason=form.reason.data), done=_("继续核实。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/reopening", methods=["GET", "POST"])
def reopening(ref: str) -> Answer:
    """重新办理: a leader takes a file up again."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["reopen"], form, PAGE, claims=claim_rows(ticket),
        lead=_("重新办理后，由另一位领导安排核实，期限从今天重新计算。反映人会收到告知。"),
        act=lambda: operations.reopen(ticket, by=me(), reason=form.reason.data), done=_("已重新办理。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/split", methods=["GET", "POST"])
def split(ref: str) -> Answer:
    """分出另一件: one submission that is several matters."""
    ticket, form = ticket_or_404(ref), SplitForm()
    form.offer()

    def act() -> None:
        record = ticket.record if form.same_record.data else None
        operations.split(ticket, Part(form.kind.data, form.words.data, record), by=me())

    return take_step(
        ticket, STEPS["split"], form, PAGE, claims=claim_rows(ticket), act=act,
        lead=_("一次反映里有几件不同的事，每件单独成一张工单，各走各的路。期限都从收到之日起算。"),
        done=_("已分出另一件，编号在“同一次反映”一栏。"),
    )  # fmt: skip
