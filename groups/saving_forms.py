"""Forms that hand to a service what they cleaned, and say what it answers."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from groups.names import name_in
from lib.editions import StaleEdition

INCOMPLETE = "The form that was sent is not complete. Open the page again and send it from there"

CHANGED_MEANWHILE = (
    "This was changed meanwhile by {name}, though in the same words. Open the page again to see what they changed, "
    "or save once more to put what is below in its place"
)


class SavesMixin(forms.Form):
    def save_by(self, service, **more):
        """Call `service` with what was cleaned. False when it refused: then the form says why."""
        try:
            self.saved = service(**self.cleaned_data, **more)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


@dataclass(frozen=True)
class Conflict:
    """The text that stands now, for templates/includes/conflict.html; `name` is what the group calls its author."""

    theirs: object
    name: str
    at: datetime
    mine: str


class EditedFormMixin(SavesMixin):
    """Edits the `text` of a thing (lib.editions.Edited): `class SectionForm(EditedFormMixin, GovForm)` with a `text`.

    When somebody else saved first, `save_by` gives False and `conflict` holds both texts. The page then shows
    includes/conflict.html instead of the form; its buttons come back here as `choice`. `kept` are the fields that the
    browser keeps until a save of them is confirmed; with `autosaves` its script saves them too (groups/autosave.py).
    """

    kept = ["text"]
    autosaves = False
    is_saved = False

    edition = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], INCOMPLETE),
    )

    def __init__(self, *args, thing, user, **kwargs):
        saved = {"text": thing.text, "edition": thing.edition}
        super().__init__(*args, **{**kwargs, "initial": saved | (kwargs.get("initial") or {})})
        self.thing, self.user, self.conflict = thing, user, None
        for name in self.kept:
            self.fields[name].widget.attrs["data-keep"] = self.kept_as(name)

    @property
    def helper(self):
        helper = super().helper
        if self.autosaves:
            helper.attrs["data-autosave"] = True
        return helper

    @property
    def standing(self):
        """The thing as it stands after a save."""
        return getattr(self, "saved", None) or self.thing

    @property
    def newest_text(self):
        """The text that stands, as it was kept: when, and by whom."""
        return self.standing.texts.select_related("by").order_by("edition").last() if self.standing.pk else None

    def kept_as(self, name):
        """What the browser keeps a field's text under: whose, of what, and over which edition it is typed."""
        place = self.standing.public_id if name == "text" else f"{self.standing.public_id}-{name}"
        return f"{self.user.public_id}:{place}:{self.standing.edition}"

    def save_by(self, service, **more):
        if self.data.get("choice") == "both":
            self._type(text=f"{self.thing.text}\n\n{self.cleaned_data['text']}", edition=self.thing.edition)
            return False
        try:
            self.is_saved = super().save_by(service, **more)
        except StaleEdition as stale:
            self.is_saved = self._meet(stale.theirs)
        return self.is_saved

    def _meet(self, theirs):
        """True when both wrote the same words: a form sent twice is no conflict."""
        mine, name = self.cleaned_data["text"], name_in(self.thing.group, theirs.by)
        if theirs.text == mine and self._all_else_stands(theirs):
            self.saved = theirs.thing
            return True
        if theirs.text == mine:
            self.add_error(None, CHANGED_MEANWHILE.format(name=name))
        else:
            self.conflict = Conflict(theirs, name, theirs.at, mine)
        self._type(edition=theirs.edition)
        return False

    def _all_else_stands(self, theirs):
        """Whether what was typed beside the text is what the thing says now."""
        rest = {name: value for name, value in self.cleaned_data.items() if name not in ("text", "edition")}
        return type(self.thing).objects.filter(pk=theirs.thing_id, **rest).exists()

    def _type(self, **values):
        """What the form holds when it is shown again."""
        self.data = self.data.copy()
        for field, value in values.items():
            self.data[self.add_prefix(field)] = value
