"""The staff of the demonstration. Every person is fictional; every account shares one demonstration password."""

from dataclasses import dataclass

from feedback_app.accounts.roles import Role

DEMONSTRATION_PASSWORD = "demo-zhengming-2026"  # noqa: S105 - printed for everyone who tries the system; never for real use
MAIL_DOMAIN = "staff.example.invalid"


@dataclass(frozen=True)
class StaffRow:
    """One account of the demonstration."""

    login: str
    name: str
    name_en: str
    post: str
    post_en: str
    unit: str
    roles: frozenset[Role]

    @property
    def email(self) -> str:
        return f"{self.login}@{MAIL_DOMAIN}"


def _row(login: str, name: str, name_en: str, post: str, post_en: str, unit: str, *roles: Role) -> StaffRow:
    return StaffRow(login, name, name_en, post, post_en, unit, frozenset(roles))


STAFF: tuple[StaffRow, ...] = (
    _row("majianxin", "马建新", "Ma Jianxin", "分局局长", "Director", "leadership", Role.PRINCIPAL_LEADER),
    _row(
        "liweidong",
        "李卫东",
        "Li Weidong",
        "副局长（分管法制、信息公开）",
        "Deputy Director (legal affairs, disclosure)",
        "leadership",
        Role.SUPERVISING_LEADER,
    ),
    _row(
        "gulinaer",
        "古丽娜尔·艾山",
        "Gulnar Eysan",
        "副局长（分管执法）",
        "Deputy Director (enforcement)",
        "leadership",
        Role.SUPERVISING_LEADER,
    ),
    _row(
        "wangxiaoyan",
        "王晓燕",
        "Wang Xiaoyan",
        "法制科科长",
        "Head of the Legal Section",
        "legal",
        Role.LEGAL_SECTION_HEAD,
        Role.PUBLISHER,
        Role.DISCLOSURE_REVIEWER,
    ),
    _row(
        "zhouting",
        "周婷",
        "Zhou Ting",
        "法制科信息发布员",
        "Publisher, Legal Section",
        "legal",
        Role.PUBLISHER,
        Role.LEGAL_CLERK,
        Role.INVESTIGATOR,
    ),
    _row(
        "yeerken",
        "叶尔肯·哈力克",
        "Yerken Halik",
        "执法大队大队长",
        "Head of the Enforcement Team",
        "enforcement",
        Role.SECTION_HEAD,
    ),
    _row("zhaoming", "赵明", "Zhao Ming", "执法人员", "Officer", "enforcement", Role.HANDLER),
    _row("chenzhiqiang", "陈志强", "Chen Zhiqiang", "执法人员", "Officer", "enforcement", Role.HANDLER),
    _row(
        "liufang",
        "刘芳",
        "Liu Fang",
        "办公室主任",
        "Head of the Office",
        "office",
        Role.SECTION_HEAD,
        Role.INTAKE_CLERK,
        Role.INVESTIGATOR,
    ),
    _row(
        "sunlei", "孙蕾", "Sun Lei", "值班员", "Duty Officer", "office", Role.DUTY_OFFICER, Role.INTAKE_CLERK
    ),
    _row(
        "fengli", "冯立", "Feng Li", "纪检监察联络员", "Discipline Liaison", "office", Role.DISCIPLINE_LIAISON
    ),
    _row("gaoxiang", "高翔", "Gao Xiang", "系统管理员", "System Administrator", "security", Role.SYS_ADMIN),
    _row("linjing", "林静", "Lin Jing", "安全管理员", "Security Administrator", "security", Role.SEC_ADMIN),
    _row("zhengmin", "郑敏", "Zheng Min", "审计管理员", "Audit Administrator", "security", Role.AUDIT_ADMIN),
    _row(
        "hewenbo",
        "何文博",
        "He Wenbo",
        "州生态环境局监督员",
        "Supervisor, Prefecture Ecology and Environment Bureau",
        "superior",
        Role.SUPERIOR_ORG,
    ),
    _row(
        "ayinuer",
        "阿依努尔·赛力克",
        "Aynur Serik",
        "司法局监督员",
        "Supervisor, Justice Bureau",
        "justice",
        Role.JUSTICE_BUREAU,
    ),
)
