from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.access import hats_of
from groups.models import Membership, NamedReader, Sensitive
from groups.roles import Role
from groups.sensitivity import SensitiveQuerySet, authored_by, opened_by, unless_withheld_by_name
from lib.editions import Edited, KeptText
from meetings.models.meeting import AgendaItem


class ContributionQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        """Filed: whom audience and marking let. Being written: its seat, and the secretary, by the same rule.

        Who wrote it last reads it while they sit in the group.
        """
        hats = hats_of(user, at_meetings=True)
        secretaries = [hat for hat in hats if hat.role == Role.SECRETARY]  # and not the chair, who has the same pen
        filed = Q(state__in=[Contribution.State.FILED, Contribution.State.NOTHING])
        by_seat = opened_by(self.model, hats, "seat_id")
        opened = filed & opened_by(self.model, hats) | opened_by(self.model, secretaries) | by_seat
        own = authored_by(self.model, user, "author", hats)
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

    to_meeting = "item__meeting_id"

    class Meta(Sensitive.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="a_seat_contributes_once_to_an_item")]

    def __str__(self):
        return "Contribution"

    @property
    def of_meeting(self):
        return self.item.meeting_id

    @property
    def author_key(self):
        return self.author_id

    def admits(self, hat, person):
        return self.state != self.State.WRITING or hat.seat_id == self.seat_id or hat.role == Role.SECRETARY


class ContributionText(KeptText):
    thing = models.ForeignKey(Contribution, models.PROTECT, related_name="texts")


class ContributionReader(NamedReader):
    content_object = models.ForeignKey(Contribution, models.PROTECT, related_name="readers")
