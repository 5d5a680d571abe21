"""Rows of the first stage: what is disclosed before enforcement (事前公开, Articles 5 and 11).

Article 11 sets one working day only for the item list; the bureau applies it to the other rows as well. Every row also
runs the twenty working days of Article 11(二) after a change.
"""

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.category import Category
from feedback_app.disclosures.catalogue.doubts import ITEM_LIST_CHANGES
from feedback_app.disclosures.catalogue.escalation import TO_THE_HEAD_IF_ITEMS_CHANGE
from feedback_app.disclosures.catalogue.guides import SERVICE_GUIDE
from feedback_app.disclosures.catalogue.lists import LIST_NAME, NOTE, ex_ante_row
from feedback_app.disclosures.catalogue.rules import RULES_AND_LISTS
from feedback_app.disclosures.catalogue.writing import K, choices, columns, optional
from feedback_app.disclosures.fields import Field, Redact

_LEGAL = (Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD)
_LEGAL_AND_OFFICERS = (Role.LEGAL_CLERK, Role.HANDLER)
_HEAD = (Role.PRINCIPAL_LEADER,)

SUBJECT = ex_ante_row(
    code="A1",
    key="subject",
    label_zh="执法主体",
    label_en="Enforcing body",
    help_zh="哪个单位、哪个科室有权执法，管哪些事、哪片区域。",
    help_en="Which body and which section may enforce, over what and where.",
    article="5, 11",
    law="《行政处罚法》第三十九条",
    prepares=_LEGAL,
    approves=_HEAD,
    title_zh="执法主体：{body}",
    title_en="Enforcing body: {body}",
    fields=(
        Field("body", K.TEXT, "执法主体名称", "Enforcing body", article="5"),
        Field(
            "body_code",
            K.CREDIT_CODE,
            "统一社会信用代码",
            "Unified social credit code",
            required=False,
            redact=Redact.NONE,
        ),
        Field("authority", K.LONG_TEXT, "执法资格和依据", "Authority to enforce", article="18"),
        Field(
            "units",
            K.TABLE,
            "执法机构及职责分工",
            "Units and their duties",
            article="5",
            columns=columns(
                ("unit", "机构", "Unit"),
                ("duties", "职责分工", "Duties"),
                ("jurisdiction", "管辖范围", "Jurisdiction"),
                ("area", "执法区域", "Enforcement area"),
            ),
        ),
        NOTE,
    ),
)

PERSONNEL = ex_ante_row(
    code="A1p",
    key="personnel",
    label_zh="执法人员",
    label_en="Officers",
    help_zh="执法人员的姓名、职务、证件号码和执法范围。遇到有人上门执法，可以在这里核对。",
    help_en="Names, posts, certificate numbers and scope of the officers. Check here when someone comes to enforce.",
    article="5, 11",
    prepares=_LEGAL_AND_OFFICERS,
    approves=(Role.LEGAL_SECTION_HEAD,),
    title_zh="{list_name}",
    title_en="Register of officers: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "officers",
            K.PEOPLE,
            "执法人员",
            "Officers",
            article="5, 11",
            columns=optional(
                columns(
                    ("name", "姓名", "Name"),
                    ("post", "职务", "Post"),
                    ("certificate_number", "执法证件号码", "Certificate number"),
                    ("scope", "执法范围", "Scope of enforcement"),
                    ("unit", "所在机构", "Unit"),
                    ("valid_until", "证件有效期至", "Certificate valid until"),
                ),
                "valid_until",
            ),
            help_zh="不得填写身份证号、手机号、家庭住址。",
            help_en="Never identity card numbers, private telephones or home addresses.",
            redact=Redact.NONE,
        ),
        NOTE,
    ),
)

LEGAL_BASIS_LIST = ex_ante_row(
    code="A2",
    key="legal_basis",
    label_zh="执法依据",
    label_en="Legal bases",
    help_zh="执法所依据的法律、法规、规章和裁量基准，哪些现行有效、哪些已经废止。",
    help_en="The laws, regulations, rules and discretion benchmarks enforcement rests on, in force or repealed.",
    article="5, 11",
    law="《行政处罚法》第五条、第三十四条",
    prepares=_LEGAL,
    approves=(Role.PRINCIPAL_LEADER, Role.LEGAL_SECTION_HEAD),
    escalates=TO_THE_HEAD_IF_ITEMS_CHANGE,
    title_zh="{list_name}",
    title_en="Legal bases: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "bases",
            K.TABLE,
            "法律、法规、规章",
            "Laws, regulations and rules",
            article="5",
            filter_by="status",
            points=("replaced_by", "title"),
            redact=Redact.NONE,
            columns=(
                *columns(
                    ("title", "名称", "Title"),
                    ("level", "层级", "Level"),
                    ("issuer", "制定机关", "Issued by"),
                ),
                Field("number", K.TEXT, "文号", "Issue number", required=False),
                Field("applies_to", K.TEXT, "适用事项", "Applies to", required=False, max_length=500),
                Field(
                    "effective_from", K.DATE, "施行日期", "In force from", required=False, may_be_future=True
                ),
                Field(
                    "effective_to", K.DATE, "失效日期", "In force until", required=False, may_be_future=True
                ),
                Field(
                    "status",
                    K.CHOICE,
                    "效力",
                    "Status",
                    choices=choices(
                        ("in_force", "现行有效", "in force"),
                        ("repealed", "已废止", "repealed"),
                        ("not_yet", "尚未施行", "not yet in force"),
                    ),
                ),
                Field("replaced_by", K.TEXT, "被何规定取代", "Replaced by", required=False),
            ),
        ),
        Field(
            "benchmarks",
            K.TABLE,
            "行政处罚裁量基准",
            "Discretion benchmarks",
            article="5",
            columns=columns(
                ("title", "名称", "Title"), ("issuer", "制定机关", "Issued by"), ("state", "状态", "State")
            ),
        ),
        Field(
            "random_list",
            K.LONG_TEXT,
            "“双随机、一公开”监管事项清单",
            "Double-random inspection list",
            article="5",
            help_zh="清单作为单独一条公示，这里写明在哪里查。",
            help_en="The list is a record of its own; say here where it is.",
        ),
        NOTE,
        ITEM_LIST_CHANGES,
    ),
)

POWER = ex_ante_row(
    code="A3",
    key="power",
    label_zh="执法权限",
    label_en="Powers",
    help_zh="行政许可、行政处罚、行政强制、行政检查的职权范围。",
    help_en="How far the powers of licensing, penalty, coercion and inspection reach.",
    article="5, 18",
    prepares=_LEGAL_AND_OFFICERS,
    approves=_HEAD,
    title_zh="{list_name}",
    title_en="Powers: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "powers",
            K.TABLE,
            "职权范围",
            "Powers",
            article="5",
            columns=columns(
                ("kind", "职权类别", "Kind of power"),
                ("matters", "事项", "Matters"),
                ("basis", "依据", "Legal basis"),
                ("limits", "范围和限制", "Extent and limits"),
            ),
        ),
        NOTE,
    ),
)

PROCEDURE = ex_ante_row(
    code="A4",
    key="procedure",
    label_zh="执法程序",
    label_en="Procedures",
    help_zh="执法一步一步怎么走，每一步谁来办、多长时间。",
    help_en="Enforcement step by step: who acts and within what time.",
    article="5, 11",
    prepares=_LEGAL_AND_OFFICERS,
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.LEGAL_SECTION_HEAD,),
    title_zh="执法流程：{procedure}",
    title_en="Procedure: {procedure}",
    fields=(
        Field("procedure", K.TEXT, "程序名称", "Procedure", article="5"),
        Field("method", K.LONG_TEXT, "方式", "Method", article="5"),
        Field(
            "steps",
            K.STEPS,
            "步骤、时限和顺序",
            "Steps, time limits and order",
            article="5",
            columns=columns(
                ("name", "步骤", "Step"),
                ("time_limit", "时限", "Time limit"),
                ("actor", "由谁办理", "Who acts"),
            ),
            help_zh="按先后顺序填写，流程图照此绘出。",
            help_en="In their order; the flow chart is drawn from them.",
        ),
        Field("legal_basis", K.LEGAL_BASIS, "依据", "Legal basis", article="5"),
        NOTE,
    ),
)

RANDOM_LIST = ex_ante_row(
    code="A5",
    key="random_list",
    label_zh="随机抽查事项清单",
    label_en="Random inspection list",
    help_zh="随机抽查查什么、查谁、怎么查、抽多少、多久一次。",
    help_en="What random inspections examine, of whom, how, how many and how often.",
    article="5, 11",
    prepares=_LEGAL_AND_OFFICERS,
    approves=(Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER),
    title_zh="{list_name}",
    title_en="Random inspection list: {list_name}",
    fields=(
        LIST_NAME,
        Field("source_org", K.TEXT, "清单发布机关", "Issued by", article="5", redact=Redact.NONE),
        Field("source_version", K.TEXT, "清单版本", "Edition", required=False, article="5"),
        Field(
            "source_link",
            K.LINK,
            "原文网址",
            "Original",
            required=False,
            article="5",
            help_zh="州生态环境局公布该清单的网页。",
            help_en="The prefecture bureau's page with the list.",
        ),
        Field(
            "items",
            K.TABLE,
            "抽查事项",
            "Inspection items",
            article="5, 11",
            columns=columns(
                ("item", "抽查事项", "Item"),
                ("basis", "抽查依据", "Legal basis"),
                ("body", "抽查主体", "Inspecting body"),
                ("target", "抽查对象", "Who is inspected"),
                ("content", "抽查内容", "What is examined"),
                ("method", "抽查方式", "Method"),
                ("rate", "抽查比例", "Rate"),
                ("frequency", "抽查频次", "Frequency"),
            ),
        ),
        NOTE,
    ),
)

REMEDY = ex_ante_row(
    code="A6",
    key="remedy",
    label_zh="救济方式",
    label_en="Remedies",
    help_zh="对执法决定不服，可以怎么办、找谁、在多长时间内提出。",
    help_en="What you can do against a decision, where, and within what time.",
    article="5",
    prepares=_LEGAL,
    approves=(Role.LEGAL_SECTION_HEAD, Role.PRINCIPAL_LEADER),
    title_zh="{list_name}",
    title_en="Remedies: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "remedies",
            K.TABLE,
            "救济途径",
            "Ways of remedy",
            article="5",
            columns=columns(
                ("way", "途径", "Way"),
                ("body", "向谁提出", "Where"),
                ("time_limit", "期限", "Time limit"),
                ("basis", "依据", "Legal basis"),
                ("explained", "说明", "Explained"),
            ),
        ),
        NOTE,
    ),
)

SUPERVISION = ex_ante_row(
    code="A7",
    key="supervision",
    label_zh="监督举报",
    label_en="Supervision and reporting",
    help_zh="监督举报的电话、邮箱，以及受理和答复的程序。",
    help_en="Hotline and mailbox, and how a report is accepted and answered.",
    article="5, 15",
    law="《生态环境法典》第一百四十五条、第一百四十六条",
    prepares=_LEGAL,
    approves=(Role.LEGAL_SECTION_HEAD, Role.PRINCIPAL_LEADER),
    title_zh="{list_name}",
    title_en="Supervision and reporting: {list_name}",
    fields=(
        LIST_NAME,
        Field("hotline", K.TEXT, "监督举报电话", "Hotline", article="5", redact=Redact.NONE),
        Field("mailbox", K.TEXT, "监督举报邮箱", "Mailbox", article="5", redact=Redact.NONE),
        Field("hours", K.TEXT, "办公时间", "Office hours", article="11", max_length=300, redact=Redact.NONE),
        Field("address", K.TEXT, "来信来访地址", "Address", article="11", redact=Redact.NONE),
        Field(
            "steps",
            K.STEPS,
            "受理反馈程序",
            "How a report is dealt with",
            article="5, 15",
            columns=columns(
                ("name", "步骤", "Step"),
                ("time_limit", "时限", "Time limit"),
                ("actor", "由谁办理", "Who acts"),
            ),
        ),
        Field("confidentiality", K.LONG_TEXT, "对反映人的保护", "Protection of the reporter"),
        Field("other_ways", K.LONG_TEXT, "其他监督渠道", "Other ways to complain", required=False),
        NOTE,
    ),
)

ITEM_LIST = ex_ante_row(
    code="A8",
    key="item_list",
    label_zh="行政执法事项清单",
    label_en="Enforcement item list",
    help_zh="每一项执法事项的职责、权限、依据和程序。",
    help_en="Duty, powers, legal basis and procedure of every enforcement item.",
    article="11",
    prepares=_LEGAL_AND_OFFICERS,
    approves=_HEAD,
    title_zh="{list_name}",
    title_en="Enforcement item list: {list_name}",
    fields=(
        LIST_NAME,
        Field(
            "items",
            K.TABLE,
            "执法事项",
            "Enforcement items",
            article="11",
            columns=columns(
                ("item", "事项名称", "Item"),
                ("duty", "职责", "Duty"),
                ("power", "权限", "Powers"),
                ("basis", "依据", "Legal basis"),
                ("procedure", "程序", "Procedure"),
            ),
        ),
        NOTE,
    ),
)

EX_ANTE: tuple[Category, ...] = (
    SUBJECT,
    PERSONNEL,
    LEGAL_BASIS_LIST,
    POWER,
    PROCEDURE,
    RANDOM_LIST,
    REMEDY,
    SUPERVISION,
    ITEM_LIST,
    SERVICE_GUIDE,
    *RULES_AND_LISTS,
)
