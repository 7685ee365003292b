from django.core.exceptions import ValidationError

from groups.models import PAPG
from groups.saving_forms import SavesMixin
from groups.services.groups import NAME_IS_TAKEN
from lib.forms import GovForm, LineField


class CreateGroupForm(SavesMixin, GovForm):
    submit = "Create the group"
    name = LineField(
        label="Name of the group",
        called="Name",
        missing="Enter the name of the group",
        max_length=120,
        help_text="The name of the authority stands beside it on each page",
        initial="Protect and Prepare Group",
    )

    def __init__(self, *args, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority

    def clean_name(self):
        name = self.cleaned_data["name"]
        if PAPG.objects.filter(lead_authority=self.authority, name__iexact=name).exists():
            raise ValidationError(NAME_IS_TAKEN)
        return name
