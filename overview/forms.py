"""The leaver on one screen: who takes what, who steps up, and when access ends."""

from crispy_forms.layout import Fieldset, Layout
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, DateField, GovForm
from overview.services import STEPS_UP

NOBODY_STEPS_UP = "Choose below who steps up, or choose somebody else here"
NOW, LATER = "now", "later"


class LeaverForm(SavesMixin, GovForm):
    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaving = leaving
        self.deputies = {deputy.public_id: deputy for deputy in leaving.deputies if may_step_up(deputy)}
        for one in leaving.hanging:
            self.fields[one.key] = self._field_of(one)
        if not leaving.seat.has_ended:
            self.fields |= self._ending()

    @property
    def submit(self):
        return "Hand these over" if self.leaving.seat.has_ended else "Hand over and end the seat"

    @property
    def helper(self):
        helper = super().helper
        parts = [Fieldset(heading, *(one.key for one in found)) for heading, found in self.leaving.of_kind()]
        ending = [name for name in ["steps_up", "when", "ends_on"] if name in self.fields]
        helper.layout = Layout(*parts, *([Fieldset("The seat", *ending)] if ending else []))
        return helper

    def _field_of(self, one):
        choices = [(taker.public_id, f"{taker.name}, {taker.organisation}") for taker in one.takers]
        if one.may_step_up and self.deputies:
            choices.append((STEPS_UP, "The deputy who steps up"))
        return ChoiceField(
            label=one.says,
            called=one.called,
            required=False,
            optional_word=False,
            choices=choices,
            empty_label="Leave it open",
            initial=one.proposed and one.proposed.public_id,
            help_text=one.why_left,
        )

    def _ending(self):
        names = [(public_id, f"{deputy.name}, {deputy.organisation}") for public_id, deputy in self.deputies.items()]
        who = ChoiceField(
            label="Which deputy steps up",
            required=False,
            optional_word=False,
            radios=True,
            choices=[("", "Nobody"), *names],
            initial="",
            help_text="They get a seat of their own in the same role today, which waits to be confirmed",
        )
        when = ChoiceField(
            label="When access ends",
            missing="Choose when access ends",
            radios=True,
            choices=[(NOW, "Now, with their next click"), (LATER, "On a day to come")],
            initial=NOW,
        )
        day = DateField(
            label="If on a day to come: which",
            called="The day",
            required=False,
            optional_word=False,
            help_text="Access ends as the day begins, at midnight in London. What you hand over goes today",
        )
        return ({"steps_up": who} if names else {}) | {"when": when, "ends_on": day}

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if self.cleaned_data.get("when") != LATER:
            return None
        if day is None:
            raise ValidationError("Enter the day on which access ends")
        if day <= timezone.localdate():
            raise ValidationError("The day must be tomorrow or later")
        return day

    def clean(self):
        """As `see_off` takes it."""
        given = super().clean()
        seats = {taker.public_id: taker for one in self.leaving.hanging for taker in one.takers}
        chosen = {one.key: given.get(one.key) for one in self.leaving.hanging}
        if not given.get("steps_up"):
            for key in [key for key, taker in chosen.items() if taker == STEPS_UP]:
                self.add_error(key, NOBODY_STEPS_UP)
        return {
            "successors": {key: STEPS_UP if taker == STEPS_UP else seats.get(taker) for key, taker in chosen.items()},
            "steps_up": self.deputies.get(given.get("steps_up")),
            "ends_on": given.get("ends_on"),
        }


def may_step_up(deputy):
    return not deputy.sits and not deputy.is_to_come
