from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Prefetch, Q
from django.db.models.functions import Greatest, Now
from django.urls import reverse
from django.utils import timezone

from groups.models.authority import Organisation
from groups.models.group import PAPG, BusinessArea
from groups.models.portfolio import Portfolio
from groups.roles import SEAT_ROLES
from lib.dated import LIFETIME, Dated, DatedQuerySet, ends_after_it_starts, live
from lib.public_ids import PublicIdField

REVIEW_HOLDS = timedelta(days=183)  # half a year, after which a seat or a deputyship is confirmed again or lapses
COUNTS_FROM = Greatest("reviewed_at", "confirmed_at", "starts_at")  # whichever was last; passes over what is NULL


class Seated(Dated):
    """What a seat and a deputyship share: a person for an organisation in a group, granted and then confirmed.

    Person, organisation and group never change: a new employer is a new seat. `name` is what the group calls the
    person; it is never taken from the account, so that inviting somebody tells nothing about their account.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="%(class)ss")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def has_ended(self):
        """For the page; rights ask the database's clock."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def is_to_come(self):
        return self.starts_at > timezone.now()


def nobody_lets_themselves_in(thing):
    return [
        ends_after_it_starts(f"{thing}_ends_after_it_starts"),
        models.CheckConstraint(name=f"{thing}_is_granted_by_another", condition=~Q(granted_by=F("user"))),
        models.CheckConstraint(
            name=f"{thing}_is_confirmed_by_a_third",
            condition=Q(confirmed_by__isnull=True)
            | (~Q(confirmed_by=F("user")) & ~Q(confirmed_by=F("granted_by")) & Q(confirmed_at__isnull=False)),
        ),
    ]


class ReviewedQuerySet(DatedQuerySet):
    def with_review(self):
        """`review_by`: the moment at which it lapses unless somebody confirms it as still right."""
        return self.annotate(review_by=ExpressionWrapper(COUNTS_FROM + REVIEW_HOLDS, output_field=DateTimeField()))

    def to_review_within(self, time):
        return self.active().with_review().filter(review_by__lte=Now() + time)


class Reviewed(models.Model):
    """Looked at every half year: is this still right? `reviewed_at` begins with the row; nobody reviews themselves."""

    reviewed_at = models.DateTimeField(db_default=Now())
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lapsed = models.BooleanField(default=False)  # ended, since nobody confirmed it in time

    class Meta:
        abstract = True

    @property
    def lapses_at(self):
        """`review_by`, for the page."""
        return max(filter(None, [self.reviewed_at, self.confirmed_at, self.starts_at])) + REVIEW_HOLDS


def nobody_reviews_themselves(thing):
    return models.CheckConstraint(
        name=f"{thing}_is_reviewed_by_another",
        condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
    )


class MembershipQuerySet(ReviewedQuerySet):
    def with_people(self):
        return self.select_related("group__lead_authority", "organisation", "user")

    def with_places(self):
        """With lists for the page: `areas_held`, and `deputies` as they stand now."""
        deputies = Deputyship.objects.active().select_related("organisation").in_order()
        return self.select_related("organisation").prefetch_related(
            Prefetch("areas", to_attr="areas_held"), Prefetch("deputyships", deputies, to_attr="deputies")
        )

    def to_come_in(self, group):
        return self.to_come().filter(group=group).select_related("organisation").order_by("starts_at", "name")

    def ended_in(self, group):
        return self.filter(group=group, ends_at__lte=Now()).select_related("organisation").order_by("-ends_at")

    def held_by(self, user):
        """Seats in which this person sits or stands in for the member, now."""
        stands_in = Q(deputyships__user=user) & live("deputyships__")
        return self.active().filter(Q(user=user) | stands_in).distinct()

    def unconfirmed(self):
        return self.filter(confirmed_by__isnull=True)


class Membership(Seated, Reviewed):
    """The seat. Items, actions and criteria are owned by seats, so that they outlast whoever stands in."""

    class Seniority(models.TextChoices):
        CHIEF = "chief", "Chief executive or chief officer"
        DIRECTOR = "director", "Director or assistant director"
        HEAD = "head", "Head of service"
        MANAGER = "manager", "Manager"
        OFFICER = "officer", "Officer"

    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in SEAT_ROLES])
    areas = models.ManyToManyField(BusinessArea, blank=True, related_name="+")
    portfolios = models.ManyToManyField(Portfolio, blank=True, related_name="+")
    seniority = models.CharField(max_length=10, choices=Seniority, blank=True)
    brings = models.CharField("why they are here and what they bring", max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membership"
        constraints = [
            *nobody_lets_themselves_in("membership"),
            nobody_reviews_themselves("membership"),
            ExclusionConstraint(
                name="nobody_sits_twice_at_once",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (LIFETIME, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def get_absolute_url(self):
        return reverse("groups:membership_detail", args=[self.public_id])


class DeputyshipQuerySet(ReviewedQuerySet):
    def with_people(self):
        return self.select_related("group__lead_authority", "organisation", "user", "membership__organisation")

    def in_order(self):
        return self.order_by("order", "pk")


class Deputyship(Seated, Reviewed):
    """Standing in a member's seat: the same role, never more."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="deputyships")
    order = models.PositiveSmallIntegerField(default=1)
    empowered = models.BooleanField("may act for the member", default=False)

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        verbose_name = "deputyship"
        constraints = [
            *nobody_lets_themselves_in("deputyship"),
            nobody_reviews_themselves("deputyship"),
            ExclusionConstraint(
                name="nobody_stands_in_twice_at_once",
                expressions=[
                    ("membership", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (LIFETIME, RangeOperators.OVERLAPS),
                ],
            ),
        ]


def seated_in(group):
    """Those who sit there or stand in for a member now, as a sub-query of users."""
    own = Q(memberships__group=group) & live("memberships__")
    stands_in = Q(deputyships__group=group) & live("deputyships__") & live("deputyships__membership__")
    return get_user_model().objects.filter(own | stands_in).values("pk")
