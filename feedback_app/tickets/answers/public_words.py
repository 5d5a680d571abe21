"""How a public answer begins: what was asked and what came of it, in words from which nobody can be guessed."""

from feedback_app.tickets.answers.blanks import said_changes
from feedback_app.tickets.models import Ticket

# {fields}: the fields put right; {day}: of the correction. The answer stands beside a Chinese record, in Chinese.
_BY_FINDING = {
    "inaccurate": "经核实，该公示信息的{fields}有误，已于{day}更正并同步更新相关平台。对由此造成的不便深表歉意，感谢监督。",
    "partly_inaccurate": "经核实，该公示信息的{fields}有误，已于{day}更正；反映的其他内容与原件一致。感谢监督。",
    "outdated": "经核实，该公示信息的{fields}没有及时更新，已于{day}更新。感谢监督。",
    "accurate": "经核实，该公示信息与原件一致，没有改动。",
    "cannot_verify": "经查，按现有材料还不能核实，公示内容暂不改动。",
    "omitted": "经核实，该信息应当公示而没有公示，现已补充公示。感谢监督。",
    "over_disclosed": "经核实，公示的内容超出应当公开的范围，已撤下或者遮盖。感谢监督。",
    "not_our_matter": "反映的事项不由本机关办理，已告知归哪个单位办理。",
}


def asked_draft(ticket: Ticket) -> str:
    """What was asked, without the reporter's own words."""
    title = ticket.record.title_zh if ticket.record else ""
    fields = _fields(ticket, [claim.field_key for claim in ticket.claims if claim.field_key])
    if not title:
        return ""
    return f"有人反映“{title}”的{fields}有误。" if fields else f"有人反映“{title}”公示的内容有误。"


def answer_draft(ticket: Ticket) -> str:
    """What came of it."""
    words = _BY_FINDING.get(ticket.verification.finding, "") if ticket.verification else ""
    keys, day = said_changes(ticket)
    return words.format(fields=_fields(ticket, keys) or "内容", day=day)


def _fields(ticket: Ticket, keys: list[str]) -> str:
    row = ticket.record.category if ticket.record else None
    return "、".join(f"“{row.field(key).label_zh}”" for key in dict.fromkeys(keys)) if row else ""
