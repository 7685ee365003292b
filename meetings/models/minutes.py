from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse

from actions.models import Action
from groups.access import hats_of
from groups.models import PAPG, NamedReader, Sensitive
from groups.roles import Permission
from groups.sensitivity import SensitiveQuerySet, opened_by, unless_withheld_by_name
from lib.editions import Edited, KeptText
from lib.public_ids import LENGTH, PublicIdField
from lib.templatetags.papg import long_day
from meetings.models.meeting import AgendaItem, Meeting
from meetings.models.outside import SaidOutside


class MinutesQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=Minutes.State.APPROVED)

    def with_approval(self):
        """Each with the meeting that approved them, `approved_at_…`, and when the next one that can meets, or None."""
        later = Meeting.objects.filter(group=OuterRef("group"), starts_at__gt=OuterRef("meeting__starts_at"))
        later = later.exclude(state=Meeting.State.HELD).filter(items__from_standing__approves_minutes=True)
        return self.annotate(
            approved_at_number=F("approved_under__meeting__number"),
            approved_at_meeting=F("approved_under__meeting__public_id"),
            next_approval_at=Subquery(later.order_by("starts_at").values("starts_at")[:1]),
        )


class Minutes(models.Model):
    """The record of one meeting. Approved is final: the database refuses any further change to its words."""

    SPOKEN = "the minutes of meeting {meeting__number}"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        AT_CHAIR = "at_chair", "With the chair"
        CIRCULATED = "circulated", "Circulated, not yet approved"
        APPROVED = "approved", "Approved"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="record")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    circulated_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_under = models.ForeignKey(  # the item of a later meeting at which they were approved; none: by the chair
        AgendaItem, models.PROTECT, null=True, related_name="minutes_approved"
    )
    sha256 = models.CharField(max_length=64, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self):
        return f"Minutes of meeting {self.meeting.number}"

    def get_absolute_url(self):
        return reverse("meetings:minutes_detail", args=[self.public_id])

    @property
    def is_final(self):
        return self.state == self.State.APPROVED

    @property
    def is_out(self):
        return self.state in OUT

    @property
    def reading_states(self):
        meeting_open = self.meeting.state == Meeting.State.OPEN
        found = {
            "out": self.is_out,
            "at the chair": self.state == self.State.AT_CHAIR,
            "draft": self.state == self.State.DRAFT and not meeting_open,
            "meeting open": meeting_open,
        }
        return {state for state, is_so in found.items() if is_so}


OUT = [Minutes.State.CIRCULATED, Minutes.State.APPROVED]

# The states of a record as clauses on its paragraphs; `Minutes.reading_states` says the same of one in hand
MEETING_OPEN = Q(minutes__meeting__state=Meeting.State.OPEN)
STATES = {
    "out": Q(minutes__state__in=OUT),
    "at the chair": Q(minutes__state=Minutes.State.AT_CHAIR),
    "draft": Q(minutes__state=Minutes.State.DRAFT) & ~MEETING_OPEN,
    "meeting open": MEETING_OPEN,
}
# The permissions of which a hat needs one to see a paragraph in that state; None: every hat
WHO_SEES = {
    "out": None,
    "at the chair": {Permission.EDIT_MINUTES, Permission.APPROVE_MINUTES},
    "draft": {Permission.EDIT_MINUTES},
    "meeting open": {Permission.EDIT_MINUTES, Permission.RUN_MEETING},
}
# Those who follow an open meeting see decisions once recorded, though no discussion
WHO_SEES_DECISIONS = WHO_SEES | {"meeting open": None}


class ParagraphQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        """By the state of the record: the hats that may see it there, then audience and marking by the same hats."""
        clause = Q(pk__in=[])
        for admitted, states in self._states_by_hats(hats_of(user, at_meetings=True)).items():
            clause |= states & opened_by(self.model, admitted)
        return self.filter(clause, unless_withheld_by_name(self.model, user))

    def _states_by_hats(self, hats):
        """{hats: the clause of all states that admit just these}, so that the rule is written once for them."""
        clauses = {}
        for state, permissions in self.model.who_sees.items():
            if admitted := tuple(hat for hat in hats if is_admitted(hat, permissions)):
                clauses[admitted] = clauses.get(admitted, Q()) | STATES[state]
        return clauses


def is_admitted(hat, permissions):
    return permissions is None or bool(hat.permissions & permissions)


class Paragraph(Sensitive, SaidOutside):
    """A numbered place in the minutes. `position` is given once within the minutes, in order of writing."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="%(class)ss")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="%(class)ss")
    position = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ParagraphQuerySet.as_manager()
    to_meeting = "minutes__meeting_id"
    who_sees = WHO_SEES

    class Meta(Sensitive.Meta):
        abstract = True
        ordering = ["item__number", "position"]

    @property
    def of_meeting(self):
        return self.minutes.meeting_id

    @property
    def words(self):
        """All that it says, as whoever proposes a correction finds it to be mended."""
        return self.text

    def admits(self, hat, person):
        return any(is_admitted(hat, self.who_sees[state]) for state in self.minutes.reading_states)


class MinuteEntry(Paragraph, Edited):
    """What was said under an item."""

    SPOKEN = "paragraph {position} of the minutes of meeting {minutes__meeting__number}"

    # What the run page called it when it was begun there: sent again, it is the same paragraph and no second one
    begun_as = models.CharField(max_length=LENGTH, blank=True, editable=False)

    class Meta(Paragraph.Meta):
        verbose_name = "minute entry"
        verbose_name_plural = "minute entries"
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "begun_as"], condition=~Q(begun_as=""), name="entry_is_begun_once"
            )
        ]

    def __str__(self):
        return f"Entry {self.public_id}"

    @property
    def key(self):
        """What the run page knows it by."""
        return self.begun_as or self.public_id


class MinuteEntryText(KeptText, SaidOutside):
    thing = models.ForeignKey(MinuteEntry, models.PROTECT, related_name="texts")


class EntryReader(NamedReader):
    content_object = models.ForeignKey(MinuteEntry, models.PROTECT, related_name="readers")


CONFIRMED_HERE = "Proposed without a quorum, confirmed later in the meeting"


class Decision(Paragraph, Edited):
    """What was decided and why. Without a quorum it is proposed, to be confirmed at the next quorate meeting."""

    SPOKEN = "decision {number}"

    class Standing(models.TextChoices):
        MADE = "made", "Decided"
        PROPOSED = "proposed", "Proposed, to be confirmed at the next quorate meeting"

    number = models.PositiveIntegerField()
    text = models.TextField(max_length=2000)
    reason = models.TextField(max_length=2000)
    options = models.TextField(max_length=4000, blank=True)  # that were considered
    dissent = models.TextField(max_length=2000, blank=True)
    standing = models.CharField(max_length=10, choices=Standing)
    review_on = models.DateField(null=True)  # when it is to be looked at again
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    who_sees = WHO_SEES_DECISIONS
    is_confirmed_here = False  # by the meeting that proposed it: see with_confirmation

    class Meta(Paragraph.Meta):
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="decision_number_is_used_once")]

    def __str__(self):
        return f"Decision {self.number}"

    @property
    def stood_then(self):
        """At the end of its own meeting, where that is not simply decided."""
        if self.standing == self.Standing.MADE:
            return ""
        return CONFIRMED_HERE if self.is_confirmed_here else self.get_standing_display()

    @property
    def words(self):
        more = {"Because": self.reason, "Differing view": self.dissent}
        return "\n\n".join([self.text, *(f"{name}: {text}" for name, text in more.items() if text)])


class DecisionText(KeptText, SaidOutside):
    thing = models.ForeignKey(Decision, models.PROTECT, related_name="texts")
    reason = models.TextField(blank=True)
    options = models.TextField(blank=True)
    dissent = models.TextField(blank=True)


class DecisionReader(NamedReader):
    content_object = models.ForeignKey(Decision, models.PROTECT, related_name="readers")


class RaisedAction(Paragraph):
    """That a meeting raised an action. At approval `line` freezes what it said then; the action goes on."""

    action = models.OneToOneField(Action, models.PROTECT, related_name="raised")
    edition = models.PositiveIntegerField(default=1)  # of what is shared; the words are the action's own
    line = models.JSONField(null=True)

    stands_for = "action"

    class Meta(Paragraph.Meta):
        verbose_name = "raised action"

    def __str__(self):
        return f"Raised: {self.action}"

    @property
    def text(self):
        return self.line["text"] if self.line else self.action.text

    @property
    def words(self):
        owner = self.line["owner"] if self.line else self.action.owner.name
        return f"{self.text}\n\n{owner}, by {long_day(self.due_on_then or self.action.due_on)}"

    @property
    def due_on_then(self):
        return date.fromisoformat(self.line["due_on"]) if self.line else None

    @property
    def status_then(self):
        return Action.Status(self.line["status"]).label if self.line else ""
