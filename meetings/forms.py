import re

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from groups.forms import AppointDeputyForm, PersonForm
from groups.models import Membership, Purpose
from groups.saving_forms import EditedFormMixin, SavesMixin
from groups.sensitive_forms import SensitiveFormMixin
from lib.forms import (
    ChoiceField,
    GovForm,
    LineField,
    ManyChoiceField,
    MomentField,
    PublicIdChoiceField,
    TextField,
    WebAddressField,
    WholeNumberField,
)
from meetings.models import AgendaItem, Attendance, Course, Meeting
from meetings.planner import dates_from

NOTHING_SENSITIVE = "The whole parent group reads the report, so nothing OFFICIAL-SENSITIVE belongs in it"
MARKED_SENSITIVE = re.compile(r"OFFICIAL\W{0,3}SENSITIVE")


class ScheduleMeetingForm(GovForm):
    starts_at = MomentField(label="When it starts", missing="Enter the day and time of the meeting")
    minutes_long = WholeNumberField(
        label="How long it lasts, in minutes",
        called="Length",
        missing="Enter how many minutes it lasts",
        initial=120,
        min_value=15,
        max_value=480,
    )
    place = LineField(label="Place", required=False, max_length=200)
    joining_link = WebAddressField(
        label="Joining link",
        required=False,
        max_length=500,
        help_text="Place and link are shown only to signed-in members, never in an e-mail",
    )
    submit = "Schedule the meeting"

    def clean_starts_at(self):
        """A slip in the year is caught; a meeting that is late to begin keeps its time when its place changes."""
        starts_at = self.cleaned_data["starts_at"]
        if starts_at < timezone.now() and starts_at != self.initial.get("starts_at"):
            raise ValidationError("When it starts must be in the future")
        return starts_at


class ChangeMeetingForm(ScheduleMeetingForm):
    submit = "Save the meeting"


class PlanMeetingsForm(SavesMixin, ScheduleMeetingForm):
    """Sent twice: with the pattern, which shows the dates that it gives, and then with those to be scheduled."""

    count = WholeNumberField(
        label="How many meetings", missing="Enter how many meetings", initial=4, min_value=2, max_value=12, width=2
    )
    months_between = WholeNumberField(
        label="Months from one to the next",
        called="Months",
        missing="Enter how many months lie between them",
        min_value=1,
        max_value=12,
        width=2,
    )
    days = ManyChoiceField(label="Which of these dates?", required=False, optional_word=False, choices=[])
    submit = "Show the dates"

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, initial={"months_between": group.rules.months_between}, **kwargs)
        self.group = group
        self.fields["starts_at"].label = self.fields["starts_at"].called = "When the first one starts"
        self.fields["days"].choices = [(day, day) for day in self.data.getlist("days")] if self.is_bound else []
        self.order_fields(["starts_at", "count", "months_between", "minutes_long", "place", "joining_link"])

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(*[name for name, field in self.fields.items() if name != "days" or field.choices])
        return helper

    def clean(self):
        """What the service takes: when each of the chosen meetings starts; none before the dates were seen."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        pattern = {name: cleaned.pop(name) for name in ["count", "months_between"]}
        dates = dates_from(cleaned.pop("starts_at"), nation=self.group.lead_authority.nation, **pattern)
        days = cleaned.pop("days")
        cleaned["starts"] = [date.starts_at for date in dates if date.value in days]
        self._ask_which(dates)
        return cleaned

    def _ask_which(self, dates):
        field, self.submit = self.fields["days"], "Schedule the ticked meetings"
        self.order_fields(["days"])
        field.choices = [(date.value, date.says) for date in dates]
        field.hints = {date.value: date.why for date in dates if date.why}
        self.data = self.data.copy()
        self.data.setlist(self.add_prefix("days"), [date.value for date in dates])


class AgendaItemForm(SavesMixin, GovForm):
    """The words of an item, whose it is, and where it stands on an agenda that is not history yet."""

    title = LineField(label="Title", missing="Enter a title", max_length=120)
    purpose = ChoiceField(
        label="Purpose", missing="Choose the purpose", choices=Purpose.choices, radios=True, initial=Purpose.DISCUSS
    )
    decision_required = LineField(
        label="Decision required",
        required=False,
        max_length=300,
        help_text="The question to be settled. Leave empty if there is none",
    )
    owner = PublicIdChoiceField(label="Owner", queryset=Membership.objects.none(), required=False)
    minutes = WholeNumberField(
        label="Minutes of time", missing="Enter how many minutes it needs", min_value=1, max_value=240, initial=10
    )
    before = PublicIdChoiceField(
        label="Where it stands",
        queryset=AgendaItem.objects.none(),
        required=False,
        optional_word=False,
        label_of=lambda item: f"Before {item.number}: {item.title}",
        empty_label="At the end",
    )
    submit = "Save the item"

    def __init__(self, *args, meeting, user, initial, item=None, **kwargs):
        self.others = AgendaItem.objects.visible_to(user).filter(meeting=meeting).exclude(pk=item and item.pk)
        later = Q(place__gt=item.place) | Q(place=item.place, number__gt=item.number) if item else None
        next_one = self.others.filter(later) if item else self.others.closing()
        super().__init__(*args, initial={"before": next_one.first(), **initial}, **kwargs)
        self.fields["owner"].queryset = meeting.group.memberships.active().select_related("user").order_by("name")
        self.fields["before"].queryset = self.others
        if meeting.state == Meeting.State.HELD:
            del self.fields["before"]

    @property
    def shown(self):
        """The items that the page of this form names."""
        return list(self.fields["before"].queryset) if "before" in self.fields else []


class EditItemForm(AgendaItemForm):
    def clean(self):
        """Whoever leaves it where it stood does not move it: others may stand between that they cannot read."""
        cleaned = super().clean()
        if "before" not in self.changed_data:
            cleaned.pop("before", None)
        return cleaned


class AddItemForm(SensitiveFormMixin, AgendaItemForm):
    reader = "owner"

    def __init__(self, *args, meeting, **kwargs):
        initial = {"marking": meeting.group.rules.default_marking}
        super().__init__(*args, meeting=meeting, initial=initial, **kwargs)


class ContributionForm(EditedFormMixin, SensitiveFormMixin, GovForm):
    text = TextField(label="Your update", required=False, optional_word=False, max_length=10000, rows=12)
    form_tag = False

    def __init__(self, *args, filing=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.filing = filing

    def clean(self):
        cleaned = super().clean()
        if self.filing and cleaned.get("text") == "":
            self.add_error("text", "Write your update, or choose “Nothing to report”")
        return cleaned


class ReportForm(EditedFormMixin, GovForm):
    course = ChoiceField(
        label="How the work goes", missing="Choose how the work goes", choices=Course.choices, radios=True
    )
    text = TextField(
        label="The report",
        called="The report",
        missing="Write how the work goes, what comes next, and what the parent group should decide",
        max_length=1500,
        rows=10,
    )
    form_tag = False

    def __init__(self, *args, thing, **kwargs):
        super().__init__(*args, thing=thing, **{"initial": {"course": thing.course if thing.edition else ""}, **kwargs})

    def clean_text(self):
        if MARKED_SENSITIVE.search(self.cleaned_data["text"]):
            raise ValidationError(NOTHING_SENSITIVE)
        return self.cleaned_data["text"]


class AnswerAttendanceForm(GovForm):
    answer = ChoiceField(
        label="Will you come?",
        missing="Choose whether you will come",
        choices=[choice for choice in Attendance.Answer.choices if choice[0]],
        radios=True,
    )
    deputyship = PublicIdChoiceField(label="Which deputy comes for you", queryset=None, required=False)
    submit = "Send the answer"

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        deputies = seat.deputyships.active().order_by("order")
        if deputies:
            self.fields["deputyship"].queryset = deputies
        else:
            self.leave_out_deputies()

    def leave_out_deputies(self):
        """A seat without a deputy can send none, so that is not asked."""
        del self.fields["deputyship"]
        answers = self.fields["answer"].choices
        self.fields["answer"].choices = [choice for choice in answers if choice[0] != Attendance.Answer.DEPUTY]

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("deputyship", None)
        if cleaned.get("answer") == Attendance.Answer.DEPUTY and not cleaned["deputyship"]:
            self.add_error("deputyship", "Choose the deputy who comes for you")
        return cleaned


class NominateDeputyForm(AppointDeputyForm):
    starts_on = ends_on = None  # a nomination holds for its meeting
    submit = "Send this deputy"


class InviteGuestForm(PersonForm):
    submit = "Invite this guest"
    reason = LineField(
        label="Reason", missing="Enter why they are invited", max_length=200, help_text="It is kept with the record"
    )


class EndGuestForm(SavesMixin, GovForm):
    submit = "End the invitation"
    person = forms.CharField(widget=forms.HiddenInput, max_length=10)


class ParkForm(GovForm):
    because = LineField(
        label="Why it is parked",
        required=False,
        max_length=120,
        help_text="In a few words. They stand on the agenda, and on the next one when it comes back",
    )
    form_tag = False
    label_size = ""
