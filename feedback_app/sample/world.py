"""What the lives of records and tickets share: the time, the office hours, and what is published by now."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from feedback_app.sample.acts import Act, PlannedRecord, PlannedTicket
from feedback_app.sample.cast import Person
from feedback_app.sample.office import Office

_PICKS = 6
_TOWARDS_NEW = 0.7  # people report more about what was published lately


class World:
    def __init__(self, office: Office, now: datetime) -> None:
        self.now = now
        self.done: list[Act] = []
        self.published: list[PlannedRecord] = []
        self._office = office

    def do(self, name: str, on: PlannedRecord | PlannedTicket, by: Person | None, **args: Any) -> None:
        """Something is done now."""
        self.done.append(Act(self.now, name, on, by, args))

    def later(self, rng: Random, least: int, most: int) -> datetime:
        """A moment in office hours, so many working days from now."""
        return self._office.later(self.now, rng, least, most)

    def soon(self, rng: Random) -> datetime:
        """The same person goes on."""
        return self.now + timedelta(minutes=rng.randint(5, 30))

    def pick(self, rng: Random, *, with_error: bool) -> PlannedRecord:
        """A published record, one that shows something wrong if possible and wanted."""
        for _ in range(_PICKS):
            one = self.published[int(len(self.published) * rng.random() ** _TOWARDS_NEW)]
            if one.wrong or not with_error:
                break
        return one
