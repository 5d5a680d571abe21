"""Amounts of money: typed in 万元 or 元, kept as whole fen (分).

万元 against 元 is the commonest slip in penalty records (a fine of 6.8万元 published as 68万元), so the unit is read
where it is written and never guessed from the size.
"""

import re
from decimal import Decimal

from feedback_app.disclosures.fields.field import Field, FieldRefused

FEN = {"元": 100, "万": 1_000_000, "万元": 1_000_000, "亿元": 10_000_000_000}
LARGEST_FEN = 10**12  # 100亿元: beyond any fine; a larger number is a slip of the unit
_NUMBER = r"(?P<number>[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,10})?|[0-9]{1,15}(?:\.[0-9]{1,10})?)"
_TYPED = re.compile(rf"(?:人民币|rmb|¥)?{_NUMBER}(?P<unit>亿元|万元|万|元)?整?")
_IN_TEXT = re.compile(rf"(?<![0-9.,]){_NUMBER}\s*(?P<unit>亿元|万元|元)")


def read_amount(field: Field, typed: str) -> int:
    """Fen of an amount such as 6.8, 6.8万元, 68000元, 68,000元 (full-width digits already folded).

    Raises FieldRefused for anything else, for a negative amount, and for fractions of a fen.
    """
    squeezed = re.sub(r"\s", "", typed).lower()
    if squeezed.startswith(("-", "−", "负")):
        raise FieldRefused("金额不能是负数。", "The amount cannot be negative.")
    match = _TYPED.fullmatch(squeezed)
    if match is None:
        raise FieldRefused(
            f"请只填数字，可带单位，例如 6.8（{field.unit}）、6.8万元 或 68000元。",
            "Enter digits, with a unit if you like: 6.8 (in 10,000 yuan), 6.8万元 or 68000元.",
        )
    fen = _fen(match["number"], match["unit"] or field.unit)
    if fen != fen.to_integral_value():
        raise FieldRefused(
            "金额最多精确到分：以万元计最多6位小数，以元计最多2位小数。",
            "Amounts go down to one fen: at most 6 decimals in 10,000 yuan (万元), 2 decimals in yuan (元).",
        )
    if fen > LARGEST_FEN:
        raise FieldRefused(
            "金额超过100亿元，请核对单位是“元”还是“万元”。",
            "The amount is over 10 billion yuan; check whether the unit is 元 or 万元.",
        )
    return int(fen)


def amounts_in(text: str) -> frozenset[int]:
    """Every amount written in a text, in fen: "罚款人民币6.8万元" gives {6800000}."""
    found = (_fen(match["number"], match["unit"]) for match in _IN_TEXT.finditer(text))
    return frozenset(int(fen) for fen in found if fen == fen.to_integral_value())


def in_wan(fen: int) -> str:
    """The amount in 万元 without needless zeros: 6800000 gives "6.8"."""
    return f"{(Decimal(fen) / FEN['万元']).normalize():f}"


def in_yuan(fen: int) -> str:
    """The amount in 元 with thousands separators: 6800000 gives "68,000"."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}" + (f".{rest:02d}" if rest else "")


def _fen(number: str, unit: str) -> Decimal:
    return Decimal(number.replace(",", "")) * FEN[unit]
