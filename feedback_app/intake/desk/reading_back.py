"""What is read aloud to who called: sentence by sentence from what was typed, in plain words."""

from collections.abc import Iterator

from feedback_app import clock
from feedback_app.intake.desk.said_times import on_both
from feedback_app.intake.desk.written import Matter, WrittenDown
from feedback_app.tickets.types import TYPES

_SAID = {
    "zh": {
        "at": "您在{at.month}月{at.day}日{at.hour}点{at.minute:02d}分打来电话，我念一遍记下的内容，您听听对不对。",
        "several": "您一共说了{n}件事。",
        "nth": "第{n}件：",
        "words": "您说：“{words}”",
        "record": "说的是这条公示信息：{title}。",
        "field": "您认为“{field}”一栏有误，现在写的是“{says}”，应该是“{should}”。",
        "field_alone": "您认为“{field}”一栏有误，现在写的是“{says}”。",
        "type": "我按“{type}”登记。",
        "passed": "这件事归{to}管，我们转给他们，联系方式是：{contact}。",
        "time": "您说的时间{said}，是北京时间{beijing}、新疆时间{xinjiang}。",
        "who": "您留的姓名是{name}。",
        "phone": "您留的电话是{phone}。",
        "no_phone": "您没有留电话，以后凭查询码查结果。",
        "call_back": "我们在{at.month}月{at.day}日{at.hour}点{at.minute:02d}分给您回电话，打{phone}。",
        "large": "答复会用大字印好寄给您。",
        "right": "这样记，对吗？",
    },
    "en": {
        "at": "You called on {at:%d %B} at {at:%H:%M}. I will read what I wrote; please tell me if it is right.",
        "several": "You told us of {n} matters.",
        "nth": "Number {n}:",
        "words": "You said: “{words}”",
        "record": "It is about this record: {title}.",
        "field": "You think “{field}” is wrong: it says “{says}” and should say “{should}”.",
        "field_alone": "You think “{field}” is wrong: it says “{says}”.",
        "type": "I register it as: {type}.",
        "passed": "This is the business of {to}; we pass it on to them. They are reached so: {contact}.",
        "time": "The hour you named, {said}, is {beijing} in Beijing time and {xinjiang} in Xinjiang time.",
        "who": "The name you left is {name}.",
        "phone": "The number you left is {phone}.",
        "no_phone": "You left no telephone number; the code will show you the result.",
        "call_back": "We call you back on {at:%d %B} at {at:%H:%M}, at {phone}.",
        "large": "The answer will be printed large and sent to you.",
        "right": "Is that right?",
    },
}  # fmt: skip


def sentences(taken: WrittenDown, lang: str, *, said: str, zone: str) -> list[str]:
    """The sentences, in order. `said`, `zone`: the hour that was named and the clock it was meant by."""
    words = _SAID[lang]
    lines = [words["at"].format(at=clock.to_local(taken.received_at))]
    if len(taken.matters) > 1:
        lines.append(words["several"].format(n=len(taken.matters)))
    for place, matter in enumerate(taken.matters, 1):
        before = words["nth"].format(n=place) if len(taken.matters) > 1 else ""
        told = list(_of_matter(matter, words, lang))
        lines += [before + told[0], *told[1:]]
    lines += _of_person(taken, words, said, zone)
    return [*lines, words["right"]]


def _of_matter(matter: Matter, words: dict[str, str], lang: str) -> Iterator[str]:
    if matter.words:
        yield words["words"].format(words=matter.words)
    if matter.record is not None:
        yield words["record"].format(title=matter.record.title_en if lang == "en" else matter.record.title_zh)
    for claim in matter.claims:
        if claim.field_key:
            said = words["field" if claim.should_say else "field_alone"]
            yield said.format(field=matter.field_label, says=claim.says, should=claim.should_say)
    row = TYPES[matter.type]
    yield words["type"].format(type=row.label_en if lang == "en" else row.label_zh)
    if matter.passed_on:
        yield words["passed"].format(to=matter.passed_on.to_whom, contact=matter.passed_on.contact)


def _of_person(taken: WrittenDown, words: dict[str, str], said: str, zone: str) -> Iterator[str]:
    both = on_both(said, zone)
    if both:
        yield words["time"].format(said=said, beijing=both[0], xinjiang=both[1])
    if taken.reporter.name:
        yield words["who"].format(name=taken.reporter.name)
    yield words["phone"].format(phone=taken.reporter.phone) if taken.reporter.phone else words["no_phone"]
    if taken.call_back_at:
        yield words["call_back"].format(at=clock.to_local(taken.call_back_at), phone=taken.call_back_to)
    if taken.wants_large_print:
        yield words["large"]
