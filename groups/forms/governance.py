from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import Governance
from groups.saving_forms import INCOMPLETE, SavesMixin
from lib.forms import ChoiceField, DateField, GovForm, LineField, TextField, WholeNumberField

KEPT = ["parent_body", "prevent", "prevent_reason", "adopted_on", "adopted_by", "edition"]
WANT_A_REASON = [Governance.Prevent.SAME_OWNER, Governance.Prevent.OTHER_CHAIN]
STEPS = {1: "First", 2: "Then", 3: "And last"}


def who_answers(step):
    return LineField(
        label=f"{STEPS[step]}: who answers what the group cannot settle",
        called=f"Step {step} of the escalation",
        required=False,
        max_length=120,
    )


def within_days(step):
    return WholeNumberField(
        label=f"{STEPS[step]}: within how many working days",
        called=f"The time of step {step}",
        required=False,
        min_value=1,
        max_value=90,
        width=3,
    )


class GovernanceForm(SavesMixin, GovForm):
    submit = "Save the governance"
    parent_body = LineField(
        label="Which body does the group report to?",
        called="The body",
        required=False,
        max_length=120,
        help_text="Such as the community safety partnership, or the corporate leadership team",
    )
    prevent = ChoiceField(
        label="How does it stand to the authority’s Prevent group?",
        required=False,
        radios=True,
        choices=Governance.Prevent.choices,
        hints={
            Governance.Prevent.SAME_OWNER: "Recognised good practice: one person answers for all of it",
            Governance.Prevent.OTHER_CHAIN: "Where the work and the departments differ too much for one chain",
        },
    )
    prevent_reason = TextField(
        label="Why that way",
        required=False,
        max_length=300,
        rows=2,
        help_text="The terms of reference print it",
    )
    adopted_on = DateField(
        label="When was the group adopted into the authority’s governance?",
        called="The day of adoption",
        required=False,
        help_text="Leave it empty until it is. For example, 3 3 2026",
    )
    adopted_by = LineField(
        label="By which decision",
        called="The decision",
        required=False,
        max_length=200,
        help_text="For example, Corporate Leadership Team, minute 14",
    )
    to_1, days_1 = who_answers(1), within_days(1)
    to_2, days_2 = who_answers(2), within_days(2)
    to_3, days_3 = who_answers(3), within_days(3)
    edition = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )

    def __init__(self, *args, governance, **kwargs):
        saved = {name: getattr(governance, name) for name in KEPT}
        super().__init__(*args, initial=saved | steps_typed(governance.escalation), **kwargs)
        self.governance = governance

    def clean_adopted_on(self):
        day = self.cleaned_data["adopted_on"]
        if day and day > timezone.localdate():
            raise ValidationError("The day of adoption must be today or in the past")
        return day

    def clean(self):
        """What the service takes: the steps as one list, without the empty ones."""
        cleaned = super().clean()
        if cleaned.get("adopted_on") and cleaned.get("adopted_by") == "":
            self.add_error("adopted_by", "Enter the decision by which it was adopted")
        if cleaned.get("prevent") in WANT_A_REASON and cleaned.get("prevent_reason") == "":
            self.add_error("prevent_reason", "Enter why it is that way")
        escalation = self._steps(cleaned)
        return {name: value for name, value in cleaned.items() if name in KEPT} | {"escalation": escalation}

    def _steps(self, cleaned):
        steps = []
        for number in STEPS:
            if self.has_error(f"to_{number}") or self.has_error(f"days_{number}"):
                continue
            to, days = cleaned[f"to_{number}"], cleaned[f"days_{number}"]
            if to and not days:
                self.add_error(f"days_{number}", f"Enter within how many working days step {number} is answered")
            if days and not to:
                self.add_error(f"to_{number}", f"Enter who answers at step {number}")
            if to and days:
                steps.append({"to": to, "working_days": days})
        return steps

    def save_by(self, service, **more):
        saved = super().save_by(service, **more)
        if not saved and self.has_error("__all__", code="stale"):
            self.data = self.data.copy()
            self.data["edition"] = self.governance.edition  # the page shows what stands now: the next save is meant
        return saved


def steps_typed(escalation):
    return {
        name: value
        for number, step in enumerate(escalation, start=1)
        for name, value in [(f"to_{number}", step["to"]), (f"days_{number}", step["working_days"])]
    }
