from groups.models import Membership, Purpose
from groups.saving_forms import SavesMixin
from groups.sensitive_forms import SensitiveFormMixin
from lib.forms import ChoiceField, GovForm, LineField, PublicIdChoiceField, TickField, WholeNumberField


class StandingItemForm(SavesMixin, GovForm):
    """The words of a standing item, and who leads it."""

    submit = "Save the item"
    title = LineField(label="Title", missing="Enter the title of the item", max_length=120)
    purpose = ChoiceField(
        label="What the item is for",
        missing="Choose what the item is for",
        choices=Purpose.choices,
        radios=True,
        initial=Purpose.DISCUSS,
    )
    decision_required = LineField(
        label="Decision required",
        required=False,
        max_length=300,
        help_text="The question that the group answers, if it is to decide something",
    )
    owner = PublicIdChoiceField(
        label="Who leads it",
        required=False,
        queryset=Membership.objects.none(),
        label_of=lambda seat: f"{seat.name}, {seat.organisation}",
        empty_label="Nobody yet",
        help_text="They must be able to read it",
    )
    minutes = WholeNumberField(
        label="Minutes of time", missing="Enter the minutes of time", min_value=1, max_value=480, width=3, initial=10
    )
    approves_minutes = TickField(label="The minutes of the last meeting are approved under this item")

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        seats = Membership.objects.active().filter(group=group).select_related("organisation", "user")
        self.fields["owner"].queryset = seats.order_by("name")


class AddStandingItemForm(SensitiveFormMixin, StandingItemForm):
    reader = "owner"

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, group=group, initial={"marking": group.rules.default_marking}, **kwargs)


class EditStandingItemForm(StandingItemForm):
    def __init__(self, *args, standing_item, **kwargs):
        fields = ["title", "purpose", "decision_required", "minutes", "approves_minutes"]
        saved = {field: getattr(standing_item, field) for field in fields}
        owner = standing_item.owner and standing_item.owner.public_id
        super().__init__(*args, group=standing_item.group, initial=saved | {"owner": owner}, **kwargs)
