"""Kinds of report the public may bring (工单类型), each with the rule it falls under and the clock it runs.

The regulation speaks of reports that published information is inaccurate (Article 15) and reports about officers'
conduct (Article 5(七)); the others come from higher law or are told where to go.
"""

from dataclasses import dataclass
from enum import StrEnum


class Route(StrEnum):
    """Which way a ticket goes: the steps, findings and gates that apply to it (column `routes` of the table of steps)."""

    VERIFY = "verify"  # Article 15's whole way
    CONDUCT = "conduct"  # the same states, sealed; findings of its own
    ANSWER = "answer"  # nothing is verified; an answer, or whose matter it is
    FOI = "foi"  # 依申请公开, with states and clocks of its own


@dataclass(frozen=True)
class TicketType:
    """`citizen_*`: how the choice reads to a citizen. `clock`: the rule for the answer. `needs_record`: whether it
    must name a published record. `route`: see Route. `is_sealed`: only intake, the leader and discipline see it. `seals_words`: what
    was said is encrypted at rest. `available_now`: built.
    """

    code: str
    label_zh: str
    label_en: str
    citizen_zh: str
    citizen_en: str
    help_zh: str
    help_en: str
    clock: str
    article: str = ""
    law: str = ""
    urgent_clock: str = ""
    needs_record: bool = False
    is_sealed: bool = False
    seals_words: bool = False
    available_now: bool = False
    route: Route = Route.ANSWER
    answer_may_be_public: bool = True  # with the reporter's permission


_ROWS = (
    TicketType(
        "inaccuracy_report",
        "反映公示信息不准确",
        "report of inaccurate information",
        "公示的内容写错了",
        "Something published is wrong",
        "金额、名称、日期、事实、依据等与实际不符，或者没有及时更新。请指出是哪一栏。",
        "An amount, name, date, fact or legal basis does not agree with the facts, or is out of date. Say which field.",
        "TICKET_NORMAL",
        article="15",
        needs_record=True,
        available_now=True,
        route=Route.VERIFY,
    ),
    TicketType(
        "omission_report",
        "反映应公示未公示",
        "report of an omission",
        "该公示的没有公示",
        "Something that should be published is missing",
        "应当公示而没有公示、有的公示有的不公示，或者更新不及时。",
        "Not published though it should be, published for some and not for others, or published late.",
        "TICKET_NORMAL",
        article="17",
        available_now=True,
        route=Route.VERIFY,
    ),
    TicketType(
        "privacy_takedown",
        "反映过度公开",
        "request to take down private information",
        "公示的内容泄露了个人信息或者秘密",
        "Something published exposes private or secret information",
        "公示里有身份证号、电话、住址、商业秘密等不该公开的内容。我们会先屏蔽，再核实。",
        "It shows an identity number, telephone, address, trade secret or the like. We hide it first, then verify.",
        "TICKET_NORMAL",
        article="9",
        law="《个人信息保护法》第四十六条、第四十七条、第五十条",
        urgent_clock="EMERGENCY_HIDE",
        needs_record=True,
        seals_words=True,
        available_now=True,
        route=Route.VERIFY,
        answer_may_be_public=False,
    ),
    TicketType(
        "revocation_takedown",
        "申请撤下已撤销的决定",
        "request to take down a revoked decision",
        "决定已经被撤销或者变更，网上还在",
        "A decision was revoked or changed and is still online",
        "行政复议、法院判决等已经撤销、变更原决定，或者确认违法、无效。请附文书。",
        "A review or a court has revoked or changed the decision or declared it unlawful or void. Please attach the document.",
        "TICKET_NORMAL",
        article="12",
        law="《行政处罚法》第四十八条",
        urgent_clock="REVOKED_WITHDRAW",
        needs_record=True,
        available_now=True,
        route=Route.VERIFY,
    ),
    TicketType(
        "conduct_report",
        "举报执法人员执法行为",
        "report about an officer's conduct",
        "执法人员的行为有问题",
        "An officer behaved improperly",
        "您的身份对被举报人和其所在部门保密。",
        "Your identity is kept from the officer and the officer's unit.",
        "TICKET_COMPLEX",
        article="5",
        law="《信访工作条例》第三十条",
        is_sealed=True,
        seals_words=True,
        route=Route.CONDUCT,
        answer_may_be_public=False,
        available_now=True,
    ),
    TicketType(
        "decision_challenge",
        "对决定本身不服",
        "challenge of a decision",
        "我不服这个决定",
        "I disagree with the decision itself",
        "公示与决定书一致，但您认为决定不对：请申请行政复议或者提起行政诉讼，我们告诉您怎么办、期限多长。",
        "The record agrees with the decision but you think the decision is wrong: administrative reconsideration or a lawsuit "
        "is the way, and we tell you how and by when.",
        "TICKET_NORMAL",
        article="5",
        law="《行政处罚法》第七十五条",
        available_now=True,
    ),
    TicketType(
        "pollution_report",
        "环境污染举报",
        "pollution report",
        "有人污染环境",
        "Somebody is polluting",
        "转交执法部门办理，也可以直接拨打12345。",
        "Handed to the enforcement team; you can also call 12345.",
        "TICKET_NORMAL",
        law="《生态环境法典》第一百四十五条、第一百四十六条",
        available_now=True,
    ),
    TicketType(
        "foi_request",
        "依申请公开",
        "request for information",
        "我要申请公开信息",
        "I want to request information",
        "没有主动公开的信息，可以申请获取。",
        "Information that is not published can be requested.",
        "FOI_REPLY",
        article="8",
        law="《政府信息公开条例》第二十九条、第三十三条",
        route=Route.FOI,
        answer_may_be_public=False,
    ),
    TicketType(
        "inquiry",
        "咨询",
        "inquiry",
        "我想问一问",
        "I have a question",
        "不懂公示的内容、不知道怎么办，都可以问。",
        "Ask when something published is unclear or you do not know what to do.",
        "TICKET_NORMAL",
        article="4",
        available_now=True,
    ),
    TicketType(
        "suggestion",
        "建议",
        "suggestion",
        "我有建议",
        "I have a suggestion",
        "对公示工作的意见和建议。",
        "Ideas on how disclosure could be better.",
        "TICKET_NORMAL",
        article="4",
        available_now=True,
    ),
    TicketType(
        "praise",
        "表扬",
        "praise",
        "我要表扬",
        "I want to praise someone",
        "对工作满意，说给我们听。",
        "Tell us what went well.",
        "TICKET_NORMAL",
        article="4",
        available_now=True,
    ),
    TicketType(
        "site_error",
        "网站差错",
        "website error",
        "网站打不开、有错别字",
        "The website does not work or has misprints",
        "链接打不开、附件不能下载、文字差错等。",
        "Broken links, attachments that cannot be downloaded, misprints.",
        "TICKET_SIMPLE",
        law="《政府网站发展指引》",
        available_now=True,
    ),
    TicketType(
        "credit_repair_inquiry",
        "信用修复",
        "credit repair inquiry",
        "我要修复信用",
        "I want my credit repaired",
        "信用修复通过“信用中国”申请，我们告诉您怎么办。",
        "Credit repair is applied for at Credit China; we tell you how.",
        "TICKET_SIMPLE",
        law="《信用修复管理办法》",
        available_now=True,
    ),
    TicketType(
        "out_of_scope",
        "非本机关职责",
        "outside our responsibility",
        "不知道归谁管",
        "I do not know who is responsible",
        "不归我们管的，告诉您归谁管、怎么联系。",
        "If it is not ours, we tell you whose it is and how to reach them.",
        "TICKET_SIMPLE",
        available_now=True,
    ),
)

TYPES: dict[str, TicketType] = {row.code: row for row in _ROWS}
