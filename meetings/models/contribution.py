from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.access import hats_of
from groups.models import Membership, Sensitive
from groups.roles import Role
from groups.sensitivity import SensitiveQuerySet, opened_by, unless_withheld_by_name
from lib.editions import Edited, KeptText
from meetings.models.meeting import AgendaItem


class ContributionQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        """Filed: whom audience and marking let. Being written: its seat, and the secretary, by the same rule.

        Who wrote it last reads it while they sit in the group.
        """
        hats = hats_of(user)
        seated = [hat for hat in hats if hat.seat_id]
        secretaries = [hat for hat in hats if hat.role == Role.SECRETARY]  # and not the chair, who has the same pen
        filed = Q(state__in=[Contribution.State.FILED, Contribution.State.NOTHING])
        opened = filed & opened_by(hats) | opened_by(secretaries) | opened_by(seated, "seat_id")
        own = Q(author=user, group__in={hat.group_id for hat in seated})
        return self.filter(own | opened & unless_withheld_by_name(self.model, user))


class Contribution(Sensitive, Edited):
    """What a seat puts in for an item before the meeting. Never wider than the item."""

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        FILED = "filed", "Filed"
        NOTHING = "nothing", "Nothing to report"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="contributions")
    seat = models.ForeignKey(Membership, models.PROTECT, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    filed_at = models.DateTimeField(null=True)

    objects = ContributionQuerySet.as_manager()

    class Meta(Sensitive.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="a_seat_contributes_once_to_an_item")]

    def __str__(self):
        return "Contribution"


class ContributionText(KeptText):
    thing = models.ForeignKey(Contribution, models.PROTECT, related_name="texts")
