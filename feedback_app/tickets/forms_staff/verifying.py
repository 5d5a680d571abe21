"""The finding, what it rests on, and the right values."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import Field as Input
from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app.disclosures.fields import Field, FieldKind, FieldRefused, parse, same, to_input
from feedback_app.files.handing_over import files_folder
from feedback_app.files.operations import FileRefused, KeptBytes, store
from feedback_app.tickets.carried import read_file, sign_file
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.forms_sending import size_words
from feedback_app.tickets.forms_staff.base import StepForm, choice_field, label_of, lang, tidy, words_field
from feedback_app.tickets.models import Ticket

_LONG_KINDS = frozenset(
    {FieldKind.LONG_TEXT, FieldKind.LEGAL_BASIS, FieldKind.STEPS, FieldKind.TABLE, FieldKind.PEOPLE}
)


class EvidenceMixin:
    """Files handed in by staff. They are stored at once, so a mistake elsewhere does not make anybody choose them again."""

    held = SelectMultipleField(
        _l("已经收到的文件"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    evidence = MultipleFileField(_l("证据材料"))

    def take_in_files(self) -> None:
        """Store what was chosen now beside what came before; what is refused is said beside the field."""
        found = [read_file(signed, folder=files_folder()) for signed in self.held.data or []]
        self.kept: list[KeptBytes] = [one for one in found if one is not None]
        self.refused_files: list[str] = []
        most, limit = current_app.config["MAX_FILES"], current_app.config["MAX_UPLOAD_MB"] << 20
        for file in self.evidence.data or []:
            if len(self.kept) >= most:
                self.refused_files.append(
                    _("最多 %(most)s 个文件，“%(name)s”没有收下。", most=most, name=file.filename)
                )
                continue
            try:
                self.kept.append(store(file.stream, file.filename or "", folder=files_folder(), limit=limit))
            except FileRefused as refusal:
                self.refused_files.append(refusal.say(lang()))
            except OSError:
                current_app.logger.exception("a file could not be stored")
                self.refused_files.append(
                    _("“%(name)s”现在存不下。可以稍后再试，或者先不附文件提交。", name=file.filename)
                )
        self.held.choices = [
            SelectChoice(sign_file(one), f"{one.name}（{size_words(one.size)}）") for one in self.kept
        ]
        self.held.data = [choice.value for choice in self.held.choices]

    def validate_evidence(self, field: MultipleFileField) -> None:
        if getattr(self, "refused_files", None):
            raise ValidationError(" ".join(self.refused_files))


class VerificationForm(EvidenceMixin, StepForm):
    """The finding and what it rests on; when a correction follows, the right value of each wrong field.

    `inputs`: the record's public fields with their boxes; those the reporter named come first. An empty box means
    the field stays as it is.
    """

    finding = choice_field(_l("核实结论"), _l("请选择核实结论。"))
    compared = words_field(_l("对照了什么"), _l("请写明对照了哪些原始材料，例如决定书原件。"))
    basis = words_field(_l("依据"), _l("请写明原始材料上是怎样写的，凭什么得出这个结论。"))

    ticket: Ticket
    rows: dict[str, Field] = {}

    @property
    def demands_correction(self) -> bool:
        row = FINDINGS.get(self.finding.data or "")
        return row is not None and Demand.CORRECTION in row.demands

    def box(self, key: str) -> Input:
        return self[f"value_{key}"]

    def new_values(self) -> dict[str, Any]:
        """The right values by field, those that change something. Call after `validate`."""
        return dict(self.read_values) if self.demands_correction else {}

    def validate(self, extra_validators: Any = None) -> bool:
        self.take_in_files()
        fits = super().validate(extra_validators)
        self.read_values: dict[str, Any] = {}
        return (self._read_values() and fits) if self.demands_correction else fits

    def _read_values(self) -> bool:
        typed = {key: row for key, row in self.rows.items() if self.box(key).data}
        refused = sum(not self._read_one(key, row) for key, row in typed.items())
        if not refused and not self.read_values:
            asked = _("改后的内容和现在公示的一样。") if typed else _("请写明哪一栏要更正、应当是什么。")
            self._refuse(next(iter(typed or self.rows)), asked)
            return False
        return not refused

    def _read_one(self, key: str, row: Field) -> bool:
        try:
            value = parse(row, self.box(key).data)
        except FieldRefused as refused:
            self._refuse(key, refused.message(lang()))
            return False
        live = self.ticket.record.live if self.ticket.record else None
        if live is None or not same(row, live.field_values.get(key), value):
            self.read_values[key] = value
        return True

    def _refuse(self, key: str, words: str) -> None:
        self.box(key).errors = [*self.box(key).errors, words]


def verification_form(ticket: Ticket, rows: dict[str, Field]) -> VerificationForm:
    """The form for one ticket: a box for each public field of its record, the claimed ones filled with the claim."""
    boxes = {f"value_{key}": _box(row) for key, row in rows.items()}
    form_class = type(
        "VerificationFormOfTicket", (VerificationForm,), boxes | {"ticket": ticket, "rows": rows}
    )
    claimed = {
        f"value_{claim.field_key}": _prefilled(rows, claim.field_key, claim.should_say)
        for claim in ticket.claims
    }
    form: VerificationForm = form_class(data=claimed)
    available = [row for row in FINDINGS.values() if row.available_now and ticket.type in row.types]
    form.finding.choices = [SelectChoice(row.code, label_of(row)) for row in available]
    return form


def _box(row: Field) -> Input:
    label = label_of(row)
    if row.kind == FieldKind.CHOICE:
        names = [SelectChoice(choice.value, label_of(choice)) for choice in row.choices]
        return SelectField(label, choices=[SelectChoice("", _l("不改")), *names], validate_choice=False)
    kind = TextAreaField if row.kind in _LONG_KINDS else StringField
    return kind(label, filters=[tidy])


def _prefilled(rows: dict[str, Field], key: str | None, should_say: str) -> str:
    """The claim as the box would hold it; as the reporter wrote it when it cannot be read."""
    row = rows.get(key or "")
    if row is None:
        return ""
    try:
        return to_input(row, parse(row, should_say)) if not row.has_rows else should_say
    except FieldRefused:
        return should_say
