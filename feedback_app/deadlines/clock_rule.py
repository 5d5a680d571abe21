"""What a row of the clock registry (`rules.py`) says.

A length the law or the regulation (本制度) sets is fixed. A length the bureau settled itself carries the name of the
setting that may change it; `length_of` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.deadlines.working_days import Unit, refuse_length
from feedback_app.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Breach:
    """What a missed limit amounts to."""

    id: str
    label_zh: str
    label_en: str
    citation_zh: str
    citation_en: str


@dataclass(frozen=True, slots=True)
class Pausing:
    """What a clock may pause for, and for how long in all: after that it runs on by itself."""

    for_zh: str
    for_en: str
    cap: int  # working days
    setting: str | None = None  # may change the cap


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One limit (时限)."""

    id: str
    label_zh: str
    label_en: str
    length: int
    unit: Unit = Unit.WORKING_DAY
    starts_from_zh: str
    starts_from_en: str
    owner: str  # value of the Role that answers for it
    citation_zh: str
    citation_en: str
    breach: str  # id in BREACHES
    outer_legal: bool = (
        False  # a limit a court may hold us to: the alarm disregards regional and local days off
    )
    is_shadow: bool = False  # shown beside a stricter limit of ours; its alarm rings nowhere
    pause: Pausing | None = None  # what it may pause for; None: it may not
    extends_to: tuple[str, ...] = ()  # rules an extension may take it to, once
    capped_by: str | None = None  # the rule an extension by a number of days may not pass
    adds: bool = False  # an extension: its length is added to the limit it extends
    off_hours_length: int | None = None  # when the start lies outside office hours
    setting: str | None = None  # the setting that overrides the length; None: the length is law
    off_hours_setting: str | None = None
    is_stamped: bool = (
        False  # an outer system stamps the length on each case; `length` is what it usually says
    )

    @property
    def pausable(self) -> bool:
        return self.pause is not None


def length_of(
    rule: ClockRule, settings: Mapping[str, Any] | None = None, *, is_off_hours: bool = False
) -> int:
    """How long the limit is, in the rule's unit; a setting may change a length the bureau settled, never one of law.

    Raises Refusal for a setting that is not a whole number from 1 to 1000."""
    if is_off_hours and rule.off_hours_length:
        return _settled(rule.off_hours_setting, rule.off_hours_length, settings)
    return _settled(rule.setting, rule.length, settings)


def pause_cap_of(rule: ClockRule, settings: Mapping[str, Any] | None = None) -> int:
    """The working days all pauses of one clock may take together."""
    return _settled(rule.pause.setting, rule.pause.cap, settings) if rule.pause else 0


_bureau: dict[str, Any] = {}


def settle(settings: Mapping[str, Any]) -> None:
    """Take over the lengths this deployment settled, once, when the application is made."""
    _bureau.clear()
    _bureau.update({name: value for name, value in settings.items() if name.startswith("CLOCK_")})


def _settled(name: str | None, default: int, settings: Mapping[str, Any] | None) -> int:
    chosen = (_bureau if settings is None else settings).get(name) if name else None
    if chosen in (None, ""):
        return default
    try:
        length = int(str(chosen))
        refuse_length(length)
    except ValueError as error:
        raise Refusal(
            f"设置 {name} 应当是1到1000的整数，现在是“{chosen}”。",
            f"The setting {name} must be a whole number from 1 to 1000; it is “{chosen}”.",
        ) from error
    return length
