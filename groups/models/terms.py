from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, JSONObject, Now
from django.urls import reverse
from django.utils import timezone

from groups.models.annex import TermsAnnex
from groups.models.group import PAPG
from groups.models.rules import AgreedRules
from lib.editions import Edited, KeptText
from lib.public_ids import PublicIdField


class TermsVersionQuerySet(models.QuerySet):
    def with_places(self):
        """`letters_given`: how many annexes the group has, withdrawn ones and those withheld from anybody included.
        `section_ids`: of each section its key and address. `versions`: all of the group, the newest first."""
        letters = TermsAnnex.objects.filter(group=OuterRef("group")).order_by("-number").values("number")[:1]
        sections = TermsSection.objects.filter(version=OuterRef("pk"))
        versions = TermsVersion.objects.filter(group=OuterRef("group")).order_by("-pk")
        return self.select_related("group__lead_authority").annotate(
            letters_given=Coalesce(Subquery(letters), 0),
            section_ids=ArraySubquery(sections.values(json=JSONObject(key="key", public_id="public_id"))),
            versions=ArraySubquery(
                versions.values(json=JSONObject(**{n: n for n in ["public_id", "number", "state"]}))
            ),
        )

    def first_to_show(self, group):
        """The version that holds, else the one with the members, else the draft."""
        states = [TermsVersion.State.AGREED, TermsVersion.State.PUT, TermsVersion.State.DRAFT]
        rank = Case(*(When(state=state, then=place) for place, state in enumerate(states)), default=len(states))
        return self.with_places().filter(group=group).order_by(rank, "-pk").first()

    def beside(self, terms):
        """The other versions of the group, the one that these terms were begun from first."""
        others = self.select_related("group__lead_authority").filter(group=terms.group_id).exclude(pk=terms.pk)
        begun_from = Case(When(pk=terms.follows_id, then=0), default=1)
        return others.order_by(begun_from, "-pk")

    def agreed(self):
        return self.filter(state=TermsVersion.State.AGREED)


class TermsVersion(AgreedRules):
    """One version of a group's terms of reference. Its body is OFFICIAL; sensitive matter goes into annexes.

    What was put to the members is final: its sections, rules and `frozen`, which is all that it says.
    """

    SPOKEN = "the terms of reference {number}"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUT = "put", "With the members"
        AGREED = "agreed", "Agreed"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="terms")
    number = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the one that it was begun from
    made_at = models.DateTimeField(db_default=Now())
    rules_edition = models.PositiveIntegerField(default=0)
    rules_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    frozen = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    put_at = models.DateTimeField(null=True)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    review_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)  # when another took its place, or it was withdrawn
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects = TermsVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "terms of reference"
        verbose_name_plural = "terms of reference"
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="terms_number_is_used_once"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(state="draft"), name="a_group_has_one_draft_of_its_terms"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(state="put"), name="a_group_has_one_version_with_its_members"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(state="agreed"), name="a_group_has_one_agreed_version_of_its_terms"
            ),
            models.CheckConstraint(
                name="terms_are_frozen_once_they_are_put",
                condition=Q(state="draft", frozen__isnull=True, sha256="", put_at=None)
                | (
                    ~Q(state="draft")
                    & Q(frozen__isnull=False, put_at__isnull=False, put_by__isnull=False)
                    & ~Q(sha256="")
                ),
            ),
            models.CheckConstraint(
                name="adopted_terms_say_when_they_are_reviewed",
                condition=~Q(state__in=["agreed", "superseded"])
                | Q(adopted_at__isnull=False, adopted_by__isnull=False, review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_terms_say_why",
                condition=~Q(state="withdrawn") | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="terms_quorum_asks_for_at_most_the_five_areas", condition=Q(quorum_areas__lte=5)
            ),
            models.CheckConstraint(
                name="papers_do_not_go_out_before_notice", condition=Q(paper_working_days__lte=F("notice_working_days"))
            ),
        ]

    def __str__(self):
        return f"Terms of reference {self.number}"

    def get_absolute_url(self):
        return reverse("groups:terms_version", args=[self.public_id])

    def file_name(self, ending):
        return f"terms-of-reference-{self.number}.{ending}"

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_put(self):
        return self.state == self.State.PUT

    @property
    def is_agreed(self):
        return self.state == self.State.AGREED

    @property
    def closed_at(self):
        """From when on no voice counts any more; None while the members are asked."""
        return self.adopted_at or self.ended_at

    @property
    def review_is_due(self):
        return self.review_on is not None and self.review_on <= timezone.localdate()


class TermsSection(Edited):
    """A section's own words; live parts (membership, meetings, standing agenda) are drawn from the group below them."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)

    class Meta:
        verbose_name = "section of the terms of reference"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="a_version_has_a_section_once")]

    def __str__(self):
        return self.title


class TermsSectionText(KeptText):
    thing = models.ForeignKey(TermsSection, models.PROTECT, related_name="texts")
