"""Personal data in the record's words and in its files, by the guard's tables and each field's rule of redaction."""

from collections.abc import Iterator

from feedback_app.disclosures.checks.content import Content, FileSeen, Words
from feedback_app.disclosures.checks.finding import Finding
from feedback_app.disclosures.fields import FieldKind, Redact
from feedback_app.guard import BY_KEY, DETECTORS, FILE_TRAITS, NAME_PLACE, Detector, FileTrait, inspect_text
from feedback_app.guard.settled import own_numbers

ARTICLE = "9, 14"
# Values of these kinds have a form of their own, in which nothing personal fits.
_FORMED = frozenset(
    {FieldKind.DATE, FieldKind.MONEY, FieldKind.CHOICE, FieldKind.CREDIT_CODE, FieldKind.DOCUMENT_NUMBER}
)
# What stands even in a field that is published as it is (公布的电话地址、执法人员姓名): nobody's identity, nobody's card.
_NEVER = frozenset({"id_number", "bank_card"})
_PASSED_OVER = {
    Redact.NONE: frozenset(row.key for row in DETECTORS) - _NEVER,
    Redact.SCAN: frozenset[str](),
    Redact.MASK_NATURAL_PERSON: frozenset[str](),
    Redact.NEVER_PUBLIC: frozenset[str](),
}


def words_carry(content: Content) -> Iterator[Finding]:
    """Places in public words."""
    own = own_numbers()
    for words in content.words():
        if words.field is not None and words.field.kind in _FORMED:
            continue
        passed_over = _PASSED_OVER[words.redact]
        for found in inspect_text(words.text, passed_over=passed_over, own=own):
            if (
                words.field is None
                and found.key not in _NEVER
                and found.excerpt in content.published_as_it_is()
            ):
                continue
            yield _in_words(words, found.key, found.start, found.end)


def _in_words(words: Words, key: str, start: int, end: int) -> Finding:
    row = BY_KEY[key]
    return Finding(
        check=key, where=words.where, where_zh=words.label_zh, where_en=words.label_en, label_zh=row.label_zh,
        label_en=row.label_en, said_zh=f"这里有{row.label_zh}。", said_en=f"There is {_a(row.label_en)} here.",
        mend_zh=row.mend_zh, mend_en=row.mend_en, article=ARTICLE, is_overridable=row.is_overridable, text=words.text,
        start=start, end=end,
    )  # fmt: skip


def files_carry(content: Content) -> Iterator[Finding]:
    """Places in files, as their inspection found them; a page no machine can read until somebody has looked at it."""
    for file in content.files:
        for found in file.findings:
            trait = FILE_TRAITS.get(found["key"])
            if trait is not None and trait.asks_for_eyes and file.is_looked_at:
                continue
            yield _in_file(file, found)


def _in_file(file: FileSeen, found: dict[str, str]) -> Finding:
    row = FILE_TRAITS.get(found["key"]) or BY_KEY[found["key"]]
    asks_for_eyes = isinstance(row, FileTrait) and row.asks_for_eyes
    seen_zh, seen_en = (f"：{found['masked']}", f" {found['masked']}") if found["masked"] else ("", "")
    again_zh, again_en = (
        ("改好后重新上传。", " Then upload it again.") if isinstance(row, Detector) else ("", "")
    )
    zh, en = _named(file)
    return Finding(
        check=found["key"],
        where=f"file:{file.number}",
        where_zh=zh + found["place_zh"],
        where_en=f"{en}, {found['place_en']}",
        label_zh=row.label_zh,
        label_en=row.label_en,
        said_zh=f"{'' if asks_for_eyes else '这里有'}{row.label_zh}{seen_zh}。",
        said_en=f"Found: {row.label_en}{seen_en}.",
        mend_zh=row.mend_zh + again_zh,
        mend_en=row.mend_en + again_en,
        article=ARTICLE,
        is_overridable=row.is_overridable and not asks_for_eyes,
        bound_to=file.sha256 + file.name + found["place_zh"] + found["masked"],
    )


def _named(file: FileSeen) -> tuple[str, str]:
    """The file by its name, unless its name is what must not be said."""
    if any(one["place_zh"] == NAME_PLACE[0] for one in file.findings):
        return f"第{file.number}号附件的", f"File {file.number}"
    return f"附件“{file.name}”", f"File “{file.name}”"


def _a(label: str) -> str:
    return f"an {label}" if label[0] in "aeiou" else f"a {label}" if not label.startswith("what") else label
