"""Choosing a leader or an investigator."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from feedback_app.accounts.models import StaffUser
from feedback_app.tickets.forms_staff.base import StepForm, choice_field, lang, words_field


@dataclass(frozen=True)
class Candidate:
    """Somebody who could sit there by role; `why_not`: the sentence that says why this time they cannot."""

    person: StaffUser
    why_not: str = ""


class PersonForm(StepForm):
    """One person to be chosen. Who cannot be is shown all the same, with the reason."""

    person = choice_field(_l("人员"), _l("请选择一个人。"))

    def offer(self, candidates: Sequence[Candidate], label: str) -> None:
        """The people to choose from."""
        self.candidates = {str(one.person.id): one for one in candidates}
        self.person.label.text = label
        self.person.choices = [
            SelectChoice(number, person_words(one.person), {"disabled": True} if one.why_not else {})
            for number, one in self.candidates.items()
        ]
        self.hints = {number: one.why_not for number, one in self.candidates.items() if one.why_not}

    @property
    def chosen(self) -> StaffUser:
        return self.candidates[self.person.data].person

    def refuse(self, words: str) -> None:
        self.person.errors = [*self.person.errors, words]

    def validate_person(self, field: RadioField) -> None:
        one = self.candidates.get(field.data or "")
        if one is not None and one.why_not:
            raise ValidationError(one.why_not)


class ChangePersonForm(PersonForm):
    """Another person, and why."""

    reason = words_field(_l("理由"), _l("请写明为什么要换人。"), most=2_000)


def person_words(person: StaffUser) -> str:
    """A person as a page names them: name and post."""
    name, post = name_and_post(person)
    return str(_("%(name)s（%(post)s）", name=name, post=post))


def name_and_post(person: StaffUser) -> tuple[str, str]:
    """Both in the reader's language."""
    if lang() == "en" and person.name_en:
        return person.name_en, person.post_en or person.post
    return person.name, person.post
