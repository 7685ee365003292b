"""The run page's desk: one form holds all that is typed, and every button saves the text before it does its own thing.

So no button, with or without JavaScript, can lose a word of the minutes.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from groups.models import Deputyship
from groups.quorum import quorum
from groups.roles import Permission
from meetings import services
from meetings.agenda import agenda_of, shown_on
from meetings.course import Course
from meetings.following import by_rank
from meetings.forms import DecisionForm, EntryForm, ParkForm, RaisedActionForm
from meetings.models import AgendaItem, Attendance, Meeting, MinuteEntry
from meetings.record import KINDS, readable_paragraphs

Came = Attendance.Came


class Desk:
    """`do` is the button's word, with what it is about behind a colon: "next", "go:k7f3q9x2mp", "here:m4p…"."""

    def __init__(self, *, meeting, user, posted=None):
        self.meeting, self.user, self.posted = meeting, user, posted
        self.lines = agenda_of(meeting, user)
        self.line = self._line_on_the_page()
        self.item = self.line.item if self.line else None
        self.verb, _, self.about = (posted.get("do", "save") if posted else "").partition(":")
        self.is_late = meeting.state != Meeting.State.OPEN
        if self.is_late:
            self.verb = "close"  # what was typed is saved, and nothing else is done any more
        self.entry = self._entry()
        entry = self.entry or MinuteEntry(group=meeting.group, public_id=getattr(self.item, "public_id", ""))
        self.text_form = EntryForm(posted if self.item else None, thing=entry, user=user, prefix="entry")
        self.text_form.form_tag = False  # the desk is one form
        on = (posted.get("on") or posted.get("item") or None) if posted else None
        self.course = Course(meeting=meeting, lines=self.lines, on=on, user=user)
        self.park_form = ParkForm(posted if self.verb == "park" else None, prefix="park")
        self.decision_form = DecisionForm(self._posted_for("decide"), prefix="decision")
        self.action_form = RaisedActionForm(self._posted_for("act"), prefix="action", group=meeting.group)

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

    def _entry(self):
        if self.item is None:
            return None
        entries = readable_paragraphs("entry", self.meeting.record, self.user, item=self.item)
        return min(entries.values(), key=lambda entry: entry.position, default=None)

    @property
    def text_forms(self):
        return [self.text_form] if self.item else []

    @property
    def forms(self):
        return [
            form for form in (self.text_form, self.decision_form, self.action_form, self.park_form) if form.is_bound
        ]

    def takes_step(self):
        """Save the text and do what the button says, both or neither. False when something typed has to be mended."""
        if self.posted is None or not all([form.is_valid() for form in self.forms]):
            return False
        try:
            with transaction.atomic():
                services.take_the_pen(self.meeting)
                return self._saves_text() and self._does()
        except ValidationError as error:
            return self._say(error)

    def _say(self, error):
        """A refusal stands at its own form; False, so that the page is shown again with all that was typed."""
        form = {"decide": self.decision_form, "act": self.action_form}.get(self.verb, self.text_form)
        form.add_error(None, error)
        return False

    def _saves_text(self):
        return self.item is None or self.text_form.save_by(services.write_entry, item=self.item, by=self.user)

    def _does(self):
        """An unknown word does nothing but save: a forged button gets no further than the text."""
        doing = {
            "decide": self._decide,
            "act": self._act,
            "next": self.course.go_on,
            "park": lambda: self.course.park(self.park_form.cleaned_data["because"]),
            "back": self.course.step_back,
            "go": lambda: self.course.go(self._line_named()),
            "take": lambda: self.course.take_minutes(self._line_named()),
            "close": self.course.close,
            "close-parked": lambda: self.course.close(AgendaItem.State.PARKED),
            **{came.value: self._mark for came in Came},
        }.get(self.verb)
        if doing:
            doing()
        return True

    def _decide(self):
        services.record_decision(item=self.item, by=self.user, **self.decision_form.cleaned_data)

    def _act(self):
        services.raise_action_in_meeting(item=self.item, by=self.user, **self.action_form.cleaned_data)

    def _line_named(self):
        return self._of_this_meeting([line for line in self.lines if line.public_id == self.about])

    def _mark(self):
        attendance = self._of_this_meeting(self.meeting.roll.filter(public_id=self.about, on_roll=True))
        deputyship = self._deputy_for(attendance) if self.verb == Came.DEPUTY else None
        services.mark_attendance(attendance=attendance, came=self.verb, deputyship=deputyship, by=self.user)

    def _of_this_meeting(self, things):
        thing = next(iter(things), None)
        if thing is None:
            raise Http404
        return thing

    def _deputy_for(self, attendance):
        """Whom the member said they would send, else their first deputy."""
        deputies = (
            Deputyship.objects.active().filter(membership=attendance.seat_id).order_by("order").select_related("user")
        )
        nominated = self.meeting.nominations.active().filter(seat=attendance.seat_id).select_related("user")
        return nominated.first() or deputies.filter(user=attendance.person_id).first() or deputies.first()

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
        if self.closes:
            return reverse("meetings:meeting_detail", args=[self.meeting.public_id])
        return reverse("meetings:meeting_run", args=[self.meeting.public_id]) + ("#here" if self.verb in Came else "")

    def shown(self):
        recorded = [thing for things in self._recorded().values() for thing in things]
        return [*shown_on(self.lines), *([self.entry] if self.entry else []), *recorded]

    def _recorded(self):
        """Decisions and actions under this item, as far as this runner may read them."""
        if not hasattr(self, "_kept_recorded"):
            kinds = [kind for kind in KINDS if kind != "entry"] if self.item else []
            record = {kind: readable_paragraphs(kind, self.meeting.record, self.user, item=self.item) for kind in kinds}
            self._kept_recorded = {kind: list(things.values()) for kind, things in record.items()}
        return self._kept_recorded

    def context(self, may):
        roll = missing_first(self._roll())
        shown = self.shown()
        return {
            "meeting": self.meeting,
            "group": self.meeting.group,
            "may": may,
            "lines": self.lines,
            "my_groups": [self.meeting.group],  # in a meeting nobody wants to be elsewhere
            "current": self.line,
            "item": self.item,
            "recorded": sorted((thing for things in self._recorded().values() for thing in things), key=_by_position),
            "roll": roll,
            "here": sum(line.is_represented for line in roll),
            "areas": self.meeting.rules["five"],
            "quorum": quorum(self.meeting.rules, roll),
            "text_form": self.text_form,
            "saved": self.text_form.newest_text,
            "decision_form": self.decision_form,
            "action_form": self.action_form,
            "forms": self.forms,
            "marking": "OFFICIAL-SENSITIVE" if any(thing.is_sensitive for thing in shown) else "OFFICIAL",
            "park_form": self.park_form,
            **self.course.context(),
        }

    def _roll(self):
        deputies = Deputyship.objects.active().filter(membership=OuterRef("seat"))
        return self.meeting.roll.filter(on_roll=True).annotate(has_deputy=Exists(deputies))


def takes_text(meeting, may, posted):
    """The desk stands while the meeting is open; a text on its way when somebody closed it still reaches the draft."""
    if meeting.state != Meeting.State.HELD:
        return meeting.state == Meeting.State.OPEN
    return bool(posted) and Permission.EDIT_MINUTES in may and not meeting.record.is_out


def missing_first(roll):
    return sorted(by_rank(roll), key=lambda line: line.came != Came.NOT_HERE)


def _by_position(paragraph):
    return paragraph.position
