"""An entry as a plain sentence. A damaged or incomplete entry still gets one: the desk must open most of all then."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from feedback_app.audit.actions import ACTIONS, SUBJECTS
from feedback_app.audit.models import LogEntry
from feedback_app.clock import to_local

Labels = Mapping[str, str]

_PART = re.compile(r"\[([^\]]*)\]|\{(\w+)\}")
_NAME = re.compile(r"\{(\w+)\}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A reference ends in signs without a space of their own: C4-2026-0001 第 1 版.
_CLOSE = re.compile(r"(?<=[A-Za-z0-9])第 (?=[0-9])")
_FORMS = {
    "csv": ("CSV 表格", "a CSV table"),
    "xlsx": ("Excel 表格", "an Excel table"),
    "json": ("JSON 文件", "a JSON file"),
    "jsonl": ("每行一条的 JSON 文件", "a file of JSON lines"),
    "pdf": ("PDF 文件", "a PDF file"),
}
_WORDS = {
    "zh": {
        "missing": "（未记）",
        "comma": "、",
        "true": "是",
        "false": "否",
        "behalf": "代{}",
        "post": "{}（{}）",
        "join": "，",
    },
    "en": {
        "missing": "(not recorded)",
        "comma": ", ",
        "true": "yes",
        "false": "no",
        "behalf": "on behalf of {}",
        "post": "{} ({})",
        "join": ", ",
    },
}


def sentence(entry: LogEntry, lang: str, labels: Labels | None = None) -> str:
    """The entry in one sentence of plain text, in Chinese ('zh…') or English (anything else).

    `labels` shows codes as words: states, and any fact, post or reference found in it ('in_review' → '待审核').
    The facts `name` and `about_name` say what the subject and the second subject were called at the time. Never fails.
    """
    language = "zh" if lang.startswith("zh") else "en"
    row = ACTIONS.get(entry.action)
    template = (row.zh if language == "zh" else row.en) if row else "{actor}：{action}，{subject}"
    values = _values(entry, language, labels or {})
    missing = _WORDS[language]["missing"]

    def fill(part: re.Match[str]) -> str:
        optional, name = part.groups()
        if optional is None:
            return values.get(name) or missing
        if not all(values.get(wanted) for wanted in _NAME.findall(optional)):
            return ""
        return _NAME.sub(lambda found: values[found[1]], optional)

    return _capital(_CLOSE.sub(" 第 ", _PART.sub(fill, template)))


def subject_words(reference: str | None, lang: str, labels: Labels | None = None, name: object = None) -> str:
    """A reference as words: 'ticket:FK-1' → '工单 FK-1'; with a name, '公示信息“…”（D-2）'. Empty for None."""
    if not reference:
        return ""
    if labels and reference in labels:
        return labels[reference]
    kind, _, code = reference.partition(":")
    row = SUBJECTS.get(kind)
    if not row or not code:
        return reference
    if lang.startswith("zh"):
        return f"{row.label_zh}“{name}”（{code}）" if name else f"{row.label_zh} {code}"
    return f"{row.label_en} “{name}” ({code})" if name else f"{row.label_en} {code}"


def actor_words(entry: LogEntry, lang: str, labels: Labels | None = None) -> str:
    """Who acted, with post and principal as they were: '李卫东（副局长，代马建新）'."""
    words, shown = _WORDS["zh" if lang.startswith("zh") else "en"], labels or {}
    # A post may say in brackets what it covers; brackets within brackets are hard to read.
    post = (
        (shown.get(entry.actor_post, entry.actor_post) or "").replace("（", words["join"]).replace("）", "")
    )
    notes = [post] if post else []
    if entry.on_behalf_of:
        notes.append(words["behalf"].format(entry.on_behalf_of))
    name = shown.get(entry.actor_name, entry.actor_name)
    return words["post"].format(name, words["join"].join(notes)) if notes else name


def _values(entry: LogEntry, lang: str, labels: Labels) -> dict[str, str]:
    facts = entry.fact_values
    say = _speaker(lang, labels)
    values = {name: say(value) for name, value in facts.items()}
    if (form := _FORMS.get(str(facts.get("format")))) is not None:
        values["format"] = form[lang == "en"]
    # A fact told in both languages: `why_zh` and `why_en` are `why` in the sentence.
    values |= {name[:-3]: value for name, value in values.items() if name.endswith(f"_{lang}")}
    return values | {
        "actor": actor_words(entry, lang, labels),
        "action": entry.action,
        "subject": subject_words(entry.subject, lang, labels, facts.get("name")),
        "about": subject_words(entry.about, lang, labels, facts.get("about_name")),
        "from_state": say(entry.from_state),
        "to_state": say(entry.to_state),
    }


def _speaker(lang: str, labels: Labels) -> Callable[[Any], str]:
    """How values are said in this language; what says nothing (None, '', 0, false, []) becomes empty."""
    words = _WORDS[lang]

    def say(value: Any) -> str:
        if not value:
            return ""
        if value is True:
            return words["true"]
        if isinstance(value, list):
            return words["comma"].join(filter(None, map(say, value)))
        if isinstance(value, dict):
            return words["comma"].join(f"{say(key)} {say(item)}" for key, item in value.items())
        text = labels.get(str(value), str(value))
        if _DAY.fullmatch(text):
            return _civil(text, lang)
        return _local(text, lang) if _MOMENT.fullmatch(text) else text

    return say


def _local(moment: str, lang: str) -> str:
    try:
        local = to_local(datetime.fromisoformat(moment))
    except ValueError:
        return moment
    return f"{_civil(local.date().isoformat(), lang)} {local:%H:%M}"


def _civil(day: str, lang: str) -> str:
    """A day as people write it; whatever is none stays as it is."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{on.year}年{on.month}月{on.day}日" if lang == "zh" else f"{on.day} {on:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
