"""The small forms of the run page's room: of one form with the rest of it, so that every button saves the text too."""

from groups.models import Organisation
from lib.forms import ChoiceField, GovForm, LineField, TickField
from meetings.models import Declaration
from meetings.services import NamedDeputy


class RoomForm(GovForm):
    form_tag = False
    label_size = ""


class NameDeputyForm(RoomForm):
    """Its choices come from the roll in hand, so they cost no query. Cleans to the seat's address and `deputyship`."""

    line = ChoiceField(label="In whose seat", missing="Choose in whose seat they sit")
    name = LineField(label="Their name", missing="Enter the name of whoever comes", max_length=120)
    organisation = ChoiceField(
        label="Their organisation",
        required=False,
        optional_word=False,
        empty_label="The same as the member’s",
        help_text="A deputy from elsewhere cannot make up the police adviser of a quorum",
    )
    empowered = TickField(label="They may act for the member", called="May act")

    def __init__(self, *args, roll, **kwargs):
        super().__init__(*args, **kwargs)
        self.roll = {line.public_id: line for line in roll}
        self.kinds = {line.organisation: line.organisation_kind for line in roll}
        self.fields["line"].choices += [(line.public_id, line.name) for line in roll]
        self.fields["organisation"].choices += [(name, name) for name in sorted(self.kinds)]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            line = self.roll[cleaned["line"]]
            name = cleaned.pop("organisation") or line.organisation
            organisation = Organisation(name=name, kind=self.kinds[name])
            cleaned["deputyship"] = NamedDeputy(cleaned.pop("name"), organisation, cleaned.pop("empowered"))
        return cleaned


class GuestForm(RoomForm):
    name = LineField(label="Their name", missing="Enter the guest’s name", max_length=120)
    organisation = LineField(label="Their organisation", missing="Enter the guest’s organisation", max_length=120)
    reason = LineField(label="Why they come", missing="Enter why they come", max_length=200)
    online = TickField(label="They join online", called="Online")
    has_accepted = TickField(label="They accept the handling statement", called="Handling statement")


class DeclareInterestForm(RoomForm):
    line = ChoiceField(label="Who has the interest", missing="Choose who has the interest")
    item = ChoiceField(label="In which item", missing="Choose the item")
    interest = LineField(
        label="What the interest is",
        missing="Enter what the interest is",
        max_length=300,
        help_text="For whoever may read the item",
    )
    done = ChoiceField(
        label="What was done", missing="Choose what was done", choices=Declaration.Done.choices, radios=True
    )

    def __init__(self, *args, roll, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].choices += [(line.public_id, line.name) for line in roll]
        self.fields["item"].choices += [(item.public_id, f"{item.number}. {item.title}") for item in items]
