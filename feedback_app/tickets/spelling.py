"""How each sign of a receipt code is said aloud, on the telephone or across a counter."""

from dataclasses import dataclass

from feedback_app.sealing import GROUP


@dataclass(frozen=True)
class SpokenSign:
    """One sign and what one says for it."""

    sign: str
    say_zh: str
    say_en: str


SIGNS: dict[str, SpokenSign] = {
    row.sign: row
    for row in (
        SpokenSign("3", "数字三", "three"),
        SpokenSign("4", "数字四", "four"),
        SpokenSign("6", "数字六", "six"),
        SpokenSign("7", "数字七", "seven"),
        SpokenSign("8", "数字八", "eight"),
        SpokenSign("9", "数字九", "nine"),
        SpokenSign("A", "阿姨的A", "Alfa"),
        SpokenSign("C", "草地的C", "Charlie"),
        SpokenSign("D", "大小的D", "Delta"),
        SpokenSign("E", "鹅毛的E", "Echo"),
        SpokenSign("F", "飞机的F", "Foxtrot"),
        SpokenSign("H", "火车的H", "Hotel"),
        SpokenSign("J", "家里的J", "Juliett"),
        SpokenSign("K", "开门的K", "Kilo"),
        SpokenSign("M", "妈妈的M", "Mike"),
        SpokenSign("N", "牛奶的N", "November"),
        SpokenSign("P", "苹果的P", "Papa"),
        SpokenSign("R", "热水的R", "Romeo"),
        SpokenSign("T", "天空的T", "Tango"),
        SpokenSign("U", "优盘的U", "Uniform"),
        SpokenSign("W", "我们的W", "Whiskey"),
        SpokenSign("X", "西瓜的X", "X-ray"),
        SpokenSign("Y", "月亮的Y", "Yankee"),
    )
}


def groups_of(code: str) -> list[list[SpokenSign]]:
    """The signs of a code, group by group, each with how it is said."""
    signs = [SIGNS[sign] for sign in code if sign in SIGNS]
    return [signs[start : start + GROUP] for start in range(0, len(signs), GROUP)]
