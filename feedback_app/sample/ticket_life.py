"""How a report is dealt with: the steps of Article 15, as far as its finding demands and its time allows."""

from collections.abc import Generator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from feedback_app.clock import to_local
from feedback_app.sample import words
from feedback_app.sample.acts import PlannedTicket
from feedback_app.sample.cast import Person
from feedback_app.sample.record_life import go_live
from feedback_app.sample.world import World
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.operations import Answer, ClaimWords
from feedback_app.tickets.workflow import State

_ABOUT_AN_ERROR = 0.47
_NEEDS_AN_ERROR = frozenset({State.CORRECTING, State.ROOT_CAUSE, State.ACCOUNTABILITY})
_AT_THE_REMEDY = frozenset({State.CORRECTING, State.CLARIFYING})
_AFTER_THE_REPLY = frozenset({State.REPLIED, State.ROOT_CAUSE, State.ACCOUNTABILITY})
_EXPLAINED, _HOW_OFTEN = ("accurate", "cannot_verify", "not_our_matter"), (74, 12, 14)
Part = Generator[datetime, None, bool]
"""Yields the moment of each next step; returns whether the ticket goes on after this part."""


def live(world: World, number: int, stops_at: State, rng: Random) -> Generator[datetime, None, None]:
    """The ticket's life from the moment it comes in; it yields the moment of each next step."""
    ticket = _submit(world, number, stops_at, rng)
    life = _Life(world, ticket)
    if not (yield from life.taken_in()) or not (yield from life.looked_into()):
        return
    if FINDINGS[ticket.finding].is_error:
        if (yield from life.corrected()):
            yield from life.answered_for()
    else:
        yield from life.explained()


def _submit(world: World, number: int, stops_at: State, rng: Random) -> PlannedTicket:
    is_error = stops_at in _NEEDS_AN_ERROR or rng.random() < _ABOUT_AN_ERROR
    record = world.pick(rng, with_error=is_error)
    is_error = is_error and bool(record.wrong)
    right = [key for key in record.content.slips if key not in record.wrong]
    key = rng.choice(list(record.wrong) if is_error or not right else right)
    ticket = PlannedTicket(number, stops_at, rng, record, key)
    claims = [words.whole(rng) if rng.random() < 0.12 else _claim(ticket, key)]
    if is_error and right and rng.random() < 0.1:
        claims.append(_claim(ticket, rng.choice(right)))
    ticket.is_partly = len(claims) > 1
    said = words.report(record.row.field(key).label_zh, claims[0], rng)
    reporter, locale = words.reporter(number, rng), "en" if rng.random() < 0.02 else "zh"
    world.do(
        "ticket.submit", ticket, None, claims=tuple(claims), words=said, reporter=reporter, locale=locale
    )
    return ticket


def _claim(ticket: PlannedTicket, key: str) -> ClaimWords:
    """What the reporter holds of a field: what is right, or, where that stands there, something wrong."""
    record = ticket.record
    return words.claim(record, key, record.values[key], record.wrong.get(key, record.content.slips[key]))


class _Life:
    """One ticket in the hands of its clerk, leader and investigator."""

    def __init__(self, world: World, ticket: PlannedTicket) -> None:
        self.world, self.ticket, self.record = world, ticket, ticket.record
        self.rng, self.stops_at = ticket.rng, ticket.stops_at
        cast = ticket.record.cast
        self.clerk = self.rng.choice(_only_clerks(cast.clerks, cast.investigators))
        # Who signs the finding does not investigate it.
        pairs = [(one, other) for one in cast.leaders for other in cast.investigators if one != other]
        self.leader, self.investigator = self.rng.choice(pairs)

    def taken_in(self) -> Part:
        """Accepted, submitted to the leader, an investigator appointed."""
        if self.stops_at is State.RECEIVED:
            return False
        yield self._later(0, 1)
        self._do("accept", self.clerk)
        if self.stops_at is State.ACCEPTED:
            return False
        yield self.world.soon(self.rng)
        self._do("submit_to_leader", self.clerk, leader=self.leader)
        if self.stops_at is State.LEADER_ASSIGNED:
            return False
        yield self._later(0, 1)
        self._do("assign", self.leader, investigator=self.investigator)
        return self.stops_at is not State.INVESTIGATING

    def looked_into(self) -> Part:
        """A finding, now and then sent back once, and signed."""
        is_slow = self.stops_at is State.CLOSED and self.rng.random() < 0.1
        yield self._later(*((4, 12) if is_slow else (0, 2)))
        self._verify()
        if self.rng.random() < 0.04:
            yield self._later(0, 1)
            self._do("return_finding", self.leader, reason=self.rng.choice(words.RETURNED))
            yield self._later(0, 1)
            self._verify()
        if self.stops_at is State.FINDING_DRAFTED:
            return False
        yield self._later(0, 1)
        self._do("sign_finding", self.leader)
        return not (self.stops_at in _AT_THE_REMEDY and self.rng.random() < 0.5)

    def corrected(self) -> Part:
        """The correction and the answer."""
        yield self._later(0, 1)
        self._do("publish_correction", self._or_one_of(self.investigator, self.record.cast.publishers))
        if self.ticket.field_key in self.record.wrong:
            self.record.values[self.ticket.field_key] = self.record.wrong.pop(self.ticket.field_key)
            self.record.newest, self.record.is_changing = self.record.newest + 1, False
            go_live(self.record)
        self.ticket.to_version = self.record.version
        if self.stops_at in _AT_THE_REMEDY:
            return False
        yield self._later(0, 1)
        self._reply()
        return self.stops_at is not State.REPLIED

    def answered_for(self) -> Part:
        """Carriers confirmed, the cause found, the responsibility traced, closed."""
        is_closing = self.stops_at is State.CLOSED
        if is_closing or self.rng.random() < 0.5:
            yield self._later(1, 4)
            self._confirm()
        yield self._later(1, 6)
        self._do(
            "analyse_cause",
            self.investigator,
            **words.causes(self.ticket.field_key, self._in_a_month(), self.rng),
        )
        if self.stops_at is State.ROOT_CAUSE:
            return False
        yield self._later(1, 6)
        for answer in self._answers():
            self._do("trace_accountability", self.leader, answer=answer)
            yield self.world.soon(self.rng)
        if is_closing:
            yield self._later(0, 2)
            self._confirm()
            self._do("close", self._or_one_of(self.clerk, [self.leader]))
        return False

    def explained(self) -> Part:
        """The clarification, the answer, closed."""
        yield self._later(0, 1)
        if self.ticket.finding == "not_our_matter":
            self._do("redirect", self.investigator, **words.redirection(self.rng))
        else:
            text = words.clarification(self.record.row.field(self.ticket.field_key).label_zh)
            self._do("clarify", self._or_one_of(self.investigator, self.record.cast.publishers), text=text)
        if self.stops_at in _AT_THE_REMEDY:
            return False
        yield self._later(0, 1)
        self._reply()
        if self.stops_at not in _AFTER_THE_REPLY:
            yield self._later(0, 2)
            self._do("close", self._or_one_of(self.clerk, [self.leader]))
        return False

    def _verify(self) -> None:
        """Whether it was wrong is decided now: another report may have brought the correction meanwhile."""
        ticket, key, rng = self.ticket, self.ticket.field_key, self.rng
        new_values = {key: self.record.wrong[key]} if key in self.record.wrong else {}
        if not new_values:
            ticket.finding = rng.choices(_EXPLAINED, _HOW_OFTEN)[0]
        elif key == "rectification":
            ticket.finding = "outdated"
        else:
            ticket.finding = "partly_inaccurate" if ticket.is_partly else "inaccurate"
        basis = words.basis(ticket.finding, self.record.row.field(key).label_zh, rng)
        compared = rng.choice(words.COMPARED)
        said = {"finding": ticket.finding, "compared": compared, "basis": basis}
        self._do("verify", self.investigator, **said, new_values=new_values)

    def _reply(self) -> None:
        by = self._or_one_of(self.clerk, [self.investigator])
        self._do("reply", by, text=words.answer(self.ticket.finding))

    def _confirm(self) -> None:
        """Whoever comes first confirms the carriers, for this report or another that led to the same version."""
        version, unconfirmed = self.ticket.to_version, self.record.unconfirmed
        channels, unconfirmed[version] = unconfirmed[version], ()
        if channels:
            said = {"version": version, "channels": channels, "evidence": words.EVIDENCE[1]}
            self._do("confirm_carrier", self.clerk, **said)

    def _answers(self) -> list[Answer]:
        """Who answers for it: nobody, the one who prepared the record, or that person and the unit."""
        preparer, on = self.record.cast.preparer, to_local(self.world.now).date()

        def answer(kind: str, measure: str, subject: str = "", user_id: int | None = None) -> Answer:
            violation = "" if kind == "nobody" else "not_as_required"
            heard = ("said", words.STATEMENT) if kind == "person" else ("", "")
            return Answer(measure, "本机关", on, words.REASONS[kind], subject, user_id, violation, *heard)

        if self.rng.random() < 0.15:
            return [answer("nobody", words.FOR_NOBODY)]
        first = answer("person", self.rng.choice(words.FOR_PERSONS), preparer.name, preparer.id)
        if self.rng.random() < 0.35:
            return [first, answer("unit", self.rng.choice(words.FOR_UNITS), preparer.unit)]
        return [first]

    def _do(self, step: str, by: Person, **args: object) -> None:
        self.world.do(f"ticket.{step}", self.ticket, by, **args)

    def _in_a_month(self) -> date:
        return to_local(self.world.now).date() + timedelta(days=30)

    def _later(self, least: int, most: int) -> datetime:
        return self.world.later(self.rng, least, most)

    def _or_one_of(self, first: Person, others: Sequence[Person]) -> Person:
        """Mostly the first."""
        return self.rng.choice(others) if others and self.rng.random() < 0.25 else first


def _only_clerks(clerks: Sequence[Person], investigators: Sequence[Person]) -> Sequence[Person]:
    """Clerks who are not also investigators, where there are any."""
    busy = {one.id for one in investigators}
    return [one for one in clerks if one.id not in busy] or clerks
