"""The service guide (行政执法服务指南): fifteen facts about one matter, in the order Article 11(一)2 names them."""

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.lists import ex_ante_row
from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Field, Redact


def _fact(key: str, label_zh: str, label_en: str, sample: str, *, is_long: bool = False) -> Field:
    kind = K.LONG_TEXT if is_long else K.TEXT
    return Field(key, kind, label_zh, label_en, article="11", redact=Redact.NONE, sample=sample)


SERVICE_GUIDE = ex_ante_row(
    code="A9",
    key="service_guide",
    label_zh="行政执法服务指南",
    label_en="Service guide",
    help_zh="办一件事要什么条件、带什么材料、找谁、多长时间、不满意怎么办。",
    help_en="For one matter: the conditions, what to bring, whom to see, how long it takes, what to do if not satisfied.",
    article="11",
    law="国办发〔2018〕118号",
    prepares=(Role.HANDLER, Role.LEGAL_CLERK),
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.LEGAL_SECTION_HEAD,),
    title_zh="服务指南：{item}",
    title_en="Service guide: {item}",
    fields=(
        _fact("item", "事项名称", "Matter", "对公示信息提出更正"),
        _fact("basis", "依据", "Legal basis", "本制度第十五条", is_long=True),
        _fact("receiving_body", "受理机构", "Received by", "办公室"),
        _fact("deciding_body", "审批机构", "Decided by", "主管领导"),
        _fact("conditions", "许可条件", "Conditions", "认为公示的信息不准确", is_long=True),
        _fact("benefits", "优惠政策", "Benefits", "不收费", is_long=True),
        _fact("materials", "申请材料", "What to bring", "说明哪一条、哪里不对", is_long=True),
        _fact("flow", "办理流程", "How it is dealt with", "受理、核实、更正或者说明、答复", is_long=True),
        _fact("time_limit", "办理时限", "Time limit", "5个工作日"),
        _fact("supervision", "监督方式", "Supervision", "可以向上级机关、司法局反映", is_long=True),
        _fact("accountability", "责任追究", "Accountability", "写错的，查清原因和责任", is_long=True),
        _fact("remedy", "救济渠道", "Remedies", "行政复议、行政诉讼", is_long=True),
        _fact(
            "hours", "办公时间", "Office hours", "工作日（北京时间）10:00–14:00、15:30–19:30", is_long=True
        ),
        _fact("address", "办公地址", "Address", "新疆昌吉州阜康市"),
        _fact("telephone", "办公电话", "Telephone", "0994-0000000"),
    ),
)
