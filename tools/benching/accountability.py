"""How the accountability log behaves as it grows, measured inside one process without a server.

    PYTHONPATH=tools:. python -m benching.accountability 1000000

The settings come from the environment (the bench gives a scratch folder that is migrated and holds the starting content).
Small first, then so many entries in bulk, then the same again; what matters is that the two columns agree.
"""

import html
import random
import re
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from benching.browser import TOKEN
from feedback_app import create_app
from feedback_app.accounts.models import OrgUnit
from feedback_app.audit import checkpoints, operations, queries
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.audit.tree import tree
from feedback_app.extensions import db, reading_only

BATCH = 50_000
TURNS = 520  # more than two runs of 256, so that an append which writes a hash of the tree is among them
PROOFS = 200
SUBMISSIONS = 60


def main(entries: int) -> None:
    """Print one line for each thing measured."""
    app = create_app(
        LIMIT_SUBMIT="1000000 per minute",
        LIMIT_SUBMIT_EASY="1000000 per minute",
        TRUSTED_HOSTS="localhost,127.0.0.1",
        PUBLIC_URL="http://localhost",
    )
    small = _measure(app)
    with app.app_context():
        began = time.perf_counter()
        _grow(entries)
        print(
            f"\n责任日志 log: {queries.size():,} 条 entries, 装入 loaded in {time.perf_counter() - began:.0f} s"
        )
    full = _measure(app)
    print(f"{'':<60}{'新 new':>8}{'满 full':>9}")
    for label in small:
        print(f"{label:<60}{small[label]:>10.2f}{full[label]:>10.2f}", flush=True)


def _measure(app: Flask) -> dict[str, float]:
    # Outside any context: inside one, requests would share what belongs to a single request.
    submitting = _submitting(app.test_client())
    with app.app_context():
        found = _appending() | _proving() | {"提交反映 submission p50, ms": submitting}
        began = time.perf_counter()
        with reading_only():
            verdict = queries.verify()
            db.session.rollback()
    if not verdict.holds:
        raise SystemExit(verdict.sentence_en)
    rate = (time.perf_counter() - began) / max(verdict.entries, 1) * 100_000
    return found | {"全部核验 whole check, s per 100,000 entries": rate}


def _appending() -> dict[str, float]:
    """An act alone and an act with its entry, one after the other, each in a transaction of its own."""
    alone, logged = [], []
    for turn in range(TURNS):
        alone.append(_timed(lambda turn=turn: _act(turn, is_logged=False)))
        logged.append(_timed(lambda turn=turn: _act(turn, is_logged=True)))
    return {
        "追加多用 append, more than the act itself, p50 ms": statistics.median(logged)
        - statistics.median(alone),
        "同上，最慢百分之一 the same, p99 ms": _part(logged, 0.99) - _part(alone, 0.99),
    }


def _act(turn: int, *, is_logged: bool) -> None:
    db.session.add(OrgUnit(code=f"b{secrets.token_hex(8)}", name_zh="科", name_en="Unit"))
    if is_logged:
        operations.append(
            "ticket.note", by=SYSTEM, subject=f"ticket:B-{turn}", facts={"turn": turn}, reason="理由"
        )
    db.session.commit()
    db.session.expunge_all()


def _proving() -> dict[str, float]:
    operations.issue_checkpoint(by=SYSTEM)
    operations.append("ticket.note", by=SYSTEM, subject="ticket:B-0")  # so that what follows is signed afresh
    db.session.commit()
    with reading_only():
        size = queries.size()
        numbers = [random.randint(1, size) for _ in range(PROOFS)]
        paths = [_timed(lambda number=number: tree(size).inclusion_path(number - 1)) for number in numbers]
        whole = [_timed(lambda number=number: queries.inclusion_proof(number, size)) for number in numbers]
        links = [_timed(lambda number=number: tree(size).consistency_path(number)) for number in numbers]
        signing = [_timed(checkpoints.signed_now) for _ in range(20)]
        db.session.rollback()
    return {
        "包含证明 inclusion path, p50 ms": statistics.median(paths),
        "包含证明 inclusion path, p99 ms": _part(paths, 0.99),
        "证明文件 proof, checkpoint signed for it, p50 ms": statistics.median(whole),
        "连贯证明 consistency path, p50 ms": statistics.median(links),
        "签名 signed checkpoint for a page, p50 ms": statistics.median(signing),
    }


def _submitting(client: FlaskClient) -> float:
    """A report by the web form, in words of its own each time; only the submission itself is measured."""
    page = client.get("/disclosures/ex_post").text
    found = re.search(r'href="(/records/[A-Z0-9-]+)"', page)
    if not found:
        raise SystemExit("there is no record to report on")
    took = []
    for _ in range(SUBMISSIONS):
        form = client.get(f"{found[1]}/report").text
        tokens = {name: html.unescape(value) for name, value in TOKEN.findall(form)}
        words = f"网上写的和决定书不一样，请核对。我的材料编号是{secrets.token_hex(6)}。"
        told = {"field": "whole", "should_say": "", "name": "", "phone": "", "email": "", "words": words}
        began = time.perf_counter()
        answer = client.post(f"{found[1]}/report", data=tokens | told)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 303:
            raise SystemExit(f"a submission was answered with {answer.status_code}")
    return statistics.median(took)


def _grow(entries: int) -> None:
    written = 0
    while written < entries:
        count = min(BATCH, entries - written)
        operations.append_many(_rows(written, count))
        db.session.commit()
        written += count


def _rows(begin: int, count: int) -> Iterator[dict[str, Any]]:
    by, moment = Actor("staff", 2, "李卫东", "副局长", "局领导"), datetime(2026, 8, 3, 2, tzinfo=UTC)
    for turn in range(begin, begin + count):
        yield {
            "at": moment + timedelta(seconds=turn),
            "action": "ticket.assign",
            "by": by,
            "subject": f"ticket:FK-JC-20261109-{turn // 20:06d}",
            "about": f"record:D-{turn % 500}",
            "from_state": "triage",
            "to_state": "investigating",
            "facts": {"investigator": "刘芳", "excluded_count": 3},
            "reason": "未经办过该信息" if turn % 2 else None,
        }


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _part(taken: list[float], part: float) -> float:
    return sorted(taken)[int(len(taken) * part)]


if __name__ == "__main__":
    main(int(sys.argv[1]))
