"""Forms for what is said of minutes that are out: a correction, its answer, an addendum."""

from django.core.exceptions import ValidationError

from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, GovForm, LineField, TextField

NOTHING_CHANGED = "Change what is wrong: this is what the paragraph says now"


class ProposeCorrectionForm(SavesMixin, GovForm):
    """Begins with the words as they stand, so that only what is wrong has to be typed."""

    should_say = TextField(label="It should say", missing="Write what it should say", max_length=20000, rows=6)
    reason = LineField(
        label="Why",
        missing="Enter why it is wrong",
        max_length=500,
        help_text="One line, for whoever answers it: what you saw, said or looked up",
    )
    submit = "Propose the correction"

    def __init__(self, *args, paragraph, **kwargs):
        self.stands = paragraph.thing.words if paragraph else ""
        super().__init__(*args, initial={"should_say": self.stands}, **kwargs)

    def clean_should_say(self):
        should_say = self.cleaned_data["should_say"]
        if should_say.split() == self.stands.split():
            raise ValidationError(NOTHING_CHANGED)
        return should_say


class AnswerCorrectionForm(SavesMixin, GovForm):
    taken = ChoiceField(
        label="Is it right?",
        missing="Choose whether it is right",
        choices=[("yes", "Yes, it is taken"), ("no", "No, the words stand")],
        hints={"yes": "The words stay, and the correction stands under them for good"},
        radios=True,
    )
    answer = LineField(
        label="A word to whoever proposed it",
        required=False,
        optional_word=False,
        max_length=500,
        help_text="Needed if it is not taken. All who read the paragraph see it",
    )
    submit = "Answer the correction"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("taken") == "no" and cleaned.get("answer") == "":
            self.add_error("answer", "Say in a word why it is not taken")
        cleaned["taken"] = cleaned.get("taken") == "yes"
        return cleaned


class AddendumForm(SavesMixin, GovForm):
    text = TextField(
        label="The addendum",
        missing="Write what is to stand beside the approved words",
        max_length=20000,
        rows=6,
        help_text="It is kept for good, with your name and the time. Nobody can change it, and neither can you",
    )
    submit = "Add the addendum"
