"""The offices and teams of the branch, and the bodies above it that supervise it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitRow:
    """A unit. `duties`, `jurisdiction` and `area` are what Article 5(一) has disclosed; empty where it does not enforce."""

    code: str
    name_zh: str
    name_en: str
    duties: str = ""
    jurisdiction: str = ""
    area: str = ""


UNITS: tuple[UnitRow, ...] = (
    UnitRow("leadership", "局领导", "Leadership"),
    UnitRow(
        "office",
        "办公室",
        "Office",
        "受理群众来信、来访、来电和网上反映；信息公开日常工作；值班。",
        "全局政务和反馈受理",
        "阜康市行政区域",
    ),
    UnitRow(
        "legal",
        "法制科",
        "Legal Section",
        "执法信息的收集、整理和发布；编制执法事项清单、执法依据清单和双随机抽查清单；重大执法决定法制审核。",
        "全局行政执法信息公示和法制审核",
        "阜康市行政区域",
    ),
    UnitRow(
        "enforcement",
        "执法大队",
        "Enforcement Team",
        "日常检查、随机抽查、调查取证；实施行政处罚和查封、扣押等行政强制措施。",
        "污染防治、生态保护、核与辐射安全领域的行政检查、行政处罚和相关行政强制",
        "阜康市行政区域",
    ),
    UnitRow(
        "pollution",
        "污染防治和监测科",
        "Pollution Control and Monitoring Section",
        "大气、水、土壤、固体废物污染防治的日常监管；组织监测，为执法提供监测数据。",
        "污染防治日常监管和执法监测",
        "阜康市行政区域",
    ),
    UnitRow("security", "信息安全岗", "Information Security"),
    UnitRow(
        "superior",
        "昌吉回族自治州生态环境局",
        "Changji Hui Autonomous Prefecture Ecology and Environment Bureau",
    ),
    UnitRow("justice", "阜康市司法局", "Fukang Justice Bureau"),
)

ENFORCING: tuple[UnitRow, ...] = tuple(row for row in UNITS if row.duties)
