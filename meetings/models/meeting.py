from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from groups.access import hats_of, undertaking_accepted
from groups.models import PAPG, AgendaLine, Marking, Membership, NamedReader, Organisation, StandingItem
from groups.sensitivity import SensitiveQuerySet, in_force, readable_clause
from lib.built_once import built_once
from lib.public_ids import PublicIdField

OFTEN = 3  # times put off in a row, of which the chair is told


class MeetingQuerySet(models.QuerySet):
    def to_come(self):
        return self.filter(state=Meeting.State.PLANNED).order_by("starts_at")


class Meeting(models.Model):
    SPOKEN = "the agenda of meeting {number}"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open now"
        HELD = "held", "Held"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="meetings", editable=False)
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField("length in minutes", default=120)
    place = models.CharField(max_length=200, blank=True)
    joining_link = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=1)  # counts up with each change of time
    arranged_at = models.DateTimeField(default=timezone.now)  # when this time was set
    rules = models.JSONField(null=True)  # the quorum rule as it stood when the meeting opened
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    current_item = models.ForeignKey("AgendaItem", models.PROTECT, null=True, related_name="+")
    statement = models.TextField("handling statement", blank=True)  # as it stood when the meeting opened
    each_confirms = models.BooleanField(default=False)  # everybody in their own name, not the chair for those present

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="meeting_number_is_used_once")]
        indexes = [
            models.Index(fields=["group", "-starts_at", "-id"], name="meetings_of_a_group"),
            models.Index(fields=["-starts_at", "-id"], name="meetings_newest_first"),  # for who sits in many groups
        ]

    def __str__(self):
        return f"Meeting {self.number}"

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes_long)


class AgendaItemQuerySet(SensitiveQuerySet):
    def visible_to(self, user):
        """What audience and marking let this person read, and what they are a guest on."""
        hats = hats_of(user, at_meetings=True)
        return self.filter(readable_clause(self.model, user, hats) | Q(pk__in=items_as_guest.within(user.pk)))

    def closing(self):
        """Where the end of an agenda begins: what is nobody's item yet comes after all that has one of its own."""
        named = Q(title__istartswith="any other business") | Q(title__istartswith="AOB")
        return self.filter(named).exclude(from_standing=None)


class AgendaItem(AgendaLine):
    """An item of one meeting. Its number is given once and never reused; what it says is for its audience."""

    SPOKEN = "item {number} of meeting {meeting__number}"

    class State(models.TextChoices):
        WAITING = "waiting", "To come"
        DONE = "done", "Done"
        PARKED = "parked", "Parked"

    class Carried(models.TextChoices):
        NOT_REACHED = "not_reached", "Not reached last time"
        PARKED = "parked", "Parked last time"
        ACTION_OPEN = "action_open", "An action from it is open"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)  # on the agenda; all 0 until something is moved
    from_standing = models.ForeignKey(StandingItem, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Its time in the meeting, beside the minutes that were planned for it
    begun_at = models.DateTimeField(null=True)  # when the meeting last came to it, unless it went back from it
    seconds_spent = models.PositiveIntegerField(default=0)  # before that
    minutes_moved = models.SmallIntegerField(default=0)  # taken from other items, or given to them
    parked_because = models.CharField(max_length=120, blank=True)
    # Why it is back from an earlier meeting
    carried_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="carried_to")
    carried_because = models.CharField(max_length=12, choices=Carried, blank=True, default="")
    times_back = models.PositiveSmallIntegerField(default=0)  # in a row, put off or for an open action
    matter = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the item that it first was

    objects = AgendaItemQuerySet.as_manager()
    to_meeting = "meeting_id"

    class Meta(AgendaLine.Meta):
        ordering = ["place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(carried_from=None, carried_because="", times_back=0)
                | Q(carried_from__isnull=False, times_back__gt=0) & ~Q(carried_because=""),
                name="item_that_is_back_says_why",
            ),
        ]
        permissions = [("attend_agendaitem", "Is a guest on the item")]

    @property
    def of_meeting(self):
        return self.meeting_id

    @property
    def minutes_now(self):
        return self.minutes + self.minutes_moved

    @property
    def minutes_spent(self):
        return max(1, round(self.seconds_spent / 60)) if self.seconds_spent else 0

    @property
    def matter_key(self):
        return self.matter_id or self.pk

    @property
    def is_put_off(self):
        return self.carried_because in (self.Carried.NOT_REACHED, self.Carried.PARKED)

    @property
    def is_put_off_too_often(self):
        return self.is_put_off and self.times_back >= OFTEN

    @cached_property
    def people_let_in(self):
        return set(guests().filter(content_object=self).values_list("user", flat=True))


class ItemReader(NamedReader):
    """A named reader of an item, or a guest on it: with a name and an organisation, since a guest needs no seat."""

    content_object = models.ForeignKey(AgendaItem, models.PROTECT, related_name="readers")
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")


def invited_guests():
    """Rows of guests that count now: until the minutes of the meeting are approved, and not of a closed account."""
    rows = ItemReader.objects.filter(in_force(), permission__codename="attend_agendaitem", user__is_active=True)
    return rows.exclude(content_object__meeting__record__state="approved")


def guests():
    """Of those, the ones to whom the item is open: OFFICIAL-SENSITIVE asks for the undertaking of them, too."""
    handled = Q(content_object__marking=Marking.OFFICIAL) | Q(undertaking_accepted("content_object__group"))
    return invited_guests().filter(handled)


@built_once
def items_as_guest(user_id):
    return guests().filter(user=user_id).values_list("content_object")


class Attendance(models.Model):
    """One seat at one meeting: the answer before it, and from its opening a line of the roll.

    Opening the meeting copies name, organisation, role and areas, so that statistics and old minutes never change
    with the membership.
    """

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        COMING = "coming", "Coming"
        DEPUTY = "deputy", "Sending a deputy"
        APOLOGIES = "apologies", "Apologies"

    class Came(models.TextChoices):
        NOT_HERE = "not_here", "Not here"
        HERE = "here", "Here"
        ONLINE = "online", "Online"
        DEPUTY = "deputy", "Deputy"
        APOLOGIES = "apologies", "Apologies"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Membership, models.PROTECT, related_name="attendances")
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="")
    came = models.CharField(max_length=10, choices=Came, default=Came.NOT_HERE)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # who comes or came
    deputy_name = models.CharField(max_length=120, blank=True)
    on_roll = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    organisation_kind = models.CharField(max_length=10, blank=True)
    role = models.CharField(max_length=20, blank=True)
    seniority = models.CharField(max_length=10, blank=True)
    areas = models.JSONField(default=list)  # codes of the business areas

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="a_seat_stands_once_on_the_roll"),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=models.Q(came__in=["here", "online", "deputy"]),
                name="nobody_attends_twice",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_represented(self):
        return self.came in (self.Came.HERE, self.Came.ONLINE, self.Came.DEPUTY)
