from django.db import models
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from groups.models.annex import TermsAnnex
from groups.models.group import PAPG
from lib.editions import Edited, KeptText
from lib.public_ids import PublicIdField


class TermsVersion(models.Model):
    """One version of a group's terms of reference. Its body is OFFICIAL; sensitive matter goes into annexes."""

    SPOKEN = "the terms of reference {number}"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="terms")
    number = models.CharField(max_length=10)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "terms of reference"
        verbose_name_plural = "terms of reference"
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="terms_number_is_used_once")]

    def __str__(self):
        return f"Terms of reference {self.number}"

    def get_absolute_url(self):
        return reverse("groups:terms_detail", args=[self.group.public_id])

    def file_name(self, ending):
        return f"terms-of-reference-{self.number}.{ending}"


class TermsSectionQuerySet(models.QuerySet):
    def of_latest_version(self, group):
        """The sections of the version begun last; each version has some from its first moment.

        `letters_given`: how many annexes the group has, withdrawn ones and those withheld from anybody included.
        """
        latest = TermsVersion.objects.filter(group=group).order_by("-pk").values("pk")[:1]
        letters = TermsAnnex.objects.in_group(group).order_by("-number").values("number")[:1]
        sections = self.filter(version=models.Subquery(latest)).select_related("version", "group__rules")
        return sections.annotate(letters_given=Coalesce(models.Subquery(letters), 0))


class TermsSection(Edited):
    """A section's own words; live parts (membership, meetings, standing agenda) are drawn from the group below them."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)

    objects = TermsSectionQuerySet.as_manager()

    class Meta:
        verbose_name = "section of the terms of reference"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="a_version_has_a_section_once")]

    def __str__(self):
        return self.title


class TermsSectionText(KeptText):
    thing = models.ForeignKey(TermsSection, models.PROTECT, related_name="texts")
