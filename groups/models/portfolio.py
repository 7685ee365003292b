from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from groups.models.authority import Authority
from groups.models.group import PAPG, BusinessArea
from lib.public_ids import PublicIdField


class PortfolioQuerySet(models.QuerySet):
    def current(self):
        return self.filter(removed_at=None)

    def of(self, group):
        """In the order of the areas, with their area."""
        return self.current().filter(group=group).select_related("area").order_by("area__position", "position", "pk")


class Portfolio(models.Model):
    """A part of an area's work that may rest with other people, and should be spoken for, too.

    A removed one stays for the seats that held it.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="portfolios", editable=False)
    area = models.ForeignKey(BusinessArea, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True)

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "group", "area", Lower("name"), condition=Q(removed_at=None), name="an_area_names_its_portfolios_apart"
            )
        ]

    def __str__(self):
        return self.name


class AreaStanding(models.Model):
    """Whose function an area is, for one authority of a group. Where nothing is said, it is the authority's own."""

    class Standing(models.TextChoices):
        OWN = "own", "Its own"
        SHARED = "shared", "Shared with another body"
        ELSEWHERE = "elsewhere", "Held by another body"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    area = models.ForeignKey(BusinessArea, models.PROTECT, related_name="+")
    standing = models.CharField(max_length=10, choices=Standing)
    body = models.CharField(max_length=120, blank=True)  # which other body

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "authority", "area"], name="an_area_stands_in_one_way_for_an_authority"
            ),
            models.CheckConstraint(
                name="what_is_not_its_own_says_whose_it_is", condition=Q(standing="own", body="") | ~Q(body="")
            ),
        ]

    def __str__(self):
        return self.get_standing_display()
