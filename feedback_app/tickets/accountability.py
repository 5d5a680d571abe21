"""How far tracing responsibility has come for one person or unit (责任追究的办理), as a table.

A measure is proposed; one that is the branch's own is decided here once the person has been heard; every other is
referred, and what the competent body decided is written down with its document. No row leads from a sanction to a
decision of the branch.
"""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.tickets.measures import MeasureKind


class Outcome(StrEnum):
    PROPOSED = "proposed"
    DECIDED_HERE = "decided_here"
    REFERRED = "referred"
    OUTCOME_RECORDED = "outcome_recorded"
    NO_FAULT = "no_fault"


@dataclass(frozen=True)
class OutcomeRow:
    """`is_settled`: the ticket need not wait for more."""

    label_zh: str
    label_en: str
    is_settled: bool = True


OUTCOMES = {
    Outcome.PROPOSED: OutcomeRow("已提出，待决定", "proposed", is_settled=False),
    Outcome.DECIDED_HERE: OutcomeRow("本机关已决定", "decided by the branch"),
    Outcome.REFERRED: OutcomeRow("已移送", "referred"),
    Outcome.OUTCOME_RECORDED: OutcomeRow("有权机关已处理", "outcome recorded"),
    Outcome.NO_FAULT: OutcomeRow("没有过错，不追究", "no liability"),
}


@dataclass(frozen=True)
class Settling:
    """One act on a proposal. `kinds`: the measures it is open to; `hears`: the person must have been heard before."""

    name: str
    frm: Outcome
    to: Outcome
    kinds: frozenset[MeasureKind]
    label_zh: str
    label_en: str
    article: str
    hears: bool = False


SETTLINGS = {
    row.name: row
    for row in (
        Settling(
            "decide", Outcome.PROPOSED, Outcome.DECIDED_HERE, frozenset({MeasureKind.DECIDED_HERE}),
            "记录本机关的决定", "Record the branch's decision", "17", hears=True,
        ),
        Settling(
            "refer", Outcome.PROPOSED, Outcome.REFERRED, frozenset({MeasureKind.REFERRED}),
            "记录移送", "Record the referral", "17",
        ),
        Settling(
            "record_outcome", Outcome.REFERRED, Outcome.OUTCOME_RECORDED, frozenset({MeasureKind.REFERRED}),
            "记录有权机关的处理结果", "Record what the competent body decided", "17",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Hearing:
    """How the person concerned was heard."""

    label_zh: str
    label_en: str
    needs_words: bool


HEARINGS = {
    "said": Hearing("已听取陈述", "was heard", needs_words=True),
    "declined": Hearing("本人放弃陈述", "declined to be heard", needs_words=False),
}
