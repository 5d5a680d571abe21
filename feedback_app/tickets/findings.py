"""What a verification can find (核实结论), and what each finding then demands before a ticket may be closed.

Article 15 asks that information found wrong be clarified and corrected in time, its cause analysed and responsibility
traced; where it was right, the reporter is owed an explanation. A finding is a row here, not an `if` elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum


class Demand(StrEnum):
    """One thing that must be on record before the ticket is closed."""

    SIGNED_FINDING = "signed_finding"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    TAKEDOWN = "takedown"
    PUBLICATION = "publication"
    RECORD_NAMED = "record_named"
    REDIRECTION = "redirection"
    TRANSFER = "transfer"
    ALL_CHANNELS = "all_channels"
    MAIN_ANSWERED = "main_answered"  # of the ticket this one is merged into
    REPLY = "reply"
    CAUSE = "cause"
    BREACH = "breach"
    ACCOUNTABILITY = "accountability"


VERIFIED = frozenset({"inaccuracy_report", "omission_report", "privacy_takedown", "revocation_takedown"})
"""The kinds of report that go Article 15's whole way."""

CONDUCT = frozenset({"conduct_report"})
"""Reports about officers, sealed, with findings of their own."""


@dataclass(frozen=True)
class Finding:
    """One possible finding.

    `citizen_*` are the words the reporter reads. `leads_to` is the ticket's next state (5.2: clarifying, correcting,
    taking_down). `is_error` says whether the published information was wrong. `available_now`: whether the steps it
    leads to are built. `types`: the kinds of ticket that may be found so.
    """

    code: str
    label_zh: str
    label_en: str
    citizen_zh: str
    citizen_en: str
    leads_to: str
    demands: frozenset[Demand]
    is_error: bool
    available_now: bool
    article: str = "15"
    types: frozenset[str] = VERIFIED


_ANSWERED_FOR = frozenset(
    {Demand.SIGNED_FINDING, Demand.ALL_CHANNELS, Demand.REPLY, Demand.CAUSE, Demand.ACCOUNTABILITY}
)
_CORRECTED = _ANSWERED_FOR | {Demand.CORRECTION}
_EXPLAINED = frozenset({Demand.SIGNED_FINDING, Demand.CLARIFICATION, Demand.REPLY})

FINDINGS: dict[str, Finding] = {
    row.code: row
    for row in (
        Finding(
            "inaccurate",
            "属实：信息不准确",
            "substantiated: the information is inaccurate",
            "您反映的情况属实，公示的信息有误。",
            "You were right: the published information is wrong.",
            "correcting",
            _CORRECTED,
            is_error=True,
            available_now=True,
        ),
        Finding(
            "partly_inaccurate",
            "部分属实",
            "partly substantiated",
            "您反映的情况部分属实：有误的部分更正，其余部分向您说明。",
            "You were partly right: what is wrong is corrected, the rest is explained to you.",
            "correcting",
            _CORRECTED,
            is_error=True,
            available_now=True,
        ),
        Finding(
            "outdated",
            "过期未更新",
            "out of date",
            "公示的信息没有及时更新，我们会更新为最新情况。",
            "The published information was not kept up to date and is being updated.",
            "correcting",
            _CORRECTED,
            is_error=True,
            available_now=True,
            article="15, 17",
        ),
        Finding(
            "accurate",
            "信息准确",
            "the information is accurate",
            "经核对原始材料，公示的信息准确，我们会向您说明理由。",
            "Checked against the originals, the published information is accurate; we explain why.",
            "clarifying",
            _EXPLAINED,
            is_error=False,
            available_now=True,
        ),
        Finding(
            "cannot_verify",
            "无法核实",
            "cannot be verified",
            "按现有材料无法核实，我们会说明查了什么、还缺什么；有新材料可以再反映。",
            "It could not be verified with what there is; we say what was checked and what is missing. "
            "You can report again with new material.",
            "clarifying",
            _EXPLAINED,
            is_error=False,
            available_now=True,
        ),
        Finding(
            "not_our_matter",
            "非本机关职责",
            "not within our responsibility",
            "这件事不归我们管，我们会告诉您归谁管、怎么联系。",
            "This is not for us to decide; we tell you who is responsible and how to reach them.",
            "clarifying",
            frozenset({Demand.SIGNED_FINDING, Demand.REDIRECTION, Demand.REPLY}),
            is_error=False,
            available_now=True,
        ),
        Finding(
            "omitted",
            "应公示未公示",
            "omitted: should have been published",
            "这条信息应当公示而没有公示，我们会补充公示。",
            "This information should have been published and was not; it is being published.",
            "publishing",
            _ANSWERED_FOR | {Demand.RECORD_NAMED, Demand.PUBLICATION},
            is_error=True,
            available_now=True,
            article="15, 17",
        ),
        Finding(
            "over_disclosed",
            "过度公开",
            "over-disclosed",
            "公示的内容超出了应当公开的范围，我们会撤下或者遮盖。",
            "More was published than may be; it is being taken down or masked.",
            "taking_down",
            _ANSWERED_FOR | {Demand.TAKEDOWN, Demand.BREACH},
            is_error=True,
            available_now=True,
            article="9, 15",
            types=VERIFIED - {"omission_report"},
        ),
        Finding(
            "revoked",
            "属实：决定已撤销、变更，应当撤下",
            "substantiated: the decision was undone and has to come down",
            "您反映的情况属实：原决定已经不再有效，公示的信息应当撤下。",
            "You were right: the decision no longer stands, and what is published has to come down.",
            "taking_down",
            _ANSWERED_FOR | {Demand.TAKEDOWN},
            is_error=True,
            available_now=True,
            article="12, 15",
            types=frozenset({"revocation_takedown", "inaccuracy_report"}),
        ),
        # Of an officer's conduct. Nothing of it is ever public; what follows for the officer stands under accountability.
        Finding(
            "conduct_substantiated",
            "举报属实",
            "substantiated",
            "您举报的情况属实，正在依规处理。",
            "What you reported is true and is being dealt with by the rules.",
            "clarifying",
            frozenset({Demand.SIGNED_FINDING, Demand.REPLY, Demand.ACCOUNTABILITY}),
            is_error=True,
            available_now=True,
            article="5",
            types=CONDUCT,
        ),
        Finding(
            "conduct_referred",
            "线索移送有权机关",
            "referred to the competent authority",
            "您举报的情况已经移送有权机关处理。",
            "What you reported has been referred to the competent authority.",
            "clarifying",
            frozenset({Demand.SIGNED_FINDING, Demand.REPLY, Demand.ACCOUNTABILITY}),
            is_error=True,
            available_now=True,
            article="5",
            types=CONDUCT,
        ),
        Finding(
            "conduct_not_substantiated",
            "举报不属实或者无法查实",
            "not substantiated",
            "您举报的情况，按现有材料没有查实。有新的材料可以再反映。",
            "With what there is, what you reported could not be confirmed. You can report again with new material.",
            "clarifying",
            frozenset({Demand.SIGNED_FINDING, Demand.REPLY}),
            is_error=False,
            available_now=True,
            article="5",
            types=CONDUCT,
        ),
    )
}
