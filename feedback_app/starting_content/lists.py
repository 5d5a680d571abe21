"""Sample records of what the law above the regulation adds: service guide, entrustment, benchmark, devices, inspection items,
the counter, an order to correct, and the figures of the year before. Ranges of fines are those of the Code; how they are
divided, places, numbers and figures are examples and say so.
"""

from datetime import date

from feedback_app.starting_content.examples import REMEDY
from feedback_app.starting_content.legal_bases import CODE
from feedback_app.starting_content.matters import BUREAU, ON_SITE, PREFECTURE, matter, rows
from feedback_app.starting_content.sample import Done, SampleRecord

SERVICE_GUIDE = matter(
    "A9",
    "service_guide",
    {
        "item": "反映公示信息错误，要求更正",
        "basis": "本制度第十五条；《中华人民共和国政府信息公开条例》第四十一条",
        "receiving_body": "办公室",
        "deciding_body": "主管领导签发核实结论",
        "conditions": "认为本网站公示的执法信息不准确的公民、法人和其他组织，都可以反映，不需要许可。",
        "benefits": "不收费。不用注册，可以不留姓名。看不清、不会上网的，可以打电话或者上门，由工作人员代为填写并读给您核对。",
        "materials": "说明哪一条信息、哪里不对、您认为正确的是什么。有决定书、照片等材料的请一并提供；没有也可以反映。",
        "flow": "登记并给出查询码；决定是否受理；主管领导指定没有经手过这条信息的人核实；签发结论；更正或者公开说明；答复；查清原因和责任。",
        "time_limit": "收到之日起5个工作日内答复；复杂的经批准延长，最长20个工作日",
        "supervision": "凭查询码随时查看办到哪一步。也可以向昌吉回族自治州生态环境局、阜康市司法局反映。",
        "accountability": "信息写错的，查清错误产生的原因，倒查责任，记入责任日志。",
        "remedy": "不服的是处罚等决定本身的，可以在知道之日起60日内申请行政复议，或者在6个月内提起行政诉讼。",
        "hours": "{OFFICE_HOURS_ZH}",
        "address": "{ADDRESS}，邮政编码{POSTCODE}",
        "telephone": "{HOTLINE}",
    },
    approved_by="wangxiaoyan",
    reviewed_by="yeerken",
    minute=9,
)

ENTRUSTMENT = matter(
    "A11",
    "entrustment",
    {
        "entrusting": PREFECTURE,
        "entrusted": BUREAU,
        "matters": "污染防治、生态保护、核与辐射安全的行政处罚权，以及与行政处罚相关的行政检查、行政强制权。",
        "powers": "以委托机关的名义实施，不得再委托其他组织或者个人实施。",
        "period": "2024-01-01 至 2026-12-31",
        "responsibility": "委托机关对受委托单位实施行政处罚的行为负责监督，并对该行为的后果承担法律责任。",
        "note": (
            f"示例数据，委托期限为示例。2026年8月15日以后，本分局依照《{CODE}》第五十三条，"
            "可以以自己的名义检查、查封、扣押、代履行、处罚；此前立案的案件仍按委托办理。"
        ),
    },
    approved_by="majianxin",
    minute=10,
)

DISCRETION_BENCHMARK = matter(
    "A12",
    "discretion_benchmark",
    {
        "title": "危险废物管理台账、排污登记、物料贮存三类违法行为裁量基准",
        "issuer": "示例（以自治区生态环境厅公布的为准）",
        "effective_from": "2026-08-15",
        "levels": rows(
            "violation circumstances penalty basis",
            (
                "危险废物管理台账未如实记录",
                "首次发现，及时补正，未造成后果",
                "5万元以上8万元以下罚款",
                f"《{CODE}》第一千一百七十五条",
            ),
            (
                "危险废物管理台账未如实记录",
                "记录缺失三个月以上，或者去向不明",
                "8万元以上20万元以下罚款",
                f"《{CODE}》第一千一百七十五条",
            ),
            (
                "未依法填报排污登记表",
                "责令后按期填报",
                "可以处1万元以下罚款",
                f"《{CODE}》第一千一百零六条",
            ),
            (
                "未依法填报排污登记表",
                "责令后逾期不填报，或者填报不实",
                "可以处1万元以上5万元以下罚款",
                f"《{CODE}》第一千一百零六条",
            ),
            (
                "易产生扬尘的物料未密闭贮存",
                "堆存不足3000吨，及时改正",
                "1万元以上4万元以下罚款",
                f"《{CODE}》第一千一百三十条",
            ),
            (
                "易产生扬尘的物料未密闭贮存",
                "堆存3000吨以上，或者拒不改正",
                "4万元以上10万元以下罚款",
                f"《{CODE}》第一千一百三十条",
            ),
        ),
        "note": "示例数据。罚款的上限和下限是法律规定的，各档怎么划分是示例。",
    },
    approved_by="majianxin",
    minute=11,
)

MONITORING_DEVICE = matter(
    "A13",
    "monitoring_device",
    {
        "list_name": "电子技术监控设备设置地点（2026年9月版）",
        "devices": rows(
            "place device watches since",
            ("示例：甘河子镇某重点排污单位总排口", "水污染源自动监测设备", "废水排放浓度和流量", "2025年6月"),
            ("示例：城关镇某重点排污单位主排气筒", "烟气自动监测设备", "废气排放浓度和流量", "2025年6月"),
            ("示例：物料运输主干道路口", "视频监控设备", "运输车辆遮盖情况", "2026年3月"),
        ),
        "note": "示例数据。设备经法制审核和技术审核，设置地点向社会公布。",
    },
    approved_by="wangxiaoyan",
    minute=12,
)

INSPECTION_ITEMS = matter(
    "A14",
    "inspection_items",
    {
        "list_name": "涉企行政检查事项清单（2026年9月版）",
        "items": rows(
            "item standard basis method yearly_cap",
            ("排污许可执行", "排污许可证载明的要求", ON_SITE, "现场检查、资料核查", "2"),
            ("污染防治设施运行", "设施正常运行，台账如实记录", ON_SITE, "现场检查", "2"),
            ("危险废物规范化管理", "台账、转移联单、贮存场所符合规定", ON_SITE, "现场检查、资料核查", "2"),
            ("建设项目环境保护", "环境影响评价文件和验收要求落实", ON_SITE, "资料核查", "1"),
        ),
        "note": "示例数据。没有列在清单上的事项不得检查；投诉举报、转办交办的线索核查不计入次数。次数为示例。",
    },
    approved_by="majianxin",
    minute=13,
)

COUNTER_BOARD = SampleRecord(
    label="B3",
    category="counter_board",
    formed_on=date(2026, 8, 15),
    values={
        "counter": "办公室接待窗口",
        "posts": rows(
            "post staff duties",
            ("受理岗", "孙蕾", "登记来访、来电、来信和网上反映，读给您核对"),
            ("信息公开岗", "刘芳", "解答公示信息在哪里查，协助看不清、不会用的人查询"),
        ),
        "materials": "说明哪一条信息、哪里不对就行；有文书复印件更好，没有也可以。",
        "progress": "凭查询码在本网站“查询办理进度”查看，也可以打电话问。",
        "complaints": "对窗口服务不满意的，可以打监督举报电话，也可以拨打12345。",
        "hours": "{OFFICE_HOURS_ZH}",
        "address": "{ADDRESS}",
    },
    prepared=Done("zhouting", "2026-09-07 12:14"),
    submitted=Done("zhouting", "2026-09-07 18:14"),
    approved=Done("wangxiaoyan", "2026-09-09 12:14", "同意公示。"),
    published=Done("zhouting", "2026-09-10 10:44"),
)

ORDER_TO_CORRECT = SampleRecord(
    label="C8",
    category="order_correct",
    formed_on=date(2026, 10, 20),
    values={
        "party": "阜康市沃野农牧科技有限公司",
        "party_kind": "organization",
        "credit_code": "91652302MAXX0E5FX2",
        "document_number": "昌州环阜责改〔2026〕6号",
        "facts": "2026年10月20日日常检查发现，该公司粪污贮存池防渗膜破损两处。",
        "legal_basis": "《中华人民共和国行政处罚法》第二十八条；" + f"《{CODE}》第五十一条。",
        "demanded": "修复贮存池防渗膜，防止粪污渗漏。",
        "correct_by": "2026-11-05",
        "decided_on": "2026-10-20",
        "deciding_authority": BUREAU,
        "handling_unit": "阜康市分局执法大队",
        "acting_capacity": "own_name",
        "remedy": REMEDY,
        "conduct_from": "2026-10-20",
        "conduct_to": "2026-10-20",
        "served_on": "2026-10-20",
    },
    prepared=Done("zhaoming", "2026-10-21 16:50"),
    submitted=Done("zhaoming", "2026-10-21 17:00"),
    reviewed=Done("yeerken", "2026-10-22 12:10", "与决定书核对一致。"),
    approved=Done("gulinaer", "2026-10-23 18:05", "同意公示。"),
    published=Done("zhouting", "2026-10-26 12:20"),
)

ANNUAL_STATS = SampleRecord(
    label="C9",
    category="annual_stats",
    formed_on=date(2025, 12, 31),
    values={
        "year": "2025",
        "penalties": "18",
        "inspections": "236",
        "random_inspections": "64",
        "coercive_measures": "3",
        "licences": "0",
        "orders": "27",
        "fines": "96.5",
        "confiscated": "0",
        "reconsiderations": "1",
        "reconsiderations_lost": "0",
        "suits": "0",
        "suits_lost": "0",
        "transfers": "1",
        "note": "示例数据，各项数字均为示例。行政许可由州生态环境局和行政审批部门办理。",
    },
    prepared=Done("zhouting", "2026-01-21 12:00"),
    submitted=Done("zhouting", "2026-01-21 17:30"),
    approved=Done("majianxin", "2026-01-26 12:30", "同意公示。"),
    published=Done("zhouting", "2026-01-27 16:20"),
    confirmed=Done("zhouting", "2026-01-28 12:00"),
)

LISTS: tuple[SampleRecord, ...] = (
    SERVICE_GUIDE,
    ENTRUSTMENT,
    DISCRETION_BENCHMARK,
    MONITORING_DEVICE,
    INSPECTION_ITEMS,
    COUNTER_BOARD,
    ORDER_TO_CORRECT,
    ANNUAL_STATS,
)
