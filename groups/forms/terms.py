from groups.saving_forms import EditedFormMixin
from lib.forms import GovForm, TextField


class TermsSectionForm(EditedFormMixin, GovForm):
    submit = "Save the section"
    text = TextField(
        label="Text of the section",
        called="Text",
        missing="Enter the text of the section",
        max_length=10_000,
        rows=18,
        help_text="Each paragraph becomes a numbered clause. Begin a line with a hyphen to make a list",
    )
