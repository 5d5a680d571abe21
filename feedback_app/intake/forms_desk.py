"""The desk's form: made for typing while listening. For a call nothing is refused; what is missing becomes a warning."""

import json
import re
import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from feedback_app import clock
from feedback_app.disclosures import finding
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.fields import Field, plain
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.intake import mail_types
from feedback_app.intake.desk.doors import DOORS, Door
from feedback_app.intake.desk.reading_back import sentences
from feedback_app.intake.desk.said_times import ZONES, minutes_of, on_both
from feedback_app.intake.desk.written import Matter, WrittenDown
from feedback_app.sealing import to_half_width
from feedback_app.tickets.forms_files import WithFiles
from feedback_app.tickets.forms_staff.base import label_of, lang, tidy, tidy_line
from feedback_app.tickets.operations import ClaimWords, Outer, PassedOn, ReporterWords
from feedback_app.tickets.types import TYPES

MOST_MATTERS = 4
MOST_FOUND = 6
MOST_WORDS = 20_000
SHOWN = 60  # signs of a value within a choice
FEWEST_DIGITS, MOST_DIGITS = 5, 20
_NONCE = re.compile(r"[0-9a-f]{32}")
YEARS = range(1990, 2100)
_CLOCK = re.compile(r"(\d{1,2})\s*[:：点.]\s*(\d{1,2})?")


def _number(typed: str | None) -> str:
    return to_half_width(tidy_line(typed)).strip()


class MatterForm(FlaskForm):
    """One of the matters: its words, the record, what is wrong with it, or whose business it is."""

    class Meta:
        csrf = False

    words = TextAreaField(_l("属于这件事的话"), filters=[tidy])
    find = StringField(_l("找到是哪一条公示"), filters=[tidy_line])
    record = RadioField(_l("是这一条吗"), validate_choice=False)
    field = SelectField(_l("哪一栏有问题"), validate_choice=False)
    should_say = StringField(_l("应该是什么"), filters=[tidy_line])
    type = SelectField(_l("按哪一类登记"), validate_choice=False)
    to_whom = StringField(_l("转给谁"), filters=[tidy_line])
    contact = StringField(_l("对方的联系方式"), filters=[tidy_line])
    feedback_owed = BooleanField(_l("由本机关的同事查处，查完还要回复"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.chosen = records.public_record(self.record.data) if self.record.data else None
        self.type.choices = [
            SelectChoice("", _("按内容自动归类")),
            *(SelectChoice(row.code, label_of(row)) for row in TYPES.values() if row.code != "foi_request"),
        ]
        self.fields: dict[str, Field] = {}
        if self.chosen is not None:
            self.fields = {row.key: row for row in self.chosen.category.public_fields(self.chosen.party_kind)}
        self.field.choices = [SelectChoice("", _("不在下面，或者不止一处")), *self._values()]
        self.record.choices = [record_choice(self.chosen)] if self.chosen else []

    def look(self) -> None:
        """Offer the records that fit what was typed into the search, beside the one chosen before."""
        known = {choice.value for choice in self.record.choices}
        found = [record for record in found_records(self.find.data) if record.ref not in known]
        self.record.choices = [*self.record.choices, *map(record_choice, found)]

    def prepare(self) -> None:
        """Before it is shown: a record is offered wherever something was looked for."""
        if self.find.data:
            self.look()

    @property
    def is_empty(self) -> bool:
        return not (self.words.data or self.chosen or self.should_say.data or self.to_whom.data)

    @property
    def matter(self) -> Matter:
        row = self.fields.get(self.field.data or "")
        claims: tuple[ClaimWords, ...] = ()
        if row is not None:
            claims = (ClaimWords(row.key, plain(row, self._value(row), "zh"), self.should_say.data),)
        elif self.should_say.data:
            claims = (ClaimWords(None, "", self.should_say.data),)
        passed = None
        if self.to_whom.data:
            told = _("这件事归%(who)s管，已经转给他们。", who=self.to_whom.data)
            contact = self.contact.data or _("由我们转告")
            passed = PassedOn(self.to_whom.data[:200], contact[:200], told, self.feedback_owed.data)
        return Matter(
            self._type(),
            (self.words.data or "")[:MOST_WORDS],
            self.chosen,
            claims,
            label_of(row) if row else "",
            passed,
        )

    def _type(self) -> str:
        if self.type.data in TYPES:
            return str(self.type.data)
        if self.chosen is not None and (self.field.data or self.should_say.data):
            return mail_types.ABOUT_PUBLISHED
        return mail_types.type_of("", self.words.data or "", names_a_record=self.chosen is not None)

    def _values(self) -> list[SelectChoice]:
        return [
            SelectChoice(key, f"{label_of(row)}{_('：')}{_short(plain(row, self._value(row), lang()))}")
            for key, row in self.fields.items()
        ]

    def _value(self, row: Field) -> Any:
        live = self.chosen.live if self.chosen else None
        return live.field_values.get(row.key) if live else None


class DeskForm(WithFiles):
    """The whole form at one door (desk/doors.py)."""

    nonce = HiddenField()
    count = HiddenField()
    channel = HiddenField()
    arrived_on = DateField(_l("日期"))
    arrived_at = StringField(_l("时间"), filters=[_number])
    minutes = StringField(_l("用时"), filters=[_number])
    name = StringField(_l("姓名或者单位"), filters=[tidy_line])
    phone = StringField(_l("电话"), filters=[_number])
    said_time = StringField(_l("对方说的是几点"), filters=[tidy_line])
    said_zone = RadioField(_l("是按哪个时间说的"), validate_choice=False, default="beijing")
    call_back_on = DateField(_l("约哪一天回电"))
    call_back_at = StringField(_l("几点"), filters=[_number])
    call_back_to = StringField(_l("打哪个号码"), filters=[_number])
    wants_large_print = BooleanField(_l("答复要用大字印出来寄去"))
    address = StringField(_l("寄到哪里"), filters=[tidy_line])
    outer_number = StringField(_l("转办单编号"), filters=[_number])
    outer_due_on = DateField(_l("转办单要求的期限"))
    outer_sender = StringField(_l("转来的单位和联系人"), filters=[tidy_line])
    is_confirmed = BooleanField(_l("念过了，对方说对"))

    def __init__(self, channel: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.door: Door = DOORS[channel]
        self.channel.data = channel
        self.said_zone.choices = [SelectChoice(row.code, label_of(row)) for row in ZONES.values()]
        if not _NONCE.fullmatch(self.nonce.data or ""):
            self.nonce.data = secrets.token_hex(16)
        self.count.data = str(
            min(max(int(self.count.data), 1), MOST_MATTERS) if (self.count.data or "").isdigit() else 1
        )
        self.matters = self._matters({"formdata": named["formdata"]} if "formdata" in named else {})
        self._name()
        for field in (self.arrived_on, self.call_back_on, self.outer_due_on):
            field.errors = []

    @classmethod
    def fresh(cls, channel: str) -> "DeskForm":
        """An empty one: it begins now."""
        now = clock.to_local(clock.now())
        form = cls(channel, formdata=None)
        form.arrived_on.data = now.date()
        if form.door.is_read_back:
            form.arrived_at.data = f"{now:%H:%M}"
        return form

    @classmethod
    def of_draft(cls, channel: str, typed: dict[str, list[str]]) -> "DeskForm":
        """As it was left."""
        return cls(
            channel, formdata=MultiDict([(name, one) for name, values in typed.items() for one in values])
        )

    def add_matter(self) -> None:
        if len(self.matters) < MOST_MATTERS:
            self.count.data = str(len(self.matters) + 1)
            self.matters.append(MatterForm(formdata=None, prefix=f"m{len(self.matters) + 1}"))

    def prepare(self) -> None:
        """Before it is shown."""
        self.hold_files()
        for one in self.matters:
            one.prepare()

    # ---- what it says ----

    @property
    def written(self) -> WrittenDown:
        """What was taken down, as far as it could be read."""
        matters = [one.matter for one in self.matters if not one.is_empty] or [self.matters[0].matter]
        outer = None
        if self.door.channel.has_outer:
            outer = Outer(self.outer_number.data[:80], self.outer_due_on.data, self.outer_sender.data[:200])
        both = on_both(self.said_time.data, self.said_zone.data)
        said = self.said_time.data
        if both:
            said = f"{said}（北京时间{both[0]}，新疆时间{both[1]}）"
        phone = self.phone.data[:60]
        return WrittenDown(
            channel=self.door.channel.code,
            seed=self._seed(),
            received_at=self.received_at,
            matters=tuple(matters),
            reporter=ReporterWords(name=self.name.data[:100], phone=phone)
            if self.door.has_reporter
            else ReporterWords(),
            outer=outer,
            kept=tuple(self.kept),
            minutes=self._minutes(),
            is_confirmed=bool(self.is_confirmed.data),
            said_time=said,
            wants_large_print=bool(self.wants_large_print.data),
            address=self.address.data,
            call_back_at=self._call_back(),
            call_back_to=(self.call_back_to.data or phone)[:60],
            warnings=tuple(self.warnings()),
        )

    def sentences(self, written: WrittenDown) -> list[str]:
        """What is read aloud."""
        if not self.door.is_read_back:
            return []
        return sentences(written, lang(), said=self.said_time.data, zone=self.said_zone.data)

    @property
    def both_times(self) -> tuple[str, str] | None:
        return on_both(self.said_time.data, self.said_zone.data)

    @property
    def received_at(self) -> datetime:
        """When it arrived; for a call whose time cannot be read, now."""
        at = _moment(self.arrived_on.data, self.arrived_at.data, whole_day=not self.door.is_call)
        return clock.now() if at is None or at > clock.now() + timedelta(minutes=1) else min(at, clock.now())

    def warnings(self) -> list[str]:
        """Codes of desk/missing.py, in the order in which they can be put right."""
        first, door = self.matters[0], self.door
        at = _moment(self.arrived_on.data, self.arrived_at.data, whole_day=not door.is_call)
        digits = sum(sign.isdigit() for sign in self.phone.data or "")
        tests = {
            "odd_arrival": at is None or at > clock.now() + timedelta(minutes=1),
            "no_words": not first.words.data,
            "no_record": first.chosen is None and TYPES[first.matter.type].needs_record,
            "odd_said_time": bool(self.said_time.data) and minutes_of(self.said_time.data) is None,
            "no_contact": door.is_call and not digits,
            "odd_phone": bool(self.phone.data) and not FEWEST_DIGITS <= digits <= MOST_DIGITS,
            "odd_call_back": self._wants_call_back
            and _moment(self.call_back_on.data, self.call_back_at.data) is None,
            "not_read_back": door.is_read_back and not self.is_confirmed.data,
        }
        return [code for code, is_so in tests.items() if is_so]

    def is_fit(self) -> bool:
        """Whether it can be registered. A call always can, unless nothing at all was typed."""
        if all(one.is_empty for one in self.matters) and not (self.kept or self.name.data or self.phone.data):
            self.matters[0].words.errors = [_("还没有记下任何内容。")]
            self.form_errors.append(_("还没有记下任何内容。"))
            return False
        if self.door.is_call:
            return True
        at = _moment(self.arrived_on.data, self.arrived_at.data, whole_day=True)
        if at is None:
            self.arrived_on.errors = [_("请写明哪一天收到，例如 2026-11-09。")]
        elif clock.to_local(at).date() > clock.today():
            self.arrived_on.errors = [_("收到的日期不能晚于今天。")]
        if not self.matters[0].words.data and not self.kept:
            self.matters[0].words.errors = [_("请写下内容，或者附上扫描件。")]
            self.form_errors.append(_("请写下内容，或者附上扫描件。"))
        if self.door.channel.has_outer and not self.outer_number.data:
            self.outer_number.errors = [_("请抄下转办单的编号。")]
        if self.outer_due_on.raw_data and self.outer_due_on.raw_data[0] and self.outer_due_on.data is None:
            self.outer_due_on.errors = [_("请照 2026-11-09 这样写日期。")]
        return not self.errors

    # ---- its parts ----

    @property
    def _wants_call_back(self) -> bool:
        asked = (self.call_back_on.raw_data or [""])[0] if self.call_back_on.raw_data else ""
        return bool(asked or self.call_back_on.data or self.call_back_at.data or self.call_back_to.data)

    def _call_back(self) -> datetime | None:
        if not self._wants_call_back:
            return None
        on = self.call_back_on.data or (clock.today() if self.call_back_at.data else None)
        return _moment(on, self.call_back_at.data) or clock.now()

    def _minutes(self) -> int | None:
        if self.minutes.data.isdigit():
            return min(int(self.minutes.data[:4]), 600)
        if not self.door.is_call:
            return None
        past = (clock.now() - self.received_at).total_seconds() / 60
        return max(1, round(past)) if past <= 120 else None

    def _seed(self) -> str:
        said = [
            [one.words.data, one.record.data, one.field.data, one.should_say.data, one.type.data]
            for one in self.matters
        ]
        said.append([self.name.data, self.phone.data, self.outer_number.data])
        return f"{self.nonce.data}{json.dumps(said, ensure_ascii=False)}"

    def _matters(self, given: dict[str, Any]) -> list[MatterForm]:
        return [MatterForm(prefix=f"m{place}", **given) for place in range(1, int(self.count.data) + 1)]

    def _name(self) -> None:
        first = self.matters[0]
        first.words.label.text = self.door.words_en if lang() == "en" else self.door.words_zh
        keys = {first.words: "1", first.find: "2", self.name: "3", self.is_confirmed: "4"}
        for field, key in keys.items():
            field.render_kw = {"accesskey": key}
        first.words.render_kw = {"accesskey": "1", "autofocus": True}


def found_records(words: str | None) -> list[DisclosureRecord]:
    """Published records for what a clerk typed: a number, a party, words."""
    if not (words or "").strip():
        return []
    return finding.find(Wanted(words=words or ""), limit=MOST_FOUND, with_versions=True).records


def record_choice(record: DisclosureRecord) -> SelectChoice:
    """A record as a choice."""
    title = record.title_en if lang() == "en" else record.title_zh
    return SelectChoice(record.ref, title)


def facts_of(record: DisclosureRecord) -> list[dict[str, str]]:
    """What the record says to the public, to be read beside the form."""
    live = record.live
    if live is None:
        return []
    rows = record.category.public_fields(record.party_kind)
    shown = [(row, plain(row, live.field_values.get(row.key), lang())) for row in rows]
    return [{"key": row.key, "label": label_of(row), "value": value} for row, value in shown if value]


def _short(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def _moment(on: date | None, at: str | None, *, whole_day: bool = False) -> datetime | None:
    """A Beijing date and hour as a moment. `whole_day`: without an hour the day's first moment is meant.

    A year nobody means is a slip of the finger, and some would be no moment at all elsewhere on earth.
    """
    found = _CLOCK.fullmatch((at or "").strip())
    if on is None or on.year not in YEARS or (at and found is None) or (not at and not whole_day):
        return None
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (0, 0)
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(on, time(hour, minute), clock.LEGAL_ZONE)
