"""The grounds on which a matter may not be accepted (不予受理), each with its basis and the remedy to be told.

None of them lets a report that published information is wrong be turned away for being rude, late or unwelcome: for such
reports only what hands the matter to another procedure counts, and what cannot be checked at all.
"""

from dataclasses import dataclass

from feedback_app.tickets.types import Route


@dataclass(frozen=True)
class Ground:
    """`remedy_*`: what the person is told they can do, to be edited. `routes`: the kinds of ticket it holds for."""

    code: str
    label_zh: str
    label_en: str
    remedy_zh: str
    remedy_en: str
    basis_zh: str
    basis_en: str
    routes: frozenset[Route]


_ALL = frozenset({Route.VERIFY, Route.CONDUCT, Route.ANSWER})
_OTHERS = frozenset({Route.CONDUCT, Route.ANSWER})
NON_ACCEPTANCE: dict[str, Ground] = {
    row.code: row
    for row in (
        Ground(
            "other_procedure",
            "依法应当通过诉讼、仲裁、行政复议等途径解决",
            "it belongs to litigation, arbitration or administrative reconsideration",
            "请按文书写明的期限，向有管辖权的行政复议机关、人民法院或者仲裁机构提出。",
            "Please turn to the reconsideration authority, court or arbitration body within the time your papers name.",
            "《信访工作条例》第三十一条；国办函〔2025〕66号",
            "Petition Work Regulations, article 31; Guobanhan [2025] No. 66",
            _OTHERS,
        ),
        Ground(
            "accepted_elsewhere",
            "同一事项上级机关或者其他有权机关已经受理",
            "the same matter has been accepted by a superior or another competent body",
            "这件事已由受理机关办理，请等候它的答复，也可以向它查询进度。",
            "The body that accepted it is dealing with it; please await its answer, or ask it how far it has come.",
            "《信访工作条例》第十九条",
            "Petition Work Regulations, article 19",
            _OTHERS,
        ),
        Ground(
            "answered_before",
            "同一事项已经答复，没有新的事实和理由",
            "the same was answered before, and no new fact or reason is given",
            "原答复仍然有效。有新的事实或者材料，可以再反映；对原答复有异议的，可以向上级机关反映。",
            "The earlier answer stands. With a new fact or document you can report again; against the answer itself you can "
            "turn to the superior authority.",
            "《信访工作条例》第十九条；国办函〔2025〕66号",
            "Petition Work Regulations, article 19; Guobanhan [2025] No. 66",
            _OTHERS,
        ),
        Ground(
            "unlawful_demand",
            "要求提供的内容违法，或者会侵犯他人隐私",
            "what is asked for is unlawful or would violate another's privacy",
            "法律不允许的部分我们不能办理；其余的要求可以单独再提出来。",
            "What the law does not allow we cannot do; whatever else you need you can ask for by itself.",
            "国办函〔2025〕66号",
            "Guobanhan [2025] No. 66",
            _OTHERS,
        ),
        Ground(
            "nothing_to_check",
            "没有说明反映的是什么，也联系不上、没有补充",
            "it does not say what it is about, and nobody could be asked",
            "您可以随时再反映，请写明是哪条信息、哪一栏、应当是什么。",
            "You can report again at any time; please say which record and field it is about and what it should say.",
            "本机关规定，落实本制度第十五条",
            "set by the bureau to carry out Regulation, article 15",
            _ALL,
        ),
    )
}
