"""The run page's desk: one form holds all that is typed, and every button saves the text before it does its own thing.

So no button, with or without JavaScript, can lose a word of the minutes.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from groups.built_for_readers import built_once_for_readers
from groups.roles import Permission
from meetings import services
from meetings.access import access_minutes, permissions_at
from meetings.agenda import add_updates, agenda_of, shown_on
from meetings.course import Course
from meetings.decision_log import PROPOSED, about_waiting, decisions_for
from meetings.escalation_forms import EscalateForm
from meetings.forms import ParkForm
from meetings.last_minutes import add_last_minutes
from meetings.models import AgendaItem, Escalation, Meeting
from meetings.models.standing import with_confirmation
from meetings.paragraph_forms import DecisionForm, DeskForm, RaisedActionForm
from meetings.record import paragraphs_in
from meetings.room_desk import RoomDesk
from meetings.writing import Writing

# Each by a form of its own, which is kept in the browser until then: about the item on the page, or about the meeting
RECORDS_OF_ITEM, RECORDS_OF_MEETING = {"decide", "act", "escalate", "park", "guest_came"}, {"deputy_named", "declare"}


@dataclass
class Written:
    """A line of what was written under an item: a thing recorded, or the form of a paragraph."""

    thing: object
    form: object | None = None


class Desk:
    """`do` is the button's word, with what it is about behind a colon: "next", "go:k7f3q9x2mp", "here:m4p…"."""

    def __init__(self, *, meeting, user, posted=None):
        self.meeting, self.user, self.posted = meeting, user, posted
        self.lines = agenda_of(meeting, user, with_updates=False)
        self.line = self._line_on_the_page()
        self.item = self.line.item if self.line else None
        if self.item:
            self.item.group = meeting.group  # which is at hand, for the audit trail of what is done here
        self.verb, _, self.about = (posted.get("do", "save") if posted else "").partition(":")
        self.is_late = meeting.state != Meeting.State.OPEN
        if self.is_late:
            self.verb = "close"  # what was typed is saved, and nothing else is done any more
        self.writing = Writing(meeting=meeting, item=self.item, user=user, posted=posted)
        self.desk_form = DeskForm(posted, prefix="desk")
        on = (posted.get("on") or posted.get("item") or None) if posted else None
        self.course = Course(meeting=meeting, lines=self.lines, on=on, user=user)
        self.park_form = ParkForm(posted if self.verb == "park" else None, prefix="park")
        self.decision_form = DecisionForm(self._posted_for("decide"), prefix="decision")
        self.action_form = RaisedActionForm(self._posted_for("act"), prefix="action", group=meeting.group)
        self.escalate_form = EscalateForm(self._posted_for("escalate"), prefix="escalate")
        self.room = RoomDesk(self)

    @cached_property
    def lines_in_full(self):
        """With what the page shows of them: no save waits for that."""
        add_updates(self.lines, self.user)
        add_last_minutes(self.meeting, [self.line] if self.line else [])
        return self.lines

    @property
    def line_now(self):
        return next((line for line in self.lines if line.is_current), None)

    def _line_on_the_page(self):
        """The item for which something was typed, though the meeting may have gone on; else the current one."""
        typed_for = self.posted.get("item") if self.posted else None
        if typed_for:
            return self._of_this_meeting([line for line in self.lines if line.item and line.public_id == typed_for])
        return self.line_now

    def _posted_for(self, verb):
        return self.posted if self.verb == verb and self.item else None

    @property
    def text_forms(self):
        return self.writing.bound

    @property
    def forms(self):
        own = [self.decision_form, self.action_form, self.escalate_form, self.park_form, self.room.form]
        return [form for form in (self.desk_form, *self.writing.forms, *own) if form and form.is_bound]

    def takes_step(self):
        """Save the text, and then do what the button says. False when something typed has to be mended.

        A form that is not complete changes nothing. What is refused after that takes no text with it.
        """
        if self.posted is None or not all([form.is_valid() for form in self.forms]):
            return False
        with transaction.atomic():
            services.take_the_pen(self.meeting)
            if not self.writing.saves():
                return False
        try:
            with transaction.atomic():
                return self._does()
        except ValidationError as error:
            return self._say(error)

    def _say(self, error):
        """A refusal stands at its own form; False, so that the page is shown again with all that was typed."""
        own = {"decide": self.decision_form, "act": self.action_form, "escalate": self.escalate_form}
        form = own.get(self.verb, self.room.form or self.desk_form)
        form.add_error(None, error)
        return False

    def _does(self):
        """An unknown word does nothing but save: a forged button gets no further than the text."""
        doing = {
            "decide": self._decide,
            "act": self._act,
            "escalate": self._escalate,
            "approve": self._approve,
            "next": self.course.go_on,
            "park": lambda: self.course.park(self.park_form.cleaned_data["because"]),
            "back": self.course.step_back,
            "go": lambda: self.course.go(self._line_named()),
            "take": self._take,
            "close": self.course.close,
            "close-parked": lambda: self.course.close(AgendaItem.State.PARKED),
            "confirm": self._confirm,
            **self.room.doing,
        }.get(self.verb)
        if doing:
            doing()
        return True

    def _decide(self):
        services.record_decision(item=self.item, by=self.user, **self.decision_form.cleaned_data)

    def _act(self):
        services.raise_action_in_meeting(item=self.item, by=self.user, **self.action_form.cleaned_data)

    def _escalate(self):
        if Permission.ESCALATE not in permissions_at(self.user, self.meeting.group, self.meeting.pk):
            raise PermissionDenied
        services.escalate(item=self.item, by=self.user, **self.escalate_form.cleaned_data)

    def _line_named(self):
        return self._of_this_meeting([line for line in self.lines if line.public_id == self.about])

    def _take(self):
        """The minutes of an item that needs none: its update says so, which is looked at here."""
        self.lines_in_full  # noqa: B018
        self.course.take_minutes(self._line_named())

    def _confirm(self):
        """One decision that was proposed without a quorum, or all; what somebody has confirmed meanwhile stays so."""
        for decision in self.waiting["waiting"]:
            if self.about in ("all", decision.public_id):
                services.confirm_decision(decision=decision, meeting=self.meeting, by=self.user)

    def _approve(self):
        """The minutes that this item puts, by whoever may approve them, and nobody else who runs the meeting."""
        put = self.line.minutes if self.lines_in_full and self.line else []
        minutes = self._of_this_meeting([one for one in put if one.public_id == self.about])
        minutes, _may = access_minutes(self.user, minutes.public_id, Permission.APPROVE_MINUTES)
        services.approve_minutes(minutes=minutes, item=self.item, by=self.user)

    def _of_this_meeting(self, things):
        thing = next(iter(things), None)
        if thing is None:
            raise Http404
        return thing

    @property
    def says(self):
        if self.is_late:
            return "The meeting was closed meanwhile. Your text is in its minutes."
        return "Meeting closed. Its minutes are in draft with the secretary." if self.closes else ""

    @property
    def closes(self):
        return self.verb in ("close", "close-parked")

    def address(self):
        """Where the page goes on: after a mark on the roll at the roll, where the next one waits."""
        if self.verb == "readers" and (entry := self.writing.entry_of(self.about)):
            return reverse("meetings:entry_readers", args=[entry.public_id])
        if self.closes:
            return reverse("meetings:meeting_detail", args=[self.meeting.public_id])
        if self.verb == "correct":
            return self.room.address_to_correct()
        run_page = reverse("meetings:meeting_run", args=[self.meeting.public_id])
        about = {**dict.fromkeys(RECORDS_OF_ITEM, self.line), **dict.fromkeys(RECORDS_OF_MEETING, self.meeting)}
        if thing := about.get(self.verb):
            run_page += f"?recorded={thing.public_id}-{self.verb}"  # what was kept of it in the browser may go
        return run_page + ("#here" if self.verb in self.room.doing else "")

    def shown(self):
        written = [*self.writing.entries, *self._recorded, *self.escalations]
        return [*shown_on(self.lines_in_full), *written, *self.waiting["waiting"]]

    @cached_property
    def waiting(self):
        """Decisions of before that wait for a quorum to confirm them."""
        waiting = [decision for decision in self._decisions if decision.stands == PROPOSED]
        return about_waiting(waiting, self.meeting, {Permission.RUN_MEETING}, self.room.roll)

    @cached_property
    def _decisions(self):
        """Under this item and those of before that wait, each as far as this runner may read it."""
        return _decisions_at(self.user, self.meeting.group_id, self.item.pk if self.item else 0)

    @cached_property
    def escalations(self):
        """What was asked of the senior owner under this item, with the answer once there is one."""
        return _asked_under(self.user, self.item.pk)[::-1] if self.item else []

    @cached_property
    def _recorded(self):
        """Decisions and actions under this item, as far as this runner may read them."""
        if not self.item:
            return []
        actions = paragraphs_in("action", self.meeting.record, self.user, item=self.item).values()
        return [*(decision for decision in self._decisions if decision.item_id == self.item.pk), *actions]

    def _written(self):
        """Paragraphs and what was recorded, in the order of writing; what is begun comes last."""
        recorded = [Written(thing) for thing in self._recorded]
        written = [Written(form.thing, form) for form in self.writing.forms]
        return sorted([*recorded, *written], key=lambda line: (not line.thing.pk, line.thing.position or 0))

    def context(self, may):
        shown = self.shown()
        return {
            "meeting": self.meeting,
            "group": self.meeting.group,
            "may": may,
            "lines": self.lines_in_full,
            "my_groups": [self.meeting.group],  # in a meeting nobody wants to be elsewhere
            "current": self.line,
            "item": self.item,
            "writing": self.writing,
            "written": self._written(),
            "words_open": Permission.EDIT_MINUTES in may,
            **self.room.context(),
            "desk_form": self.desk_form,
            "saved": self.writing.last_saved(),
            "decision_form": self.decision_form,
            "action_form": self.action_form,
            **self.waiting,
            "escalate_form": self.escalate_form,
            "escalations": self.escalations,
            "forms": self.forms,
            "marking": "OFFICIAL-SENSITIVE" if any(thing.is_sensitive for thing in shown) else "OFFICIAL",
            "park_form": self.park_form,
            **self.course.context(),
        }


@built_once_for_readers
def _decisions_at(reader, group, item):
    here = Q(item=item) | Q(stands=PROPOSED)
    return with_confirmation(decisions_for(reader, group)).filter(here).order_by("number")


@built_once_for_readers
def _asked_under(reader, item):
    return Escalation.objects.visible_to(reader).filter(item=item).with_answers()


def takes_text(meeting, may, posted):
    """The desk stands while the meeting is open; a text on its way when somebody closed it still reaches the draft."""
    if meeting.state != Meeting.State.HELD:
        return meeting.state == Meeting.State.OPEN
    return bool(posted) and Permission.EDIT_MINUTES in may and not meeting.record.is_out
