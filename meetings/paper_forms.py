import re

from django.core.exceptions import ValidationError

from groups.saving_forms import EditedFormMixin
from lib.forms import GovForm, LineField, TextField
from meetings.forms import MARKED_SENSITIVE

FINGERPRINT = re.compile(r"[0-9a-f]{12,64}")
IN_PARTS = "What you say here stands in the open part, so nothing OFFICIAL-SENSITIVE belongs in it"


class CheckDocumentForm(GovForm):
    fingerprint = LineField(
        label="Fingerprint",
        missing="Enter the fingerprint, as it stands at the foot of each page",
        help_text="The 12 characters at the foot of a page, or all 64 from the first page. Spaces do not matter.",
        max_length=100,
        width=30,
    )
    submit = "Check the document"

    @property
    def helper(self):
        helper = super().helper
        helper.form_method, helper.disable_csrf = "get", True
        return helper

    def clean_fingerprint(self):
        fingerprint = re.sub(r"\s", "", self.cleaned_data["fingerprint"]).lower()
        if not FINGERPRINT.fullmatch(fingerprint):
            raise ValidationError("Fingerprint must be 12 to 64 characters, the figures 0 to 9 and the letters a to f")
        return fingerprint


class UpwardReportForm(EditedFormMixin, GovForm):
    text = TextField(
        label="What the group says besides",
        called="What the group says",
        missing="Write what went well, what stands in the way, and what the senior owner is asked to decide",
        help_text="Highlights of the period, how the plan stands and why, and what you ask for. It is OFFICIAL.",
        max_length=4000,
        rows=8,
    )
    submit = "Save the report"

    def clean_text(self):
        if MARKED_SENSITIVE.search(self.cleaned_data["text"]):
            raise ValidationError(IN_PARTS)
        return self.cleaned_data["text"]
