from django.db import models
from django.db.models import F, Q

from groups.models.group import PAPG
from groups.models.membership import Membership
from lib.public_ids import PublicIdField


class Commission(models.Model):
    """What a group asked of its subgroup. It is the parent's: `group` is the parent, and so is the seat that sponsors.

    Of the subgroup itself it tells nothing but its name and its end, which stand with the subgroup.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="commissions")
    subgroup = models.OneToOneField(PAPG, models.PROTECT, related_name="commission")
    purpose = models.CharField(max_length=300)
    sponsor = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "commission of a subgroup"
        constraints = [
            models.CheckConstraint(name="no_group_commissions_itself", condition=~Q(subgroup=F("group"))),
        ]

    def __str__(self):
        return self.purpose
