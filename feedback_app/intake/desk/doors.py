"""What the desk asks at each door (one row a channel of tickets/channels.py that a clerk types in)."""

from dataclasses import dataclass

from feedback_app.tickets.channels import CHANNELS, Channel


@dataclass(frozen=True)
class Door:
    """`is_call`: somebody speaks, so nothing may be refused for its form, it is read back, and its length is noted.
    `has_reporter`: somebody brought it. `words`, `arrived`: what these fields are called here.
    """

    channel: Channel
    words_zh: str
    words_en: str
    arrived_zh: str
    arrived_en: str
    is_call: bool = False
    is_read_back: bool = False
    has_reporter: bool = True


_CALL = ("对方怎么说（照原话记）", "What the caller says, in their own words", "来电时间", "The call began")
_VISIT = (
    "对方怎么说（照原话记）",
    "What the visitor says, in their own words",
    "来访时间",
    "The visit began",
)
_LETTER = (
    "信里怎么说（摘要或者全文）",
    "What the letter says, in short or in full",
    "收到时间",
    "It arrived",
)
_OUTER = ("转办单怎么说（照抄）", "What the case says, copied", "收到时间", "It arrived")
_FOUND = ("发现了什么", "What was found", "发现时间", "When it was found")

_ASKED = {
    "phone": _CALL,
    "visit": _VISIT,
    "letter": _LETTER,
    "fax": _LETTER,
    "media": _FOUND,
    "internal": _FOUND,
}

DOORS: dict[str, Door] = {
    code: Door(
        row,
        *_ASKED.get(code, _OUTER),
        is_call=code == "phone",
        is_read_back=code in ("phone", "visit"),
        has_reporter=code not in ("media", "internal"),
    )
    for code, row in CHANNELS.items()
    if row.is_typed
}
