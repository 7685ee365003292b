from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from actions.rag import SOON, last_day_of_soon, rag_of
from groups.access import hats_of
from groups.models import Deputyship, Membership, NamedReader, Sensitive
from groups.sensitivity import SensitiveQuerySet, authored_by, readable_clause
from lib.dated import TODAY
from lib.editions import Edited, KeptText
from lib.public_ids import PublicIdField


class ActionQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        """What audience and marking let them read, and what they raised while they sit in the group."""
        hats = hats_of(user, at_meetings=True)
        own = authored_by(self.model, user, "raised_by", hats)
        return self.filter(readable_clause(self.model, user, hats) | own)

    def open(self):
        return self.exclude(status__in=[Action.Status.DONE, Action.Status.DROPPED])

    def pressing(self):
        """Overdue, or due soon."""
        return self.open().filter(due_on__lte=TODAY + SOON)

    def withheld_numbers(self, user):
        """Of those that this person may not read: the bare numbers."""
        readable = self.model.objects.visible_to(user)
        return self.exclude(pk__in=readable.values("pk")).order_by("number").values_list("number", flat=True)

    def due_first(self):
        """What is overdue stands before all else."""
        return self.order_by("due_on", "number")

    def held_by(self, user):
        """Owned by a seat in which this person sits or stands in for the member."""
        return self.filter(owner__in=[hat.seat_id for hat in hats_of(user) if hat.seat_id])


class Action(Sensitive, Edited):
    """Something somebody will do by a day. `text` says what is to be done; its number is given once in the group.

    An action never knows the meeting or the gap that raised it: those point here.
    """

    SPOKEN = "action {number}"

    class Status(models.TextChoices):
        OPEN = "open", "Not started"
        UNDER_WAY = "under_way", "Under way"
        STUCK = "stuck", "Stuck"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    class Origin(models.TextChoices):
        MEETING = "meeting", "Raised in a meeting"
        HAND = "hand", "Raised by hand"
        GAP = "gap", "Raised from a maturity gap"

    number = models.PositiveIntegerField()
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="actions")
    due_on = models.DateField()
    baseline_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    origin = models.CharField(max_length=10, choices=Origin)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(db_default=Now())

    objects = ActionQuerySet.as_manager()

    class Meta(Sensitive.Meta):
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="action_number_is_used_once")]

    def __str__(self):
        return f"Action {self.number}"

    def get_absolute_url(self):
        return reverse("actions:action_detail", args=[self.public_id])

    @property
    def author_key(self):
        return self.raised_by_id

    @property
    def is_open(self):
        return self.status not in (self.Status.DONE, self.Status.DROPPED)

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def is_due_soon(self):
        return self.is_open and self.due_on <= last_day_of_soon()

    @property
    def rag(self):
        return rag_of(self)

    @property
    def has_slipped(self):
        return self.due_on > self.baseline_on


def holds_open_actions():
    """The clause on seats that an open action is theirs."""
    return Exists(Action.objects.open().filter(owner=OuterRef("pk")))


class ActionText(KeptText):
    thing = models.ForeignKey(Action, models.PROTECT, related_name="texts")


class ActionReader(NamedReader):
    content_object = models.ForeignKey(Action, models.PROTECT, related_name="readers")


class UpdateQuerySet(models.QuerySet):
    def with_names(self):
        """`name`: what the group calls the person who reported."""
        return self.annotate(name=Coalesce(_latest_name(Membership), _latest_name(Deputyship)))


def _latest_name(kind_of_seat):
    seats = kind_of_seat.objects.filter(group=OuterRef("group"), user=OuterRef("by"))
    return Subquery(seats.order_by("-starts_at").values("name")[:1])


class Update(models.Model):
    """What the owner reported on an action; kept for good."""

    public_id = PublicIdField()
    group = models.ForeignKey("groups.PAPG", models.PROTECT, related_name="+", editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    text = models.TextField(max_length=4000)
    status = models.CharField(max_length=10, choices=Action.Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Update of {self.action}"
