from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from groups.models.authority import Authority
from lib.public_ids import PublicIdField


class PAPG(models.Model):
    """A Protect & Prepare Group. Everything it keeps points here; variables and addresses say `group`."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    lead_authority = models.ForeignKey(Authority, models.PROTECT, related_name="led_groups")
    participating = models.ManyToManyField(Authority, blank=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="subgroups")
    ends_on = models.DateField(null=True)  # until when a subgroup is meant to work
    closed_at = models.DateTimeField(null=True)  # when a subgroup's work was declared done
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "group"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["lead_authority", "name"], name="an_authority_names_its_groups_apart"),
            models.CheckConstraint(
                name="a_subgroup_and_no_other_group_has_an_end",
                condition=Q(parent__isnull=True, ends_on__isnull=True, closed_at__isnull=True)
                | Q(parent__isnull=False, ends_on__isnull=False),
            ),
            models.CheckConstraint(name="no_group_is_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("overview:group_detail", args=[self.public_id])

    @property
    def is_past_its_end(self):
        """A subgroup that nobody has renewed or closed."""
        return self.ends_on is not None and self.ends_on < timezone.localdate() and self.closed_at is None

    @property
    def group(self):
        """So that the group too can be asked which group it belongs to."""
        return self


class BusinessArea(models.Model):
    """An area of work that should be at the table. Reference data, loaded by `manage.py load_reference`."""

    class Kind(models.TextChoices):
        FIVE = "five", "Business area"
        FURTHER = "further", "Further council role"
        EXTERNAL = "external", "Partner"

    public_id = PublicIdField()
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    initial = models.CharField(max_length=2)
    kind = models.CharField(max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.name
