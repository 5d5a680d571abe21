"""Messages the sample's steps owed, as they stand now: sent, a few seconds after they were owed."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from feedback_app.audit.actor import SYSTEM
from feedback_app.outbox.models import SENT, OwedMessage
from feedback_app.outbox.operations import LEASE
from feedback_app.sample.sheets import Row, Sheets

SENT_AFTER = timedelta(seconds=4)


class Messages:
    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._owed: deque[Row] = deque()

    def owe(
        self,
        kind: str,
        at: datetime,
        *,
        address: str,
        role: str,
        about: str,
        locale: str,
        context: dict[str, str],
    ) -> None:
        """As `outbox.operations.owe` does."""
        if address:
            row = {
                "id": self._sheets.number(OwedMessage), "kind": kind, "about": about, "to_address": address,
                "to_role": role, "locale": locale, "context": context, "state": SENT, "attempts": 1, "owed_at": at,
                "due_again_at": at + SENT_AFTER + LEASE, "sent_at": at + SENT_AFTER, "last_fault": "",
                "channel": "smtp", "is_discreet": False, "failed_at": None, "told_at": None,
            }  # fmt: skip
            self._owed.append(row)

    def sent_by(self, now: datetime | None) -> Iterator[dict[str, Any]]:
        """The log's entries of what was sent until now (None: of all that is left)."""
        while self._owed and (now is None or self._owed[0]["sent_at"] <= now):
            row = self._owed.popleft()
            self._sheets.add(OwedMessage, row)
            facts = {"kind": row["kind"], "message": row["id"]}
            yield {
                "action": "message.sent", "by": SYSTEM, "subject": row["about"], "facts": facts, "at": row["sent_at"],
            }  # fmt: skip
