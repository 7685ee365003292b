"""The small forms of the run page's room: of one form with the rest of it, so that every button saves the text too."""

from datetime import datetime

from django.utils import timezone

from groups.models import Organisation
from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, GovForm, LineField, TickField, TimeField
from meetings.models import Attendance, Declaration
from meetings.services import NamedDeputy

Came = Attendance.Came
WITH_ITEM = "The time of day, like 10:30, when you have chosen an item"


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


class CorrectAttendanceForm(SavesMixin, GovForm):
    """One coming and one absence, of whoever sat in the seat last; each with the item and the time of day."""

    came = ChoiceField(label="How they came", missing="Choose how they came", radios=True)
    from_item = ChoiceField(label="Came at", required=False, optional_word=False, empty_label="The start")
    from_at = TimeField(label="When they came", required=False, optional_word=False, help_text=WITH_ITEM)
    left_item = ChoiceField(label="Left at", required=False, optional_word=False, empty_label="Stayed to the end")
    left_at = TimeField(label="When they left", required=False, optional_word=False, help_text=WITH_ITEM)
    back_item = ChoiceField(label="Came back at", required=False, optional_word=False, empty_label="Did not come back")
    back_at = TimeField(label="When they came back", required=False, optional_word=False, help_text=WITH_ITEM)
    submit = "Correct the roll"

    def __init__(self, *args, line, agenda, **kwargs):
        self.line, self.meeting = line, line.meeting
        super().__init__(*args, initial=self._as_it_stands(), **kwargs)
        deputy = [(Came.DEPUTY, f"Deputy: {line.deputy_name}")] if line.deputy_name else []
        without = [(came.value, came.label) for came in Came if came != Came.DEPUTY]
        self.fields["came"].choices = [*without[:3], *deputy, *without[3:]]
        self.items = {str(entry.number): entry for entry in agenda}
        for name in ["from_item", "left_item", "back_item"]:
            self.fields[name].choices += [(number, _called(entry)) for number, entry in self.items.items()]

    def _as_it_stands(self):
        """Of the last to sit there: when they first came, and the last time that they went out."""
        line = self.line
        own = [sitting for sitting in line.sittings if sitting.name == line.sittings[-1].name]
        if not own:
            return {"came": line.came}
        first, last = own[0], own[-1]
        left, back = (last, None) if last.ended_at else (own[-2], last) if len(own) > 1 else (None, None)
        return {
            "came": line.came,
            "from_item": first.from_number,
            "from_at": _time(first.began_at) if first.from_number else None,
            "left_item": left and left.until_number,
            "left_at": left and _time(left.ended_at),
            "back_item": back and back.from_number,
            "back_at": back and _time(back.began_at),
        }

    def clean(self):
        """What the service takes: `came` and `times`."""
        cleaned = super().clean()
        for name in ["from", "left", "back"]:
            if cleaned.get(f"{name}_item") and not cleaned.get(f"{name}_at") and f"{name}_at" not in self.errors:
                self.add_error(f"{name}_at", "Enter the time of day, like 10:30")
        if cleaned.get("back_item") and not cleaned.get("left_item"):
            self.add_error("left_item", "Choose the item at which they had left")
        if self.errors:
            return cleaned
        times = self._times(cleaned)
        moments = [moment for time in times for moment in (time["began_at"], time["ended_at"]) if moment]
        if moments != sorted(moments) or moments[0] < self.meeting.opened_at.replace(second=0, microsecond=0):
            self.add_error("from_at", "These times are not in order, or before the meeting opened. Put them right")
        return {"came": cleaned["came"], "times": times}

    def _times(self, cleaned):
        left_item, left_at = self._moment(cleaned, "left")
        back_item, back_at = self._moment(cleaned, "back")
        from_item, from_at = self._moment(cleaned, "from")
        began_at = max(from_at or self.meeting.opened_at, self.meeting.opened_at)
        first = {"from_item": from_item, "began_at": began_at, "until_item": left_item, "ended_at": left_at}
        back = {"from_item": back_item, "began_at": back_at, "until_item": None, "ended_at": None}
        return [first, back] if back_at else [first]

    def _moment(self, cleaned, name):
        """The item and the moment on the day of the meeting, or neither."""
        if not cleaned[f"{name}_item"]:
            return None, None
        day = timezone.localdate(self.meeting.opened_at)
        item = self.meeting.items.get(number=cleaned[f"{name}_item"])
        return item, timezone.make_aware(datetime.combine(day, cleaned[f"{name}_at"]))


def _called(entry):
    return f"Item {entry.number}: {entry.item.title}" if entry.item else f"Item {entry.number}"


def _time(moment):
    return timezone.localtime(moment).time()
