"""The kinds of those who act, in words, for the filter 'people or system'."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActorKindRow:
    label_zh: str
    label_en: str


ACTOR_KINDS = {
    "staff": ActorKindRow("工作人员", "staff"),
    "reporter": ActorKindRow("反映人", "reporters"),
    "system": ActorKindRow("系统", "the system"),
    "operator": ActorKindRow("命令行操作人员", "operators at the command line"),
}
