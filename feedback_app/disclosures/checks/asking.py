"""The questions of the table, each a walk over one record: code, number, amounts, dates, legal basis, party."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from feedback_app import clock
from feedback_app.disclosures.catalogue import PartyKind, bureau
from feedback_app.disclosures.checks.bases import Basis, cited, essence
from feedback_app.disclosures.checks.capitals import capital_amounts
from feedback_app.disclosures.checks.content import Content, Words
from feedback_app.disclosures.checks.hit import Hit
from feedback_app.disclosures.checks.known import Known
from feedback_app.disclosures.fields import Field, FieldKind, FieldRefused, Redact, amounts_in, parse, plain

# Each after the one before it, where a record has both.
DATE_ORDERS = (
    ("conduct_from", "conduct_to", "decided_on", "served_on"),
    ("found_on", "decided_on"),
    ("started_on", "ended_on"),
    ("starts_on", "ends_on"),
    ("valid_from", "valid_to"),
    ("effective_from", "effective_to"),
)
IN_WORDS = (("amount_in_words", "amount"),)  # the amount in words, written down to check the figures by
CONDUCT_DAYS = ("conduct_to", "conduct_from")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def _whole(content: Content, row: Field) -> Words:
    value = content.values.get(row.key)
    return Words(row.key, row.label_zh, row.label_en, "" if value is None else plain(row, value, "zh"), row)


def _filled(content: Content, *kinds: FieldKind) -> Iterator[Field]:
    return (
        row
        for row in content.fields()
        if row.kind in kinds and content.values.get(row.key) not in (None, "", [])
    )


def field_missing(content: Content, known: Known) -> Iterator[Hit]:
    """A field that is needed, always or because of another one, and is empty: a draft may be kept half filled in."""
    for row in content.fields():
        needed = row.required or (
            row.required_when is not None and content.values.get(row.required_when[0]) == row.required_when[1]
        )
        value = content.values.get(row.key)
        if needed and value in (None, "", []):
            yield Hit(_whole(content, row), "这一栏必须填写。", "It has to be filled in.")
        elif row.has_rows and value:
            yield from _cells_missing(row, value)


def _cells_missing(row: Field, value: list[dict[str, str]]) -> Iterator[Hit]:
    """Of a table: too few rows, and cells that are needed and empty."""
    if len(value) < row.least_rows:
        words = Words(row.key, row.label_zh, row.label_en, "", row)
        yield Hit(words, f"至少要填{row.least_rows}行。", f"It needs at least {row.least_rows} rows.")
    for number, line in enumerate(value, start=1):
        for column in row.columns:
            if column.required and not line.get(column.key):
                place = f"{row.key}[{number}].{column.key}"
                zh = f"{row.label_zh}第{number}行“{column.label_zh}”"
                en = f"{row.label_en}, row {number}, {column.label_en}"
                yield Hit(Words(place, zh, en, "", column), "这一格必须填写。", "It has to be filled in.")


# ---- numbers that have a form ----------------------------------------------------------------------------------------


def credit_code_wrong(content: Content, known: Known) -> Iterator[Hit]:
    """GB 32100-2015: 18 signs, the last one a check of the others."""
    yield from _refused(content, FieldKind.CREDIT_CODE)


def document_number_form(content: Content, known: Known) -> Iterator[Hit]:
    """机关代字、〔年〕、序号、号, brackets in the official form."""
    yield from _refused(content, FieldKind.DOCUMENT_NUMBER)


def _refused(content: Content, kind: FieldKind) -> Iterator[Hit]:
    """What the field itself would not have taken: values come from forms, imports and corrections."""
    for row in _filled(content, kind):
        value = content.values[row.key]
        try:
            read = parse(row, value)
        except FieldRefused as fault:
            yield Hit(_whole(content, row), fault.message_zh, fault.message_en)
        else:
            if read != value:
                yield Hit(_whole(content, row), f"应写作“{read}”。", f"It should read “{read}”.")


def organisation_code_wrong(content: Content, known: Known) -> Iterator[Hit]:
    """GB 11714: sign 17 of the credit code is the check of signs 9 to 16."""
    for row in _filled(content, FieldKind.CREDIT_CODE):
        code = str(content.values[row.key])
        if len(code) == 18 and code[8:17].isalnum() and _organisation_sign(code[8:16]) != code[16]:
            yield Hit(
                _whole(content, row), f"第17位应为{_organisation_sign(code[8:16])}，现为{code[16]}。",
                f"Sign 17 should be {_organisation_sign(code[8:16])}; it is {code[16]}.", 8, 17,
            )  # fmt: skip


def _organisation_sign(signs: str) -> str:
    total = sum(int(sign, 36) * weight for sign, weight in zip(signs, _ORGANISATION_WEIGHTS, strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def document_number_twice(content: Content, known: Known) -> Iterator[Hit]:
    """Another record of the category, not withdrawn, bears the number."""
    for row in _filled(content, FieldKind.DOCUMENT_NUMBER):
        others = known.others_numbered(content.category.key, str(content.values[row.key]), content.record_id)
        if others and row.key == "document_number":
            refs = "、".join(others)
            yield Hit(
                _whole(content, row),
                f"信息 {refs} 已经用了这个文号。",
                f"Record {', '.join(others)} bears this number.",
            )


def document_number_withheld(content: Content, known: Known) -> Iterator[Hit]:
    """A decision that law keeps back, entered a second time as something to be published."""
    for row in _filled(content, FieldKind.DOCUMENT_NUMBER):
        entry = known.withheld.get(content.category.key, {}).get(str(content.values[row.key]))
        if entry:
            yield Hit(
                _whole(content, row),
                f"这个文号的决定已登记为依法不予公开（{entry}）。",
                f"The decision of this number stands in the register of what is not disclosed ({entry}).",
            )


# ---- amounts ---------------------------------------------------------------------------------------------------------


def amounts_disagree(content: Content, known: Known) -> Iterator[Hit]:
    """An amount field that no amount written in its text bears out, in figures or in words."""
    there = {row.key for row in content.fields()}
    pairs = [*content.category.amount_in_text, *(pair for pair in IN_WORDS if there >= set(pair))]
    for text_key, amount_key in pairs:
        text, amount = str(content.values.get(text_key) or ""), content.values.get(amount_key)
        written = amounts_in(text) | {fen for fen, _, _ in capital_amounts(text)}
        if written and isinstance(amount, int) and amount not in written:
            row, source = content.category.field(amount_key), content.category.field(text_key)
            yield Hit(
                _whole(content, row), f"和“{source.label_zh}”里写的金额不一致，请核对是万元还是元。",
                f"“{source.label_en}” names another amount; check whether it is 万元 or 元.",
            )  # fmt: skip


def capitals_disagree(content: Content, known: Known) -> Iterator[Hit]:
    """In one text an amount in words that no amount in figures repeats, although there are figures."""
    for words in content.words():
        figures = amounts_in(words.text)
        for fen, start, end in capital_amounts(words.text) if figures else ():
            if fen not in figures:
                yield Hit(
                    words, "大写金额和同一段里的小写金额不一致。", "The amount in words differs from the figures beside it.",
                    start, end,
                )  # fmt: skip


# ---- dates -----------------------------------------------------------------------------------------------------------


def dates_out_of_order(content: Content, known: Known) -> Iterator[Hit]:
    """Conduct, decision, service; beginning, end: each not before the one before it."""
    there = {row.key: row for row in content.fields() if row.kind is FieldKind.DATE}
    seen = set()
    for order in DATE_ORDERS:
        dated = [(there[key], day) for key in order if key in there and (day := content.day(key))]
        for (first, early), (second, late) in pairwise(dated):
            if late < early and (first.key, second.key) not in seen:
                seen.add((first.key, second.key))
                yield Hit(
                    _whole(content, second), f"“{second.label_zh}”早于“{first.label_zh}”（{early}）。",
                    f"“{second.label_en}” is before “{first.label_en}” ({early}).",
                )  # fmt: skip


def date_in_future(content: Content, known: Known) -> Iterator[Hit]:
    """A day that has not come, in a field that does not speak of the future."""
    for row in _filled(content, FieldKind.DATE):
        day = content.day(row.key)
        if day and day > clock.today() and not row.may_be_future:
            yield Hit(_whole(content, row), f"今天是{clock.today()}。", f"Today is {clock.today()}.")


# ---- legal basis -----------------------------------------------------------------------------------------------------


def law_not_in_force(content: Content, known: Known) -> Iterator[Hit]:
    """A law cited for conduct after its last day."""
    day = _conduct_day(content)
    if day is None:
        return
    for words, rows, start, end in _citations(content, known):
        ended = [row for row in rows if row.effective_to and row.effective_to < day]
        if rows and len(ended) == len(rows):
            last = max(ended, key=lambda row: row.effective_to or date.min)
            by = f"，由《{last.replaced_by}》取代" if last.replaced_by else ""
            yield Hit(
                words, f"这部规定的有效期到{_zh(last.effective_to)}{by}；行为发生在{_zh(day)}。",
                f"It was in force until {last.effective_to}; the conduct was on {day}.", start, end,
            )  # fmt: skip


def law_later_than_conduct(content: Content, known: Known) -> Iterator[Hit]:
    """A law cited for conduct before its first day: right where it is the lighter one, so only a warning."""
    day = _conduct_day(content)
    if day is None:
        return
    for words, rows, start, end in _citations(content, known):
        if rows and all(row.effective_from and row.effective_from > day for row in rows):
            first = min(row.effective_from for row in rows if row.effective_from)
            yield Hit(
                words,
                f"这部规定自{_zh(first)}起施行；行为发生在{_zh(day)}。",
                f"In force from {first}; the conduct was on {day}.",
                start,
                end,
            )


def law_unknown(content: Content, known: Known) -> Iterator[Hit]:
    """A law that no published list of legal bases has."""
    for words, rows, start, end in _citations(content, known):
        if not rows:
            yield Hit(
                words,
                "公示的执法依据清单里没有它。",
                "No published list of legal bases names it.",
                start,
                end,
            )


def conduct_day_missing(content: Content, known: Known) -> Iterator[Hit]:
    """A law that has ended is cited, and nothing says when the conduct took place."""
    if _conduct_day(content) is None:
        for words, rows, start, end in _citations(content, known):
            if any(row.effective_to for row in rows):
                yield Hit(words, "引用的规定已经失效。", "The law cited has ended.", start, end)


def _zh(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _citations(content: Content, known: Known) -> Iterator[tuple[Words, list[Basis], int, int]]:
    for words in content.words():
        if words.field is not None and words.field.kind is FieldKind.LEGAL_BASIS:
            for title, start, end in cited(words.text):
                yield words, known.bases.get(essence(title), []), start, end


def _conduct_day(content: Content) -> date | None:
    """The last day of the conduct; of a result without one (an inspection), the day it was formed."""
    days = [day for key in CONDUCT_DAYS if (day := content.day(key))]
    if days:
        return days[0]
    asks = any(row.key in CONDUCT_DAYS for row in content.fields())
    return None if asks else content.formed_on


# ---- the party, and service on it ------------------------------------------------------------------------------------


def party_unmasked(content: Content, known: Known) -> Iterator[Hit]:
    """A natural person's full name, where the bureau masks names."""
    if content.party_kind != PartyKind.NATURAL_PERSON or not bureau.masks_natural_persons():
        return
    for row in content.fields():
        value = content.values.get(row.key)
        if (
            row.redact is Redact.MASK_NATURAL_PERSON
            and isinstance(value, str)
            and value
            and not _is_masked(value)
        ):
            yield Hit(_whole(content, row), "自然人只公布姓加“某某”。", "Of a natural person only the family name is published.",
                      0, len(value))  # fmt: skip


def _is_masked(name: str) -> bool:
    return any(sign in name for sign in "某*＊×Ｘ")


def not_served(content: Content, known: Known) -> Iterator[Hit]:
    """A decision whose day of service is not on record."""
    row = next((row for row in content.fields() if row.key == "served_on"), None)
    if row is not None and not content.values.get("served_on"):
        yield Hit(_whole(content, row), "决定还没有记录送达。", "No service is on record.")
