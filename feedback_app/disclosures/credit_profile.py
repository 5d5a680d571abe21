"""The columns in which decisions are handed to the credit platform (双公示, 发改办财金〔2018〕424号; Article 14).

One row for each column of the standard, in its order. A column names the field it is filled from by the field's
`share_code`; what the bureau never hands over (numbers of identity documents) stands there empty, because the platform
expects the column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.catalogue.category import CREDIT_PUSH
from feedback_app.disclosures.catalogue.credit import credit_display
from feedback_app.disclosures.fields import Field, FieldKind, plain

# How the standard names the kinds of party: not as we do.
KINDS = {"organization": "法人及非法人组织", "individual_business": "个体工商户"}
_FEN_OF_WAN = Decimal(1_000_000)
Values = Mapping[str, Any]


@dataclass(frozen=True)
class ShareColumn:
    """One column: its name in the standard and in Chinese; `setting` names one of the bureau's own facts that fills it."""

    code: str
    label: str
    setting: str = ""
    made_by: Callable[[Values], str] | None = None


@dataclass(frozen=True)
class ShareProfile:
    """One kind of decision, and the columns it is handed over in."""

    category_key: str
    label_zh: str
    label_en: str
    columns: tuple[ShareColumn, ...]


def shown_until(values: Values) -> str:
    """The last day credit sites show it (公示截止期): counted from the decision, by its class (信用修复管理办法)."""
    display = credit_display(values)
    return display.most_until.isoformat() if display else ""


def _columns(*rows: tuple[str, str] | ShareColumn) -> tuple[ShareColumn, ...]:
    return tuple(row if isinstance(row, ShareColumn) else ShareColumn(*row) for row in rows)


PROFILES: dict[str, ShareProfile] = {
    row.category_key: row
    for row in (
        ShareProfile("penalty", "行政处罚", "Penalties", _columns(
            ("cf_xdr_mc", "行政相对人名称"), ("cf_xdr_lb", "行政相对人类别"),
            ("cf_xdr_shxym", "行政相对人代码_1(统一社会信用代码)"), ("cf_xdr_gszc", "行政相对人代码_2(工商注册号)"),
            ("cf_xdr_zzjg", "行政相对人代码_3(组织机构代码)"), ("cf_xdr_swdj", "行政相对人代码_4(税务登记号)"),
            ("cf_xdr_sydw", "行政相对人代码_5(事业单位证书号)"), ("cf_xdr_shzz", "行政相对人代码_6(社会组织登记证号)"),
            ("cf_frdb", "法定代表人"), ("cf_fr_zjlx", "法定代表人证件类型"), ("cf_fr_sfzh", "法定代表人证件号码"),
            ("cf_xdr_zjlx", "自然人证件类型"), ("cf_xdr_zjhm", "自然人证件号码"),
            ("cf_wsh", "行政处罚决定书文号"), ("cf_wfxw", "违法行为类型"), ("cf_sy", "违法事实"), ("cf_yj", "处罚依据"),
            ("cf_cflb", "处罚类别"), ("cf_nr", "处罚内容"), ("cf_nr_fk", "罚款金额(万元)"),
            ("cf_nr_wfff", "没收违法所得、没收非法财物的金额(万元)"), ("cf_nr_zkdx", "暂扣或吊销证照名称及编号"),
            ("cf_jdrq", "处罚决定日期"), ("cf_yxq", "处罚有效期"),
            ShareColumn("cf_gsjzq", "公示截止期", made_by=shown_until),
            ("cf_cfjg", "处罚机关"), ShareColumn("cf_cfjgdm", "处罚机关统一社会信用代码", setting="BUREAU_CODE"),
            ShareColumn("cf_sjly", "数据来源单位", setting="BUREAU_NAME_ZH"),
            ShareColumn("cf_sjlydm", "数据来源单位统一社会信用代码", setting="BUREAU_CODE"), ("bz", "备注"),
        )),
        ShareProfile("licence", "行政许可", "Licences", _columns(
            ("xk_xdr_mc", "行政相对人名称"), ("xk_xdr_lb", "行政相对人类别"),
            ("xk_xdr_shxym", "行政相对人代码_1(统一社会信用代码)"), ("xk_xdr_gszc", "行政相对人代码_2(工商注册号)"),
            ("xk_xdr_zzjg", "行政相对人代码_3(组织机构代码)"), ("xk_xdr_swdj", "行政相对人代码_4(税务登记号)"),
            ("xk_xdr_sydw", "行政相对人代码_5(事业单位证书号)"), ("xk_xdr_shzz", "行政相对人代码_6(社会组织登记证号)"),
            ("xk_frdb", "法定代表人"), ("xk_fr_zjlx", "法定代表人证件类型"), ("xk_fr_sfzh", "法定代表人证件号码"),
            ("xk_xdr_zjlx", "自然人证件类型"), ("xk_xdr_zjhm", "自然人证件号码"), ("xk_xkws", "行政许可决定文书名称"),
            ("xk_wsh", "行政许可决定文书号"), ("xk_xklb", "许可类别"), ("xk_xkzs", "许可证书名称"), ("xk_xkbh", "许可编号"),
            ("xk_nr", "许可内容"), ("xk_jdrq", "许可决定日期"), ("xk_yxqz", "有效期自"), ("xk_yxqzi", "有效期至"),
            ("xk_xkjg", "许可机关"), ShareColumn("xk_xkjgdm", "许可机关统一社会信用代码", setting="BUREAU_CODE"),
            ("xk_zt", "当前状态"), ShareColumn("xk_lydw", "数据来源单位", setting="BUREAU_NAME_ZH"),
            ShareColumn("xk_lydwdm", "数据来源单位统一社会信用代码", setting="BUREAU_CODE"), ("bz", "备注"),
        )),
    )
}  # fmt: skip


def is_handed_over(row: Category, party_kind: str | None, values: Values) -> bool:
    """Whether such a record goes to the credit platform: legal persons only (Article 14), in principle no minor breach."""
    return CREDIT_PUSH in row.carriers_for(party_kind, values)


def cells(profile: ShareProfile, row: Category, values: Values, facts: Mapping[str, str]) -> list[str]:
    """A record's row. `facts`: the bureau's own facts by the names of their settings."""
    by_code = {field.share_code: field for field in row.fields if field.share_code}
    return [_cell(column, by_code.get(column.code), values, facts) for column in profile.columns]


def _cell(column: ShareColumn, field: Field | None, values: Values, facts: Mapping[str, str]) -> str:
    if column.made_by:
        return column.made_by(values)
    if column.setting:
        return facts.get(column.setting, "")
    value = values.get(field.key) if field else None
    if field is None or value in (None, "", []):
        return ""
    if field.kind is FieldKind.MONEY:
        return f"{Decimal(value) / _FEN_OF_WAN:.6f}"  # 万元 with six decimals, as the standard has it
    if field.key == "party_kind":
        return KINDS.get(value, "")
    return value if field.kind is FieldKind.DATE else plain(field, value, "zh")
