"""The six things Article 15 asks for, and what a file can lack, in words."""

from dataclasses import dataclass

from feedback_app.tickets.findings import Demand


@dataclass(frozen=True)
class ArticleStep:
    """One of the six things Article 15 asks for, as every page names it."""

    number: int
    label_zh: str
    label_en: str


ARTICLE_STEPS = (
    ArticleStep(1, "报送主管领导", "Submitted to the leader in charge"),
    ArticleStep(2, "调查核实", "Verified"),
    ArticleStep(3, "澄清", "Clarified"),
    ArticleStep(4, "更正", "Corrected"),
    ArticleStep(5, "分析原因", "Cause analysed"),
    ArticleStep(6, "倒查责任", "Accountability traced"),
)


@dataclass(frozen=True)
class DemandRow:
    """What the file lacks, as staff read it when a step is refused."""

    label_zh: str
    label_en: str


DEMANDS = {
    Demand.SIGNED_FINDING: DemandRow("主管领导签发的结论", "a finding signed by the leader"),
    Demand.CORRECTION: DemandRow("已发布的更正", "a published correction"),
    Demand.CLARIFICATION: DemandRow("已发布的澄清说明", "a published clarification"),
    Demand.REDIRECTION: DemandRow("告知归谁管、怎么联系", "whose matter it is and how to reach them"),
    Demand.TAKEDOWN: DemandRow("已撤下或者遮盖", "a take-down or masking"),
    Demand.RECORD_NAMED: DemandRow("漏公示的是哪一条", "which record was omitted"),
    Demand.PUBLICATION: DemandRow("补充公示", "the omitted publication"),
    Demand.TRANSFER: DemandRow("转办记录（转给谁、告知了什么）", "the record of the transfer"),
    Demand.ALL_CHANNELS: DemandRow("各公示载体的更新确认", "confirmation from every channel"),
    Demand.MAIN_ANSWERED: DemandRow("并入的那一件先答复", "the answer of the ticket it is merged into"),
    Demand.REPLY: DemandRow("给反映人的答复", "an answer to the reporter"),
    Demand.BREACH: DemandRow("泄露登记", "the row in the register of exposures"),
    Demand.CAUSE: DemandRow("原因分析", "the analysis of the cause"),
    Demand.ACCOUNTABILITY: DemandRow("责任追究记录", "the record of accountability"),
}
