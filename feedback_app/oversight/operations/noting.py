"""What the log must say although nothing of the bureau's changes: a refusal, an export, the settings of a start."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.audit.models import LogEntry
from feedback_app.config.table import SETTINGS
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

REFUSED = {"ticket": "ticket.refuse_step", "record": "record.refuse_step"}


def note_export(*, by: StaffUser, form: str, filters: dict[str, str], entries: int) -> None:
    """Log that lines of the log were taken away: how many, in which form, narrowed by what.

    What was typed to search by may be anybody's name, so it is sealed.
    """
    typed = {"q": filters["q"]} if "q" in filters else None
    facts = {
        "entries": entries,
        "format": form,
        "filters": {name: value for name, value in filters.items() if name != "q"},
    }
    audit.append("log.export", by=by.actor, subject="log:all", facts=facts, private=typed)


def note_refused_step(
    subject: str, fault: Refusal, *, step: tuple[str, str], by: Actor, about: str | None = None
) -> None:
    """Log that a step on a ticket or record was refused. `step`: its name in Chinese and English."""
    why_zh, why_en = fault.logged
    facts = {
        "step_zh": step[0],
        "step_en": step[1],
        "why_zh": why_zh.rstrip("。"),
        "why_en": why_en.rstrip("."),
        "own_work": fault.is_own_work,
    }
    audit.append(REFUSED[subject.partition(":")[0]], by=by, subject=subject, about=about, facts=facts)


def note_refused_signature(month: str, *, by: Actor) -> None:
    """Log that a month's sheet was not signed because the password was wrong. `month`: '2026-10'."""
    audit.append("oversight.refuse_signature", by=by, subject=f"month:{month}", facts={"month": month})


def note_settings(settings: Mapping[str, Any]) -> bool:
    """Log which settings differ from the last start: names and hashes of values, never a secret. False when none does.

    The first start notes them all.
    """
    now = {
        name: hashlib.sha256(f"{name}={settings.get(name)}".encode()).hexdigest()
        for name, row in SETTINGS.items()
        if not row.is_secret
    }
    known = _settings_known()
    changed = {name: digest for name, digest in now.items() if known.get(name) != digest}
    if not changed:
        return False
    counted = {"changed": len(changed), "names": sorted(changed)} if known else {"first": len(changed)}
    audit.append("settings.start", by=SYSTEM, subject="settings:all", facts={"hashes": changed, **counted})
    return True


def _settings_known() -> dict[str, str]:
    """Name → hash of its value, as the starts so far have noted them."""
    known: dict[str, str] = {}
    noted = select(LogEntry).where(LogEntry.action == "settings.start").order_by(LogEntry.at, LogEntry.number)
    for entry in db.session.scalars(noted):
        known |= entry.fact_values.get("hashes", {})
    return known
