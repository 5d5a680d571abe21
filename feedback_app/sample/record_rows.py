"""What each act on a record leaves behind, as `disclosures.operations` and `carriers.operations` leave it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.commitments import commitment, digest
from feedback_app.carriers.channels import CHANNELS
from feedback_app.carriers.models import LIVE, PENDING, ChannelPublication, Term
from feedback_app.carriers.operations import term_end
from feedback_app.clock import to_local
from feedback_app.disclosures.catalogue import AFTER_APPROVAL, FROM_FORMATION, Category
from feedback_app.disclosures.change_kinds import CHANGE_KINDS, ChangeKind
from feedback_app.disclosures.fields import same
from feedback_app.disclosures.models import DisclosureRecord, RecordAct, RecordClarification, RecordVersion
from feedback_app.disclosures.operations import correction_notice
from feedback_app.disclosures.operations.attesting import facts_of
from feedback_app.disclosures.public_text import clarification_text, version_text
from feedback_app.disclosures.retention import terms_of
from feedback_app.disclosures.workflow import IN_WORK, INVOLVING_ACTS, STEPS, RecordStatus, VersionStatus
from feedback_app.sample.acts import Act, PlannedRecord
from feedback_app.sample.cast import Person
from feedback_app.sample.clocks import Clocks, RunningClock
from feedback_app.sample.messages import Messages
from feedback_app.sample.sheets import Row, Sheets

Entry = dict[str, Any]
Entries = Iterator[Entry]


class RecordRows:
    """One record's rows as far as it has come."""

    def __init__(self, planned: PlannedRecord, sheets: Sheets, clocks: Clocks, messages: Messages) -> None:
        self.planned, self.category = planned, planned.row
        self.row: Row = {}
        self.versions: list[Row] = []
        self.looked_into: set[str] = (
            set()
        )  # reports accepted and not yet answered by a correction or clarification
        self._carried: dict[
            int, dict[str, Row]
        ] = {}  # version → channel → row, as long as one is to be confirmed
        self._clarifications = 0
        self._since: dict[str, date] = {}  # carrier → since when the record has stood there
        self._running: list[RunningClock] = []
        self._acts: dict[Person, set[str]] = {}
        self._named: dict[str, Any] | None = None
        self._sheets, self._clocks, self._messages = sheets, clocks, messages

    @property
    def subject(self) -> str:
        return f"record:{self.row['ref']}"

    @property
    def involved(self) -> list[dict[str, Any]]:
        """Who may not investigate a report about it, as `tickets.queries.excluded_people` lists them."""
        people = sorted(self._acts.items(), key=lambda one: one[0].id)
        return [{"name": person.name, "post": person.post, "acts": sorted(acts)} for person, acts in people]

    @property
    def live_values(self) -> dict[str, Any]:
        values: dict[str, Any] = self.versions[self.row["live_number"] - 1]["field_values"]
        return values

    def write(self, act: Act) -> Entries:
        """The rows of one act; yields its entries for the log."""
        name = act.name.removeprefix("record.")
        own: dict[str, Callable[[Act, Person], Entries]] = {
            "prepare": self._prepare, "prepare_change": self._prepare_change, "confirm": self._confirm,
        }  # fmt: skip
        assert act.by is not None
        yield from own[name](act, act.by) if name in own else self._take(act, act.by, name)

    def differs(self, new_values: dict[str, Any]) -> bool:
        live = self.live_values
        return any(not same(self.category.field(key), live.get(key), new) for key, new in new_values.items())

    def correct(self, act: Act, by: Person, new_values: dict[str, Any], about: str) -> Entries:
        """As `publish_correction` does."""
        before, row = self.live_values, self.category
        changes = [{"field": key, "old": before.get(key), "new": new} for key, new in new_values.items()]
        on = to_local(act.at).date()
        notices = {lang: correction_notice(row, changes, on, lang) for lang in ("zh", "en")}
        values, formed_on = {**before, **new_values}, self.row["formed_on"]
        if VersionStatus((in_work := self.versions[-1])["status"]) in IN_WORK:
            came_from, in_work["status"] = in_work["status"], VersionStatus.DROPPED.value
            self._note(act, "set_aside", by)
            yield self.entry(
                act, "record.set_aside", by, about=about, from_state=came_from, to_state=in_work["status"],
                facts={"version": in_work["number"]},
            )  # fmt: skip
        version = self._version(
            act, values, ChangeKind.CORRECTION, formed_on, notices["zh"], notices["en"], changes
        )
        self._note(act, "correct", by)
        facts = {"version": version["number"], "fields": sorted(new_values)}
        yield self.entry(act, "record.correct", by, about=about, facts=facts)
        yield from self._go_live(act, by, version, about)

    def clarify(self, act: Act, by: Person, text: str, about: str) -> Entries:
        """As `clarify` does."""
        self._clarifications += 1
        proof = clarification_text(self.row["ref"], self.row["title_zh"], self._clarifications, text, act.at)
        salt = digest(f"sample {self.row['ref']} clarification {self._clarifications}")
        self._sheets.add(RecordClarification, {
            "id": self._sheets.number(RecordClarification), "record_id": self.row["id"], "text": text,
            "published_at": act.at, "proof_text": proof, "proof_salt": salt,
        })  # fmt: skip
        self._note(act, "clarify", by)
        yield self.entry(act, "record.clarify", by, about=about)
        facts = {"clarification": self._clarifications, "content_hash": commitment(salt, digest(proof))}
        yield {
            "action": "record.attest_clarification",
            "by": SYSTEM,
            "subject": self.subject,
            "at": act.at,
            "facts": facts,
        }

    def mark(self, act: Act, by: Person, under: bool, about: str) -> Entries:
        """As `mark_under_verification` does."""
        if self.row["under_verification"] != under:
            self.row["under_verification"] = under
            name = "record.mark_under_verification" if under else "record.clear_under_verification"
            yield self.entry(act, name, by, about=about)

    def confirm(self, act: Act, by: Person, about: str | None) -> Entries:
        """As `carriers.operations.confirm` does, for each of the act's channels."""
        version, evidence = act.args["version"], act.args["evidence"]
        for channel in act.args["channels"]:
            row = self._carried[version].pop(channel)
            row |= {"state": LIVE, "confirmed_at": act.at, "confirmed_by_id": by.id, "evidence": evidence}
            row["public_until"] = row["public_until"] or self._stays_until(channel, row["keeps_years"], act)
            self._sheets.add(ChannelPublication, row)
            facts, private = {"channel": channel, "version": version}, {"evidence": evidence}
            yield self.entry(act, "channel.confirm", by, about=about, facts=facts, private=private)

    def unconfirmed(self, version: int) -> int:
        return len(self._carried[version])

    def finish(self) -> None:
        """Write what is still open: clocks that run, carriers that wait, versions nobody has published."""
        for running in self._running:
            self._clocks.write(running)
        for waiting in self._carried.values():
            for row in waiting.values():
                self._sheets.add(ChannelPublication, row)
        for version in self.versions:
            if version["published_at"] is None:
                self._sheets.add(RecordVersion, version)

    def entry(self, act: Act, action: str, by: Person, **more: Any) -> Entry:
        return {"action": action, "by": by.actor, "subject": self.subject, "at": act.at, **more}

    def _prepare(self, act: Act, by: Person) -> Entries:
        row, content, values = self.category, self.planned.content, act.args["values"]
        series = f"{row.code}-{to_local(act.at).year}"
        self.row = {
            "id": self._sheets.number(DisclosureRecord), "ref": f"{series}-{self._sheets.next_in(series):04d}",
            "category_key": row.key, "stage": row.stage.value, "status": RecordStatus.DRAFT.value,
            "party_kind": content.party_kind, "formed_on": content.formed_on, "first_published_at": None,
            "published_at": None, "live_number": None, "under_verification": False, "is_sample": True,
            "handling_unit_id": by.unit_id, "created_at": act.at, "lock": 1,
        }  # fmt: skip
        self._name(row, values)
        self._sheets.add(DisclosureRecord, self.row)
        self._version(act, values, ChangeKind.INITIAL, content.formed_on)
        self._note(act, "prepare", by)
        yield self.entry(act, "record.prepare", by, facts={"category": row.key, "version": 1})
        if row.clock_starts == FROM_FORMATION:
            self._start_clock(row.clock_for(values), content.formed_on, act, by)
        if row.national_clock:
            self._start_clock(row.national_clock, content.formed_on, act, by)

    def _take(self, act: Act, by: Person, name: str) -> Entries:
        step, version, reason = STEPS[name], self.versions[-1], act.args.get("reason")
        came_from = version["status"]
        if step.to:
            version["status"] = step.to.value
        if self.row["live_number"] is None:
            self.row["status"] = version["status"]
        self._note(act, step.act, by, reason or "")
        yield self.entry(
            act, f"record.{step.act}", by, reason=reason, from_state=came_from, to_state=version["status"],
            facts={"version": version["number"]},
        )  # fmt: skip
        if name == "send_back":
            self._messages.owe(
                "record_returned", act.at, address=self.planned.cast.preparer.email, role="handler",
                about=self.subject, locale="zh", context={"ref": self.row["ref"], "record": self.row["title_zh"]},
            )  # fmt: skip
        if name == "approve" and self.category.clock_starts == AFTER_APPROVAL:
            self._start_clock(self.category.clock, to_local(act.at).date(), act, by)
        if name == "publish":
            yield from self._go_live(act, by, version)
            self._stop_clocks(act, by)

    def _prepare_change(self, act: Act, by: Person) -> Entries:
        said, rule = act.args, self.category.change_clock
        version = self._version(
            act, said["values"], said["kind"], said["changed_on"], said["note_zh"], said["note_en"]
        )
        self._note(act, "prepare", by)
        facts = {
            "version": version["number"],
            "kind": CHANGE_KINDS[said["kind"]].code,
            "changed_on": said["changed_on"],
        }
        yield self.entry(act, "record.prepare_change", by, facts=facts)
        if rule not in {running.rule for running in self._running}:
            self._start_clock(rule, said["changed_on"], act, by)

    def _confirm(self, act: Act, by: Person) -> Entries:
        yield from self.confirm(act, by, None)

    def _go_live(self, act: Act, by: Person, version: Row, about: str | None = None) -> Entries:
        number = version["number"]
        version["published_at"], version["status"] = act.at, VersionStatus.PUBLISHED.value
        self._sheets.add(RecordVersion, version)
        self.row |= {"live_number": number, "published_at": act.at}
        self.row["first_published_at"] = self.row["first_published_at"] or act.at
        self._name(self.category, version["field_values"])
        yield self._attest(act, version)
        self._carried[number] = {}
        for code in self.category.carriers_for(self.row["party_kind"]):
            yield from self._push(act, by, number, code, about)

    def _stop_clocks(self, act: Act, by: Person) -> None:
        for running in sorted(self._running, key=lambda one: (one.row["due_at"], one.row["id"])):
            self._clocks.stop(running, by=by.actor, at=act.at)
            self._clocks.write(running)
        self._running.clear()

    def _attest(self, act: Act, version: Row) -> Entry:
        """As `attest` does; the salt is no secret, a sample's least of all."""
        text = version_text(
            self.category, ref=self.row["ref"], party_kind=self.row["party_kind"], number=version["number"],
            values=version["field_values"], kind=version["change_kind"], notice=version["notice_zh"], at=act.at,
        )  # fmt: skip
        salt = digest(f"sample {self.row['ref']} {version['number']}")
        version |= {"proof_text": text, "proof_salt": salt}
        facts = facts_of(version["number"], text, salt)
        return {
            "action": "record.attest",
            "by": SYSTEM,
            "subject": self.subject,
            "at": act.at,
            "facts": facts,
        }

    def _push(self, act: Act, by: Person, number: int, code: str, about: str | None) -> Entries:
        is_own, values = CHANNELS[code].is_own, self.versions[number - 1]["field_values"]
        term = terms_of(self.category, self.row["party_kind"], values, [code])[code]
        until = term.until
        if until is None and (is_own or code in self._since):
            until = self._stays_until(code, term.years, act)
        row = {
            "id": self._sheets.number(ChannelPublication), "record_ref": self.row["ref"], "version_number": number,
            "channel": code, "state": LIVE if is_own else PENDING, "pushed_at": act.at,
            "confirmed_at": act.at if is_own else None, "confirmed_by_id": None, "evidence": "",
            "keeps_years": term.years, "public_until": until,
        }  # fmt: skip
        if is_own:
            self._sheets.add(ChannelPublication, row)
            return
        self._carried[number][code] = row
        yield self.entry(act, "channel.push", by, about=about, facts={"channel": code, "version": number})

    def _stays_until(self, code: str, years: int | None, act: Act) -> date | None:
        """As `carriers.operations.term_end` counts it, from the first day on this carrier."""
        since = self._since.setdefault(code, to_local(act.at).date())
        return term_end(Term(years), since)

    def _version(
        self, act: Act, values: dict[str, Any], kind: ChangeKind, formed_on: date, zh: str = "", en: str = "",
        changes: list[Row] | None = None,
    ) -> Row:  # fmt: skip
        row = {
            "id": self._sheets.number(RecordVersion), "record_id": self.row["id"], "number": len(self.versions) + 1,
            "status": VersionStatus.DRAFT.value, "field_values": values, "change_kind": kind.value,
            "changes": changes or [], "notice_zh": zh, "notice_en": en, "formed_on": formed_on, "created_at": act.at,
            "published_at": None, "proof_text": None, "proof_salt": None,
        }  # fmt: skip
        self.versions.append(row)
        return row

    def _name(self, row: Category, values: dict[str, Any]) -> None:
        if values is self._named:
            return
        self._named = values
        self.row |= {
            "title_zh": row.title_of(values, "zh"), "title_en": row.title_of(values, "en"),
            "document_number": values.get("document_number") or "",
        }  # fmt: skip

    def _note(self, act: Act, what: str, by: Person, reason: str = "") -> None:
        if what in INVOLVING_ACTS:
            self._acts.setdefault(by, set()).add(what)
        self._sheets.add(RecordAct, {
            "id": self._sheets.number(RecordAct), "record_id": self.row["id"],
            "version_number": self.versions[-1]["number"], "act": what, "user_id": by.id, "user_name": by.name,
            "user_post": by.post, "on_behalf_of_id": None, "on_behalf_of_name": "", "at": act.at, "reason": reason,
        })  # fmt: skip

    def _start_clock(self, rule: str, on: date, act: Act, by: Person) -> None:
        self._running.append(self._clocks.start(rule, "record", self.row["ref"], on, by=by.actor, at=act.at))
