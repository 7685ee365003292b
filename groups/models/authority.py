from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from groups.roles import OFFICE_ROLES
from lib.dated import LIFETIME, Dated, DatedQuerySet, ends_after_it_starts
from lib.public_ids import PublicIdField


class AuthorityQuerySet(models.QuerySet):
    def living(self):
        return self.exclude(ended())


def ended(prefix=""):
    """The clause that an authority's last day is over; `prefix` leads to it, such as "authority__"."""
    return Q(**{f"{prefix}ends_on__lt": timezone.localdate()})


class Authority(models.Model):
    """Comes from a table, see groups/reference.py. One that has ended stays, with its groups and its successor."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    gss = models.CharField("GSS code", max_length=9, unique=True)
    type = models.CharField(max_length=60)
    nation = models.CharField(max_length=20)
    region = models.CharField(max_length=60, blank=True)
    county = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)  # its last day
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="an_authority_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="only_an_authority_that_ends_has_a_successor",
                condition=Q(successor__isnull=True) | Q(ends_on__isnull=False),
            ),
            models.CheckConstraint(name="no_authority_succeeds_itself", condition=~Q(successor=F("id"))),
        ]

    def __str__(self):
        return self.name

    @property
    def has_ended(self):
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class OrganisationKind(models.TextChoices):
    AUTHORITY = "authority", "Local authority"
    POLICE = "police", "Police"
    FIRE = "fire", "Fire and rescue"
    AMBULANCE = "ambulance", "Ambulance"
    STATUTORY = "statutory", "Other statutory body"
    BUSINESS = "business", "Business forum"
    VENUE = "venue", "Venue"
    OTHER = "other", "Other"


STATUTORY_KINDS = {
    OrganisationKind.AUTHORITY,
    OrganisationKind.POLICE,
    OrganisationKind.FIRE,
    OrganisationKind.AMBULANCE,
    OrganisationKind.STATUTORY,
}


class OrganisationQuerySet(models.QuerySet):
    def open_to(self, group):
        """Shared reference, what the lead authority keeps for itself, and what an authority before it kept that has
        a seat here now; but no authority that has ended."""
        seated = Q(pk__in=group.memberships.active().values("organisation"))
        kept = Q(kept_by__isnull=True) | Q(kept_by=group.lead_authority_id) | seated
        return self.filter(kept).exclude(ended("authority__"))


class Organisation(models.Model):
    """Whom a seat speaks for. Its kind decides audiences: only the loader and the operator set it for shared ones."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=OrganisationKind)
    authority = models.OneToOneField(Authority, models.PROTECT, null=True, blank=True, related_name="organisation")
    kept_by = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="kept_organisations")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="an_authority_is_an_organisation_of_that_kind",
                condition=Q(kind="authority", authority__isnull=False)
                | (~Q(kind="authority") & Q(authority__isnull=True)),
            ),
            models.CheckConstraint(
                name="only_forums_venues_and_others_are_kept_by_one_authority",
                condition=Q(kept_by__isnull=True) | Q(kind__in=["business", "venue", "other"]),
            ),
            models.UniqueConstraint(
                fields=["name", "kept_by"], nulls_distinct=False, name="an_organisation_stands_once_in_a_list"
            ),
        ]

    def __str__(self):
        return self.name


class Office(Dated):
    """Held in an authority, not in a group: administrator, senior owner, auditor."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="offices")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in OFFICE_ROLES])
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_starts("office_ends_after_it_starts"),
            models.CheckConstraint(name="nobody_grants_themselves_an_office", condition=~Q(granted_by=F("user"))),
            ExclusionConstraint(
                name="nobody_holds_an_office_twice_at_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("authority", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (LIFETIME, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.authority}"
