from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property

from actions.models import Action
from groups.access import hats_of
from groups.models import PAPG, Audience, Authority, Marking, NamedReader, Sensitive
from groups.roles import Permission, Role
from groups.sensitivity import (
    SensitiveQuerySet,
    authored_by,
    grants_to_read,
    in_force,
    opened_by,
    opens,
    unless_withheld_by_name,
)
from lib.dated import live
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
    evidence_needed_from_level = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file's content, so that loading again can tell

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="a_framework_version_is_loaded_once")]

    def __str__(self):
        return f"{self.title} {self.version}"

    @property
    def label(self):
        """What every page says of where the levels come from."""
        words = {
            self.Status.ILLUSTRATIVE: "Illustrative framework {version}, not the official matrix",
            self.Status.LOCAL: "Local framework {version}, not the official matrix",
        }
        return words.get(self.status, "{title} {version}").format(title=self.title, version=self.version)

    def label_of(self, level):
        return self.scale[level]["label"]


class ThemeQuerySet(models.QuerySet):
    def on_offer(self):
        """All themes, the framework loaded last first; `has_rivals` where several frameworks stand to choose from."""
        others = Framework.objects.exclude(pk=OuterRef("framework"))
        return self.select_related("framework").annotate(has_rivals=Exists(others)).order_by("-framework", "position")


class Theme(models.Model):
    public_id = PublicIdField()
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="themes")
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    intent = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    objects = ThemeQuerySet.as_manager()

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
    """One look at an authority through themes of a framework: those whose criteria have a row among its answers."""

    SPOKEN = "a self-assessment"

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
                fields=["group", "authority", "framework", "period"],
                name="a_group_assesses_an_authority_once_a_period",
            )
        ]

    def __str__(self):
        return f"Self-assessment, {self.period}"

    def get_absolute_url(self):
        return reverse("maturity:assessment_detail", args=[self.public_id])

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED

    def numbers(self):
        """(theme code, criterion id, criterion code) of every answer in order: what everybody in the group may know."""
        return self.answers.in_order().values_list("criterion__theme__code", "criterion", "criterion__code")


class WithoutLevel(models.TextChoices):
    """What an answer may be in place of a level."""

    UNKNOWN = "unknown", "Not known"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


# Closed results are "sent up" to the senior owner of the leading authority: the one OFFICIAL-SENSITIVE thing that an
# office reads, since the senior owner answers for the group and acts on what the assessment shows. What the group
# keeps for named readers is not sent up.
SENT_UP = [Audience.EVERYONE, Audience.STATUTORY, Audience.AUTHORITY]


def opened_by_state(model, user, answer=""):
    """The clause of what an assessment's state opens, then audience and marking by the same hats.

    Being written: who leads the assessment, and who was asked for the answer. Closed: who views results; see `SENT_UP`
    for the senior owner. `answer` is the path from the rows to their answer.
    """
    hats = hats_of(user)
    leaders = [hat for hat in hats if Permission.LEAD_ASSESSMENT in hat.permissions]
    answerers = [hat for hat in hats if Permission.ANSWER_CRITERIA in hat.permissions]
    viewers = [hat for hat in hats if Permission.VIEW_RESULTS in hat.permissions]
    owned = {hat.group_id for hat in viewers if hat.role == Role.SENIOR_OWNER}
    asked = Q(**{f"{answer}pk__in": asked_of(user)}) & opened_by(model, answerers)
    sent_up = Q(group_id__in=owned, audience__in=SENT_UP)
    answering, closed = (Q(**{f"{answer}assessment__state": state}) for state in Assessment.State.values)
    return answering & (opened_by(model, leaders) | asked) | closed & (opened_by(model, viewers) | sent_up)


class AnswerQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        return self.filter(opened_by_state(self.model, user), unless_withheld_by_name(self.model, user))

    def with_evidence(self, user):
        """Each with `has_evidence`, which its readers may know, and in `evidence` the note if this person reads it."""
        noted = EvidenceNote.objects.with_text()
        notes = models.Prefetch("note", noted.visible_to(user), to_attr="evidence")
        return self.annotate(has_evidence=Exists(noted.filter(answer=OuterRef("pk")))).prefetch_related(notes)

    def in_order(self):
        return self.order_by("criterion__theme__position", "criterion__position")

    def with_criteria(self):
        return self.select_related("criterion__theme").in_order()

    def answered(self):
        return self.filter(answered_at__isnull=False)

    def unanswered(self):
        return self.filter(answered_at__isnull=True)


class Answer(Sensitive, Edited):
    """The level of one criterion; `text` is the reason. OFFICIAL-SENSITIVE unless somebody decides otherwise."""

    SPOKEN = "answer to {criterion__code}"

    class Confidence(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers")
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    audience = models.CharField("who may read it", max_length=20, choices=Audience, default=Audience.STATUTORY)
    level = models.PositiveSmallIntegerField(null=True)
    unknown = models.BooleanField(default=False)
    not_applicable = models.BooleanField(default=False)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

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

    def admits(self, hat, person):
        if self.assessment.is_closed:
            return Permission.VIEW_RESULTS in hat.permissions
        asked = Permission.ANSWER_CRITERIA in hat.permissions and person in self.people_asked
        return asked or Permission.LEAD_ASSESSMENT in hat.permissions

    def is_sent_up_to(self, hat):
        return self.assessment.is_closed and hat.role == Role.SENIOR_OWNER and self.audience in SENT_UP

    @cached_property
    def people_asked(self):
        return set(_asked().filter(content_object=self).values_list("user", flat=True))

    @cached_property
    def people_named(self):
        return set(grants_to_read(Answer).filter(content_object=self).values_list("user", flat=True))

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def standing(self):
        """The level, or what stands in its place; None before the first answer."""
        if self.unknown:
            return WithoutLevel.UNKNOWN
        return WithoutLevel.NOT_APPLICABLE if self.not_applicable else self.level

    @property
    def figure(self):
        return {WithoutLevel.UNKNOWN: "?", None: "", WithoutLevel.NOT_APPLICABLE: "–"}.get(self.standing, self.level)

    @property
    def heat(self):
        """Which of the style sheet's shades the figure has: l0 to l4, lq for not known."""
        return {WithoutLevel.UNKNOWN: "q", None: "n", WithoutLevel.NOT_APPLICABLE: "n"}.get(self.standing, self.level)

    @property
    def words(self):
        if self.level is not None:
            return self.assessment.framework.label_of(self.level)
        return self.standing.label if self.standing else "Not answered"

    @property
    def next_statement(self):
        """What the framework asks of the level above; for what is not known, of the first."""
        return self.criterion.statements.get(str((self.level or 0) + 1), "")

    @property
    def lacks_evidence(self):
        needed_from = self.assessment.framework.evidence_needed_from_level
        return None not in (self.level, needed_from) and self.level >= needed_from and not self.has_evidence

    @property
    def evidence_is_withheld(self):
        return self.has_evidence and not self.evidence


class AnswerText(KeptText):
    thing = models.ForeignKey(Answer, models.PROTECT, related_name="texts")


class AnswerReader(NamedReader):
    """A criterion handed to one person to answer: django-guardian's row with the permission to change the answer."""

    content_object = models.ForeignKey(Answer, models.PROTECT, related_name="readers")


def asked_of(user):
    """The answers that this person was asked for, as a sub-query. The row is personal: deputies do not inherit it."""
    return _asked().filter(user=user).values("content_object")


def seats_asked(answers, group):
    """Who was asked for these answers and sits in the group now: (key of the answer, public id of the seat, name)."""
    seat = "user__memberships"
    seated = _asked().filter(Q(**{f"{seat}__group": group}) & live(f"{seat}__"), content_object__in=answers)
    return seated.order_by(f"{seat}__name").values_list("content_object", f"{seat}__public_id", f"{seat}__name")


def _asked():
    return AnswerReader.objects.filter(in_force(), permission__codename="change_answer")


class EvidenceNoteQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        """By its own marking and audience, by the state of its answer and with it; and the author's own, while seated.

        The answer is asked for besides, so that nobody reads a note by a grant of its own under an answer withheld.
        """
        opened = opened_by_state(self.model, user, "answer__") & unless_withheld_by_name(self.model, user)
        with_answer = Q(answer__in=Answer.objects.visible_to(user).values("pk"))
        own = authored_by(self.model, user, "written_by", hats_of(user))
        return self.filter(opened & with_answer | own)

    def with_text(self):
        """A note that was emptied is none."""
        return self.exclude(text="")


class EvidenceNote(Sensitive, Edited):
    """What shows the level of an answer, and where it is kept. Never for more people than the answer."""

    SPOKEN = "evidence for {answer__criterion__code}"

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="note", editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # first

    objects = EvidenceNoteQuerySet.as_manager()

    def __str__(self):
        return f"Evidence for {self.answer.criterion.code}"

    @property
    def author_key(self):
        return self.written_by_id

    def admits(self, hat, person):
        """Where the same hat opens the answer, whatever the note's own limits say."""
        return opens(hat, self.answer, person, person in self.answer.people_named)

    def is_sent_up_to(self, hat):
        return self.answer.is_sent_up_to(hat) and self.audience in SENT_UP


class EvidenceNoteText(KeptText):
    thing = models.ForeignKey(EvidenceNote, models.PROTECT, related_name="texts")


class EvidenceNoteReader(NamedReader):
    content_object = models.ForeignKey(EvidenceNote, models.PROTECT, related_name="readers")


class GapAction(models.Model):
    """That a gap was turned into an action."""

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="gap_actions")
    action = models.OneToOneField(Action, models.PROTECT, related_name="gap")

    def __str__(self):
        return f"Gap of {self.answer}"
