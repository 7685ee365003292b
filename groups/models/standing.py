from django.db import models

from groups.models.membership import Membership
from groups.models.sensitive import Audience, Marking, Sensitive


class Purpose(models.TextChoices):
    NOTE = "note", "To note"
    DISCUSS = "discuss", "To discuss"
    DECIDE = "decide", "To decide"


class AgendaLine(Sensitive):
    """What a standing item and an agenda item share."""

    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DISCUSS)
    decision_required = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    minutes = models.PositiveSmallIntegerField("minutes of time", default=10)

    class Meta(Sensitive.Meta):
        abstract = True

    def __str__(self):
        return self.title


class StandingItemQuerySet(models.QuerySet):
    def in_group(self, group):
        return self.filter(group=group)

    def for_everyone(self):
        """What every hat of the group may read, whoever asks."""
        return self.filter(marking=Marking.OFFICIAL, audience=Audience.EVERYONE)

    def numbered(self, user):
        """(number, item) of each, in the order of the agenda; None for an item that this person may not read."""
        visible = {item.pk: item for item in self.visible_to(user).select_related("owner")}
        return [(number, visible.get(pk)) for number, pk in enumerate(self.values_list("pk", flat=True), start=1)]

    def visible_to(self, user):
        from groups.sensitivity import SensitiveQuerySet  # the rule knows the models, so they cannot import it sooner

        return SensitiveQuerySet.visible_to(self, user)


class StandingItem(AgendaLine):
    """Stands on every agenda of the group, in this order."""

    SPOKEN = "standing item {position}"

    position = models.PositiveSmallIntegerField()
    approves_minutes = models.BooleanField(default=False)  # those of the meeting before are approved under it

    objects = StandingItemQuerySet.as_manager()

    class Meta(AgendaLine.Meta):
        ordering = ["position", "pk"]
