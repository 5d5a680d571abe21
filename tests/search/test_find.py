"""What is found and what is not, the same on SQLite and PostgreSQL; entries come and go with their transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from feedback_app.extensions import db
from feedback_app.search import operations as search
from feedback_app.search import queries
from feedback_app.search.models import SearchEntry
from feedback_app.search.operations import Entry

NOON = datetime(2026, 11, 9, 4, tzinfo=UTC)
TEXTS = {
    "lake": ("青海湖自然保护区环境检查", "检查了青海湖周边三家企业，未发现问题。"),
    "fine": ("昌州环阜罚〔2026〕3号", "罚款人民币6.8万元。法定代表人：赛麦提江·吐尔逊。"),
    "other fine": ("昌州环阜罚〔2025〕13号", "罚款 3 万元，PM2.5 超标。"),
    "english": ("Supervision of ＡＢＣ Company", "The company café was closed."),
    "uyghur": ("شىنجاڭ قاغىدىسى", "مۇھىت ئاسراش ئىدارىسى"),
    "kazakh": ("Қоршаған ортаны қорғау", "Ережені бұзу ё"),
    "rare": ("𫚉某某", "〇号地块"),
}


@pytest.fixture
def filled(db_session: Any) -> Iterator[None]:
    for place, (key, texts) in enumerate(TEXTS.items()):
        tags = ("stage=ex_post" if "fine" in key else "stage=ex_ante", "year=2026")
        search.index(Entry("thing", key, texts, NOON + timedelta(minutes=place), tags))
    yield
    db.session.rollback()


def found(asked: str, **how: Any) -> list[str]:
    return [hit.key for hit in queries.find(asked, kind="thing", **how).hits]


@pytest.mark.usefixtures("filled")
def test_what_is_found_and_what_is_not() -> None:
    table: dict[str, list[str]] = {
        "青海湖": ["lake"], "青海": ["lake"], "海湖": ["lake"], "湖": ["lake"], "青湖": [], "湖青": [],
        "青海湖自然保护区": ["lake"], "自然 检查": ["lake"], "检查 自然": ["lake"], "检查自然": [],
        "昌州环阜罚〔2026〕3号": ["fine"], "昌州环阜罚[2026]3号": ["fine"], "昌州环阜罚（2026）3号": ["fine"],
        "昌州环阜罚(２０２６)３号": ["fine"], "昌州环阜罚【2026】3": ["fine"], "2026〕3号": ["fine"],
        "〔2025〕13号": ["other fine"], "〔2025〕3号": [], "〔2025〕1": [],
        "6.8": ["fine"], "６．８万元": ["fine"], "68万元": [], "8.6": [],
        "罚款": ["other fine", "fine"], "罚": ["other fine", "fine"], "款罚": [],
        "赛麦提江": ["fine"], "赛麦提江·吐尔逊": ["fine"], "吐尔逊 赛麦提江": ["fine"],
        "abc": ["english"], "ＡＢＣ": ["english"], "bc": [], "compan": ["english"], "ompany": [], "CAFE": ["english"],
        "pm2.5": ["other fine"], "PM2": ["other fine"], "pm 2.5": [],
        "شىنجاڭ": ["uyghur"], "ئىدارىسى": ["uyghur"], "قاغىدى": ["uyghur"], "دىسى": [],
        "қоршаған": ["kazakh"], "ҚОРШАҒАН": ["kazakh"], "е": ["kazakh"], "ортан": ["kazakh"],
        "𫚉": ["rare"], "𫚉某": ["rare"], "〇号": ["rare"],
        "未发现问题。": ["lake"], "“未发现”": ["lake"], "，未发现，": ["lake"],
        "": [], " ": [], "*": [], "，": [], "\x00": [], "\ud800": [],
    }  # fmt: skip
    assert {asked: found(asked) for asked in table} == table


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "asked",
    [
        "NEAR(a b)", "a AND b", "OR", "NOT 青", '"', "'", "stream:青", "青 -海", "{", "^青", "';DROP TABLE x;--",
        "青 & 海 | !湖", "青:*", "\\", "水" * 4_000, "a " * 2_000, "\u202e青", "%", "=", "stage=ex_post",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_words_and_no_command(asked: str) -> None:
    assert isinstance(found(asked), list)
    assert found("青海湖") == ["lake"]


@pytest.mark.usefixtures("filled")
def test_the_newest_comes_first_and_the_next_page_goes_on() -> None:
    first = queries.find("", kind="thing", tags=["year=2026"], limit=4)
    assert [hit.key for hit in first.hits] == ["rare", "kazakh", "uyghur", "english"]
    second = queries.find("", kind="thing", tags=["year=2026"], after=first.after, limit=4)
    assert [hit.key for hit in second.hits] == ["other fine", "fine", "lake"]
    assert second.after is None


@pytest.mark.usefixtures("filled")
def test_tags_narrow_and_are_no_words() -> None:
    assert found("罚款", tags=["stage=ex_ante"]) == []
    assert found("罚款", tags=["stage=ex_post", "year=2026"]) == ["other fine", "fine"]
    assert found("", tags=["stage=ex_post"]) == ["other fine", "fine"]
    assert found("，", tags=["stage=ex_post"]) == [], "something was asked for, and it is nowhere"
    assert found("ex_post") == []
    assert queries.find("罚款", kind="another").hits == []


@pytest.mark.usefixtures("filled")
def test_what_is_frequent_and_what_is_rare_are_both_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL looks among the newest first: what stands behind them is found all the same."""
    monkeypatch.setattr(queries, "RECENT", 2)
    assert found("罚款") == ["other fine", "fine"]
    assert found("青海湖") == ["lake"]
    assert found("湖") == ["lake"]
    assert found("𫚉", limit=1) == ["rare"]


@pytest.mark.usefixtures("filled")
def test_an_entry_replaces_the_one_before_and_goes_for_good() -> None:
    search.index(Entry("thing", "lake", ("天池",), NOON + timedelta(days=1)))
    assert (found("青海湖"), found("天池")) == ([], ["lake"])
    search.forget("thing", "lake")
    assert found("天池") == []
    search.forget("thing", "lake")
    assert "lake" not in queries.keys("thing")


def test_entries_of_one_moment_keep_their_order_and_none_is_lost(db_session: Any) -> None:
    for number in range(5):
        search.index(Entry("thing", f"k{number}", ("同时",), NOON))
    search.index_all(Entry("thing", f"m{number}", ("同时",), NOON) for number in range(5))
    assert found("同时") == [*(f"m{n}" for n in (4, 3, 2, 1, 0)), *(f"k{n}" for n in (4, 3, 2, 1, 0))]


def test_what_is_rolled_back_was_never_there(db_session: Any) -> None:
    search.index(Entry("thing", "a", ("先有的",), NOON))
    db.session.commit()
    search.index(Entry("thing", "b", ("后来的",), NOON))
    search.forget("thing", "a")
    assert found("后来") == ["b"]
    db.session.rollback()
    assert (found("后来"), found("先有")) == ([], ["a"])
    assert queries.keys("thing") == {"a"}


def test_what_is_found_besides_is_never_shown(db_session: Any) -> None:
    search.index(Entry("thing", "a", ("全称",), NOON, also=("简称",)))
    [hit] = queries.find("简称", kind="thing").hits
    assert hit.text == "全称"


def test_the_whole_row_of_a_long_text_is_found_to_its_end(db_session: Any) -> None:
    words = "".join(chr(0x4E00 + place % 20_000) for place in range(40_000))
    search.index(Entry("thing", "long", (words, "最后一句"), NOON))
    assert found("最后一句") == ["long"]
    assert found(words[30_000:30_010]) == ["long"]
    assert db.session.query(SearchEntry).count() == 1


@pytest.mark.one_database
@pytest.mark.usefixtures("filled")
def test_sqlite_begins_with_the_words_and_sorts_nothing() -> None:
    """Newest first comes from the numbers of the entries."""
    given = {"wanted": 'stream : "青海"', "after": 2**62, "kind": "thing", "most": 20}
    plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {queries._SQLITE.text}"), given)]
    assert "search_words" in plan[0], plan
    assert not any("TEMP B-TREE" in line for line in plan), plan
