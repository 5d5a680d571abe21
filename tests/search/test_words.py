"""What is taken for a word, what a question is taken to mean, and where a find is marked."""

import pytest

from feedback_app.search.snippets import LONG, snippet, whole
from feedback_app.search.words import MOST_PHRASES, MOST_SIGNS, phrases, stream


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("青海湖", "青海 海湖 湖"),
        ("Ａ１２ｂ 号", "a12b 号"),
        ("昌州环阜罚〔2026〕3号", "昌州 州环 环阜 阜罚 罚 2026 3 号"),
        ("6.8万元", "6 8 万元 元"),
        ("Қазақстан", "қазақстан"),
        ("", ""),
        ("，。！", ""),
        ("𫚉鱼", "𫚉鱼 鱼"),  # beyond the first 65,536 characters
        ("x" * 500, "x" * 60),
    ],
)
def test_a_text_is_its_words_in_their_order(text: str, words: str) -> None:
    assert stream([text]) == words


def test_no_phrase_reaches_from_one_text_into_the_next() -> None:
    assert stream(["水", "电"]) == "水 = 电"


def test_a_very_long_text_is_indexed_as_far_as_it_can_be() -> None:
    assert len(stream(["水" * 500_000])) < 4 * MOST_SIGNS


@pytest.mark.parametrize("asked", ["", "   ", "，。！？", "\"'*()", "%_%", "\x00\x01", "\ud800", "-", "〔〕"])
def test_a_question_without_a_word_looks_for_nothing(asked: str) -> None:
    assert phrases(asked) == ()


def test_a_question_of_any_length_looks_for_a_few_things() -> None:
    assert len(phrases(" ".join(f"字{number}" for number in range(4_000)))) <= MOST_PHRASES
    assert len(phrases("水" * 4_000)[0].words) < 4_000


def marked(text: str, asked: str) -> list[str]:
    return [piece.words for piece in whole(text, phrases(asked)) if piece.is_found]


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("阜康市青海湖废水", "青海湖", ["青海湖"]),
        ("〔２０２６〕3号", "2026 3", ["２０２６", "3"]),
        ("2023年第3号", "3", ["3"]),
        ("Company COMPANY", "company", ["Company", "COMPANY"]),
        ("罚款６.8万元", "6.8", ["６.8"]),
        ("没有", "有没", []),
    ],
)
def test_finds_are_marked_as_they_are_written(text: str, asked: str, wanted: list[str]) -> None:
    assert marked(text, asked) == wanted


def test_a_snippet_is_the_passage_around_the_find() -> None:
    text = "前" * 300 + "废水" + "后" * 300
    pieces = snippet(text, phrases("废水"))
    together = "".join(piece.words for piece in pieces)
    assert "废水" in [piece.words for piece in pieces if piece.is_found]
    assert together.startswith("…")
    assert together.endswith("…")
    assert len(together) == LONG + 2


def test_a_snippet_without_a_find_is_the_beginning() -> None:
    assert "".join(piece.words for piece in snippet("甲" * 200, phrases("乙"))) == "甲" * LONG + "…"


def test_two_things_far_apart_are_both_shown() -> None:
    text = "红星" + "前" * 300 + "浓烟" + "后" * 300
    pieces = snippet(text, phrases("浓烟 红星"))
    assert [piece.words for piece in pieces if piece.is_found] == ["红星", "浓烟"]
    assert "".join(piece.words for piece in pieces).count("…") == 2
