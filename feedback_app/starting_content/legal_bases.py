"""The legal bases of the branch's enforcement after the Ecological and Environmental Code took effect on 2026-08-15.

Article 1242 of the Code repealed ten statutes the day it took effect. They stay in the list: conduct before that day is
still judged by them (Article 1057 of the Code).
"""

CODE = "中华人民共和国生态环境法典"
_NPC = "全国人民代表大会"
_NPCSC = "全国人民代表大会常务委员会"

_IN_FORCE = (
    (CODE, "法律", _NPC, "2026-08-15", "污染防治、生态保护的检查、强制、处罚"),
    ("中华人民共和国行政处罚法", "法律", _NPCSC, "2021-07-15", "行政处罚的种类、程序、公开"),
    ("中华人民共和国行政强制法", "法律", _NPCSC, "2012-01-01", "查封、扣押、代履行"),
    ("中华人民共和国行政许可法", "法律", _NPCSC, "2004-07-01", "许可的监督检查"),
    ("中华人民共和国政府信息公开条例", "行政法规", "国务院", "2019-05-15", "信息公开"),
    ("行政执法监督条例", "行政法规", "国务院", "2026-02-01", "行政执法监督"),
    ("生态环境行政处罚办法", "部门规章", "生态环境部", "2023-07-01", "生态环境行政处罚程序和信息公开"),
    ("信用修复管理办法", "部门规章", "国家发展改革委", "2026-04-01", "信用信息公示期和修复"),
    ("昌吉回族自治州依法行政办法", "政府规章", "昌吉回族自治州人民政府", "2025-07-01", "依法行政"),
)

_REPEALED = (
    ("中华人民共和国环境保护法", "2015-01-01", "环境监督管理"),
    ("中华人民共和国环境影响评价法", "2003-09-01", "环境影响评价"),
    ("中华人民共和国海洋环境保护法", "2024-01-01", "海洋环境保护"),
    ("中华人民共和国大气污染防治法", "2016-01-01", "大气污染防治"),
    ("中华人民共和国水污染防治法", "2008-06-01", "水污染防治"),
    ("中华人民共和国土壤污染防治法", "2019-01-01", "土壤污染防治"),
    ("中华人民共和国固体废物污染环境防治法", "2020-09-01", "固体废物污染防治"),
    ("中华人民共和国噪声污染防治法", "2022-06-05", "噪声污染防治"),
    ("中华人民共和国放射性污染防治法", "2003-10-01", "放射性污染防治"),
    ("中华人民共和国清洁生产促进法", "2003-01-01", "清洁生产"),
)

REPEALED_TITLES: tuple[str, ...] = tuple(title for title, _, _ in _REPEALED)

BASES: list[dict[str, str]] = [
    {
        "title": title,
        "level": level,
        "issuer": issuer,
        "applies_to": applies_to,
        "effective_from": effective_from,
        "effective_to": "",
        "status": "in_force",
        "replaced_by": "",
    }
    for title, level, issuer, effective_from, applies_to in _IN_FORCE
] + [
    {
        "title": title,
        "level": "法律",
        "issuer": _NPCSC,
        "applies_to": f"2026年8月15日以前的行为：{applies_to}",
        "effective_from": effective_from,
        "effective_to": "2026-08-14",
        "status": "repealed",
        "replaced_by": CODE,
    }
    for title, effective_from, applies_to in _REPEALED
]
