"""The plan of the sample played by the very operations the staff use, one act after the other, each at its moment."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carried
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.outbox.models import OWED, OwedMessage
from feedback_app.sample.acts import Act, PlannedRecord, PlannedTicket
from feedback_app.sample.messages import SENT_AFTER
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Report


class Player:
    """Knows which record and which ticket of the database stand for the planned ones."""

    def __init__(self) -> None:
        self.people = {user.id: user for user in db.session.scalars(select(StaffUser))}
        self.records: dict[PlannedRecord, DisclosureRecord] = {}
        self.tickets: dict[PlannedTicket, Ticket] = {}

    def play(self, acts: Iterable[Act]) -> None:
        for act in acts:
            self._send(before=act)
            with clock.at(act.at):
                if isinstance(act.on, PlannedRecord):
                    self._record(act, act.on)
                else:
                    self._ticket(act, act.on)
        self._send(before=None)
        db.session.flush()

    def _send(self, before: Act | None) -> None:
        owed = select(OwedMessage).where(OwedMessage.state == OWED).order_by(OwedMessage.id)
        for message in db.session.scalars(owed).all():
            at = message.owed_at + SENT_AFTER
            if before is None or at <= before.at:
                with clock.at(at):
                    claimed = outbox.claim(message.id)
                    assert claimed is not None
                    outbox.settle_sent(claimed)

    def _record(self, act: Act, planned: PlannedRecord) -> None:
        assert act.by is not None
        by, name, args = self.people[act.by.id], act.name.removeprefix("record."), dict(act.args)
        content = planned.content
        if name == "prepare":
            self.records[planned] = records.prepare(
                planned.row.key, args["values"], formed_on=content.formed_on, party_kind=content.party_kind,
                is_sample=True, by=by,
            )  # fmt: skip
            return
        record = self.records[planned]
        if name == "confirm":
            for one in self._carried(record, args):
                carriers.confirm(one, evidence=args["evidence"], by=by.actor)
        elif name == "prepare_change":
            records.prepare_change(record, args.pop("kind"), args.pop("values"), by=by, **args)
        else:
            getattr(records, name)(record, by=by, **args)

    def _ticket(self, act: Act, planned: PlannedTicket) -> None:
        name, args = act.name.removeprefix("ticket."), dict(act.args)
        if act.by is None:
            report = Report(
                "inaccuracy_report", args["words"], f"seed {planned.number}", record=self.records[planned.record],
                claims=args["claims"], reporter=args["reporter"], locale=args["locale"],
            )  # fmt: skip
            self.tickets[planned] = tickets.submit(report, code_hash=f"code {planned.number}")
            return
        ticket, by = self.tickets[planned], self.people[act.by.id]
        if name == "confirm_carrier":
            for one in self._carried(self.records[planned.record], args):
                tickets.confirm_carrier(ticket, one, evidence=args["evidence"], by=by)
            return
        for seat in ("leader", "investigator"):
            if seat in args:
                args[seat] = self.people[args[seat].id]
        getattr(tickets, name)(ticket, *args_in_order(name, args), by=by, **args)

    def _carried(self, record: DisclosureRecord, args: dict[str, Any]) -> list[Any]:
        found = carried.publications_of(record.ref, args["version"])
        by_channel = {one.channel: one for one in found}
        return [by_channel[channel] for channel in args["channels"]]


def args_in_order(name: str, args: dict[str, Any]) -> list[Any]:
    """What an operation takes by place, taken out of `args`."""
    places = {"submit_to_leader": ["leader"], "assign": ["investigator"], "clarify": ["text"], "reply": ["text"],
              "trace_accountability": ["answer"]}  # fmt: skip
    return [args.pop(one) for one in places.get(name, [])]
