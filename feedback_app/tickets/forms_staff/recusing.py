"""Recusal, declared relations and looks at a reporter: what is typed for them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field as Input
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.fields.codes import read_credit_code
from feedback_app.sealing import to_half_width
from feedback_app.tickets.forms_staff.base import (
    Words,
    choice_field,
    label_of,
    line_field,
    tidy,
    tidy_line,
    words_field,
)
from feedback_app.tickets.forms_staff.people import Candidate, person_words
from feedback_app.tickets.recusal import DECIDED

GRANT, REFUSE = "granted", "refused"
MOST = 2_000


def _grounds() -> list[SelectChoice]:
    return [SelectChoice(code, label_of(row)) for code, row in DECIDED.items()]


class OwnRecusalForm(FlaskForm):
    """Somebody says of themselves that they should keep away."""

    ground = choice_field(_l("属于哪种情形"), _l("请选择一种情形。"))
    words = words_field(_l("是什么情况"), _l("请写明是什么情况。"), most=MOST)

    def prepare(self) -> "OwnRecusalForm":
        self.ground.choices = _grounds()
        return self


class EnterRecusalForm(OwnRecusalForm):
    """The clerk enters whom somebody asked to keep away."""

    person = SelectField(_l("申请谁回避"), validate_choice=False)

    def offer(self, people: Iterable[StaffUser]) -> "EnterRecusalForm":
        self.people = {str(one.id): one for one in people}
        self.person.choices = _people(self.people)
        self.prepare()
        return self

    @property
    def chosen(self) -> StaffUser:
        return self.people[self.person.data]

    def validate_person(self, field: Input) -> None:
        if field.data not in self.people:
            raise ValidationError(_("请从名单里选一个人。"))


class WhoForm(FlaskForm):
    """Who is meant, or whom a report about conduct is about."""

    person = SelectField(_l("是哪位工作人员"), validate_choice=False)

    def offer(self, people: Iterable[StaffUser]) -> "WhoForm":
        self.people = {str(one.id): one for one in people}
        self.person.choices = _people(self.people)
        return self

    @property
    def chosen(self) -> StaffUser:
        return self.people[self.person.data]

    def validate_person(self, field: Input) -> None:
        if field.data not in self.people:
            raise ValidationError(_("请从名单里选一个人。"))


class DecideForm(FlaskForm):
    """The decision: whether, on which ground, why; and who takes the seat that falls free."""

    outcome = choice_field(_l("决定"), _l("请选择决定。"))
    ground = SelectField(_l("属于哪种情形"), validate_choice=False)
    successor = SelectField(_l("由谁接替"), validate_choice=False)
    reason = words_field(_l("理由"), _l("请写明决定的理由。"), most=MOST)

    def offer(self, candidates: Sequence[Candidate], ground: str, *, is_held: bool) -> "DecideForm":
        """`candidates`: who could take the seat; none when no seat falls free. `is_held`: somebody must."""
        self.is_held = is_held
        if not is_held:
            self.successor.label.text = _("由谁担任主管领导")
        self.outcome.choices = [SelectChoice(GRANT, _("回避")), SelectChoice(REFUSE, _("不需要回避"))]
        self.ground.choices = [SelectChoice("", _("请选择")), *_grounds()]
        self.ground.data = self.ground.data or ground
        self.candidates = {str(one.person.id): one for one in candidates}
        free = [one.person for one in candidates if not one.why_not]
        self.successor.choices = _people({str(one.id): one for one in free})
        return self

    @property
    def is_granted(self) -> bool:
        return bool(self.outcome.data == GRANT)

    @property
    def chosen(self) -> StaffUser | None:
        one = self.candidates.get(self.successor.data or "")
        return one.person if one is not None else None

    def validate_ground(self, field: Input) -> None:
        if self.is_granted and field.data not in DECIDED:
            raise ValidationError(_("请选择一种情形。"))

    def validate_successor(self, field: Input) -> None:
        one = self.candidates.get(field.data or "")
        is_good = one is not None and not one.why_not
        if self.is_granted and self.candidates and not is_good and (self.is_held or field.data):
            raise ValidationError(_("请选择由谁接替。"))


class RelationForm(FlaskForm):
    """A relation of one's own with a party."""

    party = line_field(_l("单位或者个人的全称"), _l("请填写全称。"))
    credit_code = StringField(_l("统一社会信用代码"), filters=[tidy_line])
    ground = choice_field(_l("属于哪种情形"), _l("请选择一种情形。"))
    reason = words_field(_l("是什么关系"), _l("请写明是什么关系。"), most=500)

    def prepare(self) -> "RelationForm":
        self.ground.choices = _grounds()
        return self

    def validate_credit_code(self, field: Input) -> None:
        if not field.data:
            return
        try:
            field.data = read_credit_code(to_half_width(field.data).upper())
        except ValueError:
            raise ValidationError(_("统一社会信用代码是 18 位，请对照执照再看一遍。也可以空着。")) from None


class AskRevealForm(FlaskForm):
    """Why somebody whose step does not need it wants to know who reported."""

    reason = words_field(_l("为什么要查看"), _l("请写明为什么要查看。"), most=500)


class ConsentForm(FlaskForm):
    """The second person's answer."""

    outcome = choice_field(_l("决定"), _l("请选择决定。"))
    reason = TextAreaField(_l("理由"), filters=[tidy])

    def prepare(self) -> "ConsentForm":
        self.outcome.choices = [SelectChoice(GRANT, _("同意，一天内有效")), SelectChoice(REFUSE, _("不同意"))]
        return self

    def validate_reason(self, field: Input) -> None:
        if self.outcome.data == REFUSE:
            Words(_("不同意的，请写明理由。"), MOST)(self, field)


def _people(people: dict[str, StaffUser]) -> list[SelectChoice]:
    return [
        SelectChoice("", _("请选择")),
        *(SelectChoice(key, person_words(one)) for key, one in people.items()),
    ]
