"""Names fields had once. A published version is never edited, so one that bears an old name is read by it for ever; drafts
took over the new names by a migration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OldName:
    """`beside`: a field only that category has, where the old name was also another's."""

    old: str
    new: str
    beside: str = ""


OLD_NAMES = (
    OldName("conduct_ended_on", "conduct_to"),
    OldName("social_impact", "social_impact_basis"),
    OldName("result", "result_records", beside="case_kind"),
)


def under_new_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the names their fields bear now; what stands under a new name already counts."""
    found = dict(values)
    for row in OLD_NAMES:
        if row.old in found and row.new not in found and (not row.beside or row.beside in found):
            found[row.new] = found.pop(row.old)
    return found
