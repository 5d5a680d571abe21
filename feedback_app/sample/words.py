"""What people say and write in the sample: reports, findings, answers, causes. Plain Chinese, everybody fictional."""

from datetime import date
from random import Random
from typing import Any

from feedback_app.disclosures.fields import plain
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.sample import names
from feedback_app.tickets.causes import CAUSES
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.measures import MEASURES, MeasureKind
from feedback_app.tickets.operations import ClaimWords, ReporterWords

_OPENINGS = (
    "你好，",
    "您好，",
    "",
    "",
    "你局公示的信息有误。",
    "我是当事单位的工作人员。",
    "我在网上查到这条公示，",
)
_PLAINTS = (
    "“{label}”一栏写的是“{says}”，应该是“{should}”。",
    "网上“{label}”写成了“{says}”，原件上是“{should}”。",
    "“{label}”不对，现在是“{says}”，实际是“{should}”。",
)
_ENDINGS = (
    "请核对后更正。", "请尽快更正。", "银行都来问了，请尽快改过来。", "请给我们一个说明。", "麻烦查一下是怎么回事。",
    "客户在网上看到了，影响很大。", "决定书在我手里，可以来核对。",
)  # fmt: skip
_WHOLE = (
    "这条公示好像不是最新情况，请核实。",
    "公示和我们知道的情况不一样，请查一查。",
    "这条信息看不明白，是不是写错了？",
)
COMPARED = ("决定书、检查记录原件", "案卷原件和送达回证", "检查记录、现场照片和整改报告", "原始文书和审批表")
_LACKS_AN_ORIGINAL = "现有案卷中没有能证明或者否定所反映情况的材料，已函请有关单位协助。"
RETURNED = ("依据写得不够具体，请补充原件页码后再报。", "请再核对一次附件，写明比对了哪些材料。")
REVIEWED = ("与原件核对一致。", "审核通过。", "材料齐全，同意报批。")
APPROVED = ("同意公示。", "同意。")
SENT_BACK = "决定书日期与正文不一致，请核对后重报。"
EVIDENCE = ("已打开该载体页面核对，内容与本网站一致。（示例）", "对方平台已回函确认，页面截图存档。（示例）")
NOTE_ZH, NOTE_EN = (
    "整改复查后更新整改情况：已完成整改。",
    "Updated after the rectification was checked: completed.",
)

_CAUSES_OF = {
    "amount": ("unit_conversion", "录入时把元和万元弄混，金额多写了一位。"),
    "legal_basis": ("wrong_citation", "抄写条文时写错条、款、项，没有对照依据清单。"),
    "rectification": ("late_submission", "整改复查后，承办机构没有按时报送新的情况。"),
}
_TYPED = ("data_entry", "从文书抄录到系统时打错，没有逐栏核对。")
_NO_CHECK = "审核、批准时只看了标题，没有对照原件。"


def claim(record: "DisclosureRecord | Any", key: str, says: Any, should: Any) -> ClaimWords:
    """What a reporter says of one field, given the stored values. `record` has a catalogue row as `row`."""
    field = record.row.field(key)
    return ClaimWords(key, plain(field, says, "zh"), plain(field, should, "zh"))


def whole(rng: Random) -> ClaimWords:
    """A report about the record as a whole."""
    return ClaimWords(None, "", rng.choice(_WHOLE))


def report(label: str, claimed: ClaimWords, rng: Random) -> str:
    """The report in the person's own words."""
    if claimed.field_key is None:
        return f"{rng.choice(_OPENINGS)}{claimed.should_say}{rng.choice(_ENDINGS)}"
    plaint = rng.choice(_PLAINTS).format(label=label, says=claimed.says, should=claimed.should_say)
    return f"{rng.choice(_OPENINGS)}{plaint}{rng.choice(_ENDINGS)}"


def reporter(number: int, rng: Random) -> ReporterWords:
    """Half of them say nothing of themselves; the others have an address nobody owns."""
    if rng.random() < 0.5:
        return ReporterWords()
    phone = f"139****{rng.randint(0, 9999):04d}" if rng.random() < 0.4 else ""
    return ReporterWords(names.person(rng), f"reporter{number}@example.com", phone)


def basis(finding: str, label: str, rng: Random) -> str:
    """On what the finding rests."""
    if finding == "cannot_verify":
        return _LACKS_AN_ORIGINAL
    if finding == "not_our_matter":
        return "所反映的事项由其他机关负责，公示内容本身与原件一致。"
    agrees = "不一致，应以原件为准" if FINDINGS[finding].is_error else "一致"
    return f"比对{rng.choice(COMPARED)}，“{label}”一栏与原件{agrees}。"


def clarification(label: str) -> str:
    """The public words beside a record that was right."""
    return f"经核对原件，“{label}”一栏与原件一致，公示内容不作改动。感谢监督。"


def answer(finding: str) -> str:
    """What the reporter is told."""
    return f"{FINDINGS[finding].citizen_zh}具体情况已经在网站上写明。感谢您的监督。"


def causes(key: str, by_when: date, rng: Random) -> dict[str, Any]:
    """The analysis of an error in this field."""
    first, words = _CAUSES_OF.get(key, _TYPED)
    found, prevention = [first], CAUSES[first].prevention_zh
    if rng.random() < 0.6:
        found.append("review_failure")
        words, prevention = words + _NO_CHECK, prevention + CAUSES["review_failure"].prevention_zh
    return {
        "causes": found, "words": words, "prevention": prevention, "fault": "negligent", "prevention_by": "法制科",
        "prevention_due_on": by_when,
    }  # fmt: skip


def redirection(rng: Random) -> dict[str, str]:
    """Whose matter it is; bodies that nobody reaches under these numbers."""
    to_whom = rng.choice(("阜康市市场监督管理局", "阜康市水利局", "阜康市自然资源局"))
    return {
        "to_whom": to_whom,
        "contact": "0994-0000000（示例）",
        "told": f"这件事由{to_whom}管，可以直接联系他们。",
    }


_HERE = [row for row in MEASURES.values() if row.kind is MeasureKind.DECIDED_HERE]
FOR_PERSONS = [row.code for row in _HERE if row.code in ("reminder_talk", "criticism", "self_criticism")]
FOR_UNITS = [row.code for row in _HERE if row.code in ("order_rectify", "rectify_by")]
STATEMENT = "当时没有对照原件，以后会逐栏核对。"
FOR_NOBODY = "exempt"
REASONS = {
    "person": "抄录时没有对照原件，有过失，情节轻微。",
    "unit": "把关不严，责令改正并书面报告。",
    "nobody": "来源文书本身有误，经办、审核人员都尽到了注意义务。",
}
