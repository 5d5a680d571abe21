"""What a supervisor is told to look at: a table of rules, each with its words, its reason, and how much is too much.

A rule never says that somebody did wrong. It says what stands in the log, why that is worth a look, and leads there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from feedback_app.audit.actions import Action
from feedback_app.audit.sentences import subject_words
from feedback_app.clock import to_local
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import spotting
from feedback_app.oversight.queries.spotting import MonthOfLog, Spotted

Find = Callable[[MonthOfLog, int], list[Spotted]]


@dataclass(frozen=True)
class Rule:
    """One rule. `zh`, `en`: the sentence for each thing found; `setting`: the setting that says from how many on."""

    key: str
    label_zh: str
    label_en: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    find: Find
    setting: str = ""


_ROWS = (
    Rule(
        "out_of_hours", "下班时间办事", "Acts outside office hours",
        "{who}在 {day} 的下班时间办了 {count} 件事。", "{who} acted outside office hours on {day} (acts: {count}).",
        "正常业务在办公时间办；下班时间的操作值得问一句是谁、为什么。", "Ordinary work is done in office hours; what is not deserves a question.",
        spotting.out_of_hours, "OVERSIGHT_OUT_OF_HOURS",
    ),
    Rule(
        "own_work", "办理自己经手的事", "Own work",
        "{who}经手过有关信息，又对{subject}办理“{act}”（{at}）。", "{who} had had the record in hand, and then {act}: {subject} ({at}).",
        "本机关规定：经办过一条信息的人回避对它的反映；自己拟制的不能自己审核、批准。被系统拒绝的也列出。",
        "Who had a record in hand takes no part in reports about it, and nobody reviews what they prepared. Refused attempts are listed too.",
        spotting.own_work,
    ),
    Rule(
        "reveals", "一天内多次查看密封的内容", "Many looks at what is sealed",
        "{who}在 {day} 查看了 {count} 次密封的身份或者原件。", "{who} looked at sealed identities or originals {count} times on {day}.",
        "《生态环境法典》第一百四十六条：为举报人保密。", "Ecological and Environmental Code, article 146: who reported is kept secret.",
        spotting.reveals, "OVERSIGHT_REVEALS",
    ),
    Rule(
        "deadlines", "期限被改动", "Deadlines moved",
        "{who}对{subject}办理“{act}”（{at}）。", "{who}: {act}, {subject} ({at}).",
        "本制度第十二条、第十七条：期限是硬要求，延长、中止都要有理由。", "Articles 12 and 17: limits are firm; every extension or pause needs its reason.",
        spotting.moved_deadlines,
    ),
    Rule(
        "sign_ins", "反复登录失败", "Sign-in refused again and again",
        "{subject}在 {day} 登录被拒绝 {count} 次。", "Signing in as {subject} was refused {count} times on {day}.",
        "可能有人在猜密码。", "Somebody may be guessing a password.",
        spotting.refused_sign_ins, "OVERSIGHT_SIGN_IN_REFUSALS",
    ),
    Rule(
        "refusals", "步骤被系统拒绝", "Steps refused",
        "{who}要办理{subject}，被系统拒绝 {count} 次。", "{who} was refused {count} times on {subject}.",
        "越权、越级或者应当回避的操作会被拒绝；一再尝试值得留意。", "What is not one's own to do is refused; trying again and again is worth noticing.",
        spotting.refused_steps, "OVERSIGHT_REFUSALS",
    ),
    Rule(
        "downloads", "大量下载或导出", "Many downloads or exports",
        "{who}在 {day} 下载、导出了 {count} 次。", "{who} downloaded or exported {count} times on {day}.",
        "《个人信息保护法》第五十一条：防止个人信息泄露。", "Personal Information Protection Law, article 51: against leaks.",
        spotting.downloads, "OVERSIGHT_DOWNLOADS",
    ),
    Rule(
        "pairs", "总是两人互审", "Two people reviewing each other",
        "{who}和{other}互相审核、批准对方拟制的信息，共 {count} 次。", "{who} and {other} reviewed or approved what the other prepared, {count} times.",
        "本制度第十四条要求另一人审核；总是互审，审核容易流于形式。", "Article 14 asks for a second person; always the same two is hardly a review.",
        spotting.each_other, "OVERSIGHT_PAIRS",
    ),
    Rule(
        "clock", "时间倒退", "Time ran backwards",
        "第 {number} 条的时间（{at}）早于前一条（{before_at}）。", "Entry {number} bears an earlier time ({at}) than the entry before it ({before_at}).",
        "服务器时钟被调过，或者有人想倒填日期；成批载入的旧数据也会这样。", "The server's clock was set back, or somebody back-dated; data loaded in bulk looks like this too.",
        spotting.out_of_order,
    ),
    Rule(
        "overrides", "发布前检查被越过", "A check before publishing overridden",
        "{who}越过发布前检查，发布了{subject}（{at}）。", "{who} overrode a check and published {subject} ({at}).",
        "本制度第四条：准确。越过检查要有理由。", "Article 4: accurate. Overriding a check needs its reason.",
        spotting.overridden,
    ),
    Rule(
        "short_roles", "一天之内授予又收回角色", "A role for less than a day",
        "{who}把{subject}的角色在一天之内授予又收回（{at}）。", "{who} revoked a role of {subject} within a day of its grant ({at}).",
        "临时给的权限可能只为办一件事。", "A role held for hours may have served one act only.",
        spotting.short_roles,
    ),
    Rule(
        "broken_log", "日志核验不成立", "The log did not hold",
        "{who}核验责任日志，结论是不成立（{at}）。", "{who} verified the log, and it did not hold ({at}).",
        "有人改动过日志，或者数据库损坏。", "Somebody changed the log, or the database is damaged.",
        spotting.broken_log,
    ),
)  # fmt: skip
RULES = {row.key: row for row in _ROWS}
Thresholds = Mapping[str, Any]


def found_in(month: Month, thresholds: Thresholds) -> dict[str, list[Spotted]]:
    """What every rule finds in a month: key → things found. `thresholds`: the settings by name."""
    log = MonthOfLog(month)
    return {row.key: row.find(log, threshold_of(row, thresholds)) for row in _ROWS}


def threshold_of(row: Rule, thresholds: Thresholds) -> int:
    return int(thresholds[row.setting]) if row.setting else 1


def sentence(row: Rule, spotted: Spotted, lang: str, labels: Mapping[str, str]) -> str:
    """One thing found, as a plain sentence in 'zh' or 'en'."""
    values = {name: _said(value, lang) for name, value in spotted.values.items()}
    values["subject"] = subject_words(spotted.subject, lang, labels)
    words = (row.zh if lang == "zh" else row.en).format(**values)
    return words[:1].upper() + words[1:]


def _said(value: Any, lang: str) -> str:
    if isinstance(value, Action):
        return value.label_zh if lang == "zh" else value.label_en
    if isinstance(value, datetime):
        return f"{to_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
