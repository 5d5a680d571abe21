"""First drafts of what goes out: built from the finding, warm and plain, in the reader's language, to be edited.

The reporter reads them in the language the report was made in; the clarification stands beside a Chinese record.
"""

from dataclasses import dataclass

from feedback_app import clock
from feedback_app.disclosures.fields import plain
from feedback_app.tickets.models import Ticket


@dataclass(frozen=True)
class Opening:
    """How the answer begins for one finding. {changes}: the fields put right; {compared}: what was looked at."""

    zh: str
    en: str


OPENINGS = {
    "inaccurate": Opening(
        "您说得对，公示的内容有误。{changes}",
        "You were right: what we published was wrong. {changes}",
    ),
    "partly_inaccurate": Opening(
        "您反映的情况部分属实。{changes}其余部分我们对照{compared}核对过，与原件一致，没有改动。",
        "You were partly right. {changes} The rest was checked against {compared}; it agrees and stays as it is.",
    ),
    "outdated": Opening(
        "您说得对，这条信息没有及时更新。{changes}",
        "You were right: this was not kept up to date. {changes}",
    ),
    "accurate": Opening(
        "我们对照{compared}核对过，公示的内容与原件一致，所以没有改动。",
        "We checked it against {compared}. What is published agrees with the original, so it stays as it is.",
    ),
    "cannot_verify": Opening(
        "我们查了{compared}，按现有材料还不能核实。",
        "We looked at {compared}, but with what there is it could not be verified.",
    ),
    "not_our_matter": Opening(
        "这件事不归我们管。",
        "This is not for us to decide.",
    ),
}
_GREETING = {
    "zh": "您反映的“{title}”，我们核实了。",
    "en": "We have looked into your report about “{title}”.",
}
_CHANGE = {
    "zh": "{field}原来写的是“{old}”，已更正为“{new}”。",
    "en": "{field} read “{old}” and now reads “{new}”.",
}
_CORRECTED = {
    "zh": "更正已于{day}公布，其他公示载体也在同步更正。给您带来的不便，我们很抱歉。",
    "en": "The correction was published on {day} and the other channels are following. We are sorry for the trouble.",
}
_THANKS = {
    "zh": "谢谢您的监督。如果还有疑问，请打公布的电话。",
    "en": "Thank you for telling us. If anything is unclear, please call the published number.",
}
_MORE = {
    "accurate": {
        "zh": "如果您手上的材料写得不一样，请带上材料再反映一次，我们会重新核对。",
        "en": "If the documents you hold say otherwise, please report again with them and we will check once more.",
    },
    "cannot_verify": {
        "zh": "如果您有新的材料，请再反映一次，我们会接着查。",
        "en": "If you have new material, please report again and we will go on.",
    },
    "not_our_matter": {
        "zh": "（请写明归哪个单位管、电话是多少。）",
        "en": "(Say which authority is responsible and how to reach it.)",
    },
}


def reply_draft(ticket: Ticket) -> str:
    """An answer to the reporter, in the language of the report."""
    language = "en" if ticket.locale.startswith("en") else "zh"
    verification, record = ticket.verification, ticket.record
    if verification is None:
        return ""
    title = "" if record is None else record.title_en if language == "en" else record.title_zh
    opening = OPENINGS.get(verification.finding)
    begins = "" if opening is None else opening.en if language == "en" else opening.zh
    parts = [
        _GREETING[language].format(title=title),
        begins.format(
            changes=_changes(ticket, language), compared=verification.compared.rstrip("。.")
        ).strip(),
        _after(ticket, language),
        _THANKS[language],
    ]
    return "\n".join(part for part in parts if part)


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


def _changes(ticket: Ticket, language: str) -> str:
    """What was put right, as it was published."""
    record, correction = ticket.record, ticket.correction
    version = record.version(correction.to_number) if record and correction else None
    if record is None or version is None:
        return ""
    said = []
    for row in version.changes:
        field = record.category.field(row["field"])
        name = field.label_en if language == "en" else f"“{field.label_zh}”"
        old, new = plain(field, row["old"], language), plain(field, row["new"], language)
        said.append(_CHANGE[language].format(field=name, old=old, new=new))
    return (" " if language == "en" else "").join(said)


def _after(ticket: Ticket, language: str) -> str:
    if ticket.correction is not None:
        on = clock.to_local(ticket.correction.at).date()
        day = f"{on.day} {on:%B %Y}" if language == "en" else f"{on.month}月{on.day}日"
        return _CORRECTED[language].format(day=day)
    more = _MORE.get(ticket.verification.finding, {}) if ticket.verification else {}
    return more.get(language, "")
