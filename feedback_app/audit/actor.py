"""Who acts. An entry of the log keeps the actor's words as they were at that moment, so a later
renaming, transfer or removal of the person changes nothing that was written."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["staff", "reporter", "system", "operator"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who does something: a member of staff, a reporter (反映人), the system or an operator.

    `id` is the staff account's number and None for everyone else: a reporter has no identity here.
    `on_behalf_of` names, in words, the person whose power a delegate uses (代为行使).
    """

    kind: ActorKind
    id: int | None
    name: str
    post: str = ""
    unit: str = ""
    on_behalf_of: str = ""


REPORTER = Actor(kind="reporter", id=None, name="反映人")
SYSTEM = Actor(kind="system", id=None, name="系统")


def operator(name: str) -> Actor:
    """The person at the command line, by the name they gave."""
    return Actor(kind="operator", id=None, name=name)
