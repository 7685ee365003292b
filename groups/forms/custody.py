from groups.models import Membership
from groups.roles import KEEP_THE_RECORD
from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, GovForm, LineField, PublicIdChoiceField


class NewReaderForm(SavesMixin, GovForm):
    thing = ChoiceField(label="Which", missing="Choose which of them")
    seat = PublicIdChoiceField(
        label="Who is to read it",
        missing="Choose who is to read it",
        queryset=Membership.objects.none(),
        label_of=lambda seat: f"{seat.name}, {seat.get_role_display().lower()}",
        help_text="Somebody who keeps the minutes. They may then name other readers",
    )
    reason = LineField(
        label="Reason", missing="Enter the reason", max_length=200, help_text="It is kept with the record"
    )
    submit = "Ask the other to agree"

    def __init__(self, *args, group, orphans, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", "Choose"), *((orphan.key, orphan.called) for orphan in orphans)]
        seats = group.memberships.active().filter(role__in=KEEP_THE_RECORD).select_related("organisation", "user")
        self.fields["seat"].queryset = seats.order_by("name")
