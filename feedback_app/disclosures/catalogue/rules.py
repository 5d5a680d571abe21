"""Rows the law above the regulation adds before enforcement: changes of rules, entrustment, benchmarks, devices, inspection
items (Article 11(二); 行政处罚法第二十条、第三十四条、第四十一条; 国办发〔2024〕54号)."""

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.authorities import BUREAU_ZH
from feedback_app.disclosures.catalogue.category import FROM_FORMATION, Category
from feedback_app.disclosures.catalogue.doubts import ITEM_LIST_CHANGES
from feedback_app.disclosures.catalogue.escalation import TO_THE_HEAD_IF_ITEMS_CHANGE
from feedback_app.disclosures.catalogue.lists import LIST_NAME, NOTE, ex_ante_row
from feedback_app.disclosures.catalogue.writing import K, choices, columns, optional
from feedback_app.disclosures.fields import Field, Redact

_LEGAL = (Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD)

NORM_CHANGE = ex_ante_row(
    code="A10",
    key="norm_change",
    label_zh="依据和职能调整",
    label_en="Change of rules or functions",
    help_zh="新颁布、修改、废止的规定，以及机构职能的调整。",
    help_en="Rules newly issued, amended or repealed, and changes of the bureau's functions.",
    article="11",
    prepares=_LEGAL,
    approves=(Role.PRINCIPAL_LEADER, Role.LEGAL_SECTION_HEAD),
    escalates=TO_THE_HEAD_IF_ITEMS_CHANGE,
    clock="EXANTE_CHANGE",
    clock_starts=FROM_FORMATION,
    formed_field="changed_on",
    title_zh="{change_kind}：{norm}",
    title_en="{change_kind}: {norm}",
    fields=(
        Field(
            "norm",
            K.TEXT,
            "规定或者职能的名称",
            "Rule or function",
            article="11",
            redact=Redact.NONE,
            sample="《中华人民共和国生态环境法典》",
        ),
        Field("norm_number", K.TEXT, "发布文号", "Issue number", required=False, redact=Redact.NONE),
        Field(
            "level",
            K.CHOICE,
            "层级",
            "Level",
            required=False,
            article="5, 11",
            choices=choices(
                ("law", "法律", "law"),
                ("administrative_regulation", "行政法规", "administrative regulation"),
                ("local_regulation", "地方性法规", "local regulation"),
                ("rule", "规章", "rule"),
                ("normative_document", "规范性文件", "normative document"),
                ("function", "机构职能", "functions of the bureau"),
            ),
            help_zh="法律、法规的调整同样要公示。",
            help_en="Changes of laws and regulations are published as well.",
        ),
        Field(
            "change_kind",
            K.CHOICE,
            "调整类型",
            "Kind of change",
            article="11",
            choices=choices(
                ("issued", "新颁布", "New rule"),
                ("amended", "修改", "Amended rule"),
                ("repealed", "废止", "Repealed rule"),
                ("function", "机构职能调整", "Change of functions"),
            ),
        ),
        Field("changed_on", K.DATE, "调整之日", "Date of adjustment", article="11", may_be_future=True),
        Field(
            "affected",
            K.LONG_TEXT,
            "受影响的事项",
            "Matters affected",
            article="11",
            sample="执法依据、权限、程序、事项清单全部重新编制。",
        ),
        Field(
            "affected_records",
            K.REFERENCES,
            "随之更新的公示信息",
            "Records updated with it",
            required=False,
            article="11",
            help_zh="填信息编号，例如：A2-2026-0001、A8-2026-0001。",
            help_en="Their numbers, such as A2-2026-0001, A8-2026-0001.",
        ),
        NOTE,
        ITEM_LIST_CHANGES,
    ),
)

ENTRUSTMENT = ex_ante_row(
    code="A11",
    key="entrustment",
    label_zh="行政执法委托书",
    label_en="Entrustment",
    help_zh="谁委托谁执法，委托哪些事项，到什么时候为止。",
    help_en="Who entrusts whom with enforcement, over which matters, and until when.",
    article="5, 18",
    law="《行政处罚法》第二十条",
    prepares=_LEGAL,
    approves=(Role.PRINCIPAL_LEADER,),
    title_zh="行政执法委托书：{entrusted}",
    title_en="Entrustment: {entrusted}",
    fields=(
        Field(
            "entrusting",
            K.TEXT,
            "委托机关",
            "Entrusting authority",
            article="18",
            redact=Redact.NONE,
            sample="昌吉回族自治州生态环境局",
        ),
        Field(
            "entrusted",
            K.TEXT,
            "受委托单位",
            "Entrusted body",
            article="18",
            redact=Redact.NONE,
            sample=BUREAU_ZH,
        ),
        Field(
            "matters",
            K.LONG_TEXT,
            "委托事项",
            "Matters entrusted",
            article="18",
            sample="污染防治、生态保护、核与辐射安全的行政处罚和相关行政检查、行政强制。",
        ),
        Field(
            "powers",
            K.LONG_TEXT,
            "委托权限",
            "Powers entrusted",
            article="18",
            sample="以委托机关名义调查、处罚，不得再委托。",
        ),
        Field("period", K.PERIOD, "委托期限", "Period", article="18", may_be_future=True),
        Field("responsibility", K.LONG_TEXT, "法律责任", "Responsibility", required=False),
        NOTE,
    ),
)

DISCRETION_BENCHMARK = ex_ante_row(
    code="A12",
    key="discretion_benchmark",
    label_zh="行政处罚裁量基准",
    label_en="Discretion benchmark",
    help_zh="同样的违法行为，什么情节罚多少。没有公布的基准不能作为处罚依据。",
    help_en="For the same breach, which circumstances lead to which penalty. An unpublished benchmark grounds no penalty.",
    article="5",
    law="《行政处罚法》第五条、第三十四条",
    prepares=_LEGAL,
    approves=(Role.PRINCIPAL_LEADER,),
    title_zh="裁量基准：{title}",
    title_en="Discretion benchmark: {title}",
    fields=(
        Field("title", K.TEXT, "名称", "Title", article="5", redact=Redact.NONE, sample="危险废物管理台账违法"),
        Field("issuer", K.TEXT, "制定机关", "Issued by", redact=Redact.NONE, sample="自治区生态环境厅"),
        Field("effective_from", K.DATE, "施行日期", "In force from", may_be_future=True),
        Field(
            "effective_to", K.DATE, "失效日期", "In force until", required=False, may_be_future=True
        ),
        Field(
            "levels",
            K.TABLE,
            "裁量档次",
            "Levels",
            article="5",
            columns=columns(
                ("violation", "违法行为", "Violation"),
                ("circumstances", "情节", "Circumstances"),
                ("penalty", "处罚幅度", "Range of penalty"),
                ("basis", "依据", "Legal basis"),
            ),
        ),
        NOTE,
    ),
)  # fmt: skip

MONITORING_DEVICE = ex_ante_row(
    code="A13",
    key="monitoring_device",
    label_zh="电子技术监控设备设置地点",
    label_en="Monitoring devices",
    help_zh="哪里装了用来取证的监控设备、监控什么。",
    help_en="Where devices that yield evidence stand, and what they watch.",
    article="5",
    law="《行政处罚法》第四十一条",
    prepares=_LEGAL,
    approves=(Role.LEGAL_SECTION_HEAD, Role.PRINCIPAL_LEADER),
    title_zh="{list_name}",
    title_en="Monitoring devices: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "devices",
            K.TABLE,
            "设备",
            "Devices",
            columns=optional(
                columns(
                    ("place", "设置地点", "Place"),
                    ("device", "设备", "Device"),
                    ("watches", "监控内容", "What it watches"),
                    ("since", "启用日期", "In use since"),
                ),
                "since",
            ),
            redact=Redact.NONE,
        ),
        NOTE,
    ),
)

INSPECTION_ITEMS = ex_ante_row(
    code="A14",
    key="inspection_items",
    label_zh="涉企行政检查事项",
    label_en="Inspection items for enterprises",
    help_zh="对企业检查哪些事、按什么标准、一年最多查几次。没有公布的事项不得检查。",
    help_en="What enterprises are inspected for, by which standard, at most how often a year. What is not listed may not be inspected.",
    article="5, 11",
    law="国办发〔2024〕54号",
    prepares=(Role.LEGAL_CLERK, Role.HANDLER),
    approves=(Role.PRINCIPAL_LEADER,),
    title_zh="{list_name}",
    title_en="Inspection items: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "items",
            K.TABLE,
            "检查事项",
            "Items",
            columns=(
                *columns(
                    ("item", "检查事项", "Item"),
                    ("standard", "检查标准", "Standard"),
                    ("basis", "依据", "Legal basis"),
                    ("method", "检查方式", "Method"),
                ),
                Field(
                    "yearly_cap", K.INTEGER, "同一企业每年最多（次）", "At most a year", redact=Redact.NONE
                ),
            ),
        ),
        NOTE,
    ),
)

RULES_AND_LISTS: tuple[Category, ...] = (
    NORM_CHANGE,
    ENTRUSTMENT,
    DISCRETION_BENCHMARK,
    MONITORING_DEVICE,
    INSPECTION_ITEMS,
)
