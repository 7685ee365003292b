from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from groups.models.group import PAPG
from groups.models.membership import Membership
from lib.public_ids import PublicIdField


class ChecklistTick(models.Model):
    """Something about a joiner or a leaver that somebody saw to by hand. What the service knows itself has no tick."""

    class Item(models.TextChoices):
        WELCOMED = "welcomed", "Welcome talk held"
        PAPERS_EXPLAINED = "papers_explained", "Papers and handling explained"
        PAPERS_RETURNED = "papers_returned", "Papers returned or destroyed"
        ORGANISATION_TOLD = "organisation_told", "Their organisation told"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=20, choices=Item)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "item"], name="an_item_is_ticked_once_for_a_seat")]

    def __str__(self):
        return self.get_item_display()


JOINER = [ChecklistTick.Item.WELCOMED, ChecklistTick.Item.PAPERS_EXPLAINED]
LEAVER = [ChecklistTick.Item.PAPERS_RETURNED, ChecklistTick.Item.ORGANISATION_TOLD]
