"""What can raise the alarm: one row each, with the words people read. Pure."""

from dataclasses import dataclass

from feedback_app.accounts.roles import SUPERVISORS, Role

TOLD = SUPERVISORS | {Role.SEC_ADMIN, Role.PRINCIPAL_LEADER}
"""Who is told by mail, and sees the red line on every page until a supervisor has looked into it."""


@dataclass(frozen=True)
class AlarmKind:
    """A thing that is wrong with the log, and what to do next."""

    key: str
    label_zh: str
    label_en: str
    next_zh: str
    next_en: str


_ROWS = (
    AlarmKind(
        "log_damaged",
        "责任日志核验不通过",
        "The accountability log does not hold",
        "请保护好数据库和最近的备份，不要再改动；用手里留存的检查点运行 log verify --checkpoint，确定从哪一条起被改动。",
        "Secure the database and its latest backups and change nothing; run log verify --checkpoint with a checkpoint "
        "you kept, to see from which entry on it was changed.",
    ),
    AlarmKind(
        "log_not_signed",
        "责任日志不能再签名",
        "The accountability log is no longer signed",
        "日志与以前签过名的内容接不上，或者签名密钥被换过。请查明是否恢复过旧备份、换过密钥文件。",
        "The log does not continue what was signed before, or its key was replaced. Find out whether an old backup was "
        "put back or the key file changed.",
    ),
    AlarmKind(
        "witness_refused",
        "见证方拒绝签名",
        "A witness refused to sign",
        "见证方见过的日志与现在的不同。请与见证方联系，对照双方留存的检查点。",
        "The log the witness has seen is not the one shown now. Talk to the witness and compare the checkpoints both kept.",
    ),
)
ALARMS = {row.key: row for row in _ROWS}
