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


def edition_field():
    """Over which edition a text was typed."""
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], INCOMPLETE),
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
class BothTexts:
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Conflict:
    """The texts that stand now beside one's own, for templates/includes/conflict.html.

    `name` is what the group calls the author of theirs; `choice` is the name of the buttons, and
    `unsettled` of a field which says that none of them was pressed yet.
    """

    texts: list
    name: str
    at: datetime
    choice: str
    unsettled: str


class EditedFormMixin(SavesMixin):
    """Edits the `text` of a thing (lib.editions.Edited): `class SectionForm(EditedFormMixin, GovForm)` with a `text`.

    `kept`: the fields of texts, all under the one edition, which the browser keeps until a save of them is confirmed.
    When somebody else saved first, `save_by` gives False and `conflict` holds their texts and ours. The page then shows
    includes/conflict.html instead of the form; its buttons come back here as `choice`.
    """

    kept = ["text"]
    is_saved = False

    edition = edition_field()

    def __init__(self, *args, thing, user, **kwargs):
        saved = {name: getattr(thing, name) for name in [*self.kept, "edition"]}
        super().__init__(*args, **{**kwargs, "initial": saved | (kwargs.get("initial") or {})})
        self.thing, self.user, self.conflict = thing, user, None
        for name in self.kept:
            self.fields[name].widget.attrs["data-keep"] = self.kept_as(name)

    @property
    def standing(self):
        """The thing as it stands after a save."""
        return getattr(self, "saved", None) or self.thing

    @property
    def newest_text(self):
        """The text that stands, as it was kept: when, and by whom."""
        if not self.standing.pk:
            return None
        return self.standing.saved_text or self.standing.texts.select_related("by").order_by("edition").last()

    def kept_as(self, name):
        """What the browser keeps a field's text under: whose, of what, and over which edition it is typed."""
        place = self.standing.public_id if name == "text" else f"{self.standing.public_id}-{name}"
        return f"{self.user.public_id}:{place}:{self.standing.edition}"

    @property
    def choice(self):
        return self.data.get(self.add_prefix("choice"))

    def save_by(self, service, **more):
        if self.choice == "both":
            both = {name: in_one(getattr(self.thing, name), self.cleaned_data[name]) for name in self.kept}
            self._type(**both, edition=self.thing.edition)
            return False
        try:
            self.is_saved = super().save_by(service, **more)
        except StaleEdition as stale:
            self.is_saved = self._meet(stale.theirs)
        return self.is_saved

    def _meet(self, theirs):
        """True when both wrote the same words: a form sent twice is no conflict."""
        texts, name = self._differing(theirs), name_in(self.thing.group, theirs.by)
        if not texts and self._all_else_stands(theirs):
            self.saved = theirs.thing
            return True
        if texts:
            fields = [self.add_prefix(field) for field in ("choice", "unsettled")]
            self.conflict = Conflict(texts, name, theirs.at, *fields)
        else:
            self.add_error(None, CHANGED_MEANWHILE.format(name=name))
        self._type(edition=theirs.edition)
        return False

    def _differing(self, theirs):
        both = [
            BothTexts(self.fields[name].label, getattr(theirs, name), self.cleaned_data[name]) for name in self.kept
        ]
        return [text for text in both if text.theirs != text.mine]

    def _all_else_stands(self, theirs):
        """Whether what was typed beside the texts is what the thing says now."""
        rest = {name: value for name, value in self.cleaned_data.items() if name not in (*self.kept, "edition")}
        return type(self.thing).objects.filter(pk=theirs.thing_id, **rest).exists()

    def _type(self, **values):
        """What the form holds when it is shown again."""
        self.data = self.data.copy()
        for field, value in values.items():
            self.data[self.add_prefix(field)] = value


def in_one(theirs, mine):
    """Both texts, one after the other; one alone where they are the same, or there is no other."""
    return "\n\n".join(dict.fromkeys(text for text in (theirs, mine) if text))
