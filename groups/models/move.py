from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from groups.models.authority import Authority
from groups.models.group import PAPG
from lib.public_ids import PublicIdField


class GroupMove(models.Model):
    """A group went from one authority to another, with all that it keeps. Reference, as who leads a group is.

    By it the auditor of the one that led it still finds what was recorded under them, and nothing after it.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="moves")
    from_authority = models.ForeignKey(Authority, models.PROTECT, related_name="moves_away")
    to_authority = models.ForeignKey(Authority, models.PROTECT, related_name="moves_here")
    moved_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "move of a group"
        constraints = [
            models.CheckConstraint(name="a_group_moves_to_another", condition=~Q(from_authority=F("to_authority")))
        ]

    def __str__(self):
        return f"{self.group} from {self.from_authority} to {self.to_authority}"
