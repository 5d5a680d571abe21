"""Fictional companies and persons. The names are put together from parts nobody uses together; any likeness is chance."""

from random import Random

from feedback_app.disclosures.fields.codes import CREDIT_CODE_SIGNS, check_sign

_PLACES = ("阜康市", "阜康市", "阜康市", "昌吉市")
_FIRST = "岚沐棠砚榆禾澜砺柯洵晏栎珞霁恺荻翊橡旻澍"
_SECOND = "启越屿桁野朔泊澈恪樾麓辰垣琢昶霖岑浔屹川"
_THIRD = "达盈合盛丰润源泰"
_TRADES = (
    "建材", "煤炭储运", "精细化工", "塑料制品", "再生资源", "农牧科技", "汽车维修", "洗涤服务", "食品加工", "矿业",
    "水泥制品", "木业", "金属加工", "物流仓储", "环保科技", "混凝土",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗韩丁段尹"
# Each sign beside one that sounds the same: how a name goes wrong when it is typed.
_SOUND_ALIKE = {
    "军": "君", "伟": "玮", "丽": "莉", "霞": "侠", "洪": "宏", "志": "治", "燕": "艳", "刚": "钢", "俊": "峻", "萍": "平",
}  # fmt: skip
_GIVEN = "建立海明国文晓玉永春"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def company(rng: Random) -> str:
    """A company's full name."""
    name = rng.choice(_FIRST) + rng.choice(_SECOND) + rng.choice(_THIRD)
    return f"{rng.choice(_PLACES)}{name}{rng.choice(_TRADES)}有限公司"


def credit_code(rng: Random) -> str:
    """A unified social credit code whose two check signs are right (GB 32100, GB 11714); "XX" keeps it out of real use."""
    body = "MAXX" + "".join(rng.choices("0123456789ABCDEFGHJK", k=4))
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    check = (11 - total % 11) % 11
    first = f"91652302{body}{'X' if check == 10 else check}"
    assert set(first) <= set(CREDIT_CODE_SIGNS)
    return first + check_sign(first)


def person(rng: Random) -> str:
    """A person's name, with a sign in it that is easily mistaken."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(list(_SOUND_ALIKE))


def misheard(name: str) -> str:
    """The same name with a wrong sign that sounds alike."""
    return "".join(_SOUND_ALIKE.get(sign, sign) for sign in name)


def hidden_person(rng: Random) -> str:
    """A natural person as a record names one."""
    return f"{rng.choice(_SURNAMES)}某某"
