from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from groups.roles import OFFICE_ROLES
from lib.dated import LIFETIME, Dated, DatedQuerySet, ends_after_it_starts
from lib.public_ids import PublicIdField


class Authority(models.Model):
    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    gss = models.CharField("GSS code", max_length=9, unique=True)
    type = models.CharField(max_length=60)
    nation = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["name"]

    def __str__(self):
        return self.name


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
    def open_to(self, authority):
        """Shared reference, and what this authority keeps for itself."""
        return self.filter(Q(kept_by__isnull=True) | Q(kept_by=authority))


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
