"""Forms of what is written in the record: entries, decisions, actions raised, each with what may be shared of it."""

from functools import cached_property

from django import forms

from groups.access import hats_of
from groups.models import Audience, Marking, Membership
from groups.saving_forms import EditedFormMixin, SavesMixin, edition_field
from groups.sensitive_forms import SensitiveFormMixin
from groups.sensitivity import WIDEST_FIRST, is_wider, within_limits
from lib.editions import StaleEdition
from lib.forms import ChoiceField, DateField, GovForm, LineField, PublicIdChoiceField, TextField, TickField
from meetings.models import WithheldBecause
from meetings.models.standing import within_reach

SHARED_MEANWHILE = (
    "Somebody else saved this line while you were typing. Theirs says: {words}. "
    "Yours is below, not saved yet. Save it again to put it in the place of theirs"
)
SELF_SHUT_OUT = "You could not read this paragraph yourself then. Choose again who may"


class OutsideFormMixin(forms.Form):
    """Asks what of the words may be shared with everybody, and why the rest may not."""

    shareable = TextField(label="To share with everyone", required=False, optional_word=False, max_length=20000, rows=4)
    shares_all = TickField(label="The same words")
    withheld_because = ChoiceField(
        label="Why the rest stays here",
        choices=WithheldBecause.choices,
        required=False,
        empty_label="No reason chosen",
        optional_word=False,
    )

    rest_is_more = True  # False where `text` is all there is, so that with the same words nothing is withheld

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shareable"].is_counted = False
        said = self.initial.get("shareable")
        self.initial["shares_all"] = bool(said) and said == self.initial.get("text")

    def words_inside(self):
        return self.cleaned_data.get("text", "")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        inside = self.words_inside()
        if cleaned.pop("shares_all", False) and self._typed_no_others(inside):
            cleaned["shareable"] = inside
        if inside and cleaned.get("shareable") == inside and not self.rest_is_more:
            cleaned["withheld_because"] = ""
        return cleaned

    def _typed_no_others(self, inside):
        """Other words than those that stood in the field are meant, whatever is ticked beside it."""
        return self.cleaned_data.get("shareable") in ["", inside, self.stood("shareable"), self.stood("text")]

    def stood(self, name):
        """What the page showed in a field."""
        return self.initial.get(name, "")


class DeskForm(GovForm):
    """Says what was refused that belongs to no form of its own on the run page."""

    form_tag = False


class EditParagraphFormMixin(EditedFormMixin, OutsideFormMixin):
    """A paragraph that stands: its texts, and the reason why the rest of it stays inside."""

    def __init__(self, *args, thing, **kwargs):
        outside = {"withheld_because": thing.withheld_because}
        super().__init__(*args, thing=thing, **{**kwargs, "initial": outside | (kwargs.get("initial") or {})})

    def stood(self, name):
        """In the edition that was on the page, though another may stand by now."""
        return getattr(self._edition_on_the_page, name, "")

    @cached_property
    def _edition_on_the_page(self):
        edition = self.cleaned_data.get("edition")
        is_newest = self.thing.pk is None or edition == self.thing.edition
        return self.thing if is_newest else self.thing.texts.filter(edition=edition).first()


class EntryForm(EditParagraphFormMixin, GovForm):
    text = TextField(
        label="Minutes of this item", called="The text", required=False, optional_word=False, max_length=20000, rows=7
    )
    submit = "Save the entry"
    field_order = ["text", "shareable", "shares_all", "withheld_because"]
    kept = ["text", "shareable"]
    rest_is_more = False


class DeskEntryForm(EntryForm):
    """A paragraph on the run page, whose one form holds many: a choice between two texts is asked of each by itself."""

    form_tag = False

    def __init__(self, *args, called, place, **kwargs):
        self.place = place
        super().__init__(*args, **kwargs)
        self.fields["text"].label = called
        self.fields["text"].is_counted = False
        self.fields["text"].widget.attrs["rows"] = rows_of(self.thing.text)
        self.fields["shareable"].widget.attrs["rows"] = rows_of(self.thing.shareable)

    def save_by(self, service, **more):
        if self.choice == "theirs":
            stands = {name: getattr(self.thing, name) for name in [*self.kept, "edition", "withheld_because"]}
            self._type(**stands, shares_all="")
            self.saved, self.is_saved = self.thing, True
            return True
        if not self.choice and self.data.get(self.add_prefix("unsettled")):
            return self._meet(self.thing.texts.select_related("by").latest("edition"))
        return super().save_by(service, **more)

    def go_on_from_saved(self):
        """Shown again because of something else on the page, it is over what was saved."""
        self._type(edition=self.saved.edition)

    @property
    def is_changed(self):
        """Whether its writer typed anything, or chose between two texts.

        A page that was opened before somebody else saved this paragraph brings back what stood in it then, untouched.
        """
        said = [*self.kept, "withheld_because"]
        return bool(self.choice) or any(self.cleaned_data[name] != self.stood(name) for name in said)


def rows_of(text):
    """About the lines that it fills, so that one page shows many paragraphs."""
    return min(max(3, len(text) // 45 + text.count("\n") + 1), 14)


class BeginEntryForm(DeskEntryForm):
    """The next paragraph. It is for whom its item is, unless it is kept to fewer."""

    marking = ChoiceField(label="Marking", choices=Marking.choices, required=False, empty_label="As the item")
    audience = ChoiceField(label="Who may read it", choices=Audience.choices, required=False, empty_label="As the item")

    def __init__(self, *args, item, **kwargs):
        self.item = item
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 5
        self._offer("marking", [] if item.is_sensitive else [Marking.OFFICIAL_SENSITIVE])
        self._offer("audience", [audience for audience in WIDEST_FIRST if self._is_narrower(audience)])

    def _offer(self, name, choices):
        field = self.fields[name]
        if choices:
            field.widget.choices = [field.choices[0], *((choice.value, choice.label) for choice in choices)]
        else:
            del self.fields[name]

    def _is_narrower(self, audience):
        """Named readers are named on the page of its readers."""
        return audience != Audience.NAMED and is_wider(self.item.audience, than=audience)

    @property
    def for_fewer(self):
        """The questions by which it is kept to fewer than its item, as far as there are fewer."""
        return [self[name] for name in ("marking", "audience") if name in self.fields]

    @property
    def is_kept_to_fewer(self):
        return any(field.value() or field.errors for field in self.for_fewer)

    def kept_as(self, name):
        """By its place among the paragraphs: what was sent as the second is no draft of the third. Saved, it is one."""
        if self.standing.pk:
            return super().kept_as(name)
        return f"{self.user.public_id}:{self.item.public_id}-{name}:{self.place}"

    def clean(self):
        """Within the item, whatever it is by now: who chose nothing, or more than it lets, gets what it has."""
        cleaned = super().clean()
        asked = cleaned.get("audience")
        cleaned["marking"] = Marking.OFFICIAL_SENSITIVE if self.item.is_sensitive else cleaned.get("marking")
        cleaned["marking"] = cleaned["marking"] or self.item.marking
        cleaned["audience"] = asked if asked and self._is_narrower(asked) else self.item.audience
        self._refuse_to_shut_oneself_out(cleaned["marking"], cleaned["audience"])
        return cleaned

    def _refuse_to_shut_oneself_out(self, marking, audience):
        if (marking, audience) == (self.item.marking, self.item.audience):
            return
        hats = [hat for hat in hats_of(self.user, at_meetings=True) if hat.covers(self.item)]
        if not any(within_limits(hat, audience, marking) for hat in hats):
            self.add_error(next(name for name in ("audience", "marking") if name in self.fields), SELF_SHUT_OUT)

    @property
    def is_changed(self):
        return bool(self.cleaned_data["text"] or self.cleaned_data["shareable"])


class AddEntryForm(SensitiveFormMixin, OutsideFormMixin, GovForm):
    text = TextField(label="Entry", missing="Write the entry", max_length=20000, rows=7)
    submit = "Add the entry"
    field_order = ["text", "shareable", "shares_all", "withheld_because"]
    rest_is_more = False


class DecisionForm(OutsideFormMixin, GovForm):
    text = TextField(label="What was decided", missing="Enter what was decided", max_length=2000, rows=2)
    reason = TextField(label="Because", missing="Enter the reason", max_length=2000, rows=2)
    options = TextField(label="Options considered", required=False, max_length=4000, rows=2)
    dissent = TextField(label="Differing views", required=False, max_length=2000, rows=2)
    review_on = DateField(label="Look at it again on", called="The day to look at it again", required=False)
    form_tag = False
    label_size = ""
    field_order = ["text", "reason", "options", "dissent", "review_on", "shareable", "shares_all", "withheld_because"]

    def clean_review_on(self):
        return within_reach(self.cleaned_data["review_on"])


class EditDecisionForm(EditParagraphFormMixin, DecisionForm):
    form_tag = True
    label_size = "s"
    submit = "Save the decision"
    review_on = None  # it is set again when the decision is looked at
    kept = ["text", "reason", "options", "dissent", "shareable"]


class RaisedActionForm(OutsideFormMixin, GovForm):
    text = LineField(label="What is to be done", missing="Enter what is to be done", max_length=300)
    owner = PublicIdChoiceField(label="Who", missing="Choose who will do it", queryset=Membership.objects.none())
    due_on = DateField(label="By when", missing="Enter by when")
    form_tag = False
    label_size = ""
    field_order = ["text", "owner", "due_on", "shareable", "shares_all", "withheld_because"]

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = group.memberships.active().select_related("user").order_by("name")


class ShareActionForm(SavesMixin, OutsideFormMixin, GovForm):
    """What may be shared of an action; its own words are those of the action plan."""

    submit = "Save what may be shared"
    edition = edition_field()
    field_order = ["shareable", "shares_all", "withheld_because"]

    def __init__(self, *args, raised, **kwargs):
        self.raised = raised
        said = {name: getattr(raised, name) for name in ("shareable", "withheld_because", "edition")}
        super().__init__(*args, initial={**said, "text": raised.action.text}, **kwargs)

    def words_inside(self):
        return self.raised.action.text

    def save_by(self, service, **more):
        try:
            return super().save_by(service, **more)
        except StaleEdition as stale:
            self.add_error("shareable", SHARED_MEANWHILE.format(words=stale.theirs.shareable or "nothing"))
            self.data = self.data.copy()
            self.data["edition"] = stale.theirs.edition
            return False
