"""How each kind of report goes and to whom it is passed on, in plain words (Article 5(七), the procedure of taking reports)."""

from dataclasses import dataclass

from feedback_app.tickets.types import Route


@dataclass(frozen=True)
class Way:
    """A route as a citizen reads it."""

    how_zh: str
    how_en: str


WAYS = {
    Route.VERIFY: Way(
        "报送主管领导，由没有经手过的人核实；有误就更正、撤下或者补充公示，答复您，再查原因和责任。",
        "Goes to the leader in charge; somebody who had no part in it verifies; what is wrong is corrected, taken down or published; "
        "you get an answer; then cause and responsibility are traced.",
    ),
    Route.CONDUCT: Way(
        "单独办理，被举报的人和他所在的部门看不到；查清后答复您，需要的移送纪检监察机关。",
        "Dealt with apart, unseen by the person and the unit it names; you get an answer; where called for it goes to the discipline body.",
    ),
    Route.ANSWER: Way(
        "受理后直接答复；不归我们管的，转给该管的单位，告诉您转给了谁。",
        "Answered once accepted; what is not ours is passed on, and we tell you to whom.",
    ),
    Route.FOI: Way(
        "请写信或者到办公室申请，书面答复。",
        "Please apply by letter or in person; you get a written reply.",
    ),
}


@dataclass(frozen=True)
class PassedTo:
    """Whom a kind is passed on to as a rule, with the result owed to the reporter. A draft: the clerk may write otherwise."""

    whom: str
    told: str


PASSED_TO = {
    "pollution_report": PassedTo(
        "执法大队", "您举报的污染问题，我们已经转给执法大队去查，查完把结果告诉您。"
    ),
    "decision_challenge": PassedTo(
        "法制科", "您说决定有错误，我们已经转给法制科，由作出决定的机构自查，结果会告诉您。"
    ),
}
