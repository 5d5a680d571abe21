"""What kind of report a mail is taken for, by the words it uses: the first row that fits. The clerk may see it otherwise.

Pure data. A wrong guess costs nothing of the reporter's rights: the shortest limit of the candidates runs, and type and
record are the clerk's to correct.
"""

import re
from dataclasses import dataclass

DEFAULT = "inquiry"
ABOUT_PUBLISHED = "inaccuracy_report"


@dataclass(frozen=True)
class Sign:
    """`type`: of tickets/types.py. `words`: what in subject or text speaks for it."""

    type: str
    words: re.Pattern[str]


_ROWS = (
    ("privacy_takedown", r"身份证号|个人信息|隐私|(?:手机号|电话号码?|家庭?住址|门牌|住址).{0,20}(?:登|公开|公示|泄露|泄漏|露|删|遮)|(?:泄露|泄漏|过度公开)"),
    ("revocation_takedown", r"(?:已|被|予以|依法|判决|决定)[^，。；\n]{0,24}(?:撤销|变更|确认违法|确认无效)[^。\n]{0,40}|(?:撤回|撤下)[^，。；\n]{0,12}(?:处罚|决定|公示)"),
    ("conduct_report", r"(?:举报|投诉|反映)[^，。；\n]{0,14}(?:执法人员|执法队员|工作人员)|吃拿卡要|索要(?:财物|好处|钱)|收受|受贿|索贿|收好处|辱骂|粗暴执法"),
    ("omission_report", r"(?:查不到|没有公示|没公示|未公示|不公示|漏公示|没有公开|未公开|没挂出来|没有挂出|应公示|应当公示)"),
    ("inaccuracy_report", r"(?:写错|有误|错误|不对|不符|不实|不准确|多写|少写|写成|登错|更正|改正|应为|应该是|与事实)"),
    ("pollution_report", r"(?:偷排|直排|冒黑烟|黑烟|恶臭|臭味|异味|刺鼻|污水|废水|扬尘|噪声|噪音|倾倒|污染)"),
    ("praise", r"(?:表扬|感谢信|锦旗|点赞)"),
    ("suggestion", r"(?:建议|提个意见|希望增加|希望改进)"),
)  # fmt: skip
SIGNS = tuple(Sign(code, re.compile(words)) for code, words in _ROWS)


def type_of(subject: str, text: str, *, names_a_record: bool) -> str:
    """The type a letter is registered as; one that names a published record and fits nothing is about that record."""
    said = f"{subject}\n{text[:20_000]}"
    found = next((sign.type for sign in SIGNS if sign.words.search(said)), None)
    return found or (ABOUT_PUBLISHED if names_a_record else DEFAULT)
