from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from actions.models import Action
from groups.models import PAPG, Authority, Marking, NamedReader, Sensitive
from groups.sensitivity import SensitiveQuerySet
from lib.editions import Edited, KeptText
from lib.public_ids import PublicIdField


class Framework(models.Model):
    """A maturity framework as loaded from its file; never edited. Illustrative ones say so on every page."""

    class Status(models.TextChoices):
        ILLUSTRATIVE = "illustrative", "Illustrative"
        OFFICIAL = "official", "Official"
        LOCAL = "local", "Local"

    public_id = PublicIdField()
    key = models.CharField(max_length=60)
    version = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=Status)
    disclaimer = models.TextField()
    scale = models.JSONField()  # [{"value": 0, "label": …, "meaning": …}, …]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="a_framework_version_is_loaded_once")]

    def __str__(self):
        return f"{self.title} {self.version}"


class Theme(models.Model):
    public_id = PublicIdField()
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="themes")
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    intent = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="theme_code_is_used_once")]

    def __str__(self):
        return f"{self.code} {self.name}"


class Criterion(models.Model):
    public_id = PublicIdField()
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=5)
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=300)
    statements = models.JSONField()  # {"1": "what is true at this level", …}
    prompts = models.JSONField(default=list)  # what could serve as evidence
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["theme__position", "position"]
        constraints = [models.UniqueConstraint(fields=["theme", "code"], name="criterion_code_is_used_once")]

    def __str__(self):
        return f"{self.code} {self.title}"


class Assessment(models.Model):
    """One look at an authority through one theme of a framework."""

    class State(models.TextChoices):
        ANSWERING = "answering", "Being answered"
        CLOSED = "closed", "Closed"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="assessments", editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="assessments")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="assessments")
    period = models.CharField(max_length=40)  # such as "October 2026"
    state = models.CharField(max_length=10, choices=State, default=State.ANSWERING)
    started_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "framework", "period"], name="an_authority_is_assessed_once_a_period"
            )
        ]

    def __str__(self):
        return f"Self-assessment, {self.period}"


class Answer(Sensitive, Edited):
    """The level of one criterion; `text` is the reason. OFFICIAL-SENSITIVE unless somebody decides otherwise."""

    class Confidence(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    level = models.PositiveSmallIntegerField(null=True)
    unknown = models.BooleanField(default=False)
    not_applicable = models.BooleanField(default=False)
    evidence_note = models.TextField(max_length=2000, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SensitiveQuerySet.as_manager()

    class Meta(Sensitive.Meta):
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="a_criterion_is_answered_once"),
            models.CheckConstraint(
                name="an_answer_is_a_level_or_unknown_or_not_applicable",
                condition=Q(answered_at__isnull=True)
                | Q(level__isnull=False, unknown=False, not_applicable=False)
                | Q(level__isnull=True, unknown=True, not_applicable=False)
                | Q(level__isnull=True, unknown=False, not_applicable=True),
            ),
        ]

    def __str__(self):
        return f"Answer to {self.criterion.code}"


class AnswerText(KeptText):
    thing = models.ForeignKey(Answer, models.PROTECT, related_name="texts")


class AnswerReader(NamedReader):
    """A criterion handed to one person to answer: django-guardian's row with the permission to change the answer."""

    content_object = models.ForeignKey(Answer, models.PROTECT, related_name="readers")


class GapAction(models.Model):
    """That a gap was turned into an action."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="gap_actions")
    action = models.OneToOneField(Action, models.PROTECT, related_name="gap")

    def __str__(self):
        return f"Gap of {self.answer}"
