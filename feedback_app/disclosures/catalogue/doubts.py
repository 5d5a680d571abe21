"""Questions whose answer decides whether a higher post approves; see `escalation.py`. Asked inside, never published."""

from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Field, Redact

_YES_NO_INTERNAL = {"required": False, "public": False, "redact": Redact.NONE}
DOUBTS: tuple[Field, ...] = (
    Field("minor_concerned", K.BOOLEAN, "是否涉及未成年人", "Is a minor concerned?", **_YES_NO_INTERNAL),  # type: ignore[arg-type]
    Field(
        "secrecy_doubt",
        K.BOOLEAN,
        "是否可能涉密、涉及商业秘密或者隐私",
        "May it contain a secret or private matters?",
        help_zh="选“是”的，由主管领导批准。",
        help_en="If yes, the leader in charge approves.",
        **_YES_NO_INTERNAL,  # type: ignore[arg-type]
    ),
)
ITEM_LIST_CHANGES = Field(
    "item_list_changes",
    K.BOOLEAN,
    "行政执法事项清单是否要随之改动",
    "Does the enforcement item list change with it?",
    help_zh="选“是”的，由主要领导批准。",
    help_en="If yes, the principal head approves.",
    **_YES_NO_INTERNAL,  # type: ignore[arg-type]
)
