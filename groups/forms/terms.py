from django import forms

from groups.models import RULES, Marking, Membership, TermsVersion
from groups.names import name_in
from groups.saving_forms import INCOMPLETE, EditedFormMixin, SavesMixin
from groups.sensitive_forms import MarkingField
from groups.terms_access import seats_answered_for
from lib.editions import StaleEdition
from lib.forms import ChoiceField, GovForm, PublicIdChoiceField, TextField, TickField, WholeNumberField

YEAR = 12  # months


class TermsSectionForm(EditedFormMixin, GovForm):
    submit = "Save the section"
    text = TextField(
        label="Text of the section",
        called="Text",
        missing="Enter the text of the section",
        max_length=10_000,
        rows=18,
        help_text="Each paragraph becomes a numbered clause. Begin a line with a hyphen to make a list",
    )


class TermsRulesForm(SavesMixin, GovForm):
    """The rules of a draft. `rules_edition` is that which the writer saw; of two, the second is told field by field."""

    submit = "Save the rules"
    quorum_needs_chair = TickField(label="A quorum needs the chair or the deputy chair", called="Chair or deputy chair")
    quorum_areas = WholeNumberField(
        label="How many of the five business areas a quorum needs",
        called="The number of business areas",
        missing="Enter how many of the five business areas a quorum needs",
        max_value=5,
        width=2,
        help_text="By the member or a deputy. Enter 0 if none is needed",
    )
    quorum_needs_police = TickField(label="A quorum needs a police adviser", called="Police adviser")
    months_between = WholeNumberField(
        label="Months between meetings",
        missing="Enter the months between meetings",
        min_value=1,
        max_value=YEAR,
        width=2,
        help_text="Enter 3 for four meetings a year",
    )
    notice_working_days = WholeNumberField(
        label="Working days of notice before a meeting",
        called="The working days of notice",
        missing="Enter the working days of notice before a meeting",
        min_value=1,
        max_value=60,
        width=2,
    )
    paper_working_days = WholeNumberField(
        label="Working days before a meeting by which papers and updates are out",
        called="The working days for papers",
        missing="Enter the working days before a meeting by which papers are out",
        max_value=60,
        width=2,
    )
    minutes_working_days = WholeNumberField(
        label="Working days after a meeting by which members have the draft minutes",
        called="The working days for draft minutes",
        missing="Enter the working days by which members have the draft minutes",
        min_value=1,
        max_value=60,
        width=2,
    )
    default_marking = MarkingField(
        label="Marking with which a new agenda item begins", called="Marking", hints={}, missing="Choose the marking"
    )
    assessment_months = WholeNumberField(
        label="Months between maturity self-assessments",
        missing="Enter the months between maturity self-assessments",
        min_value=1,
        max_value=3 * YEAR,
        width=2,
    )
    review_months = WholeNumberField(
        label="Months until these terms are reviewed",
        missing="Enter the months until these terms are reviewed",
        min_value=1,
        max_value=3 * YEAR,
        width=2,
        help_text="Counted from the day on which they are adopted",
    )
    rules_edition = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], INCOMPLETE),
    )

    def __init__(self, *args, terms, **kwargs):
        super().__init__(*args, initial=terms.in_figures() | {"rules_edition": terms.rules_edition}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("paper_working_days", 0) > cleaned.get("notice_working_days", 60):
            self.add_error("paper_working_days", "Papers cannot be out before notice is given: enter fewer days")
        return cleaned

    def save_by(self, service, **more):
        mine = dict(self.cleaned_data)
        try:
            return super().save_by(service, **more)
        except StaleEdition as stale:
            self._tell(stale.theirs, mine)
            return False

    def _tell(self, theirs, mine):
        name = name_in(theirs.group, theirs.rules_by) if theirs.rules_by else "Somebody"
        for rule in RULES:
            if mine[rule] != getattr(theirs, rule):
                said = in_words(getattr(theirs, rule))
                self.add_error(
                    rule, f"{name} saved “{said}” here meanwhile. Yours stands below, not saved: save again to keep it"
                )
        self.data = self.data.copy()
        self.data[self.add_prefix("rules_edition")] = theirs.rules_edition


def in_words(value):
    if isinstance(value, bool):
        return "needed" if value else "not needed"
    return Marking(value).label if value in Marking.values else str(value)


class PutTermsForm(SavesMixin, GovForm):
    """Holds the hash of the draft that was looked at, so that nobody puts another."""

    submit = "Put it to the members"
    sha256 = forms.CharField(widget=forms.HiddenInput, required=False)


class AnswerTermsForm(SavesMixin, GovForm):
    submit = "Send your answer"
    seat = PublicIdChoiceField(
        label="For which seat you answer",
        missing="Choose for which seat you answer",
        queryset=Membership.objects.none(),
        radios=True,
        label_of=lambda seat: f"{seat.name}, {seat.organisation}",
    )
    answer = ChoiceField(
        label="Do you agree to these terms?",
        called="Answer",
        missing="Choose whether you agree or object",
        choices=[("agree", "I agree"), ("object", "I object")],
        radios=True,
    )
    reason = TextField(
        label="If you object: why, and what should change",
        called="The reason",
        required=False,
        optional_word=False,
        max_length=2000,
        rows=4,
        help_text="Everybody in the group reads it, so keep it OFFICIAL",
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, terms: TermsVersion, user, **kwargs):
        super().__init__(*args, initial={"sha256": terms.sha256}, **kwargs)
        seats = list(seats_answered_for(user, terms.group))
        self.fields["seat"].queryset = Membership.objects.filter(pk__in=[seat.pk for seat in seats]).select_related(
            "organisation"
        )
        self.only_seat = seats[0] if len(seats) == 1 else None
        if self.only_seat:
            del self.fields["seat"]

    def clean(self):
        cleaned = super().clean()
        agrees = cleaned.get("answer") == "agree"
        if cleaned.get("answer") == "object" and cleaned.get("reason") == "":
            self.add_error("reason", "Enter why you object, so that the group can answer")
        elif agrees and cleaned.get("reason"):
            self.add_error("reason", "Choose “I object” to give a reason, or take the reason out")
        return {
            "seat": self.only_seat or cleaned.get("seat"),
            "agrees": agrees,
            "reason": cleaned.get("reason", ""),
            "sha256": cleaned.get("sha256", ""),
        }


class AnswerObjectionForm(SavesMixin, GovForm):
    submit = "Send the answer"
    text = TextField(
        label="Your answer",
        missing="Enter your answer",
        max_length=2000,
        rows=6,
        help_text="Everybody in the group reads it, so keep it OFFICIAL",
    )


class AdoptTermsForm(SavesMixin, GovForm):
    submit = "Adopt these terms"


class WithdrawTermsForm(SavesMixin, GovForm):
    submit = "Withdraw this version"
    reason = TextField(
        label="Why it is withdrawn",
        called="The reason",
        missing="Enter why it is withdrawn",
        max_length=2000,
        rows=4,
        help_text="Everybody in the group reads it, so keep it OFFICIAL",
    )
