from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import CheckAnswer
from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, DateField, GovForm, TextField

Kind = CheckAnswer.Kind
LONGEST = timedelta(days=731)
HINTS = {
    Kind.MENDING: "Say who does what, and when to ask again",
    Kind.RIGHT: "Say why. The warning comes back when something new comes to it, or on a day that you choose",
    Kind.ELSEWHERE: "Say which. Record it under Areas and portfolios, too",
}


class AnswerCheckForm(SavesMixin, GovForm):
    """Answers one of `checks`, as they stand now."""

    submit = "Answer"
    check = ChoiceField(label="Warning", missing="Choose the warning that you answer")
    kind = ChoiceField(
        label="Your answer", missing="Choose your answer", choices=Kind.choices, radios=True, hints=HINTS
    )
    reason = TextField(
        label="Reason, which members will see",
        called="Reason",
        missing="Enter the reason",
        max_length=500,
        rows=3,
        help_text="Everybody in the group reads it, and the printed board carries it: nothing OFFICIAL-SENSITIVE",
    )
    ask_again_on = DateField(
        label="Ask again on",
        called="The day to ask again",
        required=False,
        help_text="For example, 27 3 2027. Leave it empty if it is settled",
    )

    def __init__(self, *args, checks, **kwargs):
        super().__init__(*args, **kwargs)
        self.checks = {check.code: check for check in checks}
        self.fields["check"].choices = [("", "Choose"), *((code, check.title) for code, check in self.checks.items())]
        if self.chosen:
            self.fields["check"].widget = forms.HiddenInput()

    @property
    def chosen(self):
        return self.checks.get(self["check"].value())

    def clean_check(self):
        return self.checks[self.cleaned_data["check"]]

    def clean_ask_again_on(self):
        day, today = self.cleaned_data["ask_again_on"], timezone.localdate()
        if day and day <= today:
            raise ValidationError("The day to ask again must be after today")
        if day and day > today + LONGEST:
            raise ValidationError("The day to ask again must be within two years")
        return day

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("kind") == Kind.MENDING
            and not cleaned.get("ask_again_on")
            and "ask_again_on" not in self.errors
        ):
            self.add_error("ask_again_on", "Enter the day to ask again: by then it should be put right")
        return cleaned
