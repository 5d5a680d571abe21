"""What may be missing from a report that was taken down. None of it keeps the report from being registered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """What is missing, and what can still be done about it."""

    code: str
    words_zh: str
    words_en: str


MISSING: dict[str, Missing] = {
    row.code: row
    for row in (
        Missing("no_words", "没有记下对方说了什么，请尽快补记在工单的往来里。", "Nothing of what was said is written down; add it soon."),
        Missing("no_record", "没有选定是哪一条公示信息；办理前请先找到。", "The published record is not named; find it before going on."),
        Missing("no_contact", "没有留电话，只能靠查询码联系；请把查询码念给对方。", "No telephone number was left; the code is the only way to reach them. Read it out."),
        Missing("odd_phone", "电话号码看着不完整，请再问一遍。", "The telephone number looks incomplete; ask once more."),
        Missing("odd_arrival", "来电时间没有写对，已按打开本页的时间登记。", "The time of the call could not be read; the time this page was opened was taken."),
        Missing("odd_said_time", "没有看懂对方说的是几点，已照原话保留。", "The hour that was said could not be read; it is kept as said."),
        Missing("odd_call_back", "没有看懂约的回电时间，已列为尽快回电。", "The time to call back could not be read; it is listed as soon as possible."),
        Missing("not_read_back", "没有念给对方确认。", "It was not read back and confirmed."),
        Missing("not_transferred", "没有转办成功，请到工单里转办。", "It could not be passed on; do so from its ticket."),
    )
}  # fmt: skip
