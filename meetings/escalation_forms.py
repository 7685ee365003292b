from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.saving_forms import SavesMixin
from lib.forms import DateField, GovForm, TextField


class EscalateForm(GovForm):
    text = TextField(
        label="What you ask of the senior owner",
        called="What you ask",
        missing="Enter what you ask of the senior owner",
        max_length=2000,
        rows=2,
    )
    reason = TextField(
        label="Why it cannot be settled here",
        called="Why",
        missing="Enter why it cannot be settled here",
        max_length=2000,
        rows=2,
    )
    reply_by = DateField(label="Answer needed by", missing="Enter by when you need the answer")
    form_tag = False
    label_size = ""

    def clean_reply_by(self):
        if self.cleaned_data["reply_by"] < timezone.localdate():
            raise ValidationError("The day by which you need the answer must not be past")
        return self.cleaned_data["reply_by"]


class AnswerEscalationForm(SavesMixin, GovForm):
    text = TextField(label="Your answer", missing="Write your answer", max_length=4000, rows=6)
    submit = "Send the answer"
