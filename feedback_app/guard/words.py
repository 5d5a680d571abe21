"""Words that point at a person: home, car, mailbox, day of birth, account of a messenger, name (pure, no clock)."""

import re
from collections.abc import Iterator

Place = tuple[int, int]
_HAN = r"\u4e00-\u9fff"

# A road, lane or estate with its number, and behind it the house, the stair or the door.
_DOOR = r"[0-9一二三四五六七八九十百甲乙丙丁A-Za-z]{1,6}"
_STREET = rf"[{_HAN}]{{1,12}}?(?:路|街|巷|道|弄|胡同|小区|花园|家园|新村|公寓|村|社区|大院|苑)"
_HOME = re.compile(
    rf"({_STREET}\s?(?:{_DOOR}\s?(?:号院|号楼|号|期|区|组)\s?){{0,3}}{_DOOR}\s?(?:号楼|栋|幢|座|单元|室)"
    rf"(?:\s?{_DOOR}\s?(?:号楼|栋|幢|座|单元|室|户|号)){{0,3}}(?:\s?[0-9]{{2,4}}(?![0-9元%]))?)"
)
_LIVES = re.compile(
    rf"(?:家住|现住|住址|家庭住址|家庭地址|户籍地址|户籍所在地|户籍地|住所地|居住地)[::为于在\s]{{0,3}}"
    rf"([{_HAN}]{{2,24}}{_DOOR}\s?(?:号|组|栋|幢|室))"
)


def home_addresses(text: str) -> Iterator[Place]:
    """Addresses down to house, stair or door; or to the number, where the words say that somebody lives there."""
    # The road's name may be long; where it begins is looked for backwards from its number, a few signs at most.
    for chunk, start in _around(text, _NUMBERED, before=16, after=40):
        for match in _HOME.finditer(chunk):
            yield start + match.start(1), start + match.end(1)
    for match in _LIVES.finditer(text):
        yield match.span(1)


_NUMBERED = re.compile(r"[0-9一二三四五六七八九十百甲乙丙丁A-Za-z]\s?(?:号楼|栋|幢|座|单元|室)")


def _around(text: str, sign: re.Pattern[str], *, before: int, after: int) -> Iterator[tuple[str, int]]:
    """Pieces of the text round each hit, merged where they touch: the dear expression only ever reads these."""
    start = end = -1
    for match in sign.finditer(text):
        if start >= 0 and match.start() - before <= end:
            end = match.end() + after
            continue
        if start >= 0:
            yield text[start:end], start
        start, end = max(match.start() - before, 0), match.end() + after
    if start >= 0:
        yield text[start:end], start


_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z]\s?[·.•∙・\-]?\s?"
    r"(?=[A-Za-z]{0,5}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{4,6}[挂学警港澳]?)(?![A-Za-z0-9*])"
)


def plates(text: str) -> Iterator[Place]:
    """Number plates, those of new-energy vehicles and trailers too."""
    for match in _PLATE.finditer(text):
        if sum(sign.isalnum() and sign.isascii() for sign in match[1]) >= 6 or match[1][-1] in "挂学警港澳":
            yield match.span(1)


_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}\s?@\s?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}"
)


def mail_addresses(text: str) -> Iterator[Place]:
    """E-mail addresses, with a full-width @ too."""
    return (match.span() for match in _MAIL.finditer(text))


_DAY = r"(?:19|20)[0-9]{2}\s?[年./\-]\s?[0-9]{1,2}(?:\s?[月./\-]\s?(?:[0-9]{1,2}\s?日?)?)?"
_DAY_IN_HAN = (
    r"[一二][零〇○九一二三四五六七八]{3}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_BORN_BEFORE = re.compile(
    rf"(?:出生(?:日期|年月日|年月|时间)?|生日|生于)[^0-9一二\n。]{{0,6}}({_DAY}|{_DAY_IN_HAN})"
)
_BORN_AFTER = re.compile(rf"((?:{_DAY}|{_DAY_IN_HAN}))\s?(?:出生|生(?![态产活成效育物长命]))")


def birth_dates(text: str) -> Iterator[Place]:
    """Dates somebody is said to be born on."""
    for expression in (_BORN_BEFORE, _BORN_AFTER):
        yield from (match.span(1) for match in expression.finditer(text))


_MESSENGER = re.compile(
    r"(?:微信号?|[Ww]e[Cc]hat|[Vv][Xx]|[Qq][Qq])(?:号码?|id|ID)?\s?(?:[::为是]\s?|\s)?"
    r"([A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9][0-9]{4,11})(?![A-Za-z0-9*@])"
)


def messengers(text: str) -> Iterator[Place]:
    """Accounts of WeChat and QQ; a public account (公众号) is none."""
    return (match.span(1) for match in _MESSENGER.finditer(text))


_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_WHO = r"(?:姓名|被处罚人|违法行为人|经营者|联系人|证人|举报人|投诉人|反映人|信访人|被询问人|委托代理人|受送达人|家属|配偶)"
_NAME = re.compile(
    rf"{_WHO}(?:姓名)?[::]\s?(?:([{_SURNAMES}][{_HAN}]{{1,2}})(?![{_HAN}某*]|[a-z])|([{_HAN}]{{2,8}}[·•][{_HAN}]{{1,8}}))"
)


def person_names(text: str) -> Iterator[Place]:
    """Full names behind a word such as 姓名, 证人 or 举报人; 周某某 is none. The legal representative is not hidden."""
    for match in _NAME.finditer(text):
        group = 1 if match[1] else 2
        if "某" not in match[group]:
            yield match.span(group)
