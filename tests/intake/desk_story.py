"""One case from 12345, as a clerk takes it down, calls back, passes it on and pastes the answer back."""

from typing import Any

from feedback_app import clock
from feedback_app.intake.desk.written import Matter, WrittenDown
from feedback_app.intake.models import DeskNote
from feedback_app.intake.operations import writing_down
from feedback_app.tickets.operations import Outer, PassedOn


def everything_at_the_desk(cast: Any) -> DeskNote:
    """A call about dust at night that 12345 passed on, and all that follows at the desk."""
    passed = PassedOn("执法大队", "12345", "已经转给执法大队。")
    matter = Matter("pollution_report", "晚上一点往后灰大得很。", passed_on=passed)
    written = WrittenDown(
        "transfer_12345", "desk story", clock.now(), (matter,), outer=Outer("CJ20261111-03317", clock.today()),
        minutes=3, call_back_at=clock.now(), call_back_to="12345",
    )  # fmt: skip
    note = writing_down.write_down(written, by=cast.sunlei)
    writing_down.show_number(note, by=cast.sunlei)
    writing_down.call_back(note, "已告知。", by=cast.sunlei)
    writing_down.paste_back(note.ticket, "已答复。", on_day=clock.today(), by=cast.sunlei)
    return note
