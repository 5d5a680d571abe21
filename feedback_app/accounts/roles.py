"""The roles people hold in the bureau and above it, and the duty each one carries.

One row per role. A duty cites the article of the regulation (本制度) that gives it, or says
that the bureau settled it. Who may take which step of a ticket stands in `tickets/workflow/`;
who prepares, reviews and approves a record stands in `disclosures/catalogue.py`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role as it is stored with a staff member's grants."""

    PRINCIPAL_LEADER = "principal_leader"
    SUPERVISING_LEADER = "supervising_leader"
    SECTION_HEAD = "section_head"
    LEGAL_SECTION_HEAD = "legal_section_head"
    LEGAL_CLERK = "legal_clerk"
    HANDLER = "handler"
    PUBLISHER = "publisher"
    INTAKE_CLERK = "intake_clerk"
    INVESTIGATOR = "investigator"
    DISCLOSURE_REVIEWER = "disclosure_reviewer"
    DISCIPLINE_LIAISON = "discipline_liaison"
    DUTY_OFFICER = "duty_officer"
    SYS_ADMIN = "sys_admin"
    SEC_ADMIN = "sec_admin"
    AUDIT_ADMIN = "audit_admin"
    SUPERIOR_ORG = "superior_org"
    JUSTICE_BUREAU = "justice_bureau"


@dataclass(frozen=True)
class RoleRow:
    """What a role is called, what it must do, and where that is written."""

    role: Role
    label_zh: str
    label_en: str
    duty_zh: str
    duty_en: str
    citation: str


_ROWS = (
    RoleRow(
        Role.PRINCIPAL_LEADER,
        "主要领导",
        "principal head",
        "公示机构主要负责人：审批《行政执法事项清单》，批准到期撤下；"
        "主管领导均须回避时，另行指定负责人办理反馈工单。",
        "Head of the branch: approves the enforcement item list and removals after the disclosure period; "
        "when every deputy in charge is recused, names who decides a ticket instead.",
        "本制度第十一条、第十二条",
    ),
    RoleRow(
        Role.SUPERVISING_LEADER,
        "主管领导",
        "leader in charge",
        "接收公众反映，指定无利害关系的人员调查核实，签发核实结论，决定责任追究措施。",
        "Receives what the public reports, appoints an investigator without a conflict of interest, "
        "signs the finding and decides accountability measures.",
        "本制度第十五条",
    ),
    RoleRow(
        Role.SECTION_HEAD,
        "科室负责人",
        "section head",
        "审核本科室的公示材料；不得审核自己起草的材料。",
        "Reviews the disclosure material of the section, never material of their own making.",
        "本制度第十四条",
    ),
    RoleRow(
        Role.LEGAL_SECTION_HEAD,
        "法制科负责人",
        "legal section head",
        "批准公示抽查正常的结果，审定服务指南，核对撤销文书并及时撤下相关信息。",
        "Approves the publication of normal inspection results, gives final approval to service guides, "
        "checks revoking instruments and takes the record down in time.",
        "本制度第十一条、第十二条",
    ),
    RoleRow(
        Role.LEGAL_CLERK,
        "法制科工作人员",
        "legal section clerk",
        "收集、整理法制相关信息，编制各类清单。",
        "Collects and arranges legal information and compiles the lists.",
        "本制度第十一条、第十三条",
    ),
    RoleRow(
        Role.HANDLER,
        "承办机构经办人",
        "case handler",
        "在信息形成或者变更之日起5个工作日内提交执法决定和结果。",
        "Submits enforcement decisions and results in time for publication within 5 working days "
        "of their formation or change.",
        "本制度第十二条",
    ),
    RoleRow(
        Role.PUBLISHER,
        "信息发布员",
        "publisher",
        "将已批准的信息对外发布、更新，并确认各公示载体与原件一致。",
        "Publishes and updates what has been approved and confirms that every channel agrees with it.",
        "本制度第十四条",
    ),
    RoleRow(
        Role.INTAKE_CLERK,
        "受理员",
        "intake clerk",
        "登记公众反映，及时受理、转办或者告知不予受理，并报送主管领导。",
        "Registers what the public reports, accepts it, transfers it or explains why it is not accepted, "
        "and submits it to the leader in charge.",
        "本制度第五条、第十五条",
    ),
    RoleRow(
        Role.INVESTIGATOR,
        "调查人员",
        "investigator",
        "受主管领导指定，对照原件调查核实，提出核实结论；参与过该条信息的人员必须回避。",
        "Appointed by the leader in charge to verify the record against its originals and draft the finding; "
        "anyone who had a hand in the record is recused.",
        "本制度第十五条；回避为本机关规定",
    ),
    RoleRow(
        Role.DISCLOSURE_REVIEWER,
        "信息公开审查员",
        "secrecy and privacy reviewer",
        "公示前审查是否涉及国家秘密、商业秘密和个人隐私。",
        "Checks before publication for state secrets, trade secrets and personal privacy.",
        "本制度第九条；《行政处罚法》第五十条",
    ),
    RoleRow(
        Role.DISCIPLINE_LIAISON,
        "纪检监察联络员",
        "discipline liaison",
        "接收移送纪检监察机关的线索，登记处理结果。",
        "Takes over what is referred to the discipline authorities and records the outcome.",
        "本制度第十七条",
    ),
    RoleRow(
        Role.DUTY_OFFICER,
        "值班人员",
        "duty officer",
        "非办公时间接收紧急反映；发现泄露隐私或者秘密的，先行屏蔽，再报批准。",
        "Takes urgent reports outside office hours; hides a record that exposes private or secret information "
        "first and asks for approval afterwards.",
        "本机关规定；《个人信息保护法》第五十七条",
    ),
    RoleRow(
        Role.SYS_ADMIN,
        "系统管理员",
        "system administrator",
        "维护账号和系统运行；不授予业务角色，不办理工单。",
        "Keeps accounts and the system running; grants no business role and works on no ticket.",
        "等级保护“三员”分设",
    ),
    RoleRow(
        Role.SEC_ADMIN,
        "安全管理员",
        "security administrator",
        "授予和收回角色；不维护系统，不办理工单。",
        "Grants and withdraws roles; does not run the system and works on no ticket.",
        "等级保护“三员”分设",
    ),
    RoleRow(
        Role.AUDIT_ADMIN,
        "审计管理员",
        "audit administrator",
        "查阅、核验责任日志；只读，不能修改。",
        "Reads and verifies the accountability log; may change nothing.",
        "等级保护“三员”分设；本制度第十六条",
    ),
    RoleRow(
        Role.SUPERIOR_ORG,
        "上级机关监督员",
        "superior authority supervisor",
        "昌吉回族自治州生态环境局派员监督公示制度的推行和反馈工单的办理。",
        "For the prefecture ecology and environment bureau, supervises how disclosure works and tickets are dealt with.",
        "本制度第十六条；《生态环境法典》第一百四十五条",
    ),
    RoleRow(
        Role.JUSTICE_BUREAU,
        "司法局监督员",
        "justice bureau supervisor",
        "阜康市司法局派员开展行政执法监督，查阅工单全过程和责任日志。",
        "For the Fukang justice bureau, supervises administrative enforcement and reads whole tickets and the accountability log.",
        "本制度第十六条；《行政执法监督条例》",
    ),
)

ROLES: dict[Role, RoleRow] = {row.role: row for row in _ROWS}

LEADERS: frozenset[Role] = frozenset({Role.PRINCIPAL_LEADER, Role.SUPERVISING_LEADER})
"""局领导: whoever may appoint an investigator and sign a finding."""

SUPERVISORS: frozenset[Role] = frozenset({Role.AUDIT_ADMIN, Role.SUPERIOR_ORG, Role.JUSTICE_BUREAU})
"""Read-only: they see every ticket's chain and the log, and change nothing."""

MAIL_READERS: frozenset[Role] = LEADERS | {Role.INTAKE_CLERK, Role.SYS_ADMIN}
"""Who sees which messages are owed and sent, never to which address of a reporter."""

QUEUE_READERS: frozenset[Role] = frozenset({Role.SYS_ADMIN, Role.INTAKE_CLERK})
"""Who sees how the queues, the rounds and the mail are running."""

TICKET_DESKS: frozenset[Role] = LEADERS | {
    Role.INTAKE_CLERK,
    Role.INVESTIGATOR,
    Role.LEGAL_SECTION_HEAD,
    Role.PUBLISHER,
    Role.DISCIPLINE_LIAISON,
    Role.SUPERIOR_ORG,
}
"""Who can have something to do on a ticket, and so a queue; an officer of the superior body only when put in the lead."""

DELEGABLE: tuple[Role, ...] = (
    Role.PRINCIPAL_LEADER,
    Role.SUPERVISING_LEADER,
    Role.SECTION_HEAD,
    Role.LEGAL_SECTION_HEAD,
    Role.DISCLOSURE_REVIEWER,
    Role.PUBLISHER,
    Role.LEGAL_CLERK,
    Role.HANDLER,
)
"""What a person who is away may leave to another (代为行使): the work on records, and a leader's steps on tickets. A delegate who
is recused, or whose principal is, takes no step."""

NEVER_DELEGATES: frozenset[Role] = SUPERVISORS | {Role.SYS_ADMIN, Role.SEC_ADMIN}
"""Those who keep the system or watch over it take over nobody's work (“三员”分设)."""
