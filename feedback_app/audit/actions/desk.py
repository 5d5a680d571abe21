"""What a clerk takes down from people and papers."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "desk.write_down": Action(
        "人工登记",
        "Taken down by a clerk",
        "{actor}记下{subject}[，用时 {minutes} 分钟][，分成 {parts} 件]。",
        "{actor} took down {subject}[, in {minutes} minutes][, as {parts} matters].",
        "ticket",
    ),
    "desk.show_number": Action(
        "查看回电号码",
        "Number to call back looked at",
        "{actor}查看了{subject}的回电号码。",
        "{actor} looked at the number to call back for {subject}.",
        "ticket",
    ),
    "desk.call_back": Action(
        "回电",
        "Called back",
        "{actor}就{subject}回了电话。",
        "{actor} called back about {subject}.",
        "ticket",
    ),
    "desk.paste_back": Action(
        "回填转办单位的系统",
        "Answer entered in the other office's system",
        "{actor}于 {on} 把{subject}的答复填回转办单位的系统。",
        "{actor} entered the answer to {subject} in the system of the office that passed it on, on {on}.",
        "ticket",
    ),
}
