"""The form of the page "who may read this"."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from groups.models import Audience
from groups.roles import Permission
from groups.saving_forms import SavesMixin
from groups.sensitive_forms import SensitiveFormMixin
from lib.forms import DateField, GovForm, LineField, PublicIdManyChoiceField


class ReadersForm(SavesMixin, SensitiveFormMixin, GovForm):
    readers = PublicIdManyChoiceField(
        label="Named readers",
        queryset=None,
        required=False,
        help_text="Only when it is for named readers. You keep reading it; your deputies do not",
    )
    until = DateField(
        label="Until when they read it",
        required=False,
        help_text="Only for named readers. Leave empty for as long as they sit in the group",
    )
    reason = LineField(
        label="Reason",
        required=False,
        max_length=200,
        help_text="When more people are to read it, or when readers are named: it is kept with the record",
    )
    submit = "Save who may read it"

    def __init__(self, *args, thing, by, may, **kwargs):
        now = {"marking": thing.marking, "audience": thing.audience, "handling": thing.handling}
        self.names_readers = hasattr(thing, "readers") and Permission.NAME_READERS in may
        super().__init__(*args, initial=now, **kwargs)
        self.thing = thing
        if not self.names_readers:
            del self.fields["readers"], self.fields["until"]
        else:
            self._offer_seats(by)
        self.order_fields(["marking", "audience", "readers", "until", "handling", "reason"])

    def _offer_seats(self, by):
        seats = self.thing.group.memberships.active().exclude(user=by).select_related("user", "organisation")
        self.fields["readers"].queryset = seats.order_by("name")
        self.fields["readers"].label_of = lambda seat: f"{seat.name}, {seat.organisation}"
        named = self.thing.readers.values("user")
        self.initial["readers"] = list(seats.filter(user__in=named).values_list("public_id", flat=True))

    def clean_until(self):
        """A day typed means its beginning in London; one that has passed would take the right away at once."""
        day = self.cleaned_data.get("until")
        moment = datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE)) if day else None
        if moment and moment <= timezone.now():
            self.add_error("until", "The day until when they read it must be in the future")
        return moment

    def clean(self):
        cleaned = super().clean()
        if not self.names_readers:
            cleaned |= {"readers": (), "until": None}
        elif cleaned.get("audience") != Audience.NAMED:
            cleaned["readers"] = ()
        return cleaned
