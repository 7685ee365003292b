from django import forms
from django.core.exceptions import ValidationError

from groups.saving_forms import SavesMixin
from lib.forms import AgreeField, GovForm, TextField


class AcceptUndertakingForm(SavesMixin, GovForm):
    submit = "Accept the undertaking"
    agreed = AgreeField(
        label="I have read this undertaking and accept it",
        missing="Confirm that you have read the undertaking and accept it",
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, undertaking, **kwargs):
        super().__init__(*args, initial={"sha256": undertaking.sha256}, **kwargs)
        self.undertaking = undertaking

    def clean(self):
        """What is accepted is the text that was read."""
        if self.cleaned_data.get("sha256") != self.undertaking.sha256:
            raise ValidationError("The words of the undertaking have changed. Read them again before you accept them")
        return {}


class ChangeUndertakingForm(SavesMixin, GovForm):
    """`number` is that of the text which the writer saw: the service refuses to put a text over one they did not."""

    submit = "Save the new text"
    text = TextField(
        label="The new text",
        called="Text",
        missing="Enter the text of the undertaking",
        max_length=10_000,
        rows=18,
        help_text="Begin a line with a hyphen to make a list",
    )
    agreed = AgreeField(
        label="Close what is OFFICIAL-SENSITIVE until the new text is accepted",
        missing="Confirm that what is OFFICIAL-SENSITIVE closes until the new text is accepted",
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, undertaking, **kwargs):
        super().__init__(*args, initial={"text": undertaking.text, "number": undertaking.number}, **kwargs)

    def clean(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
