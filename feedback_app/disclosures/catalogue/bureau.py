"""What the bureau decides itself where the regulation is silent: settings the catalogue reads.

Taken over once when the application is made, as the lengths of limits are (`deadlines.clock_rule.settle`).
"""

from collections.abc import Mapping
from typing import Any

DEFAULTS: dict[str, Any] = {
    "LICENSING_ENABLED": False,
    "NATURAL_PERSON_NAME_MODE": "masked",
    "INDIVIDUAL_BUSINESS_RETENTION_YEARS": 2,
    "CREDIT_PUSH_MINOR": False,
    "NOT_SERVED_DECIDED_ON_DAY": 4,
}
_bureau: dict[str, Any] = dict(DEFAULTS)


def settle(settings: Mapping[str, Any]) -> None:
    """Take over what this deployment settled; what it does not name has its default."""
    _bureau.update({name: settings.get(name, default) for name, default in DEFAULTS.items()})


def is_on(setting: str) -> bool:
    """Whether a switch of the bureau's is on."""
    return bool(_bureau[setting])


def masks_natural_persons() -> bool:
    """Whether a natural person is named 周某某 rather than in full."""
    return bool(_bureau["NATURAL_PERSON_NAME_MODE"] == "masked")


def individual_business_years() -> int:
    """For how many years results about an individual business (个体工商户) stay public."""
    return int(_bureau["INDIVIDUAL_BUSINESS_RETENTION_YEARS"])


def not_served_decided_on_day() -> int:
    """On which working day after the decision the legal section decides about one that has not been served."""
    return int(_bureau["NOT_SERVED_DECIDED_ON_DAY"])
