"""The three questions about who may read a thing, asked in the same words in every room."""

from django import forms

from groups.models import Audience, Marking
from groups.sensitivity import is_wider, seat_can_read
from lib.forms import ChoiceField, LineField

SENSITIVE_FIELDS = ["marking", "audience", "handling"]
CHANGED_MEANWHILE = (
    "Who may read this was changed meanwhile, to {marking}, {audience}. "
    "Choose again what it should be, and save it once more"
)

MARKING_HINTS = {
    Marking.OFFICIAL: "Everyday business of the group",
    Marking.OFFICIAL_SENSITIVE: "For confirmed members who have accepted the handling undertaking. "
    "Each reading is recorded",
}
AUDIENCE_HINTS = {
    Audience.STATUTORY: "Seats of councils, police, fire, ambulance and other statutory bodies",
    Audience.AUTHORITY: "Only the seats of the councils that lead or take part in the group",
    Audience.NAMED: "The people you name next, and nobody else",
}


class MarkingField(ChoiceField):
    """OFFICIAL or OFFICIAL-SENSITIVE. SECRET and above are refused at the door, as in every field."""

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": "Marking",
                "missing": "Choose the marking",
                "choices": Marking.choices,
                "radios": True,
                "hints": MARKING_HINTS,
                "initial": Marking.OFFICIAL,
                **kwargs,
            }
        )


class AudienceField(ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": "Who may read it",
                "missing": "Choose who may read it",
                "choices": Audience.choices,
                "radios": True,
                "hints": AUDIENCE_HINTS,
                "initial": Audience.EVERYONE,
                **kwargs,
            }
        )


class SensitiveFormMixin(forms.Form):
    """Adds marking, audience and handling at the end of a form: `class ItemForm(SensitiveFormMixin, GovForm)`.

    `within` is what the thing hangs on: the thing starts with its marking and audience, and is never wider. `reader` is
    the field that names a seat which must be able to read the thing, if the form has one.
    """

    marking = MarkingField()
    audience = AudienceField()
    handling = LineField(
        label="Handling instruction",
        required=False,
        max_length=120,
        help_text="For example, do not forward. Leave empty if there is none",
    )

    limits_seen = forms.CharField(widget=forms.HiddenInput, required=False)  # as they stood when the page was opened

    reader = None
    names_readers = False  # True where the next page asks whom to name

    def __init__(self, *args, within=None, **kwargs):
        if within is not None:
            kwargs["initial"] = {
                "marking": within.marking,
                "audience": within.audience,
                **(kwargs.get("initial") or {}),
            }
        super().__init__(*args, **kwargs)
        self.within = within
        self.limits_stand = [self.get_initial_for_field(self.fields[name], name) or "" for name in SENSITIVE_FIELDS]
        self.initial["limits_seen"] = in_one_word(self.limits_stand)
        own = [name for name in self.fields if name not in (*SENSITIVE_FIELDS, "limits_seen")]
        self.order_fields([*own, *SENSITIVE_FIELDS])
        if not self.names_readers and self.limits_stand[1] != Audience.NAMED:  # what is for named readers may stay so
            self.fields["audience"].choices = [(a.value, a.label) for a in Audience if a != Audience.NAMED]
        self.offer_what_is_narrow_enough()

    def offer_what_is_narrow_enough(self):
        """Shows no choice that is refused at once; asked for all the same, the refusal still says why."""
        if self.within is None:
            return
        narrow = [c for c in self.fields["audience"].choices if not is_wider(c[0], than=self.within.audience)]
        self.fields["audience"].widget.choices = narrow
        if self.within.is_sensitive:
            marking = Marking.OFFICIAL_SENSITIVE
            self.fields["marking"].widget.choices = [(marking.value, marking.label)]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.pop("limits_seen", "")
        if {"marking", "audience"} <= cleaned.keys():
            asked = cleaned["marking"], cleaned["audience"]  # an error takes its field out of `cleaned`
            self.refuse_wider(*asked)
            self.refuse_reader_who_cannot_read(*asked)
            self.refuse_undoing(seen)
        return cleaned

    def refuse_undoing(self, seen):
        """A page opened before somebody restricted the thing does not open it again; sent once more, it is meant."""
        stands = in_one_word(self.limits_stand)
        asked = in_one_word(self.cleaned_data.get(name, "") for name in SENSITIVE_FIELDS)
        if seen and stands not in (seen, asked):
            self.data = self.data.copy()
            self.data[self.add_prefix("limits_seen")] = stands
            marking, audience = Marking(self.limits_stand[0]).label, Audience(self.limits_stand[1]).label
            self.add_error("audience", CHANGED_MEANWHILE.format(marking=marking, audience=audience))

    def refuse_wider(self, marking, audience):
        if self.within is None:
            return
        if is_wider(audience, than=self.within.audience):
            words = self.within.get_audience_display()
            self.add_error("audience", f"This cannot be for more people than what it belongs to: {words}")
        if self.within.is_sensitive and marking != Marking.OFFICIAL_SENSITIVE:
            self.add_error("marking", "What it belongs to is OFFICIAL-SENSITIVE, so this must be too")

    def refuse_reader_who_cannot_read(self, marking, audience):
        seat = self.cleaned_data.get(self.reader) if self.reader else None
        if seat and not seat_can_read(seat, marking=marking, audience=audience):
            self.add_error(self.reader, cannot_read(seat))


def in_one_word(limits):
    return "|".join(limits)


def cannot_read(seat):
    return f"{seat.name} could not read this. Choose somebody else, or change its marking or who may read it"
