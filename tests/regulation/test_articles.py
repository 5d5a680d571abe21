"""The regulation as pages quote it is the regulation as received, but for the misprints that are listed."""

import pytest

from feedback_app.regulation.articles import ARTICLES, CHAPTERS, CORRECTIONS, article, clause, in_chinese

every_article = pytest.mark.parametrize("number", range(1, 21))


def test_there_are_twenty_articles_in_six_chapters() -> None:
    assert list(ARTICLES) == list(range(1, 21))
    assert [number for chapter in CHAPTERS for number in chapter.articles] == list(range(1, 21))
    for chapter in CHAPTERS:
        if chapter.sections:
            assert [n for section in chapter.sections for n in section.articles] == list(chapter.articles)


@every_article
def test_the_quoted_text_is_the_received_text_with_its_misprints_mended(number: int) -> None:
    text = article(number).text_original
    for row in CORRECTIONS:
        if row.article == number:
            assert text.count(row.received) == 1
            text = text.replace(row.received, row.quoted)
    assert article(number).text_zh == text


@every_article
def test_every_clause_has_its_english(number: int) -> None:
    for part in article(number).clauses:
        assert part.text_zh
        assert part.text_en[0].isupper() or part.text_en[0] in "(1234"
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in part.text_en)
    assert article(number).topic_zh
    assert article(number).topic_en


def test_looking_up() -> None:
    assert "倒查责任" in article(15).text_zh
    assert "accountability" in article(15).text_en
    assert article(15).label_zh == "第十五条"
    assert article(15).chapter.number == 4
    assert clause(5, "(七)").text_zh.startswith("(七)监督举报")
    assert "5 working days" in clause(12, "(一)(1)").text_en.replace("\n", " ")
    with pytest.raises(KeyError):
        article(21)
    with pytest.raises(KeyError):
        clause(5, "(八)")


def test_markers_are_unique_in_an_article() -> None:
    for row in ARTICLES.values():
        markers = [part.marker for part in row.clauses]
        assert len(markers) == len(set(markers))


def test_no_word_processor_leftovers() -> None:
    assert not any("bookmark" in row.text_zh or "_GoBack" in row.text_zh for row in ARTICLES.values())


def test_numbers_in_chinese() -> None:
    assert [in_chinese(number) for number in (1, 10, 11, 19, 20)] == ["一", "十", "十一", "十九", "二十"]
