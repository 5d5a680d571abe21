"""Every kind of message with example words, so that staff see what goes out before anything does. Nobody real is in it."""

from feedback_app.outbox.composing import Letter, draw
from feedback_app.outbox.kinds import KINDS

_REF, _DAY = "FK-JC-20261109-0007", "2026-11-16"
# What a context may hold: in Chinese, in English.
_WORDS = {
    "ref": (_REF, _REF),
    "record": ("某公司行政处罚决定（示例）", "Penalty decision on a company (example)"),
    "received_on": ("2026-11-09 15:12", "2026-11-09 15:12"),
    "planned": ("2026-11-27 09:30", "2026-11-27 09:30"),
    "leader": ("主管领导（示例）", "Leader (example)"),
    "absent": ("某同事", "a colleague"),
    "answer": (
        "经核实，该处罚信息“罚款金额”录入有误，已经更正。",
        "The amount was typed wrong and has been corrected.",
    ),
    "note": (
        "log.example\n153\nAAAA=\n\n— log.example BBBB=\n",
        "log.example\n153\nAAAA=\n\n— log.example BBBB=\n",
    ),
    "size": ("153", "153"),
    "count": ("3", "3"),
    "late": ("1", "1"),
    "year": ("2027", "2027"),
    "zh": ("责任日志核验不通过（示例）。",) * 2,
    "en": ("The accountability log does not hold (example).",) * 2,
    "next_zh": ("请保护好数据库。",) * 2,
    "next_en": ("Secure the database.",) * 2,
    "waiting": (f"{_REF} {_DAY}", f"{_REF} {_DAY}"),
    "records": ("2", "2"),
    "code": ("····-····-····",) * 2,
}
_OF_KIND = {"record_coming_down": {"what": "hidden"}, "withheld_waiting": {"what": "review"}}


def context_of(kind: str, lang: str) -> dict[str, str]:
    """Example words for everything the kind's template may use."""
    place = 1 if lang == "en" else 0
    words = {name: _WORDS[name][place] if name in _WORDS else _default(name) for name in KINDS[kind].needs}
    return words | _OF_KIND.get(kind, {})


def example_of(kind: str, lang: str, *, is_discreet: bool = False) -> Letter:
    """The message as it would go out, in one language."""
    return draw(kind, context_of(kind, lang), lang, is_discreet=is_discreet)


def _default(name: str) -> str:
    return _DAY if name.endswith(("_on", "_day")) else "…"
