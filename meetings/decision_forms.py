from django.utils import timezone
from django.utils.text import Truncator

from groups.saving_forms import SavesMixin
from lib.forms import ChoiceField, DateField, GovForm, LineField, PublicIdChoiceField, TextField, TickField
from meetings.decision_log import decisions_for, years_of
from meetings.models import Became, Decision, Meeting
from meetings.models.standing import STANDS, within_reach

MAY_BE_EMPTY = {"required": False, "optional_word": False}
IN_FORCE = [Decision.Standing.MADE, Became.CONFIRMED]
CHANGES = [
    (Became.KEPT.value, "Keep it"),
    (Became.WITHDRAWN.value, "Withdraw it"),
    (Became.SUPERSEDED.value, "Put another decision in its place"),
]
HINTS = {
    Became.KEPT: "It was looked at again and still holds. Say when to look at it next",
    Became.WITHDRAWN: "It no longer holds, and nothing takes its place",
    Became.SUPERSEDED: "A later decision takes its place",
}


class DecisionLogForm(GovForm):
    """Which decisions of the log; each field that is empty leaves all of them."""

    submit = "Show these decisions"
    words = LineField(
        label="Words",
        called="The words",
        max_length=100,
        help_text="In the decision, its reason, its options or a differing view",
        **MAY_BE_EMPTY,
    )
    standing = ChoiceField(label="Standing", choices=list(STANDS.items()), empty_label="All", **MAY_BE_EMPTY)
    year = ChoiceField(label="Year", empty_label="All", **MAY_BE_EMPTY)
    meeting = PublicIdChoiceField(label="Meeting", queryset=Meeting.objects.none(), empty_label="All", **MAY_BE_EMPTY)
    due = TickField(label="To be looked at again by today")

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "All"), *((str(year), str(year)) for year in years_of(group))]
        held = Meeting.objects.filter(group=group).exclude(state=Meeting.State.PLANNED).order_by("-number")
        self.fields["meeting"].queryset = held
        self.fields["meeting"].label_of = called

    @property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper


def called(meeting):
    return f"Meeting {meeting.number}, {timezone.localtime(meeting.starts_at):%-d %B %Y}"


class ChangeDecisionForm(SavesMixin, GovForm):
    standing = ChoiceField(
        label="What becomes of it?",
        missing="Choose what becomes of the decision",
        choices=CHANGES,
        radios=True,
        hints=HINTS,
    )
    review_on = DateField(
        label="Look at it again on",
        called="The day",
        help_text="Only when you keep it. Chair and secretary are reminded two weeks before",
        **MAY_BE_EMPTY,
    )
    superseded_by = PublicIdChoiceField(
        label="Which decision takes its place",
        queryset=Decision.objects.none(),
        empty_label="Choose, when another takes its place",
        help_text="It must be later, and in force",
        **MAY_BE_EMPTY,
    )
    reason = TextField(
        label="Why",
        called="The reason",
        missing="Enter why: whoever asks years later reads it",
        max_length=2000,
        rows=4,
    )
    submit = "Record what becomes of it"

    def __init__(self, *args, decision, user, **kwargs):
        super().__init__(*args, **kwargs)
        if decisions_for(user, decision.group).get(pk=decision.pk).stands == Decision.Standing.PROPOSED:
            self.leave_out_keeping()
        later = decisions_for(user, decision.group).filter(number__gt=decision.number, stands__in=IN_FORCE)
        self.fields["superseded_by"].queryset = later.order_by("-number")
        self.fields["superseded_by"].label_of = in_one_line

    def leave_out_keeping(self):
        """What was only proposed is confirmed by a meeting, or ends."""
        self.fields["standing"].choices = [choice for choice in CHANGES if choice[0] != Became.KEPT]
        del self.fields["review_on"]

    def clean(self):
        """What a choice does not ask for is left out, so that a change of mind on the page leaves nothing behind."""
        cleaned = super().clean()
        standing = cleaned.get("standing")
        for field, of, missing in [
            ("review_on", Became.KEPT, "Enter the day on which it is looked at again"),
            ("superseded_by", Became.SUPERSEDED, "Choose the decision that takes its place"),
        ]:
            if standing != of:
                cleaned[field] = None
                self.errors.pop(field, None)
            elif not cleaned.get(field) and field not in self.errors:
                self.add_error(field, missing)
        return cleaned

    def clean_review_on(self):
        return within_reach(self.cleaned_data["review_on"])


def in_one_line(decision):
    words = "OFFICIAL-SENSITIVE" if decision.is_sensitive else Truncator(decision.text).chars(70)
    return f"Decision {decision.number}: {words}"
