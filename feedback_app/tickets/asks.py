"""What the form of each kind of report asks (5.4), one sheet each: the page, the checks, the receipt's text and the facts that
staff read are drawn from these rows. Nobody has to say who they are.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_IN_LINE = 300  # signs


class AskKind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TICKS = "ticks"  # any of the choices
    CHOICE = "choice"  # one of them
    RECORD = "record"  # the number or address of something published


@dataclass(frozen=True)
class Choice:
    code: str
    label_zh: str
    label_en: str


@dataclass(frozen=True)
class Ask:
    """One question. `must`: the report is not taken without an answer. `from_page`: filled in by the page one comes from."""

    key: str
    kind: AskKind
    label_zh: str
    label_en: str
    hint_zh: str = ""
    hint_en: str = ""
    must: bool = False
    choices: tuple[Choice, ...] = ()
    from_page: bool = False

    def shown(self, answer: str, lang: str) -> str:
        """A stored answer in words: what was typed, or the names of what was chosen."""
        if not self.choices:
            return answer
        names = {one.code: one.label_en if lang == "en" else one.label_zh for one in self.choices}
        return (", " if lang == "en" else "、").join(names.get(code, code) for code in answer.split(","))


@dataclass(frozen=True)
class Sheet:
    """A form: its questions, then the words of the person. `notice`: what to read before anything is typed."""

    asks: tuple[Ask, ...]
    words_zh: str
    words_en: str
    hint_zh: str
    hint_en: str
    must_words: bool = True
    notice_zh: str = ""
    notice_en: str = ""
    asks_recusal: bool = False

    def ask(self, key: str) -> Ask | None:
        return next((one for one in self.asks if one.key == key), None)


_LINE, _TICKS, _CHOICE, _RECORD = AskKind.LINE, AskKind.TICKS, AskKind.CHOICE, AskKind.RECORD
_WHICH = Ask(
    "record", _RECORD, "哪一条公示", "Which published record",
    "文号、信息编号或者网页地址。说不准，写单位名称也行。",
    "Document number, reference or address of the page; the name of the company will do.",
)  # fmt: skip
_CALL = Ask(
    "call_me", _CHOICE, "可以打电话给您吗", "May we call you", "要留电话才行，在最后一题填。",
    "Leave your number in the last question.",
    choices=(
        Choice("any_time", "可以，什么时候都行", "Yes, at any time"),
        Choice("office_hours", "可以，请在上班时间打", "Yes, in office hours"),
        Choice("no", "请不要打电话", "Please do not call"),
    ),
)  # fmt: skip

SHEETS: dict[str, Sheet] = {
    "omission_report": Sheet(
        (
            Ask(
                "which", _LINE, "哪一件该公示没有公示", "What should have been published",
                "决定、检查或者许可。知道文号就写文号，不知道就写大概是什么事。",
                "A decision, inspection or licence. Its number if you know it; otherwise what it was about.", must=True,
            ),
            Ask("whose", _LINE, "是哪个单位、哪个人的", "Whose it is"),
            Ask("when", _LINE, "大约什么时候的事", "About when", "例如：九月下旬。", "For example: late September."),
            Ask(
                "how", _TICKS, "是哪一种情况", "What is wrong", choices=(
                    Choice("not_published", "一直没有公示", "Never published"),
                    Choice("selective", "有的公示、有的不公示", "Some are published and some are not"),
                    Choice("late", "公示晚了，或者没有及时更新", "Published late, or not kept up to date"),
                ),
            ),
            Ask("learned", _LINE, "您从哪里知道的", "How you know", "不方便说可以空着。", "Leave it empty if you would rather not say."),
        ),
        "还有什么要说的", "Anything else", "想到什么写什么。请不要写自己的姓名和电话。",
        "Whatever comes to mind. Please do not write your own name or telephone here.", must_words=False, asks_recusal=True,
    ),
    "privacy_takedown": Sheet(
        (
            _WHICH,
            Ask(
                "exposed", _TICKS, "露出了什么", "What is exposed", must=True, choices=(
                    Choice("id_number", "身份证号", "Identity number"), Choice("phone", "电话", "Telephone"),
                    Choice("address", "家庭住址", "Home address"), Choice("bank", "银行账号", "Bank account"),
                    Choice("health", "健康状况", "Health"), Choice("picture", "照片、肖像", "Picture of a person"),
                    Choice("minor", "未成年人的情况", "A minor"), Choice("trade_secret", "商业秘密", "Trade secret"),
                    Choice("other", "其他", "Something else"),
                ),
            ),
            Ask(
                "whose", _CHOICE, "是谁的", "Whose", choices=(
                    Choice("mine", "我自己的", "My own"), Choice("family", "家人的", "My family's"),
                    Choice("company", "我们单位的", "My organisation's"), Choice("other", "别人的", "Somebody else's"),
                ),
            ),
            _CALL,
        ),
        "还有什么要说的", "Anything else", "在哪一处、哪个附件里。不用把露出的内容再写一遍。",
        "Where it is, in which attachment. You need not write down again what is exposed.", must_words=False,
        notice_zh="我们收到就先屏蔽，再核实。", notice_en="We hide it first and verify afterwards.",
    ),
    "revocation_takedown": Sheet(
        (
            Ask(**{**vars(_WHICH), "label_zh": "还在网上的是哪一条", "label_en": "Which record is still online", "must": True}),
            Ask("body", _LINE, "哪个机关撤销、变更的", "Who revoked or changed it", "例如：复议机关、法院。", "For example the reviewing authority or the court.", must=True),
            Ask("number", _LINE, "文书的文号", "Number of the document"),
            Ask("dated", _LINE, "文书的日期", "Date of the document", "例如 2026-11-16", "For example 2026-11-16"),
            Ask("received", _LINE, "我们哪天签收的（知道就写）", "When we received it, if you know"),
            Ask(
                "effect", _CHOICE, "结果是", "What it says", choices=(
                    Choice("revoked", "撤销", "Revoked"), Choice("changed", "变更", "Changed"),
                    Choice("unlawful", "确认违法", "Declared unlawful"), Choice("void", "确认无效", "Declared void"),
                    Choice("redo", "要求重新作出", "To be decided anew"), Choice("unsure", "不清楚", "Not sure"),
                ),
            ),
        ),
        "还有什么要说的", "Anything else", "请把文书拍照或者扫描，在下一题附上。", "Please attach a photo or scan of the document below.",
        must_words=False,
    ),
    "conduct_report": Sheet(
        (
            Ask("who", _LINE, "您举报谁，或者哪个单位", "Whom or which unit you report", "不知道姓名，写长相、职务、车牌也行。", "If you do not know the name: appearance, post, number plate.", must=True),
            Ask("when", _LINE, "什么时候", "When"),
            Ask("where", _LINE, "在哪里", "Where"),
        ),
        "发生了什么", "What happened", "按先后写清楚。写您亲眼看到的，听说的请说明是听说的。",
        "In the order it happened. Say what you saw yourself and what you were told.",
        notice_zh="被举报的人和他所在的部门看不到您的举报，也不会知道有人举报。",
        notice_en="The person and their unit do not see your report and do not learn that there is one.", asks_recusal=True,
    ),
    "decision_challenge": Sheet(
        (
            Ask(**{**vars(_WHICH), "label_zh": "是哪个决定", "label_en": "Which decision"}),
            Ask("received", _LINE, "您哪天收到决定书的", "When you received the decision", "申请复议、起诉的期限从这一天算。", "The time limits for appeal count from this day."),
        ),
        "您认为哪里不对", "What you think is wrong", "事实、证据、程序、轻重，都可以说。", "Facts, evidence, procedure, severity.",
        notice_zh="在这里说，不能代替行政复议和行政诉讼，期限照常计算：一般是收到决定书起60日内申请复议，6个月内起诉。以决定书上写的为准。",
        notice_en="Telling us does not replace an appeal and time goes on: as a rule 60 days to apply for reconsideration and 6 months "
        "to go to court, from receipt. What the decision says counts.",
    ),
    "pollution_report": Sheet(
        (
            Ask("where", _LINE, "在哪里", "Where", "越具体越好：村、路、厂名、旁边有什么。", "The more exact the better: village, road, plant, what is nearby.", must=True),
            Ask(
                "what", _TICKS, "是什么污染", "What kind", choices=(
                    Choice("dust", "扬尘、烟", "Dust or smoke"), Choice("smell", "气味", "Smell"), Choice("water", "污水", "Waste water"),
                    Choice("noise", "噪声", "Noise"), Choice("waste", "垃圾、固体废物", "Rubbish or solid waste"),
                    Choice("other", "其他", "Something else"),
                ),
            ),
            Ask("when", _LINE, "什么时候", "When", "例如：每天晚上一点以后。", "For example: every night after one."),
            Ask(
                "going_on", _CHOICE, "现在还在发生吗", "Is it still going on", choices=(
                    Choice("yes", "正在发生", "Yes, now"), Choice("at_times", "时有时无", "On and off"), Choice("no", "已经停了", "It has stopped"),
                ),
            ),
            Ask("who", _LINE, "可能是哪家", "Who may be doing it", "不知道可以空着。", "Leave it empty if you do not know."),
        ),
        "是怎么回事", "What happened", "看到的、闻到的、听到的，想到什么写什么。", "What you see, smell or hear.",
        notice_zh="正在发生、有危险的，请马上打 12345；有人受伤、着火，打 120、119。这里不是二十四小时有人看。",
        notice_en="If it is happening now and dangerous call 12345 at once; if somebody is hurt or there is fire, 120 or 119. Nobody watches this page round the clock.",
    ),
    "inquiry": Sheet(
        (Ask(**{**vars(_WHICH), "label_zh": "跟哪一条公示有关", "label_en": "The record it is about", "hint_zh": "没有就空着。", "hint_en": "Leave it empty if there is none."}),),
        "您想问什么", "Your question", "怎么想就怎么问。", "Ask as you like.",
    ),
    "suggestion": Sheet((), "您的建议", "Your suggestion", "说说现在怎样、您觉得怎样更好。", "How it is now, and how it could be better."),
    "praise": Sheet(
        (Ask("whom", _LINE, "要表扬谁", "Whom you want to praise", "人或者单位，不知道名字也行。", "A person or unit; a name is not needed."),),
        "好在哪里", "What went well", "说说当时的事。", "What happened.",
    ),
    "site_error": Sheet(
        (Ask("page", _LINE, "哪一页", "Which page", "网页地址，或者说说是哪一页。", "The address, or which page it is.", from_page=True),),
        "有什么问题", "What is wrong", "打不开、错别字、附件下载不了等。", "It does not open, a misprint, an attachment that cannot be downloaded.",
    ),
    "credit_repair_inquiry": Sheet(
        (
            Ask("whose", _LINE, "哪个单位要修复", "Whose credit"),
            Ask("decision", _LINE, "处罚决定书的文号", "Number of the penalty decision"),
        ),
        "您想问什么", "Your question", "例如：缴了罚款多久可以申请，要哪些材料。", "For example when you can apply after paying, and with which papers.",
        notice_zh="信用修复在“信用中国”网站申请。您在这里问，我们告诉您怎么办、要什么材料。",
        notice_en="Credit repair is applied for at the Credit China website. Ask here and we tell you how and with what papers.",
    ),
    "out_of_scope": Sheet(
        (Ask("where", _LINE, "事情在哪里", "Where it is"),),
        "是什么事", "What it is about", "说说是怎么回事。归我们管的我们办，不归我们管的，告诉您找谁。",
        "What happened. If it is ours we deal with it; if not, we tell you whose it is.",
    ),
}  # fmt: skip
