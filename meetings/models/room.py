"""Who was in the room, from when to when; who came for an item alone; and who had an interest in one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from groups.models import PAPG, OrganisationKind
from lib.public_ids import PublicIdField
from meetings.models.meeting import AgendaItem, Attendance, Meeting

Came = Attendance.Came


class Stay(models.Model):
    """One time that somebody sat in a seat at a meeting. Of a line of the roll there are several when the member left
    and came back, or a deputy took over.

    Name and organisation are copied, as the roll's are: a deputy named on the spot has no account.
    """

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="stays")
    line = models.ForeignKey(Attendance, models.PROTECT, related_name="stays")
    came = models.CharField(max_length=10, choices=[(c.value, c.label) for c in (Came.HERE, Came.ONLINE, Came.DEPUTY)])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120)
    organisation_kind = models.CharField(max_length=10, choices=OrganisationKind)
    empowered = models.BooleanField(default=True)  # may act for the member; the member may
    began_at = models.DateTimeField()
    from_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="+")  # None: from the start
    ended_at = models.DateTimeField(null=True)
    until_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="+")  # during which they left
    comes_back = models.BooleanField(default=False)  # out for that item alone
    accepted_at = models.DateTimeField(null=True)  # the handling statement
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "time in the room"
        verbose_name_plural = "times in the room"
        ordering = ["began_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_stay_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
            models.CheckConstraint(
                name="who_left_left_during_an_item_or_has_not_left",
                condition=Q(ended_at__isnull=False) | Q(until_item=None, comes_back=False),
            ),
            models.CheckConstraint(
                name="who_accepted_is_recorded_with_when",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["line"], condition=Q(ended_at=None), name="one_person_sits_in_a_seat"),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(ended_at=None), name="nobody_sits_in_two_seats"
            ),
        ]

    def __str__(self):
        return self.name


class GuestLine(models.Model):
    """Somebody who comes for one item. Invited ones stand here from the opening; the roll gives no access."""

    class Came(models.TextChoices):
        EXPECTED = "expected", "Expected"
        HERE = "here", "Here"
        ONLINE = "online", "Online"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guests_on_roll")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="guests_on_roll")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # of the invited
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    came = models.CharField(max_length=10, choices=Came, default=Came.EXPECTED)
    has_accepted = models.BooleanField(default=False)  # the handling statement

    class Meta:
        verbose_name = "guest on the roll"
        verbose_name_plural = "guests on the roll"
        ordering = ["item__place", "item__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="a_guest_stands_once_on_the_roll_for_an_item")
        ]

    def __str__(self):
        return self.name


class Declaration(models.Model):
    """An interest that somebody at the meeting declared in an item, and what was done about it."""

    class Done(models.TextChoices):
        STAYED = "stayed", "Stayed, and the chair agreed"
        LEFT = "left", "Left for the item"
        NO_PAPERS = "no_papers", "Stayed without its papers"

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="declarations")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="declarations")
    line = models.ForeignKey(Attendance, models.PROTECT, related_name="declarations")
    name = models.CharField(max_length=120)  # whoever sat in the seat
    interest = models.CharField(max_length=300)
    done = models.CharField(max_length=10, choices=Done)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "declaration of interest"
        verbose_name_plural = "declarations of interest"
        ordering = ["item__place", "item__number", "pk"]

    def __str__(self):
        return f"Interest of {self.name}"
