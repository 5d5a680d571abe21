"""What the sample records say, and the slips that can have got into them.

The laws are those of the time: until 2026-08-14 the old statutes, from 2026-08-15 the Code (生态环境法典).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from feedback_app.disclosures.catalogue import Category, category
from feedback_app.disclosures.fields.amounts import FEN, in_wan
from feedback_app.sample import names

CODE_FROM = date(2026, 8, 15)
DONE = "已完成整改。"
_BRANCH, _PREFECTURE = "昌吉回族自治州生态环境局阜康市分局", "昌吉回族自治州生态环境局"
_TEAM = "阜康市分局执法大队"
_PAY = "自收到决定书之日起15日内，持缴款通知书到指定银行缴纳罚款。"
_REMEDY = (
    "对决定不服的，可以在收到决定书之日起60日内，向决定书写明的行政复议机关申请行政复议；"
    "也可以在6个月内，向决定书写明的人民法院提起行政诉讼。复议、诉讼期间，一般不停止执行。"
)
_CODE = "《中华人民共和国生态环境法典》"
_INSPECT = ("《中华人民共和国环境保护法》第二十四条。", f"{_CODE}第五十一条。")
_SEAL = ("《中华人民共和国环境保护法》第二十五条。", f"{_CODE}第五十二条、第五十三条。")


@dataclass(frozen=True)
class Content:
    """A record's right values by field, and the wrong values it might have been given instead."""

    row: Category
    party_kind: str | None
    formed_on: date
    values: dict[str, Any]
    slips: dict[str, Any]


@dataclass(frozen=True)
class _Offence:
    """A kind of violation; amounts in tenths of 万元."""

    kind: str
    facts: str
    old_basis: str
    new_basis: str
    least: int
    most: int


_OFFENCES = (
    _Offence(
        "大气污染防治", "{on}检查发现，当事人露天堆存物料约{n}吨，未密闭，也未采取有效覆盖措施。",
        "《中华人民共和国大气污染防治法》（2018年修正）第七十二条第一款、第一百一十七条第（一）项。",
        f"{_CODE}第一千一百三十条第（二）项。", 10, 99,
    ),
    _Offence(
        "固体废物（危险废物）管理", "{on}检查发现，当事人的危险废物（废矿物油，共{n}桶）管理台账未如实记录。",
        "《中华人民共和国固体废物污染环境防治法》第七十八条第一款、第一百一十二条第一款第（十三）项。",
        f"{_CODE}第一千一百七十五条第一款第（三）项、第二款。", 100, 199,
    ),
    _Offence(
        "排污登记管理", "{on}检查发现，当事人的{n}套设备已经投入使用，未依法填报排污登记表。",
        "《排污许可管理条例》第四十三条。", f"{_CODE}第一千一百零六条。", 2, 49,
    ),
)  # fmt: skip
_PROBLEMS = ("贮存池防渗膜破损两处。", "活性炭更换记录缺两个月。", "在线监测站房温度记录不全。", "危险废物标签信息填写不全。",
             "雨污分流沟有一处堵塞。", "环保设施运行台账漏记三天。")  # fmt: skip
_OTHER_PROBLEMS = "未发现问题。"
_MATTERS = (
    "畜禽养殖污染防治",
    "挥发性有机物治理",
    "污染防治设施运行、排污许可执行",
    "危险废物规范化管理",
    "自行监测开展情况",
)
_METHODS = ("日常检查", "专项检查", "现场检查")
_CHECKED = (
    "污染防治设施运行、台账记录。",
    "粪污贮存设施、雨污分流。",
    "排污口、在线监测设备。",
    "危险废物贮存间、转移联单。",
)


def make(number: int, formed_on: date, rng: Random) -> Content:
    """The content of one record; `number` keeps its document number apart from all others of the sample."""
    key = rng.choices(tuple(_MAKERS), weights=(40, 22, 14, 14, 6, 4))[0]
    row = category(key)
    party_kind = None if key == "case_notice" else _kind(key, rng)
    values = _party(party_kind, rng) | {"legal_basis": _by_time(_INSPECT, formed_on)}
    slips = _MAKERS[key](values, formed_on, number, rng)
    slips["legal_basis"] = _next_article(values["legal_basis"])
    asked = [one.key for one in row.fields_for(party_kind)]
    return Content(
        row,
        party_kind,
        formed_on,
        {one: values.get(one) for one in asked},
        {k: slips[k] for k in slips if k in asked},
    )


def _penalty(values: dict[str, Any], on: date, number: int, rng: Random) -> dict[str, Any]:
    offence = rng.choice(_OFFENCES)
    fen = rng.randint(offence.least, offence.most) * FEN["万元"] // 10
    found = (on - timedelta(days=rng.randint(14, 60))).isoformat()
    n = rng.randint(2, 90) * 10
    values |= {
        "legal_representative": names.person(rng),
        "document_number": f"昌州环阜罚〔{on.year}〕9-{number}号",
        "violation_type": offence.kind,
        "facts": offence.facts.format(on=_said(found), n=n),
        "legal_basis": offence.old_basis if on < CODE_FROM else offence.new_basis,
        "penalty_kind": "fine",
        "content": f"罚款人民币{in_wan(fen)}万元。",
        "amount": fen,
        "decided_on": on.isoformat(),
        "performance": _PAY,
        "remedy": _REMEDY,
        "conduct_from": found,
        "conduct_to": found,
        "served_on": (on + timedelta(days=1)).isoformat(),
        "credit_class": "ordinary",
    } | _authority(on)
    return {
        "amount": fen * 10,
        "decided_on": _slipped(on),
        "legal_representative": names.misheard(values["legal_representative"]),
        "facts": offence.facts.format(on=_said(found), n=n * 10),
        "violation_type": rng.choice([one.kind for one in _OFFENCES if one is not offence]),
    }


def _coercive(values: dict[str, Any], on: date, number: int, rng: Random) -> dict[str, Any]:
    machines = rng.randint(1, 4)
    values |= {
        "legal_representative": names.person(rng),
        "document_number": f"昌州环阜查〔{on.year}〕9-{number}号",
        "measure_kind": "sealing",
        "target": f"破碎机{machines}台",
        "reasons": "作业时未采取污染防治措施，继续使用可能造成严重污染。",
        "legal_basis": _by_time(_SEAL, on),
        "starts_on": on.isoformat(),
        "duration": f"自{_said(on.isoformat())}起30日",
        "decided_on": on.isoformat(),
        "remedy": _REMEDY,
        "served_on": on.isoformat(),
    } | _authority(on)
    return {
        "target": f"破碎机{machines * 10}台",
        "duration": f"自{_said(on.isoformat())}起60日",
        "decided_on": _slipped(on),
        "legal_representative": names.misheard(values["legal_representative"]),
    }


def _inspection(values: dict[str, Any], on: date, number: int, rng: Random) -> dict[str, Any]:
    values |= _checked(on, rng) | {"inspectors": "两名持证执法人员"}
    return {
        "rectification": f"责令{_said((on + timedelta(days=15)).isoformat())}前整改。",
        "problems": _OTHER_PROBLEMS,
        "signed_on": _slipped(on),
        "method": _other(_METHODS, values["method"], rng),
    }


def _supervision(values: dict[str, Any], on: date, number: int, rng: Random) -> dict[str, Any]:
    values |= _checked(on, rng)
    return {
        "rectification": f"责令{_said((on + timedelta(days=15)).isoformat())}前整改。",
        "problems": _other(_PROBLEMS, values["problems"], rng),
        "signed_on": _slipped(on),
        "matters": _other(_MATTERS, values["matters"], rng),
    }


def _random(values: dict[str, Any], on: date, number: int, rng: Random) -> dict[str, Any]:
    quarter = (on.month + 2) // 3
    batch = f"{on.year}年第{'一二三四'[quarter - 1]}季度第{rng.randint(1, 3)}批"
    values |= {
        "batch": batch,
        "target_class": "一般监管对象",
        "method": "现场检查",
        "matters": rng.choice(_MATTERS),
        "inspectors": "两名执法人员（随机选派）",
        "started_on": (on - timedelta(days=2)).isoformat(),
        "ended_on": on.isoformat(),
        "outcome": "normal",
        "inspecting_body": _BRANCH,
        "handling_unit": _TEAM,
    }
    return {
        "ended_on": _slipped(on),
        "target_class": "重点监管对象",
        "matters": _other(_MATTERS, values["matters"], rng),
    }


def _case_notice(values: dict[str, Any], on: date, number: int, rng: Random) -> dict[str, Any]:
    kind = rng.choice([one.kind for one in _OFFENCES])
    values |= {
        "case_kind": f"{kind}类",
        "purpose": "查清事实，制止违法行为，保护当事人和公众的合法权益。",
        "rights_and_duties": "当事人有权陈述、申辩，符合条件的可以要求听证；应当如实回答询问，配合检查。",
    }
    return {"rights_and_duties": "当事人应当如实回答询问，配合检查。"}


# The order is that of the weights in `make`.
_MAKERS: dict[str, Callable[[dict[str, Any], date, int, Random], dict[str, Any]]] = {
    "penalty": _penalty,
    "inspection": _inspection,
    "supervision_result": _supervision,
    "random_result": _random,
    "coercive": _coercive,
    "case_notice": _case_notice,
}


def _kind(key: str, rng: Random) -> str:
    kinds = ("organization", "individual_business", "natural_person")
    return rng.choices(kinds, weights=(85, 8, 7) if key == "penalty" else (94, 6, 0))[0]


def _party(kind: str | None, rng: Random) -> dict[str, Any]:
    if kind is None:
        return {}
    if kind == "natural_person":
        return {"party": names.hidden_person(rng), "party_kind": kind}
    return {"party": names.company(rng), "party_kind": kind, "credit_code": names.credit_code(rng)}


def _authority(on: date) -> dict[str, Any]:
    own = on >= CODE_FROM
    return {
        "deciding_authority": _BRANCH if own else _PREFECTURE,
        "handling_unit": _TEAM,
        "acting_capacity": "own_name" if own else "entrusted",
    }


def _checked(on: date, rng: Random) -> dict[str, Any]:
    return {
        "method": rng.choice(_METHODS),
        "matters": rng.choice(_MATTERS),
        "content": rng.choice(_CHECKED),
        "problems": rng.choice(_PROBLEMS),
        "rectification": DONE,
        "signed_on": on.isoformat(),
        "inspecting_body": _BRANCH,
        "handling_unit": _TEAM,
    }


def _by_time(bases: tuple[str, str], on: date) -> str:
    return bases[on >= CODE_FROM]


def _next_article(basis: str) -> str:
    """The basis with another article in it."""
    for right, wrong in (
        ("十三", "十二"),
        ("十二", "十七"),
        ("二十", "三十"),
        ("五十", "六十"),
        ("零六", "零九"),
    ):
        if right in basis:
            return basis.replace(right, wrong, 1)
    return basis.replace("一千一百", "一千二百", 1)


def _slipped(on: date) -> str:
    """The day before, as typed by mistake; the day after where the day before belongs to the old law. Other slips of dates
    are stopped before publication: dates must be in order."""
    wrong = on - timedelta(days=1)
    return (on + timedelta(days=1) if wrong < CODE_FROM <= on else wrong).isoformat()


def _said(iso: str) -> str:
    on = date.fromisoformat(iso)
    return f"{on.year}年{on.month}月{on.day}日"


def _other(all_of: tuple[str, ...], one: str, rng: Random) -> str:
    return rng.choice([other for other in all_of if other != one])
