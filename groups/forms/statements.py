from groups.saving_forms import SavesMixin, edition_field
from lib.forms import GovForm, TextField


class ChangeStatementForm(SavesMixin, GovForm):
    """`edition` is that of the text which the writer saw: the service refuses to put a text over one they did not."""

    submit = "Save the statement"
    text = TextField(
        label="What is read out at the start of a meeting",
        called="The statement",
        missing="Enter the handling statement",
        max_length=3000,
        rows=14,
        help_text="An empty line begins a new paragraph",
    )
    edition = edition_field()

    def __init__(self, *args, rules, **kwargs):
        saved = {"text": rules.statement_in_force, "edition": rules.statement_edition}
        super().__init__(*args, initial=saved, **kwargs)
