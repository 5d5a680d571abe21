"""The table of checks. Personal data in words and files comes from the guard's own tables; the rest is asked here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from feedback_app.disclosures.checks import asking
from feedback_app.disclosures.checks.content import Content
from feedback_app.disclosures.checks.finding import Finding
from feedback_app.disclosures.checks.hit import Hit
from feedback_app.disclosures.checks.known import Known
from feedback_app.disclosures.checks.personal import files_carry, words_carry
from feedback_app.guard import DETECTORS, FILE_TRAITS, Detector, FileTrait


@dataclass(frozen=True)
class Check:
    """One question. `blocks`: a place refuses the publication, else it only warns; `spares_samples`: the examples keep the
    errors their stories are about."""

    key: str
    find: Callable[[Content, Known], Iterator[Hit]]
    article: str
    label_zh: str
    label_en: str
    mend_zh: str
    mend_en: str
    blocks: bool = True
    is_overridable: bool = True
    spares_samples: bool = False


CHECKS: tuple[Check, ...] = (
    Check("field_missing", asking.field_missing, "8, 14", "还没有填写", "not filled in yet",
          "打开草稿，填好这一栏再提交。", "Open the draft and fill it in before you submit it.", is_overridable=False),
    Check("credit_code_wrong", asking.credit_code_wrong, "4, 14", "统一社会信用代码", "credit code",
          "对照营业执照改正第18位或者抄错的那一位。", "Compare it with the business licence.", is_overridable=False),
    Check("organisation_code_wrong", asking.organisation_code_wrong, "4, 14", "组织机构代码部分", "organisation code within it",
          "第9到17位与校验规则不符，请对照营业执照再核一遍；确实如此的不用改。",
          "Signs 9 to 17 do not fit their own check sign; compare once more.", blocks=False),
    Check("document_number_form", asking.document_number_form, "4, 12", "文号格式", "form of the document number",
          "写成机关代字、六角括号年份、序号，例如：昌州环阜罚〔2026〕3号。",
          "Write issuer, year and number, with brackets as in 昌州环阜罚〔2026〕3号."),
    Check("document_number_twice", asking.document_number_twice, "4, 12", "文号重复", "document number used twice",
          "核对决定书。已经公示过的，在原信息上更新，不另建一条。",
          "Compare with the decision. What is published already is updated there.", spares_samples=True),
    Check("document_number_withheld", asking.document_number_withheld, "9", "文号属于不予公开的决定", "number of a withheld decision",
          "核对文号。确实是这一件的，先在不予公开登记里复查，转为公开以后再公示。",
          "Check the number. If it is that decision, have its entry reviewed and released first.", is_overridable=False),
    Check("amounts_disagree", asking.amounts_disagree, "4", "金额不一致", "amounts disagree",
          "对照决定书改正：正文、大写、以万元计的金额要一致。6.8万元是68,000元。",
          "Compare with the decision: text, words and the amount in 万元 must agree.", spares_samples=True),
    Check("capitals_disagree", asking.capitals_disagree, "4", "大写和小写金额不一致", "amount in words and in figures differ",
          "对照决定书改正其中一个。", "Correct one of the two after the decision."),
    Check("dates_out_of_order", asking.dates_out_of_order, "4, 12", "日期先后不对", "dates out of order",
          "对照案卷改正日期。", "Correct the dates after the file."),
    Check("date_in_future", asking.date_in_future, "4", "日期在今天以后", "date in the future",
          "对照案卷改正日期。", "Correct the date after the file."),
    Check("law_not_in_force", asking.law_not_in_force, "4, 5", "依据在行为发生时已经失效", "law no longer in force on the day",
          "改用行为发生时有效的规定（从旧兼从轻）；清单里的起止日期有误的，先更正执法依据清单。",
          "Cite the law in force when the conduct took place, or correct the published list of legal bases.",
          is_overridable=False),
    Check("law_later_than_conduct", asking.law_later_than_conduct, "4, 5", "依据在行为发生以后才施行", "law not yet in force on the day",
          "行为发生在前的适用当时的规定；新规定处理较轻而适用新规定的，请在依据中写明。",
          "Earlier conduct falls under the earlier law, unless the new one is lighter: then say so.", blocks=False),
    Check("law_unknown", asking.law_unknown, "5", "依据不在公示的清单里", "law not in the published list",
          "核对名称；确实适用的，把它补进执法依据清单。", "Check its title, or add it to the list of legal bases.", blocks=False),
    Check("conduct_day_missing", asking.conduct_day_missing, "4, 5", "没有填违法行为日期", "day of the conduct missing",
          "填上违法行为日期，才能核对依据在当时是否有效。",
          "Enter it: only then can it be checked whether the law was in force.", blocks=False),
    Check("party_unmasked", asking.party_unmasked, "9", "自然人写了全名", "full name of a natural person",
          "写成姓加“某某”，例如周某某。", "Write the family name followed by 某某."),
    Check("not_served", asking.not_served, "12", "没有填送达日期", "date of service missing",
          "公示前应当送达。还没有送达的，由法制科决定公示还是暂缓，并写明理由；时限照走。",
          "It should be served first. If not, the legal section decides; the time limit runs on.", blocks=False),
)  # fmt: skip


def code_of(check: str) -> str:
    """How the log names a check: with words of its own, whatever else bears the same key."""
    return f"check.{check}"


_NAMED: tuple[Check | Detector | FileTrait, ...] = (*CHECKS, *DETECTORS, *FILE_TRAITS.values())
LABELLED = {code_of(row.key): row for row in _NAMED}


def inspect(content: Content, known: Known | None = None) -> list[Finding]:
    """Every place that is wrong: those that refuse publication first, each kind in the order of the record's fields.

    `known`: hand in one and the same for many rows, then what they are compared with is read once.
    """
    known = known or Known()
    found = [*words_carry(content), *files_carry(content)]
    for row in CHECKS:
        if not (row.spares_samples and content.is_sample):
            found += [_finding(row, hit) for hit in row.find(content, known)]
    return sorted(found, key=lambda one: not one.blocks)


def _finding(row: Check, hit: Hit) -> Finding:
    return Finding(
        check=row.key,
        where=hit.words.where,
        where_zh=hit.words.label_zh,
        where_en=hit.words.label_en,
        label_zh=row.label_zh,
        label_en=row.label_en,
        said_zh=hit.said_zh,
        said_en=hit.said_en,
        mend_zh=row.mend_zh,
        mend_en=row.mend_en,
        article=row.article,
        blocks=row.blocks,
        is_overridable=row.is_overridable,
        text=hit.words.text,
        start=hit.start,
        end=hit.end,
    )
