"""Records D-1 to D-6 of the worked examples: decisions and results of autumn 2026. Companies and persons are fictional.

D-2 carries the error the first story is about: its text says 6.8万元, its amount field 68万元. D-6 was lifted on
20 November, and the change is still to be published.
"""

from datetime import date

from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.starting_content.legal_bases import CODE
from feedback_app.starting_content.sample import Done, SampleRecord, Update

_BRANCH = "昌吉回族自治州生态环境局阜康市分局"
_PREFECTURE = "昌吉回族自治州生态环境局"
_TEAM = "阜康市分局执法大队"
REMEDY = (
    "对决定不服的，可以在收到决定书之日起60日内，向决定书写明的行政复议机关申请行政复议；"
    "也可以在6个月内，向决定书写明的人民法院提起行政诉讼。复议、诉讼期间，一般不停止执行。"
)
_PAY = "自收到决定书之日起15日内，持缴款通知书到指定银行缴纳罚款。"

D1 = SampleRecord(
    label="D-1",
    category="penalty",
    formed_on=date(2026, 9, 18),
    values={
        "party": "阜康市博峰山煤炭储运有限公司",
        "party_kind": "organization",
        "credit_code": "91652302MAXX0A1B0G",
        "legal_representative": "韩立军",
        "document_number": "昌州环罚字〔2026〕2-017号",
        "violation_type": "大气污染防治",
        "facts": "2026年6月24日检查发现，该公司露天堆存煤炭约2000吨，未密闭，也未采取有效覆盖措施。",
        "legal_basis": (
            "《中华人民共和国大气污染防治法》（2018年修正）第七十二条第一款、第一百一十七条第（一）项。"
            "行为发生在2026年8月15日以前，适用当时的法律。"
        ),
        "penalty_kind": "fine",
        "content": "罚款人民币3万元。",
        "amount": "3",
        "decided_on": "2026-09-18",
        "deciding_authority": _PREFECTURE,
        "handling_unit": _TEAM,
        "acting_capacity": "entrusted",
        "performance": _PAY,
        "remedy": REMEDY,
        "conduct_from": "2026-06-24",
        "conduct_to": "2026-06-24",
        "served_on": "2026-09-21",
        "repair_notice_served_on": "2026-09-21",
        "credit_class": "ordinary",
    },
    prepared=Done("chenzhiqiang", "2026-09-21 16:40"),
    submitted=Done("chenzhiqiang", "2026-09-21 17:05"),
    reviewed=Done("yeerken", "2026-09-22 11:30", "与决定书核对一致。"),
    approved=Done("gulinaer", "2026-09-23 12:10", "同意公示。"),
    published=Done("zhouting", "2026-09-23 16:05"),
    confirmed=Done("zhouting", "2026-09-24 17:20"),
    extra_channels=("county_gov_column",),
)

D2 = SampleRecord(
    label="D-2",
    category="penalty",
    formed_on=date(2026, 9, 28),
    values={
        "party": "阜康市晋庭精细化工有限责任公司",
        "party_kind": "organization",
        "credit_code": "91652302MAXX0B2C87",
        "legal_representative": "丁海涛",
        "document_number": "昌州环阜罚〔2026〕3号",
        "violation_type": "固体废物（危险废物）管理",
        "facts": "2026年9月3日检查发现，该公司2026年7月至8月危险废物（废矿物油）管理台账未如实记录。",
        "legal_basis": f"《{CODE}》第一千一百七十五条第一款第（三）项、第二款。",
        "penalty_kind": "fine",
        "content": "罚款人民币6.8万元。",
        "amount": "68",  # the error of example C-1: 6.8万元 typed as 68
        "decided_on": "2026-09-28",
        "deciding_authority": _BRANCH,
        "handling_unit": _TEAM,
        "acting_capacity": "own_name",
        "performance": _PAY,
        "remedy": REMEDY,
        "conduct_from": "2026-07-01",
        "conduct_to": "2026-09-03",
        "served_on": "2026-09-29",
        "repair_notice_served_on": "2026-09-29",
        "credit_class": "ordinary",
    },
    prepared=Done("zhaoming", "2026-09-30 16:20"),
    submitted=Done("zhaoming", "2026-09-30 16:45"),
    reviewed=Done("yeerken", "2026-10-08 11:05", "审核通过。"),
    approved=Done("gulinaer", "2026-10-08 18:30", "同意公示。"),
    published=Done("zhouting", "2026-10-09 11:20"),
    confirmed=Done("zhouting", "2026-10-12 12:15"),
)

D3 = SampleRecord(
    label="D-3",
    category="penalty",
    formed_on=date(2026, 10, 13),
    values={
        "party": "周某某",
        "party_kind": "natural_person",
        "document_number": "昌州环阜罚〔2026〕4号",
        "violation_type": "排污登记管理",
        "facts": "周某某经营的甘河子镇某塑料加工点，未依法填报排污登记表。",
        "legal_basis": f"《{CODE}》第一千一百零六条。",
        "penalty_kind": "fine",
        "content": "罚款人民币0.2万元。",
        "amount": "0.2",
        "decided_on": "2026-10-13",
        "deciding_authority": _BRANCH,
        "handling_unit": _TEAM,
        "acting_capacity": "own_name",
        "performance": _PAY,
        "remedy": REMEDY,
        "served_on": "2026-10-14",
    },
    prepared=Done("chenzhiqiang", "2026-10-14 17:10"),
    submitted=Done("chenzhiqiang", "2026-10-14 17:30"),
    reviewed=Done("yeerken", "2026-10-15 11:40", "审核通过。"),
    approved=Done("gulinaer", "2026-10-15 18:20", "自然人姓名已遮盖，同意公示。"),
    published=Done("zhouting", "2026-10-16 10:05"),
)

D4 = SampleRecord(
    label="D-4",
    category="random_result",
    formed_on=date(2026, 9, 24),
    values={
        "party": "阜康市屹丰建材有限公司",
        "party_kind": "organization",
        "credit_code": "91652302MAXX0D4E2G",
        "batch": "2026年第三季度第2批",
        "target_class": "一般监管对象",
        "method": "现场检查",
        "legal_basis": f"《{CODE}》第五十一条。",
        "matters": "污染防治设施运行、排污许可执行",
        "inspectors": "赵明、陈志强（随机选派）",
        "started_on": "2026-09-22",
        "ended_on": "2026-09-24",
        "outcome": "normal",
        "inspecting_body": _BRANCH,
        "handling_unit": _TEAM,
    },
    prepared=Done("zhouting", "2026-10-13 12:00"),
    submitted=Done("zhouting", "2026-10-13 17:30"),
    approved=Done("wangxiaoyan", "2026-10-15 12:20", "同意公示。"),
    published=Done("zhouting", "2026-10-15 16:50"),
    confirmed=Done("zhouting", "2026-10-16 12:10"),
)

_D5_VALUES = {
    "party": "阜康市沃野农牧科技有限公司",
    "party_kind": "organization",
    "credit_code": "91652302MAXX0E5FX2",
    "legal_basis": f"《{CODE}》第五十一条。",
    "method": "日常检查",
    "matters": "畜禽养殖污染防治",
    "content": "粪污贮存设施、雨污分流。",
    "problems": "贮存池防渗膜破损两处。",
    "rectification": "责令2026年11月5日前修复。",
    "signed_on": "2026-10-20",
    "inspecting_body": _BRANCH,
    "handling_unit": _TEAM,
}

D5 = SampleRecord(
    label="D-5",
    category="supervision_result",
    formed_on=date(2026, 10, 20),
    values=dict(_D5_VALUES),
    prepared=Done("zhaoming", "2026-10-21 16:10"),
    submitted=Done("zhaoming", "2026-10-21 16:30"),
    reviewed=Done("yeerken", "2026-10-22 12:00", "与检查记录核对一致。"),
    approved=Done("gulinaer", "2026-10-23 18:00", "同意公示。"),
    published=Done("zhouting", "2026-10-26 12:10"),
    updates=(
        Update(
            ChangeKind.RECTIFICATION,
            prepared=Done("zhaoming", "2026-11-09 16:20"),
            submitted=Done("zhaoming", "2026-11-09 16:40"),
            reviewed=Done("yeerken", "2026-11-10 12:10", "与复查记录核对一致。"),
            approved=Done("gulinaer", "2026-11-11 17:30", "同意更新。"),
            published=Done("zhouting", "2026-11-12 16:30"),
            changed_on=date(2026, 11, 6),
            values={**_D5_VALUES, "rectification": "已完成整改。"},
            note_zh="整改复查后更新整改情况：已完成整改。",
            note_en="Updated after the rectification was checked: rectification completed.",
        ),
    ),
)

D6 = SampleRecord(
    label="D-6",
    category="coercive",
    formed_on=date(2026, 11, 6),
    values={
        "party": "昌吉市鼎川再生资源有限公司阜康分场",
        "party_kind": "organization",
        "credit_code": "91652301MAXX0F6G7D",
        "document_number": "昌州环阜查〔2026〕1号",
        "measure_kind": "sealing",
        "target": "破碎机1台",
        "reasons": "破碎作业未采取污染防治措施，继续使用可能造成严重污染。",
        "legal_basis": f"《{CODE}》第五十二条、第五十三条。",
        "starts_on": "2026-11-06",
        "duration": "自2026年11月6日起30日",
        "decided_on": "2026-11-06",
        "deciding_authority": _BRANCH,
        "handling_unit": _TEAM,
        "acting_capacity": "own_name",
        "remedy": REMEDY,
        "served_on": "2026-11-06",
    },
    prepared=Done("chenzhiqiang", "2026-11-06 18:20"),
    submitted=Done("chenzhiqiang", "2026-11-06 18:40"),
    reviewed=Done("yeerken", "2026-11-09 12:30", "审核通过。"),
    approved=Done("gulinaer", "2026-11-09 18:10", "同意公示。"),
    published=Done("zhouting", "2026-11-10 11:30"),
    change_due_from=date(2026, 11, 20),
)

EXAMPLES: tuple[SampleRecord, ...] = (D1, D2, D3, D4, D5, D6)
