"""Who sits where on one ticket."""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.accounts.roles import LEADERS, Role
from feedback_app.disclosures.grounds import HIDERS


class Seat(StrEnum):
    """Who sits where on one ticket. A seat is a role, and for some the one person appointed to it."""

    CLERK = "clerk"
    LEADER = "leader"
    INVESTIGATOR = "investigator"
    PUBLISHER = "publisher"
    HEAD = "head"
    ANY_LEADER = "any_leader"
    REPORTER = "reporter"
    HIDER = "hider"
    LEGAL_HEAD = "legal_head"
    TIME = "time"


@dataclass(frozen=True)
class SeatRow:
    label_zh: str
    label_en: str
    roles: frozenset[Role]
    held_as: str | None = None  # the ticket's column that names the one person
    vacant_of: str | None = None  # held only while this column names nobody
    also: frozenset[Role] = frozenset()  # who may be put there by name when nobody of the branch can


SEATS = {
    Seat.CLERK: SeatRow("受理员", "intake clerk", frozenset({Role.INTAKE_CLERK})),
    Seat.LEADER: SeatRow(
        "主管领导",
        "leader in charge",
        frozenset({Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER}),
        "leader_id",
        also=frozenset({Role.SUPERIOR_ORG}),
    ),
    Seat.INVESTIGATOR: SeatRow("调查人员", "investigator", frozenset({Role.INVESTIGATOR}), "investigator_id"),
    Seat.PUBLISHER: SeatRow("信息发布员", "publisher", frozenset({Role.PUBLISHER, Role.LEGAL_SECTION_HEAD})),
    # Steps in when the leader has left, or would have to record his own accountability.
    Seat.HEAD: SeatRow("主要领导", "principal head", frozenset({Role.PRINCIPAL_LEADER})),
    # Decides as long as the ticket has not been submitted to one of them.
    Seat.ANY_LEADER: SeatRow("局领导", "a leader of the bureau", LEADERS, vacant_of="leader_id"),
    # Whoever may hide a record at once may do so from the ticket that asks for it.
    Seat.HIDER: SeatRow("值班员、发布员或者领导", "duty officer, publisher or leader", HIDERS),
    Seat.LEGAL_HEAD: SeatRow(
        "法制科负责人", "head of the legal section", frozenset({Role.LEGAL_SECTION_HEAD})
    ),
    # Not seats of staff: the reporter with their code, and a time that is up.
    Seat.REPORTER: SeatRow("反映人", "reporter", frozenset()),
    Seat.TIME: SeatRow("系统到期", "system when the time is up", frozenset()),
}
