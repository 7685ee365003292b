from groups.saving_forms import EditedFormMixin, SavesMixin
from groups.sensitive_forms import SensitiveFormMixin
from lib.forms import GovForm, LineField, TextField


class AnnexForm(GovForm):
    title = LineField(
        label="Title",
        missing="Enter the title of the annex",
        max_length=120,
        help_text="Only those who may read the annex see its title. The others see its letter",
    )
    text = TextField(
        label="Text of the annex",
        called="Text",
        missing="Enter the text of the annex",
        max_length=20_000,
        rows=18,
        help_text="Begin a line with a hyphen to make a list",
    )


class AddAnnexForm(SavesMixin, SensitiveFormMixin, AnnexForm):
    submit = "Add the annex"


class EditAnnexForm(EditedFormMixin, AnnexForm):
    submit = "Save the annex"

    def __init__(self, *args, thing, **kwargs):
        super().__init__(*args, thing=thing, initial={"title": thing.title}, **kwargs)


class WithdrawAnnexForm(SavesMixin, GovForm):
    submit = "Withdraw the annex"
