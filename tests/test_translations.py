"""The English of everything: pages, forms, flashes, mails and tables. Chinese may only stand where it is meant to."""

import dataclasses
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask

import feedback_app
from feedback_app.outbox.composing import letter_of
from feedback_app.outbox.kinds import KINDS
from feedback_app.outbox.models import OwedMessage

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "feedback_app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# Units and examples a reader of English meets in the records themselves.
MEANT = ("陆万捌仟元整", "万元", "元", "某某", "昌州环阜罚〔2026〕3号")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# Tables of the records' own words, not of ours.
NOT_OURS = ("feedback_app.starting_content", "feedback_app.sample", "feedback_app.launcher")


def is_english(words: str) -> bool:
    for meant in MEANT:
        words = words.replace(meant, "")
    return bool(words.strip()) and not CHINESE.search(words)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as rows:
        return read_po(rows, locale="en")


def messages(catalogue: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each text of the catalogue in Chinese, with its English: one string, or one for each number."""
    one: Message
    for one in catalogue:
        if one.id:
            yield (
                one.id if isinstance(one.id, str) else one.id[0],
                one.string if isinstance(one.string, tuple) else (one.string,),
            )


def test_every_text_of_every_page_is_in_the_catalogue() -> None:
    checker = [sys.executable, str(ROOT / "tools" / "check_translations.py")]
    done = subprocess.run(checker, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_fuzzy_not_even_the_catalogue_which_would_then_not_be_compiled(catalogue: Catalog) -> None:
    assert not catalogue.fuzzy
    assert not [one.id for one in catalogue if one.id and one.fuzzy]


def test_english_is_english(catalogue: Catalog) -> None:
    wrong = {zh: en for zh, all_en in messages(catalogue) for en in all_en if not is_english(en)}
    assert not wrong


def test_english_has_the_placeholders_of_the_chinese(catalogue: Catalog) -> None:
    wrong = {
        zh: en
        for zh, all_en in messages(catalogue)
        for en in all_en
        if set(PLACEHOLDER.findall(zh)) != set(PLACEHOLDER.findall(en))
    }
    assert not wrong


def test_what_is_counted_has_a_singular(catalogue: Catalog) -> None:
    counted = dict(messages(catalogue))["%(num)s 个工作日"]
    assert counted == ("%(num)s working day", "%(num)s working days")


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(feedback_app.__path__, "feedback_app."):
        if not found.name.startswith(NOT_OURS) and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def rows_in(thing: Any, seen: set[int]) -> Iterator[Any]:
    """Every dataclass row within a value of a module, however deep."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, (list, tuple, frozenset)):
        for one in thing:
            yield from rows_in(one, seen)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        yield thing
        for field in dataclasses.fields(thing):
            yield from rows_in(getattr(thing, field.name), seen)


def table_rows() -> list[Any]:
    seen: set[int] = set()
    return [
        row
        for module in modules()
        for name, value in vars(module).items()
        if not name.startswith("__")
        for row in rows_in(value, seen)
    ]


def test_every_row_that_says_something_says_it_in_english_too() -> None:
    rows = [row for row in table_rows() if hasattr(row, "label_zh")]
    assert len(rows) > 300, "the tables were not found"
    wrong = [
        f"{type(row).__name__} {row.label_zh}: {name[:-3]}_en = {getattr(row, name[:-3] + '_en', None)!r}"
        for row in rows
        for name in dir(row)
        if name.endswith("_zh") and getattr(row, name) and not is_english(getattr(row, name[:-3] + "_en", ""))
    ]
    assert not wrong


MAIL = {
    "ref": "FK-JC-20261109-0007",
    "record": "Penalty decision (C4-2026-0002)",
    "received_on": "2026-11-09 15:12",
    "accept_due_on": "2026-11-11",
    "reply_due_on": "2026-11-16",
    "due_on": "2026-11-16",
    "leader": "Li Weidong",
    "answer": "You were right. It has been corrected.",
    "answered_on": "2026-11-11",
    "code": "ABCD",
    "granted": "1",
    "asked": "A photograph",
    "until_on": "2026-11-20",
    "reason": "Waiting",
    "told": "Told",
    "to_whom": "Bureau X",
    "contact": "0994-1",
    "explanation": "Because",
    "remedy": "Go there",
    "hide_by": "2026-11-16 09:30",
    "is_first": "1",
    "record_ref": "C4-2026-0002",
    "count": "3",
    "late": "1",
    "waiting": "FK-JC-20261109-0007 2026-11-16",
    "records": "2",
    "planned": "2026-11-16 09:30",
    "year": "2027",
    "absent": "Zhao Ming",
    "from_on": "2026-11-16",
    "to_on": "2026-11-20",
    "note": "zhengming.example/log",
    "size": "512",
    "on_day": "2026-11-16",
    "zh": "",
    "en": "Entry 17 of the log was changed.",
    "next_zh": "",
    "next_en": "Do not start anything anew before it is clear why.",
}
DATED = {"due_on", "reply_due_on", "from_on", "on_day"}
# One kind of mail may have several texts.
WHAT = {
    "record_coming_down": (
        "hidden",
        "hiding_unapproved",
        "instrument",
        "waiting",
        "down",
        "expiry",
        "expiry_late",
    ),
    "withheld_waiting": ("review", "decide", "back", "due", "overdue"),
}


@pytest.mark.one_database
@pytest.mark.parametrize(("kind", "what"), [(kind, what) for kind in KINDS for what in WHAT.get(kind, ("",))])
def test_a_mail_in_english_has_no_chinese_but_the_title_of_its_record(
    app: Flask, kind: str, what: str
) -> None:
    owed = OwedMessage(
        id=7, kind=kind, about=f"ticket:{MAIL['ref']}", to_address="someone@reporter.example", to_role="reporter",
        locale="en", context={name: what if name == "what" else MAIL[name] for name in KINDS[kind].needs},
        owed_at=datetime(2026, 11, 9, tzinfo=UTC),
    )  # fmt: skip
    with app.app_context():
        mail = letter_of(owed)
    assert mail.subject
    assert not CHINESE.search(f"{mail.subject}\n{mail.text}")
    assert "16 November 2026" in f"{mail.subject}\n{mail.text}" or not DATED & KINDS[kind].needs
