"""Numbers that point at a person: identity cards, telephones, bank cards and accounts, passports (pure, no clock).

A number counts only where its own check says so (check digit, real date, Luhn), so that decision numbers, credit codes,
amounts and dates raise no alarm. Every expression is of one pass: no two parts of it can match the same sign.
"""

import re
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric, uscc

from feedback_app.guard.folding import GAP

Place = tuple[int, int]
_G = rf"{GAP}{{0,3}}"
_G1 = rf"{GAP}{{0,1}}"


def _spaced(*parts: str) -> str:
    return _G.join(parts)


_BEFORE, _AFTER = r"(?<![0-9])", r"(?![0-9])"
_D = "[0-9]"
_REGION = ["[1-9]", *[_D] * 5]
_MONTH_DAY = [f"(?:0{_G}[1-9]|1{_G}[0-2])", f"(?:0{_G}[1-9]|[12]{_G}[0-9]|3{_G}[01])"]
# Each in a look-ahead, so that a number that fails its check hides none that begins inside it.
_ID_18 = re.compile(
    rf"{_BEFORE}(?=({_spaced(*_REGION, f'(?:1{_G}9|2{_G}0)', _D, _D, *_MONTH_DAY, _D, _D, _D, '[0-9Xx]')}){_AFTER})"
)
# The old number has no check sign: parted only where people part it, or every row of small numbers would be one.
_ID_15 = re.compile(
    rf"{_BEFORE}(?=([1-9][0-9]{{5}}{_G1}[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_G1}[0-9]{{3}}){_AFTER})"
)
# Nor has a mistyped number one that is right.
_ID_MISTYPED = re.compile(
    rf"{_BEFORE}(?=([1-9][0-9]{{5}}{_G1}(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_G1}[0-9]{{3}}[0-9Xx]){_AFTER})"
)
# Who is penalised was born before; later days stand in numbers of files, which are region, day and serial as well.
_BORN_BY = "2012"
_ID_LABELLED = re.compile(rf"身份证[^0-9\n]{{0,12}}([0-9](?:{_G}[0-9]){{13,16}}{_G}[0-9Xx])(?![0-9*])")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def id_numbers(text: str) -> Iterator[Place]:
    """Resident identity numbers of 18 signs (GB 11643): province, real date and check sign are right."""
    for match in _ID_18.finditer(text):
        number = _bare(match[1])
        if number[:2] in _PROVINCES and ric.calc_check_digit(number) == number[17] and _is_day(number[6:14]):
            yield match.span(1)


def mistyped_id_numbers(text: str) -> Iterator[Place]:
    """18 signs with a province and a day of birth whose check sign is wrong; or called an identity number."""
    sure = set(id_numbers(text))
    for match in _ID_MISTYPED.finditer(text):
        if match.span(1) not in sure and _is_like_one(_bare(match[1])):
            yield match.span(1)
    yield from (place for place in _labelled(text, 18) if place not in sure)


def doubtful_id_numbers(text: str) -> Iterator[Place]:
    """Old numbers of 15 digits, and whatever is called an identity number although it is too short for one."""
    for match in _ID_15.finditer(text):
        number = _bare(match[1])
        if number[:2] in _PROVINCES and _is_day(f"19{number[6:12]}"):
            yield match.span(1)
    for length in (15, 16, 17):
        yield from _labelled(text, length)


def _labelled(text: str, length: int) -> Iterator[Place]:
    return (one.span(1) for one in _ID_LABELLED.finditer(text) if len(_bare(one[1])) == length)


def _is_like_one(number: str) -> bool:
    is_born = number[6:10] <= _BORN_BY and _is_day(number[6:14])
    return number[:2] in _PROVINCES and is_born and not (uscc.is_valid(number) or _is_card(number))


def _is_card(number: str) -> bool:
    """Found as a bank card already, which nobody may let stand."""
    return _CARD.match(number) is not None and _luhn(number)


_MEASURE = r"(?![0-9]|\s?(?:元|万|亿|吨|千|立方|平方|号))"
_MOBILE = re.compile(rf"(?<![0-9.〕])(?=((?:(?:\+|00)?86{_G1})?1{_G1}[3-9](?:{_G1}[0-9]){{9}}){_MEASURE})")
_LANDLINE = re.compile(
    r"(?<![0-9.])(\(?0[1-9][0-9]{1,2}\)?[\s\-‐-―]{0,2}[2-9][0-9]{2,3}[\s\-]?[0-9]{4}(?![0-9])(?:[-转][0-9]{1,6})?)"
    r"(?!\s?(?:元|万|亿|吨|号))"
)
_LABELLED_PHONE = re.compile(
    r"(?:电话|座机|手机|传真|[Tt][Ee][Ll])(?:号码|号)?[::.\s]{0,3}([2-9][0-9]{2,3}[\s\-]?[0-9]{4})(?![0-9*])"
)


def mobiles(text: str) -> Iterator[Place]:
    """Mobile numbers, with or without +86, blanks or hyphens."""
    return (match.span(1) for match in _MOBILE.finditer(text))


def landlines(text: str) -> Iterator[Place]:
    """Fixed lines with their area code, or called a telephone number."""
    for expression in (_LANDLINE, _LABELLED_PHONE):
        yield from (match.span(1) for match in expression.finditer(text))


# The first four digits of a card stand together, however the rest is parted.
_CARD = re.compile(rf"{_BEFORE}(?=((?:6[02]|4[0-9]|5[1-5]|35|95)[0-9]{{2}}(?:{_G1}[0-9]){{12,15}}){_AFTER})")
_ACCOUNT = re.compile(
    rf"(?:账号|帐号|账户号|卡号|银行卡)[^0-9\n]{{0,12}}([0-9](?:{_G1}[0-9]){{9,27}})(?![0-9*])"
)


def bank_cards(text: str) -> Iterator[Place]:
    """Bank cards: 16 to 19 digits with a card maker's prefix whose Luhn sum is right, and no identity number."""
    ids = set(id_numbers(text))
    for match in _CARD.finditer(text):
        if match.span(1) not in ids and _luhn(_bare(match[1])):
            yield match.span(1)


def bank_accounts(text: str) -> Iterator[Place]:
    """What is called an account number."""
    return (match.span(1) for match in _ACCOUNT.finditer(text))


_PASSPORT = re.compile(
    r"(?:护照[^A-Za-z0-9\n]{0,8}([A-Za-z]{1,2}[0-9]{7,8})|(?<![A-Za-z0-9])([EGeg][0-9]{8}|[Ee][A-Ha-hJ-Nj-nP-Zp-z][0-9]{7}))"
    r"(?![A-Za-z0-9])"
)


def passports(text: str) -> Iterator[Place]:
    """Passport numbers: called so, or of the form of Chinese passports."""
    return (match.span(1 if match[1] else 2) for match in _PASSPORT.finditer(text))


_NOT_OF_A_NUMBER = re.compile("[^0-9Xx]")


def _bare(folded: str) -> str:
    return _NOT_OF_A_NUMBER.sub("", folded).upper()


_DOUBLED = str.maketrans("0123456789", "0246813579")


def _luhn(number: str) -> bool:
    """The sum of bank cards (ISO/IEC 7812), written for a text that is nothing but digits: a library's is 5 times slower."""
    signs = number[-1::-2] + number[-2::-2].translate(_DOUBLED)
    return (sum(signs.encode()) - 48 * len(signs)) % 10 == 0


def _is_day(signs: str) -> bool:
    try:
        day = date(int(signs[:4]), int(signs[4:6]), int(signs[6:8]))
    except ValueError:
        return False
    return day.year >= 1900
