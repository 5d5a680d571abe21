"""How a natural person is named in public: 周某某 for 周建国, everywhere in the record (see `Redact.MASK_NATURAL_PERSON`)."""

from feedback_app.disclosures.fields import FieldValue

UNNAMED = "某"
_TWO_SIGN_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "左丘",
        "东门",
        "西门",
        "南荣",
        "第五",
    ]
)


def masked(name: str) -> str:
    """The family name and 某某; of a name like 古丽娜尔·艾山 its first sign. A name already masked stays as it is."""
    if UNNAMED in name or not name:
        return name
    family = name[:2] if name[:2] in _TWO_SIGN_SURNAMES and len(name) > 2 else name[0]
    return f"{family}{UNNAMED}{UNNAMED}"


def mask_throughout(values: dict[str, FieldValue], name: str) -> dict[str, FieldValue]:
    """The values with the name masked wherever it was written in full, also in the cells of tables."""
    hidden = masked(name)
    if hidden == name:
        return values
    if len(name) == 1:  # a single sign stands in too many words to be replaced everywhere
        return {key: hidden if value == name else value for key, value in values.items()}
    return {key: _without(value, name, hidden) for key, value in values.items()}


def _without(value: FieldValue, name: str, hidden: str) -> FieldValue:
    if isinstance(value, str):
        return value.replace(name, hidden)
    if isinstance(value, list):
        return [{key: cell.replace(name, hidden) for key, cell in row.items()} for row in value]
    return value
