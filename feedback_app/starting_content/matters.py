"""Sample records of the seven matters of Article 5, of the item list and of the change of law behind them.

The branch compiled all of them anew when the Ecological and Environmental Code took effect on 2026-08-15. Names in
braces are settings of the bureau, filled in when the content is loaded.
"""

from datetime import date

from feedback_app.starting_content.legal_bases import BASES, CODE
from feedback_app.starting_content.sample import Done, SampleRecord
from feedback_app.starting_content.units import ENFORCING

_CODE_IN_FORCE = date(2026, 8, 15)
BUREAU = "昌吉回族自治州生态环境局阜康市分局"
PREFECTURE = "昌吉回族自治州生态环境局"
ON_SITE = f"《{CODE}》第五十一条"
_NOTE = "示例数据。2026年8月15日《生态环境法典》施行后重新编制。"


def matter(
    label: str,
    category: str,
    values: dict[str, object],
    *,
    approved_by: str,
    reviewed_by: str = "",
    minute: int = 0,
    adjusted_on: date | None = _CODE_IN_FORCE,
) -> SampleRecord:
    """A record compiled by the legal section on 7 September, approved on the 9th, published on the 10th."""
    reviewed = (
        Done(reviewed_by, f"2026-09-08 16:{minute:02d}", "对照现行规定核对无误。") if reviewed_by else None
    )
    return SampleRecord(
        label=label,
        category=category,
        formed_on=_CODE_IN_FORCE,
        values=values,  # type: ignore[arg-type]
        prepared=Done("zhouting", f"2026-09-07 12:{minute:02d}"),
        submitted=Done("zhouting", f"2026-09-07 18:{minute:02d}"),
        reviewed=reviewed,
        approved=Done(approved_by, f"2026-09-09 12:{minute:02d}", "同意公示。"),
        published=Done("zhouting", f"2026-09-10 10:{30 + minute}"),
        confirmed=Done("zhouting", f"2026-09-11 11:{minute:02d}"),
        adjusted_on=adjusted_on,
    )


def rows(keys: str, *rows: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(keys.split(), row, strict=True)) for row in rows]


D0 = matter(
    "D-0",
    "legal_basis",
    {
        "list_name": "执法依据清单（2026年9月版）",
        "bases": BASES,
        "benchmarks": rows(
            "title issuer state",
            (
                "自治区生态环境行政处罚裁量基准",
                "自治区生态环境厅",
                "原基准按旧法编制；《生态环境法典》配套基准公布后替换",
            ),
        ),
        "random_list": "见“随机抽查事项清单”。",
        "note": "2026年8月15日以前的行为，适用行为发生时的法律；新规定处罚较轻的，适用新规定（《生态环境法典》第一千零五十七条）。",
    },
    approved_by="majianxin",
)

SUBJECT = matter(
    "A1",
    "subject",
    {
        "body": BUREAU,
        "body_code": "{BUREAU_CODE}",
        "authority": (
            "2026年8月15日以前立案的案件，受昌吉回族自治州生态环境局委托执法，决定书由州局作出（本制度第十八条）；"
            f"此后依照《{CODE}》第五十三条，在检查、查封、扣押、代履行、处罚中以分局自己的名义执法。"
        ),
        "units": [
            {"unit": row.name_zh, "duties": row.duties, "jurisdiction": row.jurisdiction, "area": row.area}
            for row in ENFORCING
        ],
        "note": _NOTE,
    },
    approved_by="majianxin",
    minute=1,
)

PERSONNEL = matter(
    "A1p",
    "personnel",
    {
        "list_name": "行政执法人员清单（2026年9月版）",
        "officers": rows(
            "name post certificate_number scope unit valid_until",
            (
                "叶尔肯·哈力克",
                "执法大队大队长",
                "示例65230200001",
                "生态环境行政检查、处罚、强制",
                "执法大队",
                "2029年12月",
            ),
            ("赵明", "执法人员", "示例65230200002", "生态环境行政检查、处罚、强制", "执法大队", "2029年12月"),
            (
                "陈志强",
                "执法人员",
                "示例65230200003",
                "生态环境行政检查、处罚、强制",
                "执法大队",
                "2030年6月",
            ),
            ("王晓燕", "法制科科长", "示例65230200004", "法制审核、听证主持", "法制科", "2029年12月"),
        ),
        "note": "执法时应当主动出示证件，执法人员不少于两人。证件号码为示例。",
    },
    approved_by="wangxiaoyan",
    minute=2,
)

POWER = matter(
    "A3",
    "power",
    {
        "list_name": "行政执法权限清单（2026年9月版）",
        "powers": rows(
            "kind matters basis limits",
            (
                "行政检查",
                "对排污单位和其他生产经营者进行现场检查，查阅、复制资料，采样监测",
                ON_SITE,
                "执法人员不少于两人，出示证件；为被检查者保守商业秘密",
            ),
            (
                "行政处罚",
                "警告、通报批评、罚款、没收、限制生产、停产整治等",
                f"《{CODE}》法律责任各条；《中华人民共和国行政处罚法》第九条",
                "限于污染防治、生态保护、核与辐射安全；行政拘留由公安机关决定",
            ),
            (
                "行政强制",
                "查封、扣押造成污染物排放的设施、设备；代履行",
                f"《{CODE}》第五十二条、第五十三条；《中华人民共和国行政强制法》",
                "查封、扣押不超过30日，情况复杂的经批准可以延长，延长不超过30日",
            ),
            (
                "行政许可",
                "本分局不办理行政许可",
                "本制度第十八条",
                "由昌吉回族自治州生态环境局、行政审批部门办理和公示",
            ),
        ),
        "note": _NOTE,
    },
    approved_by="majianxin",
    minute=3,
)

PROCEDURE = matter(
    "A4",
    "procedure",
    {
        "procedure": "行政处罚（普通程序）",
        "method": "书面办理，执法人员不少于两人，全程记录；当事人可以当面、书面或者通过邮寄提出陈述、申辩。",
        "steps": rows(
            "name time_limit actor",
            ("立案", "发现线索并经初步核实后及时立案", "执法大队"),
            ("调查取证", "出示执法证件，制作检查、询问笔录", "两名以上执法人员"),
            ("提出处理意见", "调查终结后及时提出", "承办人、执法大队负责人"),
            ("法制审核", "作出重大处罚决定之前", "法制科"),
            ("告知当事人", "作出决定之前，告知拟处罚内容、事实、理由、依据和权利", "执法大队"),
            ("陈述、申辩和听证", "要求听证的，在告知后5个工作日内提出", "法制科组织听证"),
            ("审查决定", "立案之日起90日内作出决定", "分局负责人；重大案件集体讨论"),
            ("送达", "宣告后当场交付；当事人不在场的，7个工作日内送达", "执法大队"),
            ("公示", "决定作出之日起5个工作日内", "执法大队报送，法制科发布"),
            ("执行", "收到决定书之日起15日内缴纳罚款；逾期的依法催告、申请法院强制执行", "当事人；执法大队"),
        ),
        "legal_basis": (
            "《中华人民共和国行政处罚法》第四十四条、第四十五条、第五十四条、第五十五条、第五十七条、第五十八条、"
            "第六十条、第六十一条、第六十三条、第六十四条、第六十七条；本制度第十二条"
        ),
        "note": "日数为自然日的写“日”，为工作日的写“工作日”。",
    },
    approved_by="wangxiaoyan",
    reviewed_by="yeerken",
    minute=4,
)

RANDOM_LIST = matter(
    "A5",
    "random_list",
    {
        "list_name": "随机抽查事项清单（2026年版）",
        "source_org": PREFECTURE,
        "items": rows(
            "item basis body target content method rate frequency",
            (
                "污染源日常监管",
                ON_SITE,
                f"{BUREAU}执法大队",
                "一般监管对象",
                "污染防治设施运行、排污许可执行",
                "现场检查",
                "每季度不低于5%",
                "每季度一次",
            ),
            (
                "重点排污单位监管",
                ON_SITE,
                f"{BUREAU}执法大队",
                "重点监管对象",
                "自动监测设备运行、污染物达标排放、台账记录",
                "现场检查、采样监测",
                "每季度不低于25%",
                "每季度一次",
            ),
            (
                "危险废物规范化管理",
                ON_SITE,
                f"{BUREAU}执法大队",
                "产生、经营危险废物的单位",
                "管理台账、转移联单、贮存场所",
                "现场检查、资料核查",
                "每年不低于20%",
                "每半年一次",
            ),
            (
                "建设项目环境监管",
                ON_SITE,
                f"{BUREAU}执法大队",
                "在建和投产的建设项目",
                "环境影响评价文件落实情况、环境保护设施验收",
                "现场检查、资料核查",
                "每年不低于10%",
                "每年一次",
            ),
        ),
        "note": "清单由州生态环境局制定，本分局转载。抽查比例、频次为示例。",
    },
    approved_by="liweidong",
    minute=5,
)

REMEDY = matter(
    "A6",
    "remedy",
    {
        "list_name": "对执法决定不服怎么办",
        "remedies": rows(
            "way body time_limit basis explained",
            (
                "陈述、申辩",
                f"{BUREAU}",
                "处罚决定作出之前",
                "《中华人民共和国行政处罚法》第四十五条",
                "可以口头说，也可以写下来。提出意见不会因此加重处罚。",
            ),
            (
                "要求听证",
                f"{BUREAU}法制科",
                "告知听证权利后5个工作日内",
                "《中华人民共和国行政处罚法》第六十三条、第六十四条",
                "较大数额罚款、责令停产停业等可以要求听证，不收费。",
            ),
            (
                "申请行政复议",
                "决定书写明的行政复议机关",
                "知道决定之日起60日内",
                "《中华人民共和国行政复议法》第二十条",
                "可以当面、邮寄或者网上申请，不收费。复议期间一般不停止执行。",
            ),
            (
                "提起行政诉讼",
                "决定书写明的人民法院",
                "知道决定之日起6个月内",
                "《中华人民共和国行政诉讼法》第四十六条",
                "可以直接起诉；已经申请复议的，收到复议决定后15日内起诉。",
            ),
            (
                "申请国家赔偿",
                "作出决定的机关",
                "知道权利受侵害之日起2年内",
                "《中华人民共和国国家赔偿法》",
                "违法执法造成损失的，可以单独申请，也可以在复议、诉讼时一并提出。",
            ),
        ),
        "note": "公示内容与决定书不一致的，用“反映错误”提出；对决定本身不服的，走上面的途径。",
    },
    approved_by="wangxiaoyan",
    minute=6,
)

SUPERVISION = matter(
    "A7",
    "supervision",
    {
        "list_name": "监督举报电话、邮箱和受理反馈程序",
        "hotline": "{HOTLINE}",
        "mailbox": "{MAILBOX}",
        "hours": "{OFFICE_HOURS_ZH}",
        "address": "{ADDRESS}，邮政编码{POSTCODE}",
        "steps": rows(
            "name time_limit actor",
            ("登记", "收到后立即登记，给出查询码", "系统自动登记；电话、来访由受理员登记并读给您核对"),
            ("受理", "2个工作日内", "受理员"),
            ("报送主管领导", "受理后及时", "受理员"),
            ("指定调查人员", "报送后及时；参与过该信息的人员一律回避", "主管领导"),
            (
                "调查核实、签发结论",
                "与答复合计5个工作日；复杂的经批准延长，最长20个工作日",
                "调查人员、主管领导",
            ),
            ("澄清或者更正", "结论签发后1个工作日内在本网站更正，5个工作日内核对各公示载体", "信息发布员"),
            ("答复", "收到反映之日起5个工作日内", "受理员"),
            ("分析原因、倒查责任", "更正后20个工作日内", "调查人员、主管领导"),
        ),
        "confidentiality": (
            "不写姓名也可以反映。您的姓名和联系方式加密保存，只有受理和办理的人能看，每次查看都有记录；"
            "不会告诉被反映的人和单位，也不会公开。"
        ),
        "other_ways": (
            "也可以拨打12345；认为本分局不依法办理的，可以向昌吉回族自治州生态环境局或者阜康市司法局反映"
            f"（《{CODE}》第一百四十五条）。"
        ),
        "note": "时限除另有规定外为本分局的承诺。",
    },
    approved_by="wangxiaoyan",
    minute=7,
)

ITEM_LIST = matter(
    "A8",
    "item_list",
    {
        "list_name": "行政执法事项清单（2026年9月版）",
        "items": rows(
            "item duty power basis procedure",
            (
                "排污单位现场检查",
                "检查污染防治设施运行和排污许可执行",
                "行政检查",
                ON_SITE,
                "出示证件、检查、制作笔录、反馈结果",
            ),
            (
                "危险废物管理台账违法的处罚",
                "查处未如实记录危险废物管理台账的行为",
                "行政处罚",
                f"《{CODE}》第一千一百七十五条",
                "普通程序",
            ),
            (
                "未依法填报排污登记表的处罚",
                "查处未填报、未如实填报排污登记表的行为",
                "行政处罚",
                f"《{CODE}》第一千一百零六条",
                "普通程序",
            ),
            (
                "易产生扬尘物料未密闭贮存的处罚",
                "查处露天堆存煤炭等物料未密闭的行为",
                "行政处罚",
                f"《{CODE}》第一千一百三十条；2026年8月15日以前的行为适用《中华人民共和国大气污染防治法》第一百一十七条",
                "普通程序",
            ),
            (
                "查封、扣押",
                "查封、扣押造成污染物排放的设施、设备",
                "行政强制",
                f"《{CODE}》第五十二条、第五十三条；《中华人民共和国行政强制法》第二十四条",
                "报批、当场告知、制作决定书和清单、到期解除",
            ),
        ),
        "note": _NOTE,
    },
    approved_by="majianxin",
    minute=8,
)

NORM_CHANGE = SampleRecord(
    label="A10",
    category="norm_change",
    formed_on=_CODE_IN_FORCE,
    values={
        "norm": f"《{CODE}》",
        "norm_number": "2026年3月12日通过",
        "change_kind": "issued",
        "changed_on": "2026-08-15",
        "affected": (
            "《环境保护法》《大气污染防治法》等十部法律同时废止；执法依据、权限、程序、事项清单全部重新编制；"
            "分局可以自己的名义检查、查封、扣押、代履行、处罚（第五十三条）。"
        ),
        "note": "2026年8月15日以前的行为，适用行为发生时的法律；新规定处罚较轻的，适用新规定。",
    },
    prepared=Done("zhouting", "2026-08-20 11:30"),
    submitted=Done("zhouting", "2026-08-20 17:00"),
    approved=Done("majianxin", "2026-08-27 12:00", "同意公示。"),
    published=Done("zhouting", "2026-08-28 10:40"),
    confirmed=Done("zhouting", "2026-08-31 11:00"),
)

CASE_NOTICE = SampleRecord(
    label="B2",
    category="case_notice",
    formed_on=date(2026, 9, 11),
    values={
        "case_kind": "危险废物管理台账",
        "purpose": "查清危险废物的产生、贮存、转移和利用处置是否如实记录，防止危险废物去向不明造成污染。",
        "legal_basis": f"《{CODE}》第五十一条、第一千一百七十五条；《中华人民共和国行政处罚法》第五十四条",
        "rights_and_duties": (
            "权利：核对执法人员身份；与案件有直接利害关系的执法人员，可以申请回避；陈述、申辩，依法要求听证；"
            "要求保守商业秘密；对决定不服可以申请行政复议或者提起行政诉讼。\n"
            "义务：如实回答询问，配合检查，提供台账、转移联单等资料，不得拒绝、阻挠。"
        ),
    },
    prepared=Done("chenzhiqiang", "2026-09-14 11:00"),
    submitted=Done("chenzhiqiang", "2026-09-14 11:20"),
    reviewed=Done("yeerken", "2026-09-14 18:10", "未写当事人，可以公示。"),
    approved=Done("wangxiaoyan", "2026-09-15 12:30", "同意公示。"),
    published=Done("zhouting", "2026-09-15 17:40"),
    confirmed=Done("zhouting", "2026-09-16 11:10"),
)

MATTERS: tuple[SampleRecord, ...] = (
    NORM_CHANGE,
    D0,
    SUBJECT,
    PERSONNEL,
    POWER,
    PROCEDURE,
    RANDOM_LIST,
    REMEDY,
    SUPERVISION,
    ITEM_LIST,
    CASE_NOTICE,
)
