"""What must not stand in published words, as a table: one row for each kind of personal data.

The list is that of what is to be hidden in published documents (生态环境行政处罚办法 隐私保护; 个人信息保护法第六条、第二十八条):
identity number, home, ways to reach a person, account, day of birth, car, name. What must not be hidden (法定代表人,
信用代码, 企业地址) is let through by ALLOWANCES or is no kind at all.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from feedback_app.guard import numbers, words
from feedback_app.guard.disguises import undisguised
from feedback_app.guard.folding import digits_of, folded, without_unseen

_PRIVACY_LAW = "《个人信息保护法》第六条、第二十八条；《生态环境行政处罚办法》隐私保护的规定"


@dataclass(frozen=True)
class Detector:
    """One kind. `mend_*` says how it is put right; `is_overridable`: may two people let a place of it stand?"""

    key: str
    find: Callable[[str], Iterable[tuple[int, int]]]
    label_zh: str
    label_en: str
    mend_zh: str
    mend_en: str
    is_overridable: bool = True
    citation: str = _PRIVACY_LAW


DETECTORS: tuple[Detector, ...] = (
    Detector("id_number", numbers.id_numbers, "身份证号", "identity card number",
             "删去身份证号，一位也不留。",
             "Delete the identity number.", is_overridable=False),
    Detector("id_number_mistyped", numbers.mistyped_id_numbers, "像是身份证号，但校验位不对",
             "what looks like an identity number with a wrong check digit",
             "是身份证号的，删去；不是的，由两个人写明理由后放行。",
             "Delete it if it is one; if not, two people may let it stand."),
    Detector("id_number_doubtful", numbers.doubtful_id_numbers, "像是身份证号，但不足18位",
             "what looks like an identity number of fewer than 18 digits",
             "是身份证号的，删去；不是的，由两个人写明理由后放行。",
             "Delete it if it is one; if not, two people may let it stand."),
    Detector("bank_card", numbers.bank_cards, "银行卡号", "bank card number",
             "删去卡号。", "Delete the card number.", is_overridable=False),
    Detector("bank_account", numbers.bank_accounts, "银行账号", "bank account",
             "删去账号；本单位公布的缴款账号，请管理员写进设置 GUARD_OWN_NUMBERS。",
             "Delete it; the published account for paying fines belongs into the setting GUARD_OWN_NUMBERS."),
    Detector("mobile", numbers.mobiles, "手机号", "mobile number",
             "删去，或者写成 139****0000 的样子。", "Delete it, or write it like 139****0000."),
    Detector("landline", numbers.landlines, "固定电话", "telephone number",
             "删去；本单位公布的电话，请管理员写进设置 GUARD_OWN_NUMBERS。",
             "Delete it; the bureau's own numbers belong into the setting GUARD_OWN_NUMBERS."),
    Detector("home_address", words.home_addresses, "门牌住址", "home address",
             "只写到县市、乡镇、街道，不写门牌、楼栋、单元、房号。企业地址写在企业地址一栏。",
             "Stop at the township or street; an enterprise's address belongs into its own field."),
    Detector("plate", words.plates, "车牌号", "number plate",
             "删去，或者写成“新B·12***”的样子。", "Delete it, or mask it."),
    Detector("mail_address", words.mail_addresses, "电子邮箱", "e-mail address",
             "删去个人邮箱。", "Delete the private mailbox."),
    Detector("birth_date", words.birth_dates, "出生日期", "date of birth",
             "删去出生日期。", "Delete the date of birth."),
    Detector("messenger", words.messengers, "微信号、QQ号", "WeChat or QQ account",
             "删去。", "Delete it."),
    Detector("passport", numbers.passports, "护照号", "passport number",
             "删去护照号。", "Delete the passport number."),
    Detector("person_name", words.person_names, "自然人姓名", "name of a natural person",
             "写成姓加“某某”，例如周某某。", "Write the family name followed by 某某."),
)  # fmt: skip
BY_KEY = {row.key: row for row in DETECTORS}
# Where two rows see the same signs, the one named first speaks.
# What has a check sign, or a form of its own: anything else would be found in every list of numbers.
SOUGHT_IN_DISGUISE = frozenset({"id_number", "bank_card", "mobile"})
_RANK = {row.key: place for place, row in enumerate(DETECTORS)}


@dataclass(frozen=True)
class Found:
    """One place in a text, `text[start:end]`, and what it is (a key of BY_KEY)."""

    key: str
    start: int
    end: int
    excerpt: str

    @property
    def row(self) -> Detector:
        return BY_KEY[self.key]

    @property
    def masked(self) -> str:
        """What may be shown to people who need not know it."""
        return mask(self.excerpt)


def inspect_text(
    text: str, *, passed_over: Collection[str] = (), own: Collection[str] = (), most: int = 200
) -> list[Found]:
    """Every place in the text that must not be published, in order; at most `most`.

    `passed_over`: keys of detectors not asked here. `own`: numbers and addresses the bureau itself publishes.
    """
    plain = folded(text)
    read = without_unseen(plain)
    shown = undisguised(plain)
    hidden = shown if shown != plain else None
    ours = {_essence(one) for one in own if one.strip()}
    found = [
        Found(row.key, start, end, text[start:end])
        for row in DETECTORS
        if row.key not in passed_over
        for start, end in islice(
            _places(row, plain, read, hidden), most
        )  # a text full of them need not be read to its end
        if not ours or _essence(text[start:end]) not in ours
    ]
    return _without_overlaps(found)[:most]


def _places(
    row: Detector, plain: str, read: tuple[str, list[int]] | None, hidden: str | None
) -> Iterator[tuple[int, int]]:
    """As the words stand there, and as they `read`: signs nobody sees may stand between two numbers or inside one; and as
    they read without the disguise of a number (`hidden`)."""
    yield from row.find(plain)
    if hidden is not None and row.key in SOUGHT_IN_DISGUISE:
        yield from row.find(hidden)
    if read is not None:
        seen, places = read
        yield from ((places[start], places[end - 1] + 1) for start, end in row.find(seen))


def mask(excerpt: str) -> str:
    """All but the ends hidden: 110105********002X gives 11**************2X."""
    shown = 1 if len(excerpt) < 8 else 2
    return excerpt[:shown] + "*" * min(max(len(excerpt) - 2 * shown, 1), 20) + excerpt[-shown:]


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda row: (row.start, _RANK[row.key], -row.end)):
        if kept and one.start < kept[-1].end:
            if _RANK[one.key] < _RANK[kept[-1].key]:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _essence(words_: str) -> str:
    """One number, however it is written; an address without blanks and case."""
    plain = folded(words_)
    number = digits_of(plain)
    return number if "@" not in plain and len(number) >= 5 else "".join(plain.split()).casefold()
