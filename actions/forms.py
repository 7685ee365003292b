from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Action
from groups.models import Membership
from groups.roles import ROLE_PERMISSIONS, SEAT_ROLES, Permission
from groups.saving_forms import EditedFormMixin, SavesMixin
from groups.sensitive_forms import SensitiveFormMixin
from lib.forms import ChoiceField, DateField, GovForm, PublicIdChoiceField, TextField

OWNING_ROLES = [role for role in SEAT_ROLES if Permission.UPDATE_OWN_ACTIONS in ROLE_PERMISSIONS[role]]


def possible_owners(group):
    seats = Membership.objects.active().filter(group=group, role__in=OWNING_ROLES)
    return seats.select_related("organisation", "user").order_by("name")


def named_with_organisation(seat):
    return f"{seat.name}, {seat.organisation}"


class ActionForm(SavesMixin, GovForm):
    """What an action consists of, whether it is raised or edited."""

    text = TextField(
        label="What is to be done",
        missing="Enter what is to be done",
        help_text="Begin with a verb, and say how you will all know that it is done",
        max_length=2000,
        rows=4,
    )
    owner = PublicIdChoiceField(
        label="Who will do it",
        called="Owner",
        missing="Choose who will do it",
        queryset=Membership.objects.none(),
        label_of=named_with_organisation,
    )
    due_on = DateField(
        label="By when",
        called="Due date",
        missing="Enter the day by which it is done",
        help_text="For example, 27 3 2027",
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = possible_owners(group)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate() and due_on != self.initial.get("due_on"):
            raise ValidationError("Due date must be today or in the future")
        return due_on


class RaiseActionForm(SensitiveFormMixin, ActionForm):
    submit = "Add the action"
    reader = "owner"


class EditActionForm(EditedFormMixin, ActionForm):
    submit = "Save the action"

    def __init__(self, *args, thing, user, **kwargs):
        saved = {"owner": thing.owner.public_id, "due_on": thing.due_on}
        super().__init__(*args, thing=thing, user=user, group=thing.group, initial=saved, **kwargs)


class UpdateActionForm(GovForm):
    submit = "Save the update"
    form_tag = False
    status = ChoiceField(label="How does it stand?", missing="Choose how it stands", radios=True)
    text = TextField(
        label="What has happened", missing="Enter what has happened, in a sentence or two", max_length=4000, rows=3
    )

    def __init__(self, *args, action, may, user, reported, **kwargs):
        super().__init__(*args, initial={"status": action.status}, **kwargs)
        self.fields["status"].choices = statuses_open_to(may)
        self.fields["text"].widget.attrs["data-keep"] = f"{user.public_id}:{action.public_id}-report:{reported}"


def statuses_open_to(may):
    """An owner reports that it is done; to drop it is for those who close actions."""
    return [
        status
        for status in Action.Status.choices
        if status[0] != Action.Status.DROPPED or Permission.CLOSE_ACTIONS in may
    ]
