from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.access import sits_in
from groups.models import BusinessArea, Membership, Organisation, Portfolio
from groups.reference import SPELLED_OUT
from groups.roles import SEAT_ROLES, STOOD_IN_FOR_ONLY_IF_EMPOWERED, Role
from groups.saving_forms import SavesMixin
from groups.services.deputyships import refuse_deputy
from groups.services.memberships import CHANGED_MEANWHILE, NOT_YOUR_OWN_ROLE, NOT_YOURSELF, is_own_address
from groups.services.organisations import KEPT_KINDS, STANDS_ALREADY
from lib.forms import (
    AgreeField,
    ChoiceField,
    DateField,
    EmailField,
    GovForm,
    LineField,
    PublicIdChoiceField,
    PublicIdManyChoiceField,
    TextField,
    TickField,
)

ROLE_HINTS = {
    Role.CHAIR: "A senior employee of the authority. Leads, approves and closes",
    Role.DEPUTY_CHAIR: "Best from another organisation. Runs meetings in the chair’s place",
    Role.SECRETARY: "Keeps members, agenda, minutes and action plan",
    Role.MEMBER: "Speaks for a business area, a further role or a partner",
    Role.ADVISER: "Such as a CTSA, CTPO, DOCO or CT SecCo",
    Role.OBSERVER: "Sees the open part, writes nothing",
    Role.CONTEXT_ONLY: "Such as a Prevent officer: gives context when asked, sees the open part",
}
KIND_CHOICES = [(kind.value, kind.label) for kind in KEPT_KINDS]


class PersonForm(SavesMixin, GovForm):
    """Somebody, known by their address, who comes for an organisation."""

    name = LineField(
        label="Name",
        missing="Enter the person’s name",
        max_length=120,
        help_text="As the group calls this person, with a rank if they use one",
    )
    email = EmailField(
        label="E-mail address",
        missing="Enter the person’s e-mail address",
        help_text="At work. They are told how to sign in",
    )
    job_title = LineField(label="Job title", required=False, max_length=120)
    organisation = PublicIdChoiceField(
        label="Organisation",
        missing="Choose the organisation, or add it below",
        queryset=Organisation.objects.none(),
    )
    new_organisation = LineField(
        label="If it is not in the list: its name",
        called="Name of the organisation",
        required=False,
        max_length=120,
        help_text="A business forum, a venue or the like. Only your authority’s groups see it. "
        "Councils, police, fire, ambulance and other statutory bodies are added by those who run PAPG",
    )
    new_organisation_kind = ChoiceField(
        label="What kind of organisation it is", required=False, choices=KIND_CHOICES, empty_label="Choose"
    )

    def __init__(self, *args, group, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.group, self.by = group, by
        self.fields["organisation"].queryset = Organisation.objects.open_to(group)
        if self.is_bound and self.data.get(self.add_prefix("new_organisation"), "").strip():
            self.fields["organisation"].required = False

    def clean_new_organisation(self):
        name = self.cleaned_data["new_organisation"]
        if name and self.fields["organisation"].queryset.filter(name__iexact=name).exists():
            raise ValidationError(STANDS_ALREADY)
        return name

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_organisation") and cleaned.get("organisation"):
            self.add_error("new_organisation", "Choose from the list or add a new organisation, not both")
        elif cleaned.get("new_organisation") and not cleaned.get("new_organisation_kind"):
            self.add_error("new_organisation_kind", "Choose what kind of organisation it is")
        return cleaned


class DaysFields(forms.Form):
    """The days between which a right holds. A first day that has come stays as it is."""

    starts_on = DateField(
        label="First day", required=False, help_text="For example, 27 3 2027. Leave it empty to begin today"
    )
    ends_on = DateField(
        label="Ends on",
        called="The end",
        required=False,
        help_text="Access ends as this day begins, at midnight in London. Leave it empty for no end",
    )

    def __init__(self, *args, dated=None, initial=None, **kwargs):
        days = {name: day_of(getattr(dated, name.replace("_on", "_at"))) for name in DAYS} if dated else {}
        super().__init__(*args, initial={**(initial or {}), **days}, **kwargs)
        if dated and not dated.is_to_come:
            del self.fields["starts_on"]

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day and day < timezone.localdate() and day != self.initial.get("starts_on"):
            raise ValidationError("First day must be today or in the future")
        return day

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if ends_on and ends_on <= timezone.localdate() and ends_on != self.initial.get("ends_on"):
            self.add_error("ends_on", "The end must be tomorrow or later")
        elif ends_on and starts_on and ends_on <= starts_on:
            self.add_error("ends_on", "The end must be after the first day")
        return cleaned


DAYS = list(DaysFields.base_fields)


def day_of(moment):
    return moment and timezone.localtime(moment).date()


class AreasField(PublicIdManyChoiceField):
    @property
    def hints(self):
        return {area.public_id: SPELLED_OUT[area.code] for area in self.queryset if area.code in SPELLED_OUT}


class PortfoliosField(PublicIdManyChoiceField):
    small = True

    @property
    def hints(self):
        return {portfolio.public_id: portfolio.area.name for portfolio in self.queryset}


class SeatFields(forms.Form):
    """What may be said of a seat, now and later."""

    role = ChoiceField(
        label="Role in the group",
        called="Role",
        missing="Choose the role in the group",
        radios=True,
        choices=[(role.value, role.label) for role in SEAT_ROLES],
        hints=ROLE_HINTS,
    )
    areas = AreasField(
        label="What they speak for",
        called="Areas",
        required=False,
        queryset=BusinessArea.objects.all(),
        help_text="Choose all that apply",
    )
    portfolios = PortfoliosField(
        label="Portfolios inside these areas",
        called="Portfolios",
        required=False,
        queryset=Portfolio.objects.none(),
        help_text="Choose those that this person speaks for; leave all empty for somebody who speaks for whole areas",
    )
    seniority = ChoiceField(
        label="Seniority", required=False, choices=Membership.Seniority.choices, empty_label="Not recorded"
    )
    brings = TextField(
        label="Why they are here and what they bring",
        called="What they bring",
        required=False,
        max_length=300,
        rows=3,
        help_text="The terms of reference print it. For example, decides street works and holds the traffic orders",
    )

    def offer_portfolios_of(self, group):
        self.fields["portfolios"].queryset = Portfolio.objects.of(group)
        if not self.is_bound and not self.fields["portfolios"].queryset.exists():
            del self.fields["portfolios"]


class InviteMemberForm(DaysFields, SeatFields, PersonForm):
    submit = "Invite this member"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*PersonForm.base_fields, *SeatFields.base_fields, *DAYS])
        self.offer_portfolios_of(self.group)

    def clean_email(self):
        email = self.cleaned_data["email"]
        if is_own_address(email, self.by):
            raise ValidationError(NOT_YOURSELF)
        return email


class EditMembershipForm(DaysFields, SavesMixin, SeatFields, GovForm):
    submit = "Save the seat"
    name = LineField(label="Name", missing="Enter the person’s name", max_length=120)
    job_title = LineField(label="Job title", required=False, max_length=120)

    def __init__(self, *args, membership, by, **kwargs):
        fields = ["name", "job_title", "role", "seniority", "brings"]
        saved = {field: getattr(membership, field) for field in fields}
        super().__init__(*args, initial=saved, dated=membership, **kwargs)
        if not self.is_bound:
            for several in ["areas", "portfolios"]:
                self.initial[several] = list(getattr(membership, several).values_list("public_id", flat=True))
        self.membership, self.by = membership, by
        self.order_fields(["name", "job_title", *SeatFields.base_fields])
        self.offer_portfolios_of(membership.group)

    def clean_role(self):
        role = self.cleaned_data["role"]
        if role != self.membership.role and sits_in(self.by, self.membership):
            raise ValidationError(NOT_YOUR_OWN_ROLE)
        return role


class ConfirmForm(SavesMixin, GovForm):
    submit = "Confirm"


class ConfirmMembershipForm(ConfirmForm):
    """Holds the role that was looked at, so that nobody confirms another."""

    submit = "Confirm this seat"
    role = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, initial={"role": membership.role}, **kwargs)
        self.membership = membership

    def clean(self):
        if self.cleaned_data.get("role") != self.membership.role:
            raise ValidationError(CHANGED_MEANWHILE)
        return self.cleaned_data


class EndForm(SavesMixin, GovForm):
    submit = "End it now"


class FactorResetForm(SavesMixin, GovForm):
    submit = "Ask for a new start"
    spoken = AgreeField(
        label="I know this person and have just spoken with them, face to face or on a number that I knew before",
        missing="Speak with them first: whoever asks by e-mail may be somebody else",
    )


class DeputyFields(DaysFields):
    """What may be said of a deputyship, now and later. Empowering is a question for two roles alone."""

    empowered = TickField(
        label="May act as the member does",
        help_text="Without it, the deputy of a chair or secretary attends, and has no rights here",
    )

    def __init__(self, *args, role, **kwargs):
        super().__init__(*args, **kwargs)
        if role not in STOOD_IN_FOR_ONLY_IF_EMPOWERED:
            del self.fields["empowered"]


class AppointDeputyForm(DeputyFields, PersonForm):
    submit = "Appoint this deputy"

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, group=membership.group, role=membership.role, **kwargs)
        self.membership = membership
        self.order_fields([*PersonForm.base_fields, "empowered", *DAYS])

    def clean_email(self):
        email = self.cleaned_data["email"]
        refuse_deputy(self.membership, email, self.by)
        return email


class EditDeputyshipForm(DeputyFields, SavesMixin, GovForm):
    submit = "Save the deputy"
    name = LineField(label="Name", missing="Enter the person’s name", max_length=120)
    job_title = LineField(label="Job title", required=False, max_length=120)

    def __init__(self, *args, deputyship, by, **kwargs):
        saved = {field: getattr(deputyship, field) for field in ["name", "job_title", "empowered"]}
        role = deputyship.membership.role
        super().__init__(*args, initial=saved, dated=deputyship, role=role, **kwargs)
        self.order_fields(["name", "job_title", "empowered", *DAYS])
