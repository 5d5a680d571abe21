"""Looking up the regulation (行政执法信息公示制度): chapters, articles, clauses.

Pages quote the text with the misprints mended that are listed in CORRECTIONS; `original.txt` keeps it as received.
The English is a translation for reading; the Chinese text is the rule.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feedback_app.regulation.text import ROWS

TITLE_ZH = "昌吉回族自治州生态环境局阜康市分局行政执法信息公示制度"
TITLE_EN = (
    "Regulation of the Fukang Branch of the Changji Hui Autonomous Prefecture Ecology and Environment Bureau "
    "on the Disclosure of Administrative Enforcement Information"
)


@dataclass(frozen=True)
class Section:
    """A section (节) of a chapter and the articles in it."""

    number: int
    title_zh: str
    title_en: str
    articles: range


@dataclass(frozen=True)
class Chapter:
    """A chapter (章) and the articles in it."""

    number: int
    title_zh: str
    title_en: str
    articles: range
    sections: tuple[Section, ...] = ()

    @property
    def label_zh(self) -> str:
        return f"第{in_chinese(self.number)}章 {self.title_zh}"

    @property
    def label_en(self) -> str:
        return f"Chapter {self.number}: {self.title_en}"


@dataclass(frozen=True)
class Clause:
    """One paragraph or item. `marker` says where it stands: "" for the opening words, "(七)", "(一)(1)" …"""

    marker: str
    text_zh: str
    text_en: str


@dataclass(frozen=True)
class Article:
    """One article (条) with its clauses."""

    number: int
    topic_zh: str
    topic_en: str
    clauses: tuple[Clause, ...]

    @property
    def label_zh(self) -> str:
        return f"第{in_chinese(self.number)}条"

    @property
    def label_en(self) -> str:
        return f"Article {self.number}"

    @property
    def text_zh(self) -> str:
        """The whole article, a line for each clause."""
        return "\n".join(clause.text_zh for clause in self.clauses)

    @property
    def text_en(self) -> str:
        """The whole article in English, a line for each clause."""
        return "\n".join(clause.text_en for clause in self.clauses)

    @property
    def text_original(self) -> str:
        """The article as received, misprints and all."""
        return _received()[self.number]

    @property
    def chapter(self) -> Chapter:
        return next(row for row in CHAPTERS if self.number in row.articles)


@dataclass(frozen=True)
class Correction:
    """A misprint of the received text, and how pages quote it."""

    article: int
    received: str
    quoted: str


CHAPTERS = (
    Chapter(1, "总则", "General Provisions", range(1, 5)),
    Chapter(
        2,
        "公示内容",
        "What Is Disclosed",
        range(5, 10),
        (
            Section(1, "事前公开内容", "Disclosure before Enforcement", range(5, 6)),
            Section(2, "事中公示内容", "Disclosure during Enforcement", range(6, 8)),
            Section(3, "事后公开内容范围", "Scope of Disclosure after Enforcement", range(8, 10)),
        ),
    ),
    Chapter(3, "公示载体", "Channels of Disclosure", range(10, 11)),
    Chapter(
        4,
        "公示程序及时限",
        "Procedure and Time Limits",
        range(11, 16),
        (
            Section(1, "事前公开程序及时限", "Before Enforcement: Procedure and Time Limits", range(11, 12)),
            Section(2, "事后公开程序及时限", "After Enforcement: Procedure and Time Limits", range(12, 13)),
            Section(3, "公示机制的保障", "Safeguards of Disclosure", range(13, 16)),
        ),
    ),
    Chapter(5, "监督检查", "Supervision and Inspection", range(16, 18)),
    Chapter(6, "附则", "Supplementary Provisions", range(18, 21)),
)

CORRECTIONS = (
    Correction(5, "抽查内客", "抽查内容"),
    Correction(5, "管理相对人", "行政相对人"),
    Correction(10, "户外LED广告版", "户外LED广告板"),
    Correction(15, "反应公示的", "反映公示的"),
    Correction(19, "由市昌吉", "由昌吉"),
)

ARTICLES: dict[int, Article] = {
    number: Article(number, topic_zh, topic_en, tuple(Clause(*clause) for clause in clauses))
    for number, topic_zh, topic_en, clauses in ROWS
}

_NUMERALS = "一二三四五六七八九十"


def article(number: int) -> Article:
    """The article with this number, 1 to 20. Raises KeyError."""
    return ARTICLES[number]


def clause(number: int, marker: str) -> Clause:
    """One clause of an article, such as (5, "(七)") or (12, "(一)(1)"). Raises KeyError."""
    for row in ARTICLES[number].clauses:
        if row.marker == marker:
            return row
    raise KeyError(f"article {number} has no clause {marker!r}")


def in_chinese(number: int) -> str:
    """A number from 1 to 20 as the regulation writes it: 15 gives 十五."""
    if number <= 10:
        return _NUMERALS[number - 1]
    return "二十" if number == 20 else f"十{_NUMERALS[number - 11]}"


@cache
def _received() -> dict[int, str]:
    text = Path(__file__).with_name("original.txt").read_text(encoding="utf-8")
    without_headings = re.sub(r"^第[一二三四五六]+[章节].*$", "", text, flags=re.MULTILINE)
    parts = re.split(r"^(第[一二三四五六七八九十]+条) ?", without_headings, flags=re.MULTILINE)[1:]
    numbers = {f"第{in_chinese(number)}条": number for number in range(1, 21)}
    return {numbers[parts[at]]: re.sub(r"\n+", "\n", parts[at + 1]).strip() for at in range(0, len(parts), 2)}
