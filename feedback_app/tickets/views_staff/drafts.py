"""The first draft of the public words beside a record that was right, built from the finding, to be edited."""

from feedback_app.tickets.models import Ticket


def clarification_draft(ticket: Ticket) -> str:
    """The public words beside a record that was right."""
    verification = ticket.verification
    if verification is None:
        return ""
    compared = verification.compared.rstrip("。")
    if verification.finding == "accurate":
        return f"有人反映这条信息有误。经对照{compared}核对，公示的内容与原件一致，不作改动。{verification.basis}"
    if verification.finding == "cannot_verify":
        return f"有人反映这条信息有误。我们查了{compared}，按现有材料不能核实，公示的内容暂不改动。"
    return f"有人就这条信息提出意见。经核实，所反映的事项不由本机关办理。{verification.basis}"
