from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from groups.access import hats_of
from groups.models import PAPG
from groups.roles import Permission
from groups.sensitivity import opened_by, unless_withheld_by_name
from lib.public_ids import PublicIdField
from meetings.models.meeting import AgendaItem
from meetings.models.minutes import Minutes

ASK = {Permission.ESCALATE, Permission.EDIT_MINUTES}


class EscalationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever runs the group and reads the item that it comes from, by one hat; and the senior owner it goes to."""
        hats = hats_of(user, at_meetings=True)
        asking = [hat for hat in hats if hat.permissions & ASK]
        items = AgendaItem.objects.filter(opened_by(AgendaItem, asking), unless_withheld_by_name(AgendaItem, user))
        answering = {hat.group_id for hat in hats if Permission.ANSWER_ESCALATION in hat.permissions}
        return self.filter(Q(item__in=items.order_by().values("pk")) | Q(group_id__in=answering))

    def with_answers(self):
        return self.select_related("item", "minutes__meeting", "answer").order_by("-number")

    def unanswered(self):
        return self.filter(answer=None)


class Escalation(models.Model):
    """What a meeting asks of the senior owner. It was sent as it was written, so it is never changed."""

    SPOKEN = "escalation {number}"
    shareable = withheld_because = ""  # what is shared of it is said in a paragraph beside it

    public_id = PublicIdField()
    group = models.ForeignKey(PAPG, models.PROTECT, related_name="escalations", editable=False)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="escalations")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="escalations")
    number = models.PositiveIntegerField()
    # Its place among the paragraphs of the minutes; none for requests of before they had one
    position = models.PositiveIntegerField(null=True, editable=False)
    text = models.TextField(max_length=2000)
    reason = models.TextField(max_length=2000)
    reply_by = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="escalation_number_is_used_once")]

    def __str__(self):
        return f"Escalation {self.number}"

    @property
    def marking(self):
        return self.item.marking

    @property
    def audience(self):
        return self.item.audience

    @property
    def is_sensitive(self):
        return self.item.is_sensitive

    def get_marking_display(self):
        return self.item.get_marking_display()

    def get_audience_display(self):
        return self.item.get_audience_display()

    @property
    def answered(self):
        """The answer, or None."""
        return getattr(self, "answer", None)


class EscalationAnswer(models.Model):
    """What the senior owner said; once, and for good. The minutes may be final by then."""

    group = models.ForeignKey(PAPG, models.PROTECT, related_name="+", editable=False)
    escalation = models.OneToOneField(Escalation, models.PROTECT, related_name="answer")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"Answer to {self.escalation}"
